// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// What went wrong. Open: a newer library may have values that this one does not name.
public enum ErrorCode: RawRepresentable, Hashable, Sendable {
  /// an argument is missing or out of range
  case invalidArgument
  /// text is not valid UTF-8
  case invalidUTF8
  /// not a live handle of this library
  case invalidHandle
  /// the client has been closed
  case closed
  /// too many operations are in flight
  case busy
  /// cancelled by the caller
  case cancelled
  /// no such object
  case notFound
  /// not supported here
  case notSupported
  /// a defect in this library
  case `internal`
  /// memory is exhausted
  case outOfMemory
  /// another thread is polling this client
  case pollInUse
  /// the cursor is not one of this list
  case invalidCursor
  /// the client is suspended
  case suspended
  /// another process has the account open
  case storeInUse
  /// the account folder cannot be written
  case storeNotWritable
  /// the account's data is damaged
  case storeCorrupt
  /// the data was written by a newer version
  case storeNewerSchema
  /// the disk is full
  case storeFull
  /// reading or writing a file failed
  case storeIO
  /// the folder belongs to another account
  case wrongAccount
  /// something is still unsent
  case unsentItems
  /// nobody is signed in
  case signedOut
  /// the server refused the sign-in
  case signInRefused
  /// the session must be renewed
  case sessionExpired
  /// the server cannot be reached
  case unreachable
  /// the server did not answer in time
  case timeout
  /// the server's certificate is not trusted
  case tlsUntrusted
  /// the certificate is for another host
  case tlsWrongHost
  /// no secure connection could be made
  case tlsFailed
  /// the address does not answer as a homeserver
  case notAHomeserver
  /// the reply could not be understood
  case badResponse
  /// too many requests
  case rateLimited
  /// the server failed
  case serverError
  /// the reply is larger than allowed
  case responseTooLarge
  /// a redirect was not followed
  case redirectRefused
  /// the server refused the request
  case refused
  /// the address is not a valid http or https URL
  case invalidURL
  /// there is no text to send
  case textEmpty
  /// the text is too long to send
  case textTooLarge
  /// not a phone number
  case numberInvalid
  /// the number cannot be texted
  case numberNotSendable
  /// sending is not allowed in this conversation
  case cannotSend
  /// end-to-end encrypted conversations are not supported
  case encrypted
  /// the service has no way to reach this number or person
  case noRoute
  /// the carrier refused the message
  case carrierRefused
  /// the carrier could not deliver the message
  case carrierUnreachable
  /// the recipient has opted out of texts: they must text START first
  case optedOut
  /// it is not known whether this was sent
  case unknownOutcome
  /// its time passed before it could be sent: send it now, at another time, or discard it
  case scheduleMissed
  /// the file cannot be read
  case fileUnreadable
  /// there is nothing in the file
  case fileEmpty
  /// the file is larger than can be sent here
  case fileTooLarge
  /// the file changed since it was picked: pick it again
  case fileChanged
  /// the file is damaged or not of its kind
  case fileDamaged
  /// private data in the file cannot be removed: confirm to send it as it is
  case notCleaned
  /// the service does not have the file any more
  case mediaGone
  /// what came is not the file that was sent
  case mediaDamaged
  /// the person has not allowed access
  case permissionNeeded
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 1: self = .invalidArgument
    case 2: self = .invalidUTF8
    case 3: self = .invalidHandle
    case 4: self = .closed
    case 5: self = .busy
    case 6: self = .cancelled
    case 7: self = .notFound
    case 8: self = .notSupported
    case 9: self = .`internal`
    case 10: self = .outOfMemory
    case 11: self = .pollInUse
    case 12: self = .invalidCursor
    case 13: self = .suspended
    case 20: self = .storeInUse
    case 21: self = .storeNotWritable
    case 22: self = .storeCorrupt
    case 23: self = .storeNewerSchema
    case 24: self = .storeFull
    case 25: self = .storeIO
    case 26: self = .wrongAccount
    case 27: self = .unsentItems
    case 40: self = .signedOut
    case 41: self = .signInRefused
    case 42: self = .sessionExpired
    case 60: self = .unreachable
    case 61: self = .timeout
    case 62: self = .tlsUntrusted
    case 63: self = .tlsWrongHost
    case 64: self = .tlsFailed
    case 65: self = .notAHomeserver
    case 66: self = .badResponse
    case 67: self = .rateLimited
    case 68: self = .serverError
    case 69: self = .responseTooLarge
    case 70: self = .redirectRefused
    case 71: self = .refused
    case 72: self = .invalidURL
    case 80: self = .textEmpty
    case 81: self = .textTooLarge
    case 82: self = .numberInvalid
    case 83: self = .numberNotSendable
    case 84: self = .cannotSend
    case 85: self = .encrypted
    case 86: self = .noRoute
    case 100: self = .carrierRefused
    case 101: self = .carrierUnreachable
    case 102: self = .optedOut
    case 103: self = .unknownOutcome
    case 104: self = .scheduleMissed
    case 110: self = .fileUnreadable
    case 111: self = .fileEmpty
    case 112: self = .fileTooLarge
    case 113: self = .fileChanged
    case 114: self = .fileDamaged
    case 115: self = .notCleaned
    case 116: self = .mediaGone
    case 117: self = .mediaDamaged
    case 118: self = .permissionNeeded
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .invalidArgument: 1
    case .invalidUTF8: 2
    case .invalidHandle: 3
    case .closed: 4
    case .busy: 5
    case .cancelled: 6
    case .notFound: 7
    case .notSupported: 8
    case .`internal`: 9
    case .outOfMemory: 10
    case .pollInUse: 11
    case .invalidCursor: 12
    case .suspended: 13
    case .storeInUse: 20
    case .storeNotWritable: 21
    case .storeCorrupt: 22
    case .storeNewerSchema: 23
    case .storeFull: 24
    case .storeIO: 25
    case .wrongAccount: 26
    case .unsentItems: 27
    case .signedOut: 40
    case .signInRefused: 41
    case .sessionExpired: 42
    case .unreachable: 60
    case .timeout: 61
    case .tlsUntrusted: 62
    case .tlsWrongHost: 63
    case .tlsFailed: 64
    case .notAHomeserver: 65
    case .badResponse: 66
    case .rateLimited: 67
    case .serverError: 68
    case .responseTooLarge: 69
    case .redirectRefused: 70
    case .refused: 71
    case .invalidURL: 72
    case .textEmpty: 80
    case .textTooLarge: 81
    case .numberInvalid: 82
    case .numberNotSendable: 83
    case .cannotSend: 84
    case .encrypted: 85
    case .noRoute: 86
    case .carrierRefused: 100
    case .carrierUnreachable: 101
    case .optedOut: 102
    case .unknownOutcome: 103
    case .scheduleMissed: 104
    case .fileUnreadable: 110
    case .fileEmpty: 111
    case .fileTooLarge: 112
    case .fileChanged: 113
    case .fileDamaged: 114
    case .notCleaned: 115
    case .mediaGone: 116
    case .mediaDamaged: 117
    case .permissionNeeded: 118
    case .unknown(let value): value
    }
  }
}

/// Who spoke. Open: a newer library may have values that this one does not name.
public enum ErrorOrigin: RawRepresentable, Hashable, Sendable {
  /// `IX_ORIGIN_LOCAL`.
  case local
  /// `IX_ORIGIN_SERVICE`.
  case service
  /// `IX_ORIGIN_GATEWAY`.
  case gateway
  /// `IX_ORIGIN_CARRIER`.
  case carrier
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .local
    case 1: self = .service
    case 2: self = .gateway
    case 3: self = .carrier
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .local: 0
    case .service: 1
    case .gateway: 2
    case .carrier: 3
    case .unknown(let value): value
    }
  }
}

/// Whether trying again can help. Open: a newer library may have values that this one does not
/// name.
public enum RetryAdvice: RawRepresentable, Hashable, Sendable {
  /// `IX_RETRY_NEVER`.
  case never
  /// `IX_RETRY_LATER`.
  case later
  /// `IX_RETRY_AFTER_USER_ACTION`.
  case afterUserAction
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .never
    case 1: self = .later
    case 2: self = .afterUserAction
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .never: 0
    case .later: 1
    case .afterUserAction: 2
    case .unknown(let value): value
    }
  }
}

/// Who can remove the cause. Open: a newer library may have values that this one does not name.
public enum ErrorFixer: RawRepresentable, Hashable, Sendable {
  /// `IX_FIXER_NOBODY`.
  case nobody
  /// `IX_FIXER_USER`.
  case user
  /// `IX_FIXER_ADMIN`.
  case admin
  /// `IX_FIXER_RECIPIENT`.
  case recipient
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .nobody
    case 1: self = .user
    case 2: self = .admin
    case 3: self = .recipient
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .nobody: 0
    case .user: 1
    case .admin: 2
    case .recipient: 3
    case .unknown(let value): value
    }
  }
}
