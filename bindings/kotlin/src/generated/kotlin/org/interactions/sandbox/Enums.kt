// SPDX-License-Identifier: Apache-2.0
// Generated from the C headers by bindings/generate/kotlin_enums.py; not edited by hand.
package org.interactions.sandbox

/** How a call ended. */
@JvmInline
value class SandboxOutcome(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "answered"
        1 -> "missed"
        2 -> "declined"
        3 -> "voicemail"
        4 -> "failed"
        else -> "unknown($value)"
    }

    companion object {
        val ANSWERED: SandboxOutcome = SandboxOutcome(0)
        val MISSED: SandboxOutcome = SandboxOutcome(1)
        val DECLINED: SandboxOutcome = SandboxOutcome(2)
        val VOICEMAIL: SandboxOutcome = SandboxOutcome(3)
        val FAILED: SandboxOutcome = SandboxOutcome(4)
    }
}

/** What the carrier does with a text to a number. */
@JvmInline
value class CarrierBehaviour(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "delivers"
        1 -> "refuses"
        2 -> "fails_for_now"
        3 -> "silent"
        4 -> "unknown_number"
        5 -> "honours_stop"
        6 -> "opted_out"
        else -> "unknown($value)"
    }

    companion object {
        /** Reports success; its owner reads, and may answer. */
        val DELIVERS: CarrierBehaviour = CarrierBehaviour(0)
        /** Reports a permanent failure. */
        val REFUSES: CarrierBehaviour = CarrierBehaviour(1)
        /** Reports a failure that a retry can cure. */
        val FAILS_FOR_NOW: CarrierBehaviour = CarrierBehaviour(2)
        /** Takes it and never reports. */
        val SILENT: CarrierBehaviour = CarrierBehaviour(3)
        /** Knows no way there: the number cannot be texted. */
        val UNKNOWN_NUMBER: CarrierBehaviour = CarrierBehaviour(4)
        /** Delivers, until its owner texts STOP, and again after START. */
        val HONOURS_STOP: CarrierBehaviour = CarrierBehaviour(5)
        /** The same, of an owner who has texted STOP: reports 21610. */
        val OPTED_OUT: CarrierBehaviour = CarrierBehaviour(6)
    }
}
