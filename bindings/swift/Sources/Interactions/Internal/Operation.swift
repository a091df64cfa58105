// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// Starts an operation: fills its id.
typealias StartOperation = (OpaquePointer, UnsafeMutablePointer<ix_operation>, COutError)
  -> ix_status

/// One operation that may be cancelled before it has an id. Any thread.
private final class OperationInFlight: Sendable {
  private let state = Locked<(id: ix_operation, cancelled: Bool)>((0, false))

  /// True: it was cancelled meanwhile.
  func started(_ operation: ix_operation) -> Bool {
    state.withLock { state in
      state.id = operation
      return state.cancelled
    }
  }

  /// The operation to cancel; 0: it has not started.
  func cancel() -> ix_operation {
    state.withLock { state in
      state.cancelled = true
      return state.id
    }
  }
}

extension ClientCore {
  /// Runs an operation to its completion; gives the completion's page. Cancelling the task cancels
  /// the operation, which then throws CancellationError once the library has let go of it; one that
  /// was complete already gives its result.
  func operation(_ start: StartOperation) async throws -> PageHandle? {
    try Task.checkCancellation()
    let flight = OperationInFlight()
    return try await withTaskCancellationHandler {
      var id: ix_operation = 0
      try withClient { client in try check { start(client, &id, $0) } }
      if flight.started(id) { cancel(id) }
      return try await withCheckedThrowingContinuation { hub.wait(for: id, $0) }
    } onCancel: {
      let id = flight.cancel()
      if id != 0 { cancel(id) }
    }
  }

  private func cancel(_ operation: ix_operation) {
    ifOpen { ix_operation_cancel($0, operation) }
  }
}
