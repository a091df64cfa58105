// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.Bits
import org.interactions.internal.Block
import org.interactions.internal.findings
import org.interactions.internal.orNull
import org.interactions.internal.routeSizes
import org.interactions.internal.utf8

/** The account's files. What is here takes time in proportion to what is stored. */
class Store internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /** Holds everything derived against what it was derived from; empty: all is well. */
    suspend fun check(repair: Boolean = false): List<Finding> =
        findings(Block(core.io { storeCheck(it, if (repair) Bits.STORE_REPAIR else 0) }))

    /**
     * Writes everything that is stored of a contact (null: of the account) into a file, as lines of JSON;
     * gives how many. Tokens are not in it.
     */
    suspend fun export(path: String, contact: ContactId? = null): Long =
        core.io { storeExport(it, utf8(contact?.value), utf8(path)) }

    /** Takes history that the backend has off this device now; null: by the account's rules. */
    suspend fun prune(rules: Retention? = null): Long = prune(rules, Bits.PRUNE_NOW)

    /** From now on the library keeps to [rules] by itself; with [now] it also begins at once. */
    suspend fun setRetention(rules: Retention, now: Boolean = false): Long =
        prune(rules, Bits.PRUNE_SET or if (now) Bits.PRUNE_NOW else 0)

    private suspend fun prune(rules: Retention?, flags: Int): Long {
        val limits = rules?.run {
            longArrayOf(maxAgeMs ?: 0, maxRouteItems ?: 0, maxRouteBytes ?: 0, maxTotalBytes ?: 0)
        }
        return core.io { storePrune(it, limits, flags) }
    }

    /** The account's rules. */
    suspend fun retention(): Retention {
        val limits = core.io { storeRetention(it) }.map { it.orNull() }
        return Retention(limits[0], limits[1], limits[2], limits[3])
    }

    /** How much is stored: of all routes together, then of each. */
    suspend fun sizes(): List<RouteSize> = routeSizes(Block(core.io { storeSizes(it) }))
}
