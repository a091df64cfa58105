// SPDX-License-Identifier: Apache-2.0
package org.interactions

/**
 * The account as it is stored.
 *
 * @property lastSyncMs milliseconds since 1970 UTC; null: never
 * @property numbers own phone numbers
 * @property outbox how many entries wait there
 */
data class Account(
    val session: SessionState,
    val server: String?,
    val userId: String?,
    val displayName: String?,
    val deviceId: String?,
    val lastSyncMs: Long?,
    val numbers: List<Address>,
    val conversations: Long,
    val items: Long,
    val outbox: Long,
    val storeBytes: Long,
)

/** Who is signed in; [endedBy]: why the session ended, where it did. */
data class SessionInfo(
    val state: SessionState,
    val server: String?,
    val userId: String?,
    val displayName: String?,
    val deviceId: String?,
    val endedBy: ErrorCode? = null,
)

/** What the client did on the network since it was opened. */
data class Counters(
    val network: NetworkKind,
    val requests: Long,
    val requestFailures: Long,
    val bytesSent: Long,
    val bytesReceived: Long,
    val connections: Long,
    /** Times the engine's thread woke up. */
    val wakeups: Long,
    /** Finished rounds of syncing. */
    val syncs: Long,
)

/**
 * The database was damaged when the account was opened: it lies in the account's folder as [file], and a
 * new one is in its place. [unsent] messages wait on; [error]: some could not be read.
 */
data class StoreSetAside(val file: String, val unsent: Long, val error: InteractionsException?)

/** Conversation [from] is now part of [to]; both ids keep working. */
data class ConversationReplaced(val from: ConversationId, val to: ConversationId)

/** The backend does not have [setting] ("muted", "pinned", "archived", "marked_unread", "read_marker"). */
data class SettingFailed(
    val conversation: ConversationId,
    val setting: String,
    val error: InteractionsException?,
)

/** What a check of the account's files found wrong; [first]: one that is. */
data class Finding(
    val check: StoreCheckKind,
    val name: String,
    val count: Long,
    val first: String?,
    val isRepaired: Boolean,
)

/** How much is stored of a route; [route] null: of all together. */
data class RouteSize(
    val route: RouteId?,
    val conversation: ConversationId?,
    val items: Long,
    val textBytes: Long,
    val metadataBytes: Long,
)

/** What is kept of the history on this device; null: no limit. */
data class Retention(
    val maxAgeMs: Long? = null,
    val maxRouteItems: Long? = null,
    val maxRouteBytes: Long? = null,
    val maxTotalBytes: Long? = null,
)
