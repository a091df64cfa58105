// SPDX-License-Identifier: Apache-2.0
// Proves the event queue and the row block from Kotlin: open, poll, decode a page, close.
package org.interactions.probe

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import org.interactions.rows.*

class Probe {
    external fun open(folder: ByteArray): Long
    external fun poll(client: Long, timeoutMs: Int): Int
    external fun account(client: Long): ByteArray?
    external fun close(client: Long)
    external fun release(client: Long): Long
}

/** Where row 0 of a table stands, or -1 when the block has none. */
fun ByteBuffer.table(kind: Int): Int =
    (0 until getInt(BlockHeader.TABLE_COUNT))
        .map { getShort(BlockHeader.HEADER_SIZE) + it * BlockTable.BYTES }
        .firstOrNull { getInt(it + BlockTable.KIND) == kind && getInt(it + BlockTable.COUNT) > 0 }
        ?.let { getInt(it + BlockTable.OFFSET) } ?: -1

/** The text behind a reference; null: absent. */
fun ByteBuffer.text(ref: Int): String? = getInt(ref + Ref.OFFSET).takeIf { it != 0 }?.let {
    String(array(), it, getInt(ref + Ref.SIZE), Charsets.UTF_8)
}

fun main(args: Array<String>) {
    System.load(args[0])
    val folder = Files.createTempDirectory("ix_probe_é_")
    val probe = Probe()
    val client = probe.open(folder.toString().toByteArray())
    check(client != 0L) { "the client did not open" }
    check(probe.poll(client, 0) == 0) { "an event from nowhere" }

    val block = ByteBuffer.wrap(probe.account(client)!!).order(ByteOrder.LITTLE_ENDIAN)
    check(block.getInt(BlockHeader.MAGIC) == RowBlock.BLOCK_MAGIC) { "not a row block" }
    check(block.getInt(BlockHeader.TOTAL_SIZE) == block.capacity()) { "a block cut short" }
    val row = block.table(RowBlock.TABLE_ACCOUNT)
    check(row > 0 && block.table(RowBlock.TABLE_CHANGE) == -1) { "tables" }
    check(block.getInt(row + AccountRow.SESSION) == 0) { "signed in?" }
    check(block.text(row + AccountRow.SERVER) == null) { "a server without a sign-in" }
    check(block.getLong(row + AccountRow.STORE_BYTES) > 0) { "no store" }

    probe.close(client)
    check(probe.poll(client, 10_000) == 6) { "the last event is not CLOSED" }
    check(probe.release(client) == 0L) { "something of the library is alive" }
    check(folder.toFile().deleteRecursively()) { "the folder is still in use" }
    println("kotlin probe: ok")
}
