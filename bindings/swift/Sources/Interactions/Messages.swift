// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Sending, what is done to messages afterwards, and the outbox. All of it is stored at once, shows
/// at once, and reaches the backend later, at most once.
extension InteractionsClient {
  /// Puts a message into the thread and the outbox, durably, and gives its item's id. It is
  /// delivered, or visibly failed or blocked. Throws `.notFound`, `.textEmpty`, `.textTooLarge`,
  /// `.cannotSend`, `.encrypted`, `.numberNotSendable`, `.optedOut`, `.invalidArgument` (the time),
  /// `.notCleaned`, and what became of a file, such as `.fileDamaged`.
  /// - Parameters:
  ///   - route: one of the conversation's routes; nil: its default route.
  ///   - replyTo: id of the item it answers.
  ///   - date: when it is to leave, at most 366 days ahead; nil: at once. One whose time passed by
  ///     more than 10 minutes before it could leave waits, blocked with `.scheduleMissed`.
  ///   - files: ids of `stage`, in this order; with some the text is a caption, and may be empty.
  ///     Where a message carries one file only, each is a message of its own, and the first, whose
  ///     id is given, has the caption.
  @discardableResult
  public func send(
    _ text: String, to conversation: String, via route: String? = nil,
    replyTo item: String? = nil, at date: Date? = nil, files: [String] = []
  ) throws -> String {
    try core.withClient { client in
      try CTexts.with { texts in
        var outgoing = ix_outgoing()
        ix_outgoing_init(&outgoing, MemoryLayout<ix_outgoing>.size)
        outgoing.text = texts(text)
        outgoing.via = texts(route)
        outgoing.reply_to = texts(item)
        outgoing.send_at_ms = date?.milliseconds ?? 0
        outgoing.files = texts.array(files)
        outgoing.file_count = UInt32(clamping: files.count)
        return try Interactions.text {
          ix_message_send(client, texts(conversation), &outgoing, $0, $1)
        }
      }
    }
  }

  /// Changes the text of an own message. Throws `.notFound`, `.textEmpty`, `.textTooLarge`,
  /// `.notSupported` (a text to a phone, or no message), `.cannotSend` (somebody else's),
  /// `.encrypted`.
  public func edit(_ item: String, text: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_message_edit(client, texts(item), texts(text), $0) }
      }
    }
  }

  /// Deletes an item for everybody: an own one, or another's where the backend lets one. What went
  /// to a phone stays on that phone. Throws `.notFound`, `.notSupported`, `.cannotSend`.
  public func delete(_ item: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_message_delete(client, texts(item), $0) } }
    }
  }

  /// Puts an own reaction to an item, or takes it back. `key`: mostly one emoji. Throws
  /// `.notFound`, `.textEmpty`, `.textTooLarge`, `.invalidArgument`, `.notSupported`,
  /// `.cannotSend`, `.encrypted`.
  public func setReaction(_ key: String, _ on: Bool, to item: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_message_react(client, texts(item), texts(key), on ? 1 : 0, $0) }
      }
    }
  }

  // MARK: The outbox

  /// The outbox, oldest first.
  public func outbox() throws -> [OutboxEntry] {
    try core.withClient { client in
      try page({ ix_outbox_page(client, $0, $1) }) {
        try $0.rows(Int(IX_TABLE_OUTBOX), ix_row_outbox.self, OutboxEntry.init)
      }
    }
  }

  /// Tries a failed or blocked entry again, and sends one now that waits for its time or has missed
  /// it. Throws `.notFound`.
  public func retry(outboxEntry entry: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_outbox_retry(client, texts(entry), $0) } }
    }
  }

  /// Gives a message that has not left another time; nil: now. Throws `.notFound`,
  /// `.invalidArgument` (the time, or no message), `.cannotSend` (it is being sent just now).
  public func reschedule(outboxEntry entry: String, at date: Date?) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_outbox_reschedule(client, texts(entry), date?.milliseconds ?? 0, $0) }
      }
    }
  }

  /// Removes an entry and what it shows. A message that may have left stays, as deleted, until the
  /// next sync has shown whether it did. Throws `.notFound`, `.cannotSend` (it is being sent just
  /// now).
  public func discard(outboxEntry entry: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_outbox_discard(client, texts(entry), $0) } }
    }
  }

  // MARK: Calls

  /// Puts a call that the host's own call stack saw into the thread with its peer, and gives its
  /// item's id. Reports of one call id are one item, and so is the backend's record of the call.
  /// Throws `.invalidArgument`, `.numberInvalid`.
  @discardableResult
  public func report(_ call: CallReport) throws -> String {
    try core.withClient { client in
      try CTexts.with { texts in
        var input = ix_call_report_input()
        ix_call_report_input_init(&input, MemoryLayout<ix_call_report_input>.size)
        input.direction = call.direction.rawValue
        input.phase = call.phase.rawValue
        input.outcome = call.outcome?.rawValue ?? 0
        input.call_id = texts(call.id)
        switch call.peer {
        case .number(let number): input.number = texts(number)
        case .user(let user): input.user = texts(user)
        }
        input.own_number = texts(call.ownNumber)
        input.at_ms = call.date.milliseconds
        input.duration_ms = call.duration?.wholeMilliseconds ?? 0
        return try text { ix_call_report(client, &input, $0, $1) }
      }
    }
  }

  // MARK: SMS

  /// What would become of a message if it were sent now: its parts, whether it leaves as an MMS,
  /// what the ledger of consent says, and why it would be refused. Meant for every key press.
  /// Throws `.invalidArgument`, `.numberInvalid`, `.notFound`.
  public func preflight(_ draft: SMSDraft) throws -> SMSPreflight {
    try core.withClient { client in
      try CTexts.with { texts in
        var input = ix_sms_draft()
        ix_sms_draft_init(&input, MemoryLayout<ix_sms_draft>.size)
        input.text = texts(draft.text)
        switch draft.destination {
        case .conversation(let conversation, let route):
          input.conversation = texts(conversation)
          input.via = texts(route)
        case .number(let number):
          input.to = texts(number)
        }
        input.attachment_count = UInt32(clamping: draft.attachmentCount)
        input.recipient_count = UInt32(clamping: draft.recipientCount)
        let files = draft.files.map { file in
          var input = ix_draft_file()
          ix_draft_file_init(&input, MemoryLayout<ix_draft_file>.size)
          input.kind = file.kind.rawValue
          input.mime_type = texts(file.mimeType)
          input.bytes = file.byteCount
          return input
        }
        input.files = texts.array(of: files)
        input.file_count = UInt32(clamping: files.count)
        return try page({ ix_sms_preflight(client, &input, $0, $1) }, SMSPreflight.init)
      }
    }
  }
}

/// A call that the host's own call stack saw: it started, was answered, or ended.
public struct CallReport: Hashable, Sendable {
  /// The other side.
  public enum Peer: Hashable, Sendable {
    /// As a person writes it.
    case number(String)
    /// A colleague's id at the backend.
    case user(String)
  }

  /// The same for every report of one call, and never of another.
  public var id: String
  public var peer: Peer
  public var direction: Direction
  public var phase: CallPhase
  /// Of a call that ended.
  public var outcome: CallOutcome?
  /// When the phase began, by this device's clock.
  public var date: Date
  /// Of a call that ended: how long they talked; nil: since the answer.
  public var duration: Duration?
  /// The line it went over; nil: the account's only one.
  public var ownNumber: String?

  public init(
    id: String, peer: Peer, direction: Direction, phase: CallPhase, outcome: CallOutcome? = nil,
    date: Date = Date(), duration: Duration? = nil, ownNumber: String? = nil
  ) {
    self.id = id
    self.peer = peer
    self.direction = direction
    self.phase = phase
    self.outcome = outcome
    self.date = date
    self.duration = duration
    self.ownNumber = ownNumber
  }
}

/// A message that is being written.
public struct SMSDraft: Hashable, Sendable {
  /// Where it is to go.
  public enum Destination: Hashable, Sendable {
    /// `via` nil: its default route.
    case conversation(String, via: String? = nil)
    /// A number as a person writes it, where there is no conversation yet.
    case number(String)
  }

  public var text: String
  public var destination: Destination
  /// Files that go with it.
  public var attachmentCount: Int
  /// Numbers it goes to at once; 0 and 1: the one.
  public var recipientCount: Int
  /// Those of the files that are known, in their order.
  public var files: [File]

  /// A file that is to go with a message.
  public struct File: Hashable, Sendable {
    public var kind: AttachmentKind
    /// nil: not known, which no MMS takes.
    public var mimeType: String?
    public var byteCount: Int64

    public init(_ kind: AttachmentKind, mimeType: String?, byteCount: Int64) {
      self.kind = kind
      self.mimeType = mimeType
      self.byteCount = byteCount
    }
  }

  public init(
    _ text: String, to destination: Destination, attachmentCount: Int = 0,
    recipientCount: Int = 1, files: [File] = []
  ) {
    self.text = text
    self.destination = destination
    self.attachmentCount = attachmentCount
    self.recipientCount = recipientCount
    self.files = files
  }
}
