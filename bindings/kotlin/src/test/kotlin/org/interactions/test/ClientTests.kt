// SPDX-License-Identifier: Apache-2.0
package org.interactions.test

import java.io.File
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import org.interactions.*
import org.interactions.sandbox.CarrierBehaviour
import org.interactions.sandbox.Sandbox
import org.interactions.sandbox.SandboxOutcome

internal const val LUCIE = "+16135550142"

/** A signed-in client of the sandbox's first person, who has synced once. */
internal suspend fun atSandbox(
    mode: SyncMode = SyncMode.ON_DEMAND,
    body: suspend (InteractionsClient, Sandbox) -> Unit,
) = inFolder { folder ->
    Sandbox.start().use { sandbox ->
        InteractionsClient.open(config(folder, mode)).use { client ->
            val alex = sandbox.users.first()
            client.signIn(sandbox.url, alex.user, alex.password)
            client.sync()
            body(client, sandbox)
        }
    }
    same(0L, Sandbox.liveObjects())
}

internal suspend fun InteractionsClient.with(address: String): Conversation =
    conversations.page().rows.first { row -> row.routes.any { it.address == address } }

/** The capability that the scenarios do not show, each function at least once. */
fun clientTests(suite: Suite) = with(suite) {
    coroutine("the session is a state") {
        inFolder { folder ->
            Sandbox.start().use { sandbox ->
                InteractionsClient.open(config(folder)).use { client ->
                    same(SessionState.SIGNED_OUT, client.session.value.state)
                    val alex = sandbox.users.first()
                    val account = client.signIn(sandbox.url, alex.user, alex.password, "a test")
                    same(account.userId, client.session.value.userId)
                    same(SessionState.SIGNED_IN, client.session.value.state)
                    sandbox.endSessions(alex.user, soft = true)
                    fails<InteractionsException.Session> { client.sync() }
                    val ended = client.session.first { it.endedBy != null }
                    same(SessionState.EXPIRED, ended.state)
                    same(SessionState.EXPIRED, client.account().session)
                }
            }
        }
    }
    coroutine("contacts: saved, found, erased") { atSandbox { client, _ -> contacts(client) } }
    coroutine("channels and groups") { atSandbox { client, sandbox -> channels(client, sandbox) } }
    coroutine("search and recipients") {
        atSandbox { client, _ ->
            val found = client.search.messages("plateaux", Filter.preset(Preset.ALL))
            same("Combien de plateaux?", found.rows.single().found.text!!.substringAfter(". "))
            val match = found.rows.single()
            same("plateaux", match.snippet.substring(match.highlights.single()))
            same(match.conversation, client.with(LUCIE).id)
            same(0, client.search.messages("plateaux", conversation = client.with("@sam:pbx.test").id).rows.size)
            same("Sam Wilson", client.search.conversations("sam").single().found.title)
            val typed = client.contacts.recipients("613 555 0199").rows.first()
            check(typed.isTyped && typed.isSendable)
            same(Recipient.Number("+16135550199"), typed.recipient)
            client.contacts.searchDirectory("nadia")
            val nadia = client.contacts.page("nadia").rows.single()
            same(ContactKind.MEMBER, nadia.kind)
            same(nadia, client.contacts.get(nadia.id))
            same(Recipient.Contact(nadia.id), client.contacts.recipients("nadia").rows.first().recipient)
        }
    }
    coroutine("consent, preflight and a blocked text") {
        atSandbox { client, sandbox ->
            sandbox.carrier("+16135550142", CarrierBehaviour.HONOURS_STOP)
            sandbox.sms(LUCIE, "STOP")
            client.sync()
            val lucie = client.with(LUCIE)
            check(lucie.defaultRoute!!.flags.isOptedOut)
            val preflight = client.messages.preflight(SmsDraft("Ça va? 😀", conversation = lucie.id))
            same(ConsentState.OPTED_OUT, preflight.consent)
            same("STOP", preflight.decidedBy?.keyword)
            same(SmsEncoding.UCS2, preflight.parts.encoding)
            check(preflight.bySms && !preflight.mms.isMms)
            check(client.messages.preflight(SmsDraft("hi", to = LUCIE, attachments = 1)).mms.byAttachment)
            same("STOP", client.consents.page(LUCIE, history = true).rows.single().keyword)
            client.consents.put(LUCIE, ConsentState.OPTED_IN)
            same(ConsentState.OPTED_IN, client.consents.page().rows.single().state)
            sandbox.consent(LUCIE, isOptedOut = true)
            client.sync()
            val refused = fails<InteractionsException.Sending> { client.messages.send(lucie.id, "Allo?") }
            same(ErrorCode.OPTED_OUT, refused.code)
            same(Fixer.RECIPIENT, refused.fixer)
        }
    }
    coroutine("sources of files and their permissions") { inFolder { sources(it) } }
    coroutine("what is set for a conversation") {
        atSandbox { client, _ ->
            val lucie = client.with(LUCIE)
            client.conversations.setFlag(lucie.id, ConversationFlag.MUTED, true)
            val newest = client.threads.page(lucie.id, limit = 1).items.single()
            client.conversations.setDraft(lucie.id, Draft("Oui, et", replyTo = newest.id))
            client.conversations.setDefaultRoute(lucie.id, lucie.defaultRoute!!.id)
            client.conversations.markRead(lucie.id, newest.id)
            val now = client.conversations.get(lucie.id)
            check(now.isMuted && now.defaultRoute!!.flags.isChosen)
            same(Draft("Oui, et", newest.id), now.draft)
            same(0, now.unread)
            client.conversations.setDraft(lucie.id, null)
            client.conversations.setDefaultRoute(lucie.id, null)
            same(null, client.conversations.live(lucie.id).first()!!.draft)
            same(newest.text, client.threads.item(newest.id).text)
        }
    }
    coroutine("numbers by the client's rules") {
        atSandbox { client, _ ->
            check(!client.numbers.parse("212 555 0123").isSendable)
            check(client.numbers.parse("212 555 0123", NumberRules(destinations = "us")).isSendable)
            client.numbers.setRules(NumberRules(destinations = "us"))
            same("us", client.numbers.parse("212 555 0123").rule)
            val wrong = fails<InteractionsException.InvalidArgument> {
                client.numbers.setRules(NumberRules(destinations = "moon"))
            }
            check(wrong.message!!.contains("moon"))
            client.numbers.setRules(NumberRules(areaCodes = client.numbers.areaCodes(), acceptOlder = true))
        }
    }
    coroutine("the outbox: live, scheduled, rescheduled, retried") {
        atSandbox { client, _ ->
            client.hintNetwork(NetworkKind.NONE)
            val lucie = client.with(LUCIE)
            val at = System.currentTimeMillis() + 3_600_000
            val item = client.messages.send(lucie.id, "Plus tard", sendAtMs = at)
            val entry = client.outbox.live().first { it.rows.isNotEmpty() }.rows.single()
            same(item, entry.item)
            same(at, entry.sendAtMs)
            client.outbox.reschedule(entry.id, at + 1_000)
            same(at + 1_000, client.outbox.list().single().sendAtMs)
            client.outbox.retry(entry.id)
            same(null, client.outbox.list().single().sendAtMs)
            client.outbox.discard(entry.id)
            same(emptyList<OutboxEntry>(), client.outbox.list())
            fails<InteractionsException.NotFound> { client.outbox.retry(entry.id) }
        }
    }
    coroutine("calls, notifications and typing") {
        atSandbox(SyncMode.CONTINUOUS) { client, sandbox -> whatComesIn(client, sandbox, this) }
    }
    coroutine("the store: check, sizes, export, retention") { atSandbox { client, _ -> store(client) } }
    coroutine("suspended, everything waits") {
        atSandbox { client, sandbox ->
            var title = ""
            val follower = launch { client.conversations.list().collect { title = it.rows.first().title } }
            while (title.isEmpty()) delay(5.milliseconds)
            client.suspendFiles()
            // Began while there is nothing to read: goes on when there is.
            val notified = async(start = CoroutineStart.UNDISPATCHED) { client.notifications.live().first() }
            same(ErrorCode.SUSPENDED, fails<InteractionsException.Unavailable> { client.account() }.code)
            client.resumeFiles()
            sandbox.say("sam", "alex", "Awake?")
            client.sync()
            same("Awake?", notified.await().rows.last().item.text)
            while (title != "Sam Wilson") delay(5.milliseconds)
            follower.cancel()
            client.hintForeground(true)
            client.hintLowMemory()
            check(client.counters().requests > 0)
            sandbox.advance(1.hours)
        }
    }
    coroutine("a page around an item, and a gap that is gone") {
        atSandbox { client, _ ->
            val lucie = client.with(LUCIE)
            val around = client.threads.around(lucie.id, limit = 4)
            check(around.page.items[around.row].isUnread)
            same(-1, client.threads.around(client.conversations.open(Recipient.Number("+16135550111"))).row)
            client.threads.fillGap(ItemId("i999999"))
        }
    }
}

private suspend fun contacts(client: InteractionsClient) {
    val inputs = listOf(
        ContactInput("1", "Zoé 😀", listOf("613 555 0142", "not a number")),
        ContactInput("2", "Ben", listOf("613 555 0111"), extensions = listOf("214")),
    )
    same(ContactsDone(2, 0, 0, 0, 1), client.contacts.saveAll(inputs))
    same(ContactsDone(0, 0, 1, 1, 0), client.contacts.saveAll(listOf(inputs[1]), replaceAll = true))
    same(ContactsDone(0, 0, 0, 1, 0), client.contacts.removeAll(listOf("2")))
    val zoe = client.contacts.save(inputs[0].copy(numbers = listOf("613 555 0142")))
    same("Zoé 😀", client.with(LUCIE).title)
    same(zoe, client.conversations.explain(client.with(LUCIE).id).groupings.first().claims.first().contact)
    client.contacts.erase(zoe, force = true)
    fails<InteractionsException.NotFound> { client.contacts.get(zoe) }
    val refused = fails<InteractionsException.InvalidArgument> { client.contacts.save(ContactInput("3", "")) }
    same(ErrorCode.INVALID_ARGUMENT, refused.code)
}

private suspend fun channels(client: InteractionsClient, sandbox: Sandbox) {
    val made = client.channels.create("Équipe", topic = "All of us", alias = "equipe-test")
    client.channels.invite(made, "@sam:pbx.test")
    client.sync()
    client.channels.fetchMembers(made)
    val members = client.channels.members(made)
    check(members.total >= 2 && members.fetchedMs != null) { "$members" }
    check(members.members.any { it.role == MemberRole.ADMIN })
    val general = client.conversations.page(Filter.preset(Preset.CHANNELS)).rows.first { it.id != made }
    client.channels.leave(general.id)
    client.sync()
    same("left", client.conversations.get(general.id).routes.single().state.toString())
    same(general.id, client.channels.join(general.routes.single().address))
    client.sync()
    check(client.conversations.get(general.id).canSend)
    val group = client.channels.createGroup(listOf("@sam:pbx.test", "@marie:pbx.test"), name = "Trois")
    same(ConversationKind.GROUP, client.conversations.get(group).kind)
    val refused = fails<InteractionsException.NotSupported> {
        client.channels.createGroup(listOf("@sam:pbx.test"), numbers = listOf("613 555 0111"))
    }
    same(ErrorCode.NOT_SUPPORTED, refused.code)
    check(sandbox.port > 0)
}

private suspend fun whatComesIn(client: InteractionsClient, sandbox: Sandbox, scope: CoroutineScope) {
    val report = CallReport(
        "call-of-this-test", CallPhase.STARTED, Direction.OUT, System.currentTimeMillis(), number = "613 555 0150",
    )
    val item = client.calls.report(report)
    same(CallOutcome.ONGOING, client.threads.item(item).call?.outcome)
    val ended = report.copy(
        phase = CallPhase.ENDED, atMs = report.atMs + 5_000, outcome = CallOutcome.ANSWERED, talked = 4.seconds,
    )
    same(item, client.calls.report(ended))
    same(4.seconds, client.threads.item(item).call?.duration)

    sandbox.sms(LUCIE, "Urgent!")
    val page = client.notifications.live().first()
    same("Urgent!", page.rows.last().item.text)
    client.notifications.done(page.cursor!!)
    same(emptyList<Notification>(), client.notifications.page().rows)

    sandbox.call(LUCIE, SandboxOutcome.VOICEMAIL, duration = 3.seconds, transcript = "C'est Lucie.")
    val lucie = client.with(LUCIE)
    client.threads.live(lucie.id).first { it.rows.last().text == "C'est Lucie." }
    sandbox.say("sam", "alex", "One moment")
    sandbox.typing("sam", "alex", on = true)
    same("Sam Wilson", client.conversations.typing().first { it.isNotEmpty() }.single().name)
    same(9, client.conversations.counts().first().size)
    val before = client.conversations.count(Filter.preset(Preset.CALLS)).conversations
    check(before > 0 && client.conversations.badge() > 0)
    // A follower that is cancelled leaves no subscription behind: 256 are allowed.
    repeat(300) { client.conversations.list(window = 1).first() }
    scope.launch { client.conversations.counts().first() }.join()
}

private suspend fun store(client: InteractionsClient) {
    same(emptyList<Finding>(), client.store.check())
    same(emptyList<Finding>(), client.store.check(repair = true))
    val sizes = client.store.sizes()
    same(null, sizes.first().route)
    check(sizes.first().items > 10 && sizes.size > 3)
    inFolder { folder ->
        val file = File(folder, "export.jsonl")
        val records = client.store.export(file.path)
        same(records, file.readLines().size.toLong())
    }
    client.store.setRetention(Retention(maxRouteItems = 1_000))
    same(Retention(maxRouteItems = 1_000), client.store.retention())
    same(0L, client.store.prune())
    same(0L, client.store.prune(Retention(maxAgeMs = 1_000_000_000_000)))
}

private suspend fun CoroutineScope.sources(folder: File) {
    val seen = ArrayList<List<String>>()
    val client = InteractionsClient.open(config(folder))
    val collector = launch(start = CoroutineStart.UNDISPATCHED) {
        client.sources.requests("fr").collect { rows ->
            seen.add(rows.map { "${it.name} ${it.step} ${it.screen?.confirm}" })
        }
    }
    eventually({ seen.lastOrNull() }, emptyList())
    fails<InteractionsException> { client.sources.request(SourceKind.GALLERY) }
    client.sources.set(listOf(PlatformSource(SourceKind.GALLERY, needsPermission = true)))
    same(PermissionStep.EXPLAIN, client.sources.request(SourceKind.GALLERY))
    eventually({ seen.lastOrNull() }, listOf("gallery explain Continuer"))
    same(PermissionStep.ASK, client.sources.answer(SourceKind.GALLERY, PermissionAnswer.CONTINUE))
    same(PermissionStep.OPEN, client.sources.answer(SourceKind.GALLERY, PermissionAnswer.LIMITED))
    eventually({ seen.lastOrNull() }, listOf("gallery open null"))
    val row = client.sources.all().first { it.source == SourceKind.GALLERY }
    check(row.isAvailable && row.needsPermission && row.sinceMs != null)
    same(PermissionState.LIMITED, row.state)
    same("Photos and videos", row.label)
    client.suspendFiles()
    fails<InteractionsException.Unavailable> { client.sources.all() }
    client.resumeFiles()
    same(PermissionStep.NONE, client.sources.answer(SourceKind.GALLERY, PermissionAnswer.DONE))
    eventually({ seen.lastOrNull() }, emptyList())
    val twice = List(2) { PlatformSource(SourceKind.FILES) }
    fails<InteractionsException.InvalidArgument> { client.sources.set(twice) }
    fails<InteractionsException.NotFound> { client.sources.all(ConversationId("r99")) }
    client.close()
    collector.join()
}

private suspend fun <T> eventually(read: () -> T, expected: T) {
    while (read() != expected) delay(2.milliseconds)
}
