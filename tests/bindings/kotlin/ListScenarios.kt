// SPDX-License-Identifier: Apache-2.0
package org.interactions.scenarios

import kotlin.time.Duration
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.stateIn
import org.interactions.*
import org.interactions.sandbox.SandboxOutcome

private const val LUCIE = "+16135550142"

suspend fun list(world: World) = world.signedIn { client ->
    val whole = client.conversations.page()
    whole.rows.forEach(::print)
    printPage(whole.rows.size, whole.more)
    val paged = ArrayList<String>()
    var cursor: Cursor? = null
    do {
        val page = client.conversations.page(cursor = cursor, limit = 2)
        page.rows.mapTo(paged) { it.title }
        cursor = page.cursor
    } while (cursor != null)
    line("paged" to paged)
}

suspend fun filters(world: World) = world.signedIn { client ->
    suspend fun show(label: String, filter: Filter) {
        val counts = client.conversations.count(filter)
        line(
            "filter" to label,
            "conversations" to counts.conversations,
            "unread_conversations" to counts.unreadConversations,
            "unread_items" to counts.unreadItems,
            "titles" to client.conversations.page(filter).rows.map { it.title },
        )
    }
    for (preset in listOf(
        Preset.ALL, Preset.DIRECT, Preset.CHANNELS, Preset.EXTERNAL, Preset.INTERNAL, Preset.CALLS,
        Preset.UNREAD, Preset.ARCHIVED,
    )) {
        show(preset.toString(), Filter.preset(preset))
    }
    val either = Filter.kind(ConversationKind.CHANNEL) or Filter.flagged(FilterFlag.UNREAD)
    show(
        "channels or unread, without sms",
        Filter.allOf(Filter.preset(Preset.ALL), either, !Filter.transport(RouteKind.SMS)),
    )
    show("participant", Filter.participant(LUCIE))
    show("long ago", Filter.active(beforeMs = 1))
    line("badge" to client.conversations.badge())
}

suspend fun thread(world: World) = world.signedIn { client ->
    val id = client.with(LUCIE).id
    val whole = client.threads.page(id)
    whole.items.forEach(::print)
    printPage(whole.items.size, whole.more)
    var paged = emptyList<ItemId>()
    var cursor: Cursor? = null
    do {
        val page = client.threads.page(id, cursor, limit = 3)
        paged = page.items.map { it.id } + paged
        cursor = page.cursor
    } while (cursor != null)
    line("paged" to paged.size, "same" to (paged == whole.items.map { it.id }))
    val around = client.threads.around(id, limit = 4)
    line("around" to around.row, "unread" to around.page.items[around.row].isUnread)
    print(client.conversations.explain(id))
}

suspend fun liveChanges(world: World) = world.signedIn(world.config(SyncMode.CONTINUOUS)) { client ->
    coroutineScope {
        val lucie = client.with(LUCIE).id
        val list = client.conversations.list(window = 10).stateIn(this)
        val thread = client.threads.live(lucie, 50).stateIn(this)
        val badge = client.conversations.counts().stateIn(this, SharingStarted.Eagerly, emptyList())
        fun printFirst() = list.value.rows.first()
            .let { line("live" to it.title, "preview" to it.preview?.text) }

        soon { list.first { it.rows.size == 5 } }
        printFirst()
        val open = "Allo! Êtes-vous ouvert?"
        world.people.sms(LUCIE, open)
        soon { list.first { it.rows.firstOrNull()?.preview?.text == open } }
        soon { thread.first { it.rows.lastOrNull()?.text == open } }
        printFirst()
        line("items" to thread.value.rows.size)

        world.people.say("marie", "alex", "Alex?")
        soon { list.first { it.rows.first().preview?.text == "Alex?" } }
        printFirst()

        world.people.call(LUCIE, SandboxOutcome.MISSED, duration = Duration.ZERO)
        soon { thread.first { it.rows.last().kind == ItemKind.CALL } }
        line("items" to thread.value.rows.size)
        val count = soon { badge.first { all -> all.any { it.preset == Preset.BADGE && it.counts.unreadItems == 16L } } }
        line("badge" to count.first { it.preset == Preset.BADGE }.counts.unreadItems)

        val general = client.conversations.page().rows.first { it.title == "General" }
        client.conversations.setFlag(general.id, ConversationFlag.PINNED, true)
        line("pinned" to soon { list.first { it.rows.first().title == "General" } }.rows.first().title)

        if (client.conversations.page(limit = 10).rows == list.value.rows) line("same_as_page" to "list")
        if (client.threads.page(lucie).items == thread.value.rows) line("same_as_page" to "thread")
        coroutineContext.cancelChildren()
    }
}
