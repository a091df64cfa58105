// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger

/**
 * The address of a native object, for the length of calls only: it is released once, when it has been
 * closed and the last call under way has returned. Any thread.
 */
internal class NativeHandle(private val address: Long, private val release: (Long) -> Unit) {
    /** Calls under way, and [CLOSED]. */
    private val state = AtomicInteger(0)
    private val released = CountDownLatch(1)

    /** Throws the error of a closed client when it has been closed. */
    inline fun <T> use(call: (Long) -> T): T {
        val address = enter()
        try {
            return call(address)
        } finally {
            leave()
        }
    }

    /** Pins the object until [leave]. */
    fun enter(): Long = tryEnter() ?: throw Failures.closed()

    /** The same; null: it has been closed. */
    fun tryEnter(): Long? {
        while (true) {
            val calls = state.get()
            if (calls and CLOSED != 0) return null
            if (state.compareAndSet(calls, calls + 1)) return address
        }
    }

    fun leave() {
        if (state.decrementAndGet() == CLOSED) finish()
    }

    /** No call enters any more. */
    fun close() {
        while (true) {
            val calls = state.get()
            if (calls and CLOSED != 0) return
            if (state.compareAndSet(calls, calls or CLOSED)) {
                if (calls == 0) finish()
                return
            }
        }
    }

    /** Waits until the object has been released. An interruption is kept for later. */
    fun awaitRelease() {
        var wasInterrupted = false
        while (true) {
            try {
                released.await()
                break
            } catch (_: InterruptedException) {
                wasInterrupted = true
            }
        }
        if (wasInterrupted) Thread.currentThread().interrupt()
    }

    private fun finish() {
        release(address)
        released.countDown()
    }

    private companion object {
        const val CLOSED = 1 shl 30
    }
}
