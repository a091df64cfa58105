// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import org.interactions.internal.Bits
import org.interactions.internal.Block
import org.interactions.internal.LiveKind
import org.interactions.internal.conversations
import org.interactions.internal.groupings
import org.interactions.internal.live
import org.interactions.internal.one
import org.interactions.internal.presets
import org.interactions.internal.typists
import org.interactions.internal.utf8

/**
 * Lists of conversations, and what a user sets for one. Every id that a conversation ever had may be
 * given. A filter of null is every conversation.
 */
class Conversations internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /** The first [window] (1 to 1000) conversations of a filter: pinned ones, then the newest activity. */
    fun list(filter: Filter? = null, window: Int = 50): Flow<LiveList<Conversation>> {
        val described = filter?.described()
        return live(client, ::conversations) { conversationsSubscribe(it, described, window) }
    }

    /** One conversation, through merges and splits; null: it is gone. */
    fun live(id: ConversationId): Flow<Conversation?> {
        val conversation = utf8(id.value)
        return live(client, ::conversations) { subscribe(it, LiveKind.CONVERSATION, conversation, 0) }
            .map { it.rows.firstOrNull() }
    }

    /** What every preset counts, and the number for the app's icon ([Preset.BADGE]). */
    fun counts(): Flow<List<PresetCounts>> =
        live(client, ::presets) { subscribe(it, LiveKind.COUNTS, null, 0) }.map { it.rows }

    /** Who is writing, in one conversation or in all; needs [SyncMode.CONTINUOUS]. */
    fun typing(id: ConversationId? = null): Flow<List<Typist>> {
        val conversation = utf8(id?.value)
        return live(client, ::typists) { subscribe(it, LiveKind.TYPING, conversation, 0) }.map { it.rows }
    }

    /** Conversations that became part of another one, from now on; none is left out. */
    val replaced: Flow<ConversationReplaced> get() = core.replacements.flow()

    /**
     * What was set for a conversation and holds on this device only, from now on: the backend refused it, or
     * was asked in vain for a day. Taken back and set again, it is tried again.
     */
    val settingFailures: Flow<SettingFailed> get() = core.settingFailures.flow()

    /** A page of a filter's conversations; [limit] 1 to 1000. */
    suspend fun page(filter: Filter? = null, cursor: Cursor? = null, limit: Int = 50): Page<Conversation> {
        val described = filter?.described()
        val block = Block(core.io { conversationsPage(it, described, utf8(cursor?.value), limit) })
        return Page(conversations(block), block.cursor, block.more)
    }

    /** What listing a filter to its end would give. */
    suspend fun count(filter: Filter? = null): Counts {
        val described = filter?.described()
        val c = core.io { conversationsCount(it, described) }
        return Counts(c[1], c[2], c[3], isLowerBound = c[0].toInt() and Bits.COUNTS_LOWER_BOUND != 0)
    }

    /** The number for the app's icon. */
    suspend fun badge(): Long = core.io { badge(it) }

    suspend fun get(id: ConversationId): Conversation =
        one(conversations(Block(core.io { conversationGet(it, utf8(id.value)) })))

    /** Why its routes stand together. */
    suspend fun explain(id: ConversationId): Explanation {
        val block = Block(core.io { conversationExplain(it, utf8(id.value)) })
        return Explanation(one(conversations(block)), groupings(block))
    }

    /** The conversation with somebody: the one there is, or one that is made with its first message. */
    suspend fun open(recipient: Recipient): ConversationId {
        val number = (recipient as? Recipient.Number)?.number
        val user = (recipient as? Recipient.User)?.id
        val contact = (recipient as? Recipient.Contact)?.id?.value
        val id = core.io { conversationOpen(it, utf8(number), utf8(user), utf8(contact)) }
        return ConversationId(id.decodeToString())
    }

    /** Sets or takes away a flag, in all routes. */
    suspend fun setFlag(id: ConversationId, flag: ConversationFlag, on: Boolean) {
        core.io { setFlag(it, utf8(id.value), flag.value, on) }
    }

    /** What stands no later than [upTo] is read; null: all that is stored now. */
    suspend fun markRead(id: ConversationId, upTo: ItemId? = null) {
        core.io { markRead(it, utf8(id.value), utf8(upTo?.value)) }
    }

    /** Keeps what the user is writing; null: there is no draft any more. */
    suspend fun setDraft(id: ConversationId, draft: Draft?) {
        core.io { setDraft(it, utf8(id.value), utf8(draft?.text), utf8(draft?.replyTo?.value)) }
    }

    /** Makes a route the default; null: back to the rule. */
    suspend fun setDefaultRoute(id: ConversationId, route: RouteId?) {
        core.io { setDefaultRoute(it, utf8(id.value), utf8(route?.value)) }
    }
}
