// SPDX-License-Identifier: Apache-2.0
import Interactions

func printAccount(_ client: InteractionsClient) throws {
  let account = try client.account()
  Line()
    .text("session", word(account.session))
    .text("user", account.userID)
    .text("name", account.displayName)
    .array(
      "numbers",
      account.numbers.map { Line().text("number", $0.value).bool("sendable", $0.canSend).json }
    )
    .print()
}

func printConversation(_ row: Conversation) {
  let preview = row.preview.map {
    Line().text("kind", word($0.kind)).text("direction", word($0.direction)).text("text", $0.text)
  }
  Line()
    .text("conversation", row.title)
    .text("kind", word(row.kind))
    .number("unread", row.unreadCount)
    .bool("muted", row.isMuted)
    .bool("pinned", row.isPinned)
    .bool("can_send", row.canSend)
    .object("preview", preview)
    .text("draft", row.draft?.text)
    .array("routes", row.routes.map(routeJSON))
    .print()
}

private func routeJSON(_ route: Route) -> String {
  // The address of a channel or group is an id.
  let isPerson = route.kind != .channel && route.kind != .group
  return Line()
    .text("kind", word(route.kind))
    .text("address", isPerson ? route.address : nil)
    .text("from", route.ownNumber)
    .text("state", word(route.state))
    .bool("default", route.isDefault)
    .json
}

func printPage(rows: Int, end: PageEnd) {
  Line().number("rows", rows).text("more", end == .more ? "local" : word(end)).print()
}

func printItem(_ item: TimelineItem) {
  let call = item.call.map {
    Line()
      .text("direction", word($0.direction))
      .text("outcome", word($0.outcome))
      .number("duration_ms", Int64($0.duration / .milliseconds(1)))
      .text("number", $0.number)
  }
  Line()
    .text("item", word(item.kind))
    .text("direction", word(item.direction))
    .text("sender", item.senderName)
    .text("text", item.text)
    .text("state", word(item.state))
    .bool("unread", item.isUnread)
    .object("call", call)
    .print()
}

func printOwn(_ client: InteractionsClient, _ id: String) throws {
  let item = try client.item(id)
  let reactions = item.reactions.map {
    Line().text("key", $0.key).number("count", $0.count).bool("mine", $0.isMine).json
  }
  Line()
    .text("own", item.text)
    .text("state", item.hasLeft ? "left" : word(item.state))
    .text("waiting_for", word(item.waitingFor))
    .bool("edited", item.isEdited)
    .bool("deleted", item.isDeleted)
    .array("reactions", reactions)
    .print()
}

extension TimelineItem {
  /// How far it got beyond the server is a matter of milliseconds.
  var hasLeft: Bool { [.accepted, .delivered, .read].contains(state) }
}

func printOutbox(_ entry: OutboxEntry) {
  Line()
    .text("outbox", word(entry.action))
    .text("state", word(entry.state))
    .text("waiting_for", word(entry.waitingFor))
    .bool("scheduled", entry.scheduledFor != nil)
    .print()
}

func printGroupings(_ client: InteractionsClient, _ conversation: String) throws {
  let lines = try client.explainGrouping(of: conversation).routes.map { route in
    let claims = route.claims.map {
      Line()
        .text("name", $0.name)
        .text("verdict", word($0.verdict))
        .text("address_kind", word($0.addressKind))
        .text("contact_kind", word($0.contactKind))
        .json
    }
    return Line().text("grouping", word(route.reason)).array("claims", claims).json
  }
  for line in lines.sorted() { print(line) }
}

func printError(_ error: InteractionsError, _ what: String) {
  Line()
    .text("error", String(error.code.name.dropFirst("IX_ERROR_".count)))
    .text("origin", "\(error.origin)")
    .text("retry", "\(error.retry)")
    .text("fixer", "\(error.fixer)")
    .text("what", what)
    .print()
}

/// Prints the error that `body` throws.
func printError<Result>(_ what: String, of body: () async throws -> Result) async throws {
  do {
    _ = try await body()
  } catch let error as InteractionsError {
    return printError(error, what)
  }
  throw Stop("\(what): expected an error")
}
