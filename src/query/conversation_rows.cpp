// SPDX-License-Identifier: Apache-2.0
#include "query/conversation_rows.h"

#include "identity/phone_number.h"
#include "query/lists.h"

namespace ix::query {
namespace {

bool opted_out(const cache::RouteRow& route) {
  return route.consent == static_cast<int32_t>(ConsentState::opted_out) ||
         route.consent == static_cast<int32_t>(ConsentState::refused);
}

}  // namespace

std::string_view address_of(const cache::RouteRow& route) {
  if (!route.peer_number.empty()) return route.peer_number;
  if (!route.peer_user.empty()) return route.peer_user;
  return route.remote_id;
}

Sending sending_by(const cache::RouteRow& route, const identity::NumberRules& rules) {
  const auto kind = static_cast<RouteKind>(route.kind);
  Sending out{route.can_send, kind == RouteKind::phone, route.cannot_send_reason};
  const bool to_number = kind == RouteKind::sms || kind == RouteKind::phone;
  if (!to_number || route.peer_number.empty()) return out;
  const identity::Destination to = identity::destination_of(route.peer_number, rules);
  if (to.allowed) return out;
  if (out.can || out.beside) out.why = to.reason;
  out.can = false;
  out.beside = false;
  return out;
}

Status ConversationRows::append(const cache::ConversationRow& from) {
  ix_row_conversation row{};
  bool reachable = false;
  IX_CHECK(append_routes(ConversationId{from.id}, row, reachable));
  row.id = page_.add(ConversationId{from.id}.text());
  row.title = page_.add(from.title);
  if (from.contact != 0) row.contact = page_.add(ContactId{from.contact}.text());
  row.last_activity_ms = from.activity_ms;
  row.kind = from.kind;
  row.flags = flag_if(from.unread_lower_bound, IX_CONVERSATION_UNREAD_LOWER_BOUND) |
              flag_if(from.muted, IX_CONVERSATION_MUTED) |
              flag_if(from.pinned, IX_CONVERSATION_PINNED) |
              flag_if(from.archived, IX_CONVERSATION_ARCHIVED) |
              flag_if(from.marked_unread, IX_CONVERSATION_MARKED_UNREAD) |
              flag_if(from.can_send && reachable, IX_CONVERSATION_CAN_SEND);
  row.unread = from.unread;
  row.preview_kind = from.preview_kind;
  row.preview_direction = from.preview_direction;
  row.preview_outcome = from.preview_outcome;
  row.preview_text = page_.add_or_absent(from.preview_text);
  row.draft = page_.add_or_absent(from.draft);
  if (row.draft.offset != 0) {
    IX_TRY(const cache::DraftReply reply, cache::draft_reply(connection_, ConversationId{from.id}));
    if (reply.item != 0) row.draft_reply = page_.add(ItemId{reply.item}.text());
    if (reply.there && reply.item == 0) row.flags |= IX_CONVERSATION_DRAFT_REPLY_GONE;
  }
  page_.append(row);
  return {};
}

Status ConversationRows::append_routes(ConversationId id, ix_row_conversation& row,
                                       bool& reachable) {
  rows_.clear();
  uses_.clear();
  IX_TRY(auto routes, cache::routes_of_conversation(connection_, id));
  cache::RouteRow from;
  for (;;) {
    IX_TRY(const bool found, routes.next(from));
    if (!found) break;
    const Sending sending = sending_by(from, rules_);
    reachable = reachable || sending.can || sending.beside;
    uses_.push_back({static_cast<RouteKind>(from.kind), sending.can, from.last_inbound_ms,
                     from.last_used_ms, from.chosen_ms});
    ix_row_route& route = rows_.emplace_back();
    route.id = page_.add(RouteId{from.id}.text());
    route.address = page_.add_or_absent(address_of(from));
    route.from = page_.add_or_absent(from.own_number);
    if (!sending.can) route.reason = page_.add(sending.why);
    route.kind = from.kind;
    route.state = from.state;
    if (sending.can) route.flags |= IX_ROUTE_CAN_SEND;
    if (opted_out(from)) route.flags |= IX_ROUTE_OPTED_OUT;
  }
  if (rows_.empty()) return {};
  const size_t place = default_route(uses_);
  rows_[place].flags |= IX_ROUTE_DEFAULT;
  // A choice that cannot be followed now is kept, and does not show.
  if (uses_[place].chosen_ms > 0 && uses_[place].can_send) rows_[place].flags |= IX_ROUTE_CHOSEN;
  row.route_count = static_cast<uint32_t>(rows_.size());
  row.first_route = page_.append(rows_.front());
  for (size_t i = 1; i < rows_.size(); ++i) page_.append(rows_[i]);
  return {};
}

}  // namespace ix::query
