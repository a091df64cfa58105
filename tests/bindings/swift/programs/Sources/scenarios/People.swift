// SPDX-License-Identifier: Apache-2.0
import Interactions

func mergeContact(_ world: World) async throws {
  try await world.signedIn { client in
    let before = try client.conversations().rows.count
    let contact = try client.save(
      ContactInput(
        sourceID: "1", name: "Chez Lucie", numbers: ["(613) 555-0142"],
        users: [client.colleague("sam")]))
    let id = try client.conversation(with: lucie)
    let row = try client.conversation(id)
    Line()
      .text("merged", row.title)
      .number("fewer", before - (try client.conversations().rows.count))
      .number("routes", row.routes.count)
      .print()
    for await event in client.events {
      guard case .conversationReplaced = event else { continue }
      Line().bool("replaced", true).print()
      break
    }
    try printGroupings(client, id)
    for found in try client.contacts(matching: "luc").rows {
      let addresses = found.addresses.map {
        Line()
          .text("kind", word($0.kind))
          .text("address", $0.value)
          .bool("sendable", $0.canSend)
          .json
      }
      Line()
        .text("contact", found.name)
        .text("kind", word(found.kind))
        .array("addresses", addresses)
        .print()
    }
    guard let best = try client.recipients(matching: "lucie").rows.first else {
      throw Stop("no recipient")
    }
    Line()
      .text("recipient", best.title)
      .text("kind", word(best.kind))
      .bool("sendable", best.canSend)
      .print()
    try client.removeContact(contact)
    Line().bool("separate", try client.conversations().rows.count == before).print()
  }
}

func bigPage(_ world: World) async throws {
  try await world.opened { client in
    let contacts = (0..<1000).map { contact in
      let numbers = (0..<9).map { number in
        let digits = "\(contact * 9 + number)"
        return "+1613555" + String(repeating: "0", count: 4 - digits.count) + digits
      }
      return ContactInput(
        sourceID: "Contact \(contact)", name: "Contact \(contact)", numbers: numbers)
    }
    let done = try await client.save(contacts)
    Line()
      .number("added", done.added)
      .number("changed", done.changed)
      .number("unchanged", done.unchanged)
      .number("removed", done.removed)
      .number("left_out", done.numbersLeftOut)
      .print()
    let page = try client.contacts(limit: 1000)
    // FNV-1a: every byte of every text counts.
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String) {
      for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    for contact in page.rows {
      add(contact.name)
      contact.addresses.forEach { add($0.value) }
    }
    let hex = String(digest, radix: 16)
    Line()
      .number("contacts", page.rows.count)
      .number("addresses", page.rows.map(\.addresses.count).reduce(0, +))
      .text("digest", String(repeating: "0", count: 16 - hex.count) + hex)
      .print()
  }
}
