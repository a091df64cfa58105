// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlinx.coroutines.flow.Flow
import org.interactions.internal.Arguments
import org.interactions.internal.Block
import org.interactions.internal.LiveKind
import org.interactions.internal.live
import org.interactions.internal.outbox
import org.interactions.internal.sms
import org.interactions.internal.utf8

/** Sending, and what is done to messages afterwards. Each is committed here at once and leaves later. */
class Messages internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * Puts a message into the thread and the outbox, durably. It is delivered, or visibly failed or
     * blocked, and at most once.
     *
     * @param text with files a caption, which may be null
     * @param via null: the conversation's default route
     * @param sendAtMs when it is to leave, milliseconds since 1970 UTC, at most 366 days ahead; null: now
     * @param files that were picked ([Files.stage]), in this order. Where a message carries one file only,
     * each is a message of its own, the first has the caption, and its id is the result
     */
    suspend fun send(
        conversation: ConversationId,
        text: String?,
        via: RouteId? = null,
        replyTo: ItemId? = null,
        sendAtMs: Long? = null,
        files: List<FileId> = emptyList(),
    ): ItemId {
        val picked = Arguments().texts(files.map { it.value }).done()
        val item = core.io {
            send(
                it, utf8(conversation.value), utf8(text), utf8(via?.value), utf8(replyTo?.value),
                sendAtMs ?: 0, picked,
            )
        }
        return ItemId(item.decodeToString())
    }

    /** Changes the text of an own message. */
    suspend fun edit(item: ItemId, text: String) {
        core.io { edit(it, utf8(item.value), utf8(text)) }
    }

    /** Deletes an item for everybody. */
    suspend fun delete(item: ItemId) {
        core.io { delete(it, utf8(item.value)) }
    }

    /** Puts an own reaction to an item, mostly one emoji, or takes it back. */
    suspend fun react(item: ItemId, key: String, on: Boolean = true) {
        core.io { react(it, utf8(item.value), utf8(key), on) }
    }

    /** What would become of a message if it were sent now; in time for each key press. */
    suspend fun preflight(draft: SmsDraft): SmsPreflight {
        val described = Arguments()
            .text(draft.text)
            .text(draft.conversation?.value)
            .text(draft.to)
            .text(draft.via?.value)
            .int(draft.attachments)
            .int(draft.recipients)
            .int(draft.files.size)
        for (file in draft.files) described.int(file.kind.value).text(file.mimeType).long(file.bytes)
        return sms(core.io { smsPreflight(it, described.done()) })
    }
}

/** What the user did and the backend has not confirmed. */
class Outbox internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /** The oldest [window] (1 to 1000) entries. */
    fun live(window: Int = 100): Flow<LiveList<OutboxEntry>> =
        live(client, ::outbox) { subscribe(it, LiveKind.OUTBOX, null, window) }

    /** All entries, oldest first. */
    suspend fun list(): List<OutboxEntry> = outbox(Block(core.io { outboxPage(it) }))

    /** Tries a failed or blocked entry again, and sends one now that waits for its time. */
    suspend fun retry(entry: OutboxId) {
        core.io { outboxRetry(it, utf8(entry.value)) }
    }

    /** Gives a message that has not left another time; null: now. */
    suspend fun reschedule(entry: OutboxId, sendAtMs: Long?) {
        core.io { outboxReschedule(it, utf8(entry.value), sendAtMs ?: 0) }
    }

    /** Removes an entry and what it shows. */
    suspend fun discard(entry: OutboxId) {
        core.io { outboxDiscard(it, utf8(entry.value)) }
    }
}
