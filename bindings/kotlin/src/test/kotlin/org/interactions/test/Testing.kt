// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.nio.file.Files
import kotlin.system.exitProcess
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.interactions.ClientConfig
import org.interactions.CredentialPolicy
import org.interactions.InteractionsClient
import org.interactions.SyncMode

/** Named tests; prints a line for each. Confined to the main thread. */
class Suite {
    private var failed = 0
    private var passed = 0

    fun test(name: String, body: () -> Unit) {
        try {
            body()
            passed++
            println("ok $name")
        } catch (e: Throwable) {
            failed++
            println("FAIL $name: $e")
            e.printStackTrace(System.out)
        }
    }

    /** A test that suspends, and that leaves no object of the library alive. */
    fun coroutine(name: String, limit: Duration = 60.seconds, body: suspend CoroutineScope.() -> Unit) =
        test(name) {
            runBlocking { withTimeout(limit) { body() } }
            noLeaks()
        }

    fun finish(): Nothing {
        println("$passed passed, $failed failed")
        exitProcess(if (failed == 0 && passed > 0) 0 else 1)
    }
}

/** Waits for threads that let go of the last objects, then insists. */
fun noLeaks() {
    eventually("objects are alive") { InteractionsClient.liveObjects() == 0L }
}

fun eventually(what: String, condition: () -> Boolean) {
    val end = System.nanoTime() + 10_000_000_000
    while (!condition()) {
        if (System.nanoTime() > end) throw AssertionError(what)
        Thread.sleep(5)
    }
}

fun <T> same(expected: T, found: T) {
    if (expected != found) throw AssertionError("expected $expected, found $found")
}

/** The failure of type [T] that [body] ends with. */
inline fun <reified T : Throwable> fails(body: () -> Unit): T {
    try {
        body()
    } catch (e: Throwable) {
        return e as? T ?: throw AssertionError("expected ${T::class}, found $e", e)
    }
    throw AssertionError("nothing failed, expected ${T::class}")
}

/** A new folder for [body], removed afterwards. */
inline fun <T> inFolder(body: (File) -> T): T {
    val folder = Files.createTempDirectory("ix_é_").toFile()
    try {
        return body(folder)
    } finally {
        folder.deleteRecursively()
    }
}

fun config(folder: File, mode: SyncMode = SyncMode.ON_DEMAND) = ClientConfig(
    folder = File(folder, "account").path,
    syncMode = mode,
    credentials = CredentialPolicy.FILE,
)

fun main(args: Array<String>) {
    val suite = Suite()
    when (args[0]) {
        "unit" -> {
            blockTests(suite, File(args[1]))
            unitTests(suite)
            jarTests(suite)
            suite.test("the program of the project's README") {
                inFolder { runBlocking { readme.main(arrayOf(File(it, "account").path)) } }
                noLeaks()
            }
        }
        "client" -> {
            clientTests(suite)
            fileTests(suite)
            lifecycleTests(suite)
        }
        "flood" -> floodTests(suite)
        "bench" -> pageBench(suite)
        "exit" -> exitWithoutClose()
    }
    suite.finish()
}
