// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Files that the user picks: taken, prepared and sent.
extension InteractionsClient {
  /// Takes a file that the user picked, durably, begins to prepare it, and gives its id, for
  /// `send(_:to:via:replyTo:at:files:)`. It may be sent at once. What is wrong with its content is
  /// told by its row later: see `liveStagedFiles(in:)`. Copying happens off the main thread.
  ///
  /// Cancelling the task takes nothing: a reader or sequence is not asked any more, and what was
  /// copied already is dropped. Throws what a reader or sequence throws, `.invalidArgument`,
  /// `.fileUnreadable` (not there, a folder, a pipe, no right to read), `.fileEmpty`, `.notFound`
  /// (the conversation), `.storeFull`, `.storeNotWritable`, `.storeIO`.
  /// - Parameters:
  ///   - name: what the user knows it as; nil: that of the URL.
  ///   - conversation: whose draft it belongs to; nil: none.
  ///   - maxBytes: a picture is made so small, as for an MMS; nil: as it is.
  ///   - thumbnail: a small picture of it, where the app has one.
  public func stage(
    _ file: FileInput, name: String? = nil, for conversation: String? = nil,
    options: FileOptions = [], maxBytes: Int? = nil, thumbnail: FileThumbnail? = nil
  ) async throws -> String {
    let staging = Staging()
    return try await withTaskCancellationHandler {
      let gathered = try await file.gathered()
      let kind = gathered.map { .descriptor($0.descriptor) } ?? file.kind
      return try await blocking { [core] in
        try withExtendedLifetime(gathered) {
          try core.stage(staging, kind, thumbnail) { input, texts in
            input.flags = options.rawValue
            input.name = texts(name)
            input.conversation = texts(conversation)
            input.max_bytes = Int64(maxBytes ?? 0)
          }
        }
      }
    } onCancel: {
      staging.cancel()
    }
  }

  /// Files that were picked and not sent yet, of a conversation's draft or (nil) all, oldest first.
  /// Their ids are those of `stage`; they outlive the process. Throws `.notFound`.
  public func stagedFiles(in conversation: String? = nil) throws -> [Attachment] {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({ ix_files_page(client, texts(conversation), $0, $1) }) {
          try $0.rows(Int(IX_TABLE_ATTACHMENT), ix_row_attachment.self, Attachment.init)
        }
      }
    }
  }

  /// The user says that a file may leave with the private data that cannot be removed from it
  /// (`FileState.unconfirmed`, also within a message; or before that is known). Throws `.notFound`.
  public func confirm(file: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_file_confirm(client, texts(file), $0) } }
    }
  }

  /// The user does not want to send a file after all. Dropped already: nothing happens. Throws
  /// `.cannotSend` (it is in a message: discard that).
  public func drop(file: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_file_drop(client, texts(file), $0) } }
    }
  }
}

extension FileInput {
  /// Chunks, all of them; nil: the source is of another kind.
  fileprivate func gathered() async throws -> GatheredChunks? {
    guard case .chunks(let produce) = kind else { return nil }
    let gathered = try GatheredChunks()
    try await produce { chunk in
      try await blocking { try gathered.append(chunk) }
    }
    // A sequence that was cancelled just ends.
    try Task.checkCancellation()
    try gathered.rewind()
    return gathered
  }
}

extension ClientCore {
  fileprivate func stage(
    _ staging: Staging, _ source: FileInput.Kind, _ thumbnail: FileThumbnail?,
    _ fill: (inout ix_file_input, CTexts) -> Void
  ) throws -> String {
    try withClient { client in
      try CTexts.with { texts in
        var input = ix_file_input()
        ix_file_input_init(&input, MemoryLayout<ix_file_input>.size)
        fill(&input, texts)
        return try withThumbnail(thumbnail, &input) { input in
          try source.with(input, texts, staging) { input in
            let id: String
            do {
              id = try text { ix_file_stage(client, &input, $0, $1) }
            } catch {
              throw staging.cause(of: error)
            }
            guard !staging.isCancelled else {
              // Nobody learns its id.
              try? check { ix_file_drop(client, texts(id), $0) }
              throw CancellationError()
            }
            return id
          }
        }
      }
    }
  }

  private func withThumbnail<Result>(
    _ thumbnail: FileThumbnail?, _ input: inout ix_file_input,
    _ body: (ix_file_input) throws -> Result
  ) throws -> Result {
    guard let thumbnail else { return try body(input) }
    return try withPointer(to: thumbnail.jpeg) { start, size in
      (input.thumbnail, input.thumbnail_size) = (start, size)
      input.thumbnail_width = Int32(clamping: thumbnail.width)
      input.thumbnail_height = Int32(clamping: thumbnail.height)
      return try body(input)
    }
  }
}
