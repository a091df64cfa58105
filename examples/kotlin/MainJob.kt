// SPDX-License-Identifier: Apache-2.0
// The main job in Kotlin: sign in, sync, list, filter, open a thread with its calls, text a number
// that is new, and wait until the text has left. Prints one JSON object a line.
//
//     printf %s "$PASSWORD" | kotlin ... MainJobKt FOLDER SERVER USER NUMBER TEXT
//
// Three things to know before reading:
// - Whatever fails throws an InteractionsException, whose kinds a `catch` can tell apart.
// - Reads and sends touch only the local files. What needs the network suspends until it is complete;
//   cancelling the coroutine cancels it.
// - A page is a list of data classes of its own: keep it, compare it, hand it to another thread.
package org.interactions.example

import java.io.PrintStream
import kotlin.system.exitProcess
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.interactions.*

/** Prints a JSON object; keys stand in the order given. */
private fun print(vararg members: Pair<String, Any?>) = println(
    members.joinToString(",", "{", "}") { (key, value) ->
        val json = if (value is String) quoted(value) else value.toString()
        "\"$key\":$json"
    },
)

/** Text came from other people: a terminal obeys control characters, JSON does not allow them. */
private fun quoted(text: String) = text
    .replace("\\", "\\\\")
    .replace("\"", "\\\"")
    .replace(Regex("\\p{Cntrl}")) { "\\u%04x".format(it.value[0].code) }
    .let { "\"$it\"" }

/** Prints the first 20 conversations of a filter, and gives the first one. */
private suspend fun printList(client: InteractionsClient, filter: Filter?, key: String): Conversation? {
    val page = client.conversations.page(filter, limit = 20)
    for (row in page.rows) print(key to row.title, "unread" to row.unread, "preview" to row.preview?.text)
    return page.rows.firstOrNull()
}

/** Prints the newest 20 items of a thread, oldest first: messages and calls stand in one order. */
private suspend fun printThread(client: InteractionsClient, conversation: ConversationId) {
    for (item in client.threads.page(conversation, limit = 20).items) {
        val start = arrayOf("direction" to item.direction.toString(), "sender" to item.senderName)
        val call = item.call?.let { arrayOf("call_seconds" to it.duration.inWholeSeconds) }.orEmpty()
        print(*start, *call, "text" to item.text)
    }
}

/** Follows an own message until it has left, the way an app's screen would. */
private suspend fun printUntilLeft(client: InteractionsClient, conversation: ConversationId, id: ItemId) {
    client.threads.live(conversation).first { thread ->
        val item = thread.rows.first { it.id == id }
        val hasLeft = item.state != ItemState.QUEUED && item.state != ItemState.SENDING
        print("sent" to item.text, "left" to hasLeft)
        item.failure?.let { error(it.message) }
        // An app with SyncMode.CONTINUOUS need not ask.
        if (!hasLeft) client.sync()
        hasLeft
    }
}

private suspend fun mainJob(client: InteractionsClient, args: Array<String>, password: String) {
    client.signIn(server = args[1], user = args[2], password = password)
    client.sync()
    printList(client, filter = null, key = "conversation")
    val called = printList(client, Filter.preset(Preset.CALLS), key = "calls")
    if (called != null) printThread(client, called.id)

    // A text is in its thread at once, and leaves with the next sync.
    val conversation = client.conversations.open(Recipient.Number(args[3]))
    val item = client.messages.send(conversation, text = args[4])
    printUntilLeft(client, conversation, item)
}

fun main(args: Array<String>) {
    System.setOut(PrintStream(System.out, true, "UTF-8"))
    val password = readlnOrNull()
    if (args.size != 5 || password == null) {
        System.err.println("usage: MainJobKt FOLDER SERVER USER NUMBER TEXT, the password on stdin")
        exitProcess(2)
    }
    val config = ClientConfig(
        folder = args[0],
        syncMode = SyncMode.ON_DEMAND, // an app with a person in front: CONTINUOUS
        credentials = CredentialPolicy.FILE, // an app has a key store: HOST
        caFile = System.getenv("IX_CA_FILE"), // null: the system's
    )
    try {
        // `use` closes the client, which waits for its engine to end.
        InteractionsClient.open(config).use { client -> runBlocking { mainJob(client, args, password) } }
    } catch (e: InteractionsException) {
        System.err.println(e.message)
        exitProcess(1)
    }
    print("live_objects" to InteractionsClient.liveObjects())
}
