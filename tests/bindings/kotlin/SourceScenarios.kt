// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import kotlinx.coroutines.flow.first
import org.interactions.*

private val platform = listOf(
    PlatformSource(SourceKind.CAMERA, needsPermission = true, answer = PermissionAnswer.NOT_ASKED),
    PlatformSource(SourceKind.MICROPHONE, needsPermission = true, answer = PermissionAnswer.RESTRICTED),
    PlatformSource(SourceKind.GALLERY),
    PlatformSource(SourceKind.FILES, needsPermission = true),
)

private fun print(step: PermissionStep) = line("step" to step)

private suspend fun printRequests(client: InteractionsClient) {
    val requests = soon { client.sources.requests().first { it.isNotEmpty() } }
    line("requests" to requests.map { it.name })
}

private suspend fun printScreen(client: InteractionsClient, source: SourceKind, language: String?) {
    val screen = client.sources.all(language = language).first { it.source == source }.screen!!
    line(
        "screen" to screen.key,
        "title" to screen.title,
        "confirm" to screen.confirm,
        "dismiss" to screen.dismiss,
    )
}

private suspend fun answer(client: InteractionsClient, answer: PermissionAnswer) =
    line("answer" to answer, "step" to client.sources.answer(SourceKind.CAMERA, answer))

suspend fun permissions(world: World) {
    world.open { client ->
        client.sources.set(platform)
        client.sources.all().forEach {
            line(
                "source" to it.name,
                "available" to it.isAvailable,
                "needs_permission" to it.needsPermission,
                "state" to it.state,
                "step" to it.step,
            )
        }
        print(client.sources.request(SourceKind.CAMERA))
        printRequests(client)
        printScreen(client, SourceKind.CAMERA, "fr-CA")
        answer(client, PermissionAnswer.CONTINUE)
        answer(client, PermissionAnswer.DONE)
    }
    world.open { client ->
        printRequests(client)
        answer(client, PermissionAnswer.GRANTED)
        answer(client, PermissionAnswer.DONE)
        client.sources.set(platform)
        print(client.sources.request(SourceKind.MICROPHONE))
        printScreen(client, SourceKind.MICROPHONE, null)
        print(client.sources.request(SourceKind.GALLERY))
        printFailure("no clipboard") { client.sources.request(SourceKind.CLIPBOARD) }
    }
}
