// SPDX-License-Identifier: Apache-2.0
import Foundation
import XCTest

@testable import Interactions

/// Files that are picked: every kind of source, drafts, what cannot be taken, cancellation.
final class FileTests: InteractionsTestCase {
  func testEverySourceGivesItsBytes() async throws {
    let client = try openClient()
    let bytes = Data((0..<200_000).map { _ in UInt8(ascii: "a") + UInt8.random(in: 0..<26) })
    let original = folder()
    try bytes.write(to: original)
    let handle = try FileHandle(forReadingFrom: original)
    defer { try? handle.close() }
    let rest = Locked(bytes[...])
    let sources: [(String, FileInput)] = [
      ("file", .file(original)), ("descriptor", .descriptor(handle.fileDescriptor)),
      ("data", .data(bytes)), ("stream", .stream(InputStream(data: bytes))),
      (
        "reader",
        .reader { buffer in
          rest.withLock { rest in
            let part = rest.prefix(min(buffer.count, 7_001))
            buffer.copyBytes(from: part)
            rest = rest.dropFirst(part.count)
            return part.count
          }
        }
      ),
      (
        "chunks",
        .chunks(
          AsyncStream { stream in
            for start in stride(from: 0, to: bytes.count, by: 30_000) {
              stream.yield(bytes[start..<min(start + 30_000, bytes.count)])
            }
            stream.yield(Data())
            stream.finish()
          })
      ),
    ]
    var ids: [String] = []
    for (name, source) in sources {
      ids.append(try await client.stage(source, name: "\(name).txt"))
    }
    let rows = try await prepared(client)
    XCTAssertEqual(rows.map(\.id), ids)
    XCTAssertEqual(rows.map(\.name), sources.map { "\($0.0).txt" })
    for row in rows {
      XCTAssertEqual(row.state, .ready, row.name)
      XCTAssertEqual(row.size, bytes.count, row.name)
      XCTAssertEqual(row.mimeType, "text/plain", row.name)
      XCTAssertEqual(row.kind, .file)
      XCTAssertNil(row.failureCode)
      let url = try XCTUnwrap(row.url)
      XCTAssertNotEqual(url, original)
      XCTAssertEqual(try Data(contentsOf: url), bytes, row.name)
    }
    await client.close()
  }

  func testAPictureWithAThumbnailAndAReference() async throws {
    let client = try openClient()
    let text = folder()
    try Data("à moi".utf8).write(to: text)
    let picture = try await client.stage(
      .data(png), name: "../rouge.png", options: .keepMetadata, maxBytes: 1_000_000,
      thumbnail: FileThumbnail(jpeg: Data("jpeg".utf8), width: 4, height: 3))
    let file = try await client.stage(.file(text), name: "moi.txt", options: .reference)
    let rows = try await prepared(client)
    XCTAssertEqual(rows.map(\.id), [picture, file])
    XCTAssertEqual(rows[0].name, "rouge.png")
    XCTAssertEqual(rows[0].kind, .image)
    XCTAssertEqual(rows[0].mimeType, "image/png")
    XCTAssertEqual([rows[0].width, rows[0].height], [4, 3])
    XCTAssertNotNil(rows[0].thumbnailURL)
    XCTAssertEqual([rows[0].thumbnailWidth, rows[0].thumbnailHeight], [4, 3])
    XCTAssertEqual(rows[1].path, text.path)
    let copied = await code { try await client.stage(.data(png), options: .reference) }
    XCTAssertEqual(copied, .invalidArgument)
    let unknown = await code {
      try await client.stage(.data(png), options: FileOptions(rawValue: 1 << 20))
    }
    XCTAssertEqual(unknown, .invalidArgument)
    let negative = await code { try await client.stage(.data(png), maxBytes: -1) }
    XCTAssertEqual(negative, .invalidArgument)
    await client.close()
  }

  func testDraftsOutliveTheProcessAndAreDropped() async throws {
    let place = folder()
    var client = try InteractionsClient(configuration(place))
    let first = try client.openConversation(with: .number("613 555 0142"))
    let second = try client.openConversation(with: .number("613 555 0143"))
    let one = try await client.stage(.data(png), name: "a.png", for: first)
    let other = try await client.stage(.data(png), name: "b.png", for: second)
    await client.close()
    client = try InteractionsClient(configuration(place))
    XCTAssertEqual(try client.stagedFiles(in: first).map(\.id), [one])
    XCTAssertEqual(try client.stagedFiles(in: second).map(\.id), [other])
    XCTAssertEqual(try client.stagedFiles().map(\.id), [one, other])
    try client.confirm(file: one)
    try client.drop(file: one)
    try client.drop(file: one)
    XCTAssertEqual(try client.stagedFiles().map(\.id), [other])
    let gone = await code { try client.confirm(file: one) }
    XCTAssertEqual(gone, .notFound)
    let none = await code { try client.drop(file: "none") }
    XCTAssertEqual(none, .notFound)
    let nowhere = await code { try client.stagedFiles(in: "r999") }
    XCTAssertEqual(nowhere, .notFound)
    let noDraft = await code { try await client.stage(.data(png), for: "r999") }
    XCTAssertEqual(noDraft, .notFound)
    await client.close()
    let closed = await code { try await client.stage(.data(png)) }
    XCTAssertEqual(closed, .closed)
  }

  func testWhatCannotBeTaken() async throws {
    struct OwnError: Error {}
    let client = try openClient()
    let directory = folder()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let refused: [(FileInput, ErrorCode)] = [
      (.data(Data()), .fileEmpty), (.reader { _ in 0 }, .fileEmpty),
      (.chunks(AsyncStream { $0.finish() }), .fileEmpty), (.file(directory), .fileUnreadable),
      (.file(directory.appendingPathComponent("none")), .fileUnreadable),
      (.reader { $0.count + 1 }, .fileUnreadable), (.reader { _ in -1 }, .fileUnreadable),
      (.file(URL(string: "https://pbx.test/a.png")!), .invalidArgument),
      (.descriptor(-1), .invalidArgument), (.descriptor(9_999), .fileUnreadable),
    ]
    for (index, (source, expected)) in refused.enumerated() {
      let got = await code { try await client.stage(source) }
      XCTAssertEqual(got, expected, "source \(index)")
    }
    let read = await thrown { try await client.stage(.reader { _ in throw OwnError() }) }
    XCTAssertTrue(read is OwnError, "\(String(describing: read))")
    let chunks = AsyncThrowingStream<Data, any Error> {
      $0.yield(Data("half".utf8))
      $0.finish(throwing: OwnError())
    }
    let half = await thrown { try await client.stage(.chunks(chunks)) }
    XCTAssertTrue(half is OwnError, "\(String(describing: half))")
    let noStream = await thrown {
      try await client.stage(.stream(XCTUnwrap(InputStream(url: directory))))
    }
    XCTAssertNotNil(noStream)
    XCTAssertEqual(try client.stagedFiles(), [])
    await client.close()
  }

  func testACancelledTaskTakesNothing() async throws {
    let client = try openClient()
    // A source without an end.
    let (reading, hasRead) = AsyncStream.makeStream(of: Void.self)
    let endless = Task {
      try await client.stage(
        .reader { buffer in
          hasRead.yield()
          return buffer.count
        })
    }
    for await _ in reading { break }
    endless.cancel()
    let stopped = await thrown { try await endless.value }
    XCTAssertTrue(stopped is CancellationError, "\(String(describing: stopped))")

    // A sequence that brings nothing more: nobody waits for it but its task.
    let (chunks, source) = AsyncStream.makeStream(of: Data.self)
    source.yield(png)
    let waiting = Task { try await client.stage(.chunks(chunks)) }
    try client.suspend()
    try client.resume()
    waiting.cancel()
    let ended = await thrown { try await waiting.value }
    XCTAssertTrue(ended is CancellationError, "\(String(describing: ended))")

    // One that is cancelled when all was read.
    let task = Locked<Task<String, any Error>?>(nil)
    let whole = Locked([png])
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let late = Task {
      for await _ in started { break }
      return try await client.stage(
        .reader { buffer in
          guard let bytes = whole.withLock({ $0.popLast() }) else {
            task.withLock { $0 }?.cancel()
            return 0
          }
          buffer.copyBytes(from: bytes)
          return bytes.count
        })
    }
    task.withLock { $0 = late }
    start.yield()
    let dropped = await thrown { try await late.value }
    XCTAssertTrue(dropped is CancellationError, "\(String(describing: dropped))")
    XCTAssertEqual(try client.stagedFiles(), [])
    await client.close()
  }

  func testStagedFilesAreFollowed() async throws {
    let client = try openClient()
    let conversation = try client.openConversation(with: .number("613 555 0142"))
    var files = client.liveStagedFiles(in: conversation).makeAsyncIterator()
    var rows = try await files.next()
    XCTAssertEqual(rows, [])
    let id = try await client.stage(.data(png), name: "a.png", for: conversation)
    repeat { rows = try await files.next() } while rows?.first?.state != .ready
    XCTAssertEqual(rows?.map(\.id), [id])
    try client.suspend()
    try client.resume()
    try client.drop(file: id)
    repeat { rows = try await files.next() } while rows != []
    await client.close()
    rows = try await files.next()
    XCTAssertNil(rows)
    var nowhere = try openClient().liveStagedFiles(in: "r999").makeAsyncIterator()
    let refused = await code { try await nowhere.next() }
    XCTAssertEqual(refused, .notFound)
  }

  func testALiveListThatNobodyReadsIsLetGoOf() async throws {
    let changes = Changes()
    let (stream, signal) = AsyncStream.makeStream(of: Void.self)
    var iterator = stream.makeAsyncIterator()
    let end = changes.add(signal)
    changes.tell()
    let told: Void? = await iterator.next()
    XCTAssertNotNil(told)
    end()
    changes.tell()
    changes.end()
    signal.finish()
    let after: Void? = await iterator.next()
    XCTAssertNil(after)
    let (late, lateSignal) = AsyncStream.makeStream(of: Void.self)
    _ = changes.add(lateSignal)
    for await _ in late { XCTFail("the client has closed") }
  }
}

/// A red picture of 4 by 3 pixels. Made anew each time: the leak sanitizer does not find the bytes of a
/// Data in a global variable.
var png: Data {
  Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR42mM4IWcDRww4OQAP2g2ZDHpn+A"
      + "AAAABJRU5ErkJggg==")!
}

/// What was picked, once it was seen to.
func prepared(_ client: InteractionsClient) async throws -> [Attachment] {
  for try await rows in client.liveStagedFiles()
  where rows.allSatisfy({ $0.state != .preparing }) {
    return rows
  }
  return []
}
