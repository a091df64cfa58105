// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import java.nio.charset.CharacterCodingException

/** UTF-8 of a text. Half a surrogate pair has none: an error, for text must not change on its way. */
internal fun utf8(text: String): ByteArray = try {
    text.encodeToByteArray(throwOnInvalidSequence = true)
} catch (_: CharacterCodingException) {
    throw Failures.invalidUtf8()
}

/** The same; null stays null: an absent text. */
@JvmName("utf8OrNull")
internal fun utf8(text: String?): ByteArray? = if (text == null) null else utf8(text)

/** Writes what the native side's Arguments reads: little-endian, texts with their size in front. */
internal class Arguments {
    private var bytes = ByteArray(128)
    private var size = 0

    fun int(value: Int): Arguments {
        reserve(Int.SIZE_BYTES)
        for (i in 0 until Int.SIZE_BYTES) bytes[size++] = (value shr (8 * i)).toByte()
        return this
    }

    fun long(value: Long): Arguments = int(value.toInt()).int((value shr Int.SIZE_BITS).toInt())

    fun text(value: String?): Arguments {
        if (value == null) return int(-1)
        val encoded = utf8(value)
        int(encoded.size)
        reserve(encoded.size)
        encoded.copyInto(bytes, size)
        size += encoded.size
        return this
    }

    fun texts(values: List<String>): Arguments {
        int(values.size)
        values.forEach(::text)
        return this
    }

    fun done(): ByteArray = bytes.copyOf(size)

    private fun reserve(more: Int) {
        // In Long: more than a byte array holds must end as an error, not as a negative size.
        val wanted = size.toLong() + more
        if (wanted > Int.MAX_VALUE - 8) throw Failures.invalidArgument("too much at once")
        if (wanted > bytes.size) bytes = bytes.copyOf(maxOf(wanted, minOf(bytes.size * 2L, Int.MAX_VALUE - 8L)).toInt())
    }
}
