// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import java.io.File
import java.util.Base64
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import org.interactions.*

private const val PLACE = "45.4215,-75.6972"

/** A red picture of 4 by 3 pixels that says where it was taken. */
private val picture: ByteArray = Base64.getDecoder().decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAGXRFWHRMb2NhdGlvbgA0NS40MjE1LC03NS42OTcyzuhQQgAAABBJ" +
        "REFUeNpjOCFnA0cMODkAD9oNmQx6Z/gAAAAASUVORK5CYII=",
)
private const val LONG = 8_000_000

private fun described(file: FileDetails): Array<Pair<String, Any?>> =
    arrayOf("file" to file.name, "kind" to file.kind, "type" to file.mimeType, "state" to file.state)

private fun bytes(text: String) = FileInput.Bytes(text.encodeToByteArray())

private fun holdsPlace(bytes: ByteArray) = PLACE in bytes.toString(Charsets.ISO_8859_1)

private suspend fun InteractionsClient.untilSent() {
    soon { outbox.live().first { it.rows.isEmpty() } }
}

/** What was sent from the item [first] on; answers may stand in between. */
private suspend fun printSent(client: InteractionsClient, conversation: ConversationId, first: ItemId) =
    client.threads.page(conversation).items.dropWhile { it.id != first }
        .filter { it.direction == Direction.OUT }
        .forEach { item ->
            line(
                "sent" to item.text,
                "state" to if (item.hasLeft) "left" else item.state,
                "files" to item.attachments.map { json(*described(it)) },
            )
        }

/**
 * The upload of a long file is seen while it lasts. A busy machine may have sent one before anybody looks:
 * another one follows.
 */
private suspend fun printUpload(client: InteractionsClient, world: World, to: ConversationId) = coroutineScope {
    val seen = AtomicReference<Transfer?>()
    val follower = launch(Dispatchers.Default) {
        client.attachments.liveTransfers().collect { rows ->
            rows.lastOrNull { it.part == FilePart.FILE }?.let { seen.set(it) }
        }
    }
    val file = world.account("long.txt")
    for (letter in 'a'..'j') {
        file.writeBytes(ByteArray(LONG) { letter.code.toByte() })
        val id = client.files.stage(FileInput.Path(file.path), conversation = to)
        client.messages.send(to, null, files = listOf(id))
        client.untilSent()
        if (seen.get() != null) break
    }
    follower.cancel()
    val row = seen.get() ?: error("no upload was seen")
    line(
        "transfer" to row.part,
        "upload" to row.isUpload,
        "total" to row.totalBytes,
        "within" to (row.doneBytes in 0..row.totalBytes!!),
    )
    line("transfers" to client.attachments.transfers().size)
}

/** The picture that hangs in a channel of the company, as it is now. */
private suspend fun InteractionsClient.companyPicture(): Attachment {
    val channel = conversations.page().rows.first { it.title == "Livraisons" }
    return threads.page(channel.id).items.flatMap { it.attachments }.first { it.name == "plateau.png" }
}

private suspend fun printReceived(client: InteractionsClient, world: World) {
    val remote = client.companyPicture()
    val copy = world.account("copie.png")
    line(*described(remote))
    printFailure("export before it is here") { client.attachments.export(remote.id, copy.path) }

    val small = client.attachments.fetch(remote.id, FilePart.THUMBNAIL, priority = 10)
    line("thumbnail" to (File(small.thumbnailPath!!).length() > 0), "state" to small.state)
    val here = client.attachments.fetch(remote.id)
    val bytes = File(here.path!!).readBytes()
    line(*described(here), "bytes" to bytes.size)

    client.attachments.export(here.id, copy.path)
    line("exported" to copy.readBytes().contentEquals(bytes))
    printFailure("export to what is there") { client.attachments.export(here.id, copy.path) }
}

suspend fun files(world: World) = world.signedIn(world.config(SyncMode.CONTINUOUS)) { client ->
    val to = client.conversations.open(Recipient.User(client.colleague("marie")))
    val menuFile = world.account("menu.txt").apply { writeText("Menu du jour\n") }

    val terrace = client.files.stage(FileInput.Bytes(picture), "terrasse.jpg", to)
    val menu = client.files.stage(FileInput.Path(menuFile.path), conversation = to)
    val draft = client.files.stage(bytes("Non\n"), "brouillon.txt", to)
    val receipt = client.files.stage(bytes("%PDF-1.4\n% Chez Lucie\n%%EOF\n"), "reçu.pdf", to)
    client.files.drop(draft)
    client.files.drop(draft)
    val staged = soon { client.files.live(to).first { rows -> rows.none { it.state == FileState.PREPARING } } }
    staged.forEach { line(*described(it)) }
    line(
        "place_in_original" to holdsPlace(picture),
        "place_in_what_leaves" to holdsPlace(File(staged[0].path!!).readBytes()),
    )

    val ids = listOf(terrace, menu, receipt)
    printFailure("not confirmed") { client.messages.send(to, "Voici", files = ids) }
    client.files.confirm(receipt)
    client.hintNetwork(NetworkKind.NONE)
    val first = client.messages.send(to, "Voici", files = ids)
    line("staged" to client.files.staged(to).size)
    printSent(client, to, first)
    printFailure("drop what is to leave") { client.files.drop(menu) }
    client.hintNetwork(NetworkKind.UNMETERED)
    client.untilSent()
    printSent(client, to, first)

    printUpload(client, world, to)
    printReceived(client, world)

    printFailure("a folder") { client.files.stage(FileInput.Path(world.folder.path)) }
    printFailure("no such file") { client.files.stage(FileInput.Path(world.account("rien.txt").path)) }
    printFailure("an empty file") { client.files.stage(bytes("")) }
}
