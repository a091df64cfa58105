// SPDX-License-Identifier: Apache-2.0
#include "query/snippet.h"

#include <algorithm>

#include "base/utf8.h"

namespace ix::query {
namespace {

constexpr size_t kMost = 200;   // bytes of the text
constexpr size_t kBefore = 50;  // of them at most before the first match
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// Whether the phrase stands at words[at...].
bool stands_at(const std::vector<cache::SearchWord>& words, size_t at,
               const cache::SearchQuery::Phrase& phrase) {
  if (at + phrase.words.size() > words.size()) return false;
  for (size_t i = 0; i < phrase.words.size(); ++i) {
    const bool may_go_on = phrase.prefix && i + 1 == phrase.words.size();
    const std::string& word = words[at + i].folded;
    if (may_go_on ? !word.starts_with(phrase.words[i]) : word != phrase.words[i]) return false;
  }
  return true;
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// The first byte of a word at or after `from`, but not after `limit`; `from` moved to the start of
// a character when there is none.
size_t word_start(std::string_view text, size_t from, size_t limit) {
  for (size_t at = from; at <= limit && at > 0; ++at) {
    if (is_space(text[at - 1])) return at;
  }
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) --from;
  return from;
}

}  // namespace

std::vector<TextRange> matches_in(const std::vector<cache::SearchWord>& words,
                                  const cache::SearchQuery& query) {
  std::vector<TextRange> found;
  for (const auto& phrase : query.phrases) {
    if (phrase.words.empty()) continue;
    for (size_t at = 0; at < words.size(); ++at) {
      if (!stands_at(words, at, phrase)) continue;
      const size_t start = words[at].start;
      found.push_back({start, words[at + phrase.words.size() - 1].end - start});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const TextRange& left, const TextRange& right) { return left.start < right.start; });
  std::vector<TextRange> joined;
  for (const TextRange& range : found) {
    if (!joined.empty() && range.start < joined.back().start + joined.back().size) {
      TextRange& last = joined.back();
      last.size = std::max(last.start + last.size, range.start + range.size) - last.start;
    } else {
      joined.push_back(range);
    }
  }
  return joined;
}

Snippet snippet_of(std::string_view text, const std::vector<TextRange>& matches) {
  size_t start = 0;
  if (text.size() > kMost && !matches.empty() && matches.front().start > kBefore) {
    start = word_start(text, matches.front().start - kBefore, matches.front().start);
  }
  const std::string_view shown = utf8::prefix(text.substr(start), kMost);
  Snippet snippet;
  if (start > 0) snippet.text = kEllipsis;
  const size_t shift = snippet.text.size();
  for (const char c : shown) snippet.text += is_space(c) ? ' ' : c;
  if (start + shown.size() < text.size()) snippet.text += kEllipsis;
  for (const TextRange& range : matches) {
    if (range.start < start || range.start >= start + shown.size()) continue;
    const size_t end = std::min(range.start + range.size, start + shown.size());
    snippet.ranges.push_back({range.start - start + shift, end - range.start});
  }
  return snippet;
}

}  // namespace ix::query
