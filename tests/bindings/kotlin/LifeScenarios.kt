// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch
import org.interactions.*

suspend fun closeBusy(world: World) = world.signedIn(world.config(SyncMode.CONTINUOUS)) { client ->
    coroutineScope {
        val live: List<Flow<*>> =
            listOf(client.conversations.list(), client.conversations.counts(), client.outbox.live())
        val followers = live.map { flow ->
            val isFollowed = CompletableDeferred<Unit>()
            val follower = launch(Dispatchers.Default) { flow.collect { isFollowed.complete(Unit) } }
            soon { isFollowed.await() }
            follower
        }
        val syncs = List(8) {
            async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { runCatching { client.sync() } }
        }
        val reader = launch(Dispatchers.Default) {
            while (runCatching { client.conversations.page() }.isSuccess) Unit
        }
        delay(1)
        client.close()
        line("operations" to syncs.size, "completed" to syncs.awaitAll().size)
        followers.forEach { it.join() }
        line("closed" to true)
        reader.join()
    }
    printFailure("after closing") { client.conversations.page() }
}

suspend fun manyClients(world: World) {
    var opened = 0
    repeat(10) {
        val clients = List(10) { InteractionsClient.open(world.config(name = "account$it")) }
        opened += clients.size
        clients.forEach { it.close() }
    }
    line("opened" to opened)
}

suspend fun collected(world: World) {
    var dropped = 0
    repeat(50) {
        // Each has its own folder: when the garbage of the one before is collected is not known.
        val client = InteractionsClient.open(world.config(name = "account$it"))
        if (client.conversations.page(Filter.preset(Preset.ALL)).rows.isEmpty()) dropped++
    }
    line("dropped" to dropped)
    soon {
        while (InteractionsClient.liveObjects() > 0) {
            System.gc()
            delay(10)
        }
    }
}
