// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// A contact that the host saves.
public struct ContactInput: Hashable, Sendable {
  /// The host's own id of the contact; at most 1024 bytes.
  public var sourceID: String
  /// At most 4096 bytes.
  public var name: String
  /// As a person wrote them.
  public var numbers: [String]
  /// Ids at the backend.
  public var users: [String]
  /// Of the company's telephone system, such as 214.
  public var extensions: [String]

  public init(
    sourceID: String, name: String, numbers: [String] = [], users: [String] = [],
    extensions: [String] = []
  ) {
    self.sourceID = sourceID
    self.name = name
    self.numbers = numbers
    self.users = users
    self.extensions = extensions
  }

  func cInput(_ texts: CTexts) -> ix_contact_input {
    var input = ix_contact_input()
    ix_contact_input_init(&input, MemoryLayout<ix_contact_input>.size)
    input.source_id = texts(sourceID)
    input.name = texts(name)
    input.numbers = texts.array(numbers)
    input.number_count = UInt32(clamping: numbers.count)
    input.users = texts.array(users)
    input.user_count = UInt32(clamping: users.count)
    input.extensions = texts.array(extensions)
    input.extension_count = UInt32(clamping: extensions.count)
    return input
  }
}

/// What saving many contacts did.
public struct ContactsSaved: Hashable, Sendable {
  public let added: Int
  public let changed: Int
  /// Were saved like that already: nothing was written.
  public let unchanged: Int
  public let removed: Int
  /// What is no phone number; its contact is saved without it.
  public let numbersLeftOut: Int
}

/// Contacts: colleagues of the directory, and people the host saved.
extension InteractionsClient {
  /// Saves a contact, or replaces the one with the same source id, and gives its id. Conversations
  /// with its numbers and users become one. Throws `.invalidArgument`, `.numberInvalid`.
  @discardableResult
  public func save(_ contact: ContactInput) throws -> String {
    try core.withClient { client in
      try CTexts.with { texts in
        var input = contact.cInput(texts)
        return try text { ix_contact_put(client, &input, $0, $1) }
      }
    }
  }

  /// Saves or removes the contacts of an address book at once, 50,000 of them and more, on a thread
  /// that may wait. A number that is none is left out and counted; an entry that cannot be saved
  /// refuses the whole call, and the message begins with its index. After a failure half-way the
  /// same call again completes it. Throws `.invalidArgument`, and errors of the store.
  @discardableResult
  public func save(
    _ contacts: [ContactInput], mode: ContactsMode = .keepOthers
  ) async throws -> ContactsSaved {
    try await blocking { [core] in
      try core.withClient { client in
        try CTexts.with { texts in
          var done = ix_contacts_done()
          done.struct_size = structSize(of: ix_contacts_done.self)
          let inputs = contacts.map { $0.cInput(texts) }
          try inputs.withUnsafeBufferPointer { inputs in
            try check {
              ix_contacts_put(client, inputs.baseAddress, inputs.count, mode.rawValue, &done, $0)
            }
          }
          return ContactsSaved(
            added: Int(done.added), changed: Int(done.changed), unchanged: Int(done.unchanged),
            removed: Int(done.removed), numbersLeftOut: Int(done.numbers_left_out))
        }
      }
    }
  }

  /// Removes a contact that the host saved; its conversations are separate again. Throws
  /// `.notFound`, `.invalidArgument` (a member of the directory).
  public func removeContact(_ id: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_contact_remove(client, texts(id), $0) } }
    }
  }

  /// Removes a contact of any kind with everything that this device stores of it, from the bytes of
  /// every file; all of it at once or nothing. The backend keeps what it has. On a thread that may
  /// wait. `discardingUnsent`: messages that have not left are lost without a question. Throws
  /// `.notFound`, `.unsentItems`, `.busy` (a message is being sent just now).
  public func eraseContact(_ id: String, discardingUnsent: Bool = false) async throws {
    let flags = discardingUnsent ? UInt32(IX_ERASE_FORCE) : 0
    try await blocking { [core] in
      try core.withClient { client in
        try CTexts.with { texts in try check { ix_contact_erase(client, texts(id), flags, $0) } }
      }
    }
  }

  /// All contacts by name, or those that `text` finds as a person types it: beginnings of words,
  /// digits of a number or extension, names on a telephone's keys. `limit` 1 to 1000. Throws
  /// `.invalidCursor`.
  public func contacts(
    matching text: String? = nil, after cursor: String? = nil, limit: Int = 50
  ) throws -> Page<Contact> {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({
          ix_contacts_page(client, texts(text), texts(cursor), UInt32(clamping: limit), $0, $1)
        }) { block in
          Page(
            rows: try block.rows(Int(IX_TABLE_CONTACT), ix_row_contact.self, Contact.init),
            cursor: try block.cursor, end: block.end)
        }
      }
    }
  }

  /// One contact. Throws `.notFound`.
  public func contact(_ id: String) throws -> Contact {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({ ix_contact_get(client, texts(id), $0, $1) }) { block in
          try Contact(block.row(Int(IX_TABLE_CONTACT), 0, as: ix_row_contact.self), block)
        }
      }
    }
  }

  /// The list of the screen for a new message: everybody whom it may go to, for what is typed so
  /// far (nil: whom one wrote or talked with last), best first, each once, and whether it can be
  /// texted. `limit` 1 to 50; `end` is `.more` where there were more, without a cursor: one types
  /// on. Write to `conversationID` by `routeID` where they are there; else open the contact, or the
  /// address where `isTyped` is set or there is no contact.
  public func recipients(matching text: String? = nil, limit: Int = 20) throws -> Page<Recipient> {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({ ix_recipients_page(client, texts(text), UInt32(clamping: limit), $0, $1) }) {
          block in
          Page(
            rows: try block.rows(Int(IX_TABLE_RECIPIENT), ix_row_recipient.self, Recipient.init),
            cursor: try block.cursor, end: block.end)
        }
      }
    }
  }

  /// Asks the backend's directory and keeps what it finds as contacts; then `contacts(matching:)`
  /// finds them.
  public func searchDirectory(_ text: String) async throws {
    _ = try await core.operation { client, id, error in
      CTexts.with { ix_directory_search(client, $0(text), id, error) }
    }
  }

  // MARK: Consent

  /// The ledger of who wants no more texts, in the order of the peers' numbers. `number`: of this
  /// peer alone; nil: of all. `history`: every word instead of what each pair stands at. `limit` 1
  /// to 1000. Throws `.numberInvalid`, `.invalidCursor`.
  public func consent(
    of number: String? = nil, history: Bool = false, after cursor: String? = nil, limit: Int = 100
  ) throws -> Page<ConsentRecord> {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({
          ix_consent_page(
            client, history ? UInt32(IX_CONSENT_HISTORY) : 0, texts(number), texts(cursor),
            UInt32(clamping: limit), $0, $1)
        }) { block in
          Page(
            rows: try block.rows(Int(IX_TABLE_CONSENT), ix_row_consent.self, ConsentRecord.init),
            cursor: try block.cursor, end: block.end)
        }
      }
    }
  }

  /// Adds what the host knows from elsewhere, as the newest word of the pair. `optedIn` lifts what
  /// was reported, too; opting out warns, and refuses nothing. `ownNumber` nil: the account's only
  /// one. Throws `.invalidArgument` (several own numbers and none given), `.numberInvalid`.
  public func recordConsent(
    of peer: String, optedIn: Bool, ownNumber: String? = nil
  ) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        var input = ix_consent_input()
        ix_consent_input_init(&input, MemoryLayout<ix_consent_input>.size)
        input.peer = texts(peer)
        input.own = texts(ownNumber)
        input.state = ix_consent_state(optedIn ? IX_CONSENT_OPTED_IN : IX_CONSENT_OPTED_OUT)
        try check { ix_consent_put(client, &input, $0) }
      }
    }
  }
}
