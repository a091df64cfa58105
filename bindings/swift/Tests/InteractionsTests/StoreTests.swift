// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox
import XCTest

/// Search, notifications, and the account's files.
final class StoreTests: InteractionsTestCase {
  func testSearch() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let found = try await client.searchMessages("réservE")
    XCTAssertEqual(found.rows.map(\.found.text), ["Moi aussi. Je réserve pour quatre."])
    let match = try XCTUnwrap(found.rows.first)
    XCTAssertEqual(match.field, .text)
    XCTAssertEqual(match.title, "General")
    XCTAssertEqual(match.highlights.map { String(match.snippet[$0]) }, ["réserve"])
    let voicemail = try await client.searchMessages("rappelez moi")
    XCTAssertEqual(voicemail.rows.map(\.field), [.transcript])
    let id = try client.conversation(withAddress: customer).id
    let here = try await client.searchMessages("merci", in: id)
    XCTAssertTrue(here.rows.allSatisfy { $0.conversationID == id } && !here.rows.isEmpty)
    let channels = try await client.searchMessages("merci", matching: .preset(.channels))
    XCTAssertEqual(channels.rows.count, 0)
    let people = try await client.searchConversations("tremb")
    XCTAssertEqual(people.rows.map(\.found.title), ["Marie Tremblay"])
    XCTAssertEqual(people.rows.map(\.field), [.title])
    let digits = try await client.searchConversations("555-0142")
    XCTAssertEqual(digits.rows.map(\.field), [.number])
    let nothing = try await client.searchMessages("")
    XCTAssertEqual(nothing.rows.count, 0)
    let foreign = await code { try await client.searchMessages("a b", after: "no cursor") }
    XCTAssertEqual(foreign, .invalidCursor)
    await client.close()
  }

  func testSearchingAtEachKey() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    await withTaskGroup(of: Void.self) { group in
      for text in ["m", "me", "mer", "merc", "merci", "merci", "merc", "mer"] {
        group.addTask {
          do {
            _ = try await client.searchMessages(text)
          } catch is CancellationError {
            // A newer one ended it.
          } catch {
            XCTFail("\(error)")
          }
        }
      }
    }
    let last = try await client.searchMessages("merci")
    XCTAssertGreaterThan(last.rows.count, 0)
    await client.close()
  }

  func testNotifications() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let first = try client.notifications()
    XCTAssertEqual(first.rows, [])
    try sandbox.say("Réunion à 10 h", from: "marie", to: "alex")
    try sandbox.call(with: customer, .missed)
    try await client.sync(until: { try client.notifications().rows.count == 2 })
    let page = try client.notifications(limit: 1)
    XCTAssertEqual(page.end, .more)
    XCTAssertEqual(page.rows.first?.item.text, "Réunion à 10 h")
    XCTAssertEqual(page.rows.first?.title, "Marie Tremblay")
    XCTAssertEqual(page.rows.first?.id, page.rows.first?.item.id)
    let second = try client.notifications(after: page.cursor)
    XCTAssertEqual(second.rows.map(\.item.call?.outcome), [.missed])
    try client.notificationsShown(upTo: XCTUnwrap(second.cursor))
    XCTAssertEqual(try client.notifications().rows, [])
    for await event in client.events where event == .notificationsAvailable { break }
    let foreign = await code { try client.notificationsShown(upTo: "no cursor") }
    XCTAssertEqual(foreign, .invalidCursor)
    await client.close()
  }

  func testTheDoctorAndWhatIsStored() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let findings = try await client.checkStore()
    XCTAssertEqual(findings, [])
    let repaired = try await client.checkStore(repair: true)
    XCTAssertEqual(repaired, [])
    let sizes = try await client.storeSizes()
    XCTAssertNil(sizes.first?.routeID)
    XCTAssertEqual(sizes.first?.itemCount, sizes.dropFirst().map(\.itemCount).reduce(0, +))
    XCTAssertGreaterThan(try XCTUnwrap(sizes.first).textBytes, 100)
    let file = folder()
    let records = try await client.export(to: file)
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    XCTAssertEqual(lines.count, records)
    try FileManager.default.removeItem(at: file)
    let nobody = await code { try await client.export(contact: "none", to: file) }
    XCTAssertEqual(nobody, .notFound)
    await client.close()
  }

  func testRetention() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    XCTAssertEqual(try client.retention(), Retention())
    for conversation in try client.conversations().rows { try client.markRead(conversation.id) }
    try await client.sync()
    let rules = Retention(maxAge: .seconds(86_400), maxRouteItems: 2)
    let set = try await client.setRetention(rules)
    XCTAssertEqual(set, 0)
    XCTAssertEqual(try client.retention(), rules)
    let gone = try await client.prune()
    XCTAssertGreaterThan(gone, 0)
    let id = try client.conversation(withAddress: customer).id
    let thread = try client.thread(id)
    XCTAssertEqual(thread.end, .gap)
    XCTAssertEqual(thread.items.first?.kind, .gap)
    try await client.fillGap(XCTUnwrap(thread.items.first).id)
    XCTAssertEqual(try client.thread(id).items.filter { $0.kind != .gap }.count, 7)
    let negative = await code { try await client.prune(Retention(maxRouteItems: -1)) }
    XCTAssertEqual(negative, .invalidArgument)
    await client.close()
  }
}
