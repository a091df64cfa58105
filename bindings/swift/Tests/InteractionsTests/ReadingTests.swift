// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation
import InteractionsSandbox
import XCTest

@testable import Interactions

/// Pages of the built-in company, and each decoded row against what the C interface's views say.
final class ReadingTests: InteractionsTestCase {
  func testAnEventSaysWhatWasNotShared() {
    var event = ix_event()
    event.kind = Int32(IX_EVENT_SETTING_FAILED)
    event.status = Int32(IX_ERROR_REFUSED)
    let (from, to) = (strdup("r1")!, strdup("pinned")!)
    defer {
      free(from)
      free(to)
    }
    event.from = ix_str(data: from, size: strlen(from))
    event.to = ix_str(data: to, size: strlen(to))
    guard case .settingFailed(let conversation, let setting, let error) = ClientEvent(event) else {
      return XCTFail("another event")
    }
    XCTAssertEqual(conversation, "r1")
    XCTAssertEqual(setting, "pinned")
    XCTAssertEqual(error?.code, .refused)
  }

  func testTheListAndItsFilters() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let all = try client.conversations()
    XCTAssertEqual(all.rows.count, 5)
    XCTAssertNil(all.cursor)
    XCTAssertEqual(all.end, .start)
    let lucie = all.rows[0]
    XCTAssertEqual(lucie.kind, .number)
    XCTAssertEqual(lucie.title, customer)
    XCTAssertEqual(lucie.preview?.text, "Douze, s'il vous plaît. Et deux sans noix.")
    XCTAssertEqual(lucie.preview?.direction, .incoming)
    XCTAssertNil(lucie.preview?.callOutcome)
    XCTAssertEqual(lucie.defaultRoute?.kind, .sms)
    XCTAssertEqual(lucie.defaultRoute?.ownNumber, "+16135550100")
    XCTAssertTrue(lucie.canSend)
    XCTAssertNil(lucie.draft)
    XCTAssertNil(lucie.contactID)

    let channels = try client.conversations(matching: .preset(.channels))
    XCTAssertEqual(Set(channels.rows.map(\.title)), ["General", "Livraisons"])
    let others = try client.conversations(
      matching: .all([.preset(.all), .not(.any([.kind(.channel), .participant(customer)]))]))
    XCTAssertEqual(Set(others.rows.map(\.title)), ["Marie Tremblay", "Sam Wilson"])
    XCTAssertEqual(try client.conversations(matching: .transport(.sms)).rows.map(\.id), [lucie.id])
    XCTAssertEqual(try client.conversations(matching: .flagged(.missedCall)).rows, [lucie])
    let early = Date(timeIntervalSinceNow: -3600 * 2)
    let old = try client.conversations(matching: .active(from: nil, before: early))
    XCTAssertEqual(old.rows.map(\.title), ["General"])
    XCTAssertEqual(
      try client.conversations(matching: .active(from: early, before: nil)).rows.count, 4)
    XCTAssertEqual(try client.conversations(matching: .any([])).rows, [])

    let counts = try client.count(matching: .preset(.channels))
    XCTAssertEqual(counts.conversations, 2)
    XCTAssertEqual(try client.count().conversations, 5)
    XCTAssertEqual(try client.badge(), try client.count().unreadItems)

    var deep = ConversationFilter.preset(.all)
    for _ in 0..<40 { deep = .not(deep) }
    let refused = deep
    let tooDeep = await code { try client.conversations(matching: refused) }
    XCTAssertEqual(tooDeep, .invalidArgument)
    let unknown = await code { try client.conversations(matching: .preset(.unknown(99))) }
    XCTAssertEqual(unknown, .invalidArgument)
    for limit in [0, -1, 1001, Int.max] {
      let outOfRange = await code { try client.conversations(limit: limit) }
      XCTAssertEqual(outOfRange, .invalidArgument)
    }
    await client.close()
  }

  func testPagesMeetWithoutOverlap() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let all = try client.conversations().rows
    var pages: [Conversation] = []
    var cursor: String?
    repeat {
      let page = try client.conversations(after: cursor, limit: 2)
      pages += page.rows
      cursor = page.cursor
      XCTAssertEqual(page.end, cursor == nil ? .start : .more)
    } while cursor != nil
    XCTAssertEqual(pages, all)
    let foreign = await code { try client.conversations(after: "no cursor") }
    XCTAssertEqual(foreign, .invalidCursor)

    let id = all[0].id
    let thread = try client.thread(id)
    XCTAssertEqual(thread.items.count, 7)
    let newest = try client.thread(id, limit: 3)
    XCTAssertEqual(newest.items, Array(thread.items.suffix(3)))
    XCTAssertNil(newest.newerCursor)
    let older = try client.thread(id, cursor: XCTUnwrap(newest.olderCursor), limit: 2)
    XCTAssertEqual(older.items, Array(thread.items[2..<4]))
    let back = try client.thread(id, cursor: XCTUnwrap(older.newerCursor), limit: 3)
    XCTAssertEqual(back.items, newest.items)
    let around = try client.thread(id, around: thread.items[3].id, limit: 4)
    XCTAssertEqual(around.items[try XCTUnwrap(around.anchor)], thread.items[3])
    let unread = try client.thread(id, around: nil, limit: 4)
    XCTAssertEqual(unread.items[try XCTUnwrap(unread.anchor)], thread.items.first { $0.isUnread })
    XCTAssertEqual(try client.item(thread.items[2].id), thread.items[2])
    let none = await code { try client.item("none") }
    XCTAssertEqual(none, .notFound)
    await client.close()
  }

  func testAThreadWithCalls() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    let items = try client.thread(id).items
    XCTAssertEqual(
      items.map(\.kind), [.message, .call, .call, .voicemail, .call, .message, .message])
    XCTAssertEqual(items.compactMap(\.call?.outcome), [.answered, .missed, .voicemail, .answered])
    let first = try XCTUnwrap(items[1].call)
    XCTAssertEqual(first.duration, .seconds(185))
    XCTAssertEqual(first.number, customer)
    XCTAssertEqual(first.direction, .incoming)
    XCTAssertEqual(items[3].text, "Bonjour Alex, c'est Lucie. Rappelez-moi, merci.")
    XCTAssertEqual(items[5].direction, .outgoing)
    XCTAssertLessThan(items[0].date, items[6].date)
    XCTAssertLessThan(abs(items[6].date.timeIntervalSinceNow + 12 * 60), 30)
    await client.close()
  }

  func testADecodedRowIsWhatTheViewsSay() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    try client.setDraft("et 🥐?", in: id)
    try client.send("Œuf, été — 👩‍👩‍👧 ok", to: id)
    try client.save(
      ContactInput(sourceID: "1", name: "Zoé", numbers: [customer], extensions: ["214"]))
    try client.core.withClient { raw in
      try page(
        { ix_conversations_page(raw, nil, ix_str(), 50, $0, $1) },
        handle: {
          page, block in
          let rows = try block.rows(
            Int(IX_TABLE_CONVERSATION), ix_row_conversation.self, Conversation.init)
          XCTAssertEqual(rows.count, Int(ix_page_count(page, UInt32(IX_TABLE_CONVERSATION))))
          for (index, row) in rows.enumerated() {
            var view = ix_conversation_view()
            view.struct_size = structSize(of: ix_conversation_view.self)
            XCTAssertEqual(ix_page_conversation(page, UInt32(index), &view), 0)
            XCTAssertEqual(row.id, String(view.id))
            XCTAssertEqual(row.title, String(view.title))
            XCTAssertEqual(row.contactID, String(view.contact))
            XCTAssertEqual(row.unreadCount, Int(view.unread))
            XCTAssertEqual(row.preview?.text, String(view.preview_text))
            XCTAssertEqual(row.draft?.text, String(view.draft))
            XCTAssertEqual(row.kind.rawValue, view.kind)
            XCTAssertEqual(row.routes.count, Int(view.route_count))
            XCTAssertEqual(row.lastActivity?.milliseconds, view.last_activity_ms)
            for (child, route) in row.routes.enumerated() {
              var routeView = ix_route_view()
              routeView.struct_size = structSize(of: ix_route_view.self)
              let at = view.first_route + UInt32(child)
              XCTAssertEqual(ix_page_route(page, at, &routeView), 0)
              XCTAssertEqual(route.id, String(routeView.id))
              XCTAssertEqual(route.address, String(routeView.address))
              XCTAssertEqual(route.ownNumber, String(routeView.from))
              XCTAssertEqual(route.kind.rawValue, routeView.kind)
              XCTAssertEqual(route.reason, String(routeView.reason))
            }
          }
        })
      try CTexts.with { texts in
        try page(
          { ix_thread_page(raw, texts(id), ix_str(), 50, $0, $1) },
          handle: {
            page, block in
            let rows = try block.rows(Int(IX_TABLE_ITEM), ix_row_item.self, TimelineItem.init)
            XCTAssertEqual(rows.last?.text, "Œuf, été — 👩‍👩‍👧 ok")
            XCTAssertEqual(rows.count, Int(ix_page_count(page, UInt32(IX_TABLE_ITEM))))
            for (index, row) in rows.enumerated() {
              var view = ix_item_view()
              view.struct_size = structSize(of: ix_item_view.self)
              XCTAssertEqual(ix_page_item(page, UInt32(index), &view), 0)
              XCTAssertEqual(row.id, String(view.id))
              XCTAssertEqual(row.text, String(view.text))
              XCTAssertEqual(row.senderName, String(view.sender_name))
              XCTAssertEqual(row.date.milliseconds, view.at_ms)
              XCTAssertEqual(row.state.rawValue, view.state)
              XCTAssertEqual(
                row.call?.id, view.call_id.data == nil ? row.call?.id : String(view.call_id))
              XCTAssertEqual(row.waitingFor.rawValue, view.waiting_for)
            }
          })
      }
    }
    await client.close()
  }

  func testWhyRoutesStandTogether() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    XCTAssertEqual(try client.explainGrouping(of: id).routes.map(\.reason), [.byNumber])
    let contact = try client.save(
      ContactInput(sourceID: "7", name: "Chez Lucie", numbers: ["613-555-0142"]))
    let why = try client.explainGrouping(of: id)
    XCTAssertEqual(why.conversation.title, "Chez Lucie")
    XCTAssertEqual(why.routes.map(\.reason), [.byContact])
    let claim = try XCTUnwrap(why.routes.first?.claims.first)
    XCTAssertEqual(claim.contactID, contact)
    XCTAssertEqual(claim.address, customer)
    XCTAssertEqual(claim.addressKind, .number)
    XCTAssertEqual(claim.contactKind, .external)
    XCTAssertEqual(claim.source, "host")
    XCTAssertEqual(claim.sourceID, "7")
    XCTAssertEqual(claim.verdict, .won)
    await client.close()
  }
}

/// A page and its block, for comparing the two ways of reading one.
private func page(
  _ call: (UnsafeMutablePointer<OpaquePointer?>, COutError) -> ix_status,
  handle body: (OpaquePointer, RowBlock) throws -> Void
) throws {
  let pointer = try XCTUnwrap(object(call))
  defer { ix_page_release(pointer) }
  try body(pointer, RowBlock(page: pointer))
}
