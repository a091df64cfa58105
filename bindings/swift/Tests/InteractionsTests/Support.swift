// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox
import XCTest

/// What the tests share. When a test ends, nothing of the library may be alive, and its folders go.
class InteractionsTestCase: XCTestCase {
  private var folders: [URL] = []

  /// A new folder, which does not exist yet.
  func folder() -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("ix_swift_é_" + UUID().uuidString)
    folders.append(folder)
    return folder
  }

  /// How tests open an account: the network only when asked, tokens in a file.
  func configuration(_ folder: URL? = nil) -> Configuration {
    var configuration = Configuration(folder: folder ?? self.folder())
    configuration.syncMode = .onDemand
    configuration.credentials = .file
    return configuration
  }

  /// A client that nobody signed in to.
  func openClient() throws -> InteractionsClient {
    try InteractionsClient(configuration())
  }

  /// A client of the sandbox's first person, synced.
  func signedIn(_ sandbox: Sandbox, continuous: Bool = false) async throws -> InteractionsClient {
    var configuration = configuration()
    if continuous { configuration.syncMode = .continuous }
    let client = try InteractionsClient(configuration)
    try await signIn(client, sandbox)
    try await client.sync()
    return client
  }

  func signIn(_ client: InteractionsClient, _ sandbox: Sandbox) async throws {
    let person = sandbox.signIns[0]
    try await client.signIn(server: sandbox.url, user: person.user, password: person.password)
  }

  override func tearDown() async throws {
    // A client that was dropped without close() ends on its own thread.
    let deadline = Date(timeIntervalSinceNow: 10)
    while InteractionsLibrary.liveObjectCount != 0 && Date() < deadline {
      try await Task.sleep(for: .milliseconds(5))
    }
    XCTAssertEqual(InteractionsLibrary.liveObjectCount, 0, "objects of the library are alive")
    XCTAssertEqual(Sandbox.liveObjectCount, 0, "objects of the sandbox are alive")
    for folder in folders { try? FileManager.default.removeItem(at: folder) }
    folders = []
  }
}

/// The error that `body` throws; nil, and a failure, when it throws none.
func thrown<Result>(
  file: StaticString = #filePath, line: UInt = #line, _ body: () async throws -> Result
) async -> (any Error)? {
  do {
    _ = try await body()
  } catch {
    return error
  }
  XCTFail("nothing was thrown", file: file, line: line)
  return nil
}

/// The code of the InteractionsError that `body` throws.
func code<Result>(
  file: StaticString = #filePath, line: UInt = #line, _ body: () async throws -> Result
) async -> ErrorCode? {
  let error = await thrown(file: file, line: line, body)
  let code = (error as? InteractionsError)?.code
  if let error, code == nil { XCTFail("\(error) was thrown", file: file, line: line) }
  return code
}

/// Waits until `done`, at most `seconds`.
func eventually(
  seconds: Double = 20, file: StaticString = #filePath, line: UInt = #line,
  _ done: () throws -> Bool
) async throws {
  let deadline = Date(timeIntervalSinceNow: seconds)
  while try !done() {
    if Date() > deadline {
      return XCTFail("it did not come to pass", file: file, line: line)
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// The customer of the built-in company with calls and texts.
let customer = "+16135550142"

extension InteractionsClient {
  /// The conversation with an address.
  func conversation(withAddress address: String) throws -> Conversation {
    try XCTUnwrap(
      conversations().rows.first { $0.routes.contains { $0.address == address } },
      "no conversation with \(address)")
  }

  /// Syncs until `done`, at most `seconds`.
  func sync(until done: () throws -> Bool, seconds: Double = 20) async throws {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while try !done() {
      if Date() > deadline { return XCTFail("it did not come to pass") }
      try await sync()
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// A value that tasks share.
actor Box<Value: Sendable> {
  private(set) var value: Value

  init(_ value: Value) {
    self.value = value
  }

  func set(_ value: Value) {
    self.value = value
  }

  func update(_ change: @Sendable (inout Value) -> Void) {
    change(&value)
  }
}
