// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox
import XCTest

/// Sending and what is done to messages, calls, drafts, flags, the outbox, and what a text costs.
final class MessageTests: InteractionsTestCase {
  func testASendToANewNumberIsDelivered() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.openConversation(with: .number("(416) 555-0177"))
    let item = try client.send("Bonjour 👋 — déjà prêt?", to: id)
    let queued = try client.thread(id).items
    XCTAssertEqual(queued.map(\.id), [item])
    XCTAssertEqual(queued[0].text, "Bonjour 👋 — déjà prêt?")
    XCTAssertEqual(queued[0].state, .queued)
    try await client.sync(until: { try client.item(item).state == .read })
    try await client.sync(until: { try client.thread(id).items.count == 2 })
    XCTAssertEqual(try client.thread(id).items[1].text, "Merci, bien reçu! · Thanks, got it!")
    let refused = await code { try client.openConversation(with: .number("911")) }
    XCTAssertEqual(refused, .numberNotSendable)
    let invalid = await code { try client.openConversation(with: .number("allo")) }
    XCTAssertEqual(invalid, .numberInvalid)
    let empty = await code { try client.send("  ", to: id) }
    XCTAssertEqual(empty, .textEmpty)
    await client.close()
  }

  func testAFailureIsOnItsItem() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.openConversation(with: .number("+16135550198"))
    let item = try client.send("Allo?", to: id)
    try await client.sync(until: { try client.item(item).state == .failed })
    let failure = try XCTUnwrap(client.item(item).failure)
    XCTAssertEqual(failure.code, .carrierRefused)
    XCTAssertEqual(failure.origin, .carrier)
    XCTAssertFalse(failure.message.isEmpty)
    await client.close()
  }

  func testEditReactAndDelete() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.openConversation(with: .user("@sam:pbx.test"))
    let asked = try XCTUnwrap(client.thread(id).items.first)
    let item = try client.send("premier jet", to: id, replyTo: asked.id)
    try await client.sync()
    XCTAssertEqual(try client.item(item).replyTo, asked.id)
    try client.edit(item, text: "second jet")
    XCTAssertTrue(try client.item(item).isChangePending)
    XCTAssertEqual(try client.item(item).text, "second jet")
    try client.setReaction("👍", true, to: asked.id)
    XCTAssertEqual(try client.item(asked.id).reactions.map(\.key), ["👍"])
    XCTAssertEqual(try client.item(asked.id).reactions.first?.isMine, true)
    try await client.sync(until: { try !client.item(item).isChangePending })
    XCTAssertTrue(try client.item(item).isEdited)
    try client.setReaction("👍", false, to: asked.id)
    XCTAssertEqual(try client.item(asked.id).reactions, [])
    try client.delete(item)
    XCTAssertTrue(try client.item(item).isDeleted)
    let gone = await code { try client.edit(item, text: "trop tard") }
    XCTAssertEqual(gone, .notFound)
    await client.close()
  }

  func testTheOutbox() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    let later = Date(timeIntervalSinceNow: 3600)
    let item = try client.send("plus tard", to: id, at: later)
    let entry = try XCTUnwrap(client.outbox().first)
    XCTAssertEqual(entry.itemID, item)
    XCTAssertEqual(entry.action, .send)
    XCTAssertEqual(entry.waitingFor, .scheduled)
    XCTAssertEqual(try XCTUnwrap(entry.scheduledFor).timeIntervalSince(later), 0, accuracy: 0.002)
    XCTAssertEqual(try client.item(item).scheduledFor, entry.scheduledFor)
    try client.reschedule(outboxEntry: entry.id, at: later.addingTimeInterval(60))
    XCTAssertEqual(
      try XCTUnwrap(client.outbox().first?.scheduledFor).timeIntervalSince(later), 60,
      accuracy: 0.002)
    let past = await code { try client.reschedule(outboxEntry: entry.id, at: .distantPast) }
    XCTAssertEqual(past, .invalidArgument)
    let never = await code { try client.send("x", to: id, at: .distantFuture) }
    XCTAssertEqual(never, .invalidArgument)
    try client.retry(outboxEntry: entry.id)
    try await client.sync(until: { try client.outbox().isEmpty })
    let second = try client.send("non", to: id, at: later)
    try client.discard(outboxEntry: XCTUnwrap(client.outbox().first).id)
    let gone = await code { try client.item(second) }
    XCTAssertEqual(gone, .notFound)
    let none = await code { try client.retry(outboxEntry: "none") }
    XCTAssertEqual(none, .notFound)
    await client.close()
  }

  func testDraftsFlagsAndTheDefaultRoute() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    let asked = try XCTUnwrap(client.thread(id).items.last)
    try client.setDraft("je réponds", replyTo: asked.id, in: id)
    let draft = try XCTUnwrap(client.conversation(id).draft)
    XCTAssertEqual(draft.text, "je réponds")
    XCTAssertEqual(draft.replyTo, asked.id)
    XCTAssertFalse(draft.replyIsGone)
    try client.setDraft(nil, in: id)
    XCTAssertNil(try client.conversation(id).draft)
    try client.setFlag(.muted, true, of: id)
    try client.setFlag(.markedUnread, true, of: id)
    var row = try client.conversation(id)
    XCTAssertTrue(row.isMuted && row.isMarkedUnread && !row.isPinned && !row.isArchived)
    try client.markRead(id)
    row = try client.conversation(id)
    XCTAssertEqual(row.unreadCount, 0)
    XCTAssertFalse(row.isMarkedUnread)
    let route = try XCTUnwrap(row.routes.first { $0.kind == .sms })
    try client.setDefaultRoute(route.id, of: id)
    XCTAssertTrue(try XCTUnwrap(client.conversation(id).defaultRoute).isChosen)
    try client.setDefaultRoute(nil, of: id)
    XCTAssertFalse(try XCTUnwrap(client.conversation(id).defaultRoute).isChosen)
    await client.close()
  }

  func testAReportedCall() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let start = Date(timeIntervalSince1970: (Date().timeIntervalSince1970).rounded())
    var report = CallReport(
      id: "the phone's own", peer: .number("613 555 0199"), direction: .outgoing, phase: .started,
      date: start)
    let item = try client.report(report)
    XCTAssertEqual(try client.item(item).call?.outcome, .ongoing)
    report.phase = .ended
    report.outcome = .answered
    report.date = start.addingTimeInterval(65)
    report.duration = .seconds(61)
    XCTAssertEqual(try client.report(report), item)
    let call = try XCTUnwrap(client.item(item).call)
    XCTAssertEqual(call.outcome, .answered)
    XCTAssertEqual(call.duration, .seconds(61))
    XCTAssertEqual(call.started, start)
    XCTAssertEqual(call.number, "+16135550199")
    report.id = ""
    let refused = await code { try client.report(report) }
    XCTAssertEqual(refused, .invalidArgument)
    await client.close()
  }

  func testWhatATextCosts() async throws {
    let plain = try SMSEstimate(of: String(repeating: "a", count: 161))
    XCTAssertEqual([plain.units, plain.parts, plain.remaining], [161, 2, 145])
    XCTAssertEqual(plain.encoding, .gsm7)
    let french = try SMSEstimate(of: "ça va? l’été…")
    XCTAssertEqual(french.encoding, .ucs2)
    XCTAssertEqual(french.flips.map(\.character), ["ç", "’", "…"])
    XCTAssertEqual(french.flips[1].replacement, "'")
    XCTAssertTrue(french.flips[1].isReplaceable)
    XCTAssertEqual(try SMSEstimate(of: "").parts, 0)
    let tollFree = try SMSEstimate(of: String(repeating: "a", count: 306), from: "+18885550100")
    XCTAssertEqual(tollFree.parts, 3)
    let refused = await code { try SMSEstimate(of: "a", from: "not a number") }
    XCTAssertEqual(refused, .invalidArgument)

    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    let preflight = try client.preflight(SMSDraft("Allo", to: .conversation(id)))
    XCTAssertTrue(preflight.isBySMS)
    XCTAssertEqual(preflight.estimate.parts, 1)
    XCTAssertEqual(preflight.ownNumber, "+16135550100")
    XCTAssertNil(preflight.reason)
    XCTAssertEqual(preflight.consent, .nothingSaid)
    let file = try client.preflight(
      SMSDraft("Allo", to: .number("613 555 0142"), attachmentCount: 1, recipientCount: 3))
    XCTAssertEqual(file.mms, [.attachment, .group])
    try sandbox.sms("STOP", from: customer)
    try await client.sync(until: {
      try client.preflight(SMSDraft("Allo", to: .conversation(id))).consent == .optedOut
    })
    let warned = try client.preflight(SMSDraft("Allo", to: .conversation(id)))
    XCTAssertEqual(warned.consentRecord?.keyword, "STOP")
    await client.close()
  }
}
