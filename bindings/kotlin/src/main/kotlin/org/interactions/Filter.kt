// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.Arguments
import org.interactions.internal.Failures

/**
 * Which conversations a list, a count or a search is about: data, put together freely, at most 64 parts
 * nested at most 16 deep. The presets leave out archived conversations (but for [Preset.ARCHIVED]); the
 * other filters say nothing of them.
 *
 * ```
 * val mine = Filter.preset(Preset.DIRECT) and Filter.flagged(FilterFlag.UNREAD)
 * ```
 */
sealed class Filter {
    private data class One(val part: Int, val value: Int) : Filter()
    private data class Who(val who: String) : Filter()
    private data class Span(val fromMs: Long, val beforeMs: Long) : Filter()
    private data class Many(val part: Int, val parts: List<Filter>) : Filter()
    private data class Not(val part: Filter) : Filter()

    infix fun and(other: Filter): Filter = allOf(this, other)

    infix fun or(other: Filter): Filter = anyOf(this, other)

    operator fun not(): Filter = Not(this)

    internal fun described(): ByteArray = Arguments().also { describe(it, 0) }.done()

    private fun describe(out: Arguments, depth: Int) {
        // Far above what the library allows, which tells what it does; this only bounds the stack.
        if (depth > MAX_DEPTH) throw Failures.invalidArgument("the filter is nested too deep")
        when (this) {
            is One -> out.int(part).int(value)
            is Who -> out.int(PARTICIPANT).text(who)
            is Span -> out.int(ACTIVE).long(fromMs).long(beforeMs)
            is Many -> {
                out.int(part).int(parts.size)
                parts.forEach { it.describe(out, depth + 1) }
            }
            is Not -> {
                out.int(NONE_OF)
                part.describe(out, depth + 1)
            }
        }
    }

    companion object {
        // Numbers of Part in jni/calls.cpp.
        private const val PRESET = 1
        private const val KIND = 2
        private const val TRANSPORT = 3
        private const val FLAGGED = 4
        private const val PARTICIPANT = 5
        private const val ACTIVE = 6
        private const val ALL_OF = 7
        private const val ANY_OF = 8
        private const val NONE_OF = 9
        private const val MAX_DEPTH = 60

        /** One of the named filters. */
        fun preset(preset: Preset): Filter = One(PRESET, preset.value)

        /** Conversations of one kind. */
        fun kind(kind: ConversationKind): Filter = One(KIND, kind.value)

        /** Conversations that have a route of this kind. */
        fun transport(kind: RouteKind): Filter = One(TRANSPORT, kind.value)

        /** Conversations with a property. */
        fun flagged(flag: FilterFlag): Filter = One(FLAGGED, flag.value)

        /** Those that one person is the peer of: a user's id, a number in E.164, or a contact's id. */
        fun participant(who: String): Filter = Who(who)

        /** Newest activity at or after [fromMs] and before [beforeMs], milliseconds since 1970 UTC. */
        fun active(fromMs: Long? = null, beforeMs: Long? = null): Filter =
            Span(fromMs ?: Long.MIN_VALUE, beforeMs ?: Long.MAX_VALUE)

        /** What all parts hold; of none: everything. */
        fun allOf(vararg parts: Filter): Filter = Many(ALL_OF, parts.toList())

        /** What at least one part holds; of none: nothing. */
        fun anyOf(vararg parts: Filter): Filter = Many(ANY_OF, parts.toList())
    }
}
