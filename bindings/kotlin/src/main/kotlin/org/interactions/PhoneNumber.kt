// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.Arguments
import org.interactions.internal.NativeLibrary
import org.interactions.internal.NativeRuntime
import org.interactions.internal.phoneNumber
import org.interactions.internal.utf8

/**
 * What is known of a phone number, without the network.
 *
 * @property e164 such as `+16135550123`; null: it has none
 * @property national as written in its country
 * @property region ISO 3166; null: not known
 * @property isVerified the tables know it; else only its shape is right
 * @property isSendable the destination policy lets it be texted
 * @property reason why not, as a key such as `emergency`
 * @property rule the rule of the destination policy that decided
 * @property extension digits that were written behind it
 */
data class PhoneNumber(
    val e164: String?,
    val national: String?,
    val region: String?,
    val numberClass: NumberClass,
    val isVerified: Boolean,
    val isSendable: Boolean,
    val reason: String?,
    val rule: String?,
    val extension: String?,
) {
    companion object {
        /**
         * Reads a number as a person writes it, by the library's own rules; text that is no number has
         * class [NumberClass.INVALID]. In time for each key press.
         */
        fun parse(text: String, region: String? = null): PhoneNumber {
            NativeLibrary.load()
            return phoneNumber(NativeRuntime.parseNumber(utf8(text), utf8(region)))
        }

        /** The library's own table of area codes, as text. */
        fun areaCodes(): String {
            NativeLibrary.load()
            return NativeRuntime.areaCodes().decodeToString()
        }
    }
}

/**
 * How numbers are read and which may be texted. Null changes nothing, an empty text stands for the
 * library's own.
 *
 * @property region ISO 3166 code for numbers without a country code
 * @property destinations the destination policy: rules such as `canadian toll_free -us +44`
 * @property areaCodes a table of area codes, in the form of [PhoneNumber.areaCodes]
 * @property mediaLimits what files a message takes: lines such as `mms soft=300000 hard=600000`
 * @property acceptOlder also takes a table that is older than the one in use
 */
data class NumberRules(
    val region: String? = null,
    val destinations: String? = null,
    val areaCodes: String? = null,
    val acceptOlder: Boolean = false,
    val mediaLimits: String? = null,
) {
    internal fun described(): ByteArray = Arguments()
        .int(if (acceptOlder) org.interactions.internal.Bits.NUMBER_RULES_OLDER else 0)
        .text(region).text(destinations).text(areaCodes).text(mediaLimits).done()
}
