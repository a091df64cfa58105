// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// A query that is kept up to date: an AsyncSequence whose first element is the present state, and
/// whose next ones come when something of it has changed.
///
/// - Each `for try await` subscribes for itself, and unsubscribes when it ends: by `break`, because
///   its task was cancelled, or because the client closed (then the loop just ends).
/// - Made for a slow reader: while it is busy nothing piles up, and then it gets the newest state.
/// - The rows are read and decoded off the main thread, when the loop asks for the next element.
/// - While the client is suspended the loop waits; one that begins then throws `.suspended`.
/// - It keeps the client, and an iterator keeps it open. An iterator belongs to one task.
/// - Throws InteractionsError: `.notFound` (no such conversation), `.busy` (more than 256 at once),
///   or an error of the store.
public struct LiveSequence<Element: Sendable>: AsyncSequence, Sendable {
  let client: InteractionsClient
  /// Begins to follow; the signal is told of changes.
  let follow: @Sendable (ClientCore, EventHub.Signal) throws -> LiveSource
  /// Makes what applies a page and gives the element; nil of it: nothing changed.
  let makeReader: @Sendable () -> (RowBlock) throws -> Element?

  public func makeAsyncIterator() -> Iterator {
    Iterator(sequence: self)
  }

  public struct Iterator: AsyncIteratorProtocol {
    private let sequence: LiveSequence
    private let read: (RowBlock) throws -> Element?
    private var subscription: Subscription?
    private var isDone = false

    fileprivate init(sequence: LiveSequence) {
      self.sequence = sequence
      read = sequence.makeReader()
    }

    /// The next state; nil: the client closed, or the task was cancelled.
    public mutating func next() async throws -> Element? {
      guard !isDone else { return nil }
      do {
        if let element = try await nextElement() { return element }
      } catch {
        end()
        throw error
      }
      end()
      return nil
    }

    private mutating func end() {
      isDone = true
      subscription = nil
    }

    private mutating func nextElement() async throws -> Element? {
      if subscription == nil {
        guard !Task.isCancelled else { return nil }
        let new = try Subscription(sequence)
        subscription = new
        // Whatever was said before the subscription was known here is in the first take.
        if let element = try take(new) { return element }
      }
      guard let subscription else { return nil }
      while await subscription.changed() {
        if let element = try take(subscription) { return element }
      }
      return nil
    }

    /// nil: nothing changed, or nothing can be read just now: a signal will come.
    private func take(_ subscription: Subscription) throws -> Element? {
      do {
        return try subscription.take(read)
      } catch let error as InteractionsError
        where error.code == .suspended || error.code == .closed
      {
        return nil
      }
    }
  }
}

/// What is followed: how its pages are read, and what is to be done when nobody reads any more.
struct LiveSource {
  let page: (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>, COutError) -> ix_status
  let end: () -> Void
}

extension LiveSequence {
  /// One subscription and the signals of its changes. Owns it: the end of this is the end of it.
  fileprivate final class Subscription {
    private let client: InteractionsClient
    private let source: LiveSource
    private var iterator: AsyncStream<Void>.Iterator

    init(_ sequence: LiveSequence) throws {
      client = sequence.client
      let (stream, signal) = AsyncStream.makeStream(
        of: Void.self, bufferingPolicy: .bufferingNewest(1))
      iterator = stream.makeAsyncIterator()
      source = try sequence.follow(client.core, signal)
    }

    deinit {
      source.end()
    }

    /// Waits for a change; false: there will be none any more.
    func changed() async -> Bool {
      await iterator.next() != nil
    }

    func take(_ read: (RowBlock) throws -> Element?) throws -> Element? {
      try client.core.withClient { client in
        try page({ source.page(client, $0, $1) }, read)
      }
    }
  }
}
