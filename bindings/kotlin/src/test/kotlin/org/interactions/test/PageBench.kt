// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.util.Locale
import kotlinx.coroutines.runBlocking
import org.interactions.Draft
import org.interactions.Filter
import org.interactions.InteractionsClient
import org.interactions.Preset
import org.interactions.Recipient
import org.interactions.internal.Block
import org.interactions.internal.conversations

private const val ROWS = 50
private const val PAGES = 100
private const val WARMING = 3_000
private const val ROUNDS = 30
private const val MOST = 2.0

/** The same page read by C in this process (tests/bindings/kotlin/bench.cpp). */
class CBench {
    /** Reads [pages] pages of 50 rows by views, every text of them; gives nanoseconds. */
    external fun readPages(client: Long, pages: Int): Long
}

/** A page of 50 rows through JNI, as Kotlin values, against the same page in C; in turns, in one run. */
fun pageBench(suite: Suite) = with(suite) {
    coroutine("a page of 50 rows costs at most twice what it costs in C") {
        System.load(File(System.getProperty("interactions.library.folder"), "libix_kotlin_bench.so").path)
        inFolder { folder ->
            InteractionsClient.open(config(folder)).use { client ->
                repeat(ROWS + 10) {
                    val id = client.conversations.open(Recipient.Number("613 555 01${10 + it}"))
                    client.conversations.setDraft(id, Draft("Bonjour, je vous écris au sujet de la commande $it 😀"))
                }
                val filter = Filter.preset(Preset.ALL).described()
                val c = CBench()
                val inC = ArrayList<Double>()
                val kotlin = ArrayList<Double>()
                val suspending = ArrayList<Double>()
                fun inKotlin() {
                    val rows = client.core.now { conversations(Block(conversationsPage(it, filter, null, ROWS))) }
                    check(rows.size == ROWS)
                }
                repeat(WARMING) { inKotlin() }
                repeat(ROUNDS) {
                    inC += client.core.now { c.readPages(it, PAGES) / 1e3 / PAGES }
                    kotlin += micros { repeat(PAGES) { inKotlin() } }
                    suspending += micros {
                        runBlocking { repeat(PAGES) { client.conversations.page(Filter.preset(Preset.ALL)) } }
                    }
                }
                // Round by round: what slows the machine down slows both.
                val ratio = inC.zip(kotlin) { a, b -> b / a }.median()
                println(
                    "page of $ROWS rows: C %.1f µs, Kotlin %.1f µs (%.2f times), suspending %.1f µs"
                        .format(Locale.ROOT, inC.median(), kotlin.median(), ratio, suspending.median()),
                )
                check(ratio <= MOST) { "$ratio times the cost in C" }
            }
        }
    }
}

private inline fun micros(body: () -> Unit): Double {
    val started = System.nanoTime()
    body()
    return (System.nanoTime() - started) / 1e3 / PAGES
}

private fun List<Double>.median() = sorted().let { it[it.size / 2] }
