// SPDX-License-Identifier: Apache-2.0
// Generated from the C headers by bindings/generate/kotlin_enums.py; not edited by hand.
package org.interactions

/** Where a file is. Open: later versions add to it. */
@JvmInline
value class FileState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "remote"
        1 -> "local"
        2 -> "preparing"
        3 -> "unconfirmed"
        4 -> "ready"
        5 -> "transferring"
        6 -> "paused"
        7 -> "failed"
        else -> "unknown($value)"
    }

    companion object {
        val REMOTE: FileState = FileState(0)
        /** On this device, at `path`. */
        val LOCAL: FileState = FileState(1)
        /** Picked, and seen to. */
        val PREPARING: FileState = FileState(2)
        val UNCONFIRMED: FileState = FileState(3)
        /** Can be sent, or waits for its upload. */
        val READY: FileState = FileState(4)
        val TRANSFERRING: FileState = FileState(5)
        val PAUSED: FileState = FileState(6)
        /** `failure_code` says why. */
        val FAILED: FileState = FileState(7)
    }
}

/** Which bytes of an attachment. */
@JvmInline
value class FilePart(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "file"
        1 -> "thumbnail"
        else -> "unknown($value)"
    }

    companion object {
        val FILE: FilePart = FilePart(0)
        /** A small picture of it. */
        val THUMBNAIL: FilePart = FilePart(1)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class CallPhase(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "started"
        1 -> "answered"
        2 -> "ended"
        else -> "unknown($value)"
    }

    companion object {
        val STARTED: CallPhase = CallPhase(0)
        val ANSWERED: CallPhase = CallPhase(1)
        val ENDED: CallPhase = CallPhase(2)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class MemberState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "joined"
        1 -> "invited"
        2 -> "asked"
        else -> "unknown($value)"
    }

    companion object {
        val JOINED: MemberState = MemberState(0)
        val INVITED: MemberState = MemberState(1)
        /** An invitation of one's own has not reached the backend yet. */
        val ASKED: MemberState = MemberState(2)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class MemberRole(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "member"
        1 -> "moderator"
        2 -> "admin"
        else -> "unknown($value)"
    }

    companion object {
        val MEMBER: MemberRole = MemberRole(0)
        val MODERATOR: MemberRole = MemberRole(1)
        val ADMIN: MemberRole = MemberRole(2)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class LogLevel(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "error"
        1 -> "warn"
        2 -> "info"
        3 -> "debug"
        4 -> "trace"
        else -> "unknown($value)"
    }

    companion object {
        val ERROR: LogLevel = LogLevel(0)
        val WARN: LogLevel = LogLevel(1)
        val INFO: LogLevel = LogLevel(2)
        val DEBUG: LogLevel = LogLevel(3)
        val TRACE: LogLevel = LogLevel(4)
    }
}

/** When the engine uses the network. */
@JvmInline
value class SyncMode(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "continuous"
        1 -> "on_demand"
        else -> "unknown($value)"
    }

    companion object {
        /** Keeps a long poll while signed in: an app in front of a person. */
        val CONTINUOUS: SyncMode = SyncMode(0)
        val ON_DEMAND: SyncMode = SyncMode(1)
    }
}

/** Who keeps the tokens. */
@JvmInline
value class CredentialPolicy(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "host"
        1 -> "file"
        else -> "unknown($value)"
    }

    companion object {
        val HOST: CredentialPolicy = CredentialPolicy(0)
        /** The library, in a file of mode 0600 beside the database. */
        val FILE: CredentialPolicy = CredentialPolicy(1)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class NetworkKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "unknown"
        1 -> "none"
        2 -> "unmetered"
        3 -> "metered"
        else -> "unknown($value)"
    }

    companion object {
        val UNKNOWN: NetworkKind = NetworkKind(0)
        /** Nothing is tried until another kind is said. */
        val NONE: NetworkKind = NetworkKind(1)
        val UNMETERED: NetworkKind = NetworkKind(2)
        val METERED: NetworkKind = NetworkKind(3)
    }
}

/** What a pair stands at; a single word is OPTED_IN, OPTED_OUT or HELP. Open. */
@JvmInline
value class ConsentState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "unknown"
        1 -> "opted_in"
        2 -> "opted_out"
        3 -> "refused"
        4 -> "help"
        else -> "unknown($value)"
    }

    companion object {
        /** Nobody said anything. */
        val UNKNOWN: ConsentState = ConsentState(0)
        /** The last word was START. */
        val OPTED_IN: ConsentState = ConsentState(1)
        /** So it seems: the last word was STOP. */
        val OPTED_OUT: ConsentState = ConsentState(2)
        /** The gateway or the carrier reported it; sends are refused. */
        val REFUSED: ConsentState = ConsentState(3)
        /** The peer asked for help. */
        val HELP: ConsentState = ConsentState(4)
    }
}

/** Who said it. Open. */
@JvmInline
value class ConsentSource(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "keyword"
        1 -> "report"
        2 -> "host"
        else -> "unknown($value)"
    }

    companion object {
        /** The peer, by text. */
        val KEYWORD: ConsentSource = ConsentSource(0)
        /** The gateway or the carrier. */
        val REPORT: ConsentSource = ConsentSource(1)
        val HOST: ConsentSource = ConsentSource(2)
    }
}

/** What a recipient is. Open: later versions add to it. */
@JvmInline
value class RecipientKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "member"
        1 -> "external"
        2 -> "number"
        3 -> "channel"
        4 -> "group"
        else -> "unknown($value)"
    }

    companion object {
        /** A colleague. */
        val MEMBER: RecipientKind = RecipientKind(0)
        /** A saved contact. */
        val EXTERNAL: RecipientKind = RecipientKind(1)
        /** A number that no contact has. */
        val NUMBER: RecipientKind = RecipientKind(2)
        val CHANNEL: RecipientKind = RecipientKind(3)
        val GROUP: RecipientKind = RecipientKind(4)
    }
}

/** What a user sets for a conversation. Open: later versions add to it. */
@JvmInline
value class ConversationFlag(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "muted"
        1 -> "pinned"
        2 -> "archived"
        3 -> "marked_unread"
        else -> "unknown($value)"
    }

    companion object {
        /** No notifications, and it does not count on the badge. */
        val MUTED: ConversationFlag = ConversationFlag(0)
        /** Stands on top of the list. */
        val PINNED: ConversationFlag = ConversationFlag(1)
        /** Stands in the archive only. */
        val ARCHIVED: ConversationFlag = ConversationFlag(2)
        /** Counts as unread until it is read, though every item may be. */
        val MARKED_UNREAD: ConversationFlag = ConversationFlag(3)
    }
}

/** Who spoke. */
@JvmInline
value class Origin(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "local"
        1 -> "service"
        2 -> "gateway"
        3 -> "carrier"
        else -> "unknown($value)"
    }

    companion object {
        val LOCAL: Origin = Origin(0)
        val SERVICE: Origin = Origin(1)
        val GATEWAY: Origin = Origin(2)
        val CARRIER: Origin = Origin(3)
    }
}

/** Whether trying again can help. */
@JvmInline
value class RetryAdvice(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "never"
        1 -> "later"
        2 -> "after_user_action"
        else -> "unknown($value)"
    }

    companion object {
        val NEVER: RetryAdvice = RetryAdvice(0)
        val LATER: RetryAdvice = RetryAdvice(1)
        val AFTER_USER_ACTION: RetryAdvice = RetryAdvice(2)
    }
}

/** Who can remove the cause. */
@JvmInline
value class Fixer(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "nobody"
        1 -> "user"
        2 -> "admin"
        3 -> "recipient"
        else -> "unknown($value)"
    }

    companion object {
        val NOBODY: Fixer = Fixer(0)
        val USER: Fixer = Fixer(1)
        val ADMIN: Fixer = Fixer(2)
        val RECIPIENT: Fixer = Fixer(3)
    }
}

/** A property a conversation may have. Open: later versions add to it. */
@JvmInline
value class FilterFlag(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "unread"
        1 -> "pinned"
        2 -> "archived"
        3 -> "muted"
        4 -> "draft"
        5 -> "failed"
        6 -> "missed_call"
        else -> "unknown($value)"
    }

    companion object {
        /** Unread items, or marked unread. */
        val UNREAD: FilterFlag = FilterFlag(0)
        val PINNED: FilterFlag = FilterFlag(1)
        val ARCHIVED: FilterFlag = FilterFlag(2)
        val MUTED: FilterFlag = FilterFlag(3)
        /** A draft is kept. */
        val DRAFT: FilterFlag = FilterFlag(4)
        /** Holds a message that could not be sent or delivered. */
        val FAILED: FilterFlag = FilterFlag(5)
        /** Holds an incoming call that was missed. */
        val MISSED_CALL: FilterFlag = FilterFlag(6)
    }
}

/** What a phone number is. */
@JvmInline
value class NumberClass(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "invalid"
        1 -> "canadian"
        2 -> "us"
        3 -> "caribbean"
        4 -> "toll_free"
        5 -> "premium"
        6 -> "short_code"
        7 -> "emergency"
        8 -> "international"
        9 -> "nanp_unknown"
        else -> "unknown($value)"
    }

    companion object {
        val INVALID: NumberClass = NumberClass(0)
        val CANADIAN: NumberClass = NumberClass(1)
        val US: NumberClass = NumberClass(2)
        val CARIBBEAN: NumberClass = NumberClass(3)
        val TOLL_FREE: NumberClass = NumberClass(4)
        val PREMIUM: NumberClass = NumberClass(5)
        val SHORT_CODE: NumberClass = NumberClass(6)
        val EMERGENCY: NumberClass = NumberClass(7)
        val INTERNATIONAL: NumberClass = NumberClass(8)
        val NANP_UNKNOWN: NumberClass = NumberClass(9)
    }
}

/** Named filters. */
@JvmInline
value class Preset(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "all"
        1 -> "direct"
        2 -> "channels"
        3 -> "external"
        4 -> "internal"
        5 -> "calls"
        6 -> "unread"
        7 -> "archived"
        -1 -> "badge"
        else -> "unknown($value)"
    }

    companion object {
        val ALL: Preset = Preset(0)
        val DIRECT: Preset = Preset(1)
        val CHANNELS: Preset = Preset(2)
        val EXTERNAL: Preset = Preset(3)
        val INTERNAL: Preset = Preset(4)
        val CALLS: Preset = Preset(5)
        val UNREAD: Preset = Preset(6)
        val ARCHIVED: Preset = Preset(7)
        val BADGE: Preset = Preset(-1)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class ConversationKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "contact"
        1 -> "number"
        2 -> "channel"
        3 -> "group"
        else -> "unknown($value)"
    }

    companion object {
        val CONTACT: ConversationKind = ConversationKind(0)
        val NUMBER: ConversationKind = ConversationKind(1)
        val CHANNEL: ConversationKind = ConversationKind(2)
        val GROUP: ConversationKind = ConversationKind(3)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class RouteKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "internal"
        1 -> "sms"
        2 -> "channel"
        3 -> "group"
        4 -> "phone"
        else -> "unknown($value)"
    }

    companion object {
        val INTERNAL: RouteKind = RouteKind(0)
        val SMS: RouteKind = RouteKind(1)
        val CHANNEL: RouteKind = RouteKind(2)
        val GROUP: RouteKind = RouteKind(3)
        val PHONE: RouteKind = RouteKind(4)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class RouteState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "pending"
        1 -> "joined"
        2 -> "invited"
        3 -> "left"
        else -> "unknown($value)"
    }

    companion object {
        val PENDING: RouteState = RouteState(0)
        val JOINED: RouteState = RouteState(1)
        val INVITED: RouteState = RouteState(2)
        val LEFT: RouteState = RouteState(3)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class ItemKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "message"
        1 -> "call"
        2 -> "voicemail"
        3 -> "notice"
        4 -> "gap"
        else -> "unknown($value)"
    }

    companion object {
        val MESSAGE: ItemKind = ItemKind(0)
        val CALL: ItemKind = ItemKind(1)
        val VOICEMAIL: ItemKind = ItemKind(2)
        val NOTICE: ItemKind = ItemKind(3)
        val GAP: ItemKind = ItemKind(4)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class Direction(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "in"
        1 -> "out"
        else -> "unknown($value)"
    }

    companion object {
        val IN: Direction = Direction(0)
        val OUT: Direction = Direction(1)
    }
}

/** Out: queued, sending, accepted, delivered, read, or failed. In: received. */
@JvmInline
value class ItemState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "received"
        1 -> "queued"
        2 -> "sending"
        3 -> "accepted"
        4 -> "delivered"
        5 -> "read"
        6 -> "failed"
        else -> "unknown($value)"
    }

    companion object {
        val RECEIVED: ItemState = ItemState(0)
        val QUEUED: ItemState = ItemState(1)
        val SENDING: ItemState = ItemState(2)
        val ACCEPTED: ItemState = ItemState(3)
        val DELIVERED: ItemState = ItemState(4)
        val READ: ItemState = ItemState(5)
        val FAILED: ItemState = ItemState(6)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class NoticeKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "none"
        1 -> "joined"
        2 -> "left"
        3 -> "invited"
        4 -> "removed"
        5 -> "banned"
        6 -> "renamed"
        7 -> "topic"
        8 -> "unsupported"
        9 -> "encrypted"
        10 -> "upgraded"
        else -> "unknown($value)"
    }

    companion object {
        val NONE: NoticeKind = NoticeKind(0)
        val JOINED: NoticeKind = NoticeKind(1)
        val LEFT: NoticeKind = NoticeKind(2)
        val INVITED: NoticeKind = NoticeKind(3)
        val REMOVED: NoticeKind = NoticeKind(4)
        val BANNED: NoticeKind = NoticeKind(5)
        val RENAMED: NoticeKind = NoticeKind(6)
        val TOPIC: NoticeKind = NoticeKind(7)
        val UNSUPPORTED: NoticeKind = NoticeKind(8)
        val ENCRYPTED: NoticeKind = NoticeKind(9)
        val UPGRADED: NoticeKind = NoticeKind(10)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class CallOutcome(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "answered"
        1 -> "missed"
        2 -> "declined"
        3 -> "voicemail"
        4 -> "failed"
        5 -> "ongoing"
        else -> "unknown($value)"
    }

    companion object {
        val ANSWERED: CallOutcome = CallOutcome(0)
        val MISSED: CallOutcome = CallOutcome(1)
        val DECLINED: CallOutcome = CallOutcome(2)
        val VOICEMAIL: CallOutcome = CallOutcome(3)
        val FAILED: CallOutcome = CallOutcome(4)
        val ONGOING: CallOutcome = CallOutcome(5)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class ContactKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "external"
        1 -> "member"
        else -> "unknown($value)"
    }

    companion object {
        val EXTERNAL: ContactKind = ContactKind(0)
        val MEMBER: ContactKind = ContactKind(1)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class AddressKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "number"
        1 -> "user"
        2 -> "extension"
        else -> "unknown($value)"
    }

    companion object {
        val NUMBER: AddressKind = AddressKind(0)
        val USER: AddressKind = AddressKind(1)
        val EXTENSION: AddressKind = AddressKind(2)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class OutboxOp(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "send"
        1 -> "accept_invite"
        2 -> "edit"
        3 -> "delete"
        4 -> "react"
        5 -> "create"
        6 -> "join"
        7 -> "leave"
        8 -> "invite"
        else -> "unknown($value)"
    }

    companion object {
        val SEND: OutboxOp = OutboxOp(0)
        val ACCEPT_INVITE: OutboxOp = OutboxOp(1)
        val EDIT: OutboxOp = OutboxOp(2)
        val DELETE: OutboxOp = OutboxOp(3)
        /** Put there or taken back. */
        val REACT: OutboxOp = OutboxOp(4)
        /** A channel or group. */
        val CREATE: OutboxOp = OutboxOp(5)
        val JOIN: OutboxOp = OutboxOp(6)
        val LEAVE: OutboxOp = OutboxOp(7)
        val INVITE: OutboxOp = OutboxOp(8)
    }
}

/** `blocked`: something a person must fix holds it; `failed`: refused, needs the user. */
@JvmInline
value class OutboxState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "queued"
        1 -> "sending"
        2 -> "blocked"
        3 -> "failed"
        else -> "unknown($value)"
    }

    companion object {
        val QUEUED: OutboxState = OutboxState(0)
        val SENDING: OutboxState = OutboxState(1)
        val BLOCKED: OutboxState = OutboxState(2)
        val FAILED: OutboxState = OutboxState(3)
    }
}

/** Why something queued is not on its way; it goes by itself when that ends. */
@JvmInline
value class WaitingFor(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "nothing"
        1 -> "network"
        2 -> "sign_in"
        3 -> "earlier"
        4 -> "sync"
        5 -> "time"
        6 -> "scheduled"
        7 -> "preparing"
        8 -> "uploading"
        9 -> "confirmation"
        10 -> "paused"
        11 -> "unmetered"
        else -> "unknown($value)"
    }

    companion object {
        val NOTHING: WaitingFor = WaitingFor(0)
        val NETWORK: WaitingFor = WaitingFor(1)
        val SIGN_IN: WaitingFor = WaitingFor(2)
        val EARLIER: WaitingFor = WaitingFor(3)
        val SYNC: WaitingFor = WaitingFor(4)
        val TIME: WaitingFor = WaitingFor(5)
        /** The user said when: `send_at_ms`. */
        val SCHEDULED: WaitingFor = WaitingFor(6)
        /** Its files are seen to. */
        val PREPARING: WaitingFor = WaitingFor(7)
        /** Its files are on their way. */
        val UPLOADING: WaitingFor = WaitingFor(8)
        val CONFIRMATION: WaitingFor = WaitingFor(9)
        val PAUSED: WaitingFor = WaitingFor(10)
        /** An upload waits for a network that is not metered. */
        val UNMETERED: WaitingFor = WaitingFor(11)
    }
}

/** One of the values below, or one of a newer library. */
@JvmInline
value class SessionState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "signed_out"
        1 -> "signed_in"
        2 -> "expired"
        else -> "unknown($value)"
    }

    companion object {
        val SIGNED_OUT: SessionState = SessionState(0)
        val SIGNED_IN: SessionState = SessionState(1)
        val EXPIRED: SessionState = SessionState(2)
    }
}

/** Where a search found something. Open: later versions add to it. */
@JvmInline
value class MatchField(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "text"
        1 -> "transcript"
        2 -> "title"
        3 -> "number"
        4 -> "file_name"
        else -> "unknown($value)"
    }

    companion object {
        /** A message. */
        val TEXT: MatchField = MatchField(0)
        /** The words of a voicemail. */
        val TRANSCRIPT: MatchField = MatchField(1)
        /** The title of a conversation. */
        val TITLE: MatchField = MatchField(2)
        /** A phone number of a conversation. */
        val NUMBER: MatchField = MatchField(3)
        /** The names of an item's files, a line each. */
        val FILE_NAME: MatchField = MatchField(4)
    }
}

/** What an attachment is shown as. Open: later versions add to it. */
@JvmInline
value class AttachmentKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "image"
        1 -> "video"
        2 -> "audio"
        3 -> "file"
        else -> "unknown($value)"
    }

    companion object {
        val IMAGE: AttachmentKind = AttachmentKind(0)
        val VIDEO: AttachmentKind = AttachmentKind(1)
        /** A voicemail's recording, too. */
        val AUDIO: AttachmentKind = AttachmentKind(2)
        val FILE: AttachmentKind = AttachmentKind(3)
    }
}

/** Why a route stands in its conversation. Open: later versions add to it. */
@JvmInline
value class GroupingReason(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "by_contact"
        1 -> "by_number"
        2 -> "alone"
        3 -> "shared"
        else -> "unknown($value)"
    }

    companion object {
        /** A contact claims its user or its number: all routes of one contact are one conversation. */
        val BY_CONTACT: GroupingReason = GroupingReason(0)
        /** Nobody claims its number: all sms and phone routes of that number are one conversation. */
        val BY_NUMBER: GroupingReason = GroupingReason(1)
        /** Nobody claims its user, or it has neither user nor number: it stands alone. */
        val ALONE: GroupingReason = GroupingReason(2)
        /** A channel or a group: nobody's, a conversation of its own. */
        val SHARED: GroupingReason = GroupingReason(3)
    }
}

/** What became of a claim. Open: later versions add to it. */
@JvmInline
value class ClaimVerdict(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "won"
        1 -> "lost_to_external"
        2 -> "lost_by_order"
        else -> "unknown($value)"
    }

    companion object {
        /** The route is this contact's. */
        val WON: ClaimVerdict = ClaimVerdict(0)
        /** A member of the directory; an external contact goes before it. */
        val LOST_TO_EXTERNAL: ClaimVerdict = ClaimVerdict(1)
        /** Of the same kind as the winner, whose (source, source_id) comes first bytewise. */
        val LOST_BY_ORDER: ClaimVerdict = ClaimVerdict(2)
    }
}

/** Where files come from. Open. */
@JvmInline
value class SourceKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "camera"
        1 -> "microphone"
        2 -> "gallery"
        3 -> "files"
        4 -> "clipboard"
        5 -> "drop"
        else -> "unknown($value)"
    }

    companion object {
        /** A photo or a video that is taken now. */
        val CAMERA: SourceKind = SourceKind(0)
        /** Its sound; a source of its own, because it is asked for by itself. */
        val MICROPHONE: SourceKind = SourceKind(1)
        /** Photos and videos that there are. */
        val GALLERY: SourceKind = SourceKind(2)
        val FILES: SourceKind = SourceKind(3)
        val CLIPBOARD: SourceKind = SourceKind(4)
        /** What is dragged from another app. */
        val DROP: SourceKind = SourceKind(5)
    }
}

/** How far the user is with a source's permission. Open. */
@JvmInline
value class PermissionState(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "not_asked"
        1 -> "explained"
        2 -> "asked"
        3 -> "granted"
        4 -> "limited"
        5 -> "denied"
        6 -> "blocked"
        7 -> "restricted"
        else -> "unknown($value)"
    }

    companion object {
        val NOT_ASKED: PermissionState = PermissionState(0)
        /** The app's own screen is up, with "Continue". */
        val EXPLAINED: PermissionState = PermissionState(1)
        /** The system's dialog is up. */
        val ASKED: PermissionState = PermissionState(2)
        val GRANTED: PermissionState = PermissionState(3)
        /** To what the user chose: as good as granted. */
        val LIMITED: PermissionState = PermissionState(4)
        /** May be asked for again, after an explanation. */
        val DENIED: PermissionState = PermissionState(5)
        /** The system does not ask any more: only its settings help. */
        val BLOCKED: PermissionState = PermissionState(6)
        /** Forbidden by policy: nothing helps. */
        val RESTRICTED: PermissionState = PermissionState(7)
    }
}

/** What the host is to do now; see above. Open. */
@JvmInline
value class PermissionStep(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "none"
        1 -> "explain"
        2 -> "ask"
        3 -> "wait"
        4 -> "open"
        5 -> "settings"
        6 -> "refuse"
        else -> "unknown($value)"
    }

    companion object {
        val NONE: PermissionStep = PermissionStep(0)
        val EXPLAIN: PermissionStep = PermissionStep(1)
        val ASK: PermissionStep = PermissionStep(2)
        val WAIT: PermissionStep = PermissionStep(3)
        val OPEN: PermissionStep = PermissionStep(4)
        val SETTINGS: PermissionStep = PermissionStep(5)
        val REFUSE: PermissionStep = PermissionStep(6)
    }
}

/** What is answered: by the user, by the host, and from NOT_ASKED on by the system, in its dialog or looked up. */
@JvmInline
value class PermissionAnswer(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "nothing"
        1 -> "continue"
        2 -> "not_now"
        3 -> "done"
        4 -> "not_asked"
        5 -> "not_granted"
        6 -> "granted"
        7 -> "limited"
        8 -> "denied"
        9 -> "blocked"
        10 -> "restricted"
        else -> "unknown($value)"
    }

    companion object {
        /** Not looked up; no answer. */
        val NOTHING: PermissionAnswer = PermissionAnswer(0)
        /** The user read the explanation and goes on. */
        val CONTINUE: PermissionAnswer = PermissionAnswer(1)
        /** The user does not, or the host gave the request up. */
        val NOT_NOW: PermissionAnswer = PermissionAnswer(2)
        /** The step is done: the dialog is up, the source was opened. */
        val DONE: PermissionAnswer = PermissionAnswer(3)
        /** The system never asked, or starts over. */
        val NOT_ASKED: PermissionAnswer = PermissionAnswer(4)
        /** It is not granted, and the system does not say why. */
        val NOT_GRANTED: PermissionAnswer = PermissionAnswer(5)
        val GRANTED: PermissionAnswer = PermissionAnswer(6)
        val LIMITED: PermissionAnswer = PermissionAnswer(7)
        /** The system may be asked again. */
        val DENIED: PermissionAnswer = PermissionAnswer(8)
        /** It may not. */
        val BLOCKED: PermissionAnswer = PermissionAnswer(9)
        val RESTRICTED: PermissionAnswer = PermissionAnswer(10)
    }
}

/** Alphabet of an SMS. One character outside the GSM alphabet makes the whole text UCS-2. */
@JvmInline
value class SmsEncoding(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "gsm7"
        1 -> "ucs2"
        else -> "unknown($value)"
    }

    companion object {
        /** Units are septets: 160 in one part, 153 in each of several. */
        val GSM7: SmsEncoding = SmsEncoding(0)
        /** Units are UTF-16 code units: 70 in one part, 67 in each of several. */
        val UCS2: SmsEncoding = SmsEncoding(1)
    }
}

/** What becomes of a file, by the limits of the way the message would leave (number.h) and the backend's own; the gravest last. Open. */
@JvmInline
value class FileVerdict(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "as_it_is"
        1 -> "scaled"
        2 -> "too_many"
        3 -> "type"
        4 -> "too_large"
        5 -> "too_large_for_server"
        else -> "unknown($value)"
    }

    companion object {
        val AS_IT_IS: FileVerdict = FileVerdict(0)
        /** A photo that is made smaller: to `sent_bytes` at most. */
        val SCALED: FileVerdict = FileVerdict(1)
        /** The message takes no more files. */
        val TOO_MANY: FileVerdict = FileVerdict(2)
        /** Of a type that does not go this way. */
        val TYPE: FileVerdict = FileVerdict(3)
        /** For a text message: send a link, or choose chat. */
        val TOO_LARGE: FileVerdict = FileVerdict(4)
        /** For the backend, whatever the way. */
        val TOO_LARGE_FOR_SERVER: FileVerdict = FileVerdict(5)
    }
}

/** What was looked at. */
@JvmInline
value class StoreCheckKind(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "file"
        1 -> "references"
        2 -> "order"
        3 -> "sort_keys"
        4 -> "unread"
        5 -> "route_rows"
        6 -> "grouping"
        7 -> "conversations"
        8 -> "outbox"
        9 -> "search"
        10 -> "counts"
        11 -> "consent"
        12 -> "files"
        else -> "unknown($value)"
    }

    companion object {
        /** The structure of the database file. */
        val FILE: StoreCheckKind = StoreCheckKind(0)
        /** A row names another one that is not there. */
        val REFERENCES: StoreCheckKind = StoreCheckKind(1)
        /** Places in a route: its head, its gaps. */
        val ORDER: StoreCheckKind = StoreCheckKind(2)
        /** Where an item stands among those of other routes. */
        val SORT_KEYS: StoreCheckKind = StoreCheckKind(3)
        /** Unread counts, and which items count. */
        val UNREAD: StoreCheckKind = StoreCheckKind(4)
        /** What a route says of its items. */
        val ROUTE_ROWS: StoreCheckKind = StoreCheckKind(5)
        /** Whose a route is, and in which conversation it stands. */
        val GROUPING: StoreCheckKind = StoreCheckKind(6)
        /** Rows of the list against their routes. */
        val CONVERSATIONS: StoreCheckKind = StoreCheckKind(7)
        /** Entries have their items, waiting items their entries. */
        val OUTBOX: StoreCheckKind = StoreCheckKind(8)
        /** The words of texts and titles against the search index. */
        val SEARCH: StoreCheckKind = StoreCheckKind(9)
        /** What the presets and the badge count, against the list. */
        val COUNTS: StoreCheckKind = StoreCheckKind(10)
        /** The ledger of consent against texts and failures (consent.h). */
        val CONSENT: StoreCheckKind = StoreCheckKind(11)
        /** Files that came or are to leave, against their bytes. */
        val FILES: StoreCheckKind = StoreCheckKind(12)
    }
}

/** What of a row differs: bits of [ListChange.Update.fields]. */
object Fields {
    const val TITLE = 1L
    const val ACTIVITY = 2L
    const val PREVIEW = 4L
    const val UNREAD = 8L
    const val FLAGS = 16L
    const val ROUTES = 32L
    const val DRAFT = 64L
    const val CONTACT = 128L
    const val ITEM_TEXT = 1L
    const val ITEM_STATE = 2L
    const val ITEM_UNREAD = 4L
    const val ITEM_REACTIONS = 8L
    const val ITEM_CALL = 16L
    const val ITEM_SENDER = 32L
    const val ITEM_TIME = 64L
    const val ITEM_ABOUT = 128L
    const val ITEM_ATTACHMENTS = 256L
    const val OUTBOX_STATE = 1L
    const val OUTBOX_FAILURE = 2L
    const val OUTBOX_ABOUT = 4L
    const val COUNTS = 1L
    const val TYPIST = 1L
}
