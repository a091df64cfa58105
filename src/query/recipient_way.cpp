// SPDX-License-Identifier: Apache-2.0
#include "query/recipient_way.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cache/account_reads.h"
#include "identity/phone_number.h"
#include "model/consent.h"
#include "model/default_route.h"
#include "query/consent.h"
#include "query/conversation_rows.h"

namespace ix::query {
namespace {

constexpr const char* kOptedOut = "opted_out";

bool is(const cache::RouteRow& row, RouteKind kind) {
  return row.kind == static_cast<int32_t>(kind);
}

bool has_ended(const cache::RouteRow& row) {
  return row.state == static_cast<int32_t>(RouteState::left);
}

bool opts_out(ConsentState state) {
  return state == ConsentState::opted_out || state == ConsentState::refused;
}

RecipientWay way_of(const cache::RouteRow& row, int64_t conversation, const Sending& sending) {
  RecipientWay way;
  way.kind = static_cast<RouteKind>(row.kind);
  way.route = row.id;
  way.conversation = conversation;
  way.address = address_of(row);
  if (!sending.can) way.reason = sending.why;
  way.opted_out = opts_out(static_cast<ConsentState>(row.consent));
  return way;
}

}  // namespace

Result<bool> RecipientWays::cannot_text_from(std::string_view own) {
  IX_TRY(auto rows, cache::own_numbers(connection_));
  cache::OwnNumberRow row;
  int count = 0;
  bool sms = true;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    if (!own.empty() && row.e164 != own) continue;
    ++count;
    sms = row.sms;
  }
  // Which of several it would be is the backend's choice.
  return count == 1 && !sms;
}

Result<RecipientWay> RecipientWays::to_number(const std::string& e164) {
  std::optional<RecipientWay> best;
  bool best_can = false;
  int64_t conversation = 0;
  std::string own;
  {
    IX_TRY(auto rows, cache::routes_of_number(connection_, e164));
    cache::PeerRouteRow row;
    for (;;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) break;
      const bool calls = is(row.route, RouteKind::phone);
      if (!calls && !is(row.route, RouteKind::sms)) continue;
      if (conversation == 0) conversation = row.conversation;
      if (calls || has_ended(row.route) || (best && (best_can || !row.route.can_send))) continue;
      best = way_of(row.route, row.conversation, sending_by(row.route, rules_));
      best_can = row.route.can_send;
      own = row.route.own_number;
    }
  }
  if (!best) {
    best.emplace();
    best->conversation = conversation;
    best->address = e164;
    best->reason = identity::destination_of(e164, rules_).reason;
    IX_TRY(const ConsentState consent, consent_with(connection_, e164));
    best->opted_out = opts_out(consent);
    if (best->reason.empty() && consent == ConsentState::refused) best->reason = kOptedOut;
  }
  if (best->reason.empty()) {
    IX_TRY(const bool mute, cannot_text_from(own));
    if (mute) best->reason = "no_sms";
  }
  return std::move(*best);
}

Result<RecipientWay> RecipientWays::to_user(const std::string& user) {
  std::optional<RecipientWay> best;
  bool best_can = false;
  IX_TRY(auto rows, cache::routes_of_user(connection_, user));
  cache::PeerRouteRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    if (!is(row.route, RouteKind::internal) || has_ended(row.route)) continue;
    if (best && (best_can || !row.route.can_send)) continue;
    best = way_of(row.route, row.conversation, sending_by(row.route, rules_));
    best_can = row.route.can_send;
  }
  if (best) return std::move(*best);
  RecipientWay way;
  way.kind = RouteKind::internal;
  way.address = user;
  return way;
}

Result<RecipientWay> RecipientWays::in_conversation(int64_t conversation) {
  std::vector<RecipientWay> ways;
  std::vector<RouteUse> uses;
  std::vector<std::string> beside;  // numbers that a text would make a way of its own to
  std::vector<std::string> own;
  {
    IX_TRY(auto rows, cache::routes_of_conversation(connection_, ConversationId{conversation}));
    cache::RouteRow row;
    for (;;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) break;
      const Sending sending = sending_by(row, rules_);
      ways.push_back(way_of(row, conversation, sending));
      uses.push_back({static_cast<RouteKind>(row.kind), sending.can, row.last_inbound_ms,
                      row.last_used_ms, row.chosen_ms});
      beside.emplace_back(sending.beside ? row.peer_number : std::string_view());
      own.emplace_back(row.own_number);
    }
  }
  if (ways.empty()) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  const size_t place = default_route(uses);
  if (!beside[place].empty()) {
    IX_TRY(RecipientWay way, to_number(beside[place]));
    way.conversation = conversation;
    return way;
  }
  RecipientWay& way = ways[place];
  if (way.kind == RouteKind::sms && way.reason.empty()) {
    IX_TRY(const bool mute, cannot_text_from(own[place]));
    if (mute) way.reason = "no_sms";
  }
  return std::move(way);
}

Result<RecipientWay> RecipientWays::to_contact(int64_t contact,
                                               const std::vector<ContactAddress>& addresses) {
  IX_TRY(const int64_t conversation, cache::conversation_of_contact(connection_, contact));
  bool usable = false;  // by a route there is
  bool listed = false;
  if (conversation != 0) {
    IX_TRY(auto rows, cache::routes_of_conversation(connection_, ConversationId{conversation}));
    cache::RouteRow row;
    for (;;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) break;
      listed = true;
      if (has_ended(row) || is(row, RouteKind::phone)) continue;
      const bool to_number = is(row, RouteKind::sms) && !row.peer_number.empty();
      usable = usable || !to_number || identity::destination_of(row.peer_number, rules_).allowed;
    }
  }
  if (usable) return in_conversation(conversation);
  RecipientWay none;
  none.reason = "no_address";
  for (const ContactAddress& one : addresses) {
    if (one.kind != 1) continue;
    IX_TRY(RecipientWay way, to_user(one.text));
    if (way.conversation == 0) way.conversation = listed ? conversation : 0;
    return way;
  }
  for (const ContactAddress& one : addresses) {
    if (one.kind == 2 && none.address.empty()) none.reason = "extension";
    if (one.kind != 0) continue;
    const identity::Destination to = identity::destination_of(one.text, rules_);
    if (to.allowed) {
      IX_TRY(RecipientWay way, to_number(one.text));
      if (way.conversation == 0) way.conversation = listed ? conversation : 0;
      return way;
    }
    if (none.address.empty()) {
      none.address = one.text;
      none.reason = to.reason;
    }
  }
  if (listed) return in_conversation(conversation);
  return none;
}

}  // namespace ix::query
