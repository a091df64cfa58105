// SPDX-License-Identifier: Apache-2.0

/// A live list as it is now, and what changed since the snapshot before.
public struct ListSnapshot<Row: Sendable>: Sendable {
  /// All rows of the window.
  public let rows: [Row]
  /// The steps from the rows of this iterator's snapshot before to these, to be applied in order.
  /// The first snapshot inserts them all.
  public let changes: [ListChange]
  /// Of a thread: what lies beyond its oldest row.
  public let end: PageEnd
  /// Of a thread: asks `thread(_:before:limit:)` for the items before the window; nil: none.
  public let cursor: String?
}

extension ListSnapshot: Equatable where Row: Equatable {}

/// One step of a change. Each index is that of the list at this step.
public enum ListChange: Hashable, Sendable {
  /// The row that the snapshot has there now, or after later steps elsewhere.
  case insert(at: Int)
  case remove(at: Int)
  /// Taken out at `from`, then put in at `to`.
  case move(from: Int, to: Int)
  /// `fields` differ.
  case update(at: Int, fields: ChangedFields)
}

/// What differs in a row that was updated. The bits belong to the list.
public struct ChangedFields: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Of a conversation: its title.
  public static let title = ChangedFields(rawValue: 1)
  /// Of a conversation: when something was last said.
  public static let activity = ChangedFields(rawValue: 2)
  /// Of a conversation: the preview of its newest item.
  public static let preview = ChangedFields(rawValue: 4)
  /// Of a conversation: what is unread.
  public static let unread = ChangedFields(rawValue: 8)
  /// Of a conversation: pinned, muted, archived, and whether one can send.
  public static let flags = ChangedFields(rawValue: 16)
  /// Of a conversation: its routes.
  public static let routes = ChangedFields(rawValue: 32)
  /// Of a conversation: the draft.
  public static let draft = ChangedFields(rawValue: 64)
  /// Of a conversation: its contact.
  public static let contact = ChangedFields(rawValue: 128)

  /// Of an item: its text, also that it was edited or deleted.
  public static let itemText = ChangedFields(rawValue: 1)
  /// Of an item: how far it is, what it waits for, and its failure.
  public static let itemState = ChangedFields(rawValue: 2)
  /// Of an item: whether it is unread.
  public static let itemUnread = ChangedFields(rawValue: 4)
  /// Of an item: the reactions.
  public static let itemReactions = ChangedFields(rawValue: 8)
  /// Of an item: the call.
  public static let itemCall = ChangedFields(rawValue: 16)
  /// Of an item: who sent it.
  public static let itemSender = ChangedFields(rawValue: 32)
  /// Of an item: its time.
  public static let itemTime = ChangedFields(rawValue: 64)
  /// Of an item: kind, direction, notice, route, what it answers.
  public static let itemAbout = ChangedFields(rawValue: 128)
  /// Of an item: its attachments.
  public static let itemAttachments = ChangedFields(rawValue: 256)

  /// Of an outbox entry: state, attempts, next try, what it waits for.
  public static let outboxState = ChangedFields(rawValue: 1)
  /// Of an outbox entry: what went wrong last.
  public static let outboxFailure = ChangedFields(rawValue: 2)
  /// Of an outbox entry: what it does, and where.
  public static let outboxAbout = ChangedFields(rawValue: 4)
}
