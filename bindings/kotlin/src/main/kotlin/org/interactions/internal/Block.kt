// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.interactions.Cursor
import org.interactions.More

/** Where the rows of a table stand. */
internal class Table(val count: Int, val stride: Int, val offset: Int)

/**
 * A page as the library laid it out (row_block.h): one block of bytes, checked before anything is read
 * from it, so that a damaged one ends in an error of this binding and in nothing else. Owns the array.
 * Immutable; any thread.
 */
internal class Block(private val bytes: ByteArray) {
    private val buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
    private val tables = arrayOfNulls<Table>(KNOWN_TABLES)
    val more: More
    val cursor: Cursor?
    val newerCursor: Cursor?

    init {
        if (bytes.size < BlockHeader.BYTES || bytes.size > RowBlock.BLOCK_MAX_BYTES) {
            throw Failures.malformed("a block of ${bytes.size} bytes")
        }
        if (int(BlockHeader.MAGIC) != RowBlock.BLOCK_MAGIC) throw Failures.malformed("no row block")
        val version = buffer.getShort(BlockHeader.VERSION).toInt()
        if (version != RowBlock.BLOCK_VERSION) throw Failures.malformed("version $version")
        if (int(BlockHeader.TOTAL_SIZE) != bytes.size) throw Failures.malformed("cut short")
        readDirectory(
            buffer.getShort(BlockHeader.HEADER_SIZE).toInt() and 0xffff,
            int(BlockHeader.TABLE_COUNT),
        )
        more = More(int(BlockHeader.MORE))
        cursor = text(BlockHeader.CURSOR)?.let(::Cursor)
        newerCursor = text(BlockHeader.NEWER_CURSOR)?.let(::Cursor)
    }

    private fun readDirectory(start: Int, count: Int) {
        val end = start + count.toLong() * BlockTable.BYTES
        if (start < BlockHeader.BYTES || count < 0 || end > bytes.size) {
            throw Failures.malformed("a directory of $count tables")
        }
        for (i in 0 until count) {
            val at = start + i * BlockTable.BYTES
            val kind = int(at + BlockTable.KIND)
            val table = Table(
                int(at + BlockTable.COUNT), int(at + BlockTable.STRIDE), int(at + BlockTable.OFFSET),
            )
            if (table.count < 0 || table.stride < 0 || table.offset < end || table.offset % 8 != 0 ||
                table.offset + table.count.toLong() * table.stride > bytes.size
            ) {
                throw Failures.malformed("table $kind")
            }
            // Tables of a newer library are skipped.
            if (kind in 1 until KNOWN_TABLES) tables[kind] = table
        }
    }

    /** The table [kind]; without rows when the block has none. [rowBytes]: what a row holds at least. */
    fun table(kind: Int, rowBytes: Int): Table {
        val table = tables[kind] ?: return NONE
        if (table.count > 0 && table.stride < rowBytes) throw Failures.malformed("rows of table $kind")
        return table
    }

    inline fun <T> rows(table: Table, first: Int, count: Int, decode: (Int) -> T): List<T> {
        if (count == 0) return emptyList()
        if (first < 0 || count < 0 || first > table.count - count) throw Failures.malformed("a range")
        val rows = ArrayList<T>(count)
        var at = table.offset + first * table.stride
        repeat(count) {
            rows.add(decode(at))
            at += table.stride
        }
        return rows
    }

    inline fun <T> rows(table: Table, decode: (Int) -> T): List<T> =
        rows(table, 0, table.count, decode)

    /** Where row [index] of [table] stands. */
    fun row(table: Table, index: Int): Int {
        if (index < 0 || index >= table.count) throw Failures.malformed("row $index")
        return table.offset + index * table.stride
    }

    fun int(at: Int): Int = buffer.getInt(at)

    fun long(at: Int): Long = buffer.getLong(at)

    fun flag(at: Int): Boolean = buffer.getInt(at) != 0

    /** The text behind a reference; null: absent. */
    fun text(at: Int): String? {
        val offset = buffer.getInt(at)
        if (offset == 0) return null
        val size = buffer.getInt(at + Ref.SIZE)
        if (offset < 0 || size < 0 || offset > bytes.size - size) throw Failures.malformed("a text")
        return String(bytes, offset, size, Charsets.UTF_8)
    }

    /** A text that is always there; empty where it is not. */
    fun textOrEmpty(at: Int): String = text(at) ?: ""

    private companion object {
        const val KNOWN_TABLES = RowBlock.TABLE_TRANSFER + 1
        val NONE = Table(0, 0, 0)
    }
}
