// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import org.interactions.internal.Arguments
import org.interactions.internal.Bits
import org.interactions.internal.Block
import org.interactions.internal.ClientCore
import org.interactions.internal.Collector
import org.interactions.internal.LogPump
import org.interactions.internal.NativeClient
import org.interactions.internal.NativeLibrary
import org.interactions.internal.NativeRuntime
import org.interactions.internal.accounts
import org.interactions.internal.counted
import org.interactions.internal.one
import org.interactions.internal.unlessUnavailable
import org.interactions.internal.utf8

/**
 * One account: its files, its engine, its events. Any thread may call anything.
 *
 * ```
 * InteractionsClient.open(ClientConfig(folder)).use { client ->
 *     client.signIn("https://example.org", "alex", password)
 *     client.conversations.list(Filter.preset(Preset.UNREAD)).collect { show(it) }
 * }
 * ```
 *
 * What touches files is `suspend` and runs on [ClientConfig.dispatcher]; what needs the network suspends
 * until it is complete, and cancelling the coroutine cancels it. A command that has been committed when
 * its coroutine is cancelled stays committed. Everything throws [InteractionsException]. A flow that is
 * being collected completes when the client closes. A client that is dropped without [close] is closed
 * when it is collected as garbage, which it is not while one of its flows is collected.
 */
class InteractionsClient private constructor(internal val core: ClientCore) : AutoCloseable {
    val conversations = Conversations(this)
    val threads = Threads(this)
    val messages = Messages(this)
    val outbox = Outbox(this)
    val contacts = Contacts(this)
    val channels = Channels(this)
    val consents = Consents(this)
    val notifications = Notifications(this)
    val search = Search(this)
    val numbers = Numbers(this)
    val calls = Calls(this)
    val store = Store(this)
    val sources = Sources(this)
    val files = Files(this)
    val attachments = Attachments(this)

    /** Who is signed in, now and from now on. Hold the client while you follow it. */
    val session: StateFlow<SessionInfo> = core.session.asStateFlow()

    /** What was set aside when this client opened a damaged database; null: it was sound. */
    val storeSetAside: StateFlow<StoreSetAside?> = core.setAside.asStateFlow()

    private val forget = Collector.watch(this, core::close)

    /**
     * [CredentialPolicy.HOST]: credentials to be kept. One that was not answered comes again to each new
     * collector; of several only the newest.
     */
    val credentialRequests: Flow<CredentialRequest> get() = counted(core.credentials, ::credentialRequest)

    private var keptCredentials = 0L

    private suspend fun credentialRequest(number: Long): CredentialRequest? {
        if (number <= synchronized(core) { keptCredentials }) return null
        val credentials = try {
            core.io { credentials(it) }.decodeToString()
        } catch (_: InteractionsException.Session) {
            // Signed out since: there is nothing to keep.
            return null
        }
        return CredentialRequest(credentials) {
            // Newer ones are not kept yet: their own request is on its way. Closed: nothing is left to be
            // told. Suspended: they are asked for again by resuming.
            val isSaid = core.credentials.value > number ||
                unlessUnavailable { core.io { credentialsKept(it) } } != null
            if (isSaid) synchronized(core) { keptCredentials = maxOf(keptCredentials, number) }
        }
    }

    /** [CredentialPolicy.HOST]: gives back what a [CredentialRequest] gave, after a restart. */
    suspend fun restore(credentials: String) {
        core.io { restore(it, utf8(credentials)) }
    }

    /** Signs in with a password and binds the folder to this account. */
    suspend fun signIn(server: String, user: String, password: String, deviceName: String? = null): Account =
        signIn(Arguments().text(server).text(user).text(password).text(null).text(deviceName))

    /** Signs in with an access token of an existing session; [user] may be left to the server. */
    suspend fun signInWithToken(
        server: String,
        token: String,
        user: String? = null,
        deviceName: String? = null,
    ): Account = signIn(Arguments().text(server).text(user).text(null).text(token).text(deviceName))

    private suspend fun signIn(input: Arguments): Account {
        val page = core.complete { signIn(it, input.done()) }
        return if (page != null) one(accounts(Block(page))) else account()
    }

    /**
     * Ends the session and forgets the tokens, without the network, too (then it throws after that).
     * [wipe] also removes the account's local data and closes the client; while something is unsent that
     * needs [force].
     */
    suspend fun signOut(wipe: Boolean = false, force: Boolean = false) {
        val flags = (if (wipe) Bits.SIGN_OUT_WIPE else 0) or (if (force) Bits.SIGN_OUT_FORCE else 0)
        core.complete { signOut(it, flags) }
    }

    /** Catches up with the backend and sends what can be sent. */
    suspend fun sync() {
        core.complete { sync(it) }
    }

    /** The account as it is stored now. */
    suspend fun account(): Account = one(accounts(Block(core.io { account(it) })))

    /**
     * Closes every file, for a system that ends processes holding one in the background. Until
     * [resumeFiles] everything else throws [InteractionsException.Unavailable]; live lists wait.
     */
    suspend fun suspendFiles() {
        core.io { suspendFiles(it) }
    }

    /** Opens the files again and goes on. */
    suspend fun resumeFiles() {
        core.io { resumeFiles(it) }
        core.lookAgain()
    }

    /** What network there is; a change ends a back-off. */
    fun hintNetwork(kind: NetworkKind) = core.now { hintNetwork(it, kind.value) }

    /** Whether a person looks at the app; coming to the front ends a back-off. */
    fun hintForeground(isForeground: Boolean) = core.now { hintForeground(it, isForeground) }

    /** The system is short of memory: caches are dropped. */
    fun hintLowMemory() = core.now { hintLowMemory(it) }

    /** What was done on the network since the client was opened. */
    fun counters(): Counters {
        val c = core.now { counters(it) }
        return Counters(NetworkKind(c[0].toInt()), c[1], c[2], c[3], c[4], c[5], c[6], c[7])
    }

    /**
     * Ends the engine and waits for that, and for calls under way on other threads; never for the network.
     * What is unsent stays in the outbox for the next run. May be called again.
     */
    override fun close() {
        core.close()
        core.awaitClosed()
        forget()
    }

    companion object {
        /**
         * Opens or makes the account in the folder and starts its engine. Reads and writes files, for
         * milliseconds. Throws [InteractionsException.Storage] and [InteractionsException.InvalidArgument].
         */
        fun open(config: ClientConfig): InteractionsClient {
            val described = config.described()
            NativeLibrary.load()
            val native = NativeClient()
            val log = config.log?.let { LogPump(native, it) }
            log?.start()
            val address = native.open(described, log?.queue ?: 0)
            val core = try {
                ClientCore(native, address, config.dispatcher)
            } catch (e: Throwable) {
                native.release(address)
                throw e
            }
            core.start()
            return InteractionsClient(core)
        }

        /** The native library's version. */
        val version: String
            get() {
                NativeLibrary.load()
                return NativeRuntime.version().decodeToString()
            }

        /** Objects of the native library that are alive in this process: for tests of leaks. */
        fun liveObjects(): Long {
            NativeLibrary.load()
            return NativeRuntime.liveObjects()
        }
    }
}

/**
 * Credentials that changed: keep [credentials] where secrets are kept, then say so by [kept]. They are
 * one opaque text, for [InteractionsClient.restore].
 */
class CredentialRequest internal constructor(
    val credentials: String,
    private val onKept: suspend () -> Unit,
) {
    /**
     * They were kept; the ones before them are no longer needed. Where the client has closed meanwhile nothing
     * happens: giving them back at the next start says the same. Where it is suspended the request comes
     * again when it is resumed.
     */
    suspend fun kept() = onKept()

    /** Without the secret. */
    override fun toString(): String = "CredentialRequest"
}
