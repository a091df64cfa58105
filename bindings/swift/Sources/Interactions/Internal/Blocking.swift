// SPDX-License-Identifier: Apache-2.0
import Dispatch

/// Where calls run that take time in proportion to what is stored: threads that may wait, which
/// those of Swift's pool may not.
private let blockingQueue = DispatchQueue(
  label: "interactions.blocking", qos: .userInitiated, attributes: .concurrent)

/// Runs `body` on a thread that may wait.
func blocking<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try Task.checkCancellation()
  return try await withCheckedThrowingContinuation { continuation in
    blockingQueue.async {
      continuation.resume(with: Swift.Result { try body() })
    }
  }
}
