// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interactions

private let changeCount = 10_000
private let peers = 20
private let pace = Duration.microseconds(100)
private let patience = 100.0  // milliseconds

/// What a reader saw: when, and of each peer the newest change.
private struct Sight {
  let time: ContinuousClock.Instant
  let newest: [Int]
}

/// 10,000 changes a second, each of a draft and committed (or as fast as they are taken, when that
/// is slower), while a live list is read: each change, or a later one of the same row, is seen at
/// most 100 ms after it was made, but for one in a hundred, which a busy machine may hold up; and
/// in the end the reader has the list that a page call gives.
func changes(_ folder: URL) async throws -> Bool {
  let client = try InteractionsClient(configuration(folder))
  let ids = try (0..<peers).map { peer in
    let id = try client.openConversation(with: .number("613 555 01\(10 + peer)"))
    try client.setDraft("\(peer - peers)", in: id)
    return id
  }
  let places = Dictionary(uniqueKeysWithValues: zip(ids, 0...))
  let reader = Task.detached {
    var sights: [Sight] = []
    var rows: [Conversation] = []
    for try await list in client.liveConversations() {
      let now = ContinuousClock.now
      var newest = [Int](repeating: 0, count: peers)
      for row in list.rows {
        guard let place = places[row.id] else { continue }
        newest[place] = Int(row.draft?.text ?? "") ?? 0
      }
      sights.append(Sight(time: now, newest: newest))
      rows = list.rows
      if newest.allSatisfy({ $0 >= changeCount - peers }) { break }
    }
    return (sights, rows)
  }
  let started = ContinuousClock.now
  let made = try await onItsOwnThread {
    try (0..<changeCount).map { change in
      while ContinuousClock.now < started + pace * change { usleep(20) }
      // Before the commit: a reader may see it before this thread goes on.
      let now = ContinuousClock.now
      try client.setDraft("\(change)", in: ids[change % peers])
      return now
    }
  }
  let seconds = (ContinuousClock.now - started) / .seconds(1)
  let (sights, rows) = try await reader.value
  let same = try rows == client.conversations().rows
  await client.close()
  let behind = delays(sights, made).sorted()
  guard behind.count == changeCount else { return report(false, "\(behind.count) changes seen") }
  let most = behind[changeCount * 99 / 100]
  return report(
    same && most <= patience,
    String(
      format: "%.0f changes/s: %d snapshots, behind: median %.1f, 99 %% %.1f, most %.1f ms; "
        + "final state %@",
      Double(changeCount) / seconds, sights.count, behind[changeCount / 2], most,
      behind[changeCount - 1], same ? "equal" : "different"))
}

/// How long after it was made each change was seen, itself or a later one of its row; milliseconds.
private func delays(_ sights: [Sight], _ made: [ContinuousClock.Instant]) -> [Double] {
  var behind: [Double] = []
  var seen = (0..<peers).map { $0 - peers }
  for sight in sights {
    for peer in 0..<peers {
      for change in stride(from: seen[peer] + peers, through: sight.newest[peer], by: peers) {
        behind.append((sight.time - made[change]) / .milliseconds(1))
      }
      seen[peer] = max(seen[peer], sight.newest[peer])
    }
  }
  return behind
}

private func onItsOwnThread<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
  }
}
