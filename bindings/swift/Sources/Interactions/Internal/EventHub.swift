// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// Who waits for what the pump reads: operations, live lists, event streams. Owns their
/// continuations. Any thread; nothing is resumed under the lock.
final class EventHub: Sendable {
  /// The completion of an operation; its page is retained.
  typealias Completion = Result<PageHandle?, any Error>
  typealias Signal = AsyncStream<Void>.Continuation

  /// Files that were picked.
  let files = Changes()
  /// What is on its way.
  let transfers = Changes()

  private struct State {
    var operations: [ix_operation: CheckedContinuation<PageHandle?, any Error>] = [:]
    /// Completions that the pump read before the operation's caller waited.
    var completed: [ix_operation: Completion] = [:]
    var signals: [ix_subscription: Signal] = [:]
    var events = Backlog<ClientEvent>()
    var credentials = Backlog<Void>()
    /// There are new ones, and nobody has said that they were kept.
    var areCredentialsOpen = false
    var permissions: [Int: Signal] = [:]
    var nextPermissions = 0
    var isClosed = false
  }

  private let state = Locked(State())

  // MARK: Operations

  /// Resumes `continuation` with the completion of `operation`, which may be there already.
  func wait(
    for operation: ix_operation, _ continuation: CheckedContinuation<PageHandle?, any Error>
  ) {
    let completion: Completion? = state.withLock { state in
      if let completion = state.completed.removeValue(forKey: operation) { return completion }
      if state.isClosed { return .failure(InteractionsError.closed) }
      state.operations[operation] = continuation
      return nil
    }
    if let completion { continuation.resume(with: completion) }
  }

  func complete(_ operation: ix_operation, _ completion: Completion) {
    let continuation = state.withLock { state in
      let continuation = state.operations.removeValue(forKey: operation)
      if continuation == nil { state.completed[operation] = completion }
      return continuation
    }
    continuation?.resume(with: completion)
  }

  // MARK: Live lists

  /// `signal` is told of changes from now on; it ends with the client.
  func add(_ signal: Signal, for subscription: ix_subscription) {
    let closed = state.withLock { state in
      if !state.isClosed { state.signals[subscription] = signal }
      return state.isClosed
    }
    if closed { signal.finish() }
  }

  func removeSignal(of subscription: ix_subscription) {
    _ = state.withLock { $0.signals.removeValue(forKey: subscription) }
  }

  func signal(_ subscription: ix_subscription) {
    state.withLock { $0.signals[subscription] }?.yield()
  }

  // MARK: Events

  /// A stream of all events from now on; the first one begins with those that nobody has seen.
  func events() -> AsyncStream<ClientEvent> {
    stream(\.events)
  }

  /// A stream that says when there are credentials to keep.
  func credentialChanges() -> AsyncStream<Void> {
    stream(\.credentials)
  }

  /// A stream that says when permissions are to be looked at: now, and whenever they change; several
  /// changes may be one.
  func permissionChanges() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let key: Int? = state.withLock { state in
      guard !state.isClosed else { return nil }
      state.nextPermissions += 1
      state.permissions[state.nextPermissions] = continuation
      return state.nextPermissions
    }
    guard let key else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.permissions[key] = nil }
    }
    continuation.yield()
    return stream
  }

  func yieldPermissionsChanged() {
    for stream in state.withLock({ Array($0.permissions.values) }) { stream.yield() }
  }

  func yield(_ event: ClientEvent) {
    for stream in state.withLock({ $0.events.take(event, unlessKnown: ==) }) {
      stream.yield(event)
    }
  }

  func yieldCredentialsChanged() {
    let streams = state.withLock { state in
      state.areCredentialsOpen = true
      return state.credentials.take((), unlessKnown: { _, _ in true })
    }
    for stream in streams { stream.yield() }
  }

  func credentialsWereKept() {
    state.withLock { $0.areCredentialsOpen = false }
  }

  /// What was asked for while the files were closed could not be read, or not be answered.
  func askForCredentialsAgain() {
    if state.withLock({ $0.areCredentialsOpen }) { yieldCredentialsChanged() }
  }

  private func stream<Element: Sendable>(
    _ backlog: WritableKeyPath<State, Backlog<Element>> & Sendable
  ) -> AsyncStream<Element> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Element.self, bufferingPolicy: .unbounded)
    let key: Int? = state.withLock { state in
      guard !state.isClosed else {
        // What nobody has seen is told even then.
        for element in state[keyPath: backlog].unseen { continuation.yield(element) }
        state[keyPath: backlog].unseen = []
        return nil
      }
      return state[keyPath: backlog].add(continuation)
    }
    guard let key else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0[keyPath: backlog].streams[key] = nil }
    }
    return stream
  }

  // MARK: The end

  /// No more events come: everything that waits ends. `error`: why, for operations.
  func end(_ error: any Error) {
    files.end()
    transfers.end()
    let ended = state.withLock { state in
      var rest = State()
      rest.isClosed = true
      // A caller that waits only now still gets its completion, and a stream what was not seen.
      rest.completed = state.completed
      rest.events.unseen = state.events.unseen
      rest.credentials.unseen = state.credentials.unseen
      swap(&rest, &state)
      return rest
    }
    for continuation in ended.operations.values { continuation.resume(throwing: error) }
    for signal in ended.signals.values { signal.finish() }
    for stream in ended.events.streams.values { stream.finish() }
    for stream in ended.credentials.streams.values { stream.finish() }
    for stream in ended.permissions.values { stream.finish() }
  }
}

/// Streams of one kind of event, and what came before there was one.
private struct Backlog<Element: Sendable>: Sendable {
  var streams: [Int: AsyncStream<Element>.Continuation] = [:]
  var unseen: [Element] = []
  private var next = 0

  /// The first stream gets what nobody has seen.
  mutating func add(_ stream: AsyncStream<Element>.Continuation) -> Int {
    for element in unseen { stream.yield(element) }
    unseen = []
    next += 1
    streams[next] = stream
    return next
  }

  /// The streams that are to have `element`. Without any it is kept, once: events can be read
  /// again, and a host that never looks keeps no pile of them.
  mutating func take(
    _ element: Element, unlessKnown same: (Element, Element) -> Bool
  ) -> [AsyncStream<Element>.Continuation] {
    if streams.isEmpty && !unseen.contains(where: { same($0, element) }) { unseen.append(element) }
    return Array(streams.values)
  }
}
