// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// When the engine uses the network.
public enum SyncMode: Int32, Hashable, Sendable, CaseIterable {
  /// Keeps a long poll while signed in: an app in front of a person.
  case continuous = 0
  /// Only for operations, ix_client_sync included: a command line, a background job.
  case onDemand = 1
}

/// Who keeps the tokens.
public enum CredentialPolicy: Int32, Hashable, Sendable, CaseIterable {
  /// The host: see IX_EVENT_CREDENTIALS_CHANGED in session.h.
  case host = 0
  /// The library, in a file of mode 0600 beside the database.
  case file = 1
}

/// What network there is.
public enum NetworkKind: Int32, Hashable, Sendable, CaseIterable {
  /// `IX_NETWORK_UNKNOWN`.
  case unknown = 0
  /// nothing is tried until another kind is said
  case none = 1
  /// `IX_NETWORK_UNMETERED`.
  case unmetered = 2
  /// `IX_NETWORK_METERED`.
  case metered = 3
}

/// How far a reported call is.
public enum CallPhase: Int32, Hashable, Sendable, CaseIterable {
  /// `IX_CALL_PHASE_STARTED`.
  case started = 0
  /// `IX_CALL_PHASE_ANSWERED`.
  case answered = 1
  /// `IX_CALL_PHASE_ENDED`.
  case ended = 2
}

/// Which bytes of an attachment.
public enum FilePart: Int32, Hashable, Sendable, CaseIterable {
  /// `IX_PART_FILE`.
  case file = 0
  /// a small picture of it
  case thumbnail = 1
}

/// What is answered: by the user, by the app, and from `notAsked` on by the system.
public enum PermissionAnswer: Int32, Hashable, Sendable, CaseIterable {
  /// not looked up; no answer
  case nothing = 0
  /// the user read the explanation and goes on
  case `continue` = 1
  /// the user does not, or the host gave the request up
  case notNow = 2
  /// the step is done: the dialog is up, the source was opened
  case done = 3
  /// the system never asked, or starts over
  case notAsked = 4
  /// it is not granted, and the system does not say why
  case notGranted = 5
  /// `IX_ANSWER_GRANTED`.
  case granted = 6
  /// `IX_ANSWER_LIMITED`.
  case limited = 7
  /// the system may be asked again
  case denied = 8
  /// it may not
  case blocked = 9
  /// `IX_ANSWER_RESTRICTED`.
  case restricted = 10
}

/// What saving contacts does with those that were saved before.
public enum ContactsMode: Int32, Hashable, Sendable, CaseIterable {
  /// those given are saved, all others stay
  case keepOthers = 0
  /// those given are all: every other external one is removed
  case replaceAll = 1
  /// those given are removed; only their source_id is read
  case remove = 2
}
