// SPDX-License-Identifier: Apache-2.0
// The runner of the Kotlin binding: scenarios SCENARIO FOLDER (see tests/bindings/README.md).
package org.interactions.scenarios

import java.io.File
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.PrintStream
import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking
import org.interactions.InteractionsClient
import org.interactions.sandbox.Sandbox

private class Scenario(val needsServer: Boolean, val run: suspend (World) -> Unit)

private val scenarios = mapOf(
    "sign_in" to Scenario(true, ::signIn),
    "list" to Scenario(true, ::list),
    "filters" to Scenario(true, ::filters),
    "thread" to Scenario(true, ::thread),
    "live_changes" to Scenario(true, ::liveChanges),
    "send" to Scenario(true, ::send),
    "files" to Scenario(true, ::files),
    "new_number" to Scenario(true, ::newNumber),
    "merge_contact" to Scenario(true, ::mergeContact),
    "cancel" to Scenario(true, ::cancel),
    "sign_out" to Scenario(true, ::signOut),
    "errors" to Scenario(true, ::errors),
    "big_page" to Scenario(false, ::bigPage),
    "text" to Scenario(false, ::text),
    "close_busy" to Scenario(true, ::closeBusy),
    "many_clients" to Scenario(false, ::manyClients),
    "collected" to Scenario(false, ::collected),
    "permissions" to Scenario(false, ::permissions),
    "credentials" to Scenario(true, ::credentials),
)

fun main(args: Array<String>) {
    // The terminal's encoding is not what the lines are in.
    System.setOut(PrintStream(FileOutputStream(FileDescriptor.out), true, "UTF-8"))
    val scenario = args.takeIf { it.size == 2 }?.let { scenarios[it[0]] }
    if (scenario == null) {
        System.err.println("usage: scenarios SCENARIO FOLDER; scenarios: ${scenarios.keys.joinToString(" ")}")
        exitProcess(2)
    }
    runBlocking {
        World.make(File(args[1]), scenario.needsServer).use { scenario.run(it) }
    }
    line("live_objects" to InteractionsClient.liveObjects() + Sandbox.liveObjects())
}
