// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox
import XCTest

/// Signing in and out, credentials, and operations that end otherwise.
final class SessionTests: InteractionsTestCase {
  func testSignInGivesTheAccount() async throws {
    let sandbox = try Sandbox()
    let client = try openClient()
    let person = sandbox.signIns[0]
    let account = try await client.signIn(
      server: sandbox.url, user: person.user, password: person.password, deviceName: "Test")
    XCTAssertEqual(account.session, .signedIn)
    XCTAssertEqual(account.userID, "@alex:pbx.test")
    XCTAssertEqual(account.server, sandbox.url)
    try await client.sync()
    let synced = try client.account()
    XCTAssertEqual(synced.displayName, "Alex Morgan")
    XCTAssertEqual(synced.numbers.map(\.value), ["+16135550100"])
    XCTAssertEqual(synced.numbers.map(\.kind), [.number])
    XCTAssertEqual(synced.conversationCount, 5)
    XCTAssertGreaterThan(synced.itemCount, 10)
    XCTAssertGreaterThan(synced.storeBytes, 0)
    XCTAssertNotNil(synced.lastSync)
    await client.close()
  }

  func testErrorsSayWhoSpokeAndWhatHelps() async throws {
    let sandbox = try Sandbox()
    let client = try openClient()
    let refused =
      await thrown {
        try await client.signIn(server: sandbox.url, user: "alex", password: "wrong")
      } as? InteractionsError
    XCTAssertEqual(refused?.code, .signInRefused)
    XCTAssertEqual(refused?.origin, .service)
    XCTAssertEqual(refused?.httpStatus, 403)
    XCTAssertEqual(refused?.serverCode, "M_FORBIDDEN")
    XCTAssertEqual(refused?.retry, .afterUserAction)
    XCTAssertEqual(refused?.fixer, .user)
    XCTAssertNil(refused?.retryAfter)
    XCTAssertFalse("\(try XCTUnwrap(refused))".contains("wrong"))
    let unreachable =
      await thrown {
        try await client.signIn(server: "http://127.0.0.1:1", user: "alex", password: "x")
      } as? InteractionsError
    XCTAssertEqual(unreachable?.code, .unreachable)
    XCTAssertEqual(unreachable?.retry, .later)
    XCTAssertEqual(unreachable?.code.name, "IX_ERROR_UNREACHABLE")
    XCTAssertEqual(unreachable?.retry.description, "later")
    let invalid = await code {
      try await client.signIn(server: "gopher://x", user: "alex", password: "x")
    }
    XCTAssertEqual(invalid, .invalidURL)
    let signedOut = await code { try await client.sync() }
    XCTAssertEqual(signedOut, .signedOut)
    await client.close()
  }

  func testCredentialsAreAskedForAndGivenBack() async throws {
    let sandbox = try Sandbox()
    var configuration = configuration()
    configuration.credentials = .host
    let client = try InteractionsClient(configuration)
    // Nobody listens yet: the request waits.
    try await signIn(client, sandbox)
    var kept: Credentials?
    for await request in client.credentialRequests {
      kept = request.credentials
      try client.credentialsKept()
      break
    }
    let credentials = try XCTUnwrap(kept)
    XCTAssertEqual(try client.credentials(), credentials)
    XCTAssertEqual("\(credentials)", "Credentials")
    XCTAssertFalse(String(reflecting: credentials).contains(credentials.secret))
    var dumped = ""
    dump(credentials, to: &dumped)
    XCTAssertFalse(dumped.contains(credentials.secret))
    await client.close()

    let restarted = try InteractionsClient(configuration)
    let signedOut = await code { try await restarted.sync() }
    XCTAssertNotNil(signedOut)
    let none = await code { try restarted.credentials() }
    XCTAssertEqual(none, .signedOut)
    let foreign = await code { try restarted.restoreSession(Credentials(secret: "{}")) }
    XCTAssertEqual(foreign, .invalidArgument)
    try restarted.restoreSession(credentials)
    try await restarted.sync()
    XCTAssertEqual(try restarted.account().session, .signedIn)
    await restarted.close()
  }

  func testARequestComesWhileOneListens() async throws {
    let sandbox = try Sandbox()
    var configuration = configuration()
    configuration.credentials = .host
    let client = try InteractionsClient(configuration)
    let requests = client.credentialRequests
    let heard = Box(0)
    let loop = Task {
      for await request in requests {
        XCTAssertFalse(request.credentials.secret.isEmpty)
        try client.credentialsKept()
        await heard.update { $0 += 1 }
      }
    }
    try await signIn(client, sandbox)
    while await heard.value == 0 { try await Task.sleep(for: .milliseconds(2)) }
    await client.close()
    try await loop.value
  }

  func testCredentialsAreKeptWhileTheClientIsSuspendedOrCloses() async throws {
    let sandbox = try Sandbox()
    var configuration = configuration()
    configuration.credentials = .host
    let client = try InteractionsClient(configuration)
    var requests = client.credentialRequests.makeAsyncIterator()
    try await signIn(client, sandbox)
    let first = await requests.next()
    try client.suspend()
    try client.credentialsKept()
    try client.resume()
    // It could not be said: they are asked for again.
    let again = await requests.next()
    XCTAssertEqual(again, first)
    try client.credentialsKept()
    try client.suspend()
    try client.resume()
    await client.close()
    try client.credentialsKept()
    let none = await requests.next()
    XCTAssertNil(none)

    let restarted = try InteractionsClient(configuration)
    try restarted.restoreSession(XCTUnwrap(first).credentials)
    try await restarted.sync()
    await restarted.close()
  }

  func testSignOutAndWipe() async throws {
    let sandbox = try Sandbox()
    let configuration = configuration()
    let client = try InteractionsClient(configuration)
    try await signIn(client, sandbox)
    try await client.sync()
    try await client.signOut()
    XCTAssertEqual(try client.account().session, .signedOut)
    XCTAssertGreaterThan(try client.conversations().rows.count, 0)
    try await signIn(client, sandbox)
    try client.send("pas encore parti", to: client.conversation(withAddress: customer).id)
    let unsent = await code { try await client.signOut(localData: .wipe) }
    XCTAssertEqual(unsent, .unsentItems)
    try await client.signOut(localData: .wipeUnsent)
    await client.close()
    let left = try FileManager.default.contentsOfDirectory(atPath: configuration.folder.path)
    XCTAssertFalse(left.contains("cache.db"), "\(left)")
  }

  func testEventsBeforeAndAfterOneListens() async throws {
    let sandbox = try Sandbox()
    let client = try openClient()
    try await signIn(client, sandbox)
    var early: ClientEvent?
    for await event in client.events {
      early = event
      break
    }
    XCTAssertEqual(early, .sessionChanged(error: nil))
    let heard = Task {
      var events: [ClientEvent] = []
      for await event in client.events { events.append(event) }
      return events
    }
    try await client.sync()
    try sandbox.endSessions(of: "alex", soft: true)
    let expired = await code { try await client.sync() }
    XCTAssertTrue(expired == .sessionExpired || expired == .signedOut)
    XCTAssertNotEqual(try client.account().session, .signedIn)
    await client.close()
    let events = await heard.value
    let ends = events.compactMap {
      if case .sessionChanged(let error) = $0 { return error?.code }
      return nil
    }
    XCTAssertEqual(ends, [expired])
  }

  func testCancellingATaskCancelsItsOperation() async throws {
    let server = try SilentServer()
    let client = try openClient()
    let url = server.url
    let task = Task {
      try await client.signIn(server: url, user: "alex", password: "x")
    }
    await server.waitForConnection()
    let start = ContinuousClock.now
    task.cancel()
    let error = await thrown { try await task.value }
    XCTAssertTrue(error is CancellationError, "\(String(describing: error))")
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(5))
    // One that is cancelled already does not begin.
    let before = try client.counters().requests
    let late = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await client.sync()
    }
    let second = await thrown { try await late.value }
    XCTAssertTrue(second is CancellationError)
    XCTAssertEqual(try client.counters().requests, before)
    await client.close()
  }

  func testClosingEndsOperations() async throws {
    let server = try SilentServer()
    let client = try openClient()
    let url = server.url
    let tasks = (0..<8).map { _ in
      Task { try await client.signIn(server: url, user: "alex", password: "x") }
    }
    await server.waitForConnection()
    await client.close()
    for task in tasks {
      let error = await thrown { try await task.value }
      let code = (error as? InteractionsError)?.code
      XCTAssertTrue(error is CancellationError || code == .closed || code == .busy, "\(error!)")
    }
  }

  func testCancellationAtAnyMoment() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    for delay in 0..<60 {
      let task = Task { try await client.sync() }
      if delay > 0 { try await Task.sleep(for: .microseconds(delay * 50)) }
      task.cancel()
      // Either it was done, or it says that it was cancelled; it always ends.
      do { try await task.value } catch is CancellationError {}
    }
    try await client.sync()
    await client.close()
  }
}
