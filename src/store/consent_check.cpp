// SPDX-License-Identifier: Apache-2.0
// The doctor's part of the ledger of consent; see consent.h.
#include <map>
#include <utility>

#include "cache/consent_table.h"
#include "cache/item_table.h"
#include "store/consent.h"

namespace ix::store {
namespace {

using cache::Connection;
using cache::StoredRoute;
using cache::Wrong;
namespace items = cache::item_table;
namespace ledger = cache::consent_table;
namespace routes = cache::route_table;

using Place = std::pair<std::string, ConsentSource>;

void note(Wrong& wrong, const StoredRoute& route) {
  if (wrong.count++ == 0) wrong.first = route.id.text();
}

bool same(const ConsentWord& a, const ConsentWord& b) {
  return a.peer == b.peer && a.state == b.state && a.at_ms == b.at_ms && a.keyword == b.keyword;
}

// Whether the item of a word is stored and can be seen to say something else. What was edited or
// deleted shows no more what it said.
Result<bool> contradicted(Connection& connection, const ConsentWord& word) {
  IX_TRY(const auto item, items::by_remote(connection, word.route, word.evidence));
  if (!item || item->kind != ItemKind::message) return false;
  const bool reported = word.source == ConsentSource::reported;
  if (reported != (item->direction == Direction::out)) return true;
  return reported || (!item->deleted && !item->edited);
}

// The words of a route that do not fit its items, and those that its items say and nobody wrote.
struct Misfits {
  std::vector<ConsentWord> wrong;
  std::vector<ConsentWord> missing;
};

Result<Misfits> misfits(Connection& connection, const StoredRoute& route) {
  Misfits out;
  std::map<Place, ConsentWord> stored;
  IX_TRY(auto words, ledger::of_route(connection, route.id));
  for (ConsentWord& word : words) {
    Place place(word.evidence, word.source);
    stored.insert_or_assign(std::move(place), std::move(word));
  }
  IX_TRY(auto rows, ledger::items_of(connection, route.id));
  ledger::SayingItem row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    auto word = word_of(route, item_of(row), row.text);
    if (!word) continue;
    const auto known = stored.find({word->evidence, word->source});
    const bool fits = known != stored.end() && same(known->second, *word);
    if (known != stored.end()) {
      word->own = known->second.own;
      stored.erase(known);
    }
    if (!fits) out.missing.push_back(std::move(*word));
  }
  for (auto& [place, word] : stored) {
    if (word.source == ConsentSource::host) continue;
    IX_TRY(const bool wrong, contradicted(connection, word));
    if (wrong) out.wrong.push_back(std::move(word));
  }
  return out;
}

}  // namespace

Result<Wrong> consent_differences(Connection& connection) {
  Wrong wrong;
  IX_TRY(const auto ids, cache::all_routes(connection));
  for (const RouteId id : ids) {
    IX_TRY(auto route, routes::find(connection, id));
    if (!route || route->merged_into) continue;
    IX_TRY(const bool shows_other, show_consent(connection, *route));
    if (shows_other) note(wrong, *route);
    if (route->kind != RouteKind::sms) continue;
    IX_TRY(const Misfits found, misfits(connection, *route));
    for (size_t i = 0; i < found.wrong.size() + found.missing.size(); ++i) note(wrong, *route);
  }
  return wrong;
}

Status mend_consent(Connection& connection) {
  IX_TRY(const auto ids, cache::all_routes(connection));
  for (const RouteId id : ids) {
    IX_TRY(const auto route, routes::find(connection, id));
    if (!route || route->merged_into || route->kind != RouteKind::sms) continue;
    IX_TRY(const Misfits found, misfits(connection, *route));
    for (const ConsentWord& word : found.wrong) {
      IX_TRY(const bool gone, ledger::remove(connection, word.route, word.source, word.evidence));
      (void)gone;
    }
    IX_CHECK(read_words(connection, *route));
  }
  for (const RouteId id : ids) {
    IX_TRY(auto route, routes::find(connection, id));
    if (!route || route->merged_into) continue;
    IX_TRY(const bool changed, show_consent(connection, *route));
    if (changed) IX_CHECK(routes::update(connection, *route));
  }
  return {};
}

}  // namespace ix::store
