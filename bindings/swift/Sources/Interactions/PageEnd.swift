// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// What lies beyond the end of a page; of a thread, beyond its oldest item. Open: a newer library
/// may have values that this one does not name.
public enum PageEnd: Hashable, Sendable {
  /// More rows are stored: ask with the cursor.
  case more
  /// The oldest item is a gap, and nothing older is stored: fill it (`fillGap(_:)`).
  case gap
  /// This is everything there is.
  case start
  /// A value that this version does not name.
  case unknown(Int32)

  init(_ value: Int32) {
    switch Int(value) {
    case Int(IX_MORE_LOCAL): self = .more
    case Int(IX_MORE_GAP): self = .gap
    case Int(IX_MORE_START): self = .start
    default: self = .unknown(value)
    }
  }
}

/// A page of a list.
public struct Page<Row: Sendable>: Sendable {
  /// In the order of the list.
  public let rows: [Row]
  /// Asks for the page after this one; nil: this was the last.
  public let cursor: String?
  /// What lies beyond the last row.
  public let end: PageEnd
}

extension Page: Equatable where Row: Equatable {}

/// A page of a conversation's timeline, oldest item first.
public struct ThreadPage: Hashable, Sendable {
  /// Oldest first, gaps and unsent messages included.
  public let items: [TimelineItem]
  /// Asks for the items before these; nil: there are none stored.
  public let olderCursor: String?
  /// Asks for the items after these; nil: the newest are here.
  public let newerCursor: String?
  /// What lies beyond the oldest item.
  public let end: PageEnd
  /// Of `thread(_:around:limit:)`: the index of the item it is around; nil: none.
  public let anchor: Int?
}
