// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation
import InteractionsSandbox
import XCTest

@testable import Interactions

/// The row decoder on blocks that no library made: it throws, and reads nothing outside of them.
final class DecoderTests: InteractionsTestCase {
  /// Decodes every table of a block the way the binding does; gives how many rows there were, or
  /// what was thrown first.
  private func decode(_ bytes: UnsafeRawBufferPointer) -> Result<Int, any Error> {
    Result {
      let block = try RowBlock(bytes: bytes)
      _ = try (block.cursor, block.newerCursor, block.end)
      // All of them also where one was thrown.
      var found = 0
      var first: (any Error)?
      func attempt(_ body: () throws -> Int) {
        do { found += try body() } catch { first = first ?? error }
      }
      func rows<Row: BitwiseCopyable, Value>(
        _ kind: Int, _ make: (Row, RowBlock) throws -> Value
      ) {
        attempt { try block.rows(kind, Row.self, make).count }
      }
      if block.count(Int(IX_TABLE_ACCOUNT)) > 0 { attempt { try [Account(block)].count } }
      if block.count(Int(IX_TABLE_GROUPING)) > 0 {
        attempt { try GroupingExplanation(block).routes.count }
      }
      if block.count(Int(IX_TABLE_SMS)) > 0 { attempt { try [SMSPreflight(block)].count } }
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
      rows(Int(IX_TABLE_TRANSFER), Transfer.init)
      rows(Int(IX_TABLE_ROUTE_SIZE), RouteSize.init)
      rows(Int(IX_TABLE_CONSENT), ConsentRecord.init)
      rows(Int(IX_TABLE_RECIPIENT), Recipient.init)
      rows(Int(IX_TABLE_MEMBER), Member.init)
      rows(Int(IX_TABLE_SOURCE), FileSource.init)
      rows(Int(IX_TABLE_FILE_PLAN), SMSPreflight.FilePlan.init)
      rows(Int(IX_TABLE_MATCH)) { (row: ix_row_match, block: RowBlock) in
        // A match refers to one of two tables.
        let index = Int(row.row)
        guard block.count(Int(IX_TABLE_ITEM)) > 0 else {
          return try SearchMatch(
            row, block,
            found: block.row(
              Int(IX_TABLE_CONVERSATION), index, as: ix_row_conversation.self)
          ).conversationID
        }
        return try SearchMatch(
          row, block, found: block.row(Int(IX_TABLE_ITEM), index, as: ix_row_item.self)
        ).conversationID
      }
      // The steps of a live list refer to its own table.
      attempt {
        if block.count(Int(IX_TABLE_PRESET)) > 0 {
          return try apply(block, Int(IX_TABLE_PRESET), PresetCounts.row)
        }
        return try apply(block, Int(IX_TABLE_CONVERSATION), Conversation.init)
      }
      if let first { throw first }
      return found
    }
  }

  private func apply<Row: BitwiseCopyable, Value: Sendable>(
    _ block: RowBlock, _ table: Int, _ make: (Row, RowBlock) throws -> Value
  ) throws -> Int {
    var live = LiveRows<Value>()
    _ = try live.apply(block) { try make($0.row(table, $1, as: Row.self), $0) }
    return live.snapshot.rows.count
  }

  /// The same of a copy in an allocation of exactly its size, so that a sanitizer sees a read past
  /// it; nil: it is no block that can be read.
  @discardableResult
  private func decode(_ bytes: [UInt8]) -> Int? {
    let exact = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    defer { exact.deallocate() }
    exact.copyBytes(from: bytes)
    switch decode(UnsafeRawBufferPointer(exact)) {
    case .success(let rows):
      return rows
    case .failure(let error):
      XCTAssertEqual((error as? InteractionsError)?.code, .internal, "\(error)")
      return nil
    }
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
      XCTAssertNotNil(decode(Array(bytes)))
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

  func testTruncatedBlocks() async throws {
    for block in try await realBlocks() {
      for size in Array(0..<min(block.count, 300)) + [block.count / 2, block.count - 1] {
        // A block says how long it is.
        XCTAssertNil(decode(Array(block.prefix(size))), "\(size) of \(block.count)")
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
          if decode(wrong) == nil { refused += 1 }
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

  /// The blocks of tests/bindings/rowblocks, as its README says for all languages.
  func testTheSharedCorpus() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let folder = environment["IX_ROW_BLOCKS"] else {
      throw XCTSkip("IX_ROW_BLOCKS names no folder of blocks")
    }
    let rounds = environment["IX_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 4_000
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".bin") }.sorted()
    XCTAssertGreaterThan(names.count, 10)
    for name in names {
      let whole = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
      XCTAssertGreaterThan(decode(whole) ?? 0, 0, "\(name) cannot be read")
      for size in whole.indices where decode(Array(whole[..<size])) != nil {
        XCTFail("\(name) can be read cut to \(size)")
      }
      for (what, bytes) in broken(whole) where decode(bytes) != nil {
        XCTFail("\(name) can be read with a wrong \(what)")
      }
      var state = UInt64(whole.count)
      func number(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
      }
      for _ in 0..<rounds {
        var bytes = whole
        for _ in 0..<1 + number(below: 4) {
          let end = number(below: 2) == 0 ? min(512, bytes.count) : bytes.count
          bytes[number(below: end)] = UInt8(number(below: 256))
        }
        decode(bytes)
      }
    }
  }

  /// Blocks in which one number of header or directory cannot be.
  private func broken(_ whole: [UInt8]) -> [(String, [UInt8])] {
    func with(_ what: String, _ at: Int, _ value: UInt32, size: Int = 4) -> (String, [UInt8]) {
      var bytes = whole
      withUnsafeBytes(of: value.littleEndian) {
        bytes.replaceSubrange(at..<at + size, with: $0.prefix(size))
      }
      return (what, bytes)
    }
    let directory = MemoryLayout<ix_block_header>.size
    let total = UInt32(whole.count)
    let offset = whole.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: directory + 12, as: UInt32.self)
    }
    return [
      with("magic", 0, 0), with("version", 4, 2, size: 2), with("header size", 6, 8, size: 2),
      with("total size", 8, total + 1), with("table count", 12, 0x7fff_ffff),
      with("table count", 12, 0xffff_ffff), with("row count", directory + 4, 1 << 28),
      with("stride", directory + 8, 1 << 30), with("offset", directory + 12, (total + 7) / 8 * 8),
      with("odd offset", directory + 12, offset + 4), ("length", whole + [0, 0, 0, 0, 0, 0, 0, 0]),
    ]
  }

  func testRowsOfNoLength() throws {
    var bytes = [UInt8](repeating: 0, count: MemoryLayout<ix_block_header>.size + 16)
    func put<Value: BitwiseCopyable>(_ value: Value, _ at: Int) {
      withUnsafeBytes(of: value) { bytes.replaceSubrange(at..<at + $0.count, with: $0) }
    }
    var header = ix_block_header()
    header.magic = UInt32(IX_BLOCK_MAGIC)
    header.version = UInt16(IX_BLOCK_VERSION)
    header.header_size = UInt16(MemoryLayout<ix_block_header>.size)
    header.total_size = UInt32(bytes.count)
    header.table_count = 1
    put(header, 0)
    for kind in 1...UInt32(IX_TABLE_FILE_PLAN) {
      put(ix_block_table(kind: kind, count: .max, stride: 0, offset: 8), bytes.count - 16)
      bytes.withUnsafeBytes { bytes in
        switch decode(bytes) {
        case .success(let rows): XCTAssertEqual(rows, 0, "table \(kind)")
        case .failure(let error):
          XCTAssertEqual((error as? InteractionsError)?.code, .internal)
        }
      }
    }
  }

  func testTransfers() throws {
    let directory = MemoryLayout<ix_block_header>.size
    let start = directory + MemoryLayout<ix_block_table>.size
    let size = MemoryLayout<ix_row_transfer>.size
    var row = ix_row_transfer()
    row.done = 3
    row.total = 4
    row.bytes_per_second = 5
    row.part = Int32(IX_PART_THUMBNAIL)
    row.upload = 1
    var bare = ix_row_transfer()
    bare.done = 9
    var newer = row
    newer.part = 77
    let rows = [row, newer, bare]
    var bytes = [UInt8](repeating: 0, count: start + rows.count * size)
    func put<Value: BitwiseCopyable>(_ value: Value, _ at: Int) {
      withUnsafeBytes(of: value) { bytes.replaceSubrange(at..<at + $0.count, with: $0) }
    }
    var header = ix_block_header()
    header.magic = UInt32(IX_BLOCK_MAGIC)
    header.version = UInt16(IX_BLOCK_VERSION)
    header.header_size = UInt16(directory)
    header.total_size = UInt32(bytes.count)
    header.table_count = 1
    put(header, 0)
    put(
      ix_block_table(
        kind: UInt32(IX_TABLE_TRANSFER), count: UInt32(rows.count), stride: UInt32(size),
        offset: UInt32(start)), directory)
    for (index, row) in rows.enumerated() { put(row, start + index * size) }
    // A part that only a newer library knows is left out.
    let transfers = try bytes.withUnsafeBytes { try Transfer.all(RowBlock(bytes: $0)) }
    XCTAssertEqual(transfers.map(\.part), [.thumbnail, .file])
    XCTAssertEqual(transfers.map(\.isUpload), [true, false])
    XCTAssertEqual(transfers.map(\.completedBytes), [3, 9])
    XCTAssertEqual(transfers.map(\.totalBytes), [4, nil])
    XCTAssertEqual(transfers.map(\.fractionCompleted), [0.75, nil])
    XCTAssertEqual(transfers.map(\.bytesPerSecond), [5, nil])
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
