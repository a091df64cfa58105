// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import org.interactions.*

/** A JSON object; its keys stand in the order given. Other values as they print: words of enumerations. */
fun json(vararg members: Pair<String, Any?>): Json =
    Json(members.joinToString(",", "{", "}") { (key, value) -> quoted(key) + ":" + value(value) })

/** JSON already. */
class Json(val text: String)

private fun value(value: Any?): String = when (value) {
    null, is Number, is Boolean -> value.toString()
    is Json -> value.text
    is Collection<*> -> value.joinToString(",", "[", "]") { value(it) }
    else -> quoted(value.toString())
}

private fun quoted(text: String): String = buildString {
    append('"')
    for (char in text) {
        when {
            char == '"' || char == '\\' -> append('\\').append(char)
            char < ' ' || char == '\u007f' -> append("\\u%04x".format(char.code))
            else -> append(char)
        }
    }
    append('"')
}

fun line(vararg members: Pair<String, Any?>) = println(json(*members).text)

fun print(account: Account) = line(
    "session" to account.session,
    "user" to account.userId,
    "name" to account.displayName,
    "numbers" to account.numbers.map { json("number" to it.address, "sendable" to it.isSendable) },
)

fun print(row: Conversation) = line(
    "conversation" to row.title,
    "kind" to row.kind,
    "unread" to row.unread,
    "muted" to row.isMuted,
    "pinned" to row.isPinned,
    "can_send" to row.canSend,
    "preview" to row.preview?.let {
        json("kind" to it.kind, "direction" to it.direction, "text" to it.text)
    },
    "draft" to row.draft?.text,
    "routes" to row.routes.map {
        val isPerson = it.kind != RouteKind.CHANNEL && it.kind != RouteKind.GROUP
        json(
            "kind" to it.kind,
            "address" to if (isPerson) it.address else null,
            "from" to it.from,
            "state" to it.state,
            "default" to it.flags.isDefault,
        )
    },
)

fun printPage(rows: Int, more: More) = line("rows" to rows, "more" to more)

fun print(item: Item) = line(
    "item" to item.kind,
    "direction" to item.direction,
    "sender" to item.senderName,
    "text" to item.text,
    "state" to item.state,
    "unread" to item.isUnread,
    "call" to item.call?.let {
        json(
            "direction" to it.direction,
            "outcome" to it.outcome,
            "duration_ms" to it.duration.inWholeMilliseconds,
            "number" to it.number,
        )
    },
)

/** How far a message got beyond the server is a matter of milliseconds. */
val Item.hasLeft: Boolean
    get() = state == ItemState.ACCEPTED || state == ItemState.DELIVERED || state == ItemState.READ

fun printOwn(item: Item) = line(
    "own" to item.text,
    "state" to if (item.hasLeft) "left" else item.state,
    "waiting_for" to item.waitingFor,
    "edited" to item.flags.isEdited,
    "deleted" to item.flags.isDeleted,
    "reactions" to item.reactions.map { json("key" to it.key, "count" to it.count, "mine" to it.isMine) },
)

fun print(entry: OutboxEntry) = line(
    "outbox" to entry.op,
    "state" to entry.state,
    "waiting_for" to entry.waitingFor,
    "scheduled" to (entry.sendAtMs != null),
)

/** Sorted: which route stands first is the server's affair. */
fun print(explanation: Explanation) = explanation.groupings.map { grouping ->
    json(
        "grouping" to grouping.reason,
        "claims" to grouping.claims.map {
            json(
                "name" to it.name,
                "verdict" to it.verdict,
                "address_kind" to it.addressKind,
                "contact_kind" to it.contactKind,
            )
        },
    ).text
}.sorted().forEach(::println)

fun print(contact: Contact) = line(
    "contact" to contact.name,
    "kind" to contact.kind,
    "addresses" to contact.addresses.map {
        json("kind" to it.kind, "address" to it.address, "sendable" to it.isSendable)
    },
)

fun print(failure: Failure, what: String) = line(
    "error" to failure.code.toString().uppercase(),
    "origin" to failure.origin,
    "retry" to failure.retry,
    "fixer" to failure.fixer,
    "what" to what,
)

suspend fun printFailure(what: String, body: suspend () -> Unit) = print(failure(body).failure, what)
