// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import org.interactions.*

/** Contacts, accounts, recipients, members, consents, sources, and the store's own tables. */

private fun address(block: Block, at: Int) = Address(
    address = block.textOrEmpty(at + AddressRow.ADDRESS),
    kind = AddressKind(block.int(at + AddressRow.KIND)),
    isSendable = block.flag(at + AddressRow.SENDABLE),
    reason = block.text(at + AddressRow.REASON),
)

/** The addresses whose range (first, count) stands at [at]. */
private fun addresses(block: Block, all: Table, at: Int): List<Address> =
    block.rows(all, block.int(at), block.int(at + Int.SIZE_BYTES)) { address(block, it) }

private fun addressTable(block: Block) = block.table(RowBlock.TABLE_ADDRESS, AddressRow.BYTES)

internal fun contacts(block: Block): List<Contact> {
    val all = addressTable(block)
    return block.rows(block.table(RowBlock.TABLE_CONTACT, ContactRow.BYTES)) { at ->
        Contact(
            id = ContactId(block.textOrEmpty(at + ContactRow.ID)),
            kind = ContactKind(block.int(at + ContactRow.KIND)),
            name = block.textOrEmpty(at + ContactRow.NAME),
            sourceId = block.text(at + ContactRow.SOURCE_ID),
            conversation = block.text(at + ContactRow.CONVERSATION)?.let(::ConversationId),
            addresses = addresses(block, all, at + ContactRow.FIRST_ADDRESS),
        )
    }
}

internal fun accounts(block: Block): List<Account> {
    val all = addressTable(block)
    return block.rows(block.table(RowBlock.TABLE_ACCOUNT, AccountRow.BYTES)) { at ->
        Account(
            session = SessionState(block.int(at + AccountRow.SESSION)),
            server = block.text(at + AccountRow.SERVER),
            userId = block.text(at + AccountRow.USER_ID),
            displayName = block.text(at + AccountRow.DISPLAY_NAME),
            deviceId = block.text(at + AccountRow.DEVICE_ID),
            lastSyncMs = block.long(at + AccountRow.LAST_SYNC_MS).orNull(),
            numbers = addresses(block, all, at + AccountRow.FIRST_NUMBER),
            conversations = block.long(at + AccountRow.CONVERSATIONS),
            items = block.long(at + AccountRow.ITEMS),
            outbox = block.long(at + AccountRow.OUTBOX),
            storeBytes = block.long(at + AccountRow.STORE_BYTES),
        )
    }
}

internal fun recipients(block: Block): List<RecipientSuggestion> {
    val all = addressTable(block)
    return block.rows(block.table(RowBlock.TABLE_RECIPIENT, RecipientRow.BYTES)) { at ->
        val flags = block.int(at + RecipientRow.FLAGS)
        RecipientSuggestion(
            kind = RecipientKind(block.int(at + RecipientRow.KIND)),
            title = block.textOrEmpty(at + RecipientRow.TITLE),
            contact = block.text(at + RecipientRow.CONTACT)?.let(::ContactId),
            conversation = block.text(at + RecipientRow.CONVERSATION)?.let(::ConversationId),
            route = block.text(at + RecipientRow.ROUTE)?.let(::RouteId),
            routeKind = RouteKind(block.int(at + RecipientRow.ROUTE_KIND)),
            address = block.text(at + RecipientRow.ADDRESS),
            numberClass = NumberClass(block.int(at + RecipientRow.NUMBER_CLASS)),
            isSendable = block.flag(at + RecipientRow.SENDABLE),
            reason = block.text(at + RecipientRow.REASON),
            usedMs = block.long(at + RecipientRow.USED_MS).orNull(),
            isTyped = flags and RowBlock.RECIPIENT_TYPED != 0,
            isOptedOut = flags and RowBlock.RECIPIENT_OPTED_OUT != 0,
            addresses = addresses(block, all, at + RecipientRow.FIRST_ADDRESS),
        )
    }
}

internal fun members(block: Block): List<Member> =
    block.rows(block.table(RowBlock.TABLE_MEMBER, MemberRow.BYTES)) { at ->
        Member(
            user = block.textOrEmpty(at + MemberRow.USER),
            name = block.textOrEmpty(at + MemberRow.NAME),
            state = MemberState(block.int(at + MemberRow.STATE)),
            role = MemberRole(block.int(at + MemberRow.ROLE)),
        )
    }

internal fun consents(block: Block): List<Consent> =
    block.rows(block.table(RowBlock.TABLE_CONSENT, ConsentRow.BYTES)) { at ->
        Consent(
            state = ConsentState(block.int(at + ConsentRow.STATE)),
            source = ConsentSource(block.int(at + ConsentRow.SOURCE)),
            own = block.text(at + ConsentRow.OWN),
            peer = block.textOrEmpty(at + ConsentRow.PEER),
            keyword = block.text(at + ConsentRow.KEYWORD),
            conversation = block.text(at + ConsentRow.CONVERSATION)?.let(::ConversationId),
            atMs = block.long(at + ConsentRow.AT_MS).orNull(),
        )
    }

internal fun sources(block: Block): List<FileSource> =
    block.rows(block.table(RowBlock.TABLE_SOURCE, SourceRow.BYTES)) { at ->
        val flags = block.int(at + SourceRow.FLAGS)
        FileSource(
            source = SourceKind(block.int(at + SourceRow.SOURCE)),
            name = block.textOrEmpty(at + SourceRow.NAME),
            label = block.textOrEmpty(at + SourceRow.LABEL),
            isAvailable = flags and RowBlock.SOURCE_AVAILABLE != 0,
            needsPermission = flags and RowBlock.SOURCE_NEEDS_PERMISSION != 0,
            state = PermissionState(block.int(at + SourceRow.STATE)),
            step = PermissionStep(block.int(at + SourceRow.STEP)),
            reason = block.text(at + SourceRow.REASON),
            screen = block.text(at + SourceRow.KEY)?.let { permissionScreen(block, at, it) },
            sinceMs = block.long(at + SourceRow.SINCE_MS).orNull(),
        )
    }

private fun permissionScreen(block: Block, at: Int, key: String) = PermissionScreen(
    key = key,
    title = block.textOrEmpty(at + SourceRow.TITLE),
    body = block.textOrEmpty(at + SourceRow.BODY),
    confirm = block.textOrEmpty(at + SourceRow.CONFIRM),
    dismiss = block.text(at + SourceRow.DISMISS),
)

internal fun findings(block: Block): List<Finding> =
    block.rows(block.table(RowBlock.TABLE_FINDING, FindingRow.BYTES)) { at ->
        Finding(
            check = StoreCheckKind(block.int(at + FindingRow.CHECK)),
            name = block.textOrEmpty(at + FindingRow.NAME),
            count = block.long(at + FindingRow.COUNT),
            first = block.text(at + FindingRow.FIRST),
            isRepaired = block.flag(at + FindingRow.REPAIRED),
        )
    }

internal fun routeSizes(block: Block): List<RouteSize> =
    block.rows(block.table(RowBlock.TABLE_ROUTE_SIZE, RouteSizeRow.BYTES)) { at ->
        RouteSize(
            route = block.text(at + RouteSizeRow.ROUTE)?.let(::RouteId),
            conversation = block.text(at + RouteSizeRow.CONVERSATION)?.let(::ConversationId),
            items = block.long(at + RouteSizeRow.ITEMS),
            textBytes = block.long(at + RouteSizeRow.TEXT_BYTES),
            metadataBytes = block.long(at + RouteSizeRow.METADATA_BYTES),
        )
    }

private fun flip(block: Block, at: Int) = SmsFlip(
    character = block.textOrEmpty(at + SmsFlipRow.CHARACTER),
    count = block.int(at + SmsFlipRow.COUNT),
    isReplaceable = block.flag(at + SmsFlipRow.REPLACEABLE),
    replacement = block.text(at + SmsFlipRow.REPLACEMENT),
)

private fun filePlans(block: Block): List<FilePlan> =
    block.rows(block.table(RowBlock.TABLE_FILE_PLAN, FilePlanRow.BYTES)) { at ->
        FilePlan(
            verdict = FileVerdict(block.int(at + FilePlanRow.VERDICT)),
            bytes = block.long(at + FilePlanRow.SENT_BYTES),
        )
    }

internal fun smsRows(block: Block): List<SmsPreflight> {
    val flips = block.table(RowBlock.TABLE_SMS_FLIP, SmsFlipRow.BYTES)
    val word = consents(block).firstOrNull()
    return block.rows(block.table(RowBlock.TABLE_SMS, SmsRow.BYTES)) { at ->
        SmsPreflight(
            parts = SmsParts(
                encoding = SmsEncoding(block.int(at + SmsRow.ENCODING)),
                units = block.int(at + SmsRow.UNITS),
                parts = block.int(at + SmsRow.PARTS),
                remaining = block.int(at + SmsRow.REMAINING),
                flips = block.rows(
                    flips, block.int(at + SmsRow.FIRST_FLIP), block.int(at + SmsRow.FLIP_COUNT),
                ) { flip(block, it) },
            ),
            bySms = block.flag(at + SmsRow.BY_SMS),
            route = block.text(at + SmsRow.ROUTE)?.let(::RouteId),
            from = block.text(at + SmsRow.FROM),
            reason = block.text(at + SmsRow.REASON),
            mms = MmsReasons(block.int(at + SmsRow.MMS)),
            consent = ConsentState(block.int(at + SmsRow.CONSENT)),
            decidedBy = word,
            files = filePlans(block),
            bytes = block.long(at + SmsRow.MEDIA_BYTES),
        )
    }
}

internal fun sms(bytes: ByteArray): SmsPreflight = one(smsRows(Block(bytes)))

/** What the native side's give_number wrote. */
internal fun phoneNumber(bytes: ByteArray): PhoneNumber {
    val reader = Reader(bytes)
    val numberClass = NumberClass(reader.int())
    val isVerified = reader.int() != 0
    val isSendable = reader.int() != 0
    return PhoneNumber(
        e164 = reader.text(),
        national = reader.text(),
        region = reader.text(),
        numberClass = numberClass,
        isVerified = isVerified,
        isSendable = isSendable,
        reason = reader.text(),
        rule = reader.text(),
        extension = reader.text(),
    )
}
