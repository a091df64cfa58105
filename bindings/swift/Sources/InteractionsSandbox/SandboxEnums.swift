// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// How a call ended.
public enum SandboxCallOutcome: Int32, Hashable, Sendable, CaseIterable {
  /// `IX_SANDBOX_ANSWERED`.
  case answered = 0
  /// `IX_SANDBOX_MISSED`.
  case missed = 1
  /// `IX_SANDBOX_DECLINED`.
  case declined = 2
  /// `IX_SANDBOX_VOICEMAIL`.
  case voicemail = 3
  /// `IX_SANDBOX_FAILED`.
  case failed = 4
}

/// What the carrier does with a text to a number.
public enum CarrierBehaviour: Int32, Hashable, Sendable, CaseIterable {
  /// reports success; its owner reads, and may answer
  case delivers = 0
  /// reports a permanent failure
  case refuses = 1
  /// reports a failure that a retry can cure
  case failsForNow = 2
  /// takes it and never reports
  case silent = 3
  /// knows no way there: the number cannot be texted
  case unknownNumber = 4
  /// delivers, until its owner texts STOP, and again after START
  case honoursStop = 5
  /// the same, of an owner who has texted STOP: reports 21610
  case optedOut = 6
}
