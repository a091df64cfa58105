// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import java.io.File
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.withTimeout
import org.interactions.ClientConfig
import org.interactions.Conversation
import org.interactions.CredentialPolicy
import org.interactions.InteractionsClient
import org.interactions.InteractionsException
import org.interactions.SyncMode
import org.interactions.sandbox.Sandbox

/** Where a scenario happens: an empty folder, and a server with a person who signs in. */
class World(
    val folder: File,
    val server: String,
    val user: String,
    val password: String,
    private val sandbox: Sandbox?,
) : AutoCloseable {
    val number: String = System.getenv("IX_NUMBER") ?: "+14165550177"
    val silent: String get() = System.getenv("IX_SILENT")!!
    val people: Sandbox get() = sandbox ?: error("this scenario needs the people of the sandbox")

    fun account(name: String = "account"): File = File(folder, name)

    fun config(
        mode: SyncMode = SyncMode.ON_DEMAND,
        credentials: CredentialPolicy = CredentialPolicy.FILE,
        name: String = "account",
    ) = ClientConfig(account(name).path, syncMode = mode, credentials = credentials)

    /** A client for the length of [body]; [config] as scenarios open accounts. */
    suspend fun open(config: ClientConfig = config(), body: suspend (InteractionsClient) -> Unit) =
        InteractionsClient.open(config).use { body(it) }

    /** The same, signed in and synchronised. */
    suspend fun signedIn(config: ClientConfig = config(), body: suspend (InteractionsClient) -> Unit) =
        open(config) { client ->
            signIn(client)
            client.sync()
            body(client)
        }

    suspend fun signIn(client: InteractionsClient) {
        client.signIn(server, user, password)
    }

    override fun close() {
        sandbox?.close()
    }

    companion object {
        fun make(folder: File, needsServer: Boolean): World {
            val server = System.getenv("IX_SERVER")
            if (server != null || !needsServer) {
                val user = System.getenv("IX_USER").orEmpty()
                return World(folder, server.orEmpty(), user, System.getenv("IX_PASSWORD").orEmpty(), null)
            }
            val sandbox = Sandbox.start()
            val first = sandbox.users.first()
            return World(folder, sandbox.url, first.user, first.password, sandbox)
        }
    }
}

/** Waits for what a scenario needs, but not for ever. */
suspend fun <T> soon(body: suspend () -> T): T = withTimeout(60.seconds) { body() }

/** The id of a colleague, as the own one with another local name. */
suspend fun InteractionsClient.colleague(name: String): String =
    "@$name" + account().userId!!.let { it.substring(it.indexOf(':')) }

/** The conversation with this address. */
suspend fun InteractionsClient.with(address: String): Conversation =
    conversations.page().rows.first { row -> row.routes.any { it.address == address } }

/** What [body] fails with; it has to. */
suspend fun failure(body: suspend () -> Unit): InteractionsException {
    try {
        body()
    } catch (e: InteractionsException) {
        return e
    }
    error("expected an error")
}
