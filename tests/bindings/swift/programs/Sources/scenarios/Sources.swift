// SPDX-License-Identifier: Apache-2.0
import Interactions

private let platform = [
  PlatformSource(.camera, needsPermission: true, answer: .notAsked),
  PlatformSource(.microphone, needsPermission: true, answer: .restricted),
  PlatformSource(.gallery),
  PlatformSource(.files, needsPermission: true),
]

private func printStep(_ step: PermissionStep) {
  Line().text("step", word(step)).print()
}

private func printRequests(_ client: InteractionsClient) async throws {
  for try await requests in client.permissionRequests() where !requests.isEmpty {
    return Line().array("requests", requests.map { quoted($0.id) }).print()
  }
}

private func printScreen(
  _ client: InteractionsClient, _ source: SourceKind, _ language: String?
) throws {
  for row in try client.sources(language: language) where row.kind == source {
    Line().text("screen", row.screen?.key).text("title", row.screen?.title)
      .text("confirm", row.screen?.confirm).text("dismiss", row.screen?.dismiss).print()
  }
}

private func answer(_ client: InteractionsClient, _ answer: PermissionAnswer) throws {
  let step = try client.answerPermission(for: .camera, answer)
  Line().text("answer", word(answer)).text("step", word(step)).print()
}

func permissions(_ world: World) async throws {
  try await world.opened { client in
    try client.setSources(platform)
    for row in try client.sources() {
      Line().text("source", row.id).bool("available", row.isAvailable)
        .bool("needs_permission", row.needsPermission).text("state", word(row.state))
        .text("step", word(row.step)).print()
    }
    printStep(try client.requestSource(.camera))
    try await printRequests(client)
    try printScreen(client, .camera, "fr-CA")
    try answer(client, .continue)
    try answer(client, .done)
  }
  try await world.opened { client in
    try await printRequests(client)
    try answer(client, .granted)
    try answer(client, .done)
    try client.setSources(platform)
    printStep(try client.requestSource(.microphone))
    try printScreen(client, .microphone, nil)
    printStep(try client.requestSource(.gallery))
    try await printError("no clipboard") { try client.requestSource(.clipboard) }
  }
}
