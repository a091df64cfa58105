// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import org.interactions.*

/** Conversations and what stands beside them in their blocks. */

private fun route(block: Block, at: Int) = Route(
    id = RouteId(block.textOrEmpty(at + RouteRow.ID)),
    kind = RouteKind(block.int(at + RouteRow.KIND)),
    state = RouteState(block.int(at + RouteRow.STATE)),
    address = block.textOrEmpty(at + RouteRow.ADDRESS),
    from = block.text(at + RouteRow.FROM),
    reason = block.text(at + RouteRow.REASON),
    flags = RouteFlags(block.int(at + RouteRow.FLAGS)),
)

private fun preview(block: Block, at: Int): Preview? {
    val kind = block.int(at + ConversationRow.PREVIEW_KIND)
    if (kind < 0) return null
    val outcome = block.int(at + ConversationRow.PREVIEW_OUTCOME)
    return Preview(
        kind = ItemKind(kind),
        direction = Direction(block.int(at + ConversationRow.PREVIEW_DIRECTION)),
        text = block.text(at + ConversationRow.PREVIEW_TEXT),
        outcome = if (outcome < 0) null else CallOutcome(outcome),
    )
}

private fun conversation(block: Block, routes: Table, at: Int) = Conversation(
    id = ConversationId(block.textOrEmpty(at + ConversationRow.ID)),
    kind = ConversationKind(block.int(at + ConversationRow.KIND)),
    title = block.textOrEmpty(at + ConversationRow.TITLE),
    contact = block.text(at + ConversationRow.CONTACT)?.let(::ContactId),
    lastActivityMs = block.long(at + ConversationRow.LAST_ACTIVITY_MS).orNull(),
    unread = block.int(at + ConversationRow.UNREAD),
    flags = ConversationFlags(block.int(at + ConversationRow.FLAGS)),
    preview = preview(block, at),
    draft = block.text(at + ConversationRow.DRAFT)?.let {
        Draft(it, block.text(at + ConversationRow.DRAFT_REPLY)?.let(::ItemId))
    },
    routes = block.rows(
        routes, block.int(at + ConversationRow.FIRST_ROUTE), block.int(at + ConversationRow.ROUTE_COUNT),
    ) { route(block, it) },
)

/** Times and sizes that are 0 where there is none. */
internal fun Long.orNull(): Long? = if (this == 0L) null else this

internal fun conversations(block: Block): List<Conversation> {
    val routes = block.table(RowBlock.TABLE_ROUTE, RouteRow.BYTES)
    return block.rows(block.table(RowBlock.TABLE_CONVERSATION, ConversationRow.BYTES)) {
        conversation(block, routes, it)
    }
}

/** The only row of a block that has one. */
internal fun <T> one(rows: List<T>): T =
    rows.singleOrNull() ?: throw Failures.malformed("${rows.size} rows instead of one")

internal fun presets(block: Block): List<PresetCounts> =
    block.rows(block.table(RowBlock.TABLE_PRESET, PresetRow.BYTES)) { at ->
        PresetCounts(
            preset = Preset(block.int(at + PresetRow.PRESET)),
            name = block.textOrEmpty(at + PresetRow.ID),
            counts = Counts(
                conversations = block.long(at + PresetRow.CONVERSATIONS),
                unreadConversations = block.long(at + PresetRow.UNREAD_CONVERSATIONS),
                unreadItems = block.long(at + PresetRow.UNREAD_ITEMS),
                isLowerBound = block.int(at + PresetRow.FLAGS) and Bits.COUNTS_LOWER_BOUND != 0,
            ),
        )
    }

internal fun typists(block: Block): List<Typist> =
    block.rows(block.table(RowBlock.TABLE_TYPIST, TypistRow.BYTES)) { at ->
        Typist(
            conversation = ConversationId(block.textOrEmpty(at + TypistRow.CONVERSATION)),
            route = RouteId(block.textOrEmpty(at + TypistRow.ROUTE)),
            user = block.textOrEmpty(at + TypistRow.USER),
            name = block.textOrEmpty(at + TypistRow.NAME),
        )
    }

private fun claim(block: Block, at: Int) = Claim(
    contact = ContactId(block.textOrEmpty(at + ClaimRow.CONTACT)),
    name = block.textOrEmpty(at + ClaimRow.NAME),
    verdict = ClaimVerdict(block.int(at + ClaimRow.VERDICT)),
    source = block.textOrEmpty(at + ClaimRow.SOURCE),
    sourceId = block.textOrEmpty(at + ClaimRow.SOURCE_ID),
    address = block.textOrEmpty(at + ClaimRow.ADDRESS),
    addressKind = AddressKind(block.int(at + ClaimRow.ADDRESS_KIND)),
    contactKind = ContactKind(block.int(at + ClaimRow.CONTACT_KIND)),
)

internal fun groupings(block: Block): List<Grouping> {
    val claims = block.table(RowBlock.TABLE_CLAIM, ClaimRow.BYTES)
    return block.rows(block.table(RowBlock.TABLE_GROUPING, GroupingRow.BYTES)) { at ->
        Grouping(
            route = RouteId(block.textOrEmpty(at + GroupingRow.ROUTE)),
            reason = GroupingReason(block.int(at + GroupingRow.REASON)),
            claims = block.rows(
                claims, block.int(at + GroupingRow.FIRST_CLAIM), block.int(at + GroupingRow.CLAIM_COUNT),
            ) { claim(block, it) },
        )
    }
}
