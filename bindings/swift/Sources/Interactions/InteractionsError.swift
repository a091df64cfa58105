// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// What every throwing function here throws, but for CancellationError: cancelled by the task, or a
/// search that a newer one ended. Also why a message could not be sent (`TimelineItem.failure`).
///
///     do { try await client.sync() }
///     catch let error as InteractionsError where error.code == .signedOut { showSignIn() }
///     catch let error as InteractionsError where error.retry == .later { showBanner() }
public struct InteractionsError: Error, Hashable, Sendable {
  /// What went wrong.
  public let code: ErrorCode
  /// One line without personal data: what was expected, what to do. In English, for logs.
  public let message: String
  /// Who spoke.
  public let origin: ErrorOrigin
  /// Whether trying again can help.
  public let retry: RetryAdvice
  /// Who can remove the cause.
  public let fixer: ErrorFixer
  /// The HTTP status behind it; nil: none.
  public let httpStatus: Int?
  /// The backend's own code, such as M_FORBIDDEN; nil: none.
  public let serverCode: String?
  /// How long the server asked to wait; nil: it did not say.
  public let retryAfter: Duration?

  init(
    code: ErrorCode, message: String, origin: ErrorOrigin = .local, retry: RetryAdvice = .never,
    fixer: ErrorFixer = .nobody, httpStatus: Int? = nil, serverCode: String? = nil,
    retryAfter: Duration? = nil
  ) {
    self.code = code
    self.message = message
    self.origin = origin
    self.retry = retry
    self.fixer = fixer
    self.httpStatus = httpStatus
    self.serverCode = serverCode
    self.retryAfter = retryAfter
  }

  /// A copy of what the library says; `error` is borrowed, and may be nil.
  init(status: ix_status, error: OpaquePointer?) {
    let httpStatus = ix_error_http_status(error)
    let retryAfter = ix_error_retry_after_ms(error)
    // The code of the error object is the status; a defect that made no object leaves the name.
    let code = error == nil ? status : ix_error_code(error)
    self.init(
      code: ErrorCode(rawValue: code),
      message: String(ix_error_message(error)) ?? String(cString: ix_status_name(status)),
      origin: ErrorOrigin(rawValue: ix_error_get_origin(error)),
      retry: RetryAdvice(rawValue: ix_error_retry(error)),
      fixer: ErrorFixer(rawValue: ix_error_get_fixer(error)),
      httpStatus: httpStatus == 0 ? nil : Int(httpStatus),
      serverCode: String(ix_error_server_code(error)),
      retryAfter: error == nil || retryAfter < 0 ? nil : .milliseconds(retryAfter))
  }

  static let closed = InteractionsError(code: .closed, message: "the client has been closed")
  static let malformedPage = InteractionsError(
    code: .internal, message: "a page of the library cannot be decoded")
}

extension InteractionsError: LocalizedError, CustomStringConvertible {
  public var errorDescription: String? { message }

  public var description: String { "\(code.name): \(message)" }
}

extension ErrorCode: CustomStringConvertible {
  /// Its name in the C interface, such as IX_ERROR_NOT_FOUND, for logs and reports.
  public var name: String { String(cString: ix_status_name(rawValue)) }

  public var description: String { name }
}

extension ErrorOrigin: CustomStringConvertible {
  /// "local", "service", "gateway", "carrier".
  public var description: String { String(cString: ix_origin_name(rawValue)) }
}

extension RetryAdvice: CustomStringConvertible {
  /// "never", "later", "after_user_action".
  public var description: String { String(cString: ix_retry_name(rawValue)) }
}

extension ErrorFixer: CustomStringConvertible {
  /// "nobody", "user", "admin", "recipient".
  public var description: String { String(cString: ix_fixer_name(rawValue)) }
}
