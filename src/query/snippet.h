// SPDX-License-Identifier: Apache-2.0
// The part of a text that shows why it was found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache/search_reads.h"

namespace ix::query {

// Bytes of a text or snippet; never in the middle of a character.
struct TextRange {
  size_t start = 0;
  size_t size = 0;
};

// What to highlight for a query: in order, without overlap. `words` are those of the text.
std::vector<TextRange> matches_in(const std::vector<cache::SearchWord>& words,
                                  const cache::SearchQuery& query);

struct Snippet {
  std::string text;  // one line; U+2026 stands for what was left out
  std::vector<TextRange> ranges;
};

// Of at most about 200 bytes, from a little before the first match on.
Snippet snippet_of(std::string_view text, const std::vector<TextRange>& matches);

}  // namespace ix::query
