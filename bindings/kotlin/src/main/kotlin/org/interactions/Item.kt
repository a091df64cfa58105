// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlin.time.Duration
import org.interactions.internal.RowBlock

/** Properties of an item; bits of a newer library survive. */
@JvmInline
value class ItemFlags(val value: Int) {
    val isEdited: Boolean get() = value and RowBlock.ITEM_EDITED != 0
    val isDeleted: Boolean get() = value and RowBlock.ITEM_DELETED != 0
    val countsAsUnread: Boolean get() = value and RowBlock.ITEM_COUNTS_AS_UNREAD != 0

    /** Lies above the own read marker: the first one of a thread is where "new messages" begin. */
    val isUnread: Boolean get() = value and RowBlock.ITEM_UNREAD != 0

    /** An own edit, deletion or reaction is shown and not confirmed yet. */
    val isChangePending: Boolean get() = value and RowBlock.ITEM_CHANGE_PENDING != 0

    /** One was refused or given up: rows of the outbox with this item say why. */
    val isChangeFailed: Boolean get() = value and RowBlock.ITEM_CHANGE_FAILED != 0
}

/**
 * One entry of a timeline.
 *
 * @property atMs milliseconds since 1970 UTC
 * @property sender the backend's id of the sender; null: not known
 * @property text the message or caption, the transcript of a voicemail, or what a notice names
 * @property notice what happened, for a notice
 * @property waitingFor why a queued item is not on its way
 * @property call of a call or voicemail
 * @property failure why it could not be sent or delivered
 * @property sendAtMs when an own message that has not left is to leave; null: at once
 */
data class Item(
    val id: ItemId,
    val kind: ItemKind,
    val route: RouteId?,
    val atMs: Long,
    val direction: Direction,
    val sender: String?,
    val senderName: String?,
    val text: String?,
    val replyTo: ItemId?,
    val state: ItemState,
    val notice: NoticeKind,
    val waitingFor: WaitingFor,
    val flags: ItemFlags,
    val call: Call?,
    val failure: Failure?,
    val reactions: List<Reaction>,
    val attachments: List<Attachment>,
    val sendAtMs: Long?,
) {
    val isOutgoing: Boolean get() = direction == Direction.OUT
    val isUnread: Boolean get() = flags.isUnread

    /** A hole in the history: [Conversations.fillGap] fetches what is missing. */
    val isGap: Boolean get() = kind == ItemKind.GAP
}

/** A call. [number] is E.164; null: withheld, or a colleague's. */
data class Call(
    val id: String?,
    val number: String?,
    val direction: Direction,
    val outcome: CallOutcome,
    val startedMs: Long,
    val duration: Duration,
)

/** What people answered an item with; [count] includes oneself. */
data class Reaction(val key: String, val count: Int, val isMine: Boolean)

/**
 * What is said of a file, whether it came or was picked. Of one that came, the description is its sender's:
 * nothing of it is verified but what is here.
 *
 * @property name no path and no control characters; never empty
 * @property mimeType "image/jpeg", without parameters; null: not said
 * @property path of the bytes on this device; null: they are not here. To be read only. It may go when it
 * was not used for a while: open it at once, or pin it
 * @property thumbnailPath the same of a small picture
 * @property failureCode of [FileState.FAILED]: why
 */
interface FileDetails {
    val kind: AttachmentKind
    val name: String
    val mimeType: String?
    val sizeBytes: Long?
    val duration: Duration?
    val width: Int?
    val height: Int?
    val state: FileState
    val path: String?
    val thumbnailPath: String?
    val thumbnailWidth: Int?
    val thumbnailHeight: Int?
    val failureCode: ErrorCode?
}

/** A file of an item; [id] is for [Attachments]. */
data class Attachment(
    val id: String,
    override val kind: AttachmentKind,
    override val name: String,
    override val mimeType: String?,
    override val sizeBytes: Long?,
    override val duration: Duration?,
    override val width: Int?,
    override val height: Int?,
    override val state: FileState,
    override val path: String?,
    override val thumbnailPath: String?,
    override val thumbnailWidth: Int?,
    override val thumbnailHeight: Int?,
    override val failureCode: ErrorCode?,
) : FileDetails

/** A file that was picked and not sent yet; [id] is for [Messages.send] and [Files]. */
data class StagedFile(val id: FileId, private val details: FileDetails) : FileDetails by details

/**
 * Something the user did that the backend has not confirmed.
 *
 * @property failure what went wrong last; it stays while it is tried again
 * @property nextTryMs when it is tried next, milliseconds since 1970 UTC; null: at once
 * @property sendAtMs not before this time; null: at once
 * @property subject the user who is invited, or the address that is joined
 */
data class OutboxEntry(
    val id: OutboxId,
    val op: OutboxOp,
    val state: OutboxState,
    val waitingFor: WaitingFor,
    val attempts: Int,
    val conversation: ConversationId?,
    val item: ItemId?,
    val subject: String?,
    val createdMs: Long,
    val nextTryMs: Long?,
    val sendAtMs: Long?,
    val failure: Failure?,
)

/** An item to notify the user of; its id names the notification for good. */
data class Notification(val conversation: ConversationId, val title: String, val item: Item)

/** What a search found; [highlights] are the parts of [snippet] that match. */
data class Match<out T>(
    val conversation: ConversationId,
    val title: String,
    val field: MatchField,
    val snippet: String,
    val highlights: List<IntRange>,
    val found: T,
)
