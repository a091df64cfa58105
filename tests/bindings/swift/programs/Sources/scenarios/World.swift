// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox

/// Why a scenario cannot go on.
struct Stop: Error, CustomStringConvertible {
  let description: String

  init(_ why: String) {
    description = why
  }
}

/// Where a scenario happens. The sandbox, if there is one, ends with it.
struct World: Sendable {
  /// Empty, of this scenario alone.
  let folder: URL
  let server, user, password, number, silent: String
  let sandbox: Sandbox?

  /// From the environment, or from a sandbox that is started in this process.
  init(folder: String, needsServer: Bool) throws {
    let environment = ProcessInfo.processInfo.environment
    self.folder = URL(fileURLWithPath: folder)
    number = environment["IX_NUMBER"] ?? "+14165550177"
    silent = environment["IX_SILENT"] ?? ""
    if let server = environment["IX_SERVER"] {
      self.server = server
      user = environment["IX_USER"] ?? ""
      password = environment["IX_PASSWORD"] ?? ""
      sandbox = nil
    } else if needsServer {
      let sandbox = try Sandbox()
      guard let person = sandbox.signIns.first else { throw Stop("nobody can sign in") }
      server = sandbox.url
      user = person.user
      password = person.password
      self.sandbox = sandbox
    } else {
      (server, user, password, sandbox) = ("", "", "", nil)
    }
  }

  func configuration(_ account: String = "account") -> Configuration {
    var configuration = Configuration(folder: folder.appendingPathComponent(account))
    configuration.syncMode = .onDemand
    configuration.credentials = .file
    return configuration
  }

  func signIn(_ client: InteractionsClient) async throws {
    try await client.signIn(server: server, user: user, password: password)
  }

  /// Opens an account, signs in and syncs, and closes it after `body`.
  func signedIn(
    syncMode: SyncMode = .onDemand, _ body: (InteractionsClient) async throws -> Void
  ) async throws {
    var configuration = configuration()
    configuration.syncMode = syncMode
    try await opened(configuration) { client in
      try await signIn(client)
      try await client.sync()
      try await body(client)
    }
  }

  /// Opens an account, and closes it after `body`.
  func opened(
    _ configuration: Configuration? = nil, _ body: (InteractionsClient) async throws -> Void
  ) async throws {
    let client = try InteractionsClient(configuration ?? self.configuration())
    do {
      try await body(client)
    } catch {
      await client.close()
      throw error
    }
    await client.close()
  }
}

extension InteractionsClient {
  /// The id of a colleague, as ours with another local name.
  func colleague(_ name: String) throws -> String {
    let own = try account().userID ?? ""
    return "@\(name):" + own.drop { $0 != ":" }.dropFirst()
  }

  /// The conversation with an address.
  func conversation(with address: String) throws -> String {
    for row in try conversations().rows where row.routes.contains(where: { $0.address == address })
    {
      return row.id
    }
    throw Stop("no conversation with \(address)")
  }
}
