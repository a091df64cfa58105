// SPDX-License-Identifier: Apache-2.0
// Generated from the C headers by bindings/generate/kotlin_enums.py; not edited by hand.
package org.interactions.internal

/** Values of ix_contacts_mode. */
internal object ContactsMode {
    const val KEEP_OTHERS = 0
    const val REPLACE_ALL = 1
    const val REMOVE = 2
}

/** Values of ix_event_kind. */
internal object EventKind {
    const val OPERATION_COMPLETED = 1
    const val SUBSCRIPTION_CHANGED = 2
    const val CONVERSATION_REPLACED = 3
    const val SESSION_CHANGED = 4
    const val CREDENTIALS_CHANGED = 5
    const val CLOSED = 6
    const val NOTIFICATIONS = 7
    const val STORE_SET_ASIDE = 8
    const val SETTING_FAILED = 9
    const val PERMISSION_NEEDED = 10
    const val TRANSFER = 11
    const val FILES = 12
}

/** Values of ix_change_op. */
internal object ChangeOp {
    const val INSERT = 1
    const val REMOVE = 2
    const val MOVE = 3
    const val UPDATE = 4
}

/** Values of ix_live_kind. */
internal object LiveKind {
    const val THREAD = 2
    const val CONVERSATION = 3
    const val COUNTS = 4
    const val OUTBOX = 5
    const val TYPING = 6
}

/** Flags of calls and counts, and the version. */
internal object Bits {
    const val SIGN_OUT_WIPE = 1
    const val SIGN_OUT_FORCE = 2
    const val ERASE_FORCE = 1
    const val STORE_REPAIR = 1
    const val PRUNE_NOW = 1
    const val PRUNE_SET = 2
    const val NUMBER_RULES_OLDER = 1
    const val CONSENT_HISTORY = 1
    const val CHANNEL_GROUP = 1
    const val FILE_REFERENCE = 1
    const val FILE_KEEP_METADATA = 2
    const val COUNTS_LOWER_BOUND = 1
    const val VERSION_MAJOR = 0
    const val VERSION_MINOR = 1
}
