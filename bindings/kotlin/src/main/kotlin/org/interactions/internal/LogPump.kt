// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import org.interactions.LogLevel

/**
 * Takes a client's lines of log to [sink], on a thread of its own: the library logs on threads that the
 * JVM does not know. Ends with the client's log, and then lets go of the native queue.
 */
internal class LogPump(
    private val native: NativeClient,
    private val sink: (LogLevel, String) -> Unit,
) {
    /** The native queue, for the opening of the client. */
    val queue: Long = native.logOpen()

    fun start() {
        Thread(::run, "interactions-log").apply { isDaemon = true }.start()
    }

    private fun run() {
        try {
            while (true) {
                val reader = Reader(native.logTake(queue) ?: break)
                repeat(reader.int()) { give(LogLevel(reader.int()), reader.text().orEmpty()) }
            }
        } finally {
            native.logRelease(queue)
        }
    }

    /** A sink that fails loses its line, not those after it. */
    private fun give(level: LogLevel, line: String) {
        try {
            sink(level, line)
        } catch (e: Exception) {
            Thread.currentThread().uncaughtExceptionHandler?.uncaughtException(Thread.currentThread(), e)
        }
    }
}
