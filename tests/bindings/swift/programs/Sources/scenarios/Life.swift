// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

func closeBusy(_ world: World) async throws {
  try await world.signedIn(syncMode: .continuous) { client in
    let following = [
      Task { for try await _ in client.liveConversations() {} },
      Task { for try await _ in client.liveCounts() {} },
      Task { for try await _ in client.liveOutbox() {} },
    ]
    let syncs = (0..<8).map { _ in Task { try await client.sync() } }
    let reader = Task.detached {
      while (try? client.conversations()) != nil { await Task.yield() }
    }
    try await Task.sleep(for: .milliseconds(20))
    await client.close()
    var completed = 0
    for sync in syncs {
      _ = await sync.result
      completed += 1
    }
    for task in following { try await task.value }
    await reader.value
    Line().number("operations", syncs.count).number("completed", completed).print()
    for await _ in client.events {}
    Line().bool("closed", true).print()
    try await printError("after closing") { try client.conversations() }
  }
}

func manyClients(_ world: World) async throws {
  var opened = 0
  for _ in 0..<10 {
    let clients = try (0..<10).map { try InteractionsClient(world.configuration("account\($0)")) }
    opened += clients.count
    await withTaskGroup(of: Void.self) { group in
      for client in clients { group.addTask { await client.close() } }
    }
  }
  Line().number("opened", opened).print()
}

/// The last reference closes a client, in the background: each has a folder of its own.
func collected(_ world: World) async throws {
  var dropped = 0
  for index in 0..<50 {
    let client = try InteractionsClient(world.configuration("account\(index)"))
    dropped += try client.conversations(matching: .preset(.all)).rows.isEmpty ? 1 : 0
  }
  let deadline = Date(timeIntervalSinceNow: 20)
  while InteractionsLibrary.liveObjectCount != 0 && Date() < deadline {
    try await Task.sleep(for: .milliseconds(5))
  }
  Line().number("dropped", dropped).print()
}
