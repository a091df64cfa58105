// SPDX-License-Identifier: Apache-2.0
package org.interactions.sandbox

import kotlin.time.Duration
import org.interactions.internal.Arguments
import org.interactions.internal.Collector
import org.interactions.internal.NativeHandle
import org.interactions.internal.Reader
import org.interactions.internal.utf8

/** Somebody who can sign in. */
data class SandboxUser(val user: String, val password: String, val name: String) {
    /** Without the password. */
    override fun toString(): String = "SandboxUser($user)"
}

/**
 * A small company on 127.0.0.1 whose colleagues and customers answer: a backend to develop and test
 * against, in a library of its own that no product ships. Everything is quick but [start] with a long
 * history and [close]. Throws [org.interactions.InteractionsException]. Any thread.
 */
class Sandbox private constructor(private val native: NativeSandbox, address: Long) : AutoCloseable {
    // What watches for the collection of this object must not hold it: `native` is another one.
    private val handle = NativeHandle(address, native::release)
    private val forget = Collector.watch(this, handle::close)

    /** The base URL, to sign in with. */
    val url: String get() = handle.use { native.url(it) }.decodeToString()
    val port: Int get() = handle.use { native.port(it) }

    /** Who can sign in, in the order of the company file. */
    val users: List<SandboxUser>
        get() {
            val reader = Reader(handle.use { native.signIns(it) })
            return List(reader.int()) {
                SandboxUser(reader.text().orEmpty(), reader.text().orEmpty(), reader.text().orEmpty())
            }
        }

    /** A colleague writes to a user or into a channel. */
    fun say(from: String, to: String, text: String) =
        handle.use { native.say(it, utf8(from), utf8(to), utf8(text)) }

    /** A colleague is seen writing, or no more. */
    fun typing(from: String, to: String, on: Boolean) =
        handle.use { native.typing(it, utf8(from), utf8(to), on) }

    /** A text from outside to a user; null: to the first person. */
    fun sms(number: String, text: String, to: String? = null) =
        handle.use { native.sms(it, utf8(number), utf8(to), utf8(text)) }

    /** A call with [number] has ended; [user] null: the first person's. */
    fun call(
        number: String,
        outcome: SandboxOutcome,
        user: String? = null,
        isOutgoing: Boolean = false,
        duration: Duration = Duration.ZERO,
        transcript: String? = null,
    ) {
        val described = Arguments()
            .int(outcome.value)
            .text(number)
            .text(user)
            .int(if (isOutgoing) 1 else 0)
            .long(duration.inWholeMilliseconds)
            .text(transcript)
            .done()
        handle.use { native.call(it, described) }
    }

    /** From now on the carrier does this with texts to the number; [answer]: what its owner texts back. */
    fun carrier(number: String, behaviour: CarrierBehaviour, answer: String? = null) =
        handle.use { native.carrier(it, utf8(number), behaviour.value, utf8(answer)) }

    /** The gateway's own word on whether the number wants texts from a user's; null: the first person's. */
    fun consent(number: String, isOptedOut: Boolean, to: String? = null) =
        handle.use { native.consent(it, utf8(number), utf8(to), isOptedOut) }

    /** The sandbox's clock goes ahead; what is due by then happens now. */
    fun advance(by: Duration) = handle.use { native.advance(it, by.inWholeMilliseconds) }

    /** The user's sessions end on all devices; [soft]: a client may sign in again and keep its data. */
    fun endSessions(user: String, soft: Boolean) =
        handle.use { native.endSessions(it, utf8(user), soft) }

    /** Answers no more; connections are closed. */
    fun stop() = handle.use { native.stop(it) }

    override fun close() {
        handle.close()
        handle.awaitRelease()
        forget()
    }

    companion object {
        /**
         * Starts a company; without [company] (the text of a company file) and [companyFile] (its path) the
         * built-in one. [history]: items of older history for the first person. [port] 0: a free one.
         */
        fun start(
            company: String? = null,
            companyFile: String? = null,
            history: Long = 0,
            port: Int = 0,
        ): Sandbox {
            NativeSandbox.load()
            val native = NativeSandbox()
            return Sandbox(native, native.start(utf8(company), utf8(companyFile), history, port))
        }

        /** Objects of the sandbox's library that are alive in this process. */
        fun liveObjects(): Long {
            NativeSandbox.load()
            return NativeSandbox().liveObjects()
        }
    }
}
