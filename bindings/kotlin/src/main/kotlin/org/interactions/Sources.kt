// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlinx.coroutines.flow.Flow
import org.interactions.internal.Arguments
import org.interactions.internal.Block
import org.interactions.internal.counted
import org.interactions.internal.sources
import org.interactions.internal.utf8

/**
 * Where files come from - camera, gallery, files, what was copied or is dropped - and the way to the
 * permission that a source needs. The library remembers it, also over the end of the process that Android
 * may bring about while its dialog is up: what the dialog said may be answered in the next one.
 */
class Sources internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * What this platform has, and no others; before the first call none. Call it at the start and whenever
     * the app comes to the foreground: in the system's settings the user may have changed anything.
     */
    suspend fun set(sources: List<PlatformSource>) {
        val described = Arguments().int(sources.size)
        for (one in sources) {
            described.int(one.source.value).int(if (one.needsPermission) 1 else 0)
                .int(one.answer?.value ?: 0)
        }
        core.io { sourcesSet(it, described.done()) }
    }

    /**
     * The choice: a row for each source, also those that this platform does not have. [conversation]: rows
     * say why it takes no files, if it does not. [language] of the texts: "fr-CA"; null: English.
     */
    suspend fun all(conversation: ConversationId? = null, language: String? = null): List<FileSource> =
        sources(Block(core.io { sourcesPage(it, utf8(conversation?.value), utf8(language)) }))

    /**
     * The sources for which something is to be done, at once and whenever that changes; empty: nothing is.
     * After a start these are the requests that the last process left: see [FileSource.sinceMs] before
     * showing what is long past, and answer [PermissionAnswer.NOT_NOW] for what is not shown.
     */
    fun requests(language: String? = null): Flow<List<FileSource>> =
        counted(core.permissions) { all(null, language).filter { it.step != PermissionStep.NONE } }

    /** The user wants the source. What is to be done. Throws where this platform does not have it. */
    suspend fun request(source: SourceKind): PermissionStep =
        PermissionStep(core.io { sourceRequest(it, source.value) })

    /** Something was answered, at any time; also unasked, late or twice. What is to be done next. */
    suspend fun answer(source: SourceKind, answer: PermissionAnswer): PermissionStep =
        PermissionStep(core.io { permissionAnswer(it, source.value, answer.value) })
}

/**
 * A source that this platform has.
 *
 * @property needsPermission without it a request opens at once, as for Android's photo picker
 * @property answer what the system says of the permission now; null: it was not looked up
 */
data class PlatformSource(
    val source: SourceKind,
    val needsPermission: Boolean = false,
    val answer: PermissionAnswer? = null,
)

/**
 * Where files come from, and how far the user is with its permission.
 *
 * @property name "camera"; with "source." before it the key of the label
 * @property step what is to be done; [PermissionStep.NONE]: nothing
 * @property reason why the conversation takes no files; null: it does
 * @property screen what to show for the step; null: it has no screen
 * @property sinceMs when the user began the request, milliseconds since 1970 UTC; null: there is none
 */
data class FileSource(
    val source: SourceKind,
    val name: String,
    val label: String,
    val isAvailable: Boolean,
    val needsPermission: Boolean,
    val state: PermissionState,
    val step: PermissionStep,
    val reason: String?,
    val screen: PermissionScreen?,
    val sinceMs: Long?,
)

/**
 * A screen of the app's own.
 *
 * @property key "permission.camera.explain"; with ".title" and so on behind it that of each text
 * @property confirm the button that goes on
 * @property dismiss the one that does not; null: there is only the other one
 */
data class PermissionScreen(
    val key: String,
    val title: String,
    val body: String,
    val confirm: String,
    val dismiss: String?,
)
