// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import org.interactions.*

private const val DAY_MS = 86_400_000L

suspend fun send(world: World) = world.signedIn { client ->
    val marie = client.conversations.open(Recipient.User(client.colleague("marie")))
    val item = client.messages.send(marie, "Bonjour Marie \uD83D\uDC4B")
    suspend fun show() = printOwn(client.threads.item(item))
    show()
    client.sync()
    show()
    client.messages.edit(item, "Bonsoir Marie \uD83D\uDC4B")
    client.sync()
    show()
    client.messages.react(item, "\uD83D\uDC4D")
    client.sync()
    show()
    client.messages.delete(item)
    client.sync()
    show()

    val later = client.messages.send(marie, "Demain", sendAtMs = System.currentTimeMillis() + DAY_MS)
    printOwn(client.threads.item(later))
    val entries = client.outbox.list()
    entries.forEach(::print)
    entries.forEach { client.outbox.discard(it.id) }
    line("outbox" to client.outbox.list().size)
}

suspend fun newNumber(world: World) = world.signedIn { client ->
    val number = client.numbers.parse("613 555 0142")
    line(
        "number" to number.e164,
        "national" to number.national,
        "class" to number.numberClass,
        "sendable" to number.isSendable,
    )
    val id = client.conversations.open(Recipient.Number(world.number))
    val opened = client.conversations.get(id)
    line(
        "opened" to opened.kind,
        "routes" to opened.routes.map { json("kind" to it.kind, "state" to it.state) },
    )
    val item = client.messages.send(id, "Bonjour!")
    printOwn(client.threads.item(item))
    do client.sync() while (!client.threads.item(item).hasLeft)
    printOwn(client.threads.item(item))
    suspend fun answer() = client.threads.page(id).items
        .lastOrNull { it.kind == ItemKind.MESSAGE && !it.isOutgoing }?.text
    while (answer() == null) client.sync()
    line("answer" to answer())
}

suspend fun mergeContact(world: World) = world.signedIn { client ->
    coroutineScope {
        suspend fun rows() = client.conversations.page().rows.size
        val before = rows()
        val replaced = async(start = CoroutineStart.UNDISPATCHED) { client.conversations.replaced.first() }
        val contact = client.contacts.save(
            ContactInput("1", "Chez Lucie", listOf("(613) 555-0142"), listOf(client.colleague("sam"))),
        )
        val merged = client.with("+16135550142")
        line("merged" to merged.title, "fewer" to before - rows(), "routes" to merged.routes.size)
        line("replaced" to (soon { replaced.await() }.from.value.isNotEmpty()))
        print(client.conversations.explain(merged.id))
        client.contacts.page("luc").rows.forEach(::print)
        val best = client.contacts.recipients("lucie").rows.first()
        line("recipient" to best.title, "kind" to best.kind, "sendable" to best.isSendable)
        client.contacts.remove(contact)
        line("separate" to (rows() == before))
    }
}

/** FNV-1a: every byte of every text counts. */
private class Digest {
    private var state = 0xcbf29ce484222325UL

    fun add(text: String) {
        for (byte in text.encodeToByteArray()) state = (state xor byte.toUByte().toULong()) * 0x100000001b3UL
    }

    fun hex() = state.toString(16).padStart(16, '0')
}

suspend fun bigPage(world: World) = world.open { client ->
    val done = client.contacts.saveAll(
        List(1_000) { i ->
            val numbers = List(9) { "+1613555" + (i * 9 + it).toString().padStart(4, '0') }
            ContactInput("Contact $i", "Contact $i", numbers)
        },
    )
    line(
        "added" to done.added,
        "changed" to done.changed,
        "unchanged" to done.unchanged,
        "removed" to done.removed,
        "left_out" to done.numbersLeftOut,
    )
    val contacts = client.contacts.page(limit = 1_000).rows
    val digest = Digest()
    for (contact in contacts) {
        digest.add(contact.name)
        contact.addresses.forEach { digest.add(it.address) }
    }
    line(
        "contacts" to contacts.size,
        "addresses" to contacts.sumOf { it.addresses.size },
        "digest" to digest.hex(),
    )
}

private val texts = listOf(
    "Où êtes-vous? Ça va, œuf à Noël — «déjà vu»",
    "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDE8\uD83C\uDDE6 \uD83D\uDC4D\uD83C\uDFFD",
    "e\u0301te\u0301",
    "مرحبا",
    "a\tb\nc \"d\" \\e",
    "plain",
)

suspend fun text(world: World) = world.open { client ->
    val id = client.conversations.open(Recipient.Number("613 555 0142"))
    for (text in texts) {
        client.conversations.setDraft(id, Draft(text))
        val draft = client.conversations.get(id).draft!!.text
        line("text" to draft, "bytes" to draft.encodeToByteArray().size)
        val contact = client.contacts.save(ContactInput("t", text))
        line("name" to client.contacts.get(contact).name)
        val sms = SmsParts.of(text)
        line("sms" to sms.encoding, "units" to sms.units, "parts" to sms.parts, "remaining" to sms.remaining)
        for (flip in sms.flips) {
            line(
                "flip" to flip.character,
                "replacement" to flip.replacement,
                "replaceable" to flip.isReplaceable,
                "count" to flip.count,
            )
        }
    }
}
