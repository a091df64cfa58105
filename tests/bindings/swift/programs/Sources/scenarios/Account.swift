// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

func signIn(_ world: World) async throws {
  try await world.opened { client in
    try printAccount(client)
    try await world.signIn(client)
    try printAccount(client)
  }
}

func cancel(_ world: World) async throws {
  try await world.opened { client in
    let signingIn = Task {
      try await client.signIn(server: world.silent, user: "nobody", password: "nothing")
    }
    try await Task.sleep(for: .milliseconds(100))
    signingIn.cancel()
    do {
      _ = try await signingIn.value
      throw Stop("it was not cancelled")
    } catch is CancellationError {
      Line().bool("cancelled", true).print()
    }
    signingIn.cancel()
    Line().bool("harmless", true).print()
    try await world.signIn(client)
    try printAccount(client)
  }
}

func signOut(_ world: World) async throws {
  try await world.signedIn { client in
    try client.send("À plus", to: client.openConversation(with: .number(world.number)))
    try await printError("wipe") { try await client.signOut(localData: .wipe) }
    let before = try client.count().conversations
    try await client.signOut()
    try printAccount(client)
    Line().bool("stay", try client.count().conversations == before).print()
    try await client.signOut(localData: .wipeUnsent)
    for await _ in client.events {}  // ends with the client
    let files = try FileManager.default.contentsOfDirectory(
      atPath: world.configuration().folder.path)
    Line().array("files", files.sorted().map(quoted)).print()
    try await printError("after wiping") { try client.conversations() }
  }
}

func credentials(_ world: World) async throws {
  var byHost = world.configuration()
  byHost.credentials = .host
  var kept: Credentials?
  try await world.opened(byHost) { client in
    try await world.signIn(client)
    try await client.sync()
    for await request in client.credentialRequests {
      kept = request.credentials
      Line().bool("told", !request.credentials.secret.isEmpty).print()
      try client.credentialsKept()
      Line().bool("kept", true).print()
      break
    }
  }
  try await world.opened(byHost) { client in
    try await printError("nonsense") { try client.restoreSession(Credentials(secret: "nonsense")) }
    guard let kept else { throw Stop("nothing was kept") }
    try client.restoreSession(kept)
    try await client.sync()
    try printAccount(client)
    let file = byHost.folder.appendingPathComponent("credentials").path
    Line().bool("file", FileManager.default.fileExists(atPath: file)).print()
  }
}
