// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import kotlin.time.Duration.Companion.milliseconds
import org.interactions.*

/** Items and what stands beside them in their blocks. */

private fun call(block: Block, at: Int) = Call(
    id = block.text(at + ItemRow.CALL_ID),
    number = block.text(at + ItemRow.CALL_NUMBER),
    direction = Direction(block.int(at + ItemRow.CALL_DIRECTION)),
    outcome = CallOutcome(block.int(at + ItemRow.CALL_OUTCOME)),
    startedMs = block.long(at + ItemRow.CALL_STARTED_MS),
    duration = block.long(at + ItemRow.CALL_DURATION_MS).milliseconds,
)

private fun reaction(block: Block, at: Int) = Reaction(
    key = block.textOrEmpty(at + ReactionRow.KEY),
    count = block.int(at + ReactionRow.COUNT),
    isMine = block.flag(at + ReactionRow.MINE),
)

private fun attachment(block: Block, at: Int) = Attachment(
    id = block.textOrEmpty(at + AttachmentRow.ID),
    kind = AttachmentKind(block.int(at + AttachmentRow.KIND)),
    name = block.textOrEmpty(at + AttachmentRow.NAME),
    mimeType = block.text(at + AttachmentRow.MIME_TYPE),
    sizeBytes = block.long(at + AttachmentRow.SIZE).orNull(),
    duration = block.long(at + AttachmentRow.DURATION_MS).orNull()?.milliseconds,
    width = block.int(at + AttachmentRow.WIDTH).takeIf { it != 0 },
    height = block.int(at + AttachmentRow.HEIGHT).takeIf { it != 0 },
    state = FileState(block.int(at + AttachmentRow.STATE)),
    path = block.text(at + AttachmentRow.PATH),
    thumbnailPath = block.text(at + AttachmentRow.THUMBNAIL_PATH),
    thumbnailWidth = block.int(at + AttachmentRow.THUMBNAIL_WIDTH).takeIf { it != 0 },
    thumbnailHeight = block.int(at + AttachmentRow.THUMBNAIL_HEIGHT).takeIf { it != 0 },
    failureCode = block.int(at + AttachmentRow.FAILURE_CODE).takeIf { it != 0 }?.let(::ErrorCode),
)

/** Reads items with one look at the tables beside them. Of one block; any thread. */
internal class ItemRows(private val block: Block) {
    private val items = block.table(RowBlock.TABLE_ITEM, ItemRow.BYTES)
    private val reactions = block.table(RowBlock.TABLE_REACTION, ReactionRow.BYTES)
    private val attachments = block.table(RowBlock.TABLE_ATTACHMENT, AttachmentRow.BYTES)

    fun all(): List<Item> = block.rows(items) { item(it) }

    fun at(row: Int): Item = item(block.row(items, row))

    private fun item(at: Int): Item {
        val flags = block.int(at + ItemRow.FLAGS)
        return Item(
            id = ItemId(block.textOrEmpty(at + ItemRow.ID)),
            kind = ItemKind(block.int(at + ItemRow.KIND)),
            route = block.text(at + ItemRow.ROUTE)?.let(::RouteId),
            atMs = block.long(at + ItemRow.AT_MS),
            direction = Direction(block.int(at + ItemRow.DIRECTION)),
            sender = block.text(at + ItemRow.SENDER),
            senderName = block.text(at + ItemRow.SENDER_NAME),
            text = block.text(at + ItemRow.TEXT),
            replyTo = block.text(at + ItemRow.REPLY_TO)?.let(::ItemId),
            state = ItemState(block.int(at + ItemRow.STATE)),
            notice = NoticeKind(block.int(at + ItemRow.NOTICE)),
            waitingFor = WaitingFor(block.int(at + ItemRow.WAITING_FOR)),
            flags = ItemFlags(flags),
            call = if (flags and RowBlock.ITEM_HAS_CALL != 0) call(block, at) else null,
            failure = if (flags and RowBlock.ITEM_HAS_FAILURE != 0) failure(at) else null,
            reactions = block.rows(
                reactions, block.int(at + ItemRow.FIRST_REACTION), block.int(at + ItemRow.REACTION_COUNT),
            ) { reaction(block, it) },
            attachments = block.rows(
                attachments,
                block.int(at + ItemRow.FIRST_ATTACHMENT),
                block.int(at + ItemRow.ATTACHMENT_COUNT),
            ) { attachment(block, it) },
            sendAtMs = block.long(at + ItemRow.SEND_AT_MS).orNull(),
        )
    }

    private fun failure(at: Int) = Failure(
        code = ErrorCode(block.int(at + ItemRow.FAILURE_CODE)),
        origin = Origin(block.int(at + ItemRow.FAILURE_ORIGIN)),
        retry = RetryAdvice(block.int(at + ItemRow.FAILURE_RETRY)),
        fixer = Fixer(block.int(at + ItemRow.FAILURE_FIXER)),
        message = block.textOrEmpty(at + ItemRow.FAILURE_MESSAGE),
    )
}

internal fun items(block: Block): List<Item> = ItemRows(block).all()

internal fun stagedFiles(block: Block): List<StagedFile> =
    attachments(block).map { StagedFile(FileId(it.id), it) }

internal fun attachments(block: Block): List<Attachment> =
    block.rows(block.table(RowBlock.TABLE_ATTACHMENT, AttachmentRow.BYTES)) { attachment(block, it) }

internal fun transfers(block: Block): List<Transfer> =
    block.rows(block.table(RowBlock.TABLE_TRANSFER, TransferRow.BYTES)) { at ->
        Transfer(
            attachment = block.textOrEmpty(at + TransferRow.ATTACHMENT),
            part = FilePart(block.int(at + TransferRow.PART)),
            isUpload = block.flag(at + TransferRow.UPLOAD),
            doneBytes = block.long(at + TransferRow.DONE),
            totalBytes = block.long(at + TransferRow.TOTAL).orNull(),
            bytesPerSecond = block.long(at + TransferRow.BYTES_PER_SECOND).orNull(),
        )
    }

internal fun outbox(block: Block): List<OutboxEntry> =
    block.rows(block.table(RowBlock.TABLE_OUTBOX, OutboxRow.BYTES)) { at ->
        OutboxEntry(
            id = OutboxId(block.textOrEmpty(at + OutboxRow.ID)),
            op = OutboxOp(block.int(at + OutboxRow.OP)),
            state = OutboxState(block.int(at + OutboxRow.STATE)),
            waitingFor = WaitingFor(block.int(at + OutboxRow.WAITING_FOR)),
            attempts = block.int(at + OutboxRow.ATTEMPTS),
            conversation = block.text(at + OutboxRow.CONVERSATION)?.let(::ConversationId),
            item = block.text(at + OutboxRow.ITEM)?.let(::ItemId),
            subject = block.text(at + OutboxRow.SUBJECT),
            createdMs = block.long(at + OutboxRow.CREATED_MS),
            nextTryMs = block.long(at + OutboxRow.NEXT_TRY_MS).orNull(),
            sendAtMs = block.long(at + OutboxRow.SEND_AT_MS).orNull(),
            failure = if (!block.flag(at + OutboxRow.HAS_FAILURE)) {
                null
            } else {
                Failure(
                    code = ErrorCode(block.int(at + OutboxRow.FAILURE_CODE)),
                    origin = Origin(block.int(at + OutboxRow.FAILURE_ORIGIN)),
                    retry = RetryAdvice(block.int(at + OutboxRow.FAILURE_RETRY)),
                    fixer = Fixer(block.int(at + OutboxRow.FAILURE_FIXER)),
                    message = block.textOrEmpty(at + OutboxRow.FAILURE_MESSAGE),
                )
            },
        )
    }

internal fun notifications(block: Block): List<Notification> {
    val items = ItemRows(block)
    return block.rows(block.table(RowBlock.TABLE_NOTIFICATION, NotificationRow.BYTES)) { at ->
        Notification(
            conversation = ConversationId(block.textOrEmpty(at + NotificationRow.CONVERSATION)),
            title = block.textOrEmpty(at + NotificationRow.TITLE),
            item = items.at(block.int(at + NotificationRow.ITEM)),
        )
    }
}

/** [found] gives what stands in a row of the matches' own table. */
private fun <T> matches(block: Block, found: (Int) -> T): List<Match<T>> {
    val ranges = block.table(RowBlock.TABLE_RANGE, RangeRow.BYTES)
    return block.rows(block.table(RowBlock.TABLE_MATCH, MatchRow.BYTES)) { at ->
        val snippet = block.textOrEmpty(at + MatchRow.SNIPPET)
        val places = Utf8Places(snippet)
        Match(
            conversation = ConversationId(block.textOrEmpty(at + MatchRow.CONVERSATION)),
            title = block.textOrEmpty(at + MatchRow.TITLE),
            field = MatchField(block.int(at + MatchRow.FIELD)),
            snippet = snippet,
            highlights = block.rows(
                ranges, block.int(at + MatchRow.FIRST_RANGE), block.int(at + MatchRow.RANGE_COUNT),
            ) { places.range(block.int(it + RangeRow.START), block.int(it + RangeRow.SIZE)) },
            found = found(block.int(at + MatchRow.ROW)),
        )
    }
}

internal fun itemMatches(block: Block): List<Match<Item>> {
    val items = ItemRows(block)
    return matches(block) { items.at(it) }
}

internal fun conversationMatches(block: Block): List<Match<Conversation>> {
    val rows = conversations(block)
    return matches(block) { rows.getOrNull(it) ?: throw Failures.malformed("row $it") }
}

/** Turns places in the UTF-8 of a text into places in the text. Not thread-safe. */
internal class Utf8Places(private val text: String) {
    fun range(start: Int, size: Int): IntRange {
        if (start < 0 || size < 0) throw Failures.malformed("a range")
        val first = charAt(start.toLong())
        return first until charAt(start.toLong() + size)
    }

    /** The index of the character that begins [bytes] bytes into the UTF-8; at most the length. */
    private fun charAt(bytes: Long): Int {
        var passed = 0L
        var index = 0
        while (index < text.length && passed < bytes) {
            val char = text[index]
            val isPair = char.isHighSurrogate() && index + 1 < text.length
            passed += if (char.code < 0x80) 1 else if (char.code < 0x800) 2 else if (isPair) 4 else 3
            index += if (isPair) 2 else 1
        }
        return index
    }
}
