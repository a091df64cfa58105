// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.Arguments
import org.interactions.internal.Bits
import org.interactions.internal.Block
import org.interactions.internal.members
import org.interactions.internal.orNull
import org.interactions.internal.utf8

/** Team channels, and groups of several people. Each call is committed here at once and leaves later. */
class Channels internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * Makes a channel. [alias]: the local part of its public address, by which every colleague may join;
     * null: only who is invited comes in.
     */
    suspend fun create(
        name: String,
        topic: String? = null,
        alias: String? = null,
        users: List<String> = emptyList(),
    ): ConversationId = create(0, name, topic, alias, users, emptyList())

    /** Makes a group of people, or finds the one of exactly these; without a name it is named by them. */
    suspend fun createGroup(
        users: List<String>,
        name: String? = null,
        topic: String? = null,
        numbers: List<String> = emptyList(),
    ): ConversationId = create(Bits.CHANNEL_GROUP, name, topic, null, users, numbers)

    private suspend fun create(
        flags: Int,
        name: String?,
        topic: String?,
        alias: String?,
        users: List<String>,
        numbers: List<String>,
    ): ConversationId {
        val described = Arguments()
            .int(flags).text(name).text(topic).text(alias).texts(users).texts(numbers).done()
        return ConversationId(core.io { channelCreate(it, described) }.decodeToString())
    }

    /** Joins by address, such as `#sales:example.org`, or by the backend's id. */
    suspend fun join(address: String): ConversationId =
        ConversationId(core.io { channelJoin(it, utf8(address)) }.decodeToString())

    /** Leaves; the history stays. */
    suspend fun leave(conversation: ConversationId) {
        core.io { channelLeave(it, utf8(conversation.value)) }
    }

    /** Invites a colleague, by the backend's id. */
    suspend fun invite(conversation: ConversationId, user: String) {
        core.io { channelInvite(it, utf8(conversation.value), utf8(user)) }
    }

    /** Who is in it, as the backend said when it was asked last, and who is being invited. */
    suspend fun members(conversation: ConversationId): Members {
        val list = LongArray(2)
        val block = Block(core.io { membersPage(it, utf8(conversation.value), list) })
        return Members(members(block), list[0], list[1].orNull())
    }

    /** Asks the backend who is in it; then [members] says so. */
    suspend fun fetchMembers(conversation: ConversationId) {
        core.complete { membersFetch(it, utf8(conversation.value)) }
    }
}
