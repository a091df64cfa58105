// SPDX-License-Identifier: Apache-2.0
#include "store/consent.h"

#include <utility>

#include "cache/account_table.h"
#include "cache/consent_table.h"
#include "identity/consent_keyword.h"
#include "store/conversation_rows.h"

namespace ix::store {
namespace {

using cache::Connection;
using cache::StoredRoute;
namespace ledger = cache::consent_table;
namespace routes = cache::route_table;

bool has_pair(const StoredRoute& route) {
  return route.kind == RouteKind::sms && !route.peer_number.empty();
}

ConsentWord said_in(const StoredRoute& route, Millis at_ms, std::string_view evidence) {
  ConsentWord word;
  word.own = route.own_number;
  word.peer = route.peer_number;
  word.at_ms = consent_time(at_ms);
  word.route = route.id;
  word.evidence = evidence;
  return word;
}

// Of a route that names none: the account's only one.
Result<std::string> only_number(Connection& connection) {
  IX_TRY(Account account, cache::account_table::read(connection));
  return account.numbers.size() == 1 ? std::move(account.numbers.front().e164) : std::string();
}

// The other routes of the peer, and the one that the caller writes.
Result<bool> show_all(Connection& connection, std::string_view peer, StoredRoute& in) {
  IX_TRY(auto all, routes::of_peer(connection, RouteKind::sms, {}, peer));
  for (StoredRoute& route : all) {
    if (route.id == in.id) continue;
    IX_TRY(const bool changed, show_consent(connection, route));
    if (changed) IX_CHECK(routes::update(connection, route));
  }
  return show_consent(connection, in);
}

}  // namespace

std::optional<ConsentWord> word_of(const StoredRoute& route, const Item& item,
                                   std::string_view text) {
  if (!has_pair(route) || item.kind != ItemKind::message || item.remote_id.empty()) {
    return std::nullopt;
  }
  ConsentWord word = said_in(route, item.at_ms, item.remote_id);
  if (item.direction == Direction::out) {
    const bool refused = item.state == ItemState::failed && item.failure &&
                         item.failure->code == ErrorCode::OPTED_OUT;
    if (!refused) return std::nullopt;
    word.source = ConsentSource::reported;
    return word;
  }
  if (item.deleted) return std::nullopt;
  const auto keyword = identity::consent_keyword(text);
  if (!keyword) return std::nullopt;
  word.state = keyword->state;
  word.keyword = keyword->word;
  return word;
}

std::optional<ConsentWord> word_of(const StoredRoute& route, const RelationChange& report) {
  const bool says =
      report.consent == ConsentState::opted_in || report.consent == ConsentState::opted_out;
  if (!has_pair(route) || !says || report.remote_id.empty()) return std::nullopt;
  ConsentWord word = said_in(route, report.at_ms, report.remote_id);
  word.state = report.consent;
  word.source = ConsentSource::reported;
  return word;
}

Result<bool> hear_word(Connection& connection, ConsentWord word, StoredRoute& in) {
  if (word.own.empty()) {
    IX_TRY(word.own, only_number(connection));
  }
  IX_TRY(const bool news, ledger::put(connection, word));
  if (!news) return false;
  return show_all(connection, word.peer, in);
}

Result<bool> unhear_word(Connection& connection, const ConsentWord& word, StoredRoute& in) {
  IX_TRY(const bool was_there, ledger::remove(connection, word.route, word.source, word.evidence));
  if (!was_there) return false;
  return show_all(connection, word.peer, in);
}

Result<bool> show_consent(Connection& connection, StoredRoute& route) {
  ConsentState state = ConsentState::unknown;
  if (has_pair(route)) {
    IX_TRY(const auto words, ledger::of_peer(connection, route.peer_number));
    if (!words.empty()) {
      std::string own = route.own_number;
      if (own.empty()) {
        IX_TRY(own, only_number(connection));
      }
      state = consent_of(words, own).state;
    }
  }
  bool changed = std::exchange(route.consent, state) != state;
  const bool refused = state == ConsentState::refused;
  if (!refused && route.cannot_send_reason == kOptedOut) {
    route.can_send = true;
    route.cannot_send_reason.clear();
    changed = true;
  } else if (refused && route.can_send) {
    route.can_send = false;
    route.cannot_send_reason = kOptedOut;
    changed = true;
  }
  return changed;
}

Status show_consent_of(Connection& connection, std::string_view peer, Touched& touched) {
  IX_TRY(auto all, routes::of_peer(connection, RouteKind::sms, {}, peer));
  for (StoredRoute& route : all) {
    IX_TRY(const bool changed, show_consent(connection, route));
    if (!changed) continue;
    IX_CHECK(routes::update(connection, route));
    IX_CHECK(refresh_conversation(connection, route.conversation, touched));
  }
  return {};
}

Status learn_pair(Connection& connection, StoredRoute& route) {
  if (has_pair(route)) {
    if (!route.own_number.empty()) {
      IX_TRY(const bool some, ledger::set_own(connection, route.id, route.own_number));
      (void)some;
    }
    IX_CHECK(read_words(connection, route));
    IX_TRY(const bool shown, show_all(connection, route.peer_number, route));
    (void)shown;
    return {};
  }
  IX_TRY(const bool shown, show_consent(connection, route));
  (void)shown;
  return {};
}

Item item_of(const ledger::SayingItem& row) {
  Item item;
  item.remote_id = row.remote_id;
  item.at_ms = row.at_ms;
  item.direction = static_cast<Direction>(row.direction);
  if (item.direction == Direction::out) {
    item.state = ItemState::failed;
    item.failure = failure_of(Error(ErrorCode::OPTED_OUT));
  }
  return item;
}

Status read_words(Connection& connection, const StoredRoute& route) {
  std::string own = route.own_number;
  if (own.empty()) {
    IX_TRY(own, only_number(connection));
  }
  IX_TRY(auto rows, ledger::items_of(connection, route.id));
  ledger::SayingItem row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return {};
    auto word = word_of(route, item_of(row), row.text);
    if (!word) continue;
    word->own = own;
    IX_TRY(const bool news, ledger::put(connection, *word));
    (void)news;
  }
}

Status learn_own_numbers(Connection& connection, Touched& touched) {
  IX_TRY(const std::string only, only_number(connection));
  if (!only.empty()) {
    IX_TRY(const bool some, ledger::set_own(connection, {}, only));
    (void)some;
  }
  IX_TRY(const auto peers, ledger::peers(connection));
  for (const std::string& peer : peers) IX_CHECK(show_consent_of(connection, peer, touched));
  return {};
}

}  // namespace ix::store
