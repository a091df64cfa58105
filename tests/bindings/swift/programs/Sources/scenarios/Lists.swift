// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox

let lucie = "+16135550142"

func list(_ world: World) async throws {
  try await world.signedIn { client in
    let whole = try client.conversations()
    whole.rows.forEach(printConversation)
    printPage(rows: whole.rows.count, end: whole.end)
    var paged: [String] = []
    var cursor: String?
    repeat {
      let page = try client.conversations(after: cursor, limit: 2)
      paged += page.rows.map { quoted($0.title) }
      cursor = page.cursor
    } while cursor != nil
    Line().array("paged", paged).print()
  }
}

func filters(_ world: World) async throws {
  func show(_ client: InteractionsClient, _ label: String, _ filter: ConversationFilter) throws {
    let counts = try client.count(matching: filter)
    Line()
      .text("filter", label)
      .number("conversations", counts.conversations)
      .number("unread_conversations", counts.unreadConversations)
      .number("unread_items", counts.unreadItems)
      .array("titles", try client.conversations(matching: filter).rows.map { quoted($0.title) })
      .print()
  }
  try await world.signedIn { client in
    let presets: [Preset] = [
      .all, .direct, .channels, .external, .internal, .calls, .unread, .archived,
    ]
    for preset in presets { try show(client, word(preset), .preset(preset)) }
    try show(
      client, "channels or unread, without sms",
      .all([
        .preset(.all), .any([.kind(.channel), .flagged(.unread)]), .not(.transport(.sms)),
      ]))
    try show(client, "participant", .participant(lucie))
    try show(client, "long ago", .active(from: nil, before: Date(timeIntervalSince1970: 0.001)))
    Line().number("badge", try client.badge()).print()
  }
}

func thread(_ world: World) async throws {
  try await world.signedIn { client in
    let id = try client.conversation(with: lucie)
    let whole = try client.thread(id)
    whole.items.forEach(printItem)
    printPage(rows: whole.items.count, end: whole.end)
    var paged: [TimelineItem] = []
    var cursor: String?
    repeat {
      let page = try client.thread(id, cursor: cursor, limit: 3)
      paged = page.items + paged
      cursor = page.olderCursor
    } while cursor != nil
    Line().number("paged", paged.count).bool("same", paged == whole.items).print()
    let around = try client.thread(id, around: nil, limit: 4)
    guard let row = around.anchor else { throw Stop("nothing is unread") }
    Line().number("around", row).bool("unread", around.items[row].isUnread).print()
    try printGroupings(client, id)
  }
}

func liveChanges(_ world: World) async throws {
  guard let sandbox = world.sandbox else { throw Stop("it needs the sandbox") }
  /// The first state that `condition` holds for.
  func state<Element>(
    _ states: inout LiveSequence<Element>.Iterator, where condition: (Element) -> Bool
  ) async throws -> Element {
    while let state = try await states.next() {
      if condition(state) { return state }
    }
    throw Stop("a live list ended")
  }
  func printFirst(_ list: ListSnapshot<Conversation>) {
    Line().text("live", list.rows[0].title).text("preview", list.rows[0].preview?.text).print()
  }
  try await world.signedIn(syncMode: .continuous) { client in
    let id = try client.conversation(with: lucie)
    var lists = client.liveConversations(window: 10).makeAsyncIterator()
    var threads = client.liveThread(id, window: 50).makeAsyncIterator()
    var counts = client.liveCounts().makeAsyncIterator()
    printFirst(try await state(&lists) { $0.rows.count == 5 })

    let open = "Allo! Êtes-vous ouvert?"
    try sandbox.sms(open, from: lucie)
    printFirst(try await state(&lists) { $0.rows[0].preview?.text == open })
    var thread = try await state(&threads) { $0.rows.last?.text == open }
    Line().number("items", thread.rows.count).print()

    try sandbox.say("Alex?", from: "marie", to: "alex")
    printFirst(try await state(&lists) { $0.rows[0].preview?.text == "Alex?" })
    try sandbox.call(with: lucie, .missed)
    thread = try await state(&threads) { $0.rows.last?.kind == .call }
    Line().number("items", thread.rows.count).print()
    Line().number("badge", try await state(&counts) { $0.badge == 16 }.badge).print()

    for row in try client.conversations().rows where row.title == "General" {
      try client.setFlag(.pinned, true, of: row.id)
    }
    let list = try await state(&lists) { $0.rows[0].title == "General" }
    Line().text("pinned", list.rows[0].title).print()
    let page = try client.conversations(limit: 10).rows
    if list.rows.map({ [$0.title, $0.preview?.text] })
      == page.map({ [$0.title, $0.preview?.text] })
    {
      Line().text("same_as_page", "list").print()
    }
    let items = try client.thread(id, limit: 50).items
    if thread.rows.map({ [word($0.kind), $0.text] }) == items.map({ [word($0.kind), $0.text] }) {
      Line().text("same_as_page", "thread").print()
    }
  }
}
