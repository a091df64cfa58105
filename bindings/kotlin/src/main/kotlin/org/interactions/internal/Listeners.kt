// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/**
 * Those who want to be told of every event of a kind from now on. Each has a channel without a limit, so
 * that none is left out and the pump never waits. Any thread.
 */
internal class Listeners<T> {
    private val channels = HashSet<Channel<T>>()
    private var hasEnded = false

    fun tell(event: T) = synchronized(this) { channels.toList() }.forEach { it.trySend(event) }

    /** Nothing more will be told: their flows complete. */
    fun end() {
        synchronized(this) {
            hasEnded = true
            channels.toList()
        }.forEach { it.close() }
    }

    fun flow(): Flow<T> = flow {
        val channel = Channel<T>(Channel.UNLIMITED)
        add(channel)
        try {
            for (event in channel) emit(event)
        } finally {
            synchronized(this@Listeners) { channels.remove(channel) }
        }
    }

    private fun add(channel: Channel<T>) =
        synchronized(this) { if (hasEnded) channel.close() else channels.add(channel) }
}
