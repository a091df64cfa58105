// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import java.util.zip.ZipFile
import org.interactions.InteractionsClient

/** Android's classes of API 24 that the binding may name; methods are held to Java 8 by the compiler. */
private val allowed = Regex(
    "java/(lang/(ref/(PhantomReference|ReferenceQueue|Reference)|annotation/.*|invoke/.*|[A-Z].*)|" +
        "io/.*|nio/(Buffer|ByteBuffer|ByteOrder|BufferUnderflowException|charset/.*)|" +
        "util/[A-Z].*|util/concurrent/(CountDownLatch|CancellationException|atomic/.*))",
)

private val named = Regex("(?:java|javax|android|androidx|sun|jdk)/[A-Za-z0-9/$]+")

/** What stands in the jars that an app gets. */
fun jarTests(suite: Suite) = with(suite) {
    val jar = ZipFile(File(InteractionsClient::class.java.protectionDomain.codeSource.location.toURI()))
    fun text(name: String) = jar.getInputStream(jar.getEntry(name)).readBytes().toString(Charsets.ISO_8859_1)
    val classes = jar.entries().asSequence().map { it.name }.filter { it.endsWith(".class") }.toList()

    test("no class beyond Android API 24, and none of Android's own") {
        check(classes.size > 100) { "only ${classes.size} classes" }
        val found = classes.flatMapTo(HashSet()) { name -> named.findAll(text(name)).map { it.value } }
        same(emptyList<String>(), found.filterNot { allowed.matches(it) })
        check("java/lang/ref/PhantomReference" in found)
        check(!allowed.matches("java/lang/ref/Cleaner") && !allowed.matches("java/time/Instant"))
    }
    test("the rules for R8 keep every class with native methods") {
        val rules = text("META-INF/proguard/interactions.pro")
        val natives = classes.filter { it.contains("/internal/Native") }
            .map { Class.forName(it.removeSuffix(".class").replace('/', '.')) }
            .filter { type -> type.declaredMethods.any { java.lang.reflect.Modifier.isNative(it.modifiers) } }
        check(natives.size == 2) { "$natives" }
        for (type in natives) check(rules.contains("class ${type.name} { native <methods>; }")) { "$type" }
        check(rules.contains("class org.interactions.internal.Failures {"))
        check(rules.contains("class org.interactions.internal.ByteSource { public int read(byte[], int); }"))
    }
    test("no sandbox in the product's jar") {
        same(emptyList<String>(), classes.filter { "/sandbox/" in it })
    }
}
