// SPDX-License-Identifier: Apache-2.0
package org.interactions

/** A person: a colleague of the directory, or somebody whom the host saved. */
data class Contact(
    val id: ContactId,
    val kind: ContactKind,
    val name: String,
    /** The host's own id of it, or the directory's. */
    val sourceId: String?,
    val conversation: ConversationId?,
    val addresses: List<Address>,
)

/** A number (E.164), a user's id or an extension; [reason]: why nothing can be sent there, as a key. */
data class Address(
    val address: String,
    val kind: AddressKind,
    val isSendable: Boolean,
    val reason: String?,
)

/** A contact as the host saves it. [numbers] as a person wrote them, [users]: ids at the backend. */
data class ContactInput(
    val sourceId: String,
    val name: String,
    val numbers: List<String> = emptyList(),
    val users: List<String> = emptyList(),
    val extensions: List<String> = emptyList(),
)

/** What saving an address book did. */
data class ContactsDone(
    val added: Long,
    val changed: Long,
    /** Were saved like that already. */
    val unchanged: Long,
    val removed: Long,
    /** What is no phone number; its contact is saved without it. */
    val numbersLeftOut: Long,
)

/**
 * Somebody whom a new message may go to. To write: to [conversation] by [route] where they are there,
 * else [Conversations.open] with [recipient].
 *
 * @property address where it would go; null: nowhere
 * @property reason why it cannot, as a key such as `opted_out`; null: it can
 * @property usedMs last activity, milliseconds since 1970 UTC; null: none
 * @property isTyped [address] is the number that was typed
 */
data class RecipientSuggestion(
    val kind: RecipientKind,
    val title: String,
    val contact: ContactId?,
    val conversation: ConversationId?,
    val route: RouteId?,
    val routeKind: RouteKind,
    val address: String?,
    val numberClass: NumberClass,
    val isSendable: Boolean,
    val reason: String?,
    val usedMs: Long?,
    val isTyped: Boolean,
    val isOptedOut: Boolean,
    val addresses: List<Address>,
) {
    /** What to open where there is no conversation yet; null: there is nothing to open. */
    val recipient: Recipient?
        get() = when {
            contact != null && !isTyped -> Recipient.Contact(contact)
            address == null -> null
            kind == RecipientKind.MEMBER && !isTyped -> Recipient.User(address)
            else -> Recipient.Number(address)
        }
}

/** Somebody in a channel or group. */
data class Member(
    val user: String,
    val name: String,
    val state: MemberState,
    val role: MemberRole,
)

/** Who is in a channel or group, as the backend said last; [fetchedMs] null: it was never asked. */
data class Members(val members: List<Member>, val total: Long, val fetchedMs: Long?)

/**
 * What a pair of numbers stands at, or one word on it.
 *
 * @property own E.164; null: not known
 * @property keyword what the peer texted, as it is listed
 * @property atMs when it was said, milliseconds since 1970 UTC; null: not known
 */
data class Consent(
    val state: ConsentState,
    val source: ConsentSource,
    val own: String?,
    val peer: String,
    val keyword: String?,
    val conversation: ConversationId?,
    val atMs: Long?,
)
