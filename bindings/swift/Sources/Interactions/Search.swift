// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// Search in what is stored on this device. A text is words, and "phrases" in quotation marks; case
/// and accents do not count, and the last word also finds words that begin with it.
///
/// Made for a search at each key: a newer search of the same client and the same function ends the
/// one that still runs, with CancellationError.
extension InteractionsClient {
  /// Messages and transcripts, newest first. `filter` nil: every conversation, also the archived;
  /// `conversation` nil: any. `limit` 1 to 1000. On a thread that may wait. Throws
  /// `.invalidArgument`, `.invalidCursor`, `.notFound`.
  public func searchMessages(
    _ text: String, matching filter: ConversationFilter? = nil, in conversation: String? = nil,
    after cursor: String? = nil, limit: Int = 50
  ) async throws -> Page<SearchMatch<TimelineItem>> {
    try await blocking { [core] in
      try core.withClient { client in
        try withCFilter(filter) { filter in
          try CTexts.with { texts in
            try page({
              ix_search_messages(
                client, texts(text), filter, texts(conversation), texts(cursor),
                UInt32(clamping: limit), $0, $1)
            }) { block in
              try matches(block) { index in
                try TimelineItem(
                  block.row(Int(IX_TABLE_ITEM), index, as: ix_row_item.self), block)
              }
            }
          }
        }
      }
    }
  }

  /// Conversations by title, or by a number that holds the digits of `text`, newest activity first.
  /// There is no page after it: a person types another letter. `limit` 1 to 1000. Throws
  /// `.invalidArgument`.
  public func searchConversations(
    _ text: String, matching filter: ConversationFilter? = nil, limit: Int = 50
  ) async throws -> Page<SearchMatch<Conversation>> {
    try await blocking { [core] in
      try core.withClient { client in
        try withCFilter(filter) { filter in
          try CTexts.with { texts in
            try page({
              ix_search_conversations(
                client, texts(text), filter, UInt32(clamping: limit), $0, $1)
            }) { block in
              try matches(block) { index in
                try Conversation(
                  block.row(Int(IX_TABLE_CONVERSATION), index, as: ix_row_conversation.self), block)
              }
            }
          }
        }
      }
    }
  }
}

/// The results of a search; `found` makes what a match names.
private func matches<Found>(
  _ block: RowBlock, _ found: (Int) throws -> Found
) throws -> Page<SearchMatch<Found>> {
  Page(
    rows: try block.rows(Int(IX_TABLE_MATCH), ix_row_match.self) { row, block in
      try SearchMatch(row, block, found: found(Int(row.row)))
    },
    cursor: try block.cursor, end: block.end)
}
