// SPDX-License-Identifier: Apache-2.0
package org.interactions

/** A conversation. Every id that was ever handed out keeps resolving to the current conversation. */
@JvmInline
value class ConversationId(val value: String) {
    override fun toString(): String = value
}

/** A route: one way to reach a peer. */
@JvmInline
value class RouteId(val value: String) {
    /** The conversation that the route stands in; every route's id is one of its conversation. */
    fun asConversation(): ConversationId = ConversationId(value)

    override fun toString(): String = value
}

/** An item of a timeline: a message, a call, a voicemail, a notice or a gap. */
@JvmInline
value class ItemId(val value: String) {
    override fun toString(): String = value
}

/** A contact. */
@JvmInline
value class ContactId(val value: String) {
    override fun toString(): String = value
}

/** An entry of the outbox. */
@JvmInline
value class OutboxId(val value: String) {
    override fun toString(): String = value
}

/** A file that was picked and has not been sent: of [Files.stage]. Files of messages have ids of their own. */
@JvmInline
value class FileId(val value: String) {
    override fun toString(): String = value
}

/** A place in a list, of the page that it came with. Opaque; belongs to that list alone. */
@JvmInline
value class Cursor(val value: String) {
    override fun toString(): String = value
}
