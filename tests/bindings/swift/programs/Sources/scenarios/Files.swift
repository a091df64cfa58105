// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

/// A red picture of 4 by 3 pixels.
private let picture = Data(
  base64Encoded:
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR42mM4IWcDRww4OQAP2g2ZDHpn+A"
    + "AAAABJRU5ErkJggg==")!

private func fileLine(_ file: Attachment) -> Line {
  Line().text("file", file.name).text("kind", word(file.kind)).text("state", word(file.state))
}

func files(_ world: World) async throws {
  try await world.signedIn { client in
    let conversation = try client.openConversation(with: .user(client.colleague("marie")))
    let before = try client.thread(conversation).items.count
    let ids = [
      try await client.stage(.data(picture), name: "rouge.png", for: conversation),
      try await client.stage(.data(Data("Menu\n".utf8)), name: "menu.txt", for: conversation),
    ]
    for try await staged in client.liveStagedFiles(in: conversation)
    where staged.allSatisfy({ $0.state != .preparing }) {
      for file in staged { fileLine(file).print() }
      break
    }
    try client.send("Voici", to: conversation, files: ids)
    while try !client.outbox().isEmpty { try await client.sync() }
    // What is answered may stand behind them.
    for item in try client.thread(conversation).items.dropFirst(before).prefix(ids.count) {
      Line().text("own", item.text).text("state", item.hasLeft ? "left" : word(item.state))
        .array("files", item.attachments.map { fileLine($0).json }).print()
    }

    let sent = try client.thread(client.conversation(with: lucie)).items.flatMap(\.attachments)
    guard let there = sent.first else { throw Stop("the company sent no file") }
    fileLine(there).print()
    let here = try await client.fetch(there.id)
    guard let url = here.url else { throw Stop("it was fetched and is not here") }
    fileLine(here).number("bytes", try Data(contentsOf: url).count).print()

    try await printError("an empty file") { try await client.stage(.data(Data())) }
    try await printError("a folder") { try await client.stage(.file(world.folder)) }
  }
}
