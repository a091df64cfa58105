// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.util.Locale
import java.util.concurrent.locks.LockSupport
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.interactions.ClientConfig
import org.interactions.ContactInput
import org.interactions.Conversation
import org.interactions.InteractionsClient
import org.interactions.Recipient
import org.interactions.SyncMode

private const val CHANGES = 10_000

/** An address book of so many people is shown, and all of it changes with each call. */
private const val ROWS = 50
private const val COMMITS = CHANGES / ROWS
private const val NS_PER_COMMIT = 1_000_000_000L / COMMITS
private const val LIMIT_MS = 100.0

private fun number(row: Int) = "613 555 01${10 + row}"

/** 10,000 changes of rows a second, each of which a reader of the list has to see, or a later one. */
fun floodTests(suite: Suite) = with(suite) {
    coroutine("10,000 changes a second in an address book of 50 rows: the reader ends with the same list, at most 100 ms behind") {
        inFolder { folder ->
            // A thread that writes that often does not hand each call on to another.
            val config = ClientConfig(
                File(folder, "account").path,
                syncMode = SyncMode.ON_DEMAND,
                dispatcher = Dispatchers.Unconfined,
            )
            InteractionsClient.open(config).use { client ->
                repeat(ROWS) { client.conversations.open(Recipient.Number(number(it))) }
                write(client, -1)
                val committed = LongArray(COMMITS)
                val sighted = LongArray(COMMITS)
                var seen = -1
                var snapshots = 0
                var last = emptyList<Conversation>()
                val reader = launch(Dispatchers.Default) {
                    client.conversations.list().first { list ->
                        val now = System.nanoTime()
                        snapshots++
                        last = list.rows
                        // An address book is committed in chunks: what all rows show has been seen.
                        val newest = list.rows.minOf { it.title.toInt() }
                        for (commit in seen + 1..newest) sighted[commit] = now
                        seen = newest
                        newest == COMMITS - 1
                    }
                }
                val started = System.nanoTime()
                thread(name = "writer") {
                    for (commit in 0 until COMMITS) {
                        while (System.nanoTime() < started + commit * NS_PER_COMMIT) LockSupport.parkNanos(50_000)
                        runBlocking { write(client, commit) }
                        committed[commit] = System.nanoTime()
                    }
                }.join()
                val rate = CHANGES / ((System.nanoTime() - started) / 1e9)
                reader.join()
                same(client.conversations.page().rows, last)
                // The writer may be told of a commit later than the reader.
                val behind = DoubleArray(COMMITS) { maxOf(0L, sighted[it] - committed[it]) / 1e6 }
                behind.sort()
                println(
                    "flood: %.0f changes/s, %d snapshots, behind: median %.1f, 99 %% %.1f, most %.1f ms"
                        .format(
                            Locale.ROOT, rate, snapshots, behind[COMMITS / 2],
                            behind[COMMITS * 99 / 100], behind[COMMITS - 1],
                        ),
                )
                // One in a hundred a busy machine may hold up.
                check(behind[COMMITS * 99 / 100] <= LIMIT_MS) { "the reader falls behind" }
            }
        }
    }
}

/** Gives every row another title. */
private suspend fun write(client: InteractionsClient, commit: Int) {
    val done = client.contacts.saveAll(
        List(ROWS) { ContactInput("$it", "$commit", numbers = listOf(number(it))) },
    )
    check(done.added + done.changed == ROWS.toLong()) { "$done" }
}
