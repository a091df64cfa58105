// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import org.interactions.ErrorCode
import org.interactions.Failure
import org.interactions.Fixer
import org.interactions.InteractionsException
import org.interactions.Origin
import org.interactions.RetryAdvice

/** Makes the exceptions. The native side calls [create] to throw one. */
internal object Failures {
    @JvmStatic
    fun create(
        code: Int,
        origin: Int,
        retry: Int,
        fixer: Int,
        httpStatus: Int,
        retryAfterMs: Long,
        message: ByteArray?,
        serverCode: ByteArray?,
    ): Throwable = exception(
        Failure(
            ErrorCode(code),
            Origin(origin),
            RetryAdvice(retry),
            Fixer(fixer),
            message?.decodeToString() ?: ErrorCode(code).toString(),
        ),
        httpStatus,
        serverCode?.decodeToString(),
        retryAfterMs.takeIf { it >= 0 },
    )

    fun exception(
        failure: Failure,
        http: Int = 0,
        server: String? = null,
        after: Long? = null,
    ): InteractionsException = when (failure.code) {
        ErrorCode.INVALID_ARGUMENT, ErrorCode.INVALID_UTF8, ErrorCode.INVALID_CURSOR,
        ErrorCode.INVALID_URL, ErrorCode.TEXT_EMPTY, ErrorCode.TEXT_TOO_LARGE,
        ErrorCode.NUMBER_INVALID,
        -> InteractionsException.InvalidArgument(failure, http, server, after)

        ErrorCode.NOT_FOUND -> InteractionsException.NotFound(failure, http, server, after)
        ErrorCode.NOT_SUPPORTED -> InteractionsException.NotSupported(failure, http, server, after)
        ErrorCode.CLOSED, ErrorCode.SUSPENDED,
        -> InteractionsException.Unavailable(failure, http, server, after)

        ErrorCode.BUSY, ErrorCode.POLL_IN_USE,
        -> InteractionsException.Busy(failure, http, server, after)

        ErrorCode.CANCELLED -> InteractionsException.Cancelled(failure, http, server, after)
        ErrorCode.STORE_IN_USE, ErrorCode.STORE_NOT_WRITABLE, ErrorCode.STORE_CORRUPT,
        ErrorCode.STORE_NEWER_SCHEMA, ErrorCode.STORE_FULL, ErrorCode.STORE_IO,
        ErrorCode.WRONG_ACCOUNT,
        -> InteractionsException.Storage(failure, http, server, after)

        ErrorCode.SIGNED_OUT, ErrorCode.SIGN_IN_REFUSED, ErrorCode.SESSION_EXPIRED,
        -> InteractionsException.Session(failure, http, server, after)

        ErrorCode.UNREACHABLE, ErrorCode.TIMEOUT, ErrorCode.TLS_UNTRUSTED,
        ErrorCode.TLS_WRONG_HOST, ErrorCode.TLS_FAILED, ErrorCode.NOT_A_HOMESERVER,
        ErrorCode.BAD_RESPONSE, ErrorCode.RATE_LIMITED, ErrorCode.SERVER_ERROR,
        ErrorCode.RESPONSE_TOO_LARGE, ErrorCode.REDIRECT_REFUSED, ErrorCode.REFUSED,
        -> InteractionsException.Network(failure, http, server, after)

        ErrorCode.UNSENT_ITEMS, ErrorCode.NUMBER_NOT_SENDABLE, ErrorCode.CANNOT_SEND,
        ErrorCode.ENCRYPTED, ErrorCode.NO_ROUTE, ErrorCode.CARRIER_REFUSED,
        ErrorCode.CARRIER_UNREACHABLE, ErrorCode.OPTED_OUT, ErrorCode.UNKNOWN_OUTCOME,
        ErrorCode.SCHEDULE_MISSED,
        -> InteractionsException.Sending(failure, http, server, after)

        ErrorCode.FILE_UNREADABLE, ErrorCode.FILE_EMPTY, ErrorCode.FILE_TOO_LARGE,
        ErrorCode.FILE_CHANGED, ErrorCode.FILE_DAMAGED, ErrorCode.NOT_CLEANED,
        ErrorCode.MEDIA_GONE, ErrorCode.MEDIA_DAMAGED, ErrorCode.PERMISSION_NEEDED,
        -> InteractionsException.Files(failure, http, server, after)

        ErrorCode.INVALID_HANDLE, ErrorCode.INTERNAL, ErrorCode.OUT_OF_MEMORY,
        -> InteractionsException.Internal(failure, http, server, after)

        else -> InteractionsException.Unknown(failure, http, server, after)
    }

    private fun local(code: ErrorCode, message: String) =
        exception(Failure(code, Origin.LOCAL, RetryAdvice.NEVER, Fixer.NOBODY, message))

    fun closed() = local(ErrorCode.CLOSED, "the client has been closed")

    fun invalidUtf8() = local(ErrorCode.INVALID_UTF8, "text holds half of a surrogate pair")

    fun invalidArgument(message: String) = local(ErrorCode.INVALID_ARGUMENT, message)

    fun notFound(message: String) = local(ErrorCode.NOT_FOUND, message)

    fun malformed(what: String) =
        local(ErrorCode.INTERNAL, "what the native library gave cannot be read: $what")
}
