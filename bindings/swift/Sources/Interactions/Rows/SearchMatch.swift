// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// One result of a search: what was found, and the part of it to show.
public struct SearchMatch<Found: Sendable>: Sendable {
  /// The whole of it.
  public let found: Found
  /// Where it was found.
  public let field: MatchField
  public let conversationID: String
  /// Of the conversation.
  public let title: String
  /// One line around the first place that was found.
  public let snippet: String
  /// What to highlight in `snippet`, in order, without overlap.
  public let highlights: [Range<String.Index>]
}

extension SearchMatch: Equatable where Found: Equatable {}
extension SearchMatch: Hashable where Found: Hashable {}

extension SearchMatch {
  init(_ row: ix_row_match, _ block: RowBlock, found: Found) throws {
    self.found = found
    field = MatchField(rawValue: row.field)
    conversationID = try block.string(row.conversation)
    title = try block.string(row.title)
    let line = try block.string(row.snippet)
    snippet = line
    highlights = try block.children(
      Int(IX_TABLE_RANGE), row.first_range, row.range_count, ix_row_range.self
    ) { range, _ in
      try Self.range(of: range, in: line)
    }
  }

  /// A part of a text that the library names in bytes of UTF-8.
  private static func range(
    of range: ix_row_range, in line: String
  ) throws -> Range<String.Index> {
    let utf8 = line.utf8
    guard
      let start = utf8.index(utf8.startIndex, offsetBy: Int(range.start), limitedBy: utf8.endIndex),
      let end = utf8.index(start, offsetBy: Int(range.size), limitedBy: utf8.endIndex)
    else { throw InteractionsError.malformedPage }
    return start..<end
  }
}
