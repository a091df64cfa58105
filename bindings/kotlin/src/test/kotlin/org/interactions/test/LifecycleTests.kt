// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.lang.ref.WeakReference
import java.util.Collections
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.interactions.*
import org.interactions.sandbox.Sandbox

/** Opening, closing, dropping; threads. */
fun lifecycleTests(suite: Suite) = with(suite) {
    test("a folder that cannot be opened") {
        inFolder { folder ->
            val file = File(folder, "file").apply { writeText("no folder") }
            val error = fails<InteractionsException.Storage> {
                InteractionsClient.open(ClientConfig(File(file, "account").path))
            }
            same(ErrorCode.STORE_NOT_WRITABLE, error.code)
            same(Origin.LOCAL, error.origin)
            fails<InteractionsException.InvalidArgument> { InteractionsClient.open(ClientConfig("")) }
            val odd = ClientConfig(File(folder, "a").path, syncMode = SyncMode(77))
            check(fails<InteractionsException.InvalidArgument> { InteractionsClient.open(odd) }.message != null)
        }
        noLeaks()
    }
    test("the log comes, also of an opening that fails, and a sink may fail") {
        inFolder { folder ->
            val lines = Collections.synchronizedList(ArrayList<String>())
            fun logging() = ClientConfig(
                File(folder, "account").path,
                logLevel = LogLevel.TRACE,
                log = { _, line ->
                    lines.add(line)
                    if (lines.size == 1) Thread.currentThread().apply {
                        setUncaughtExceptionHandler { _, _ -> lines.add("handled") }
                        throw IllegalStateException("a sink that fails")
                    }
                },
            )
            InteractionsClient.open(logging()).use { first ->
                fails<InteractionsException.Storage> { InteractionsClient.open(logging()) }
                repeat(3) {
                    fails<InteractionsException.Network> {
                        runBlocking { first.signIn("http://127.0.0.1:1", "a", "b") }
                    }
                }
            }
            eventually("lines of log") { lines.size > 2 && "handled" in lines }
        }
        noLeaks()
    }
    coroutine("credentials are said to be kept while the client is suspended, or closes") {
        inFolder { keptMeanwhile(it) }
    }
    test("closed, every function says so and flows complete") {
        inFolder { folder ->
            runBlocking {
                val client = InteractionsClient.open(config(folder))
                val followers = listOf(
                    launch { client.conversations.list().collect {} },
                    launch { client.outbox.live().collect {} },
                    launch { client.conversations.replaced.collect {} },
                    launch { client.credentialRequests.collect {} },
                    launch { client.notifications.live().collect {} },
                )
                delay(50.milliseconds)
                client.close()
                client.close()
                followers.forEach { it.join() }
                check(followers.none { it.isCancelled })
                same(ErrorCode.CLOSED, fails<InteractionsException.Unavailable> { client.account() }.code)
                fails<InteractionsException.Unavailable> { client.sync() }
                fails<InteractionsException.Unavailable> { client.hintLowMemory() }
                fails<InteractionsException.Unavailable> { client.threads.live(ConversationId("r1")).first() }
            }
        }
        noLeaks()
    }
    test("operations that are in flight when it closes end, all of them") {
        silentServer { url ->
            inFolder { folder ->
                runBlocking {
                    val client = InteractionsClient.open(config(folder))
                    val signIns = List(20) { async(Dispatchers.Default) { runCatching { client.signIn(url, "a", "b") } } }
                    delay(100.milliseconds)
                    client.close()
                    val failures = signIns.awaitAll().map { it.exceptionOrNull() }
                    check(failures.all { it is InteractionsException }) { "$failures" }
                }
            }
        }
        noLeaks()
    }
    test("cancelled, an operation lets go at once and the client goes on") {
        silentServer { url ->
            inFolder { folder ->
                runBlocking {
                    InteractionsClient.open(config(folder)).use { client ->
                        repeat(100) {
                            val signIn = launch { client.signIn(url, "a", "b") }
                            if (it % 10 == 0) yield() else delay(1.milliseconds)
                            signIn.cancel()
                            signIn.join()
                        }
                        // The server never answers: they are complete because the library was told.
                        eventually("operations go on") { client.core.inFlight() == 0 }
                        same(SessionState.SIGNED_OUT, client.account().session)
                    }
                }
            }
        }
        noLeaks()
    }
    test("closing on the pump's own thread does not wait for itself") {
        inFolder { folder ->
            val client = InteractionsClient.open(config(folder))
            val onPump = CompletableDeferred<String>()
            runBlocking {
                launch(Dispatchers.Unconfined) {
                    client.conversations.replaced.first()
                    client.close()
                    onPump.complete(Thread.currentThread().name)
                }
                val id = client.conversations.open(Recipient.Number("613 555 0142"))
                client.conversations.open(Recipient.Number("613 555 0143"))
                client.contacts.save(ContactInput("1", "A", listOf("613 555 0142", "613 555 0143")))
                check(id.value.isNotEmpty())
                same("interactions-pump", onPump.await())
            }
        }
        noLeaks()
    }
    test("ten threads at once, and one that closes") {
        inFolder { folder ->
            val client = InteractionsClient.open(config(folder))
            val done = AtomicInteger()
            val threads = List(10) { number ->
                thread {
                    runBlocking {
                        try {
                            while (true) {
                                client.contacts.save(ContactInput("$number", "Name $number"))
                                client.contacts.page().rows.size
                                client.conversations.list().first()
                            }
                        } catch (_: InteractionsException.Unavailable) {
                            done.incrementAndGet()
                        } catch (_: NoSuchElementException) {
                            // The list ended before it had begun.
                            done.incrementAndGet()
                        }
                    }
                }
            }
            Thread.sleep(300)
            client.close()
            threads.forEach { it.join() }
            same(10, done.get())
        }
        noLeaks()
    }
    test("dropped, a client is closed by collection; one that is followed is not") {
        inFolder { folder ->
            runBlocking {
                val dropped = open(folder, "dropped")
                val seen = CompletableDeferred<Unit>()
                val follower = launch(Dispatchers.Default) { follow(folder, seen) }
                seen.await()
                eventually("a dropped client lives") {
                    System.gc()
                    dropped.get() == null && InteractionsClient.liveObjects() == 1L
                }
                delay(200.milliseconds)
                System.gc()
                same(1L, InteractionsClient.liveObjects())
                follower.cancel()
                follower.join()
            }
            eventually("a client that is no more followed lives") {
                System.gc()
                InteractionsClient.liveObjects() == 0L
            }
        }
    }
    test("a sandbox is collected, too") {
        same(1L, droppedSandbox())
        eventually("a dropped sandbox lives") {
            System.gc()
            Sandbox.liveObjects() == 0L
        }
    }
}

private fun open(folder: File, name: String) =
    WeakReference(InteractionsClient.open(config(File(folder, name).apply { mkdir() })))

private suspend fun keptMeanwhile(folder: File) = Sandbox.start().use { sandbox ->
    val config = ClientConfig(
        File(folder, "account").path, syncMode = SyncMode.ON_DEMAND, credentials = CredentialPolicy.HOST,
    )
    val client = InteractionsClient.open(config)
    val alex = sandbox.users.first()
    client.signIn(sandbox.url, alex.user, alex.password)
    val request = client.credentialRequests.first()
    client.suspendFiles()
    request.kept()
    client.resumeFiles()
    // It could not be said: they are asked for again.
    val again = client.credentialRequests.first()
    same(request.credentials, again.credentials)
    client.close()
    again.kept()
    again.kept()

    InteractionsClient.open(config).use { restarted ->
        restarted.restore(request.credentials)
        restarted.sync()
    }
}

private suspend fun follow(folder: File, seen: CompletableDeferred<Unit>) {
    val client = InteractionsClient.open(config(File(folder, "followed").apply { mkdir() }))
    client.conversations.list().collect { seen.complete(Unit) }
}

private fun droppedSandbox(): Long {
    check(Sandbox.start().port > 0)
    return Sandbox.liveObjects()
}

/** A server that takes connections and never answers. */
private fun silentServer(body: (String) -> Unit) {
    java.net.ServerSocket(0, 50, java.net.InetAddress.getByName("127.0.0.1")).use {
        body("http://127.0.0.1:${it.localPort}")
    }
}

/** Ends the process with a client that polls and a sandbox that runs: that must not crash. */
fun exitWithoutClose() {
    val folder = java.nio.file.Files.createTempDirectory("ix_exit").toFile()
    val client = InteractionsClient.open(config(folder, SyncMode.CONTINUOUS))
    val sandbox = Sandbox.start()
    runBlocking {
        val alex = sandbox.users.first()
        client.signIn(sandbox.url, alex.user, alex.password)
    }
    // Nobody is there to do it later.
    folder.deleteRecursively()
    println("ok left open")
    kotlin.system.exitProcess(0)
}
