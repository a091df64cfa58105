// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.Block
import org.interactions.internal.conversationMatches
import org.interactions.internal.itemMatches
import org.interactions.internal.utf8

/**
 * Search in what is stored on this device, made for a search at each key: a newer search ends the one of
 * the same function that is still running with [InteractionsException.Cancelled].
 */
class Search internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /** Messages, transcripts and names of files, newest first; [limit] 1 to 1000. */
    suspend fun messages(
        text: String,
        filter: Filter? = null,
        conversation: ConversationId? = null,
        cursor: Cursor? = null,
        limit: Int = 50,
    ): Page<Match<Item>> {
        val described = filter?.described()
        val bytes = core.io {
            searchMessages(
                it, utf8(text), described, utf8(conversation?.value), utf8(cursor?.value), limit,
            )
        }
        val block = Block(bytes)
        return Page(itemMatches(block), block.cursor, block.more)
    }

    /** Conversations by title, or by at least three digits of a number; [limit] 1 to 1000. */
    suspend fun conversations(
        text: String,
        filter: Filter? = null,
        limit: Int = 50,
    ): List<Match<Conversation>> {
        val described = filter?.described()
        return conversationMatches(Block(core.io { searchConversations(it, utf8(text), described, limit) }))
    }
}
