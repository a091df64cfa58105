// SPDX-License-Identifier: Apache-2.0
// What was found, with the part of it to show.
#include <interactions/page.h>

#include "cache/search_reads.h"
#include "model/item.h"
#include "query/cursor.h"
#include "query/lists.h"
#include "query/snippet.h"

namespace ix::query {
namespace {

constexpr const char* kSearchCursor = "s1.";

// A cursor goes on in the same search only.
std::string binding_of(std::string_view text, const Filter& filter,
                       const std::optional<ConversationId>& in) {
  return (in ? in->text() : std::string()) + "\n" + filter.fingerprint() + "\n" + std::string(text);
}

Result<cache::SearchPlace> place_of(std::string_view cursor, const std::string& binding) {
  cache::SearchPlace place;
  if (cursor.empty()) return place;
  IX_TRY(CursorReader reader, CursorReader::open(kSearchCursor, binding, cursor));
  const auto value = reader.number();
  if (!value || !reader.rest().empty()) return invalid_cursor();
  place.value = *value;
  return place;
}

void append_match(PageBuilder& page, ix_row_match row, const Snippet& snippet) {
  row.snippet = page.add(snippet.text);
  for (const TextRange& range : snippet.ranges) {
    const uint32_t at = page.append(
        ix_row_range{static_cast<uint32_t>(range.start), static_cast<uint32_t>(range.size)});
    if (row.range_count++ == 0) row.first_range = at;
  }
  page.append(row);
}

Result<Snippet> snippet_for(const cache::SearchTokenizer& tokenizer, std::string_view text,
                            const cache::SearchQuery& query) {
  IX_TRY(const auto words, tokenizer.words(text));
  return snippet_of(text, matches_in(words, query));
}

Status append_found_item(cache::Connection& connection, const cache::SearchTokenizer& tokenizer,
                         const cache::FoundItemRow& found, const cache::SearchQuery& query,
                         PageBuilder& page) {
  ix_row_match match{};
  match.conversation = page.add(ConversationId{found.conversation}.text());
  match.title = page.add(found.title);
  match.field = found.item.kind == static_cast<int32_t>(ItemKind::voicemail) ? IX_MATCH_TRANSCRIPT
                                                                             : IX_MATCH_TEXT;
  match.row = page.count(IX_TABLE_ITEM);
  IX_TRY(Snippet snippet, snippet_for(tokenizer, found.item.text, query));
  if (snippet.ranges.empty() && !found.item.file_names.empty()) {
    match.field = IX_MATCH_FILE_NAME;
    IX_TRY(snippet, snippet_for(tokenizer, found.item.file_names, query));
  }
  append_match(page, match, snippet);
  return append_item(connection, found.item, page);
}

}  // namespace

Result<Page> message_search(cache::Connection& connection, std::string_view text,
                            const Filter& filter, std::optional<ConversationId> in,
                            std::string_view cursor, uint32_t limit) {
  IX_TRY(const cache::SearchTokenizer tokenizer, cache::SearchTokenizer::make(connection));
  IX_TRY(const cache::SearchQuery query, cache::parse_search(tokenizer, text));
  if (in) {
    IX_TRY(in, current_conversation(connection, *in));
  }
  const std::string binding = binding_of(text, filter, in);
  IX_TRY(cache::SearchPlace place, place_of(cursor, binding));
  PageBuilder page;
  if (query.empty()) return page.build();
  // One more than asked for tells whether there is more.
  IX_TRY(auto rows, cache::items_found(connection, query, filter, in, place, limit + int64_t{1}));
  bool more = false;
  cache::FoundItemRow row;
  for (uint32_t count = 0;; ++count) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    more = count == limit;
    if (more) break;
    const PageBuilder::Mark before = page.mark();
    IX_CHECK(append_found_item(connection, tokenizer, row, query, page));
    more = count > 0 && page.size() > kPageBudget;
    if (more) {
      page.rollback(before);
      break;
    }
    place.value = row.place;
  }
  if (more) page.set_end(IX_MORE_LOCAL, make_cursor(kSearchCursor, binding, {place.value}));
  return page.build();
}

Result<Page> conversation_search(cache::Connection& connection, std::string_view text,
                                 const Filter& filter, const identity::NumberRules& rules,
                                 uint32_t limit) {
  IX_TRY(const cache::SearchTokenizer tokenizer, cache::SearchTokenizer::make(connection));
  IX_TRY(const cache::SearchQuery query, cache::parse_search(tokenizer, text));
  PageBuilder page;
  if (query.empty()) return page.build();
  IX_TRY(auto rows, cache::conversations_found(connection, query, filter, limit));
  cache::FoundConversationRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return page.build();
    ix_row_match match{};
    match.conversation = page.add(ConversationId{row.id}.text());
    match.title = page.add(row.title);
    match.row = page.count(IX_TABLE_CONVERSATION);
    IX_TRY(Snippet snippet, snippet_for(tokenizer, row.title, query));
    match.field = IX_MATCH_TITLE;
    if (snippet.ranges.empty() && !row.number.empty()) {
      match.field = IX_MATCH_NUMBER;
      snippet.text = row.number;
      snippet.ranges.push_back({row.number.find(query.digits), query.digits.size()});
    }
    append_match(page, match, snippet);
    IX_CHECK(append_conversation(connection, ConversationId{row.id}, rules, page));
  }
}

}  // namespace ix::query
