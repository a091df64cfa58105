// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// One account: its files, its engine, its live lists.
///
/// - Owns the account's folder while it is open. `close()` gives it back; without it the end of the
///   last reference closes, in the background. Unsent messages stay for the next run.
/// - Every function may be called from any thread or actor. Those that are not `async` touch only
///   local files and return at once: reads in well under a millisecond, commands with a commit.
///   `async` ones need the network, or time in proportion to what is stored; cancelling their task
///   cancels them.
/// - What the user does is stored at once and reaches the backend through the outbox, also after a
///   restart.
/// - Functions throw InteractionsError; after `close()` that is `.closed`, while suspended
///   `.suspended`.
public final class InteractionsClient: Sendable {
  let core: ClientCore

  /// Opens or makes the account and starts its engine. A damaged database is set aside, and what
  /// was unsent goes on: see `ClientEvent.storeSetAside`. Throws `.invalidArgument` (what is wrong
  /// with which member), `.storeNotWritable`, `.storeInUse` (by another process),
  /// `.storeNewerSchema`, `.storeCorrupt`, `.storeFull`, `.storeIO`.
  public init(_ configuration: Configuration) throws {
    let handle = try configuration.open()
    core = ClientCore(handle)
    EventPump.start(core, handle)
  }

  deinit {
    core.close()
  }

  /// Closes the account, and returns when its files are closed, which calls on other threads put
  /// off until they return. Streams end, operations throw `.closed`; never waits for the network.
  /// May be called again, from anywhere.
  public func close() async {
    core.close()
    await core.waitUntilReleased()
  }

  // MARK: Life of the app

  /// Closes every file of the account, its lock too, and stops the network: iOS ends apps that hold
  /// a file's lock in the background. Call it when the app's time in the background ends; it waits
  /// for calls under way, never for the network. Operations throw `.suspended`, live lists wait.
  public func suspend() throws {
    try core.withClient { client in try check { ix_client_suspend(client, $0) } }
  }

  /// Opens the files again and goes on; every live list looks again. After an error the client is
  /// suspended still: call it again.
  public func resume() throws {
    try core.withClient { client in try check { ix_client_resume(client, $0) } }
    core.hub.askForCredentialsAgain()
    core.hub.yieldPermissionsChanged()
    core.hub.files.tell()
    core.hub.transfers.tell()
  }

  /// What network there is: a change drops idle connections and ends a back-off. With `.none`
  /// nothing is tried until another kind is said.
  public func setNetwork(_ kind: NetworkKind) throws {
    try core.withClient { client in try check { ix_client_hint_network(client, kind.rawValue, $0) }
    }
  }

  /// Whether a person looks at the app. Coming to the front ends a back-off.
  public func setForeground(_ foreground: Bool) throws {
    try core.withClient { client in
      try check { ix_client_hint_foreground(client, foreground ? 1 : 0, $0) }
    }
  }

  /// The system is short of memory: caches are dropped.
  public func didReceiveMemoryWarning() throws {
    try core.withClient { client in try check { ix_client_hint_low_memory(client, $0) } }
  }

  /// Catches up with the backend and sends what can be sent. Returns when the account has synced
  /// and nothing in the outbox can go on without a person, a sign-in, or more than a few seconds of
  /// time.
  public func sync() async throws {
    _ = try await core.operation { ix_client_sync($0, $1, $2) }
  }

  // MARK: The account

  /// The account as it is now.
  public func account() throws -> Account {
    try core.withClient { client in
      try page({ ix_account_page(client, $0, $1) }, Account.init)
    }
  }

  /// What the network cost since the client was opened.
  public func counters() throws -> Counters {
    var counters = ix_counters()
    counters.struct_size = structSize(of: ix_counters.self)
    try core.withClient { client in try check { ix_client_counters(client, &counters, $0) } }
    return Counters(counters)
  }

  /// From now on numbers are read, and may be texted, by `rules`; every live list looks again. Not
  /// stored: give it again with the Configuration. Throws `.invalidArgument` (which rule or line).
  public func setNumberRules(_ rules: NumberRules) throws {
    try core.withClient { client in
      try rules.withCRules { rules in
        try check { ix_client_set_number_rules(client, rules, $0) }
      }
    }
  }

  // MARK: What happens

  /// What happens to the account, beside what live lists show. Each access makes a stream of its
  /// own that misses nothing from then on; the first one begins with what happened before. It ends
  /// with the client, and does not keep it open.
  public var events: AsyncStream<ClientEvent> { core.hub.events() }
}

/// Counters since a client was opened.
public struct Counters: Hashable, Sendable {
  public let network: NetworkKind
  public let requests: Int
  public let requestFailures: Int
  public let bytesSent: Int
  public let bytesReceived: Int
  public let connections: Int
  /// Times the engine's thread woke up.
  public let wakeups: Int
  /// Finished rounds of syncing.
  public let syncs: Int

  init(_ counters: ix_counters) {
    network = NetworkKind(rawValue: counters.network) ?? .unknown
    requests = Int(counters.requests)
    requestFailures = Int(counters.request_failures)
    bytesSent = Int(counters.bytes_sent)
    bytesReceived = Int(counters.bytes_received)
    connections = Int(counters.connections)
    wakeups = Int(counters.wakeups)
    syncs = Int(counters.syncs)
  }
}

/// The C library behind this package.
public enum InteractionsLibrary {
  /// "MAJOR.MINOR.PATCH".
  public static var version: String { String(cString: ix_version()) }
  /// MAJOR * 1000000 + MINOR * 1000 + PATCH.
  public static var versionNumber: Int { Int(ix_version_number()) }
  /// How many objects of the library are alive in the process: 0 when everything was released. For
  /// leak tests.
  public static var liveObjectCount: Int { Int(ix_debug_live_objects()) }
}
