// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.io.IOException
import java.io.InputStream
import java.nio.ByteBuffer
import java.util.Base64
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import org.interactions.*

/** A red picture of 4 by 3 pixels. */
private val png = Base64.getDecoder().decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR42mM4IWcDRww4OQAP2g2ZDHpn+AAAAABJRU5ErkJggg==",
)

private fun bytes(text: String) = FileInput.Bytes(text.encodeToByteArray())

/** What was picked, once it was seen to. */
private suspend fun InteractionsClient.prepared(): List<StagedFile> =
    files.live().first { rows -> rows.isNotEmpty() && rows.none { it.state == FileState.PREPARING } }

private suspend fun InteractionsClient.syncUntilSent() {
    while (outbox.list().isNotEmpty()) {
        sync()
        delay(5.milliseconds)
    }
}

private suspend fun InteractionsClient.marie() = conversations.open(Recipient.User("@marie:pbx.test"))

/** Files that are picked, sent, fetched and kept. */
fun fileTests(suite: Suite) = with(suite) {
    test("the policy of media has the defaults that attachment.h names") { policyDefaults() }
    coroutine("files: every source, listed, dropped") { inFolder { sourcesOfFiles(it) } }
    coroutine("files: a stream's own failure is thrown, and its reading ends with the coroutine") {
        inFolder { streams(it) }
    }
    coroutine("files: what cannot be taken") { inFolder { refusedFiles(it) } }
    coroutine("files: followed, and ended with the client") { inFolder { followedFiles(it) } }
    coroutine("files: a message waits with its file, is held and goes on") {
        atSandbox { client, _ -> sentOffline(client) }
    }
    coroutine("files: sent, fetched, kept and given out") { atSandbox { client, _ -> fetched(client) } }
    coroutine("files: a fetch is cancelled, and ends with the client") {
        atSandbox { client, _ -> cancelledFetch(client) }
    }
    coroutine("files: transfers are followed") {
        atSandbox(SyncMode.CONTINUOUS) { client, _ -> followedTransfers(client, this) }
    }
}

/** A policy as the native side gets it, in the order of the C interface. */
private fun policyDefaults() {
    val reader = org.interactions.internal.Reader(MediaPolicy().described())
    same(1, reader.int())
    same(
        listOf(419_430_400L, 5_184_000_000L, 0L, 0L, 0L, 4_294_967_296L), List(6) { reader.long() },
    )
    val nothing = org.interactions.internal.Reader(
        MediaPolicy(fetchesThumbnails = false, cacheBytes = 0, cacheAge = Duration.ZERO).described(),
    )
    // No bound is not a bound of nothing.
    same(0, nothing.int())
    same(listOf(1L, 1L), List(2) { nothing.long() })
}

private suspend fun sourcesOfFiles(folder: File) {
    val original = File(folder, "menu é.txt").apply { writeText("Menu. ".repeat(30_000)) }
    InteractionsClient.open(config(folder)).use { client ->
        val lucie = client.conversations.open(Recipient.Number(LUCIE))
        val ids = listOf(
            client.files.stage(FileInput.Path(original.path)),
            client.files.stage(FileInput.Path(original.path, reference = true), name = "own.txt"),
            client.files.stage(FileInput.Bytes(original.readBytes()), "bytes.txt", lucie),
            client.files.stage(FileInput.Stream(original.inputStream().buffered(7)), "stream.txt"),
            client.files.stage(FileInput.Buffer(around(original.readBytes(), direct = false)), "heap.txt"),
            client.files.stage(FileInput.Buffer(around(original.readBytes(), direct = true)), "direct.txt"),
            client.files.stage(
                FileInput.Bytes(png), "../rouge.png", keepMetadata = true, maxBytes = 1_000_000,
                thumbnail = FileThumbnail("jpeg".encodeToByteArray(), 4, 3),
            ),
        )
        val rows = client.prepared()
        same(ids, rows.map { it.id })
        same(listOf("menu é.txt", "own.txt", "bytes.txt", "stream.txt", "heap.txt", "direct.txt", "rouge.png"), rows.map { it.name })
        for (row in rows) same(FileState.READY, row.state)
        for (row in rows.dropLast(1)) {
            same(original.readText(), File(row.path!!).readText())
            same(original.length(), row.sizeBytes)
            same("text/plain", row.mimeType)
        }
        same(listOf(false, true, false), rows.take(3).map { it.path == original.path })
        val picture = rows.last()
        same(AttachmentKind.IMAGE, picture.kind)
        same(listOf<Int?>(4, 3, 4, 3), picture.run { listOf(width, height, thumbnailWidth, thumbnailHeight) })
        check(File(picture.thumbnailPath!!).length() > 0)
        same(null, picture.failureCode)
        same(listOf(ids[2]), client.files.staged(lucie).map { it.id })

        client.files.confirm(ids[2])
        for (id in ids) client.files.drop(id)
        client.files.drop(ids[0])
        same(emptyList<StagedFile>(), client.files.staged())
        fails<InteractionsException.NotFound> { client.files.confirm(ids[2]) }
    }
}

/** A buffer whose bytes stand between others; reading it moves nothing. */
private fun around(bytes: ByteArray, direct: Boolean): ByteBuffer {
    val size = bytes.size + 20
    val buffer = if (direct) ByteBuffer.allocateDirect(size) else ByteBuffer.allocate(size)
    buffer.position(10)
    buffer.put(bytes)
    buffer.flip()
    buffer.position(10)
    return buffer
}

private class Broken : IOException("the line is cut")

private class BrokenStream(private var good: Int) : InputStream() {
    override fun read(): Int = if (good-- > 0) 'a'.code else throw Broken()

    // As InputStream's own, which hides what is thrown after the first byte.
    override fun read(into: ByteArray, offset: Int, most: Int): Int {
        into[offset] = read().toByte()
        return 1
    }
}

private suspend fun CoroutineScope.streams(folder: File) {
    InteractionsClient.open(config(folder)).use { client ->
        val buffer = around("Menu".encodeToByteArray(), direct = true)
        client.files.stage(FileInput.Buffer(buffer), "menu.txt")
        same(listOf(10, 14), listOf(buffer.position(), buffer.limit()))
        client.files.drop(client.files.staged().single().id)

        fails<Broken> { client.files.stage(FileInput.Stream(BrokenStream(0))) }
        fails<Broken> { client.files.stage(FileInput.Stream(BrokenStream(100_000))) }
        fails<AssertionError> {
            client.files.stage(FileInput.Stream(object : InputStream() {
                override fun read(): Int = throw AssertionError("a defect of the app's")
            }))
        }
        for (empty in listOf(FileInput.Stream("".byteInputStream()), FileInput.Buffer(ByteBuffer.allocate(0)))) {
            same(ErrorCode.FILE_EMPTY, fails<InteractionsException.Files> { client.files.stage(empty) }.code)
        }
        // What it is refused for is not the stream's doing.
        val nowhere = ConversationId("r99")
        fails<InteractionsException.NotFound> {
            client.files.stage(FileInput.Stream("a".byteInputStream()), conversation = nowhere)
        }
        // A source without an end is not asked any more.
        var asked = 0
        val endless = launch(Dispatchers.IO) {
            client.files.stage(FileInput.Stream(object : InputStream() {
                override fun read(): Int = 'a'.code
                override fun read(into: ByteArray, offset: Int, most: Int): Int = 1.also { asked++ }
            }))
        }
        while (asked < 100) delay(1.milliseconds)
        endless.cancel()
        endless.join()
        val then = asked
        delay(5.milliseconds)
        same(then, asked)
        same(emptyList<StagedFile>(), client.files.staged())
    }
}

private suspend fun refusedFiles(folder: File) {
    val client = InteractionsClient.open(config(folder))
    suspend fun refused(file: FileInput) =
        fails<InteractionsException.Files> { client.files.stage(file) }.code
    same(ErrorCode.FILE_EMPTY, refused(bytes("")))
    same(ErrorCode.FILE_UNREADABLE, refused(FileInput.Path(folder.path)))
    same(ErrorCode.FILE_UNREADABLE, refused(FileInput.Path(File(folder, "none").path)))
    same(ErrorCode.FILE_UNREADABLE, refused(FileInput.Descriptor(9_999)))
    fails<InteractionsException.InvalidArgument> { client.files.stage(FileInput.Descriptor(-1)) }
    fails<InteractionsException.InvalidArgument> { client.files.stage(bytes("a"), maxBytes = -1) }
    val nowhere = ConversationId("r99")
    fails<InteractionsException.NotFound> { client.files.stage(bytes("a"), conversation = nowhere) }
    fails<InteractionsException.NotFound> { client.files.staged(nowhere) }
    fails<InteractionsException.NotFound> { client.files.drop(FileId("none")) }
    fails<InteractionsException.InvalidArgument> { client.attachments.export("none", -1) }
    fails<InteractionsException.InvalidArgument> {
        client.attachments.setPolicy(MediaPolicy(maxDownloadBytes = 0))
    }
    same(emptyList<StagedFile>(), client.files.staged())
    client.close()
    fails<InteractionsException.Unavailable> { client.files.stage(bytes("a")) }
}

private suspend fun CoroutineScope.followedFiles(folder: File) {
    val seen = ArrayList<List<FileState>>()
    val client = InteractionsClient.open(config(folder))
    val follower = launch(start = CoroutineStart.UNDISPATCHED) {
        client.files.live().collect { rows -> seen.add(rows.map { it.state }) }
    }
    suspend fun until(expected: List<FileState>) {
        while (seen.lastOrNull() != expected) delay(2.milliseconds)
    }
    until(emptyList())
    val id = client.files.stage(FileInput.Bytes(png), "rouge.png")
    until(listOf(FileState.READY))
    client.files.drop(id)
    until(emptyList())
    client.close()
    follower.join()
}

private suspend fun sentOffline(client: InteractionsClient) {
    client.hintNetwork(NetworkKind.NONE)
    val marie = client.marie()
    val file = client.files.stage(FileInput.Bytes(png), "rouge.png", marie)
    client.prepared()
    val item = client.messages.send(marie, null, files = listOf(file))
    same(emptyList<StagedFile>(), client.files.staged())
    val row = client.threads.item(item)
    same(null, row.text)
    val attachment = row.attachments.single()
    same("rouge.png", attachment.name)
    fails<InteractionsException.Sending> { client.files.drop(file) }
    client.attachments.pauseUpload(attachment.id)
    same(FileState.PAUSED, client.threads.item(item).attachments.single().state)
    client.hintNetwork(NetworkKind.UNMETERED)
    client.attachments.pauseUpload(attachment.id, on = false)
    client.syncUntilSent()
    fails<InteractionsException.NotFound> { client.attachments.pauseUpload(attachment.id) }
    fails<InteractionsException.NotFound> { client.messages.send(marie, "a", files = listOf(FileId("none"))) }
}

private suspend fun InteractionsClient.companyPicture(): Attachment {
    val channel = conversations.page().rows.first { it.title == "Livraisons" }
    return threads.page(channel.id).items.flatMap { it.attachments }.first { it.name == "plateau.png" }
}

private suspend fun fetched(client: InteractionsClient) {
    val marie = client.marie()
    val file = client.files.stage(bytes("Menu du jour"), "menu.txt", marie)
    val item = client.messages.send(marie, "Voici", files = listOf(file))
    client.syncUntilSent()
    val sent = client.threads.item(item)
    same("Voici", sent.text)
    val own = client.attachments.fetch(sent.attachments.single().id)
    same("Menu du jour", File(own.path!!).readText())

    val remote = client.companyPicture()
    same(FileState.REMOTE, remote.state)
    same(null, remote.path)
    inFolder { folder ->
        val target = File(folder, "out.png")
        val early = fails<InteractionsException.Files> { client.attachments.export(remote.id, target.path) }
        same(ErrorCode.MEDIA_GONE, early.code)
        fails<InteractionsException.Files> { client.attachments.pin(remote.id) }
        client.attachments.setPolicy(MediaPolicy(maxDownloadBytes = 10))
        val large = fails<InteractionsException.Network> { client.attachments.fetch(remote.id) }
        same(ErrorCode.RESPONSE_TOO_LARGE, large.code)
        client.attachments.setPolicy(MediaPolicy())
        val here = client.attachments.fetch(remote.id, priority = 10)
        same(FileState.LOCAL, here.state)
        same(here, client.companyPicture())
        client.attachments.pin(here.id)
        client.attachments.pin(here.id, on = false)
        client.attachments.export(here.id, target.path)
        same(File(here.path!!).readBytes().toList(), target.readBytes().toList())
        same(here.sizeBytes, target.length())
        fails<InteractionsException.InvalidArgument> { client.attachments.export(here.id, target.path) }
    }
    fails<InteractionsException.NotFound> { client.attachments.fetch("none") }
}

private suspend fun CoroutineScope.cancelledFetch(client: InteractionsClient) {
    val id = client.companyPicture().id
    client.hintNetwork(NetworkKind.NONE)
    val cancelled = async { client.attachments.fetch(id) }
    while (client.core.inFlight() == 0) delay(2.milliseconds)
    cancelled.cancel()
    fails<CancellationException> { cancelled.await() }
    while (client.core.inFlight() != 0) delay(2.milliseconds)
    val open = launch {
        fails<InteractionsException.Unavailable> { client.attachments.fetch(id) }
    }
    while (client.core.inFlight() == 0) delay(2.milliseconds)
    client.close()
    open.join()
}

private suspend fun followedTransfers(client: InteractionsClient, scope: CoroutineScope) {
    same(emptyList<Transfer>(), client.attachments.transfers())
    val marie = client.marie()
    val size = 4_000_000
    val seen = ArrayList<Transfer>()
    var isIdle = false
    val follower = scope.launch(start = CoroutineStart.UNDISPATCHED) {
        client.attachments.liveTransfers().collect { rows ->
            isIdle = rows.isEmpty()
            seen.addAll(rows)
        }
    }
    val file = client.files.stage(bytes("Menu, oui. ".repeat(size / 11)), "long.txt")
    val item = client.messages.send(marie, null, files = listOf(file))
    val attachment = client.threads.item(item).attachments.single()
    while (seen.isEmpty() || !isIdle) delay(2.milliseconds)
    val upload = seen.first()
    same(attachment.id, upload.attachment)
    check(upload.isUpload)
    same(FilePart.FILE, upload.part)
    same(attachment.sizeBytes, upload.totalBytes)
    check(seen.all { it.doneBytes in 0..it.totalBytes!! }) { "$seen" }
    follower.cancel()
}
