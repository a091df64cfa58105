// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// The account of a client.
public struct Account: Hashable, Sendable {
  public let session: SessionState
  /// nil: nobody ever signed in.
  public let server: String?
  public let userID: String?
  public let displayName: String?
  public let deviceID: String?
  /// nil: never.
  public let lastSync: Date?
  /// The account's own phone numbers.
  public let numbers: [Address]
  /// How many are stored on this device.
  public let conversationCount: Int
  /// How many are stored on this device.
  public let itemCount: Int
  /// What the backend has not confirmed yet.
  public let outboxCount: Int
  /// The size of the database's files.
  public let storeBytes: Int

  init(_ block: RowBlock) throws {
    let row = try block.row(Int(IX_TABLE_ACCOUNT), 0, as: ix_row_account.self)
    session = SessionState(rawValue: row.session)
    server = try block.text(row.server)
    userID = try block.text(row.user_id)
    displayName = try block.text(row.display_name)
    deviceID = try block.text(row.device_id)
    lastSync = Date(milliseconds: row.last_sync_ms)
    numbers = try block.children(
      Int(IX_TABLE_ADDRESS), row.first_number, row.number_count, ix_row_address.self, Address.init)
    conversationCount = Int(row.conversations)
    itemCount = Int(row.items)
    outboxCount = Int(row.outbox)
    storeBytes = Int(row.store_bytes)
  }
}

/// What the user did and the backend has not confirmed.
public struct OutboxEntry: Identifiable, Hashable, Sendable {
  public let id: String
  public let action: OutboxAction
  public let state: OutboxState
  public let conversationID: String
  /// The item it is about; nil: none.
  public let itemID: String?
  public let created: Date
  public let attempts: Int
  /// nil: at once.
  public let nextAttempt: Date?
  public let waitingFor: WaitReason
  /// What went wrong last; kept while it is tried again.
  public let failure: InteractionsError?
  /// Not before this time; nil: at once.
  public let scheduledFor: Date?
  /// Of an invitation: the user; of joining: the address.
  public let subject: String?

  init(_ row: ix_row_outbox, _ block: RowBlock) throws {
    id = try block.string(row.id)
    action = OutboxAction(rawValue: row.op)
    state = OutboxState(rawValue: row.state)
    conversationID = try block.string(row.conversation)
    itemID = try block.text(row.item)
    created = Date(timeIntervalSince1970: Double(row.created_ms) / 1000)
    attempts = Int(row.attempts)
    nextAttempt = Date(milliseconds: row.next_try_ms)
    waitingFor = WaitReason(rawValue: row.waiting_for)
    failure =
      row.has_failure == 0
      ? nil
      : InteractionsError(
        code: ErrorCode(rawValue: row.failure_code),
        message: try block.string(row.failure_message),
        origin: ErrorOrigin(rawValue: row.failure_origin),
        retry: RetryAdvice(rawValue: row.failure_retry),
        fixer: ErrorFixer(rawValue: row.failure_fixer))
    scheduledFor = Date(milliseconds: row.send_at_ms)
    subject = try block.text(row.subject)
  }
}

/// How many conversations a filter or preset holds.
public struct ConversationCounts: Hashable, Sendable {
  public let conversations: Int
  /// With unread items, or marked unread.
  public let unreadConversations: Int
  public let unreadItems: Int
  /// History that is not fetched yet may hold more unread items.
  public let isLowerBound: Bool
}

/// What every preset counts, and the number for the app's icon.
public struct PresetCounts: Hashable, Sendable {
  /// The number for the app's icon: unread items, but for muted and archived conversations.
  public let badge: Int
  private let counts: [Preset: ConversationCounts]

  /// What a preset counts; nil: one that the library does not count.
  public subscript(preset: Preset) -> ConversationCounts? { counts[preset] }

  init(_ rows: [(preset: Preset, counts: ConversationCounts)]) {
    counts = Dictionary(rows.map { ($0.preset, $0.counts) }, uniquingKeysWith: { $1 })
    badge = counts[.badge]?.unreadItems ?? 0
  }

  static func row(
    _ row: ix_row_preset, _ block: RowBlock
  ) -> (preset: Preset, counts: ConversationCounts) {
    (
      Preset(rawValue: row.preset),
      ConversationCounts(
        conversations: Int(row.conversations),
        unreadConversations: Int(row.unread_conversations), unreadItems: Int(row.unread_items),
        isLowerBound: row.flags & IX_COUNTS_LOWER_BOUND != 0)
    )
  }
}

/// One check of the doctor that found something.
public struct StoreFinding: Hashable, Sendable {
  public let check: StoreCheck
  /// Of the check: "unread".
  public let name: String
  /// One that is wrong: an id, or the name of a table; nil: cannot be told.
  public let first: String?
  /// How many are.
  public let count: Int
  /// It is right now.
  public let isRepaired: Bool

  init(_ row: ix_row_finding, _ block: RowBlock) throws {
    check = StoreCheck(rawValue: row.check)
    name = try block.string(row.name)
    first = try block.text(row.first)
    count = Int(row.count)
    isRepaired = row.repaired != 0
  }
}

/// What is stored of the items of one route, or of all.
public struct RouteSize: Hashable, Sendable {
  /// nil: of all routes.
  public let routeID: String?
  /// nil: of all.
  public let conversationID: String?
  /// Messages, calls, voicemails and notices.
  public let itemCount: Int
  /// Their texts and transcripts, of edited ones each version.
  public let textBytes: Int
  /// Ids, names, numbers and the like.
  public let metadataBytes: Int

  init(_ row: ix_row_route_size, _ block: RowBlock) throws {
    routeID = try block.text(row.route)
    conversationID = try block.text(row.conversation)
    itemCount = Int(row.items)
    textBytes = Int(row.text_bytes)
    metadataBytes = Int(row.metadata_bytes)
  }
}
