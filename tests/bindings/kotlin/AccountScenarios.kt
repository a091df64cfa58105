// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import java.io.File
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import org.interactions.*

suspend fun signIn(world: World) = world.open { client ->
    print(client.account())
    world.signIn(client)
    print(client.account())
}

suspend fun cancel(world: World) = world.open { client ->
    coroutineScope {
        val signIn = async { client.signIn(world.silent, "nobody", "nothing") }
        delay(100.milliseconds)
        signIn.cancel()
        val wasCancelled = try {
            signIn.await()
            false
        } catch (_: CancellationException) {
            true
        }
        line("cancelled" to wasCancelled)
        signIn.cancel()
    }
    line("harmless" to true)
    world.signIn(client)
    print(client.account())
}

suspend fun signOut(world: World) = world.signedIn { client ->
    client.messages.send(client.conversations.open(Recipient.Number(world.number)), "À plus")
    printFailure("wipe") { client.signOut(wipe = true) }
    val before = client.conversations.count().conversations
    client.signOut()
    print(client.account())
    line("stay" to (client.conversations.count().conversations == before))
    client.signOut(wipe = true, force = true)
    // Wiping closes the client: its flows complete.
    soon { client.conversations.replaced.collect {} }
    line("files" to world.account().list()!!.sorted())
    printFailure("after wiping") { client.conversations.page() }
}

suspend fun credentials(world: World) {
    val config = world.config(credentials = CredentialPolicy.HOST)
    var kept = ""
    world.signedIn(config) { client ->
        val request = soon { client.credentialRequests.first() }
        kept = request.credentials
        line("told" to kept.isNotEmpty())
        request.kept()
        line("kept" to true)
    }
    world.open(config) { client ->
        printFailure("nonsense") { client.restore("nonsense") }
        client.restore(kept)
        client.sync()
        print(client.account())
        line("file" to File(world.account(), "credentials").exists())
    }
}

/** The failure of a message, once it has one. */
private suspend fun InteractionsClient.itemFailure(number: String): Failure {
    val item = messages.send(conversations.open(Recipient.Number(number)), "Allo?")
    while (true) {
        sync()
        threads.item(item).failure?.let { return it }
    }
}

suspend fun errors(world: World) {
    printFailure("open without a folder") { InteractionsClient.open(ClientConfig("")) }
    val file = world.account("file").apply { writeText("not a folder") }
    printFailure("open below a file") { InteractionsClient.open(ClientConfig(File(file, "account").path)) }
    world.open { client ->
        printFailure("open twice") { InteractionsClient.open(world.config()) }
        printFailure("no session") { client.sync() }
        printFailure("bad URL") { client.signIn("ftp://x.test", world.user, world.password) }
        printFailure("unreachable") { client.signIn("http://127.0.0.1:1", world.user, world.password) }
        printFailure("wrong password") { client.signIn(world.server, world.user, "not the password") }
        world.signIn(client)
        client.sync()
        printFailure("another account") { client.signIn(world.server, "marie", world.password) }
        printFailure("no such conversation") { client.threads.page(ConversationId("r999")) }
        printFailure("no such cursor") { client.conversations.page(cursor = Cursor("x")) }
        printFailure("limit of 0") { client.conversations.page(limit = 0) }
        printFailure("no number") { client.conversations.open(Recipient.Number("hello")) }
        printFailure("not sendable") { client.conversations.open(Recipient.Number("911")) }
        val lucie = client.with("+16135550142").id
        printFailure("empty text") { client.messages.send(lucie, "") }
        printFailure("long text") { client.messages.send(lucie, "a".repeat(70_000)) }
        printFailure("no such contact") { client.contacts.remove(ContactId("p999")) }
        val marie = client.contacts.page("marie").rows.first().id
        printFailure("a member") { client.contacts.remove(marie) }
        print(client.itemFailure("+16135550176"), "gateway knows no way")
        print(client.itemFailure("+16135550198"), "carrier refused")
        client.suspendFiles()
        printFailure("suspended") { client.conversations.page() }
        client.resumeFiles()
        client.close()
        printFailure("closed") { client.conversations.page() }
    }
}
