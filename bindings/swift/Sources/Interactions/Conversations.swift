// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Lists of conversations, threads, and starting a new one. A conversation's id is any id it ever
/// had.
extension InteractionsClient {
  // MARK: Lists

  /// Conversations: pinned ones first, then the newest activity. `filter` nil: all. `cursor` of the
  /// page before; nil: the first page. `limit` 1 to 1000. Throws `.invalidCursor`.
  public func conversations(
    matching filter: ConversationFilter? = nil, after cursor: String? = nil, limit: Int = 50
  ) throws -> Page<Conversation> {
    try core.withClient { client in
      try withCFilter(filter) { filter in
        try CTexts.with { texts in
          try page({
            ix_conversations_page(client, filter, texts(cursor), UInt32(clamping: limit), $0, $1)
          }) { block in
            Page(
              rows: try block.rows(
                Int(IX_TABLE_CONVERSATION), ix_row_conversation.self, Conversation.init),
              cursor: try block.cursor, end: block.end)
          }
        }
      }
    }
  }

  /// How many conversations a filter holds; nil: all.
  public func count(matching filter: ConversationFilter? = nil) throws -> ConversationCounts {
    var counts = ix_counts()
    counts.struct_size = structSize(of: ix_counts.self)
    try core.withClient { client in
      try withCFilter(filter) { filter in
        try check { ix_conversations_count(client, filter, &counts, $0) }
      }
    }
    return ConversationCounts(
      conversations: Int(counts.conversations),
      unreadConversations: Int(counts.unread_conversations), unreadItems: Int(counts.unread_items),
      isLowerBound: counts.flags & IX_COUNTS_LOWER_BOUND != 0)
  }

  /// The number for the app's icon: unread items, but for muted and archived conversations.
  public func badge() throws -> Int {
    var badge: Int64 = 0
    try core.withClient { client in try check { ix_client_badge(client, &badge, $0) } }
    return Int(badge)
  }

  /// One conversation. Throws `.notFound`.
  public func conversation(_ id: String) throws -> Conversation {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({ ix_conversation_get(client, texts(id), $0, $1) }) { block in
          try Conversation(
            block.row(Int(IX_TABLE_CONVERSATION), 0, as: ix_row_conversation.self), block)
        }
      }
    }
  }

  /// Why the routes of a conversation stand together. Throws `.notFound`.
  public func explainGrouping(of conversation: String) throws -> GroupingExplanation {
    try core.withClient { client in
      try CTexts.with { texts in
        try page(
          { ix_conversation_explain(client, texts(conversation), $0, $1) },
          GroupingExplanation.init)
      }
    }
  }

  // MARK: Threads

  /// A page of a conversation's timeline, oldest item first. Without a cursor the newest items;
  /// with the `olderCursor` or `newerCursor` of a page those before or after it. `limit` 1 to 1000
  /// counts gaps and unsent messages, too. Throws `.notFound`, `.invalidCursor`.
  public func thread(
    _ conversation: String, cursor: String? = nil, limit: Int = 50
  ) throws -> ThreadPage {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({
          ix_thread_page(
            client, texts(conversation), texts(cursor), UInt32(clamping: limit), $0, $1)
        }) { try ThreadPage($0, anchor: nil) }
      }
    }
  }

  /// A page around one item: half of `limit` before it, the rest after it. `item` nil: around the
  /// first unread item, and the newest page when nothing is unread. Throws `.notFound`, also when
  /// the item is not of this conversation.
  public func thread(
    _ conversation: String, around item: String?, limit: Int = 50
  ) throws -> ThreadPage {
    try core.withClient { client in
      try CTexts.with { texts in
        var row = UInt32.max
        return try page({
          ix_thread_around(
            client, texts(conversation), texts(item), UInt32(clamping: limit), $0, &row, $1)
        }) { try ThreadPage($0, anchor: row == .max ? nil : Int(row)) }
      }
    }
  }

  /// One item. Throws `.notFound`.
  public func item(_ id: String) throws -> TimelineItem {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({ ix_item_get(client, texts(id), $0, $1) }) { block in
          try TimelineItem(block.row(Int(IX_TABLE_ITEM), 0, as: ix_row_item.self), block)
        }
      }
    }
  }

  /// Fetches history across a gap (an item of kind `.gap`): one page of the backend's. Safe to
  /// repeat; a gap that is gone is a success.
  public func fillGap(_ gap: String) async throws {
    _ = try await core.operation { client, id, error in
      CTexts.with { ix_history_fill(client, $0(gap), id, error) }
    }
  }

  // MARK: What a user sets

  /// Sets or takes away a flag, in all routes of the conversation. The account's other devices see
  /// it once it has reached the backend. Throws `.notFound`.
  public func setFlag(_ flag: ConversationFlag, _ on: Bool, of conversation: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check {
          ix_conversation_set_flag(client, texts(conversation), flag.rawValue, on ? 1 : 0, $0)
        }
      }
    }
  }

  /// What stands no later than `item` is read, in all routes of the conversation; nil: all that is
  /// stored now. Missed calls and voicemail count as unread until this. Throws `.notFound`.
  public func markRead(_ conversation: String, upTo item: String? = nil) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_conversation_mark_read(client, texts(conversation), texts(item), $0) }
      }
    }
  }

  /// Keeps what the user is writing; nil or empty: there is no draft. Stays on this device and
  /// survives a crash; a message that is sent does not remove it. Throws `.notFound` (also: no such
  /// item here), `.textTooLarge`, `.cannotSend` (the item to answer has not been sent itself).
  public func setDraft(
    _ text: String?, replyTo item: String? = nil, in conversation: String
  ) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        var draft = ix_draft()
        ix_draft_init(&draft, MemoryLayout<ix_draft>.size)
        draft.text = texts(text)
        draft.reply_to = texts(item)
        try check { ix_conversation_set_draft(client, texts(conversation), &draft, $0) }
      }
    }
  }

  /// Makes a route the default of its conversation; nil: back to the rule. Stays on this device.
  /// Throws `.notFound`, `.cannotSend`, `.numberNotSendable`, `.encrypted`, `.optedOut`.
  public func setDefaultRoute(_ route: String?, of conversation: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check {
          ix_conversation_set_default_route(client, texts(conversation), texts(route), $0)
        }
      }
    }
  }

  // MARK: A new conversation

  /// Whom a new conversation is with.
  public enum Peer: Hashable, Sendable {
    /// A phone number as a person types it.
    case number(String)
    /// A colleague's id at the backend.
    case user(String)
    /// A contact's id.
    case contact(String)
  }

  /// The id of the conversation with `peer`: the existing one, or a new one that is made at the
  /// backend with its first message. Throws `.numberInvalid`, `.numberNotSendable`, `.notFound`,
  /// `.cannotSend` (a contact without an address that can be written to).
  public func openConversation(with peer: Peer) throws -> String {
    try core.withClient { client in
      try CTexts.with { texts in
        var recipient = ix_recipient()
        ix_recipient_init(&recipient, MemoryLayout<ix_recipient>.size)
        switch peer {
        case .number(let number): recipient.number = texts(number)
        case .user(let user): recipient.user = texts(user)
        case .contact(let contact): recipient.contact = texts(contact)
        }
        return try text { ix_conversation_open(client, &recipient, $0, $1) }
      }
    }
  }
}

extension ThreadPage {
  init(_ block: RowBlock, anchor: Int?) throws {
    items = try block.rows(Int(IX_TABLE_ITEM), ix_row_item.self, TimelineItem.init)
    olderCursor = try block.cursor
    newerCursor = try block.newerCursor
    end = block.end
    self.anchor = anchor
  }
}
