// SPDX-License-Identifier: Apache-2.0
// Search: SQL only. What a person typed becomes an expression of FTS5 here, so that no character
// of it has a meaning of its own but the quotation mark.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/row_reads.h"
#include "cache/search_tokenizer.h"
#include "cache/thread_reads.h"
#include "model/filter.h"
#include "model/ids.h"

namespace ix::cache {

// What is looked for. All phrases must be there; a phrase is one word or several in a row.
struct SearchQuery {
  struct Phrase {
    std::vector<std::string> words;  // folded
    bool prefix = false;             // its last word may go on
  };
  std::vector<Phrase> phrases;
  std::string digits;  // of text that is written like a phone number; else empty

  bool empty() const { return phrases.empty(); }
};

// Words, and "phrases" in quotation marks. The last word is still being typed: from its second
// letter on it finds what begins with it. INVALID_ARGUMENT: more than 1,000 bytes or 32 words.
Result<SearchQuery> parse_search(const SearchTokenizer& tokenizer, std::string_view text);

// Where a message is found; the newest is the largest. 0: before all of them.
struct SearchPlace {
  static constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();
  int64_t value = kNewest;
};
struct FoundItemRow {
  ItemRow item;
  int64_t place = 0;
  int64_t conversation = 0;
  std::string_view title;  // of the conversation
};
// Messages and transcripts before a place, newest first, of the filter's conversations; or only of
// one (NOT_FOUND: there is none, or it has no routes).
Result<Rows<FoundItemRow>> items_found(Connection& connection, const SearchQuery& query,
                                       const Filter& filter, std::optional<ConversationId> in,
                                       SearchPlace before, int64_t limit);

struct FoundConversationRow {
  int64_t id = 0;
  std::string_view title;
  std::string_view
      number;  // one that holds the query's digits; empty: it is the title that holds it
};
// Conversations whose title holds the query, or with a number that holds its digits; newest
// activity first. No index helps with digits in the middle: it looks at every route.
Result<Rows<FoundConversationRow>> conversations_found(Connection& connection,
                                                       const SearchQuery& query,
                                                       const Filter& filter, int64_t limit);

}  // namespace ix::cache
