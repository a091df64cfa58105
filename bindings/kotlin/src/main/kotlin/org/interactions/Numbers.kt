// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.phoneNumber
import org.interactions.internal.utf8

/** Phone numbers as this client reads them; without a client: [PhoneNumber.parse]. */
class Numbers internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /** Reads a number as a person writes it; [rules] stand in the place of the client's for this call. */
    fun parse(text: String, rules: NumberRules? = null): PhoneNumber =
        phoneNumber(core.now { parseNumber(it, utf8(text), rules?.described()) })

    /** From now on the client goes by [rules]. Not stored: give them again at the next opening. */
    fun setRules(rules: NumberRules) = core.now { setNumberRules(it, rules.described()) }

    /** The table of area codes that the client uses, as text. */
    fun areaCodes(): String = core.now { areaCodes(it) }.decodeToString()
}
