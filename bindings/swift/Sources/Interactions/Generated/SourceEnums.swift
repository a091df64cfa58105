// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// Where files come from. Open: a newer library may have values that this one does not name.
public enum SourceKind: RawRepresentable, Hashable, Sendable {
  /// a photo or a video that is taken now
  case camera
  /// its sound; a source of its own, because it is asked for by itself
  case microphone
  /// photos and videos that there are
  case gallery
  /// `IX_SOURCE_FILES`.
  case files
  /// `IX_SOURCE_CLIPBOARD`.
  case clipboard
  /// what is dragged from another app
  case drop
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .camera
    case 1: self = .microphone
    case 2: self = .gallery
    case 3: self = .files
    case 4: self = .clipboard
    case 5: self = .drop
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .camera: 0
    case .microphone: 1
    case .gallery: 2
    case .files: 3
    case .clipboard: 4
    case .drop: 5
    case .unknown(let value): value
    }
  }
}

/// How far the user is with a source's permission. Open: a newer library may have values that this
/// one does not name.
public enum PermissionState: RawRepresentable, Hashable, Sendable {
  /// `IX_PERMISSION_NOT_ASKED`.
  case notAsked
  /// the app's own screen is up, with "Continue"
  case explained
  /// the system's dialog is up
  case asked
  /// `IX_PERMISSION_GRANTED`.
  case granted
  /// to what the user chose: as good as granted
  case limited
  /// may be asked for again, after an explanation
  case denied
  /// the system does not ask any more: only its settings help
  case blocked
  /// forbidden by policy: nothing helps
  case restricted
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .notAsked
    case 1: self = .explained
    case 2: self = .asked
    case 3: self = .granted
    case 4: self = .limited
    case 5: self = .denied
    case 6: self = .blocked
    case 7: self = .restricted
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .notAsked: 0
    case .explained: 1
    case .asked: 2
    case .granted: 3
    case .limited: 4
    case .denied: 5
    case .blocked: 6
    case .restricted: 7
    case .unknown(let value): value
    }
  }
}

/// What the app is to do now. Open: a newer library may have values that this one does not name.
public enum PermissionStep: RawRepresentable, Hashable, Sendable {
  /// `IX_STEP_NONE`.
  case none
  /// `IX_STEP_EXPLAIN`.
  case explain
  /// `IX_STEP_ASK`.
  case ask
  /// `IX_STEP_WAIT`.
  case wait
  /// `IX_STEP_OPEN`.
  case open
  /// `IX_STEP_SETTINGS`.
  case settings
  /// `IX_STEP_REFUSE`.
  case refuse
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .none
    case 1: self = .explain
    case 2: self = .ask
    case 3: self = .wait
    case 4: self = .open
    case 5: self = .settings
    case 6: self = .refuse
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .none: 0
    case .explain: 1
    case .ask: 2
    case .wait: 3
    case .open: 4
    case .settings: 5
    case .refuse: 6
    case .unknown(let value): value
    }
  }
}
