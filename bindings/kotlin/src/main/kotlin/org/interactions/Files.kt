// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.withContext
import org.interactions.internal.Arguments
import org.interactions.internal.Bits
import org.interactions.internal.Block
import org.interactions.internal.ByteSource
import org.interactions.internal.Failures
import org.interactions.internal.counted
import org.interactions.internal.stagedFiles
import org.interactions.internal.utf8

/** Files that the user picks: taken, prepared, and handed to [Messages.send]. They outlive the process. */
class Files internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * Takes a file that the user picked, durably, begins to prepare it, and gives its id, for
     * [Messages.send]. It may be sent at once. What is wrong with its content is told by its row later: see
     * [live]. Takes as long as copying does; a coroutine that is cancelled meanwhile has taken nothing. What
     * a [FileInput.Stream] throws is thrown as it is.
     *
     * @param name what the user knows it as; null: that of the path
     * @param conversation whose draft it belongs to; null: none
     * @param keepMetadata where and when it was taken, by what, and the like stays in it
     * @param maxBytes a picture is made so small, as for an MMS; null: as it is
     * @param thumbnail a small picture of it, where the app has one
     * @throws InteractionsException.Files it cannot be read, or there is nothing in it
     * @throws InteractionsException.NotFound the conversation
     * @throws InteractionsException.Storage
     */
    suspend fun stage(
        file: FileInput,
        name: String? = null,
        conversation: ConversationId? = null,
        keepMetadata: Boolean = false,
        maxBytes: Long? = null,
        thumbnail: FileThumbnail? = null,
    ): FileId {
        if (file is FileInput.Descriptor && file.fd < 0) {
            throw Failures.invalidArgument("a descriptor that is open for reading is expected, not ${file.fd}")
        }
        val reference = file is FileInput.Path && file.reference
        val described = Arguments()
            .int((if (reference) Bits.FILE_REFERENCE else 0) or if (keepMetadata) Bits.FILE_KEEP_METADATA else 0)
            .text((file as? FileInput.Path)?.path)
            .int((file as? FileInput.Descriptor)?.fd ?: -1)
            .text(name)
            .text(conversation?.value)
            .long(maxBytes ?: 0)
            .int(thumbnail?.width ?: 0)
            .int(thumbnail?.height ?: 0)
            .done()
        val source = ByteSource.of(file, currentCoroutineContext()[Job])
        var taken: ByteArray? = null
        try {
            val id = core.io { fileStage(it, described, source, thumbnail?.jpeg).also { id -> taken = id } }
            return FileId(id.decodeToString())
        } catch (e: CancellationException) {
            // Nobody learns its id.
            taken?.let { discard(it) }
            throw e
        } catch (e: InteractionsException) {
            // The library knows only that it could not be read.
            throw source?.failure ?: e
        }
    }

    private suspend fun discard(file: ByteArray) = withContext(NonCancellable) {
        try {
            core.io { fileDrop(it, file) }
        } catch (_: InteractionsException) {
            // Closed or suspended meanwhile: it is in [staged] again.
        }
    }

    /**
     * Files that were picked and not sent yet, of a conversation's draft or (null) all, oldest first.
     */
    suspend fun staged(conversation: ConversationId? = null): List<StagedFile> =
        stagedFiles(Block(core.io { filesPage(it, utf8(conversation?.value)) }))

    /** The same, at once and whenever one of them is in another state. */
    fun live(conversation: ConversationId? = null): Flow<List<StagedFile>> =
        counted(core.files) { staged(conversation) }

    /**
     * The user says that a file may leave with the private data that cannot be removed from it
     * ([FileState.UNCONFIRMED], also within a message; or before that is known).
     */
    suspend fun confirm(file: FileId) {
        core.io { fileConfirm(it, utf8(file.value)) }
    }

    /**
     * The user does not want to send a file after all. Dropped already: nothing happens. Throws
     * [InteractionsException.Sending] where it is in a message: discard that.
     */
    suspend fun drop(file: FileId) {
        core.io { fileDrop(it, utf8(file.value)) }
    }
}
