// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import InteractionsSandbox
import XCTest

/// Live lists: what they show, and how they end.
final class LiveTests: InteractionsTestCase {
  func testTheChangesLeadFromEachSnapshotToTheNext() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let ids = try client.conversations().rows.map(\.id)
    let snapshots = Box<[ListSnapshot<Conversation>]>([])
    let loop = Task {
      for try await snapshot in client.liveConversations() {
        await snapshots.update { $0.append(snapshot) }
      }
    }
    while await snapshots.value.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    for round in 0..<40 {
      try client.setFlag(.pinned, round % 3 != 0, of: ids[round % ids.count])
      try client.setFlag(.archived, round % 7 == 0, of: ids[(round * 3) % ids.count])
      try client.setDraft("n° \(round)", in: ids[(round * 2) % ids.count])
      if round % 5 == 0 { try await Task.sleep(for: .milliseconds(3)) }
    }
    let final = try client.conversations().rows
    let deadline = Date(timeIntervalSinceNow: 10)
    while await snapshots.value.last?.rows != final && Date() < deadline {
      try await Task.sleep(for: .milliseconds(2))
    }
    let seen = await snapshots.value
    XCTAssertEqual(seen.last?.rows, final)
    var rows: [Conversation] = []
    for snapshot in seen {
      XCTAssertFalse(snapshot.changes.isEmpty)
      // What moves where can be told without the rows: ids stand in for them.
      var ids: [String?] = rows.map(\.id)
      for change in snapshot.changes {
        switch change {
        case .insert(let to): ids.insert(nil, at: to)
        case .remove(let from): ids.remove(at: from)
        case .move(let from, let to): ids.insert(ids.remove(at: from), at: to)
        case .update(let at, let fields):
          XCTAssertFalse(fields.isEmpty)
          XCTAssertLessThan(at, ids.count)
        }
      }
      XCTAssertEqual(ids.count, snapshot.rows.count)
      for (id, row) in zip(ids, snapshot.rows) where id != nil { XCTAssertEqual(id, row.id) }
      rows = snapshot.rows
    }
    await client.close()
    try await loop.value
  }

  func testALoopThatEndsUnsubscribes() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    // More than 256 at once are refused with BUSY.
    for _ in 0..<300 {
      for try await snapshot in client.liveConversations() {
        XCTAssertEqual(snapshot.rows.count, 5)
        break
      }
    }
    for _ in 0..<300 {
      var iterator = client.liveCounts().makeAsyncIterator()
      _ = try await iterator.next()
    }
    var open: [LiveSequence<PresetCounts>.Iterator] = []
    var refused: (any Error)?
    for _ in 0..<257 {
      var iterator = client.liveCounts().makeAsyncIterator()
      do {
        _ = try await iterator.next()
        open.append(iterator)
      } catch { refused = error }
    }
    XCTAssertEqual(open.count, 256)
    XCTAssertEqual((refused as? InteractionsError)?.code, .busy)
    open = []
    var again = client.liveCounts().makeAsyncIterator()
    let counts = try await again.next()
    XCTAssertEqual(counts?[.channels]?.conversations, 2)
    await client.close()
  }

  func testCancellingATaskEndsItsLoop() async throws {
    let client = try openClient()
    let started = Box(false)
    let loop = Task {
      for try await _ in client.liveConversations() { await started.set(true) }
      return Task.isCancelled
    }
    while await !started.value { try await Task.sleep(for: .milliseconds(1)) }
    loop.cancel()
    let cancelled = try await loop.value
    XCTAssertTrue(cancelled)
    // One that is cancelled before it begins just ends, too.
    let late = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      for try await _ in client.liveConversations() { XCTFail("an element came") }
    }
    try await late.value
    await client.close()
  }

  func testClosingEndsLoops() async throws {
    let client = try openClient()
    let started = Box(0)
    let loops = (0..<16).map { _ in
      Task {
        for try await _ in client.liveConversations() { await started.update { $0 += 1 } }
      }
    }
    while await started.value < 16 { try await Task.sleep(for: .milliseconds(1)) }
    await client.close()
    for loop in loops { try await loop.value }
    for await _ in client.events { XCTFail("an event came") }
    let begun = await code {
      for try await _ in client.liveConversations() { XCTFail("an element came") }
    }
    XCTAssertEqual(begun, .closed)
  }

  func testALiveSequenceKeepsItsClient() async throws {
    let live = try openClient().liveConversations()
    var iterator = live.makeAsyncIterator()
    let first = try await iterator.next()
    XCTAssertEqual(first?.rows, [])
  }

  func testWhatIsNotThere() async throws {
    let client = try openClient()
    let noThread = await code { for try await _ in client.liveThread("none") {} }
    XCTAssertEqual(noThread, .notFound)
    let noWindow = await code { for try await _ in client.liveOutbox(window: 0) {} }
    XCTAssertEqual(noWindow, .invalidArgument)
    await client.close()
  }

  func testThreadOutboxAndCounts() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.conversation(withAddress: customer).id
    var thread = client.liveThread(id, window: 4).makeAsyncIterator()
    var outbox = client.liveOutbox().makeAsyncIterator()
    var counts = client.liveCounts().makeAsyncIterator()
    let before = try await thread.next()
    XCTAssertEqual(before?.rows.count, 4)
    XCTAssertEqual(before?.end, .more)
    XCTAssertEqual(before?.rows, try client.thread(id, limit: 4).items)
    XCTAssertEqual(before?.cursor, try client.thread(id, limit: 4).olderCursor)
    let empty = try await outbox.next()
    XCTAssertEqual(empty?.rows, [])
    let unread = try await counts.next()?.badge
    XCTAssertEqual(unread, try client.badge())
    XCTAssertGreaterThan(try XCTUnwrap(unread), 0)

    let item = try client.send("À samedi!", to: id)
    let after = try await thread.next()
    XCTAssertEqual(after?.rows.last?.id, item)
    XCTAssertEqual(after?.rows.last?.state, .queued)
    let waiting = try await outbox.next()
    XCTAssertEqual(waiting?.rows.map(\.itemID), [item])
    XCTAssertEqual(waiting?.rows.map(\.action), [.send])
    try client.markRead(id)
    let read = try await counts.next()?.badge
    XCTAssertEqual(read, try client.badge())
    XCTAssertLessThan(try XCTUnwrap(read), try XCTUnwrap(unread))
    try await client.sync()
    var state: DeliveryState?
    while state != .accepted && state != .delivered && state != .read {
      state = try await thread.next()?.rows.first { $0.id == item }?.state
    }
    await client.close()
  }

  func testWhoIsWriting() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox, continuous: true)
    let seen = Box<[[Typist]]>([])
    let loop = Task {
      for try await typists in client.liveTyping() { await seen.update { $0.append(typists) } }
    }
    while await seen.value.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    try sandbox.setTyping(true, from: "marie", to: "alex")
    while await seen.value.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
    try sandbox.setTyping(false, from: "marie", to: "alex")
    while await seen.value.count < 3 { try await Task.sleep(for: .milliseconds(2)) }
    let all = await seen.value
    XCTAssertEqual(all.map { $0.map(\.name) }, [[], ["Marie Tremblay"], []])
    XCTAssertEqual(
      all[1].first?.conversationID, try client.conversation(withAddress: "@marie:pbx.test").id)
    await client.close()
    try await loop.value
  }

  func testAMergeIsToldAndFollowed() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let sms = try client.conversation(withAddress: customer)
    let marie = try client.conversation(withAddress: "@marie:pbx.test")
    var live = client.liveConversation(sms.id).makeAsyncIterator()
    _ = try await live.next()
    let replaced = Task {
      for await event in client.events {
        if case .conversationReplaced(let from, let to) = event { return [from, to] }
      }
      return []
    }
    try client.save(
      ContactInput(
        sourceID: "m", name: "Marie", numbers: [customer], users: ["@marie:pbx.test"]))
    let merged = try await live.next() ?? nil
    XCTAssertEqual(merged?.title, "Marie")
    XCTAssertEqual(merged?.routes.count, 2)
    XCTAssertEqual(try client.conversation(marie.id).id, try client.conversation(sms.id).id)
    let told = await replaced.value
    XCTAssertEqual(Set(told), [sms.id, marie.id])
    await client.close()
  }

  func testNoEventIsDroppedForASlowReader() async throws {
    let client = try openClient()
    var ids: [String] = []
    for index in 0..<80 {
      let id = try client.openConversation(with: .number("613 555 0\(100 + index)"))
      try client.setDraft("ici", in: id)
      ids.append(id)
    }
    let events = client.events
    // Two conversations become one, 40 times, and nobody reads.
    for pair in 0..<40 {
      let numbers = (0...1).map { "613 555 0\(100 + 2 * pair + $0)" }
      try client.save(ContactInput(sourceID: "\(pair)", name: "Paire \(pair)", numbers: numbers))
    }
    // The queue of the library keeps one a conversation, too: what is told is read when it closes.
    while try client.conversations(limit: 100).rows.count != 40 {}
    await client.close()
    var replaced: Set<String> = []
    for await event in events {
      guard case .conversationReplaced(let from, let to) = event else { continue }
      replaced.insert(from)
      XCTAssertTrue(ids.contains(to))
    }
    XCTAssertEqual(replaced.count, 40)
  }

  func testASlowReaderGetsTheNewestState() async throws {
    let client = try openClient()
    let id = try client.openConversation(with: .number(customer))
    try client.setDraft("0", in: id)
    var live = client.liveConversations().makeAsyncIterator()
    _ = try await live.next()
    for round in 1...200 {
      try client.setDraft("\(round)", in: id)
      // Let the pump see more than one of them.
      if round % 20 == 0 { try await Task.sleep(for: .milliseconds(1)) }
    }
    let next = try await live.next()
    XCTAssertEqual(next?.rows.map(\.draft?.text), ["200"])
    XCTAssertEqual(next?.changes, [.update(at: 0, fields: [.draft])])
    try client.setDraft("fin", in: id)
    let last = try await live.next()
    XCTAssertEqual(last?.rows.map(\.draft?.text), ["fin"])
    await client.close()
  }

  @MainActor
  func testALoopOnTheMainActor() async throws {
    let client = try openClient()
    var elements = 0
    for try await snapshot in client.liveConversations() {
      MainActor.assertIsolated()
      elements += 1 + snapshot.rows.count
      break
    }
    XCTAssertEqual(elements, 1)
    await client.close()
  }
}
