// SPDX-License-Identifier: Apache-2.0
import Foundation
import InteractionsSandbox
import XCTest

@testable import Interactions

/// Files in messages: sent, held, fetched, kept, given out, and on their way.
final class AttachmentTests: InteractionsTestCase {
  func testFilesLeaveInTheirOrder() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let marie = try client.openConversation(with: .user("@marie:pbx.test"))
    let picture = try await client.stage(.data(png), name: "rouge.png", for: marie)
    let text = try await client.stage(.data(Data("Menu".utf8)), name: "menu.txt", for: marie)
    let before = try client.thread(marie).items.count
    let item = try client.send("Voici", to: marie, files: [picture, text])
    XCTAssertEqual(try client.stagedFiles(), [])
    XCTAssertEqual(try client.item(item).text, "Voici")
    XCTAssertEqual(try client.item(item).attachments.map(\.name), ["rouge.png"])
    let taken = await code { try client.drop(file: picture) }
    XCTAssertEqual(taken, .cannotSend)
    try await client.sync(until: { try client.outbox().isEmpty })
    let items = Array(try client.thread(marie).items.dropFirst(before))
    XCTAssertEqual(items.prefix(2).map(\.text), ["Voici", nil])
    XCTAssertEqual(
      items.prefix(2).flatMap(\.attachments).map(\.name), ["rouge.png", "menu.txt"])
    XCTAssertTrue(items.prefix(2).allSatisfy { $0.state != .failed && $0.state != .queued })
    let none = await code { try client.send("", to: marie, files: ["none"]) }
    XCTAssertEqual(none, .notFound)
    await client.close()
  }

  func testAnUploadIsHeldAndGivenUp() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox, continuous: true)
    let marie = try client.openConversation(with: .user("@marie:pbx.test"))
    try client.setNetwork(.none)
    let file = try await client.stage(.data(png), name: "rouge.png")
    _ = try await prepared(client)
    let item = try client.send("", to: marie, files: [file])
    XCTAssertNil(try client.item(item).text)
    let attachment = try XCTUnwrap(client.item(item).attachments.first).id
    try client.pauseUpload(of: attachment)
    XCTAssertEqual(try client.item(item).attachments.map(\.state), [.paused])
    try client.setNetwork(.unmetered)
    try await eventually { try client.item(item).waitingFor == .paused }
    XCTAssertEqual(try client.outbox().map(\.waitingFor), [.paused])
    try client.resumeUpload(of: attachment)
    try await eventually { try client.outbox().isEmpty }
    let gone = await code { try client.pauseUpload(of: attachment) }
    XCTAssertEqual(gone, .notFound)

    try client.setNetwork(.none)
    let second = try await client.stage(.data(Data("vert".utf8)), name: "vert.txt")
    let given = try client.send("", to: marie, files: [second])
    try await eventually { try client.item(given).waitingFor == .network }
    for entry in try client.outbox() { try client.discard(outboxEntry: entry.id) }
    let discarded = await code { try client.item(given) }
    XCTAssertEqual(discarded, .notFound)
    XCTAssertEqual(try client.stagedFiles(), [])
    await client.close()
  }

  func testALargeUploadWaitsForAnotherNetwork() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox, continuous: true)
    let marie = try client.openConversation(with: .user("@marie:pbx.test"))
    var policy = MediaPolicy()
    policy.meteredUploadBytes = 10
    try client.setMediaPolicy(policy)
    try client.setNetwork(.metered)
    let file = try await client.stage(.data(png), name: "rouge.png")
    let item = try client.send("", to: marie, files: [file])
    try await eventually { try client.item(item).waitingFor == .unmetered }
    try client.setNetwork(.unmetered)
    try await eventually { try client.outbox().isEmpty }
    await client.close()
  }

  func testAnAttachmentIsFetchedKeptAndGivenOut() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let sent = try companyPicture(client)
    XCTAssertEqual(sent.state, .remote)
    XCTAssertNil(sent.url)
    let target = folder()
    let early = await code { try await client.export(sent.id, to: target) }
    XCTAssertEqual(early, .mediaGone)
    let unpinned = await code { try client.pin(sent.id) }
    XCTAssertEqual(unpinned, .mediaGone)

    let here = try await client.fetch(sent.id, priority: 10)
    XCTAssertEqual(here.id, sent.id)
    XCTAssertEqual(here.state, .local)
    let bytes = try Data(contentsOf: XCTUnwrap(here.url))
    XCTAssertEqual(bytes.count, sent.size)
    XCTAssertEqual(bytes.prefix(4), png.prefix(4))
    XCTAssertEqual(try companyPicture(client), here)
    try client.pin(sent.id)
    try client.unpin(sent.id)

    try await client.export(sent.id, to: target)
    XCTAssertEqual(try Data(contentsOf: target), bytes)
    let taken = await code { try await client.export(sent.id, to: target) }
    XCTAssertEqual(taken, .invalidArgument)
    try Data().write(to: target)
    let handle = try FileHandle(forWritingTo: target)
    try await client.export(sent.id, to: handle.fileDescriptor)
    try handle.close()
    XCTAssertEqual(try Data(contentsOf: target), bytes)
    let noFile = await code {
      try await client.export(sent.id, to: URL(string: "https://pbx.test/a")!)
    }
    XCTAssertEqual(noFile, .invalidArgument)
    let noDescriptor = await code { try await client.export(sent.id, to: -1) }
    XCTAssertEqual(noDescriptor, .invalidArgument)
    let none = await code { try await client.fetch("none") }
    XCTAssertEqual(none, .notFound)
    await client.close()
  }

  func testAFetchIsCancelledAndEndsWithTheClient() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try companyPicture(client).id
    try client.setNetwork(.none)
    let cancelled = Task { try await client.fetch(id) }
    try await Task.sleep(for: .milliseconds(20))
    cancelled.cancel()
    let error = await thrown { try await cancelled.value }
    XCTAssertTrue(error is CancellationError, "\(String(describing: error))")
    let open = Task { try await client.fetch(id) }
    try await Task.sleep(for: .milliseconds(20))
    await client.close()
    let closed = await code { try await open.value }
    XCTAssertEqual(closed, .closed)
  }

  func testTransfersAreFollowed() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox, continuous: true)
    XCTAssertEqual(try client.transfers(), [])
    let marie = try client.openConversation(with: .user("@marie:pbx.test"))
    let size = 4_000_000
    let seen = Box<[[Transfer]]>([])
    let following = Task {
      for try await rows in client.liveTransfers() {
        await seen.update { $0.append(rows) }
        // Until one has begun and ended.
        if await seen.value.count > 1 && rows == [] { break }
      }
    }
    // A busy machine may have sent one before anybody looks.
    var attachments: [String] = []
    repeat {
      let bytes = Data((0..<size).map { UInt8(ascii: "a") + UInt8(($0 + attachments.count) % 26) })
      let file = try await client.stage(.data(bytes), name: "long.txt")
      let item = try client.send("", to: marie, files: [file])
      attachments.append(try XCTUnwrap(client.item(item).attachments.first).id)
      try await eventually { try client.outbox().isEmpty }
    } while await seen.value.count < 2 && attachments.count < 10
    try await following.value
    let lists = await seen.value
    XCTAssertEqual(lists.first, [])
    XCTAssertEqual(lists.last, [])
    let upload = try XCTUnwrap(lists.dropFirst().first?.first)
    XCTAssertTrue(attachments.contains(upload.attachmentID))
    XCTAssertTrue(upload.isUpload)
    XCTAssertEqual(upload.part, .file)
    XCTAssertEqual(upload.totalBytes, size)
    XCTAssertLessThanOrEqual(upload.completedBytes, size)
    var after = client.liveTransfers().makeAsyncIterator()
    let none = try await after.next()
    XCTAssertEqual(none, [])
    await client.close()
    let ended = try await after.next()
    XCTAssertNil(ended)
  }

  func testThePolicy() async throws {
    let client = try openClient()
    var policy = MediaPolicy()
    XCTAssertTrue(policy.fetchesThumbnails)
    XCTAssertEqual(policy.cacheBytes, 400 << 20)
    XCTAssertEqual(policy.cacheAge, .seconds(60 * 86_400))
    XCTAssertNil(policy.meteredUploadBytes)
    XCTAssertEqual([policy.automaticBytes, policy.automaticBytesMetered], [0, 0])
    XCTAssertEqual(policy.maxDownloadBytes, 4 << 30)
    try client.setMediaPolicy(policy)
    // No bound is not a bound of nothing.
    policy.cacheBytes = 0
    policy.cacheAge = .zero
    XCTAssertEqual([policy.cPolicy.cache_bytes, policy.cPolicy.cache_age_ms], [1, 1])
    policy.cacheBytes = nil
    policy.cacheAge = nil
    XCTAssertEqual([policy.cPolicy.cache_bytes, policy.cPolicy.cache_age_ms], [0, 0])
    policy.fetchesThumbnails = false
    policy.meteredUploadBytes = 5
    policy.automaticBytes = 6
    policy.automaticBytesMetered = 7
    policy.maxDownloadBytes = 8
    let raw = policy.cPolicy
    XCTAssertEqual(raw.auto_thumbnails, 0)
    XCTAssertEqual(
      [raw.metered_upload_bytes, raw.auto_bytes, raw.auto_bytes_metered, raw.max_download_bytes],
      [5, 6, 7, 8])
    try client.setMediaPolicy(policy)
    policy.maxDownloadBytes = 0
    let refused = await code { try client.setMediaPolicy(policy) }
    XCTAssertEqual(refused, .invalidArgument)
    await client.close()
  }

  func testThePolicyRefusesWhatIsLarger() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    var policy = MediaPolicy()
    policy.maxDownloadBytes = 10
    try client.setMediaPolicy(policy)
    let id = try companyPicture(client).id
    let refused = await code { try await client.fetch(id) }
    XCTAssertEqual(refused, .responseTooLarge)
    await client.close()
  }

  /// The picture in the company's channel.
  private func companyPicture(_ client: InteractionsClient) throws -> Attachment {
    let channel = try XCTUnwrap(client.conversations().rows.first { $0.title == "Livraisons" })
    let items = try client.thread(channel.id).items
    return try XCTUnwrap(items.flatMap(\.attachments).first { $0.name == "plateau.png" })
  }
}
