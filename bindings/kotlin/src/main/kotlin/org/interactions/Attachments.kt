// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlinx.coroutines.flow.Flow
import org.interactions.internal.Arguments
import org.interactions.internal.Block
import org.interactions.internal.Failures
import org.interactions.internal.attachments
import org.interactions.internal.counted
import org.interactions.internal.transfers
import org.interactions.internal.utf8

/** Files within messages: fetched, kept, given out, and on their way. Ids are those of [Item.attachments]. */
class Attachments internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * Brings an attachment's bytes to this device: at once when they are here, else in one transfer for
     * whoever asks, which goes on where an earlier one ended, and is verified. Gives the attachment as it is
     * then. Cancelling the coroutine ends its part of the transfer.
     *
     * @param priority higher ones go first; what is on screen might have 10, what may be wanted next 0
     * @throws InteractionsException.Files the service does not have it or makes no small picture, or what
     * came is not what was sent
     * @throws InteractionsException.Network also where it is larger than [MediaPolicy.maxDownloadBytes]
     */
    suspend fun fetch(attachment: String, part: FilePart = FilePart.FILE, priority: Int = 0): Attachment {
        val page = core.complete { attachmentFetch(it, utf8(attachment), part.value, priority) }
        return page?.let { attachments(Block(it)) }?.find { it.id == attachment }
            ?: throw Failures.notFound("the attachment's message has been deleted")
    }

    /**
     * Copies an attachment that is here to [path], which must not exist; one that was not written whole is
     * removed. Throws [InteractionsException.Files] where it is not here: fetch it first.
     */
    suspend fun export(attachment: String, path: String) {
        core.io { attachmentExport(it, utf8(attachment), utf8(path), -1) }
    }

    /** The same into a descriptor that is open for writing, which stays the caller's. */
    suspend fun export(attachment: String, fd: Int) {
        if (fd < 0) throw Failures.invalidArgument("a descriptor that is open for writing is expected, not $fd")
        core.io { attachmentExport(it, utf8(attachment), null, fd) }
    }

    /** What is pinned stays on this device whatever the policy says. It has to be here: fetch it first. */
    suspend fun pin(attachment: String, on: Boolean = true) {
        core.io { attachmentPin(it, utf8(attachment), on) }
    }

    /**
     * Holds the upload of an own message's attachment, or lets it go on. Outlives the process. To give it
     * up, discard the message. Throws [InteractionsException.NotFound] where it is at the service already.
     */
    suspend fun pauseUpload(attachment: String, on: Boolean = true) {
        core.io { attachmentPause(it, utf8(attachment), on) }
    }

    /** What is on its way now. */
    suspend fun transfers(): List<Transfer> = transfers(Block(core.io { transfersPage(it) }))

    /**
     * The same, at once and whenever one of them has come further, at most ten times a second each, or has
     * ended. A slow collector leaves out what is past.
     */
    fun liveTransfers(): Flow<List<Transfer>> = counted(core.transfers) { transfers() }

    /** Takes effect at once, until the client is closed: say it after each opening. */
    fun setPolicy(policy: MediaPolicy) {
        val described = policy.described()
        core.now { mediaSetPolicy(it, described) }
    }
}

/**
 * An upload or download that is on its way.
 *
 * @property doneBytes of a download with those that were here before
 * @property totalBytes null: not known
 * @property bytesPerSecond of the last second; null: not measured yet
 */
data class Transfer(
    val attachment: String,
    val part: FilePart,
    val isUpload: Boolean,
    val doneBytes: Long,
    val totalBytes: Long?,
    val bytesPerSecond: Long?,
)

/**
 * What files may cost.
 *
 * @property fetchesThumbnails small pictures of what a followed thread shows are fetched
 * @property cacheBytes the most that files which came may take on this device; beyond it the least
 * recently used go. Never what is pinned, was used within ten minutes, or is to leave. null: no bound
 * @property cacheAge those not used for so long go, too; null: none
 * @property meteredUploadBytes on a metered network ([InteractionsClient.hintNetwork]) a larger upload
 * waits for another one; null: none does
 * @property autoBytes whole files of what a followed thread shows are fetched up to this size; 0: none
 * @property autoBytesMetered the same on a metered network
 * @property maxDownloadBytes larger ones are refused
 */
data class MediaPolicy(
    val fetchesThumbnails: Boolean = true,
    val cacheBytes: Long? = 400L shl 20,
    val cacheAge: Duration? = 60.days,
    val meteredUploadBytes: Long? = null,
    val autoBytes: Long = 0,
    val autoBytesMetered: Long = 0,
    val maxDownloadBytes: Long = 4L shl 30,
) {
    internal fun described(): ByteArray = Arguments()
        .int(if (fetchesThumbnails) 1 else 0)
        .long(limit(cacheBytes))
        .long(limit(cacheAge?.inWholeMilliseconds))
        .long(limit(meteredUploadBytes))
        .long(autoBytes)
        .long(autoBytesMetered)
        .long(maxDownloadBytes)
        .done()

    /** The C interface's 0 is "no bound": a bound of nothing is one of a byte, or a millisecond. */
    private fun limit(value: Long?): Long = if (value == 0L) 1 else value ?: 0
}
