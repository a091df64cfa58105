// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation
import InteractionsSandbox
import XCTest

@testable import Interactions

/// The row decoder on blocks that no library made: it throws, and reads nothing outside of them.
final class DecoderTests: InteractionsTestCase {
  /// Decodes every table of a block the way the binding does; gives what it threw.
  private func decode(_ bytes: UnsafeRawBufferPointer) -> (any Error)? {
    var first: (any Error)?
    func attempt(_ body: () throws -> Void) {
      do { try body() } catch { first = first ?? error }
    }
    let block: RowBlock
    do { block = try RowBlock(bytes: bytes) } catch { return error }
    attempt { _ = try (block.cursor, block.newerCursor, block.end) }
    attempt { _ = try Account(block) }
    attempt { _ = try ThreadPage(block, anchor: nil) }
    attempt { _ = try GroupingExplanation(block) }
    attempt { _ = try SMSPreflight(block) }
    func rows<Row: BitwiseCopyable, Value>(
      _ kind: Int, _ make: (Row, RowBlock) throws -> Value
    ) {
      attempt { _ = try block.rows(kind, Row.self, make) }
    }
    rows(Int(IX_TABLE_CONVERSATION), Conversation.init)
    rows(Int(IX_TABLE_ROUTE), Route.init)
    rows(Int(IX_TABLE_ITEM), TimelineItem.init)
    rows(Int(IX_TABLE_CONTACT), Contact.init)
    rows(Int(IX_TABLE_ADDRESS), Address.init)
    rows(Int(IX_TABLE_OUTBOX), OutboxEntry.init)
    rows(Int(IX_TABLE_REACTION), Reaction.init)
    rows(Int(IX_TABLE_PRESET), PresetCounts.row)
    rows(Int(IX_TABLE_TYPIST), Typist.init)
    rows(Int(IX_TABLE_FINDING), StoreFinding.init)
    rows(Int(IX_TABLE_CLAIM), GroupingExplanation.Claim.init)
    rows(Int(IX_TABLE_NOTIFICATION), ItemNotification.init)
    rows(Int(IX_TABLE_ATTACHMENT), Attachment.init)
    rows(Int(IX_TABLE_ROUTE_SIZE), RouteSize.init)
    rows(Int(IX_TABLE_CONSENT), ConsentRecord.init)
    rows(Int(IX_TABLE_RECIPIENT), Recipient.init)
    rows(Int(IX_TABLE_MEMBER), Member.init)
    rows(Int(IX_TABLE_MATCH)) { (row: ix_row_match, block: RowBlock) in
      _ = try SearchMatch(row, block, found: row.row)
    }
    attempt {
      var live = LiveRows<Conversation>()
      _ = try live.apply(block) { block, index in
        try Conversation(
          block.row(Int(IX_TABLE_CONVERSATION), index, as: ix_row_conversation.self), block)
      }
    }
    return first
  }

  /// The same of a copy in an allocation of exactly its size, so that a sanitizer sees a read past it.
  @discardableResult
  private func decode(_ bytes: [UInt8]) -> (any Error)? {
    let exact = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    defer { exact.deallocate() }
    exact.copyBytes(from: bytes)
    let error = decode(UnsafeRawBufferPointer(exact))
    if let error {
      XCTAssertEqual((error as? InteractionsError)?.code, .internal, "\(error)")
    }
    return error
  }

  /// Blocks of the library, of all kinds that a small account has.
  private func realBlocks() async throws -> [[UInt8]] {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    try client.send("Œuf 🥚", to: id)
    try client.save(ContactInput(sourceID: "1", name: "Zoé", numbers: [customer]))
    try sandbox.sms("Allo", from: customer)
    try await client.sync()
    var blocks: [[UInt8]] = []
    func add(_ call: (UnsafeMutablePointer<OpaquePointer?>, COutError) -> ix_status) throws {
      let page = try XCTUnwrap(object(call))
      defer { ix_page_release(page) }
      var size = 0
      let start = ix_page_bytes(page, &size)
      let bytes = UnsafeRawBufferPointer(start: start, count: size)
      // What is whole decodes: a table that is not there counts for nothing here.
      XCTAssertNoThrow(try RowBlock(bytes: bytes))
      blocks.append(Array(bytes))
    }
    try client.core.withClient { raw in
      try CTexts.with { texts in
        let none = ix_str()
        try add { ix_account_page(raw, $0, $1) }
        try add { ix_conversations_page(raw, nil, none, 2, $0, $1) }
        try add { ix_thread_page(raw, texts(id), none, 4, $0, $1) }
        try add { ix_conversation_explain(raw, texts(id), $0, $1) }
        try add { ix_contacts_page(raw, none, none, 50, $0, $1) }
        try add { ix_recipients_page(raw, none, 20, $0, $1) }
        try add { ix_outbox_page(raw, $0, $1) }
        try add { ix_search_messages(raw, texts("merci"), nil, none, none, 50, $0, $1) }
        try add { ix_notifications_page(raw, none, 50, $0, $1) }
        try add { ix_store_sizes(raw, $0, $1) }
        try add { ix_sms_parts(texts("l’été…"), none, $0, $1) }
        var subscription: ix_subscription = 0
        try check { ix_conversations_subscribe(raw, nil, 10, &subscription, $0) }
        try add { ix_subscription_take(raw, subscription, $0, $1) }
      }
    }
    await client.close()
    return blocks
  }

  /// Blocks that the bindings of all languages are fed with.
  private func sharedBlocks() throws -> [[UInt8]] {
    guard let folder = ProcessInfo.processInfo.environment["IX_ROW_BLOCKS"] else { return [] }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    XCTAssertFalse(files.isEmpty, "\(folder) is empty")
    return try files.map { Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))) }
  }

  func testTruncatedBlocks() async throws {
    for block in try await realBlocks() {
      for size in Array(0..<min(block.count, 300)) + [block.count / 2, block.count - 1] {
        // A block says how long it is.
        XCTAssertNotNil(decode(Array(block.prefix(size))), "\(size) of \(block.count)")
      }
      // One that says it is as short as it was cut.
      for size in stride(from: MemoryLayout<ix_block_header>.size, to: block.count, by: 8) {
        var cut = Array(block.prefix(size))
        withUnsafeBytes(of: UInt32(size).littleEndian) { cut.replaceSubrange(8..<12, with: $0) }
        decode(cut)
      }
    }
  }

  func testBlocksWithWrongBytes() async throws {
    var random = SplitMix(seed: 7)
    var refused = 0
    let blocks = try await realBlocks()
    for block in blocks {
      // Each 32-bit word of header, directory and rows, with values that offsets dislike.
      for at in stride(from: 0, to: min(block.count - 4, 1_200), by: 4) {
        for value: UInt32 in [0, 1, 0x7fff_ffff, 0xffff_ffff, UInt32(block.count)] {
          var wrong = block
          withUnsafeBytes(of: value.littleEndian) { wrong.replaceSubrange(at..<at + 4, with: $0) }
          if decode(wrong) != nil { refused += 1 }
        }
      }
      for _ in 0..<150 {
        var wrong = block
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          wrong[Int.random(in: 0..<wrong.count, using: &random)] ^=
            UInt8(1 << Int.random(in: 0..<8, using: &random))
        }
        decode(wrong)
      }
    }
    XCTAssertGreaterThan(refused, 1_000)
  }

  func testTheSharedCorpus() throws {
    let blocks = try sharedBlocks()
    if blocks.isEmpty { throw XCTSkip("IX_ROW_BLOCKS names no folder of blocks") }
    for block in blocks { decode(block) }
  }

  func testABlockOfANewerLibrary() async throws {
    // Longer rows, a longer directory entry's worth of header, a table that is not known.
    let row = ix_row_address(
      address: ix_ref(offset: 0, size: 0), kind: 77, sendable: 1, reason: ix_ref())
    let size = MemoryLayout<ix_row_address>.size
    let stride = size + 16
    var bytes = [UInt8](repeating: 0xee, count: 48 + 32 + 2 * stride)
    func put<Value: BitwiseCopyable>(_ value: Value, _ at: Int) {
      withUnsafeBytes(of: value) { bytes.replaceSubrange(at..<at + $0.count, with: $0) }
    }
    var header = ix_block_header()
    header.magic = UInt32(IX_BLOCK_MAGIC)
    header.version = UInt16(IX_BLOCK_VERSION)
    header.header_size = 48
    header.total_size = UInt32(bytes.count)
    header.table_count = 2
    header.more = 9
    put(header, 0)
    put(ix_block_table(kind: 4_000, count: 9_999, stride: 9_999, offset: 4), 48)
    put(
      ix_block_table(
        kind: UInt32(IX_TABLE_ADDRESS), count: 2, stride: UInt32(stride), offset: 80), 64)
    put(row, 80)
    put(row, 80 + stride)
    try bytes.withUnsafeBytes { bytes in
      let block = try RowBlock(bytes: bytes)
      let rows = try block.rows(Int(IX_TABLE_ADDRESS), ix_row_address.self, Address.init)
      XCTAssertEqual(rows.map(\.kind), [.unknown(77), .unknown(77)])
      XCTAssertEqual(rows.map(\.canSend), [true, true])
      XCTAssertEqual(block.end, .unknown(9))
    }
    XCTAssertEqual(AddressKind(rawValue: 77).rawValue, 77)
  }
}

/// A generator whose runs can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
