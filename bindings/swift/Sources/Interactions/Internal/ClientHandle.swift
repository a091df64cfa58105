// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// A client of the C library. Owns one reference; the last one waits for the engine's thread, so
/// that it is mostly the pump that lets go of it. Any thread.
final class ClientHandle: @unchecked Sendable {
  let pointer: OpaquePointer
  /// Opens when the files are closed.
  let released = Latch()

  /// Takes over a reference.
  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    ix_client_release(pointer)
    released.open()
  }
}

/// Something that happens once, and those who wait for it. Any thread.
final class Latch: Sendable {
  private let state = Locked<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>(
    (false, []))

  func open() {
    let waiting = state.withLock { state in
      defer { state = (true, []) }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}

/// What the parts of a client share: the handle until the client has closed, and who waits for its
/// events. Outlives the client while its pump runs. Any thread.
final class ClientCore: Sendable {
  let hub = EventHub()
  private let handle: Locked<ClientHandle?>
  private let released: Latch

  init(_ handle: ClientHandle) {
    self.handle = Locked(handle)
    released = handle.released
  }

  /// Runs `body` with the client, which cannot go away meanwhile; throws `.closed` afterwards.
  func withClient<Result>(_ body: (OpaquePointer) throws -> Result) throws -> Result {
    guard let handle = handle.withLock({ $0 }) else { throw InteractionsError.closed }
    return try withExtendedLifetime(handle) { try body(handle.pointer) }
  }

  /// The same, where nothing is to be done for a client that has closed.
  func ifOpen(_ body: (OpaquePointer) -> Void) {
    guard let handle = handle.withLock({ $0 }) else { return }
    withExtendedLifetime(handle) { body(handle.pointer) }
  }

  /// Starts the shutdown: the pump goes on until the last event.
  func close() {
    ifOpen { ix_client_close($0) }
  }

  /// Returns when the files are closed: the pump has ended, and so have the calls under way.
  func waitUntilReleased() async {
    await released.wait()
  }

  /// The pump has ended: the files are let go of with the last call that is under way.
  func release() {
    handle.withLock { handle in
      defer { handle = nil }
      return handle
    }.map { withExtendedLifetime($0) {} }
  }
}
