// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.lang.reflect.Modifier
import org.interactions.ErrorCode
import org.interactions.Failure
import org.interactions.Fixer
import org.interactions.Filter
import org.interactions.FilterFlag
import org.interactions.InteractionsClient
import org.interactions.InteractionsException
import org.interactions.ItemState
import org.interactions.NumberClass
import org.interactions.Origin
import org.interactions.PhoneNumber
import org.interactions.Preset
import org.interactions.RetryAdvice
import org.interactions.SmsEncoding
import org.interactions.SmsParts
import org.interactions.internal.Arguments
import org.interactions.internal.Bits
import org.interactions.internal.Failures
import org.interactions.internal.NativeHandle
import org.interactions.internal.Reader
import org.interactions.internal.Utf8Places
import org.interactions.internal.utf8

/** What needs no client. */
fun unitTests(suite: Suite) = with(suite) {
    test("every known code has a class of its own kind, an unknown one survives") {
        val codes = ErrorCode.Companion::class.java.methods
            .filter { it.name.startsWith("get") && it.returnType == Int::class.javaPrimitiveType }
        check(codes.size > 40) { "only ${codes.size} codes" }
        for (getter in codes) {
            val code = ErrorCode(getter.invoke(ErrorCode.Companion) as Int)
            if (code != ErrorCode.OK) check(exception(code.value) !is InteractionsException.Unknown) { "$code" }
        }
        val unknown = exception(9999)
        check(unknown is InteractionsException.Unknown)
        same(ErrorCode(9999), unknown.code)
        same("unknown(9999)", unknown.code.toString())
    }
    test("a value of a newer library survives") {
        same(77, ItemState(77).value)
        same("unknown(77)", ItemState(77).toString())
        same("delivered", ItemState.DELIVERED.toString())
    }
    test("half of a surrogate pair is an error, not another text") {
        val error = fails<InteractionsException.InvalidArgument> { utf8("a\uD83D") }
        same(ErrorCode.INVALID_UTF8, error.code)
        fails<InteractionsException.InvalidArgument> { Arguments().text("\uDE00") }
    }
    test("arguments and reader speak of the same bytes") {
        val long = "é".repeat(300)
        val bytes = Arguments().int(-2).long(Long.MIN_VALUE + 7).text(null).text("").text(long).done()
        val reader = Reader(bytes)
        same(-2, reader.int())
        same(Long.MIN_VALUE + 7, reader.long())
        same(null, reader.text())
        same("", reader.text())
        same(long, reader.text())
        fails<InteractionsException.Internal> { reader.int() }
        fails<InteractionsException.Internal> { Reader(Arguments().int(5).done()).text() }
    }
    test("places in UTF-8 become places in the text") {
        val places = Utf8Places("aé€😀z")
        same(0 until 1, places.range(0, 1))
        same(1 until 2, places.range(1, 2))
        same(2 until 3, places.range(3, 3))
        same(3 until 5, places.range(6, 4))
        same(5 until 6, places.range(10, 1))
        same(6 until 6, places.range(99, 5))
    }
    test("filters are data") {
        val one = Filter.preset(Preset.DIRECT) and !Filter.flagged(FilterFlag.UNREAD)
        same(one, Filter.preset(Preset.DIRECT) and !Filter.flagged(FilterFlag.UNREAD))
        var deep = Filter.preset(Preset.ALL)
        repeat(10_000) { deep = !deep }
        fails<InteractionsException.InvalidArgument> { deep.described() }
    }
    test("a handle is released once, after the last call") {
        val released = ArrayList<Long>()
        val handle = NativeHandle(42) { released.add(it) }
        handle.use { address ->
            same(42L, address)
            handle.close()
            handle.close()
            same(0, released.size)
            fails<InteractionsException.Unavailable> { handle.enter() }
        }
        same(listOf(42L), released)
        handle.awaitRelease()
    }
    test("the version is that of these classes") {
        val own = "${Bits.VERSION_MAJOR}.${Bits.VERSION_MINOR}."
        check(Regex("\\d+\\.\\d+\\.\\d+").matches(InteractionsClient.version)) { InteractionsClient.version }
        check(InteractionsClient.version.startsWith(own)) { InteractionsClient.version }
    }
    test("numbers and parts without a client") {
        val number = PhoneNumber.parse("(613) 555-0123 ext. 7")
        same("+16135550123", number.e164)
        same(NumberClass.CANADIAN, number.numberClass)
        same("7", number.extension)
        same(null, PhoneNumber.parse("no number").e164)
        same("FR", PhoneNumber.parse("01 42 68 53 00", "FR").region)
        check(PhoneNumber.areaCodes().contains("613"))
        val parts = SmsParts.of("Ça va? 😀")
        same(SmsEncoding.UCS2, parts.encoding)
        same(1, parts.parts)
        check(parts.flips.any { it.character == "😀" })
        val error = fails<InteractionsException.InvalidArgument> { SmsParts.of("a", from = "no number") }
        same(ErrorCode.INVALID_ARGUMENT, error.code)
        check(error.message!!.isNotEmpty())
    }
    test("what native code finds by name is public and static") {
        val create = Failures::class.java.methods.single { it.name == "create" }
        check(Modifier.isStatic(create.modifiers))
    }
}

private fun exception(code: Int) = Failures.exception(
    Failure(ErrorCode(code), Origin.LOCAL, RetryAdvice.NEVER, Fixer.NOBODY, "a message"),
)
