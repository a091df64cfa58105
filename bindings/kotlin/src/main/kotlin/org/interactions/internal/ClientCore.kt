// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import kotlin.coroutines.resumeWithException
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import org.interactions.Account
import org.interactions.ConversationId
import org.interactions.ConversationReplaced
import org.interactions.ErrorCode
import org.interactions.InteractionsException
import org.interactions.SessionInfo
import org.interactions.SettingFailed
import org.interactions.StoreSetAside

/**
 * A client without its public face: the native object and the one thread that polls its event queue. It
 * must never refer to the InteractionsClient, which is collected while this thread runs. Lives until the
 * queue's last event; then everything that waits has been answered. Any thread.
 */
internal class ClientCore(
    private val native: NativeClient,
    address: Long,
    private val dispatcher: CoroutineDispatcher,
) {
    private val handle = NativeHandle(address, native::release)
    private val lock = Any()
    private val operations = HashMap<Long, CancellableContinuation<Event>>()

    /** Completions that came before their operation was noted. */
    private val early = HashMap<Long, Event>()
    private val subscriptions = HashMap<Long, Channel<Unit>>()
    private var hasEnded = false

    val session = MutableStateFlow(sessionOf(one(accounts(Block(handle.use { native.account(it) })))))
    val replacements = Listeners<ConversationReplaced>()
    val settingFailures = Listeners<SettingFailed>()
    val setAside = MutableStateFlow<StoreSetAside?>(null)

    /** Counts the events of these kinds, and resumptions; [ENDED] when there are none any more. */
    val credentials = MutableStateFlow(0L)
    val notifications = MutableStateFlow(0L)
    val permissions = MutableStateFlow(0L)
    val files = MutableStateFlow(0L)
    val transfers = MutableStateFlow(0L)

    private val pump = Thread(::run, "interactions-pump").apply { isDaemon = true }

    fun start() = pump.start()

    /** Starts the shutdown and returns at once. */
    fun close() {
        val address = handle.tryEnter() ?: return
        native.close(address)
        handle.leave()
    }

    /** Waits for the shutdown; on the pump's own thread, which may run a collector, there is no waiting. */
    fun awaitClosed() {
        if (Thread.currentThread() !== pump) handle.awaitRelease()
    }

    /** A call that needs no file and no network. */
    inline fun <T> now(call: NativeClient.(Long) -> T): T = handle.use { native.call(it) }

    /** A call that reads or writes files. */
    suspend fun <T> io(call: NativeClient.(Long) -> T): T =
        withContext(dispatcher) { now(call) }

    /** An operation: suspends until it is complete, and cancels it when the caller is cancelled. */
    suspend fun complete(start: NativeClient.(Long) -> Long): ByteArray? = withContext(dispatcher) {
        val event = suspendCancellableCoroutine { continuation ->
            val operation = now(start)
            note(operation, continuation)
            continuation.invokeOnCancellation { cancel(operation) }
        }
        event.failure()?.let { throw it }
        event.page
    }

    private fun note(operation: Long, continuation: CancellableContinuation<Event>) {
        val event: Event?
        val isTooLate: Boolean
        synchronized(lock) {
            event = early.remove(operation)
            isTooLate = hasEnded
            if (event == null && !isTooLate) operations[operation] = continuation
        }
        if (event != null) {
            continuation.resume(event)
        } else if (isTooLate) {
            continuation.resumeWithException(Failures.closed())
        }
    }

    /** Operations that have not been completed. */
    fun inFlight(): Int = synchronized(lock) { operations.size }

    private fun cancel(operation: Long) {
        val address = handle.tryEnter() ?: return
        native.cancel(address, operation)
        handle.leave()
    }

    /** Subscribes; [signal] is sent to whenever there is something to take, and closed at the end. */
    fun subscribe(signal: Channel<Unit>, start: NativeClient.(Long) -> Long): Long {
        val subscription = now(start)
        synchronized(lock) {
            if (hasEnded) signal.close() else subscriptions[subscription] = signal
        }
        return subscription
    }

    fun unsubscribe(subscription: Long) {
        synchronized(lock) { subscriptions.remove(subscription) }
        val address = handle.tryEnter() ?: return
        native.unsubscribe(address, subscription)
        handle.leave()
    }

    private fun run() {
        val address = handle.enter()
        var failure: Throwable? = null
        try {
            do {
                val batch = events(native.poll(address, -1))
                batch.forEach(::dispatch)
            } while (batch.none { it.kind == EventKind.CLOSED })
        } catch (e: Throwable) {
            // Memory is exhausted, or a defect: nobody may go on waiting for an answer.
            failure = e
            native.close(address)
        }
        end(failure ?: Failures.closed())
        handle.leave()
        handle.close()
    }

    private fun dispatch(event: Event) {
        when (event.kind) {
            EventKind.OPERATION_COMPLETED -> {
                val waiting = synchronized(lock) {
                    operations.remove(event.operation).also {
                        if (it == null) early[event.operation] = event
                    }
                }
                waiting?.resume(event)
            }
            EventKind.SUBSCRIPTION_CHANGED ->
                synchronized(lock) { subscriptions[event.subscription] }?.trySend(Unit)
            EventKind.CONVERSATION_REPLACED -> replacements.tell(
                ConversationReplaced(ConversationId(event.from.orEmpty()), ConversationId(event.to.orEmpty())),
            )
            EventKind.SETTING_FAILED -> settingFailures.tell(
                SettingFailed(ConversationId(event.from.orEmpty()), event.to.orEmpty(), event.error),
            )
            EventKind.SESSION_CHANGED -> readSession(event.status)
            EventKind.CREDENTIALS_CHANGED -> countOn(credentials)
            EventKind.NOTIFICATIONS -> countOn(notifications)
            EventKind.PERMISSION_NEEDED -> countOn(permissions)
            EventKind.FILES -> countOn(files)
            EventKind.TRANSFER -> countOn(transfers)
            EventKind.STORE_SET_ASIDE ->
                setAside.value = StoreSetAside(event.from.orEmpty(), event.count, event.error)
            // CLOSED ends the pump; others are of a newer library.
        }
    }

    /** What came while the files were closed could not be read: it is looked at again. */
    fun lookAgain() {
        if (credentials.value > 0) countOn(credentials)
        countOn(notifications)
        countOn(permissions)
        countOn(files)
        countOn(transfers)
    }

    private fun countOn(counter: MutableStateFlow<Long>) =
        counter.update { if (it == ENDED) ENDED else it + 1 }

    private fun readSession(status: Int) {
        try {
            val account = one(accounts(Block(now { account(it) })))
            session.value = sessionOf(account)
                .copy(endedBy = if (status == 0) null else ErrorCode(status))
        } catch (_: InteractionsException) {
            // Closed or suspended meanwhile: what was known stays, and resuming brings the event again.
        }
    }

    private fun end(cause: Throwable) {
        val left = synchronized(lock) {
            hasEnded = true
            subscriptions.values.forEach { it.close() }
            operations.values.toList().also { operations.clear() }
        }
        replacements.end()
        settingFailures.end()
        credentials.value = ENDED
        notifications.value = ENDED
        permissions.value = ENDED
        files.value = ENDED
        transfers.value = ENDED
        left.forEach { it.resumeWithException(cause) }
    }

    companion object {
        const val ENDED = -1L

        private fun sessionOf(account: Account) = SessionInfo(
            account.session, account.server, account.userId, account.displayName, account.deviceId,
        )
    }
}
