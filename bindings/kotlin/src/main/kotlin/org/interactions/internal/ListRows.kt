// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import org.interactions.Cursor
import org.interactions.ListChange
import org.interactions.LiveList
import org.interactions.More

/**
 * The rows of a live list, brought from one take to the next. [decode] reads the list's own table.
 * Confined to one collector.
 */
internal class ListRows<T>(private val decode: (Block) -> List<T>) {
    private val rows = ArrayList<T>()

    /** The list after the steps of [block]; null when it has none and is not the [first] take. */
    fun apply(block: Block, first: Boolean): LiveList<T>? {
        val table = block.table(RowBlock.TABLE_CHANGE, ChangeRow.BYTES)
        if (table.count == 0 && !first) return null
        val fresh = decode(block)
        val changes = block.rows(table) { step(block, it, fresh) }
        return LiveList(ArrayList(rows), changes, block.cursor, block.more)
    }

    private fun step(block: Block, at: Int, fresh: List<T>): ListChange {
        val from = block.int(at + ChangeRow.FROM)
        val to = block.int(at + ChangeRow.TO)
        when (val op = block.int(at + ChangeRow.OP)) {
            ChangeOp.INSERT -> {
                if (to !in 0..rows.size) throw Failures.malformed("an insertion at $to")
                rows.add(to, row(block, at, fresh))
                return ListChange.Insert(to)
            }
            ChangeOp.REMOVE -> {
                checkIndex(from)
                rows.removeAt(from)
                return ListChange.Remove(from)
            }
            ChangeOp.MOVE -> {
                checkIndex(from)
                checkIndex(to)
                rows.add(to, rows.removeAt(from))
                return ListChange.Move(from, to)
            }
            ChangeOp.UPDATE -> {
                checkIndex(from)
                rows[from] = row(block, at, fresh)
                return ListChange.Update(from, block.long(at + ChangeRow.FIELDS))
            }
            else -> throw Failures.malformed("a step of kind $op")
        }
    }

    private fun row(block: Block, at: Int, fresh: List<T>): T {
        val row = block.int(at + ChangeRow.ROW)
        return fresh.getOrNull(row) ?: throw Failures.malformed("row $row")
    }

    private fun checkIndex(index: Int) {
        if (index !in rows.indices) throw Failures.malformed("a step at $index")
    }
}
