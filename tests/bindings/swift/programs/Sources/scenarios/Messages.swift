// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

func send(_ world: World) async throws {
  try await world.signedIn { client in
    let conversation = try client.openConversation(with: .user(client.colleague("marie")))
    let item = try client.send("Bonjour Marie \u{1F44B}", to: conversation)
    try printOwn(client, item)
    try await client.sync()
    try printOwn(client, item)
    try client.edit(item, text: "Bonsoir Marie \u{1F44B}")
    try await client.sync()
    try printOwn(client, item)
    try client.setReaction("\u{1F44D}", true, to: item)
    try await client.sync()
    try printOwn(client, item)
    try client.delete(item)
    try await client.sync()
    try printOwn(client, item)

    let tomorrow = Date(timeIntervalSinceNow: 24 * 3600)
    let later = try client.send("Demain", to: conversation, at: tomorrow)
    try printOwn(client, later)
    for entry in try client.outbox() {
      printOutbox(entry)
      try client.discard(outboxEntry: entry.id)
    }
    Line().number("outbox", try client.outbox().count).print()
  }
}

func newNumber(_ world: World) async throws {
  try await world.signedIn { client in
    let number = try client.phoneNumber("613 555 0142")
    Line()
      .text("number", number.e164)
      .text("national", number.national)
      .text("class", word(number.numberClass))
      .bool("sendable", number.canSend)
      .print()
    let id = try client.openConversation(with: .number(world.number))
    let row = try client.conversation(id)
    let routes = row.routes.map {
      Line().text("kind", word($0.kind)).text("state", word($0.state)).json
    }
    Line().text("opened", word(row.kind)).array("routes", routes).print()
    let item = try client.send("Bonjour!", to: id)
    try printOwn(client, item)
    repeat {
      try await client.sync()
      if let failure = try client.item(item).failure { throw failure }
    } while try !client.item(item).hasLeft
    try printOwn(client, item)
    var answer: String?
    while answer == nil {
      try await client.sync()
      answer = try client.thread(id).items.last {
        $0.direction == .incoming && $0.kind == .message
      }?
      .text
    }
    Line().text("answer", answer).print()
  }
}

func text(_ world: World) async throws {
  let texts = [
    "Où êtes-vous? Ça va, œuf à Noël — «déjà vu»",
    "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467} \u{1F1E8}\u{1F1E6} \u{1F44D}\u{1F3FD}",
    "e\u{301}te\u{301}",
    "مرحبا",
    "a\tb\nc \"d\" \\e",
    "plain",
  ]
  try await world.opened { client in
    let id = try client.openConversation(with: .number("613 555 0142"))
    for text in texts {
      try client.setDraft(text, in: id)
      let draft = try client.conversation(id).draft?.text
      Line().text("text", draft).number("bytes", draft?.utf8.count ?? 0).print()
      let contact = try client.save(ContactInput(sourceID: "t", name: text))
      Line().text("name", try client.contact(contact).name).print()
      let cost = try SMSEstimate(of: text)
      Line()
        .text("sms", word(cost.encoding))
        .number("units", cost.units)
        .number("parts", cost.parts)
        .number("remaining", cost.remaining)
        .print()
      for flip in cost.flips {
        Line()
          .text("flip", flip.character)
          .text("replacement", flip.replacement)
          .bool("replaceable", flip.isReplaceable)
          .number("count", flip.count)
          .print()
      }
    }
  }
}
