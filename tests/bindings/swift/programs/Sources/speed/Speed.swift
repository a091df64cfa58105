// SPDX-License-Identifier: Apache-2.0
// The speed of the Swift binding, against its budgets: speed FOLDER. Exit 1 when one is missed.
import Foundation
import Interactions
import InteractionsSandbox

@main
struct Speed {
  static func main() async {
    guard CommandLine.arguments.count == 2 else {
      print("usage: speed FOLDER")
      exit(2)
    }
    let folder = URL(fileURLWithPath: CommandLine.arguments[1])
    do {
      var passed = try await pages(folder.appendingPathComponent("pages"))
      passed = try await changes(folder.appendingPathComponent("changes")) && passed
      if InteractionsLibrary.liveObjectCount + Sandbox.liveObjectCount != 0 {
        print("FAIL something was not released")
        passed = false
      }
      exit(passed ? 0 : 1)
    } catch {
      print("FAIL \(error)")
      exit(1)
    }
  }
}

/// Prints how a figure stands to its budget; whether it is within.
func report(_ passed: Bool, _ line: String) -> Bool {
  print("\(passed ? "ok" : "FAIL") \(line)")
  return passed
}

func configuration(_ folder: URL) -> Configuration {
  var configuration = Configuration(folder: folder)
  configuration.syncMode = .onDemand
  configuration.credentials = .file
  return configuration
}

/// A client of the sandbox's first person, synced.
func signedIn(_ sandbox: Sandbox, _ folder: URL) async throws -> InteractionsClient {
  let client = try InteractionsClient(configuration(folder))
  let person = sandbox.signIns[0]
  try await client.signIn(server: sandbox.url, user: person.user, password: person.password)
  try await client.sync()
  return client
}
