// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.RowBlock

/** Properties of a conversation; bits of a newer library survive. */
@JvmInline
value class ConversationFlags(val value: Int) {
    /** History that is not fetched yet may hold more unread items. */
    val isUnreadLowerBound: Boolean get() = value and RowBlock.CONVERSATION_UNREAD_LOWER_BOUND != 0
    val isMuted: Boolean get() = value and RowBlock.CONVERSATION_MUTED != 0
    val isPinned: Boolean get() = value and RowBlock.CONVERSATION_PINNED != 0
    val isArchived: Boolean get() = value and RowBlock.CONVERSATION_ARCHIVED != 0
    val isMarkedUnread: Boolean get() = value and RowBlock.CONVERSATION_MARKED_UNREAD != 0

    /** A message can be sent there by its default route. */
    val canSend: Boolean get() = value and RowBlock.CONVERSATION_CAN_SEND != 0

    /** The draft answers an item that is not stored now. */
    val isDraftReplyGone: Boolean get() = value and RowBlock.CONVERSATION_DRAFT_REPLY_GONE != 0
}

/** What the newest item shows in a list: [text] of a message, [outcome] of a call. */
data class Preview(
    val kind: ItemKind,
    val direction: Direction,
    val text: String?,
    val outcome: CallOutcome?,
)

/** What the user is writing; [replyTo]: the item that it answers. */
data class Draft(val text: String, val replyTo: ItemId? = null)

/**
 * What a person sees as one row: all routes of one contact, of one unsaved number, or one channel or
 * group.
 *
 * @property lastActivityMs milliseconds since 1970 UTC; null: no message or call yet
 */
data class Conversation(
    val id: ConversationId,
    val kind: ConversationKind,
    val title: String,
    val contact: ContactId?,
    val lastActivityMs: Long?,
    val unread: Int,
    val flags: ConversationFlags,
    val preview: Preview?,
    val draft: Draft?,
    val routes: List<Route>,
) {
    val isMuted: Boolean get() = flags.isMuted
    val isPinned: Boolean get() = flags.isPinned
    val isArchived: Boolean get() = flags.isArchived
    val canSend: Boolean get() = flags.canSend

    /** The route that the composer begins with; null: there is none that can send. */
    val defaultRoute: Route? get() = routes.firstOrNull { it.flags.isDefault }
}

/** Properties of a route; bits of a newer library survive. */
@JvmInline
value class RouteFlags(val value: Int) {
    val isDefault: Boolean get() = value and RowBlock.ROUTE_DEFAULT != 0
    val canSend: Boolean get() = value and RowBlock.ROUTE_CAN_SEND != 0

    /** It is the default because the user said so. */
    val isChosen: Boolean get() = value and RowBlock.ROUTE_CHOSEN != 0

    /** The peer seems to have opted out of texts: say so before sending. */
    val isOptedOut: Boolean get() = value and RowBlock.ROUTE_OPTED_OUT != 0
}

/**
 * One way to reach a peer.
 *
 * @property address E.164, a user's id, or the backend's id of a channel or group
 * @property from the own number in E.164; null: no number, or the only one
 * @property reason why one cannot send, as a key such as `no_permission`; null: one can
 */
data class Route(
    val id: RouteId,
    val kind: RouteKind,
    val state: RouteState,
    val address: String,
    val from: String?,
    val reason: String?,
    val flags: RouteFlags,
)

/** How many conversations a filter holds, and what is unread in them. */
data class Counts(
    val conversations: Long,
    val unreadConversations: Long,
    val unreadItems: Long,
    /** History that is not fetched yet may hold more unread items. */
    val isLowerBound: Boolean,
)

/** What a preset counts. [Preset.BADGE]: its unread items are the number for the app's icon. */
data class PresetCounts(val preset: Preset, val name: String, val counts: Counts)

/** Somebody who is writing right now. */
data class Typist(
    val conversation: ConversationId,
    val route: RouteId,
    val user: String,
    val name: String,
)

/** Whom a new conversation is with. */
sealed interface Recipient {
    /** A phone number as a person types it. */
    data class Number(val number: String) : Recipient

    /** A colleague, by the backend's id. */
    data class User(val id: String) : Recipient

    /** A contact. */
    data class Contact(val id: ContactId) : Recipient
}

/** Why a conversation's routes stand together; [groupings] has one entry a route, in their order. */
data class Explanation(val conversation: Conversation, val groupings: List<Grouping>)

/** Why one route stands in its conversation: [claims] has the one that counts first. */
data class Grouping(val route: RouteId, val reason: GroupingReason, val claims: List<Claim>)

/** A contact that has the user or the number of a route. [address]: what the two have in common. */
data class Claim(
    val contact: ContactId,
    val name: String,
    val verdict: ClaimVerdict,
    val source: String,
    val sourceId: String,
    val address: String,
    val addressKind: AddressKind,
    val contactKind: ContactKind,
)
