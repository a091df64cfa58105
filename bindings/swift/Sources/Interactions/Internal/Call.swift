// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// The place of `ix_error **out_error`.
typealias COutError = UnsafeMutablePointer<OpaquePointer?>

/// Calls the C library; a status that is not 0 is thrown with what the library says of it.
func check(_ call: (COutError) -> ix_status) throws {
  var error: OpaquePointer?
  let status = call(&error)
  guard status != 0 else { return }
  defer { ix_error_release(error) }
  throw thrown(status: status, error: error)
}

/// The same, of a call that gives an object.
func object(
  _ call: (UnsafeMutablePointer<OpaquePointer?>, COutError) -> ix_status
) throws -> OpaquePointer? {
  var out: OpaquePointer?
  try check { call(&out, $0) }
  return out
}

/// The same, of a call that gives a text.
func text(
  _ call: (UnsafeMutablePointer<OpaquePointer?>, COutError) -> ix_status
) throws -> String {
  taken(try object(call))
}

/// What is thrown for a status: CancellationError for CANCELLED, else an InteractionsError.
/// `error` is borrowed, and may be nil.
func thrown(status: ix_status, error: OpaquePointer?) -> any Error {
  if status == ix_status(IX_ERROR_CANCELLED) { return CancellationError() }
  return InteractionsError(status: status, error: error)
}

/// A page of the C library. Owns one reference. Immutable: any thread.
final class PageHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over a reference.
  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    ix_page_release(pointer)
  }
}

/// Calls the C library for a page and decodes it. A page that cannot be decoded is thrown as
/// `.internal`.
func page<Result>(
  _ call: (UnsafeMutablePointer<OpaquePointer?>, COutError) -> ix_status,
  _ decode: (RowBlock) throws -> Result
) throws -> Result {
  guard let pointer = try object(call) else { throw InteractionsError.malformedPage }
  let handle = PageHandle(pointer)
  return try withExtendedLifetime(handle) { try decode(RowBlock(page: pointer)) }
}
