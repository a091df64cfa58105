// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// One entry of a timeline: a message, a call, a voicemail, a notice, or a gap.
public struct TimelineItem: Identifiable, Hashable, Sendable {
  /// Opaque. A sent message keeps its id when the backend has it.
  public let id: String
  public let kind: ItemKind
  /// Id of the route it stands on.
  public let routeID: String
  /// The backend's user id; nil: unknown.
  public let senderID: String?
  public let senderName: String?
  /// The message or caption, the transcript of a voicemail, or what a notice names.
  public let text: String?
  /// Id of the item it answers.
  public let replyTo: String?
  public let date: Date
  public let direction: Direction
  public let state: DeliveryState
  public let notice: NoticeKind
  public let isEdited: Bool
  public let isDeleted: Bool
  /// It is of a kind that counts as unread.
  public let countsAsUnread: Bool
  /// Counts as unread and lies above the own read marker. "New messages" begin at the first one.
  public let isUnread: Bool
  /// An edit, a deletion or a reaction of oneself is shown and not confirmed yet.
  public let isChangePending: Bool
  /// One was refused or given up, and is not shown any more: entries of the outbox say why.
  public let isChangeFailed: Bool
  /// Of a queued message: why it is not on its way.
  public let waitingFor: WaitReason
  /// Of a call or voicemail.
  public let call: Call?
  /// Why it could not be sent or delivered.
  public let failure: InteractionsError?
  /// What people answered it with, the most used first.
  public let reactions: [Reaction]
  /// Files that came with it.
  public let attachments: [Attachment]
  /// Of an own message that has not left: when it is to; nil: at once.
  public let scheduledFor: Date?

  /// What is known of a call.
  public struct Call: Hashable, Sendable {
    public let id: String?
    public let direction: Direction
    public let outcome: CallOutcome
    public let duration: Duration
    public let started: Date?
    /// E.164; nil: withheld.
    public let number: String?
  }

  init(_ row: ix_row_item, _ block: RowBlock) throws {
    id = try block.string(row.id)
    kind = ItemKind(rawValue: row.kind)
    routeID = try block.string(row.route)
    senderID = try block.text(row.sender)
    senderName = try block.text(row.sender_name)
    text = try block.text(row.text)
    replyTo = try block.text(row.reply_to)
    date = Date(timeIntervalSince1970: Double(row.at_ms) / 1000)
    direction = Direction(rawValue: row.direction)
    state = DeliveryState(rawValue: row.state)
    notice = NoticeKind(rawValue: row.notice)
    let flags = Int(row.flags)
    isEdited = flags & Int(IX_ITEM_EDITED) != 0
    isDeleted = flags & Int(IX_ITEM_DELETED) != 0
    countsAsUnread = flags & Int(IX_ITEM_COUNTS_AS_UNREAD) != 0
    isUnread = flags & Int(IX_ITEM_UNREAD) != 0
    isChangePending = flags & Int(IX_ITEM_CHANGE_PENDING) != 0
    isChangeFailed = flags & Int(IX_ITEM_CHANGE_FAILED) != 0
    waitingFor = WaitReason(rawValue: row.waiting_for)
    call =
      flags & Int(IX_ITEM_HAS_CALL) == 0
      ? nil
      : Call(
        id: try block.text(row.call_id), direction: Direction(rawValue: row.call_direction),
        outcome: CallOutcome(rawValue: row.call_outcome),
        duration: .milliseconds(row.call_duration_ms),
        started: Date(milliseconds: row.call_started_ms), number: try block.text(row.call_number))
    failure =
      flags & Int(IX_ITEM_HAS_FAILURE) == 0
      ? nil
      : InteractionsError(
        code: ErrorCode(rawValue: row.failure_code),
        message: try block.string(row.failure_message),
        origin: ErrorOrigin(rawValue: row.failure_origin),
        retry: RetryAdvice(rawValue: row.failure_retry),
        fixer: ErrorFixer(rawValue: row.failure_fixer))
    reactions = try block.children(
      Int(IX_TABLE_REACTION), row.first_reaction, row.reaction_count, ix_row_reaction.self,
      Reaction.init)
    attachments = try block.children(
      Int(IX_TABLE_ATTACHMENT), row.first_attachment, row.attachment_count,
      ix_row_attachment.self, Attachment.init)
    scheduledFor = Date(milliseconds: row.send_at_ms)
  }
}

/// What people answered an item with.
public struct Reaction: Hashable, Sendable {
  /// Mostly one emoji.
  public let key: String
  /// People, oneself included.
  public let count: Int
  /// Oneself is among them.
  public let isMine: Bool

  init(_ row: ix_row_reaction, _ block: RowBlock) throws {
    key = try block.string(row.key)
    count = Int(row.count)
    isMine = row.mine != 0
  }
}

/// An item to notify the user of.
public struct ItemNotification: Identifiable, Hashable, Sendable {
  /// Names the notification for good: the same id shown twice is one notification.
  public var id: String { item.id }
  public let conversationID: String
  /// Of the conversation.
  public let title: String
  public let item: TimelineItem

  init(_ row: ix_row_notification, _ block: RowBlock) throws {
    conversationID = try block.string(row.conversation)
    title = try block.string(row.title)
    item = try TimelineItem(
      block.row(Int(IX_TABLE_ITEM), Int(row.item), as: ix_row_item.self), block)
  }
}
