// SPDX-License-Identifier: Apache-2.0
// Generated from row_block.h by bindings/generate/kotlin_rows.py; not edited by hand.
package org.interactions.internal

/** Numbers of the row block. */
internal object RowBlock {
    const val TABLE_CONVERSATION = 1
    const val TABLE_ROUTE = 2
    const val TABLE_ITEM = 3
    const val TABLE_CONTACT = 4
    const val TABLE_ADDRESS = 5
    const val TABLE_OUTBOX = 6
    const val TABLE_ACCOUNT = 7
    const val TABLE_CHANGE = 8
    const val TABLE_MATCH = 9
    const val TABLE_RANGE = 10
    const val TABLE_REACTION = 11
    const val TABLE_PRESET = 12
    const val TABLE_TYPIST = 13
    const val TABLE_FINDING = 14
    const val TABLE_GROUPING = 15
    const val TABLE_CLAIM = 16
    const val TABLE_NOTIFICATION = 17
    const val TABLE_ATTACHMENT = 18
    const val TABLE_SMS = 19
    const val TABLE_SMS_FLIP = 20
    const val TABLE_ROUTE_SIZE = 21
    const val TABLE_CONSENT = 22
    const val TABLE_RECIPIENT = 23
    const val TABLE_MEMBER = 24
    const val TABLE_SOURCE = 25
    const val TABLE_FILE_PLAN = 26
    const val TABLE_TRANSFER = 27
    const val MORE_LOCAL = 0
    const val MORE_GAP = 1
    const val MORE_START = 2
    const val CONVERSATION_UNREAD_LOWER_BOUND = 1
    const val CONVERSATION_MUTED = 2
    const val CONVERSATION_PINNED = 4
    const val CONVERSATION_ARCHIVED = 8
    const val CONVERSATION_MARKED_UNREAD = 16
    const val CONVERSATION_CAN_SEND = 32
    const val CONVERSATION_DRAFT_REPLY_GONE = 64
    const val ROUTE_DEFAULT = 1
    const val ROUTE_CAN_SEND = 2
    const val ROUTE_CHOSEN = 4
    const val ROUTE_OPTED_OUT = 8
    const val ITEM_EDITED = 1
    const val ITEM_DELETED = 2
    const val ITEM_HAS_CALL = 4
    const val ITEM_HAS_FAILURE = 8
    const val ITEM_COUNTS_AS_UNREAD = 16
    const val ITEM_UNREAD = 32
    const val ITEM_CHANGE_PENDING = 64
    const val ITEM_CHANGE_FAILED = 128
    const val RECIPIENT_TYPED = 1
    const val RECIPIENT_OPTED_OUT = 2
    const val MMS_ATTACHMENT = 1
    const val MMS_GROUP = 2
    const val MMS_LONG_TEXT = 4
    const val SOURCE_AVAILABLE = 1
    const val SOURCE_NEEDS_PERMISSION = 2
    const val BLOCK_MAGIC = 1262639177
    const val BLOCK_VERSION = 1
    const val BLOCK_MAX_BYTES = 16777216
}

/** Byte offsets of ix_ref; BYTES is the least distance of two rows. */
internal object Ref {
    const val BYTES = 8
    const val OFFSET = 0
    const val SIZE = 4
}

/** Byte offsets of ix_block_header; BYTES is the least distance of two rows. */
internal object BlockHeader {
    const val BYTES = 40
    const val MAGIC = 0
    const val VERSION = 4
    const val HEADER_SIZE = 6
    const val TOTAL_SIZE = 8
    const val TABLE_COUNT = 12
    const val MORE = 16
    const val CURSOR = 24
    const val NEWER_CURSOR = 32
}

/** Byte offsets of ix_block_table; BYTES is the least distance of two rows. */
internal object BlockTable {
    const val BYTES = 16
    const val KIND = 0
    const val COUNT = 4
    const val STRIDE = 8
    const val OFFSET = 12
}

/** Byte offsets of ix_row_conversation; BYTES is the least distance of two rows. */
internal object ConversationRow {
    const val BYTES = 88
    const val ID = 0
    const val TITLE = 8
    const val CONTACT = 16
    const val LAST_ACTIVITY_MS = 24
    const val KIND = 32
    const val FLAGS = 36
    const val UNREAD = 40
    const val PREVIEW_KIND = 44
    const val PREVIEW_DIRECTION = 48
    const val FIRST_ROUTE = 52
    const val ROUTE_COUNT = 56
    const val PREVIEW_OUTCOME = 60
    const val PREVIEW_TEXT = 64
    const val DRAFT = 72
    const val DRAFT_REPLY = 80
}

/** Byte offsets of ix_row_route; BYTES is the least distance of two rows. */
internal object RouteRow {
    const val BYTES = 48
    const val ID = 0
    const val ADDRESS = 8
    const val FROM = 16
    const val REASON = 24
    const val KIND = 32
    const val STATE = 36
    const val FLAGS = 40
}

/** Byte offsets of ix_row_item; BYTES is the least distance of two rows. */
internal object ItemRow {
    const val BYTES = 168
    const val ID = 0
    const val SENDER = 8
    const val SENDER_NAME = 16
    const val ROUTE = 24
    const val TEXT = 32
    const val REPLY_TO = 40
    const val AT_MS = 48
    const val KIND = 56
    const val DIRECTION = 60
    const val STATE = 64
    const val NOTICE = 68
    const val FLAGS = 72
    const val WAITING_FOR = 76
    const val CALL_DIRECTION = 80
    const val CALL_OUTCOME = 84
    const val CALL_DURATION_MS = 88
    const val CALL_STARTED_MS = 96
    const val CALL_NUMBER = 104
    const val CALL_ID = 112
    const val FAILURE_CODE = 120
    const val FAILURE_ORIGIN = 124
    const val FAILURE_RETRY = 128
    const val FAILURE_FIXER = 132
    const val FAILURE_MESSAGE = 136
    const val FIRST_REACTION = 144
    const val REACTION_COUNT = 148
    const val FIRST_ATTACHMENT = 152
    const val ATTACHMENT_COUNT = 156
    const val SEND_AT_MS = 160
}

/** Byte offsets of ix_row_reaction; BYTES is the least distance of two rows. */
internal object ReactionRow {
    const val BYTES = 16
    const val KEY = 0
    const val COUNT = 8
    const val MINE = 12
}

/** Byte offsets of ix_row_attachment; BYTES is the least distance of two rows. */
internal object AttachmentRow {
    const val BYTES = 88
    const val ID = 0
    const val NAME = 8
    const val MIME_TYPE = 16
    const val SIZE = 24
    const val DURATION_MS = 32
    const val KIND = 40
    const val WIDTH = 44
    const val HEIGHT = 48
    const val STATE = 52
    const val PATH = 56
    const val THUMBNAIL_PATH = 64
    const val THUMBNAIL_WIDTH = 72
    const val THUMBNAIL_HEIGHT = 76
    const val FAILURE_CODE = 80
}

/** Byte offsets of ix_row_transfer; BYTES is the least distance of two rows. */
internal object TransferRow {
    const val BYTES = 40
    const val ATTACHMENT = 0
    const val DONE = 8
    const val TOTAL = 16
    const val BYTES_PER_SECOND = 24
    const val PART = 32
    const val UPLOAD = 36
}

/** Byte offsets of ix_row_contact; BYTES is the least distance of two rows. */
internal object ContactRow {
    const val BYTES = 48
    const val ID = 0
    const val NAME = 8
    const val CONVERSATION = 16
    const val SOURCE_ID = 24
    const val KIND = 32
    const val FIRST_ADDRESS = 36
    const val ADDRESS_COUNT = 40
}

/** Byte offsets of ix_row_address; BYTES is the least distance of two rows. */
internal object AddressRow {
    const val BYTES = 24
    const val ADDRESS = 0
    const val KIND = 8
    const val SENDABLE = 12
    const val REASON = 16
}

/** Byte offsets of ix_row_recipient; BYTES is the least distance of two rows. */
internal object RecipientRow {
    const val BYTES = 88
    const val TITLE = 0
    const val CONTACT = 8
    const val CONVERSATION = 16
    const val ROUTE = 24
    const val ADDRESS = 32
    const val REASON = 40
    const val USED_MS = 48
    const val KIND = 56
    const val ROUTE_KIND = 60
    const val SENDABLE = 64
    const val NUMBER_CLASS = 68
    const val FLAGS = 72
    const val FIRST_ADDRESS = 76
    const val ADDRESS_COUNT = 80
}

/** Byte offsets of ix_row_outbox; BYTES is the least distance of two rows. */
internal object OutboxRow {
    const val BYTES = 104
    const val ID = 0
    const val CONVERSATION = 8
    const val ITEM = 16
    const val NEXT_TRY_MS = 24
    const val CREATED_MS = 32
    const val OP = 40
    const val STATE = 44
    const val ATTEMPTS = 48
    const val WAITING_FOR = 52
    const val HAS_FAILURE = 56
    const val FAILURE_CODE = 60
    const val FAILURE_ORIGIN = 64
    const val FAILURE_RETRY = 68
    const val FAILURE_FIXER = 72
    const val FAILURE_MESSAGE = 80
    const val SEND_AT_MS = 88
    const val SUBJECT = 96
}

/** Byte offsets of ix_row_account; BYTES is the least distance of two rows. */
internal object AccountRow {
    const val BYTES = 88
    const val SERVER = 0
    const val USER_ID = 8
    const val DISPLAY_NAME = 16
    const val DEVICE_ID = 24
    const val LAST_SYNC_MS = 32
    const val SESSION = 40
    const val FIRST_NUMBER = 44
    const val NUMBER_COUNT = 48
    const val CONVERSATIONS = 56
    const val ITEMS = 64
    const val OUTBOX = 72
    const val STORE_BYTES = 80
}

/** Byte offsets of ix_row_change; BYTES is the least distance of two rows. */
internal object ChangeRow {
    const val BYTES = 32
    const val ID = 0
    const val OP = 8
    const val FROM = 12
    const val TO = 16
    const val ROW = 20
    const val FIELDS = 24
}

/** Byte offsets of ix_row_preset; BYTES is the least distance of two rows. */
internal object PresetRow {
    const val BYTES = 40
    const val ID = 0
    const val PRESET = 8
    const val FLAGS = 12
    const val CONVERSATIONS = 16
    const val UNREAD_CONVERSATIONS = 24
    const val UNREAD_ITEMS = 32
}

/** Byte offsets of ix_row_typist; BYTES is the least distance of two rows. */
internal object TypistRow {
    const val BYTES = 40
    const val ID = 0
    const val CONVERSATION = 8
    const val ROUTE = 16
    const val USER = 24
    const val NAME = 32
}

/** Byte offsets of ix_row_match; BYTES is the least distance of two rows. */
internal object MatchRow {
    const val BYTES = 40
    const val CONVERSATION = 0
    const val TITLE = 8
    const val SNIPPET = 16
    const val FIELD = 24
    const val ROW = 28
    const val FIRST_RANGE = 32
    const val RANGE_COUNT = 36
}

/** Byte offsets of ix_row_sms; BYTES is the least distance of two rows. */
internal object SmsRow {
    const val BYTES = 72
    const val ENCODING = 0
    const val UNITS = 4
    const val PARTS = 8
    const val REMAINING = 12
    const val FIRST_FLIP = 16
    const val FLIP_COUNT = 20
    const val ROUTE = 24
    const val FROM = 32
    const val REASON = 40
    const val MMS = 48
    const val CONSENT = 52
    const val BY_SMS = 56
    const val FILES = 60
    const val MEDIA_BYTES = 64
}

/** Byte offsets of ix_row_file_plan; BYTES is the least distance of two rows. */
internal object FilePlanRow {
    const val BYTES = 16
    const val SENT_BYTES = 0
    const val VERDICT = 8
}

/** Byte offsets of ix_row_member; BYTES is the least distance of two rows. */
internal object MemberRow {
    const val BYTES = 24
    const val USER = 0
    const val NAME = 8
    const val STATE = 16
    const val ROLE = 20
}

/** Byte offsets of ix_row_source; BYTES is the least distance of two rows. */
internal object SourceRow {
    const val BYTES = 88
    const val NAME = 0
    const val LABEL = 8
    const val REASON = 16
    const val KEY = 24
    const val TITLE = 32
    const val BODY = 40
    const val CONFIRM = 48
    const val DISMISS = 56
    const val SINCE_MS = 64
    const val SOURCE = 72
    const val FLAGS = 76
    const val STATE = 80
    const val STEP = 84
}

/** Byte offsets of ix_row_consent; BYTES is the least distance of two rows. */
internal object ConsentRow {
    const val BYTES = 48
    const val OWN = 0
    const val PEER = 8
    const val KEYWORD = 16
    const val CONVERSATION = 24
    const val AT_MS = 32
    const val STATE = 40
    const val SOURCE = 44
}

/** Byte offsets of ix_row_sms_flip; BYTES is the least distance of two rows. */
internal object SmsFlipRow {
    const val BYTES = 24
    const val CHARACTER = 0
    const val REPLACEMENT = 8
    const val COUNT = 16
    const val REPLACEABLE = 20
}

/** Byte offsets of ix_row_range; BYTES is the least distance of two rows. */
internal object RangeRow {
    const val BYTES = 8
    const val START = 0
    const val SIZE = 4
}

/** Byte offsets of ix_row_finding; BYTES is the least distance of two rows. */
internal object FindingRow {
    const val BYTES = 32
    const val NAME = 0
    const val FIRST = 8
    const val COUNT = 16
    const val CHECK = 24
    const val REPAIRED = 28
}

/** Byte offsets of ix_row_grouping; BYTES is the least distance of two rows. */
internal object GroupingRow {
    const val BYTES = 24
    const val ROUTE = 0
    const val REASON = 8
    const val FIRST_CLAIM = 12
    const val CLAIM_COUNT = 16
}

/** Byte offsets of ix_row_claim; BYTES is the least distance of two rows. */
internal object ClaimRow {
    const val BYTES = 56
    const val CONTACT = 0
    const val NAME = 8
    const val SOURCE = 16
    const val SOURCE_ID = 24
    const val ADDRESS = 32
    const val ADDRESS_KIND = 40
    const val CONTACT_KIND = 44
    const val VERDICT = 48
}

/** Byte offsets of ix_row_notification; BYTES is the least distance of two rows. */
internal object NotificationRow {
    const val BYTES = 24
    const val CONVERSATION = 0
    const val TITLE = 8
    const val ITEM = 16
}

/** Byte offsets of ix_row_route_size; BYTES is the least distance of two rows. */
internal object RouteSizeRow {
    const val BYTES = 40
    const val ROUTE = 0
    const val CONVERSATION = 8
    const val ITEMS = 16
    const val TEXT_BYTES = 24
    const val METADATA_BYTES = 32
}
