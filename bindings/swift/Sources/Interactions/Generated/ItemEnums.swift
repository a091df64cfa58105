// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// What an entry of a timeline is. Open: a newer library may have values that this one does not
/// name.
public enum ItemKind: RawRepresentable, Hashable, Sendable {
  /// `IX_ITEM_MESSAGE`.
  case message
  /// `IX_ITEM_CALL`.
  case call
  /// `IX_ITEM_VOICEMAIL`.
  case voicemail
  /// `IX_ITEM_NOTICE`.
  case notice
  /// `IX_ITEM_GAP`.
  case gap
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .message
    case 1: self = .call
    case 2: self = .voicemail
    case 3: self = .notice
    case 4: self = .gap
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .message: 0
    case .call: 1
    case .voicemail: 2
    case .notice: 3
    case .gap: 4
    case .unknown(let value): value
    }
  }
}

/// Which way a message or call went. Open: a newer library may have values that this one does not
/// name.
public enum Direction: RawRepresentable, Hashable, Sendable {
  /// `IX_DIRECTION_IN`.
  case incoming
  /// `IX_DIRECTION_OUT`.
  case outgoing
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .incoming
    case 1: self = .outgoing
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .incoming: 0
    case .outgoing: 1
    case .unknown(let value): value
    }
  }
}

/// How far a message is. Outgoing: queued to read, or failed. Incoming: received. Open: a newer
/// library may have values that this one does not name.
public enum DeliveryState: RawRepresentable, Hashable, Sendable {
  /// `IX_STATE_RECEIVED`.
  case received
  /// `IX_STATE_QUEUED`.
  case queued
  /// `IX_STATE_SENDING`.
  case sending
  /// `IX_STATE_ACCEPTED`.
  case accepted
  /// `IX_STATE_DELIVERED`.
  case delivered
  /// `IX_STATE_READ`.
  case read
  /// `IX_STATE_FAILED`.
  case failed
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .received
    case 1: self = .queued
    case 2: self = .sending
    case 3: self = .accepted
    case 4: self = .delivered
    case 5: self = .read
    case 6: self = .failed
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .received: 0
    case .queued: 1
    case .sending: 2
    case .accepted: 3
    case .delivered: 4
    case .read: 5
    case .failed: 6
    case .unknown(let value): value
    }
  }
}

/// What a notice tells. Open: a newer library may have values that this one does not name.
public enum NoticeKind: RawRepresentable, Hashable, Sendable {
  /// `IX_NOTICE_NONE`.
  case none
  /// `IX_NOTICE_JOINED`.
  case joined
  /// `IX_NOTICE_LEFT`.
  case left
  /// `IX_NOTICE_INVITED`.
  case invited
  /// `IX_NOTICE_REMOVED`.
  case removed
  /// `IX_NOTICE_BANNED`.
  case banned
  /// `IX_NOTICE_RENAMED`.
  case renamed
  /// `IX_NOTICE_TOPIC`.
  case topic
  /// `IX_NOTICE_UNSUPPORTED`.
  case unsupported
  /// `IX_NOTICE_ENCRYPTED`.
  case encrypted
  /// `IX_NOTICE_UPGRADED`.
  case upgraded
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .none
    case 1: self = .joined
    case 2: self = .left
    case 3: self = .invited
    case 4: self = .removed
    case 5: self = .banned
    case 6: self = .renamed
    case 7: self = .topic
    case 8: self = .unsupported
    case 9: self = .encrypted
    case 10: self = .upgraded
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .none: 0
    case .joined: 1
    case .left: 2
    case .invited: 3
    case .removed: 4
    case .banned: 5
    case .renamed: 6
    case .topic: 7
    case .unsupported: 8
    case .encrypted: 9
    case .upgraded: 10
    case .unknown(let value): value
    }
  }
}

/// What became of a call. Open: a newer library may have values that this one does not name.
public enum CallOutcome: RawRepresentable, Hashable, Sendable {
  /// `IX_CALL_ANSWERED`.
  case answered
  /// `IX_CALL_MISSED`.
  case missed
  /// `IX_CALL_DECLINED`.
  case declined
  /// `IX_CALL_VOICEMAIL`.
  case voicemail
  /// `IX_CALL_FAILED`.
  case failed
  /// `IX_CALL_ONGOING`.
  case ongoing
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .answered
    case 1: self = .missed
    case 2: self = .declined
    case 3: self = .voicemail
    case 4: self = .failed
    case 5: self = .ongoing
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .answered: 0
    case .missed: 1
    case .declined: 2
    case .voicemail: 3
    case .failed: 4
    case .ongoing: 5
    case .unknown(let value): value
    }
  }
}

/// What an attachment is shown as. Open: a newer library may have values that this one does not
/// name.
public enum AttachmentKind: RawRepresentable, Hashable, Sendable {
  /// `IX_ATTACHMENT_IMAGE`.
  case image
  /// `IX_ATTACHMENT_VIDEO`.
  case video
  /// a voicemail's recording, too
  case audio
  /// `IX_ATTACHMENT_FILE`.
  case file
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .image
    case 1: self = .video
    case 2: self = .audio
    case 3: self = .file
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .image: 0
    case .video: 1
    case .audio: 2
    case .file: 3
    case .unknown(let value): value
    }
  }
}

/// Where a file is. Open: a newer library may have values that this one does not name.
public enum FileState: RawRepresentable, Hashable, Sendable {
  /// at the service only: ix_attachment_fetch brings it
  case remote
  /// on this device, at `path`
  case local
  /// picked, and seen to
  case preparing
  /// private data in it cannot be removed: ix_file_confirm sends it as it is
  case unconfirmed
  /// can be sent, or waits for its upload
  case ready
  /// in IX_TABLE_TRANSFER only
  case transferring
  /// by ix_attachment_pause
  case paused
  /// `failure_code` says why
  case failed
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .remote
    case 1: self = .local
    case 2: self = .preparing
    case 3: self = .unconfirmed
    case 4: self = .ready
    case 5: self = .transferring
    case 6: self = .paused
    case 7: self = .failed
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .remote: 0
    case .local: 1
    case .preparing: 2
    case .unconfirmed: 3
    case .ready: 4
    case .transferring: 5
    case .paused: 6
    case .failed: 7
    case .unknown(let value): value
    }
  }
}

/// Where a search found something. Open: a newer library may have values that this one does not
/// name.
public enum MatchField: RawRepresentable, Hashable, Sendable {
  /// a message
  case text
  /// the words of a voicemail
  case transcript
  /// the title of a conversation
  case title
  /// a phone number of a conversation
  case number
  /// the names of an item's files, a line each
  case fileName
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .text
    case 1: self = .transcript
    case 2: self = .title
    case 3: self = .number
    case 4: self = .fileName
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .text: 0
    case .transcript: 1
    case .title: 2
    case .number: 3
    case .fileName: 4
    case .unknown(let value): value
    }
  }
}
