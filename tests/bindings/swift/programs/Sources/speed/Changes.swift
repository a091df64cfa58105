// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

private let changeCount = 10_000
/// An address book of so many people is shown, and all of it changes with each commit.
private let people = 50
private let commitCount = changeCount / people
private let pace = Duration.seconds(1) / commitCount
private let patience = 100.0  // milliseconds

/// What a reader saw: when, and which commit every row shows at least.
private struct Sight {
  let time: ContinuousClock.Instant
  let newest: Int
}

/// 10,000 changes a second (or as fast as they are taken, when that is slower), all rows of an address
/// book of 50 at a time, while a live list of them is read: each commit, or a later one, is seen at most
/// 100 ms after it was done, but for one in a hundred, which a busy machine may hold up; and in the end
/// the reader has the list that a page call gives.
func changes(_ folder: URL) async throws -> Bool {
  let client = try InteractionsClient(configuration(folder))
  for person in 0..<people {
    _ = try client.openConversation(with: .number(number(of: person)))
  }
  try await write(client, -1)
  let reader = Task.detached {
    var sights: [Sight] = []
    var rows: [Conversation] = []
    for try await list in client.liveConversations() {
      let now = ContinuousClock.now
      // An address book is committed in chunks: what all rows show has been seen.
      let newest = list.rows.map { Int($0.title) ?? -1 }.min() ?? -1
      sights.append(Sight(time: now, newest: newest))
      rows = list.rows
      if newest == commitCount - 1 { break }
    }
    return (sights, rows)
  }
  let started = ContinuousClock.now
  var committed: [ContinuousClock.Instant] = []
  for commit in 0..<commitCount {
    try await Task.sleep(until: started + pace * commit, clock: .continuous)
    try await write(client, commit)
    committed.append(ContinuousClock.now)
  }
  let seconds = (ContinuousClock.now - started) / .seconds(1)
  let (sights, rows) = try await reader.value
  let same = try rows == client.conversations().rows
  await client.close()
  let behind = delays(sights, committed).sorted()
  guard behind.count == commitCount else { return report(false, "\(behind.count) commits seen") }
  let most = behind[commitCount * 99 / 100]
  return report(
    same && most <= patience,
    String(
      format: "%.0f changes/s in %d rows: %d snapshots, behind: median %.1f, 99 %% %.1f, most %.1f ms; "
        + "final state %@",
      Double(changeCount) / seconds, people, sights.count, behind[commitCount / 2], most,
      behind[commitCount - 1], same ? "equal" : "different"))
}

private func number(of person: Int) -> String { "613 555 01\(10 + person)" }

/// Gives every row another title.
private func write(_ client: InteractionsClient, _ commit: Int) async throws {
  let done = try await client.save(
    (0..<people).map {
      ContactInput(sourceID: "\($0)", name: "\(commit)", numbers: [number(of: $0)])
    })
  guard done.added + done.changed == people else { fatalError("\(done)") }
}

/// How long after it was done each commit was seen, itself or a later one; milliseconds. The writer may
/// be told of it later than the reader.
private func delays(_ sights: [Sight], _ committed: [ContinuousClock.Instant]) -> [Double] {
  var behind: [Double] = []
  for sight in sights {
    while behind.count <= sight.newest {
      behind.append(max(0, (sight.time - committed[behind.count]) / .milliseconds(1)))
    }
  }
  return behind
}
