// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Where the bytes of a file that was picked come from.
public struct FileInput: Sendable {
  /// Gives the next bytes: puts them into the buffer and gives their number; 0: this was all.
  /// Called one call after the other, off the main thread. May not use the client: closing and
  /// suspending wait for it.
  public typealias Reader = @Sendable (UnsafeMutableRawBufferPointer) throws -> Int

  enum Kind: Sendable {
    case file(URL)
    case descriptor(Int32)
    case data(Data)
    case reader(Reader)
    /// Hands on every chunk, in order.
    case chunks(@Sendable (_ each: (Data) async throws -> Void) async throws -> Void)
  }

  let kind: Kind

  /// A file of this device. It is copied, but for `FileOptions.reference`.
  public static func file(_ url: URL) -> FileInput { FileInput(kind: .file(url)) }

  /// A descriptor that is open for reading, at its beginning. It stays the caller's, who closes it
  /// when it was taken.
  public static func descriptor(_ descriptor: Int32) -> FileInput {
    FileInput(kind: .descriptor(descriptor))
  }

  /// Bytes in memory.
  public static func data(_ data: Data) -> FileInput { FileInput(kind: .data(data)) }

  /// What a function reads. What it throws is thrown by `stage`.
  public static func reader(_ reader: @escaping Reader) -> FileInput {
    FileInput(kind: .reader(reader))
  }

  /// What a stream reads; it is opened and closed here, and serves once.
  public static func stream(_ stream: sending InputStream) -> FileInput {
    let source = StreamSource(stream)
    return .reader { try source.read($0) }
  }

  /// What a sequence brings. It may come as slowly as it likes: it is gathered in a temporary file
  /// without a name, and only then taken. What it throws is thrown by `stage`.
  public static func chunks<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks) -> FileInput
  where Chunks.Element == Data {
    FileInput(
      kind: .chunks { each in
        for try await chunk in chunks { try await each(chunk) }
      })
  }
}

/// How a file is taken.
public struct FileOptions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The file is not copied: it has to stay as it is until it has left, else the upload fails with
  /// `.fileChanged`. For large files of the app's own; of `.file` only.
  public static let reference = FileOptions(rawValue: UInt32(IX_FILE_REFERENCE))
  /// Where and when it was taken, by what, and the like stays in it.
  public static let keepMetadata = FileOptions(rawValue: UInt32(IX_FILE_KEEP_METADATA))
}

/// A small picture of a file, made by the app: where the library makes one itself, that wins.
public struct FileThumbnail: Hashable, Sendable {
  public var jpeg: Data
  /// Pixels.
  public var width: Int
  /// Pixels.
  public var height: Int

  public init(jpeg: Data, width: Int, height: Int) {
    self.jpeg = jpeg
    self.width = width
    self.height = height
  }
}

/// A stream that is read once. Owns it, from the first read to its end. One call at a time.
private final class StreamSource: @unchecked Sendable {
  private let stream: InputStream
  private var isOpen = false

  init(_ stream: InputStream) {
    self.stream = stream
  }

  deinit {
    if isOpen { stream.close() }
  }

  func read(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if !isOpen {
      stream.open()
      isOpen = true
    }
    guard let start = buffer.bindMemory(to: UInt8.self).baseAddress else { return 0 }
    let count = stream.read(start, maxLength: buffer.count)
    if count < 0 { throw stream.streamError ?? InteractionsError.unreadable }
    return count
  }
}

extension InteractionsError {
  static let unreadable = InteractionsError(
    code: .fileUnreadable, message: "the stream could not be read",
    retry: .afterUserAction, fixer: .user)
}
