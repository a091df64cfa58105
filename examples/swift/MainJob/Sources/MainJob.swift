// SPDX-License-Identifier: Apache-2.0
//
// The main job in Swift: sign in, sync, list, filter, open a thread with its calls, text a number
// that is new, and wait until the text has left. Prints one JSON object a line.
//
//     printf %s "$PASSWORD" | main_job_swift FOLDER SERVER USER NUMBER TEXT
//
// Three things to know before reading:
// - What throws and is not async touches only the local files: reads, and what the user does. It
//   returns at once, also without a network.
// - What is async needs the network. Cancelling its task cancels it.
// - Rows are Sendable values; they stay as they were read, and may go to any actor.
import Foundation
import Interactions

/// What the command line says.
struct Job {
  let folder: URL
  let server, user, password, number, text: String
}

/// Signs in and catches up with the server. Throws InteractionsError, whose message says what to
/// do.
func signIn(_ client: InteractionsClient, _ job: Job) async throws {
  try await client.signIn(server: job.server, user: job.user, password: job.password)
  try await client.sync()
}

/// Prints the first 20 conversations of a filter, and gives the first one's id.
@discardableResult
func printList(
  _ client: InteractionsClient, matching filter: ConversationFilter? = nil, key: String
) throws -> String? {
  let page = try client.conversations(matching: filter, limit: 20)
  for conversation in page.rows {
    JSONLine()
      .text(key, conversation.title)
      .number("unread", conversation.unreadCount)
      .text("preview", conversation.preview?.text)
      .print()
  }
  return page.rows.first?.id
}

/// Prints the newest 20 items of a thread, oldest first: messages and calls stand in one order.
func printThread(_ client: InteractionsClient, _ conversation: String) throws {
  for item in try client.thread(conversation, limit: 20).items {
    var line = JSONLine()
      .text("direction", item.direction == .outgoing ? "out" : "in")
      .text("sender", item.senderName)
    if let call = item.call { line = line.number("call_seconds", call.duration.components.seconds) }
    line.text("text", item.text).print()
  }
}

/// Texts a number: the message is in the thread at once, and leaves with the next sync. What
/// becomes of it is followed as a screen would: each element is the thread as it is now.
func textNumber(_ client: InteractionsClient, _ number: String, _ text: String) async throws {
  let conversation = try client.openConversation(with: .number(number))
  let sent = try client.send(text, to: conversation)
  let leaving = Task { try await client.sync() }
  for try await thread in client.liveThread(conversation, window: 20) {
    guard let item = thread.rows.first(where: { $0.id == sent }) else { continue }
    if let failure = item.failure { throw failure }
    let left = [.accepted, .delivered, .read].contains(item.state)
    JSONLine().text("sent", item.text).bool("left", left).print()
    if left { break }
  }
  try await leaving.value
}

func mainJob(_ job: Job) async throws {
  var configuration = Configuration(folder: job.folder)
  configuration.syncMode = .onDemand  // an app with a person in front: .continuous
  configuration.credentials = .file  // an app has the Keychain: .host, and credentialRequests
  if let bundle = ProcessInfo.processInfo.environment["IX_CA_FILE"] {
    configuration.caFile = URL(fileURLWithPath: bundle)
  }
  let client = try InteractionsClient(configuration)
  do {
    try await signIn(client, job)
    try printList(client, key: "conversation")
    if let called = try printList(client, matching: .preset(.calls), key: "calls") {
      try printThread(client, called)
    }
    try await textNumber(client, job.number, job.text)
  } catch {
    await client.close()
    throw error
  }
  await client.close()  // its files are closed when this returns
}

@main
struct Main {
  static func main() async {
    let arguments = CommandLine.arguments
    guard arguments.count == 6, let password = readLine() else {
      fail("usage: main_job_swift FOLDER SERVER USER NUMBER TEXT, the password on stdin", 2)
    }
    let job = Job(
      folder: URL(fileURLWithPath: arguments[1]), server: arguments[2], user: arguments[3],
      password: password, number: arguments[4], text: arguments[5])
    do {
      try await mainJob(job)
    } catch {
      fail("\(error)", 1)
    }
    JSONLine().number("live_objects", InteractionsLibrary.liveObjectCount).print()
  }

  static func fail(_ why: String, _ status: Int32) -> Never {
    FileHandle.standardError.write(Data("\(why)\n".utf8))
    exit(status)
  }
}
