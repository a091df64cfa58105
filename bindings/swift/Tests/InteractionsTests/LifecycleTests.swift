// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox
import XCTest

/// Opening, closing, suspending, and what is let go of when.
final class LifecycleTests: InteractionsTestCase {
  func testCloseGivesTheFolderBack() async throws {
    let configuration = configuration()
    for _ in 0..<3 {
      let client = try InteractionsClient(configuration)
      XCTAssertEqual(try client.account().session, .signedOut)
      await client.close()
      // Nothing of it is alive though the client is: its files are closed.
      XCTAssertEqual(InteractionsLibrary.liveObjectCount, 0)
      await client.close()
      let read = await code { try client.account() }
      XCTAssertEqual(read, .closed)
      let operation = await code { try await client.sync() }
      XCTAssertEqual(operation, .closed)
    }
  }

  func testCloseWaitsForCallsUnderWay() async throws {
    let client = try openClient()
    let book = (0..<3_000).map { index in
      ContactInput(sourceID: "\(index)", name: "Personne \(index)")
    }
    let saving = Task { try await client.save(book) }
    let reading = Task.detached {
      while (try? client.conversations()) != nil { try? await Task.sleep(for: .microseconds(100)) }
    }
    while try client.contacts(limit: 1).rows.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    await client.close()
    XCTAssertEqual(InteractionsLibrary.liveObjectCount, 0)
    await reading.value
    // It was done, or it says that it was not.
    do { _ = try await saving.value } catch let error as InteractionsError {
      XCTAssertEqual(error.code, .closed)
    }
  }

  func testTheLastReferenceCloses() async throws {
    weak var dropped: InteractionsClient?
    do {
      let client = try openClient()
      dropped = client
      _ = try client.conversations()
    }
    XCTAssertNil(dropped)
  }

  func testManyClients() async throws {
    for _ in 0..<2 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<10 {
          let configuration = configuration()
          group.addTask {
            let client = try InteractionsClient(configuration)
            XCTAssertEqual(try client.conversations().rows, [])
            await client.close()
          }
        }
        try await group.waitForAll()
      }
    }
  }

  func testAFailedOpenSaysWhyAndKeepsNothing() async throws {
    final class Witness: Sendable {}
    weak var kept: Witness?
    let file = folder()
    try Data("not a folder".utf8).write(to: file)
    do {
      let witness = Witness()
      kept = witness
      var configuration = configuration(file)
      configuration.log = { _, _ in withExtendedLifetime(witness) {} }
      let error = await thrown { try InteractionsClient(configuration) } as? InteractionsError
      XCTAssertEqual(error?.code, .storeNotWritable)
      XCTAssertEqual(error?.origin, .local)
      XCTAssertFalse(try XCTUnwrap(error).message.isEmpty)
      var other = self.configuration()
      other.answerTimeout = .seconds(-1)
      let refused = await code { try InteractionsClient(other) }
      XCTAssertEqual(refused, .invalidArgument)
    }
    XCTAssertNil(kept, "the log function is alive")
  }

  func testTheLogEndsWithTheClient() async throws {
    final class Lines: @unchecked Sendable {
      private let lock = NSLock()
      private var lines: [String] = []
      func add(_ line: String) { lock.withLock { lines.append(line) } }
      var count: Int { lock.withLock { lines.count } }
    }
    weak var kept: Lines?
    do {
      let lines = Lines()
      kept = lines
      var configuration = configuration()
      configuration.logLevel = .trace
      configuration.log = { _, line in lines.add(line) }
      let client = try InteractionsClient(configuration)
      _ = await thrown {
        try await client.signIn(server: "http://127.0.0.1:1", user: "a", password: "secret")
      }
      await client.close()
      XCTAssertGreaterThan(lines.count, 0)
    }
    XCTAssertNil(kept, "the log function is alive")
  }

  func testSuspendAndResume() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let drafts = Box<[String?]>([])
    let id = try client.conversation(withAddress: customer).id
    let loop = Task {
      for try await conversation in client.liveConversation(id) {
        let draft = conversation?.draft?.text
        await drafts.update { $0.append(draft) }
      }
    }
    while await drafts.value.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
    try client.suspend()
    try client.suspend()
    let suspended = await code { try client.conversations() }
    XCTAssertEqual(suspended, .suspended)
    let operation = await code { try await client.sync() }
    XCTAssertEqual(operation, .suspended)
    try client.setForeground(false)
    try client.resume()
    try client.setForeground(true)
    try client.setDraft("encore là", in: id)
    while await drafts.value.last != "encore là" { try await Task.sleep(for: .milliseconds(2)) }
    try await client.sync()
    await client.close()
    try await loop.value
  }

  func testALoopThatReadsWhileSuspendedWaits() async throws {
    let client = try openClient()
    let id = try client.openConversation(with: .number(customer))
    let step = Box(0)
    let loop = Task {
      var drafts: [String?] = []
      for try await conversation in client.liveConversation(id) {
        drafts.append(conversation?.draft?.text)
        await step.update { $0 += 1 }
        if drafts.count == 2 { break }
        // The next element is asked for when there is one, and the client is suspended.
        while await step.value < 2 { try await Task.sleep(for: .milliseconds(1)) }
      }
      return drafts
    }
    while await step.value < 1 { try await Task.sleep(for: .milliseconds(1)) }
    try client.setDraft("avant", in: id)
    try await Task.sleep(for: .milliseconds(30))
    try client.suspend()
    await step.update { $0 += 1 }
    try await Task.sleep(for: .milliseconds(30))
    try client.resume()
    let drafts = try await loop.value
    XCTAssertEqual(drafts, [nil, "avant"])
    await client.close()
  }

  func testHintsAndCounters() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    try client.setNetwork(.metered)
    try client.didReceiveMemoryWarning()
    try await client.sync()
    let counters = try client.counters()
    XCTAssertEqual(counters.network, .metered)
    XCTAssertGreaterThan(counters.requests, 2)
    XCTAssertGreaterThan(counters.syncs, 0)
    XCTAssertGreaterThan(counters.bytesReceived, 0)
    await client.close()
  }

  func testTheLibrarysVersion() {
    XCTAssertTrue(InteractionsLibrary.version.hasPrefix("0."))
    XCTAssertGreaterThan(InteractionsLibrary.versionNumber, 0)
    XCTAssertEqual(Sandbox.version, InteractionsLibrary.version)
  }
}
