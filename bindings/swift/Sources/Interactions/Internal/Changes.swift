// SPDX-License-Identifier: Apache-2.0

/// Who is told that something is to be read again. Owns their signals. Any thread.
final class Changes: Sendable {
  private struct State {
    var signals: [Int: EventHub.Signal] = [:]
    var next = 0
    var hasEnded = false
  }

  private let state = Locked(State())

  /// `signal` is told from now on; it ends with the client. Gives what ends it before.
  func add(_ signal: EventHub.Signal) -> @Sendable () -> Void {
    let key: Int? = state.withLock { state in
      guard !state.hasEnded else { return nil }
      state.next += 1
      state.signals[state.next] = signal
      return state.next
    }
    guard let key else {
      signal.finish()
      return {}
    }
    return { [weak self] in
      _ = self?.state.withLock { $0.signals.removeValue(forKey: key) }
    }
  }

  func tell() {
    for signal in state.withLock({ Array($0.signals.values) }) { signal.yield() }
  }

  /// There will be no changes any more.
  func end() {
    let signals = state.withLock { state in
      defer { (state.signals, state.hasEnded) = ([:], true) }
      return Array(state.signals.values)
    }
    for signal in signals { signal.finish() }
  }
}
