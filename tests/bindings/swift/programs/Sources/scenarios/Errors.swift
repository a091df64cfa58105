// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

func errors(_ world: World) async throws {
  try await printError("open without a folder") {
    try InteractionsClient(Configuration(folder: URL(string: "https://pbx.test")!))
  }
  try Data("not a folder".utf8).write(to: world.folder.appendingPathComponent("file"))
  try await printError("open below a file") {
    try InteractionsClient(world.configuration("file/account"))
  }
  try await world.opened { client in
    try await printError("open twice") { try InteractionsClient(world.configuration()) }
    try await printError("no session") { try await client.sync() }
    let signIns = [
      ("ftp://x.test", world.user, world.password, "bad URL"),
      ("http://127.0.0.1:1", world.user, world.password, "unreachable"),
      (world.server, world.user, "not the password", "wrong password"),
    ]
    for (server, user, password, what) in signIns {
      try await printError(what) {
        try await client.signIn(server: server, user: user, password: password)
      }
    }
    try await world.signIn(client)
    try await client.sync()
    try await printError("another account") {
      try await client.signIn(server: world.server, user: "marie", password: world.password)
    }

    try await printError("no such conversation") { try client.thread("r999") }
    try await printError("no such cursor") { try client.conversations(after: "x") }
    try await printError("limit of 0") { try client.conversations(limit: 0) }
    try await printError("no number") { try client.openConversation(with: .number("hello")) }
    try await printError("not sendable") { try client.openConversation(with: .number("911")) }
    let id = try client.conversation(with: lucie)
    try await printError("empty text") { try client.send("", to: id) }
    try await printError("long text") {
      try client.send(String(repeating: "a", count: 70_000), to: id)
    }
    try await printError("no such contact") { try client.removeContact("p999") }
    guard let marie = try client.contacts(matching: "marie").rows.first else {
      throw Stop("marie is no contact")
    }
    try await printError("a member") { try client.removeContact(marie.id) }
    try await printFailure(client, "+16135550176", "gateway knows no way")
    try await printFailure(client, "+16135550198", "carrier refused")

    try client.suspend()
    try await printError("suspended") { try client.conversations() }
    try client.resume()
    await client.close()
    try await printError("closed") { try client.conversations() }
  }
}

/// The failure of a message, once it has one.
private func printFailure(
  _ client: InteractionsClient, _ number: String, _ what: String
) async throws {
  let item = try client.send("Allo?", to: client.openConversation(with: .number(number)))
  while true {
    try await client.sync()
    if let failure = try client.item(item).failure { return printError(failure, what) }
  }
}
