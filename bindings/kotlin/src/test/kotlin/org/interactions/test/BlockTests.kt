// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.interactions.InteractionsException
import org.interactions.ListChange
import org.interactions.internal.*

/** Reads everything that a block can hold; gives how many rows there were. */
fun readAll(bytes: ByteArray): Int {
    val block = Block(bytes)
    val lists = listOf(
        conversations(block), groupings(block), presets(block), typists(block), items(block),
        outbox(block), notifications(block), contacts(block), accounts(block), recipients(block),
        members(block), consents(block), findings(block), routeSizes(block), smsRows(block),
        attachments(block), transfers(block),
        // Each match refers to one of two tables.
        if (block.table(RowBlock.TABLE_ITEM, ItemRow.BYTES).count > 0) itemMatches(block)
        else conversationMatches(block),
    )
    // The steps of a live list refer to its own table.
    if (block.table(RowBlock.TABLE_PRESET, PresetRow.BYTES).count > 0) {
        ListRows(::presets).apply(block, first = true)
    } else {
        ListRows(::conversations).apply(block, first = true)
    }
    return lists.sumOf { it.size }
}

/** Whether a block can be read; anything but the error of a malformed one goes on. */
private fun isReadable(bytes: ByteArray): Boolean = try {
    readAll(bytes)
    true
} catch (_: InteractionsException.Internal) {
    false
}

/** The same numbers in every language's test: see tests/bindings/rowblocks/README.md. */
private class Random(private var state: Long) {
    fun next(bound: Int): Int {
        state = state * 6364136223846793005L + 1442695040888963407L
        return ((state ushr 33) % bound).toInt()
    }
}

fun blockTests(suite: Suite, corpus: File) = with(suite) {
    val seeds = corpus.listFiles { file -> file.extension == "bin" }!!.sortedBy { it.name }
    test("the corpus is there") {
        check(seeds.size >= 10) { "only ${seeds.size} blocks in $corpus" }
    }
    for (seed in seeds) {
        val whole = seed.readBytes()
        test("${seed.name} can be read") { check(readAll(whole) > 0) { "no row" } }
        test("${seed.name} cut short anywhere is an error") {
            for (size in whole.indices) check(!isReadable(whole.copyOf(size))) { "readable at $size" }
        }
        test("${seed.name} with flipped bytes is read or is an error") {
            val random = Random(whole.size.toLong())
            repeat(4_000) {
                val bytes = whole.copyOf()
                repeat(1 + random.next(4)) {
                    // Half of them where the numbers that matter stand: header, directory, first rows.
                    val end = if (random.next(2) == 0) minOf(512, bytes.size) else bytes.size
                    bytes[random.next(end)] = random.next(256).toByte()
                }
                isReadable(bytes)
            }
        }
        test("${seed.name} with a wrong header or directory is an error") {
            for ((what, bytes) in broken(whole)) check(!isReadable(bytes)) { what }
        }
    }
    test("steps are applied in their order") {
        val rows = ListRows { block -> presets(block).map { it.name } }
        val first = block(listOf("a", "b", "c"), listOf(step(1, 0, 0, 0), step(1, 0, 1, 1), step(1, 0, 2, 2)))
        same(listOf("a", "b", "c"), rows.apply(first, first = true)?.rows)
        val steps = listOf(step(3, 0, 2, -1), step(2, 0, 0, -1), step(4, 1, 0, 0, fields = 5))
        val second = rows.apply(block(listOf("A"), steps), first = false)!!
        same(listOf("c", "A"), second.rows)
        same(
            listOf(ListChange.Move(0, 2), ListChange.Remove(0), ListChange.Update(1, 5)),
            second.changes,
        )
        same(null, rows.apply(block(emptyList(), emptyList()), first = false))
    }
    test("a step past the end is an error") {
        val wrong = listOf(
            step(1, 0, 1, 0), step(1, 0, 0, 1), step(2, 0, 0, -1), step(3, 0, 0, -1), step(9, 0, 0, 0),
        )
        for (one in wrong) {
            fails<InteractionsException.Internal> {
                ListRows { block -> presets(block) }.apply(block(listOf("a"), listOf(one)), first = true)
            }
        }
    }
}

/** Blocks in which one number of header or directory cannot be. */
private fun broken(whole: ByteArray): List<Pair<String, ByteArray>> {
    fun with(what: String, change: ByteBuffer.() -> Unit): Pair<String, ByteArray> {
        val bytes = whole.copyOf()
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).change()
        return what to bytes
    }
    val directory = BlockHeader.BYTES
    return listOf(
        with("magic") { putInt(BlockHeader.MAGIC, 0) },
        with("version") { putShort(BlockHeader.VERSION, 2) },
        with("header size") { putShort(BlockHeader.HEADER_SIZE, 8) },
        with("total size") { putInt(BlockHeader.TOTAL_SIZE, whole.size + 1) },
        with("table count") { putInt(BlockHeader.TABLE_COUNT, Int.MAX_VALUE) },
        with("negative table count") { putInt(BlockHeader.TABLE_COUNT, -1) },
        with("cursor") { putInt(BlockHeader.CURSOR, whole.size).putInt(BlockHeader.CURSOR + 4, 1) },
        with("row count") { putInt(directory + BlockTable.COUNT, 1 shl 28) },
        with("stride") { putInt(directory + BlockTable.STRIDE, 1 shl 30) },
        with("offset") { putInt(directory + BlockTable.OFFSET, (whole.size + 7) / 8 * 8) },
        with("odd offset") { putInt(directory + BlockTable.OFFSET, getInt(directory + BlockTable.OFFSET) + 4) },
        with("longer") { }.let { (what, bytes) -> what to bytes + ByteArray(8) },
    )
}

private class Step(val op: Int, val from: Int, val to: Int, val row: Int, val fields: Long)

private fun step(op: Int, from: Int, to: Int, row: Int, fields: Long = 0) = Step(op, from, to, row, fields)

/** A block of presets with these names, and steps. */
private fun block(names: List<String>, steps: List<Step>): Block {
    val texts = names.map { it.encodeToByteArray() }
    val presets = BlockHeader.BYTES + 2 * BlockTable.BYTES
    val changes = presets + names.size * PresetRow.BYTES
    val heap = changes + steps.size * ChangeRow.BYTES
    val size = heap + texts.sumOf { it.size + 1 }
    val out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN)
    out.putInt(BlockHeader.MAGIC, RowBlock.BLOCK_MAGIC)
    out.putShort(BlockHeader.VERSION, RowBlock.BLOCK_VERSION.toShort())
    out.putShort(BlockHeader.HEADER_SIZE, BlockHeader.BYTES.toShort())
    out.putInt(BlockHeader.TOTAL_SIZE, size)
    out.putInt(BlockHeader.TABLE_COUNT, 2)
    fun table(at: Int, kind: Int, count: Int, stride: Int, offset: Int) {
        out.putInt(at + BlockTable.KIND, kind).putInt(at + BlockTable.COUNT, count)
        out.putInt(at + BlockTable.STRIDE, stride).putInt(at + BlockTable.OFFSET, offset)
    }
    table(BlockHeader.BYTES, RowBlock.TABLE_PRESET, names.size, PresetRow.BYTES, presets)
    table(
        BlockHeader.BYTES + BlockTable.BYTES, RowBlock.TABLE_CHANGE, steps.size, ChangeRow.BYTES, changes,
    )
    var text = heap
    for ((row, bytes) in texts.withIndex()) {
        val at = presets + row * PresetRow.BYTES + PresetRow.ID
        out.putInt(at, text).putInt(at + Ref.SIZE, bytes.size)
        bytes.forEachIndexed { i, byte -> out.put(text + i, byte) }
        text += bytes.size + 1
    }
    for ((row, step) in steps.withIndex()) {
        val at = changes + row * ChangeRow.BYTES
        out.putInt(at + ChangeRow.OP, step.op).putInt(at + ChangeRow.FROM, step.from)
        out.putInt(at + ChangeRow.TO, step.to).putInt(at + ChangeRow.ROW, step.row)
        out.putLong(at + ChangeRow.FIELDS, step.fields)
    }
    return Block(out.array())
}
