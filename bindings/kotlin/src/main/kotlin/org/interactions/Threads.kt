// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlinx.coroutines.flow.Flow
import org.interactions.internal.Block
import org.interactions.internal.LiveKind
import org.interactions.internal.items
import org.interactions.internal.live
import org.interactions.internal.one
import org.interactions.internal.utf8

/** Timelines: oldest item first, newest last. */
class Threads internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * The newest [window] (1 to 1000) items of a conversation. A gap within them fills itself while the
     * client syncs continuously; [LiveList.cursor] asks [page] for what is older.
     */
    fun live(conversation: ConversationId, window: Int = 50): Flow<LiveList<Item>> {
        val id = utf8(conversation.value)
        return live(client, ::items) { subscribe(it, LiveKind.THREAD, id, window) }
    }

    /** The newest items, or those before or after a page; [limit] 1 to 1000. */
    suspend fun page(conversation: ConversationId, cursor: Cursor? = null, limit: Int = 50): ThreadPage =
        page(core.io { threadPage(it, utf8(conversation.value), utf8(cursor?.value), limit) })

    /** A page around an item; null: around the first unread one. */
    suspend fun around(conversation: ConversationId, item: ItemId? = null, limit: Int = 50): ThreadAround {
        val row = IntArray(1)
        val bytes = core.io { threadAround(it, utf8(conversation.value), utf8(item?.value), limit, row) }
        return ThreadAround(page(bytes), row[0])
    }

    suspend fun item(id: ItemId): Item = one(items(Block(core.io { itemGet(it, utf8(id.value)) })))

    /** Fetches a page of history across a gap; a gap that is gone is no error. */
    suspend fun fillGap(gap: ItemId) {
        core.complete { historyFill(it, utf8(gap.value)) }
    }

    private fun page(bytes: ByteArray): ThreadPage {
        val block = Block(bytes)
        return ThreadPage(items(block), block.cursor, block.newerCursor, block.more)
    }
}
