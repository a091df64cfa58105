// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// A source of files that this platform has.
public struct PlatformSource: Hashable, Sendable {
  public var kind: SourceKind
  /// Without it a request opens at once, as for PHPicker and the document picker.
  public var needsPermission: Bool
  /// What the system says of the permission now; `.nothing`: it was not looked up.
  public var answer: PermissionAnswer

  public init(
    _ kind: SourceKind, needsPermission: Bool = false, answer: PermissionAnswer = .nothing
  ) {
    self.kind = kind
    self.needsPermission = needsPermission
    self.answer = answer
  }
}

/// Where files come from - camera, gallery, files, what was copied or is dropped - and the way to
/// the permission that a source needs. The library remembers it, also over the end of the process.
extension InteractionsClient {
  /// What this platform has, and no others; before the first call none. Call it at the start and
  /// whenever the app comes to the foreground: in the system's settings the user may have changed
  /// anything. Throws `.invalidArgument` (a source twice).
  public func setSources(_ sources: [PlatformSource]) throws {
    let inputs = sources.map { source in
      var input = ix_source_input()
      ix_source_input_init(&input, MemoryLayout<ix_source_input>.size)
      input.source = source.kind.rawValue
      input.flags = source.needsPermission ? UInt32(IX_SOURCE_NEEDS_PERMISSION) : 0
      input.answer = source.answer.rawValue
      return input
    }
    try core.withClient { client in
      try inputs.withUnsafeBufferPointer { inputs in
        try check { ix_sources_set(client, inputs.baseAddress, inputs.count, $0) }
      }
    }
  }

  /// The choice: a row for each source, also those that this platform does not have.
  /// `conversation`: rows say why it takes no files, if it does not. `language` of the texts:
  /// "fr-CA"; nil: English. Throws `.notFound`.
  public func sources(
    for conversation: String? = nil, language: String? = nil
  ) throws -> [FileSource] {
    try core.withClient { client in
      try CTexts.with { texts in
        try page({ ix_sources_page(client, texts(conversation), texts(language), $0, $1) }) {
          try $0.rows(Int(IX_TABLE_SOURCE), ix_row_source.self, FileSource.init)
        }
      }
    }
  }

  /// The sources for which something is to be done, at once and whenever that changes; empty:
  /// nothing is. After a start these are the requests that the last process left: see
  /// `FileSource.since` before showing what is long past, and answer `.notNow` for what is not
  /// shown. Ends with the client.
  public func permissionRequests(
    language: String? = nil
  ) -> AsyncThrowingStream<[FileSource], any Error> {
    let signals = core.hub.permissionChanges()
    return AsyncThrowingStream { continuation in
      let task = Task { [weak self] in
        do {
          for await _ in signals {
            guard let client = self else { break }
            do {
              let all = try client.sources(language: language)
              continuation.yield(all.filter { $0.step != .none })
            } catch let error as InteractionsError
              where error.code == .suspended || error.code == .closed
            {
              // Resuming tells again; closing ends the signals.
            }
          }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// The user wants the source. What is to be done. Throws `.notSupported` (this platform does not
  /// have it).
  @discardableResult
  public func requestSource(_ source: SourceKind) throws -> PermissionStep {
    var step: ix_permission_step = 0
    try core.withClient { client in
      try check { ix_source_request(client, source.rawValue, &step, $0) }
    }
    return PermissionStep(rawValue: step)
  }

  /// Something was answered, at any time; also unasked, late or twice. What is to be done next.
  @discardableResult
  public func answerPermission(
    for source: SourceKind, _ answer: PermissionAnswer
  ) throws -> PermissionStep {
    var step: ix_permission_step = 0
    try core.withClient { client in
      try check { ix_permission_answer(client, source.rawValue, answer.rawValue, &step, $0) }
    }
    return PermissionStep(rawValue: step)
  }
}
