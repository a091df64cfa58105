// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.RowBlock

/** What lies beyond the oldest end of a page; or a value of a newer library. */
@JvmInline
value class More(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (this) {
        LOCAL -> "local"
        GAP -> "gap"
        START -> "start"
        else -> "unknown($value)"
    }

    companion object {
        /** More rows are stored: ask with the cursor. */
        val LOCAL: More = More(RowBlock.MORE_LOCAL)

        /** The last row is a gap and nothing older is stored: fill it. */
        val GAP: More = More(RowBlock.MORE_GAP)

        /** This is everything there is. */
        val START: More = More(RowBlock.MORE_START)
    }
}

/** A page of a list: a snapshot. [cursor] asks for the page after this one; null: this was the last. */
data class Page<out T>(val rows: List<T>, val cursor: Cursor?, val more: More)

/**
 * A page of a timeline, oldest row first. [cursor] asks for the items before this page, null: there are
 * none stored; [newerCursor] for those after it, null: the newest are here.
 */
data class ThreadPage(
    val items: List<Item>,
    val cursor: Cursor?,
    val newerCursor: Cursor?,
    val more: More,
)

/** A page around one item, which is `page.items[row]`; row -1: there was none to go to. */
data class ThreadAround(val page: ThreadPage, val row: Int)

/**
 * A live list as it is now, and the steps from what the same collector got before to this, in order:
 * what a list adapter needs. The first one inserts every row. A slow collector gets fewer, larger
 * steps; none is left out. [cursor] and [more] are those of the page, for a thread.
 */
data class LiveList<out T>(
    val rows: List<T>,
    val changes: List<ListChange>,
    val cursor: Cursor?,
    val more: More,
)

/** One step from an old list to a new one. */
sealed interface ListChange {
    /** A row is put at [index]. */
    data class Insert(val index: Int) : ListChange

    /** The row at [index] is taken out. */
    data class Remove(val index: Int) : ListChange

    /** The row at [from] is taken out and put back at [to]. */
    data class Move(val from: Int, val to: Int) : ListChange

    /** The row at [index] is replaced; [fields] differ: bits of the [Fields] of the list. */
    data class Update(val index: Int, val fields: Long) : ListChange
}
