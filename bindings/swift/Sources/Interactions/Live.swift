// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// What can be followed: the same as the page of the same name, kept up to date.
extension InteractionsClient {
  /// The first `window` (1 to 1000) conversations of a filter; nil: of all.
  public func liveConversations(
    matching filter: ConversationFilter? = nil, window: Int = 50
  ) -> LiveSequence<ListSnapshot<Conversation>> {
    list(
      { client in
        try withCFilter(filter) { filter in
          try subscription {
            ix_conversations_subscribe(client, filter, UInt32(clamping: window), $0, $1)
          }
        }
      }, Int(IX_TABLE_CONVERSATION), Conversation.init)
  }

  /// The newest `window` (1 to 1000) items of a conversation, oldest first. It follows the
  /// conversation through merges and splits. With `.continuous` syncing a gap within the window is
  /// filled by itself.
  public func liveThread(
    _ conversation: String, window: Int = 50
  ) -> LiveSequence<ListSnapshot<TimelineItem>> {
    list(
      subscribing(IX_LIVE_THREAD, conversation, window), Int(IX_TABLE_ITEM), TimelineItem.init)
  }

  /// One conversation; nil while there is none.
  public func liveConversation(_ id: String) -> LiveSequence<Conversation?> {
    live(
      subscribing(IX_LIVE_CONVERSATION, id, 0), Int(IX_TABLE_CONVERSATION), Conversation.init
    ) { $0.rows.first }
  }

  /// What every preset counts, and the number for the app's icon.
  public func liveCounts() -> LiveSequence<PresetCounts> {
    live(subscribing(IX_LIVE_COUNTS, nil, 0), Int(IX_TABLE_PRESET), PresetCounts.row) {
      PresetCounts($0.rows)
    }
  }

  /// The oldest `window` (1 to 1000) entries of the outbox.
  public func liveOutbox(window: Int = 50) -> LiveSequence<ListSnapshot<OutboxEntry>> {
    list(subscribing(IX_LIVE_OUTBOX, nil, window), Int(IX_TABLE_OUTBOX), OutboxEntry.init)
  }

  /// Who is writing: in one conversation, or in all (nil). Needs `.continuous` syncing.
  public func liveTyping(in conversation: String? = nil) -> LiveSequence<[Typist]> {
    live(subscribing(IX_LIVE_TYPING, conversation, 0), Int(IX_TABLE_TYPIST), Typist.init) {
      $0.rows
    }
  }

  /// Files that were picked and not sent yet, as `stagedFiles(in:)` gives them. While the client is
  /// suspended also a loop that begins waits.
  public func liveStagedFiles(in conversation: String? = nil) -> LiveSequence<[Attachment]> {
    changes(of: \.files) { client, out, error in
      CTexts.with { texts in ix_files_page(client, texts(conversation), out, error) }
    } read: {
      try $0.rows(Int(IX_TABLE_ATTACHMENT), ix_row_attachment.self, Attachment.init)
    }
  }

  /// What is on its way, at most ten times a second for each transfer; one that has ended is gone.
  /// While the client is suspended also a loop that begins waits.
  public func liveTransfers() -> LiveSequence<[Transfer]> {
    changes(of: \.transfers) {
      ix_transfers_page($0, $1, $2)
    } read: {
      try Transfer.all($0)
    }
  }

  // MARK: How

  /// A page that is read again when the hub tells of changes.
  private func changes<Element: Equatable & Sendable>(
    of changes: KeyPath<EventHub, Changes> & Sendable,
    _ page:
      @escaping @Sendable (
        OpaquePointer, UnsafeMutablePointer<OpaquePointer?>, COutError
      ) -> ix_status,
    read: @escaping @Sendable (RowBlock) throws -> Element
  ) -> LiveSequence<Element> {
    LiveSequence(client: self) { core, signal in
      LiveSource(page: page, end: core.hub[keyPath: changes].add(signal))
    } makeReader: {
      var last: Element?
      return { block in
        let now = try read(block)
        defer { last = now }
        return now == last ? nil : now
      }
    }
  }

  private typealias Subscribe = @Sendable (OpaquePointer) throws -> ix_subscription

  private func subscribing(_ kind: Int, _ conversation: String?, _ window: Int) -> Subscribe {
    { client in
      try CTexts.with { texts in
        try subscription {
          ix_subscribe(
            client, ix_live_kind(kind), texts(conversation), UInt32(clamping: window), $0, $1)
        }
      }
    }
  }

  private func list<CRow: BitwiseCopyable, Row: Sendable>(
    _ subscribe: @escaping Subscribe, _ table: Int,
    _ make: @escaping @Sendable (CRow, RowBlock) throws -> Row
  ) -> LiveSequence<ListSnapshot<Row>> {
    live(subscribe, table, make) { $0 }
  }

  /// A live list of rows of `table`, each element made of a snapshot.
  private func live<CRow: BitwiseCopyable, Row: Sendable, Element: Sendable>(
    _ subscribe: @escaping Subscribe, _ table: Int,
    _ make: @escaping @Sendable (CRow, RowBlock) throws -> Row,
    _ element: @escaping @Sendable (ListSnapshot<Row>) -> Element
  ) -> LiveSequence<Element> {
    LiveSequence(client: self, follow: following(subscribe)) {
      var rows = LiveRows<Row>()
      return { block in
        let changed = try rows.apply(block) { block, index in
          try make(block.row(table, index, as: CRow.self), block)
        }
        return changed ? element(rows.snapshot) : nil
      }
    }
  }
}

/// Follows a subscription.
private func following(
  _ subscribe: @escaping @Sendable (OpaquePointer) throws -> ix_subscription
) -> @Sendable (ClientCore, EventHub.Signal) throws -> LiveSource {
  { core, signal in
    let id = try core.withClient(subscribe)
    core.hub.add(signal, for: id)
    return LiveSource {
      ix_subscription_take($0, id, $1, $2)
    } end: {
      core.hub.removeSignal(of: id)
      core.ifOpen { ix_subscription_cancel($0, id) }
    }
  }
}

/// Calls the C library for a subscription.
private func subscription(
  _ call: (UnsafeMutablePointer<ix_subscription>, COutError) -> ix_status
) throws -> ix_subscription {
  var id: ix_subscription = 0
  try check { call(&id, $0) }
  return id
}
