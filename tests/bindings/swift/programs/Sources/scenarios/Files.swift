// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

private let place = Data("45.4215,-75.6972".utf8)
/// A red picture of 4 by 3 pixels that says where it was taken.
private let picture = Data(
  base64Encoded:
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAGXRFWHRMb2NhdGlvbgA0NS40MjE1LC03NS42OTcyzuhQ"
    + "QgAAABBJREFUeNpjOCFnA0cMODkAD9oNmQx6Z/gAAAAASUVORK5CYII=")!
private let long = 8_000_000

private func fileLine(_ file: Attachment) -> Line {
  Line()
    .text("file", file.name)
    .text("kind", word(file.kind))
    .text("type", file.mimeType)
    .text("state", word(file.state))
}

private func untilSent(_ client: InteractionsClient) async throws {
  for try await outbox in client.liveOutbox() where outbox.rows.isEmpty { return }
}

/// What was sent from the item `first` on; answers may stand in between.
private func printSent(_ client: InteractionsClient, _ conversation: String, _ first: String)
  throws
{
  let items = try client.thread(conversation).items.drop { $0.id != first }
  for item in items where item.direction == .outgoing {
    Line()
      .text("sent", item.text)
      .text("state", item.hasLeft ? "left" : word(item.state))
      .array("files", item.attachments.map { fileLine($0).json })
      .print()
  }
}

private actor Seen {
  private(set) var transfer: Transfer?

  func note(_ rows: [Transfer]) {
    if let row = rows.last(where: { $0.part == .file }) { transfer = row }
  }
}

/// The upload of a long file is seen while it lasts. A busy machine may have sent one before anybody
/// looks: another one follows.
private func printUpload(_ client: InteractionsClient, _ world: World, _ to: String) async throws {
  let seen = Seen()
  let follower = Task {
    for try await rows in client.liveTransfers() { await seen.note(rows) }
  }
  let file = world.folder.appendingPathComponent("long.txt")
  for letter in UInt8(ascii: "a")...UInt8(ascii: "j") {
    try Data(repeating: letter, count: long).write(to: file)
    let id = try await client.stage(.file(file), for: to)
    try client.send("", to: to, files: [id])
    try await untilSent(client)
    if await seen.transfer != nil { break }
  }
  follower.cancel()
  guard let row = await seen.transfer, let total = row.totalBytes else {
    throw Stop("no upload was seen")
  }
  Line()
    .text("transfer", word(row.part))
    .bool("upload", row.isUpload)
    .number("total", total)
    .bool("within", 0...total ~= row.completedBytes)
    .print()
  Line().number("transfers", try client.transfers().count).print()
}

/// The picture that hangs in a channel of the company, as it is now.
private func companyPicture(_ client: InteractionsClient) throws -> Attachment {
  for row in try client.conversations().rows where row.title == "Livraisons" {
    let files = try client.thread(row.id).items.flatMap(\.attachments)
    if let file = files.first(where: { $0.name == "plateau.png" }) { return file }
  }
  throw Stop("the company's picture is not here")
}

private func printReceived(_ client: InteractionsClient, _ world: World) async throws {
  let remote = try companyPicture(client)
  let copy = world.folder.appendingPathComponent("copie.png")
  fileLine(remote).print()
  try await printError("export before it is here") { try await client.export(remote.id, to: copy) }

  let small = try await client.fetch(remote.id, part: .thumbnail, priority: 10)
  let thumbnail = try small.thumbnailURL.map { try Data(contentsOf: $0) }
  Line().bool("thumbnail", thumbnail?.isEmpty == false).text("state", word(small.state)).print()
  let here = try await client.fetch(remote.id)
  guard let url = here.url else { throw Stop("it was fetched and is not here") }
  let bytes = try Data(contentsOf: url)
  fileLine(here).number("bytes", bytes.count).print()

  try await client.export(here.id, to: copy)
  Line().bool("exported", try Data(contentsOf: copy) == bytes).print()
  try await printError("export to what is there") { try await client.export(here.id, to: copy) }
}

func files(_ world: World) async throws {
  try await world.signedIn(syncMode: .continuous) { client in
    let to = try client.openConversation(with: .user(client.colleague("marie")))
    let menuFile = world.folder.appendingPathComponent("menu.txt")
    try Data("Menu du jour\n".utf8).write(to: menuFile)

    let terrace = try await client.stage(.data(picture), name: "terrasse.jpg", for: to)
    let menu = try await client.stage(.file(menuFile), for: to)
    let draft = try await client.stage(.data(Data("Non\n".utf8)), name: "brouillon.txt", for: to)
    let pdf = Data("%PDF-1.4\n% Chez Lucie\n%%EOF\n".utf8)
    let receipt = try await client.stage(.data(pdf), name: "reçu.pdf", for: to)
    try client.drop(file: draft)
    try client.drop(file: draft)
    for try await staged in client.liveStagedFiles(in: to)
    where staged.allSatisfy({ $0.state != .preparing }) {
      for file in staged { fileLine(file).print() }
      guard let leaves = staged.first?.url else { throw Stop("it was picked and is not here") }
      Line()
        .bool("place_in_original", picture.range(of: place) != nil)
        .bool("place_in_what_leaves", try Data(contentsOf: leaves).range(of: place) != nil)
        .print()
      break
    }

    let ids = [terrace, menu, receipt]
    try await printError("not confirmed") { try client.send("Voici", to: to, files: ids) }
    try client.confirm(file: receipt)
    try client.setNetwork(.none)
    let first = try client.send("Voici", to: to, files: ids)
    Line().number("staged", try client.stagedFiles(in: to).count).print()
    try printSent(client, to, first)
    try await printError("drop what is to leave") { try client.drop(file: menu) }
    try client.setNetwork(.unmetered)
    try await untilSent(client)
    try printSent(client, to, first)

    try await printUpload(client, world, to)
    try await printReceived(client, world)

    try await printError("a folder") { try await client.stage(.file(world.folder)) }
    try await printError("no such file") {
      try await client.stage(.file(world.folder.appendingPathComponent("rien.txt")))
    }
    try await printError("an empty file") { try await client.stage(.data(Data())) }
  }
}
