// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// What an outbox entry does. Open: a newer library may have values that this one does not name.
public enum OutboxAction: RawRepresentable, Hashable, Sendable {
  /// `IX_OUTBOX_OP_SEND`.
  case send
  /// `IX_OUTBOX_OP_ACCEPT_INVITE`.
  case acceptInvite
  /// `IX_OUTBOX_OP_EDIT`.
  case edit
  /// `IX_OUTBOX_OP_DELETE`.
  case delete
  /// put there or taken back
  case react
  /// a channel or group
  case create
  /// `IX_OUTBOX_OP_JOIN`.
  case join
  /// `IX_OUTBOX_OP_LEAVE`.
  case leave
  /// `IX_OUTBOX_OP_INVITE`.
  case invite
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .send
    case 1: self = .acceptInvite
    case 2: self = .edit
    case 3: self = .delete
    case 4: self = .react
    case 5: self = .create
    case 6: self = .join
    case 7: self = .leave
    case 8: self = .invite
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .send: 0
    case .acceptInvite: 1
    case .edit: 2
    case .delete: 3
    case .react: 4
    case .create: 5
    case .join: 6
    case .leave: 7
    case .invite: 8
    case .unknown(let value): value
    }
  }
}

/// `blocked`: something a person must fix holds it; `failed`: refused, needs the user. Open: a
/// newer library may have values that this one does not name.
public enum OutboxState: RawRepresentable, Hashable, Sendable {
  /// `IX_OUTBOX_QUEUED`.
  case queued
  /// `IX_OUTBOX_SENDING`.
  case sending
  /// `IX_OUTBOX_BLOCKED`.
  case blocked
  /// `IX_OUTBOX_FAILED`.
  case failed
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .queued
    case 1: self = .sending
    case 2: self = .blocked
    case 3: self = .failed
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .queued: 0
    case .sending: 1
    case .blocked: 2
    case .failed: 3
    case .unknown(let value): value
    }
  }
}

/// Why something queued is not on its way; it goes by itself when that ends. Open: a newer library
/// may have values that this one does not name.
public enum WaitReason: RawRepresentable, Hashable, Sendable {
  /// `IX_WAITING_NOTHING`.
  case nothing
  /// `IX_WAITING_NETWORK`.
  case network
  /// `IX_WAITING_SIGN_IN`.
  case signIn
  /// `IX_WAITING_EARLIER`.
  case earlier
  /// `IX_WAITING_SYNC`.
  case sync
  /// `IX_WAITING_TIME`.
  case time
  /// the user said when: `send_at_ms`
  case scheduled
  /// its files are seen to
  case preparing
  /// its files are on their way
  case uploading
  /// ix_file_confirm: a file may leave with private data in it
  case confirmation
  /// ix_attachment_pause holds an upload
  case paused
  /// an upload waits for a network that is not metered
  case unmetered
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .nothing
    case 1: self = .network
    case 2: self = .signIn
    case 3: self = .earlier
    case 4: self = .sync
    case 5: self = .time
    case 6: self = .scheduled
    case 7: self = .preparing
    case 8: self = .uploading
    case 9: self = .confirmation
    case 10: self = .paused
    case 11: self = .unmetered
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .nothing: 0
    case .network: 1
    case .signIn: 2
    case .earlier: 3
    case .sync: 4
    case .time: 5
    case .scheduled: 6
    case .preparing: 7
    case .uploading: 8
    case .confirmation: 9
    case .paused: 10
    case .unmetered: 11
    case .unknown(let value): value
    }
  }
}
