// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import java.nio.BufferUnderflowException
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Reads what the native side's Output wrote: events, numbers, lines of log. */
internal class Reader(private val bytes: ByteArray) {
    private val buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)

    fun int(): Int = checked { buffer.getInt() }

    fun long(): Long = checked { buffer.getLong() }

    fun bytes(): ByteArray? {
        val size = int()
        if (size < 0) return null
        if (size > buffer.remaining()) throw Failures.malformed("a text past the end")
        val start = buffer.position()
        buffer.position(start + size)
        return bytes.copyOfRange(start, start + size)
    }

    fun text(): String? = bytes()?.decodeToString()

    private inline fun <T> checked(read: () -> T): T = try {
        read()
    } catch (_: BufferUnderflowException) {
        throw Failures.malformed("a number past the end")
    }
}
