// SPDX-License-Identifier: Apache-2.0
// The runner of the Swift binding: scenarios SCENARIO FOLDER. See tests/bindings/README.md.
import Foundation
import Interactions
import InteractionsSandbox

@main
struct Runner {
  typealias Scenario = @Sendable (World) async throws -> Void

  static let scenarios: [String: (run: Scenario, needsServer: Bool)] = [
    "sign_in": (signIn, true),
    "list": (list, true),
    "filters": (filters, true),
    "thread": (thread, true),
    "live_changes": (liveChanges, true),
    "send": (send, true),
    "files": (files, true),
    "new_number": (newNumber, true),
    "merge_contact": (mergeContact, true),
    "cancel": (cancel, true),
    "sign_out": (signOut, true),
    "errors": (errors, true),
    "big_page": (bigPage, false),
    "text": (text, false),
    "close_busy": (closeBusy, true),
    "many_clients": (manyClients, false),
    "collected": (collected, false),
    "permissions": (permissions, false),
    "credentials": (credentials, true),
  ]

  static func main() async {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let (run, needsServer) = scenarios[arguments[1]] else {
      fail("usage: scenarios SCENARIO FOLDER", 2)
    }
    do {
      try await run(World(folder: arguments[2], needsServer: needsServer))
    } catch {
      fail("\(error)", 1)
    }
    Line()
      .number("live_objects", InteractionsLibrary.liveObjectCount + Sandbox.liveObjectCount)
      .print()
  }

  static func fail(_ why: String, _ status: Int32) -> Never {
    FileHandle.standardError.write(Data("\(why)\n".utf8))
    exit(status)
  }
}
