// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.util.concurrent.atomic.AtomicLongArray
import java.util.concurrent.locks.LockSupport
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.interactions.ClientConfig
import org.interactions.Conversation
import org.interactions.ConversationId
import org.interactions.Draft
import org.interactions.InteractionsClient
import org.interactions.Recipient
import org.interactions.SyncMode

private const val CHANGES = 10_000
private const val PEERS = 20
private const val NS_PER_CHANGE = 100_000L
private const val LIMIT_MS = 100.0

/** 10,000 changes a second, each of which a reader of the list has to see, or a later one. */
fun floodTests(suite: Suite) = with(suite) {
    coroutine("10,000 changes a second: the reader ends with the same list, at most 100 ms behind") {
        inFolder { folder ->
            // A thread that writes 10,000 times a second does not hand each on to another.
            val config = ClientConfig(
                File(folder, "account").path,
                syncMode = SyncMode.ON_DEMAND,
                dispatcher = Dispatchers.Unconfined,
            )
            InteractionsClient.open(config).use { client ->
                val ids = List(PEERS) {
                    client.conversations.open(Recipient.Number("613 555 01${10 + it}"))
                        .also { id -> client.conversations.setDraft(id, Draft("-1")) }
                }
                val committed = AtomicLongArray(CHANGES)
                val behind = DoubleArray(CHANGES)
                val seen = HashMap<ConversationId, Int>()
                var snapshots = 0
                var last = emptyList<Conversation>()
                val reader = launch(Dispatchers.Default) {
                    client.conversations.list().first { list ->
                        val now = System.nanoTime()
                        snapshots++
                        last = list.rows
                        for (row in list.rows) {
                            val number = row.draft!!.text.toInt()
                            val before = seen.put(row.id, number) ?: -1
                            // Those of this peer since what was seen of it before.
                            for (change in number downTo before + 1 step PEERS) {
                                behind[change] = (now - committed[change]) / 1e6
                            }
                        }
                        seen.size == PEERS && seen.values.min() >= CHANGES - PEERS
                    }
                }
                val started = System.nanoTime()
                thread(name = "writer") { runBlocking { write(client, ids, started, committed) } }.join()
                val seconds = (System.nanoTime() - started) / 1e9
                reader.join()
                same(client.conversations.page().rows, last)
                behind.sort()
                println(
                    "flood: $CHANGES changes in %.2f s, %d snapshots, behind: median %.1f, 99 %% %.1f, most %.1f ms"
                        .format(java.util.Locale.ROOT, seconds, snapshots, behind[CHANGES / 2],
                            behind[CHANGES * 99 / 100], behind[CHANGES - 1]),
                )
                check(behind[CHANGES * 99 / 100] <= LIMIT_MS) { "the reader falls behind" }
            }
        }
    }
}

/** One change each 100 µs, or as fast as they are taken when that is slower. */
private suspend fun write(
    client: InteractionsClient,
    ids: List<ConversationId>,
    started: Long,
    committed: AtomicLongArray,
) {
    for (change in 0 until CHANGES) {
        while (System.nanoTime() < started + change * NS_PER_CHANGE) LockSupport.parkNanos(20_000)
        // Before the commit: a reader may see it before this thread goes on.
        committed[change] = System.nanoTime()
        client.conversations.setDraft(ids[change % PEERS], Draft("$change"))
    }
}
