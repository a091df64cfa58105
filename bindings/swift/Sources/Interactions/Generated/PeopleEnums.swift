// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// Who knows a contact. Open: a newer library may have values that this one does not name.
public enum ContactKind: RawRepresentable, Hashable, Sendable {
  /// `IX_CONTACT_EXTERNAL`.
  case external
  /// `IX_CONTACT_MEMBER`.
  case member
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .external
    case 1: self = .member
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .external: 0
    case .member: 1
    case .unknown(let value): value
    }
  }
}

/// What an address is. Open: a newer library may have values that this one does not name.
public enum AddressKind: RawRepresentable, Hashable, Sendable {
  /// `IX_ADDRESS_NUMBER`.
  case number
  /// `IX_ADDRESS_USER`.
  case user
  /// `IX_ADDRESS_EXTENSION`.
  case `extension`
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .number
    case 1: self = .user
    case 2: self = .`extension`
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .number: 0
    case .user: 1
    case .`extension`: 2
    case .unknown(let value): value
    }
  }
}

/// What a recipient is. Open: a newer library may have values that this one does not name.
public enum RecipientKind: RawRepresentable, Hashable, Sendable {
  /// a colleague
  case member
  /// a saved contact
  case external
  /// a number that no contact has
  case number
  /// `IX_RECIPIENT_KIND_CHANNEL`.
  case channel
  /// `IX_RECIPIENT_KIND_GROUP`.
  case group
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .member
    case 1: self = .external
    case 2: self = .number
    case 3: self = .channel
    case 4: self = .group
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .member: 0
    case .external: 1
    case .number: 2
    case .channel: 3
    case .group: 4
    case .unknown(let value): value
    }
  }
}

/// What a phone number is. Open: a newer library may have values that this one does not name.
public enum NumberClass: RawRepresentable, Hashable, Sendable {
  /// `IX_NUMBER_INVALID`.
  case invalid
  /// `IX_NUMBER_CANADIAN`.
  case canadian
  /// `IX_NUMBER_US`.
  case us
  /// `IX_NUMBER_CARIBBEAN`.
  case caribbean
  /// `IX_NUMBER_TOLL_FREE`.
  case tollFree
  /// `IX_NUMBER_PREMIUM`.
  case premium
  /// `IX_NUMBER_SHORT_CODE`.
  case shortCode
  /// `IX_NUMBER_EMERGENCY`.
  case emergency
  /// `IX_NUMBER_INTERNATIONAL`.
  case international
  /// `IX_NUMBER_NANP_UNKNOWN`.
  case nanpUnknown
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .invalid
    case 1: self = .canadian
    case 2: self = .us
    case 3: self = .caribbean
    case 4: self = .tollFree
    case 5: self = .premium
    case 6: self = .shortCode
    case 7: self = .emergency
    case 8: self = .international
    case 9: self = .nanpUnknown
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .invalid: 0
    case .canadian: 1
    case .us: 2
    case .caribbean: 3
    case .tollFree: 4
    case .premium: 5
    case .shortCode: 6
    case .emergency: 7
    case .international: 8
    case .nanpUnknown: 9
    case .unknown(let value): value
    }
  }
}

/// What a pair of numbers stands at; a single word is opted in, opted out or help. Open: a newer
/// library may have values that this one does not name.
public enum ConsentState: RawRepresentable, Hashable, Sendable {
  /// nobody said anything
  case nothingSaid
  /// the last word was START
  case optedIn
  /// so it seems: the last word was STOP
  case optedOut
  /// the gateway or the carrier reported it; sends are refused
  case refused
  /// the peer asked for help
  case help
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .nothingSaid
    case 1: self = .optedIn
    case 2: self = .optedOut
    case 3: self = .refused
    case 4: self = .help
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .nothingSaid: 0
    case .optedIn: 1
    case .optedOut: 2
    case .refused: 3
    case .help: 4
    case .unknown(let value): value
    }
  }
}

/// Who said it. Open: a newer library may have values that this one does not name.
public enum ConsentSource: RawRepresentable, Hashable, Sendable {
  /// the peer, by text
  case keyword
  /// the gateway or the carrier
  case report
  /// ix_consent_put()
  case host
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .keyword
    case 1: self = .report
    case 2: self = .host
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .keyword: 0
    case .report: 1
    case .host: 2
    case .unknown(let value): value
    }
  }
}

/// Alphabet of an SMS. Open: a newer library may have values that this one does not name.
public enum SMSEncoding: RawRepresentable, Hashable, Sendable {
  /// units are septets: 160 in one part, 153 in each of several
  case gsm7
  /// units are UTF-16 code units: 70 in one part, 67 in each of several
  case ucs2
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .gsm7
    case 1: self = .ucs2
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .gsm7: 0
    case .ucs2: 1
    case .unknown(let value): value
    }
  }
}

/// What becomes of a file of a draft. Open: a newer library may have values that this one does not
/// name.
public enum FileVerdict: RawRepresentable, Hashable, Sendable {
  /// `IX_FILE_PLAN_AS_IT_IS`.
  case asItIs
  /// a photo that is made smaller: to `sent_bytes` at most
  case scaled
  /// the message takes no more files
  case tooMany
  /// of a type that does not go this way
  case type
  /// for a text message: send a link, or choose chat
  case tooLarge
  /// for the backend, whatever the way
  case tooLargeForServer
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .asItIs
    case 1: self = .scaled
    case 2: self = .tooMany
    case 3: self = .type
    case 4: self = .tooLarge
    case 5: self = .tooLargeForServer
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .asItIs: 0
    case .scaled: 1
    case .tooMany: 2
    case .type: 3
    case .tooLarge: 4
    case .tooLargeForServer: 5
    case .unknown(let value): value
    }
  }
}
