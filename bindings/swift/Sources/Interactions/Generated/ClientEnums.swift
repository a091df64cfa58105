// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// Whether somebody is signed in. Open: a newer library may have values that this one does not
/// name.
public enum SessionState: RawRepresentable, Hashable, Sendable {
  /// `IX_SESSION_SIGNED_OUT`.
  case signedOut
  /// `IX_SESSION_SIGNED_IN`.
  case signedIn
  /// `IX_SESSION_EXPIRED`.
  case expired
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .signedOut
    case 1: self = .signedIn
    case 2: self = .expired
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .signedOut: 0
    case .signedIn: 1
    case .expired: 2
    case .unknown(let value): value
    }
  }
}

/// What the doctor looked at. Open: a newer library may have values that this one does not name.
public enum StoreCheck: RawRepresentable, Hashable, Sendable {
  /// the structure of the database file
  case file
  /// a row names another one that is not there
  case references
  /// places in a route: its head, its gaps
  case order
  /// where an item stands among those of other routes
  case sortKeys
  /// unread counts, and which items count
  case unread
  /// what a route says of its items
  case routeRows
  /// whose a route is, and in which conversation it stands
  case grouping
  /// rows of the list against their routes
  case conversations
  /// entries have their items, waiting items their entries
  case outbox
  /// the words of texts and titles against the search index
  case search
  /// what the presets and the badge count, against the list
  case counts
  /// the ledger of consent against texts and failures (consent.h)
  case consent
  /// files that came or are to leave, against their bytes
  case files
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .file
    case 1: self = .references
    case 2: self = .order
    case 3: self = .sortKeys
    case 4: self = .unread
    case 5: self = .routeRows
    case 6: self = .grouping
    case 7: self = .conversations
    case 8: self = .outbox
    case 9: self = .search
    case 10: self = .counts
    case 11: self = .consent
    case 12: self = .files
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .file: 0
    case .references: 1
    case .order: 2
    case .sortKeys: 3
    case .unread: 4
    case .routeRows: 5
    case .grouping: 6
    case .conversations: 7
    case .outbox: 8
    case .search: 9
    case .counts: 10
    case .consent: 11
    case .files: 12
    case .unknown(let value): value
    }
  }
}

/// How much a line of the log matters. Open: a newer library may have values that this one does not
/// name.
public enum LogLevel: RawRepresentable, Hashable, Sendable {
  /// `IX_LOG_ERROR`.
  case error
  /// `IX_LOG_WARN`.
  case warn
  /// `IX_LOG_INFO`.
  case info
  /// `IX_LOG_DEBUG`.
  case debug
  /// `IX_LOG_TRACE`.
  case trace
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .error
    case 1: self = .warn
    case 2: self = .info
    case 3: self = .debug
    case 4: self = .trace
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .error: 0
    case .warn: 1
    case .info: 2
    case .debug: 3
    case .trace: 4
    case .unknown(let value): value
    }
  }
}
