// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions
import XCTest

/// Sources of files, and their permissions.
final class SourceTests: InteractionsTestCase {
  func testRequests() async throws {
    let client = try openClient()
    var requests = client.permissionRequests(language: "fr").makeAsyncIterator()
    var rows = try await requests.next()
    XCTAssertEqual(rows, [])
    let nothing = await code { try client.requestSource(.gallery) }
    XCTAssertEqual(nothing, .notSupported)
    try client.setSources([PlatformSource(.gallery, needsPermission: true)])
    XCTAssertEqual(try client.requestSource(.gallery), .explain)
    rows = try await requests.next()
    let row = try XCTUnwrap(rows?.first)
    XCTAssertEqual(rows?.count, 1)
    XCTAssertEqual(row.id, "gallery")
    XCTAssertEqual(row.kind, .gallery)
    XCTAssertEqual(row.label, "Photos et vidéos")
    XCTAssertEqual(row.state, .explained)
    XCTAssertEqual(row.step, .explain)
    XCTAssertTrue(row.isAvailable && row.needsPermission && row.since != nil)
    let screen = try XCTUnwrap(row.screen)
    XCTAssertEqual(screen.key, "permission.gallery.explain")
    XCTAssertEqual(screen.title, "Autoriser l’accès à vos photos et vidéos")
    XCTAssertTrue(screen.body.hasPrefix("Pour envoyer"))
    XCTAssertEqual([screen.confirm, screen.dismiss], ["Continuer", "Pas maintenant"])

    XCTAssertEqual(try client.answerPermission(for: .gallery, .continue), .ask)
    XCTAssertEqual(try client.answerPermission(for: .gallery, .limited), .open)
    // Several changes may be one.
    repeat { rows = try await requests.next() } while rows?.first?.step != .open
    XCTAssertNil(rows?.first?.screen)
    XCTAssertEqual(try client.answerPermission(for: .gallery, .done), PermissionStep.none)
    repeat { rows = try await requests.next() } while rows != []
    await client.close()
    rows = try await requests.next()
    XCTAssertNil(rows)
  }

  func testSuspension() async throws {
    let client = try openClient()
    var requests = client.permissionRequests().makeAsyncIterator()
    _ = try await requests.next()
    try client.suspend()
    let suspended = await code { try client.sources() }
    XCTAssertEqual(suspended, .suspended)
    try client.resume()
    let rows = try await requests.next()
    XCTAssertEqual(rows, [])
    await client.close()
  }

  func testBadInput() async throws {
    let client = try openClient()
    let twice = await code {
      try client.setSources([PlatformSource(.files), PlatformSource(.files)])
    }
    XCTAssertEqual(twice, .invalidArgument)
    let userAnswer = await code { try client.setSources([PlatformSource(.camera, answer: .done)]) }
    XCTAssertEqual(userAnswer, .invalidArgument)
    let unknown = await code { try client.requestSource(.unknown(77)) }
    XCTAssertEqual(unknown, .invalidArgument)
    let nowhere = await code { try client.sources(for: "r99") }
    XCTAssertEqual(nowhere, .notFound)
    XCTAssertEqual(try client.sources().map(\.isAvailable), Array(repeating: false, count: 6))
    await client.close()
  }
}
