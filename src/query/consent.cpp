// SPDX-License-Identifier: Apache-2.0
#include "query/consent.h"

#include "cache/account_reads.h"
#include "cache/consent_reads.h"
#include "cache/consent_table.h"
#include "query/cursor.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kConsentCursor = "k1.";

// What owns the texts of a place.
struct Place {
  std::string peer;
  std::string own;
  Millis at_ms = -1;
  int64_t id = 0;

  cache::ConsentPlace view() const { return {peer, own, at_ms, id}; }
};

std::string binding(const ConsentQuery& query) {
  return (query.history ? "h" : "p") + query.peer;
}

// Numbers are E.164 or nothing: a blank tells them apart.
std::string cursor_of(const ConsentQuery& query, const Place& place) {
  return make_cursor(kConsentCursor, binding(query), {place.at_ms, place.id},
                     place.peer + " " + place.own);
}

Result<Place> place_of(const ConsentQuery& query, std::string_view cursor) {
  Place place;
  if (cursor.empty()) return place;
  IX_TRY(CursorReader reader, CursorReader::open(kConsentCursor, binding(query), cursor));
  const auto at_ms = reader.number();
  const auto id = reader.number();
  const size_t blank = reader.rest().find(' ');
  if (!at_ms || !id || blank == std::string_view::npos) return invalid_cursor();
  place.at_ms = *at_ms;
  place.id = *id;
  place.peer = reader.rest().substr(0, blank);
  place.own = reader.rest().substr(blank + 1);
  return place;
}

// Rows of one page, and the cursor behind the last of them.
class Listing {
 public:
  Listing(cache::Connection& connection, const ConsentQuery& query, uint32_t limit)
      : connection_(connection), query_(query), limit_(limit) {}

  // False: the page is full, and this row is not on it.
  Result<bool> add(const ConsentWord& word, ConsentState state, Place place) {
    if (page_.count(IX_TABLE_CONSENT) == limit_) return false;
    const PageBuilder::Mark before = page_.mark();
    IX_CHECK(append_consent(connection_, word, state, page_));
    if (page_.count(IX_TABLE_CONSENT) > 1 && page_.size() > kPageBudget) {
      page_.rollback(before);
      return false;
    }
    last_ = std::move(place);
    return true;
  }
  Page finish(bool more) {
    if (more) page_.set_end(IX_MORE_LOCAL, cursor_of(query_, last_));
    return page_.build();
  }

 private:
  cache::Connection& connection_;
  const ConsentQuery& query_;
  const uint32_t limit_;
  PageBuilder page_;
  Place last_;
};

Result<Page> history(cache::Connection& connection, const ConsentQuery& query, const Place& after,
                     uint32_t limit) {
  Listing listing(connection, query, limit);
  IX_TRY(auto rows, cache::consent_words_after(connection, query.peer, after.view()));
  cache::ConsentWordRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return listing.finish(false);
    ConsentWord word;
    word.own = row.own;
    word.peer = row.peer;
    word.state = static_cast<ConsentState>(row.state);
    word.source = static_cast<ConsentSource>(row.source);
    word.at_ms = row.at_ms;
    word.keyword = row.keyword;
    IX_TRY(const bool added,
           listing.add(word, word.state, {word.peer, word.own, row.at_ms, row.id}));
    if (!added) return listing.finish(true);
  }
}

Result<Page> pairs(cache::Connection& connection, const ConsentQuery& query, const Place& after,
                   uint32_t limit) {
  Listing listing(connection, query, limit);
  IX_TRY(auto rows, cache::consent_pairs_after(connection, query.peer, after.view()));
  cache::ConsentPairRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return listing.finish(false);
    IX_TRY(const auto words, cache::consent_table::of_peer(connection, row.peer));
    const Consent consent = consent_of(words, row.own);
    if (consent.by == nullptr) continue;
    ConsentWord word = *consent.by;
    word.own = row.own;
    IX_TRY(const bool added,
           listing.add(word, consent.state, {std::string(row.peer), std::string(row.own), -1, 0}));
    if (!added) return listing.finish(true);
  }
}

}  // namespace

Status append_consent(cache::Connection& connection, const ConsentWord& word, ConsentState state,
                      PageBuilder& page) {
  IX_TRY(const int64_t conversation, cache::conversation_of_number(connection, word.peer));
  ix_row_consent row{};
  row.own = page.add_or_absent(word.own);
  row.peer = page.add(word.peer);
  row.keyword = page.add_or_absent(word.keyword);
  if (conversation != 0) row.conversation = page.add(ConversationId{conversation}.text());
  row.at_ms = word.at_ms;
  row.state = static_cast<int32_t>(state);
  row.source = static_cast<int32_t>(word.source);
  page.append(row);
  return {};
}

Result<bool> refuses_texts(cache::Connection& connection, std::string_view peer) {
  IX_TRY(const ConsentState state, consent_with(connection, peer));
  return state == ConsentState::refused;
}

Result<ConsentState> consent_with(cache::Connection& connection, std::string_view peer) {
  IX_TRY(const auto words, cache::consent_table::of_peer(connection, peer));
  if (words.empty()) return ConsentState::unknown;
  std::string own;
  int count = 0;
  IX_TRY(auto rows, cache::own_numbers(connection));
  cache::OwnNumberRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    own = row.e164;
    ++count;
  }
  if (count != 1) own.clear();
  return consent_of(words, own).state;
}

Result<Page> consent_list(cache::Connection& connection, const ConsentQuery& query,
                          std::string_view cursor, uint32_t limit) {
  IX_TRY(const Place after, place_of(query, cursor));
  return query.history ? history(connection, query, after, limit)
                       : pairs(connection, query, after, limit);
}

}  // namespace ix::query
