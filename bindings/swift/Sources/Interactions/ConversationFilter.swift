// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Which conversations a list, a count or a search is about: a value that is put together freely,
/// at most 64 parts, nested at most 16 deep.
///
///     .all([.preset(.direct), .flagged(.missedCall), .not(.participant("+16135550142"))])
///
/// The presets leave out archived conversations (but for `.archived`); the other filters say
/// nothing of them: combine with `.preset(.all)` to leave them out.
public indirect enum ConversationFilter: Hashable, Sendable {
  /// One of the named filters.
  case preset(Preset)
  /// Conversations of one kind.
  case kind(ConversationKind)
  /// Conversations that have a route of this kind.
  case transport(RouteKind)
  /// Conversations with a property.
  case flagged(FilterFlag)
  /// The conversations one person is the peer of: a user id, a number in E.164, or a contact's id.
  case participant(String)
  /// Newest activity at or after `from` and before `before`; nil leaves a side open.
  case active(from: Date?, before: Date?)
  /// What all parts hold; of none: everything.
  case all([ConversationFilter])
  /// What at least one part holds; of none: nothing.
  case any([ConversationFilter])
  /// What the part does not hold.
  case not(ConversationFilter)
}

/// A filter of the C library. Owns one reference. Immutable: any thread.
final class FilterHandle {
  let pointer: OpaquePointer?

  /// Takes over a reference.
  init(_ pointer: OpaquePointer?) {
    self.pointer = pointer
  }

  deinit {
    ix_filter_release(pointer)
  }
}

extension ConversationFilter {
  /// The filter as the C library has it. Throws `.invalidArgument` (too large, too deep, or a value
  /// that this library does not know).
  func handle() throws -> FilterHandle {
    switch self {
    case .preset(let preset):
      try make { ix_filter_preset(preset.rawValue, $0, $1) }
    case .kind(let kind):
      try make { ix_filter_kind(kind.rawValue, $0, $1) }
    case .transport(let kind):
      try make { ix_filter_transport(kind.rawValue, $0, $1) }
    case .flagged(let flag):
      try make { ix_filter_flagged(flag.rawValue, $0, $1) }
    case .participant(let who):
      try CTexts.with { texts in try make { ix_filter_participant(texts(who), $0, $1) } }
    case .active(let from, let before):
      try make {
        ix_filter_active(from?.milliseconds ?? .min, before?.milliseconds ?? .max, $0, $1)
      }
    case .all(let parts):
      try join(parts) { ix_filter_all_of($0, $1, $2, $3) }
    case .any(let parts):
      try join(parts) { ix_filter_any_of($0, $1, $2, $3) }
    case .not(let part):
      try join([part]) { parts, _, out, error in ix_filter_none_of(parts?[0], out, error) }
    }
  }

  private func make(
    _ call: (UnsafeMutablePointer<OpaquePointer?>, COutError) -> ix_status
  ) throws -> FilterHandle {
    FilterHandle(try object(call))
  }

  private func join(
    _ parts: [ConversationFilter],
    _ call: (
      UnsafePointer<OpaquePointer?>?, Int, UnsafeMutablePointer<OpaquePointer?>, COutError
    ) -> ix_status
  ) throws -> FilterHandle {
    let handles = try parts.map { try $0.handle() }
    return try withExtendedLifetime(handles) {
      try handles.map(\.pointer).withUnsafeBufferPointer { pointers in
        try make { call(pointers.baseAddress, pointers.count, $0, $1) }
      }
    }
  }
}

/// Runs `body` with the C library's form of a filter; nil: all conversations.
func withCFilter<Result>(
  _ filter: ConversationFilter?, _ body: (OpaquePointer?) throws -> Result
) throws -> Result {
  guard let filter else { return try body(nil) }
  let handle = try filter.handle()
  return try withExtendedLifetime(handle) { try body(handle.pointer) }
}
