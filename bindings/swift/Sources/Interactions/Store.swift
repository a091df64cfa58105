// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// What is kept on this device of the account's history; nil: no limit. What a limit leaves out
/// goes from the oldest end of a route, and can be fetched again.
public struct Retention: Hashable, Sendable {
  /// Older items go.
  public var maxAge: Duration?
  /// Of each route.
  public var maxRouteItems: Int?
  /// Of each route, in bytes of text and metadata.
  public var maxRouteBytes: Int?
  /// Of all routes together: the oldest go, to the hour.
  public var maxTotalBytes: Int?

  public init(
    maxAge: Duration? = nil, maxRouteItems: Int? = nil, maxRouteBytes: Int? = nil,
    maxTotalBytes: Int? = nil
  ) {
    self.maxAge = maxAge
    self.maxRouteItems = maxRouteItems
    self.maxRouteBytes = maxRouteBytes
    self.maxTotalBytes = maxTotalBytes
  }

  init(_ rules: ix_retention) {
    func limit(_ value: Int64) -> Int? { value == 0 ? nil : Int(value) }
    maxAge = rules.max_age_ms == 0 ? nil : .milliseconds(rules.max_age_ms)
    maxRouteItems = limit(rules.max_route_items)
    maxRouteBytes = limit(rules.max_route_bytes)
    maxTotalBytes = limit(rules.max_total_bytes)
  }

  var cRules: ix_retention {
    var rules = ix_retention()
    ix_retention_init(&rules, MemoryLayout<ix_retention>.size)
    rules.max_age_ms = maxAge?.wholeMilliseconds ?? 0
    rules.max_route_items = Int64(maxRouteItems ?? 0)
    rules.max_route_bytes = Int64(maxRouteBytes ?? 0)
    rules.max_total_bytes = Int64(maxTotalBytes ?? 0)
    return rules
  }
}

/// The account's files, and what the user is to be told of. What takes time in proportion to what
/// is stored runs on a thread that may wait.
extension InteractionsClient {
  /// Holds everything derived against what it was derived from; nothing found: all is well.
  /// `repair`: what was wrong is derived again, and nothing a person wrote is thrown away. A
  /// `.file` finding that is not repaired means that the file is damaged: close the client and open
  /// it again.
  public func checkStore(repair: Bool = false) async throws -> [StoreFinding] {
    try await blocking { [core] in
      try core.withClient { client in
        try page({ ix_store_check(client, repair ? UInt32(IX_STORE_REPAIR) : 0, $0, $1) }) {
          try $0.rows(Int(IX_TABLE_FINDING), ix_row_finding.self, StoreFinding.init)
        }
      }
    }
  }

  /// Writes everything that is stored of a contact (nil: of the account) into a file, one JSON
  /// object a line, and gives their number. The file is complete or not there. Throws `.notFound`,
  /// `.invalidArgument`, `.storeNotWritable`, `.storeFull`, `.storeIO`.
  @discardableResult
  public func export(contact: String? = nil, to file: URL) async throws -> Int {
    let path = file.path
    return try await blocking { [core] in
      var records: Int64 = 0
      try core.withClient { client in
        try CTexts.with { texts in
          try check { ix_store_export(client, texts(contact), texts(path), &records, $0) }
        }
      }
      return Int(records)
    }
  }

  /// Makes `rules` the account's: the library applies them by itself, once a day. `now`: what they
  /// leave out goes at once, too. Gives how many items went. What is unsent or unread never goes,
  /// and what went is fetched again when one scrolls there.
  @discardableResult
  public func setRetention(_ rules: Retention, now: Bool = false) async throws -> Int {
    try await prune(rules, flags: UInt32(IX_PRUNE_SET) | (now ? UInt32(IX_PRUNE_NOW) : 0))
  }

  /// Takes off this device what `rules` leave out (nil: the account's), once. Gives how many items
  /// went.
  @discardableResult
  public func prune(_ rules: Retention? = nil) async throws -> Int {
    try await prune(rules, flags: UInt32(IX_PRUNE_NOW))
  }

  private func prune(_ rules: Retention?, flags: UInt32) async throws -> Int {
    try await blocking { [core] in
      var items: Int64 = 0
      try core.withClient { client in
        guard var cRules = rules?.cRules else {
          return try check { ix_store_prune(client, nil, flags, &items, $0) }
        }
        try check { ix_store_prune(client, &cRules, flags, &items, $0) }
      }
      return Int(items)
    }
  }

  /// The account's rules.
  public func retention() throws -> Retention {
    var rules = ix_retention()
    rules.struct_size = structSize(of: ix_retention.self)
    try core.withClient { client in try check { ix_store_retention(client, &rules, $0) } }
    return Retention(rules)
  }

  /// How much is stored: first a row without a route for all of it, then one for each route that
  /// holds an item.
  public func storeSizes() async throws -> [RouteSize] {
    try await blocking { [core] in
      try core.withClient { client in
        try page({ ix_store_sizes(client, $0, $1) }) {
          try $0.rows(Int(IX_TABLE_ROUTE_SIZE), ix_row_route_size.self, RouteSize.init)
        }
      }
    }
  }

  // MARK: Notifications

  /// What to notify the user of after `cursor`, in the order it came; nil: after what was
  /// acknowledged. Ask at `ClientEvent.notificationsAvailable` and at the start of each process,
  /// show it, then acknowledge with `notificationsShown(upTo:)`. The page's cursor is always there.
  /// `limit` 1 to 1000. Throws `.invalidCursor`.
  public func notifications(
    after cursor: String? = nil, limit: Int = 50
  ) throws -> Page<ItemNotification> {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({
          ix_notifications_page(client, texts(cursor), UInt32(clamping: limit), $0, $1)
        }) { block in
          Page(
            rows: try block.rows(
              Int(IX_TABLE_NOTIFICATION), ix_row_notification.self, ItemNotification.init),
            cursor: try block.cursor, end: block.end)
        }
      }
    }
  }

  /// What stands before the cursor of a page has been shown: it is not offered any more. Throws
  /// `.invalidCursor`.
  public func notificationsShown(upTo cursor: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_notifications_done(client, texts(cursor), $0) } }
    }
  }
}
