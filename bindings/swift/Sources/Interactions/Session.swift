// SPDX-License-Identifier: Apache-2.0
import CInteractions

extension InteractionsClient {
  /// Signs in with a password and binds the folder to this account. Throws `.invalidURL`,
  /// `.unreachable`, `.timeout`, `.tlsUntrusted` and its like, `.notAHomeserver`,
  /// `.signInRefused`, `.wrongAccount` (the folder is another account's), `.rateLimited`,
  /// `.serverError`, or an error of the store.
  /// - Parameters:
  ///   - server: http or https URL of the service.
  ///   - user: local name or full id.
  ///   - deviceName: shown to the user elsewhere; nil: "Interactions".
  @discardableResult
  public func signIn(
    server: String, user: String, password: String, deviceName: String? = nil
  ) async throws -> Account {
    try await signIn(
      server: server, user: user, password: password, token: nil, deviceName: deviceName)
  }

  /// The same with the access token of an existing session; `user` may be nil.
  @discardableResult
  public func signIn(
    server: String, accessToken: String, user: String? = nil, deviceName: String? = nil
  ) async throws -> Account {
    try await signIn(
      server: server, user: user, password: nil, token: accessToken, deviceName: deviceName)
  }

  private func signIn(
    server: String, user: String?, password: String?, token: String?, deviceName: String?
  ) async throws -> Account {
    let handle = try await core.operation { client, id, error in
      CTexts.with { texts in
        var input = ix_sign_in()
        ix_sign_in_init(&input, MemoryLayout<ix_sign_in>.size)
        input.server = texts(server)
        input.user = texts(user)
        input.password = texts(password)
        input.token = texts(token)
        input.device_name = texts(deviceName)
        return ix_session_sign_in(client, &input, id, error)
      }
    }
    guard let handle else { return try account() }
    return try withExtendedLifetime(handle) { try Account(RowBlock(page: handle.pointer)) }
  }

  /// What a sign-out does to the account's data on this device.
  public enum LocalData: Hashable, Sendable {
    /// They stay.
    case keep
    /// They are removed, and the client is closed; refused with `.unsentItems` while something is
    /// unsent.
    case wipe
    /// They are removed without a question, unsent messages too.
    case wipeUnsent
  }

  /// Ends the session at the server and forgets the tokens. Without the network the tokens are
  /// forgotten all the same, and `.unreachable` is thrown. Throws at once `.unsentItems`, and
  /// `.signedOut` (wiping works signed out, too).
  public func signOut(localData: LocalData = .keep) async throws {
    let flags: UInt32 =
      switch localData {
      case .keep: 0
      case .wipe: UInt32(IX_SIGN_OUT_WIPE)
      case .wipeUnsent: UInt32(IX_SIGN_OUT_WIPE) | UInt32(IX_SIGN_OUT_FORCE)
      }
    _ = try await core.operation { ix_session_sign_out($0, flags, $1, $2) }
  }

  /// Policy `.host`: asks the app to keep the credentials, each time that there are new ones: after
  /// a sign-in, and whenever the server renewed them. The app answers each with
  /// `credentialsKept()` once they are in the Keychain; until then the ones before stay valid.
  /// After a restart it gives them back with `restoreSession(_:)`. A request that nobody has seen
  /// waits for the first stream. Each access makes a stream; it ends with the client.
  ///
  ///     for await request in client.credentialRequests {
  ///       try keychain.save(request.credentials)
  ///       try client.credentialsKept()
  ///     }
  public var credentialRequests: CredentialRequests {
    CredentialRequests(core: core, changes: core.hub.credentialChanges())
  }

  /// Policy `.host`: the present credentials, to keep in the Keychain. Throws `.signedOut` when
  /// there are none.
  public func credentials() throws -> Credentials {
    try core.credentials()
  }

  /// The credentials were kept; the ones before them are no longer needed. Where the client has
  /// closed meanwhile nothing happens: giving them back at the next start says the same. Where it is
  /// suspended the request comes again when it is resumed.
  public func credentialsKept() throws {
    do {
      try core.withClient { client in try check { ix_session_credentials_kept(client, $0) } }
      core.hub.credentialsWereKept()
    } catch let error as InteractionsError where error.code == .closed || error.code == .suspended {
    }
  }

  /// Policy `.host`: gives back what `credentials()` gave, after a restart. Throws
  /// `.invalidArgument` (not such a text), `.wrongAccount`.
  public func restoreSession(_ credentials: Credentials) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_session_restore(client, texts(credentials.secret), $0) }
      }
    }
  }
}

/// The credentials of a session. A secret: printing it shows none of it.
public struct Credentials: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// One opaque text, for the Keychain. Never log it.
  public let secret: String

  /// What was kept.
  public init(secret: String) {
    self.secret = secret
  }

  public var description: String { "Credentials" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A request to keep credentials.
public struct CredentialRequest: Hashable, Sendable {
  /// What is to be kept in the place of what was kept before.
  public let credentials: Credentials
}

/// The requests to keep credentials; see `InteractionsClient.credentialRequests`. One task.
public struct CredentialRequests: AsyncSequence, Sendable {
  public typealias Element = CredentialRequest

  let core: ClientCore
  let changes: AsyncStream<Void>

  public func makeAsyncIterator() -> Iterator {
    Iterator(core: core, changes: changes.makeAsyncIterator())
  }

  public struct Iterator: AsyncIteratorProtocol {
    let core: ClientCore
    var changes: AsyncStream<Void>.Iterator

    /// The next request, with the credentials as they are now; nil: the client closed, or the task
    /// was cancelled.
    public mutating func next() async -> CredentialRequest? {
      while await changes.next() != nil {
        // None any more, or not now: signed out or suspended since. Another request will come.
        if let credentials = try? core.credentials() {
          return CredentialRequest(credentials: credentials)
        }
      }
      return nil
    }
  }
}

extension ClientCore {
  func credentials() throws -> Credentials {
    try withClient { client in
      Credentials(secret: try text { ix_session_credentials(client, $0, $1) })
    }
  }
}
