// SPDX-License-Identifier: Apache-2.0
import CInteractions
import CInteractions.Sandbox
import Foundation

/// A small company on 127.0.0.1 to develop and test against: colleagues and customers who answer,
/// channels, calls, a carrier. It keeps everything in memory. Any thread. Owns its threads;
/// `stop()` or the end of the last reference ends them, which takes up to a second.
public final class Sandbox: @unchecked Sendable {
  private let pointer: OpaquePointer

  /// Where its company comes from.
  public enum Company: Hashable, Sendable {
    case builtIn
    /// A company file.
    case file(URL)
    /// The text of a company file.
    case text(String)
  }

  /// Starts a company. `port` 0: a free one. `history`: items of older history for the first
  /// person, up to 10,000,000; they are made when they are read.
  public init(_ company: Company = .builtIn, port: Int = 0, history: Int = 0) throws {
    var config = ix_sandbox_config()
    ix_sandbox_config_init(&config, MemoryLayout<ix_sandbox_config>.size)
    config.port = UInt32(clamping: port)
    config.history = Int64(history)
    var out: OpaquePointer?
    func start() throws {
      try check { ix_sandbox_start(&config, &out, $0) }
    }
    switch company {
    case .builtIn:
      try start()
    case .file(let url):
      try withText(url.path) {
        config.company_file = $0
        try start()
      }
    case .text(let text):
      try withText(text) {
        config.company = $0
        try start()
      }
    }
    guard let out else { throw SandboxError(status: 0, message: "no sandbox was started") }
    pointer = out
  }

  deinit {
    ix_sandbox_release(pointer)
  }

  /// Answers no more; every later call throws.
  public func stop() {
    ix_sandbox_stop(pointer)
  }

  /// The base URL, to sign in with.
  public var url: String { string(ix_sandbox_url(pointer)) ?? "" }
  public var port: Int { Int(ix_sandbox_port(pointer)) }

  /// Somebody who can sign in.
  public struct SignIn: Hashable, Sendable {
    public let user: String
    public let password: String
    public let name: String
  }

  /// Who can sign in, in the order of the company file.
  public var signIns: [SignIn] {
    (0..<ix_sandbox_sign_in_count(pointer)).compactMap { index in
      var row = ix_sandbox_sign_in()
      row.struct_size = UInt32(MemoryLayout<ix_sandbox_sign_in>.size)
      guard ix_sandbox_sign_in_at(pointer, index, &row) == 0 else { return nil }
      return SignIn(
        user: string(row.user) ?? "", password: string(row.password) ?? "",
        name: string(row.name) ?? "")
    }
  }

  // MARK: Make something happen. `to` nil: the first person.

  /// A colleague writes: `to` is a user or a channel's id.
  public func say(_ text: String, from user: String, to: String) throws {
    try withTexts(user, to, text) { from, to, text in
      try check { ix_sandbox_say(pointer, from, to, text, $0) }
    }
  }

  /// A colleague is seen writing, or no more.
  public func setTyping(_ typing: Bool, from user: String, to: String) throws {
    try withTexts(user, to, nil) { from, to, _ in
      try check { ix_sandbox_typing(pointer, from, to, typing ? 1 : 0, $0) }
    }
  }

  /// A text from outside.
  public func sms(_ text: String, from number: String, to user: String? = nil) throws {
    try withTexts(number, user, text) { number, user, text in
      try check { ix_sandbox_sms(pointer, number, user, text, $0) }
    }
  }

  /// A call with a number has ended. `duration`: of the talk, or of the voicemail.
  public func call(
    with number: String, _ outcome: SandboxCallOutcome, outgoing: Bool = false,
    duration: Duration = .zero, transcript: String? = nil, user: String? = nil
  ) throws {
    try withTexts(number, user, transcript) { number, user, transcript in
      var record = ix_sandbox_call_record()
      ix_sandbox_call_record_init(&record, MemoryLayout<ix_sandbox_call_record>.size)
      record.outcome = outcome.rawValue
      record.number = number
      record.user = user
      record.transcript = transcript
      record.outgoing = outgoing ? 1 : 0
      let (seconds, attoseconds) = duration.components
      record.duration_ms = seconds * 1000 + attoseconds / 1_000_000_000_000_000
      try check { ix_sandbox_call(pointer, &record, $0) }
    }
  }

  /// From now on the carrier does this with texts to the number. `answer`: what its owner texts
  /// back; "": nothing; nil: as before.
  public func setCarrier(
    _ behaviour: CarrierBehaviour, for number: String, answer: String? = nil
  ) throws {
    try withTexts(number, answer, nil) { number, answer, _ in
      try check { ix_sandbox_carrier(pointer, number, behaviour.rawValue, answer, $0) }
    }
  }

  /// The gateway's own word that a number has opted out of a user's texts, or in again.
  public func setOptedOut(_ optedOut: Bool, number: String, user: String? = nil) throws {
    try withTexts(number, user, nil) { number, user, _ in
      try check { ix_sandbox_consent(pointer, number, user, optedOut ? 1 : 0, $0) }
    }
  }

  /// The sandbox's clock goes ahead; what is due by then happens now.
  public func advance(by duration: Duration) throws {
    let (seconds, attoseconds) = duration.components
    try check {
      ix_sandbox_advance(pointer, seconds * 1000 + attoseconds / 1_000_000_000_000_000, $0)
    }
  }

  /// A user's sessions end, on all devices. `soft`: a client may sign in again and keep its data.
  public func endSessions(of user: String, soft: Bool = false) throws {
    try withTexts(user, nil, nil) { user, _, _ in
      try check { ix_sandbox_end_sessions(pointer, user, soft ? 1 : 0, $0) }
    }
  }

  /// "MAJOR.MINOR.PATCH".
  public static var version: String { String(cString: ix_sandbox_version()) }
  /// How many objects of the sandbox's library are alive: 0 when all were released.
  public static var liveObjectCount: Int { Int(ix_sandbox_debug_live_objects()) }
}

/// What the sandbox refused.
public struct SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A status of the C interface.
  public let status: Int32
  /// One line that says what was expected.
  public let message: String

  public var description: String { message }
}

private func check(_ call: (UnsafeMutablePointer<OpaquePointer?>) -> ix_status) throws {
  var problem: OpaquePointer?
  let status = call(&problem)
  defer { ix_sandbox_text_release(problem) }
  guard status != 0 else { return }
  throw SandboxError(
    status: status, message: string(ix_sandbox_text_str(problem)) ?? "status \(status)")
}

private func string(_ text: ix_str) -> String? {
  guard let data = text.data else { return nil }
  return String(decoding: UnsafeRawBufferPointer(start: data, count: text.size), as: UTF8.self)
}

/// Runs `body` with a text that is valid meanwhile; nil: an absent one.
private func withText<Result>(_ text: String?, _ body: (ix_str) throws -> Result) rethrows -> Result
{
  guard let text else { return try body(ix_str(data: nil, size: 0)) }
  return try text.withCString { try body(ix_str(data: $0, size: text.utf8.count)) }
}

private func withTexts<Result>(
  _ first: String?, _ second: String?, _ third: String?,
  _ body: (ix_str, ix_str, ix_str) throws -> Result
) rethrows -> Result {
  try withText(first) { first in
    try withText(second) { second in try withText(third) { try body(first, second, $0) } }
  }
}
