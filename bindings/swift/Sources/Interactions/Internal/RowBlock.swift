// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// The bytes of a page (row_block.h), checked once: every table lies within them, and its rows are
/// at least as long as this version reads. Borrows the bytes, which outlive it. Nothing that the
/// bytes say leads to a read outside of them.
struct RowBlock {
  /// One table. A row number that a newer or a damaged block brings is checked where it is used.
  struct Table {
    var offset = 0
    var count = 0
    var stride = 0
  }

  let bytes: UnsafeRawBufferPointer
  let header: ix_block_header
  private var tables = [Table](repeating: Table(), count: Int(IX_TABLE_TRANSFER) + 1)

  /// Borrows the block of a page.
  init(page: OpaquePointer) throws {
    var size = 0
    let start = ix_page_bytes(page, &size)
    try self.init(bytes: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : size))
  }

  /// Borrows `bytes`; throws `.internal` when they are no block.
  init(bytes: UnsafeRawBufferPointer) throws {
    let headerSize = MemoryLayout<ix_block_header>.size
    guard bytes.count >= headerSize, bytes.count <= Int(IX_BLOCK_MAX_BYTES) else {
      throw InteractionsError.malformedPage
    }
    header = bytes.loadUnaligned(as: ix_block_header.self)
    guard header.magic == UInt32(IX_BLOCK_MAGIC), header.version == UInt16(IX_BLOCK_VERSION),
      Int(header.total_size) == bytes.count, Int(header.header_size) >= headerSize
    else { throw InteractionsError.malformedPage }
    self.bytes = bytes
    let entry = MemoryLayout<ix_block_table>.size
    let directory = Int(header.header_size)
    guard Int(header.table_count) <= (bytes.count - headerSize) / entry,
      directory + Int(header.table_count) * entry <= bytes.count
    else { throw InteractionsError.malformedPage }
    for index in 0..<Int(header.table_count) {
      let table = bytes.loadUnaligned(
        fromByteOffset: directory + index * entry, as: ix_block_table.self)
      // A table that only a newer library knows.
      guard table.kind < UInt32(tables.count) else { continue }
      let (length, overflow) = Int(table.count).multipliedReportingOverflow(by: Int(table.stride))
      guard !overflow, table.offset % 8 == 0, Int(table.offset) <= bytes.count,
        length <= bytes.count - Int(table.offset)
      else { throw InteractionsError.malformedPage }
      tables[Int(table.kind)] = Table(
        offset: Int(table.offset), count: Int(table.count), stride: Int(table.stride))
    }
  }

  /// How many rows a table has; 0 when there is none.
  func count(_ kind: Int) -> Int {
    tables[kind].count
  }

  /// The same, for reserving memory: throws when the rows are too short. Rows of no length would be
  /// as many as somebody says.
  func count<Row: BitwiseCopyable>(_ kind: Int, of type: Row.Type) throws -> Int {
    let table = tables[kind]
    guard table.count == 0 || table.stride >= MemoryLayout<Row>.size else {
      throw InteractionsError.malformedPage
    }
    return table.count
  }

  /// Row `index`; throws when the table has no such row, or rows that are too short.
  func row<Row: BitwiseCopyable>(_ kind: Int, _ index: Int, as type: Row.Type) throws -> Row {
    let table = tables[kind]
    guard index >= 0, index < table.count, table.stride >= MemoryLayout<Row>.size else {
      throw InteractionsError.malformedPage
    }
    return bytes.loadUnaligned(
      fromByteOffset: table.offset + index * table.stride, as: Row.self)
  }

  /// All rows of a table, made into values.
  func rows<Row: BitwiseCopyable, Value>(
    _ kind: Int, _ type: Row.Type, _ make: (Row, RowBlock) throws -> Value
  ) throws -> [Value] {
    try children(kind, 0, UInt32(count(kind)), type, make)
  }

  /// The child rows `first` to `first + count` of another table, made into values.
  func children<Row: BitwiseCopyable, Value>(
    _ kind: Int, _ first: UInt32, _ count: UInt32, _ type: Row.Type,
    _ make: (Row, RowBlock) throws -> Value
  ) throws -> [Value] {
    guard count > 0 else { return [] }
    let rowCount = try self.count(kind, of: type)
    guard Int(first) <= rowCount, Int(count) <= rowCount - Int(first) else {
      throw InteractionsError.malformedPage
    }
    var values: [Value] = []
    values.reserveCapacity(Int(count))
    for index in Int(first)..<Int(first) + Int(count) {
      values.append(try make(row(kind, index, as: type), self))
    }
    return values
  }

  /// A text; nil: absent. What is not UTF-8 shows as U+FFFD.
  func text(_ ref: ix_ref) throws -> String? {
    guard ref.offset != 0 else { return nil }
    guard Int(ref.offset) <= bytes.count, Int(ref.size) <= bytes.count - Int(ref.offset) else {
      throw InteractionsError.malformedPage
    }
    let start = Int(ref.offset)
    return String(
      decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(ref.size)]),
      as: UTF8.self)
  }

  /// A text that is always there; "" where it is not.
  func string(_ ref: ix_ref) throws -> String {
    try text(ref) ?? ""
  }

  /// Asks for the next page; nil: this was the last.
  var cursor: String? { get throws { try text(header.cursor) } }
  /// Of a thread: asks for newer items; nil: the newest are here.
  var newerCursor: String? { get throws { try text(header.newer_cursor) } }
  /// What lies beyond the end.
  var end: PageEnd { PageEnd(header.more) }
}
