// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.transformWhile
import org.interactions.ErrorCode
import org.interactions.InteractionsClient
import org.interactions.InteractionsException
import org.interactions.LiveList

/**
 * A live list. Each collector has a subscription of its own and takes what changed when it is ready for
 * it, so that a slow one gets fewer, larger steps, nothing waits in a buffer, and none is lost. Completes
 * when the client closes. Holds [client]: what is being collected is not garbage.
 */
internal fun <T> live(
    client: InteractionsClient,
    decode: (Block) -> List<T>,
    subscribe: NativeClient.(Long) -> Long,
): Flow<LiveList<T>> = flow {
    val core = client.core
    val signal = Channel<Unit>(Channel.CONFLATED)
    val rows = ListRows(decode)
    var subscription = 0L
    try {
        // Noted inside: when the collector is cancelled just now, `finally` must know of it.
        core.io { subscription = core.subscribe(signal, subscribe) }
        var isFirst = true
        do {
            val list = core.take(subscription) { rows.apply(it, isFirst) } ?: continue
            isFirst = false
            emit(list)
        } while (signal.receiveCatching().isSuccess)
    } finally {
        core.unsubscribe(subscription)
    }
}

/** What [read] makes of the changes; null: there are none now, or none that can be read. */
private suspend fun <T> ClientCore.take(subscription: Long, read: (Block) -> T?): T? =
    // Suspended: resuming signals every subscription. Closed: the signal is closed, too.
    unlessUnavailable { io { read(Block(take(it, subscription))) } }

/**
 * Emits [value] at once and whenever [from] counts on, unless it is null; ends with the client. While the
 * client is suspended there is no value: resuming counts on.
 */
internal fun <T> counted(from: MutableStateFlow<Long>, value: suspend (Long) -> T?): Flow<T> =
    from.transformWhile { count ->
        if (count != ClientCore.ENDED) unlessUnavailable { value(count) }?.let { emit(it) }
        count != ClientCore.ENDED
    }

/** What [read] gives; null while the client is suspended, and once it has closed. */
internal inline fun <T> unlessUnavailable(read: () -> T?): T? = try {
    read()
} catch (e: InteractionsException.Unavailable) {
    if (e.code != ErrorCode.SUSPENDED && e.code != ErrorCode.CLOSED) throw e
    null
}
