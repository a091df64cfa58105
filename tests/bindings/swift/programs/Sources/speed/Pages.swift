// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation
import Interactions
import InteractionsSandbox

private let budget = 1.5
private let rows = 50

/// What a page of 50 rows costs through Swift, every row a value with its texts, against the same
/// page through the C interface, every row's view read and every text's bytes added up. On the same
/// account (a copy, for one process at a time has it), turn by turn.
func pages(_ folder: URL) async throws -> Bool {
  let swiftFolder = folder.appendingPathComponent("swift")
  let conversation = try await fill(swiftFolder)
  let cFolder = folder.appendingPathComponent("c")
  try FileManager.default.copyItem(at: swiftFolder, to: cFolder)
  let client = try InteractionsClient(configuration(swiftFolder))
  let raw = try CClient(cFolder.path)
  let thread = try compare(
    "thread", c: { try raw.thread(conversation) },
    swift: { try client.thread(conversation, limit: rows).items.count })
  let list = try compare(
    "list", c: { try raw.list() }, swift: { try client.conversations(limit: rows).rows.count })
  raw.close()
  await client.close()
  return thread && list
}

/// 60 conversations, one of them with more than 50 items; gives its id.
private func fill(_ folder: URL) async throws -> String {
  let sandbox = try Sandbox()
  for index in 0..<60 {
    try sandbox.sms("Numéro \(index): à quelle heure ouvrez-vous?", from: "+14165550\(100 + index)")
    try sandbox.sms("Message \(index), s'il vous plaît 🥐 — merci!", from: "+16135550142")
  }
  let client = try await signedIn(sandbox, folder)
  let row = try client.conversations(matching: .participant("+16135550142")).rows[0]
  while let gap = try client.thread(row.id, limit: rows).items.first(where: { $0.kind == .gap }) {
    try await client.fillGap(gap.id)
  }
  await client.close()
  return row.id
}

private func compare(
  _ name: String, c: () throws -> Int, swift: () throws -> Int
) throws -> Bool {
  func time(_ body: () throws -> Int) throws -> Double {
    let start = ContinuousClock.now
    let count = try body()
    let spent = ContinuousClock.now - start
    guard count == rows else { fatalError("\(name): \(count) rows") }
    return spent / .microseconds(1)
  }
  var cTimes: [Double] = []
  var swiftTimes: [Double] = []
  for round in 0..<600 {
    let (first, second) = (try time(c), try time(swift))
    // The first ones fill caches.
    if round >= 50 {
      cTimes.append(first)
      swiftTimes.append(second)
    }
  }
  let (cMedian, swiftMedian) = (median(cTimes), median(swiftTimes))
  let ratio = swiftMedian / cMedian
  return report(
    ratio <= budget,
    String(
      format: "%@ of %d rows: C %.1f us, Swift %.1f us, ratio %.2f (budget %.1f)", name, rows,
      cMedian, swiftMedian, ratio, budget))
}

func median(_ values: [Double]) -> Double {
  values.sorted()[values.count / 2]
}

/// The C interface as a C host calls it. One thread.
private final class CClient {
  private var client: OpaquePointer?

  init(_ folder: String) throws {
    var config = ix_client_config()
    ix_client_config_init(&config, MemoryLayout<ix_client_config>.size)
    config.sync_mode = ix_sync_mode(IX_SYNC_ON_DEMAND)
    config.credentials = ix_credential_policy(IX_CREDENTIALS_FILE)
    let status = folder.withCString { path in
      config.folder = ix_str_of(path)
      return ix_client_open(&config, &client, nil)
    }
    guard status == 0 else { fatalError("the C client did not open: \(status)") }
  }

  func close() {
    ix_client_release(client)
    client = nil
  }

  func thread(_ conversation: String) throws -> Int {
    var page: OpaquePointer?
    let status = conversation.withCString { id in
      ix_thread_page(client, ix_str_of(id), ix_str(), UInt32(rows), &page, nil)
    }
    defer { ix_page_release(page) }
    guard status == 0 else { return -1 }
    var view = ix_item_view()
    view.struct_size = UInt32(MemoryLayout<ix_item_view>.size)
    var bytes = 0
    let count = ix_page_count(page, UInt32(IX_TABLE_ITEM))
    for row in 0..<count {
      guard ix_page_item(page, row, &view) == 0 else { return -1 }
      bytes &+= sum(view.id) &+ sum(view.sender) &+ sum(view.sender_name) &+ sum(view.route)
      bytes &+= sum(view.text) &+ sum(view.reply_to) &+ sum(view.call_number) &+ sum(view.call_id)
      bytes &+= sum(view.failure_message)
    }
    return bytes == 0 ? -1 : Int(count)
  }

  func list() throws -> Int {
    var page: OpaquePointer?
    let status = ix_conversations_page(client, nil, ix_str(), UInt32(rows), &page, nil)
    defer { ix_page_release(page) }
    guard status == 0 else { return -1 }
    var view = ix_conversation_view()
    view.struct_size = UInt32(MemoryLayout<ix_conversation_view>.size)
    var route = ix_route_view()
    route.struct_size = UInt32(MemoryLayout<ix_route_view>.size)
    var bytes = 0
    let count = ix_page_count(page, UInt32(IX_TABLE_CONVERSATION))
    for row in 0..<count {
      guard ix_page_conversation(page, row, &view) == 0 else { return -1 }
      bytes &+= sum(view.id) &+ sum(view.title) &+ sum(view.contact) &+ sum(view.preview_text)
      bytes &+= sum(view.draft) &+ sum(view.draft_reply)
      for child in 0..<view.route_count {
        guard ix_page_route(page, view.first_route + child, &route) == 0 else { return -1 }
        bytes &+= sum(route.id) &+ sum(route.address) &+ sum(route.from) &+ sum(route.reason)
      }
    }
    return bytes == 0 ? -1 : Int(count)
  }

  private func sum(_ text: ix_str) -> Int {
    var sum = 0
    for byte in UnsafeRawBufferPointer(start: text.data, count: text.size) { sum &+= Int(byte) }
    return sum
  }
}
