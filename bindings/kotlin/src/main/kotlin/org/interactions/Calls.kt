// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlin.time.Duration
import org.interactions.internal.Arguments

/**
 * What the app's own call stack saw of a call. Reports of one [callId] are one item.
 *
 * @property number the other side's, as a person writes it; or [user], a colleague's id
 * @property ownNumber the line it went over; null: the account's only one
 * @property atMs when the phase began, milliseconds since 1970 UTC
 * @property outcome of a call that ended
 * @property talked how long they talked; null: since the answer
 */
data class CallReport(
    val callId: String,
    val phase: CallPhase,
    val direction: Direction,
    val atMs: Long,
    val number: String? = null,
    val user: String? = null,
    val ownNumber: String? = null,
    val outcome: CallOutcome = CallOutcome.ANSWERED,
    val talked: Duration? = null,
)

/** Calls that the app's own call stack saw. */
class Calls internal constructor(private val client: InteractionsClient) {
    /** Puts a call into the thread with its peer; to report the same again changes nothing. */
    suspend fun report(report: CallReport): ItemId {
        val described = Arguments()
            .int(report.direction.value)
            .int(report.phase.value)
            .int(report.outcome.value)
            .text(report.callId)
            .text(report.number)
            .text(report.user)
            .text(report.ownNumber)
            .long(report.atMs)
            .long(report.talked?.inWholeMilliseconds ?: 0)
            .done()
        return ItemId(client.core.io { callReport(it, described) }.decodeToString())
    }
}
