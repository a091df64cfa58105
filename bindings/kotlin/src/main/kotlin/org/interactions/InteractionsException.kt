// SPDX-License-Identifier: Apache-2.0
package org.interactions

/**
 * Why something failed, in a message or an outbox entry as in an exception. [message] is one line
 * without personal data: what was expected, what to do.
 */
data class Failure(
    val code: ErrorCode,
    val origin: Origin,
    val retry: RetryAdvice,
    val fixer: Fixer,
    val message: String,
)

/**
 * What every function of the binding throws. The subclasses say what kind of thing went wrong, and
 * [code] what exactly; a code of a newer library arrives as [Unknown] with its number.
 *
 * @property failure the code, who spoke, whether trying again can help, and who can remove the cause
 * @property httpStatus the HTTP status behind it; 0: none
 * @property serverCode the backend's own code, such as `M_FORBIDDEN`; null: none
 * @property retryAfterMs how long the server asked to wait, in milliseconds; null: it did not say
 */
sealed class InteractionsException(
    val failure: Failure,
    val httpStatus: Int,
    val serverCode: String?,
    val retryAfterMs: Long?,
) : Exception(failure.message) {
    val code: ErrorCode get() = failure.code
    val origin: Origin get() = failure.origin
    val retry: RetryAdvice get() = failure.retry
    val fixer: Fixer get() = failure.fixer

    override fun toString(): String = "${javaClass.name}: ${failure.message} ($code)"

    /** An argument is missing, out of range or cannot be read: text, number, address, cursor. */
    class InvalidArgument internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** No such object. */
    class NotFound internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** Not supported by this service, or for this kind of thing. */
    class NotSupported internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** The client has been closed, or is suspended. */
    class Unavailable internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** Too much at once: operations in flight, subscriptions, or something is being sent just now. */
    class Busy internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** Ended by the library: a newer search took the place of this one. */
    class Cancelled internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** The account's files: in use, damaged, full, of a newer version, of another account. */
    class Storage internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** Nobody is signed in, the sign-in was refused, or the session must be renewed. */
    class Session internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** The server: unreachable, not trusted, failing, or refusing the request. */
    class Network internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** A message cannot be sent, was refused on its way, or is still unsent. */
    class Sending internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** A file cannot be taken, sent or fetched. */
    class Files internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** A defect of the library or the binding, or memory is exhausted. */
    class Internal internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)

    /** A code that this version does not know. */
    class Unknown internal constructor(f: Failure, http: Int, server: String?, after: Long?) :
        InteractionsException(f, http, server, after)
}
