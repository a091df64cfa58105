// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import org.interactions.ErrorCode
import org.interactions.Failure
import org.interactions.Fixer
import org.interactions.InteractionsException
import org.interactions.Origin
import org.interactions.RetryAdvice

/** One event of the queue; see event.h. [page]: the bytes of an operation's result. */
internal class Event(
    val kind: Int,
    val status: Int,
    val operation: Long,
    val subscription: Long,
    val count: Long,
    val from: String?,
    val to: String?,
    val error: InteractionsException?,
    val page: ByteArray?,
) {
    /** Why an operation failed; null: it did not. */
    fun failure(): InteractionsException? = when {
        status == 0 -> null
        error != null -> error
        else -> Failures.exception(
            Failure(
                ErrorCode(status), Origin.LOCAL, RetryAdvice.NEVER, Fixer.NOBODY,
                ErrorCode(status).toString(),
            ),
        )
    }
}

private fun error(reader: Reader): InteractionsException? {
    if (reader.int() == 0) return null
    val code = ErrorCode(reader.int())
    val origin = Origin(reader.int())
    val retry = RetryAdvice(reader.int())
    val fixer = Fixer(reader.int())
    val http = reader.int()
    val after = reader.long().takeIf { it >= 0 }
    val message = reader.text() ?: code.toString()
    return Failures.exception(Failure(code, origin, retry, fixer, message), http, reader.text(), after)
}

/** The events of one poll, in order. */
internal fun events(bytes: ByteArray): List<Event> {
    val reader = Reader(bytes)
    return List(reader.int()) {
        Event(
            kind = reader.int(),
            status = reader.int(),
            operation = reader.long(),
            subscription = reader.long(),
            count = reader.long(),
            from = reader.text(),
            to = reader.text(),
            error = error(reader),
            page = reader.bytes(),
        )
    }
}
