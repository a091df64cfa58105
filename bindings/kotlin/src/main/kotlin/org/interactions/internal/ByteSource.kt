// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import java.io.InputStream
import java.nio.ByteBuffer
import kotlinx.coroutines.Job
import kotlinx.coroutines.ensureActive
import org.interactions.FileInput

/**
 * Gives the bytes of a file that is no file of the system's, piece by piece, so that none is in memory as a
 * whole a second time. The native side calls [read], on the thread of the call that it is given to; nothing
 * is thrown through it: what went wrong is [failure], which is to be thrown when that call has ended.
 *
 * @param job whoever waits for the file: a source without an end ends with it
 */
internal class ByteSource(private val job: Job?, private val next: (ByteArray, Int) -> Int) {
    var failure: Throwable? = null
        private set

    /** Puts at most [most] bytes at the beginning of [into]: how many; 0: that was all; -1: [failure]. */
    fun read(into: ByteArray, most: Int): Int = try {
        job?.ensureActive()
        next(into, most)
    } catch (e: Throwable) {
        failure = e
        -1
    }

    companion object {
        /** Null: it is a path or a descriptor, which the native side opens itself. */
        fun of(input: FileInput, job: Job?): ByteSource? = when (input) {
            is FileInput.Path, is FileInput.Descriptor -> null
            is FileInput.Bytes -> ByteSource(job, rest(ByteBuffer.wrap(input.bytes)))
            is FileInput.Buffer -> ByteSource(job, rest(input.buffer.duplicate()))
            is FileInput.Stream -> ByteSource(job, rest(input.stream))
        }

        private fun rest(buffer: ByteBuffer) = { into: ByteArray, most: Int ->
            minOf(most, buffer.remaining()).also { buffer.get(into, 0, it) }
        }

        /** A stream may give nothing for once, which is not its end: that is -1. */
        private fun rest(stream: InputStream): (ByteArray, Int) -> Int = { into, most ->
            var count: Int
            do count = stream.read(into, 0, most) while (count == 0)
            maxOf(count, 0)
        }
    }
}
