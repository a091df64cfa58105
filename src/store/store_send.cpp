// SPDX-License-Identifier: Apache-2.0
// Sending: what the user wrote, checked and kept.
#include <algorithm>
#include <utility>
#include <vector>

#include "cache/account_table.h"
#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "store/answered.h"
#include "store/consent.h"
#include "store/conversation_rows.h"
#include "store/files.h"
#include "store/impl.h"
#include "store/outbox_steps.h"
#include "store/outgoing_text.h"
#include "store/route_policy.h"
#include "store/route_writer.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredRoute;

// The routes one can see in a conversation, oldest first.
Result<std::vector<StoredRoute>> routes_of(Connection& connection, ConversationId id) {
  IX_TRY(const ConversationId conversation, need_conversation(connection, id));
  IX_TRY(auto routes, cache::route_table::of_conversation(connection, conversation));
  std::erase_if(routes, [](const StoredRoute& route) { return bool{route.merged_into}; });
  if (routes.empty()) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return routes;
}

// The route to send by, and the remote id of the item that is answered.
struct Way {
  StoredRoute route;
  std::string reply_to;
};

// Calls alone: a text to their number goes by a way of its own, made on demand.
Result<StoredRoute> beside_calls(Connection& connection, const StoredRoute& phone,
                                 const identity::NumberRules& rules, Touched& touched) {
  const RouteKind kind = phone.peer_number.empty() ? RouteKind::internal : RouteKind::sms;
  IX_CHECK(check_policy(phone, rules));
  IX_TRY(const RouteId id,
         direct_route(connection, kind, phone.peer_user, phone.peer_number, touched));
  return need_route(connection, id);
}

Result<Way> choose(Connection& connection, ConversationId conversation, const NewMessage& message,
                   const identity::NumberRules& rules, Touched& touched) {
  IX_TRY(const auto routes, routes_of(connection, conversation));
  const auto in_conversation = [&routes](RouteId id) {
    for (const StoredRoute& route : routes) {
      if (route.id == id) return true;
    }
    return false;
  };
  Way way;
  RouteId via = message.via;
  if (message.reply_to) {
    IX_TRY(const auto item, answered_item(connection, message.reply_to, routes));
    if (!via) via = item.route;
    way.reply_to = item.remote_id;
    IX_TRY(const StoredRoute chosen, need_route(connection, via));
    if (chosen.id != item.route) {
      return Error(ErrorCode::INVALID_ARGUMENT, "a reply goes by the route of the item it answers");
    }
  }
  if (via) {
    IX_TRY(way.route, need_route(connection, via));
    if (!in_conversation(way.route.id)) {
      return Error(ErrorCode::NOT_FOUND, "no such route in this conversation");
    }
  } else {
    way.route = routes[default_among(routes, rules)];
    if (way.route.kind == RouteKind::phone) {
      IX_TRY(way.route, beside_calls(connection, way.route, rules, touched));
    }
  }
  IX_CHECK(check_route(way.route));
  IX_CHECK(check_policy(way.route, rules));
  return way;
}

// What becomes one message.
struct Part {
  std::string text;
  std::vector<OutgoingFile> files;
};

// It is prepared once more.
void scale_to(OutgoingFile& file, int64_t bytes) {
  file.max_bytes = bytes;
  file.state = FileState::preparing;
  file.uri.clear();
  file.uploaded = false;
}

std::vector<Part> parts_of(const NewMessage& message, std::vector<OutgoingFile> files) {
  const auto most = static_cast<size_t>(std::max(message.files_per_message, 1));
  std::vector<Part> parts(1);
  parts[0].text = message.text;
  for (OutgoingFile& file : files) {
    if (parts.back().files.size() == most) parts.emplace_back();
    parts.back().files.push_back(std::move(file));
  }
  return parts;
}

// What the messages of one send have in common.
struct Posting {
  const Way& way;
  const Account& account;
  const std::optional<Attempter>& attempter;
  Millis send_at = 0;
  Millis now = 0;
  Millis shown_at = 0;
  std::string lane;  // of those with files; empty: there was none yet
};

// Nothing of it is waited for, and nobody has to be asked first.
bool can_leave(const OutboxEntry& entry, const StoredRoute& route) {
  return entry.lane.empty() && entry.waiting_for == WaitingFor::nothing &&
         route.state == RouteState::joined && !route.remote_id.empty() &&
         route.consent != ConsentState::refused;
}

Result<OutboxEntry> new_entry(Connection& connection, Posting& posting, const Part& part,
                              const std::string& key) {
  OutboxEntry entry;
  entry.route = posting.way.route.id;
  entry.op = OutboxOp::send;
  entry.key = key;
  entry.created_ms = posting.now;
  if (!part.files.empty()) {
    // Those that were picked together stay in their order, and hold nothing else.
    if (posting.lane.empty()) posting.lane = files_lane(key);
    entry.lane = posting.lane;
    entry.files_pending = !std::all_of(part.files.begin(), part.files.end(),
                                       [](const auto& file) { return file.all_uploaded(); });
    if (entry.files_pending) entry.waiting_for = WaitingFor::uploading;
  } else {
    IX_TRY(const auto before, cache::outbox_table::of_lane(connection, entry.route, {}));
    if (!before.empty()) entry.waiting_for = WaitingFor::earlier;
  }
  if (posting.send_at > 0) {
    entry.send_at_ms = posting.send_at;
    entry.lane = scheduled_lane(key, first_sent_together(entry));
    entry.waiting_for = WaitingFor::scheduled;
  }
  if (posting.attempter && can_leave(entry, posting.way.route)) {
    IX_CHECK(note_attempt(connection, entry, {posting.now, *posting.attempter}));
  }
  return entry;
}

cache::StoredItem new_item(const Posting& posting, const Part& part, const OutboxEntry& entry) {
  cache::StoredItem item;
  item.route = entry.route;
  item.key = entry.key;
  item.kind = ItemKind::message;
  item.direction = Direction::out;
  item.sender = posting.account.user_id;
  item.sender_name = posting.account.display_name;
  item.at_ms = posting.shown_at;
  item.sort_key = item.at_ms;
  item.state = entry.state == OutboxState::sending ? ItemState::sending : ItemState::queued;
  item.text = part.text;
  item.reply_to = posting.way.reply_to;
  item.attachments = descriptions(part.files);
  return item;
}

// Item and outbox entry of one message.
Result<ItemId> post(Connection& connection, Posting& posting, Part& part, const std::string& key,
                    Touched& touched) {
  IX_TRY(OutboxEntry entry, new_entry(connection, posting, part, key));
  cache::StoredItem item = new_item(posting, part, entry);
  IX_TRY(item.id, cache::item_table::insert(connection, item));
  IX_CHECK(attach(connection, item, part.files));
  entry.item = item.id;
  IX_TRY(const OutboxId queued, cache::outbox_table::insert(connection, entry));
  if (entry.state == OutboxState::sending) touched.begun = queued;
  touched.outbox = true;
  touched.files = touched.files || !part.files.empty();
  return item.id;
}

}  // namespace

Status check_route(const StoredRoute& route) {
  if (route.leaving) {
    return Error(ErrorCode::CANNOT_SEND, "you are leaving this conversation: discard that first");
  }
  if (route.can_send) return {};
  if (route.cannot_send_reason == "encrypted") return Error(ErrorCode::ENCRYPTED);
  if (route.cannot_send_reason == kOptedOut) return Error(ErrorCode::OPTED_OUT);
  const std::string reason =
      route.cannot_send_reason.empty() ? "not_allowed" : route.cannot_send_reason;
  return Error(ErrorCode::CANNOT_SEND, "sending is not allowed here: " + reason);
}

Result<ItemId> Store::send(ConversationId conversation, const NewMessage& message,
                           Touched& touched) {
  const bool only_files = message.text.empty() && !message.files.empty();
  if (!only_files) IX_CHECK(check_text(message.text, message.max_content_bytes));
  const Millis now = impl_->now();
  IX_CHECK(check_send_at(message.send_at_ms, now));
  ItemId first;
  const auto rules = impl_->rules();
  const auto work = [&](Connection& connection, Touched& what) -> Status {
    IX_TRY(Way way, choose(connection, conversation, message, *rules, what));
    IX_TRY(auto files, files_to_send(connection, message.files));
    for (size_t i = 0; i < std::min(files.size(), message.scaled_to.size()); ++i) {
      if (message.scaled_to[i] > 0) scale_to(files[i], message.scaled_to[i]);
    }
    IX_TRY(const Account account, cache::account_table::read(connection));
    Posting posting{way, account, message.attempter, message.send_at_ms, now, impl_->backend_now(),
                    {}};
    for (Part& part : parts_of(message, std::move(files))) {
      IX_TRY(const ItemId id,
             post(connection, posting, part, impl_->environment.random.uuid(), what));
      if (!first) first = id;
    }
    RouteWriter writer(connection, std::move(way.route), posting.shown_at);
    writer.note_use();
    return writer.finish(what);
  };
  IX_TRY(Touched changes, impl_->transact(Priority::command, Durability::full, work));
  touched.add(std::move(changes));
  return first;
}

}  // namespace ix::store
