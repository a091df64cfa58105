// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One file that is being taken: what a task says of it, and what its source throws, on their way
/// past the C interface, which knows neither. Any thread.
final class Staging: Sendable {
  private let state = Locked<(isCancelled: Bool, error: (any Error)?)>((false, nil))

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  func cancel() {
    state.withLock { $0.isCancelled = true }
  }

  /// Reads once for the library: below 0 when it is to stop.
  func read(_ reader: FileInput.Reader, into buffer: UnsafeMutableRawBufferPointer) -> Int64 {
    if isCancelled { return -1 }
    do {
      return Int64(try reader(buffer))
    } catch {
      state.withLock { $0.error = error }
      return -1
    }
  }

  /// What is thrown where the library threw `error`: the reason that the source had, if it had one.
  func cause(of error: any Error) -> any Error {
    state.withLock { state in
      state.isCancelled ? CancellationError() : state.error ?? error
    }
  }
}

/// The reader of a call, behind the `void *` of ix_read_fn; lives as long as the call. One thread.
private final class ReadContext {
  let staging: Staging
  let reader: FileInput.Reader

  init(_ staging: Staging, _ reader: @escaping FileInput.Reader) {
    self.staging = staging
    self.reader = reader
  }
}

extension FileInput.Kind {
  /// Runs `body` with what `input` says of the source, which is valid meanwhile.
  func with<Result>(
    _ input: ix_file_input, _ texts: CTexts, _ staging: Staging,
    _ body: (inout ix_file_input) throws -> Result
  ) throws -> Result {
    var input = input
    switch self {
    case .file(let url):
      guard url.isFileURL else { throw InteractionsError.noFileURL }
      input.path = texts(url.path)
      #if canImport(Darwin)
        // Of a document picker.
        let isScoped = url.startAccessingSecurityScopedResource()
        defer { if isScoped { url.stopAccessingSecurityScopedResource() } }
      #endif
      return try body(&input)
    case .descriptor(let descriptor):
      guard descriptor >= 0 else { throw InteractionsError.noDescriptor }
      input.fd = descriptor
      return try body(&input)
    case .data(let data):
      return try withPointer(to: data) { start, size in
        (input.data, input.data_size) = (start, size)
        return try body(&input)
      }
    case .reader(let reader):
      let context = ReadContext(staging, reader)
      input.read_ctx = Unmanaged.passUnretained(context).toOpaque()
      input.read = { context, buffer, size in
        guard let context, let buffer else { return -1 }
        let read = Unmanaged<ReadContext>.fromOpaque(context).takeUnretainedValue()
        return read.staging.read(
          read.reader, into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
      }
      return try withExtendedLifetime(context) { try body(&input) }
    case .chunks:
      throw InteractionsError(code: .internal, message: "the chunks were not gathered")
    }
  }
}

/// Bytes and their number; the pointer is there also when there are none: no bytes are not the same
/// as no data.
func withPointer<Result>(
  to data: Data, _ body: (UnsafeRawPointer, Int) throws -> Result
) rethrows -> Result {
  try data.withUnsafeBytes { bytes in
    if let start = bytes.baseAddress { return try body(start, bytes.count) }
    return try withUnsafeBytes(of: UInt8(0)) { try body($0.baseAddress!, 0) }
  }
}

/// Chunks that arrive over time, in a file without a name: nobody finds it, and a crash leaves
/// nothing. Owns its descriptor. One task at a time.
final class GatheredChunks: Sendable {
  let descriptor: Int32

  init() throws {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/interactions.XXXXXX".utf8CString)
    descriptor = mkstemp(&path)  // for the user alone
    guard descriptor >= 0 else { throw Self.storeError() }
    _ = unlink(path)
  }

  deinit {
    close(descriptor)
  }

  func append(_ chunk: Data) throws {
    try chunk.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw Self.storeError() }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// To be read from the beginning.
  func rewind() throws {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.storeError() }
  }

  private static func storeError() -> InteractionsError {
    let isFull = errno == ENOSPC || errno == EDQUOT
    return InteractionsError(
      code: isFull ? .storeFull : .storeIO,
      message: "a temporary file could not be written (error \(errno))",
      retry: .afterUserAction, fixer: .user)
  }
}

extension InteractionsError {
  static let noFileURL = InteractionsError(
    code: .invalidArgument, message: "the URL names no file: expected one that begins with file:")
  static let noDescriptor = InteractionsError(
    code: .invalidArgument, message: "the descriptor is below 0: expected one that is open")
}
