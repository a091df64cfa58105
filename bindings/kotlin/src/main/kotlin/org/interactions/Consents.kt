// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.Bits
import org.interactions.internal.Block
import org.interactions.internal.consents
import org.interactions.internal.utf8

/** Who wants no more texts: a ledger for each pair of an own number and a peer's. */
class Consents internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * The ledger in the order of the peers' numbers; [number]: of one peer alone. [history]: every word,
     * instead of what each pair stands at. [limit] 1 to 1000.
     */
    suspend fun page(
        number: String? = null,
        history: Boolean = false,
        cursor: Cursor? = null,
        limit: Int = 50,
    ): Page<Consent> {
        val flags = if (history) Bits.CONSENT_HISTORY else 0
        val block = Block(core.io { consentPage(it, flags, utf8(number), utf8(cursor?.value), limit) })
        return Page(consents(block), block.cursor, block.more)
    }

    /**
     * What the host knows from elsewhere: [ConsentState.OPTED_IN] or [ConsentState.OPTED_OUT] of a number
     * as a person writes it; [own] null: the account's only one.
     */
    suspend fun put(peer: String, state: ConsentState, own: String? = null) {
        core.io { consentPut(it, state.value, utf8(peer), utf8(own)) }
    }
}
