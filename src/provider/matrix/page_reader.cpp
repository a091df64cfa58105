// SPDX-License-Identifier: Apache-2.0
// Receipts, and pages of older history.
#include <algorithm>

#include "provider/matrix/batch_reader.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

// The account's receipts in one batch: the latest of them counts.
struct OwnRead {
  std::string event;
  Millis at_ms = -1;
};

void read_receipt(std::string_view event, json::Value readers, const World& world, bool direct,
                  OwnRead& own, std::vector<std::string>& peers) {
  for (auto [user, receipt] : readers.members()) {
    // A receipt inside a thread says nothing of the rest.
    const std::string_view thread = receipt["thread_id"].string("main");
    if (thread != "main" || !receipt.is_object()) continue;
    const Millis at = std::max<Millis>(receipt["ts"].integer_or(0), 0);
    if (user == world.self) {
      if (at > own.at_ms) own = {std::string(event), at};
    } else if (direct && std::find(peers.begin(), peers.end(), event) == peers.end()) {
      peers.emplace_back(event);
    }
  }
}

// An invitation whose end is not on this page: what is over by now cannot be going on.
void close_calls(HistoryPage& page, const RoomFacts& open) {
  for (RemoteItem& entry : page.items) {
    Item& item = entry.item;
    if (!item.call || item.call->outcome != CallOutcome::ongoing) continue;
    const auto found = open.calls.find(item.call->id);
    if (found == open.calls.end() || found->second.event != item.remote_id) continue;
    item.call->outcome =
        found->second.answered_ms > 0 ? CallOutcome::answered : CallOutcome::missed;
  }
}

}  // namespace

void add_outcome(Outcome outcome, std::vector<RemoteItem>& items,
                 std::vector<RelationChange>& relations) {
  if (outcome.item) items.push_back({std::move(*outcome.item)});
  if (!outcome.relation) return;
  if (outcome.relation->call) {
    for (RemoteItem& entry : items) {
      Item& item = entry.item;
      if (item.remote_id != outcome.relation->target || !item.call ||
          item.call->outcome != CallOutcome::ongoing) {
        continue;
      }
      item.call = std::move(outcome.relation->call);
      return;
    }
  }
  relations.push_back(std::move(*outcome.relation));
}

void read_receipts(json::Value section, const World& world, const Standing& standing,
                   RouteChanges& out) {
  OwnRead own;
  for (const json::Value event : section["ephemeral"]["events"].elements()) {
    if (event["type"].string() != "m.receipt") continue;
    for (auto [id, kinds] : event["content"].members()) {
      if (id.empty() || id.size() > kMaxId) continue;
      for (const char* kind : {"m.read", "m.read.private"}) {
        read_receipt(id, kinds[kind], world, standing.direct(), own, out.peer_read);
      }
    }
  }
  for (const json::Value event : section["account_data"]["events"].elements()) {
    if (event["type"].string() != "m.fully_read" || !own.event.empty()) continue;
    const std::string_view id = event["content"]["event_id"].string();
    if (id.size() <= kMaxId) own.event = std::string(id);
  }
  out.own_read = std::move(own.event);
}

std::optional<RouteTyping> read_typing(const std::string& room, json::Value section,
                                       const RoomFacts& facts, const World& world) {
  constexpr size_t kMost = 20;  // no screen names more
  std::optional<RouteTyping> out;
  for (const json::Value event : section["ephemeral"]["events"].elements()) {
    const json::Value users = event["content"]["user_ids"];
    if (event["type"].string() != "m.typing" || !users.is_array()) continue;
    out = RouteTyping{room, {}};
    for (const json::Value one : users.elements()) {
      const std::string_view user = one.string();
      if (!is_user_id(user) || user == world.self || world.is_bot(facts, user)) continue;
      if (out->typists.size() == kMost) break;
      out->typists.push_back({std::string(user), shown_name(facts, world, user)});
    }
  }
  return out;
}

Result<HistoryPage> read_history(json::Value root, const RoomFacts& facts, const Standing& standing,
                                 const World& world, std::string token) {
  const json::Value chunk = root["chunk"];
  if (!root.is_object() || !chunk.is_array()) {
    return Error(ErrorCode::BAD_RESPONSE, "the reply is no page of history");
  }
  // Names as far as they are known; memberships are of today and say nothing about then.
  RoomFacts running = facts;
  running.calls.clear();
  for (auto& [user, member] : running.members) member.membership.clear();
  for (const json::Value event : root["state"].elements()) {
    const std::string_view user = event["state_key"].string();
    if (event["type"].string() != "m.room.member" || !is_user_id(user)) continue;
    const std::string name = bounded(event["content"]["displayname"].string(), kMaxName);
    if (running.name_of(user).empty() && !name.empty()) {
      running.members[std::string(user)] = {{}, name};
    }
  }
  std::vector<json::Value> events;
  for (const json::Value event : chunk.elements()) {
    if (event.is_object()) events.push_back(event);
  }
  std::reverse(events.begin(), events.end());  // relations are read in the order they were made

  HistoryPage page;
  bool begins = false;
  const RoomFacts latest = running;
  for (const json::Value event : events) {
    Outcome outcome = read_event(event, {world, standing, running, latest});
    const std::string_view id = event["event_id"].string();
    if (!outcome.item && !id.empty() && id.size() <= kMaxId) {
      page.passed.emplace_back(id, page.items.empty() ? "" : page.items.back().item.remote_id);
    }
    add_outcome(std::move(outcome), page.items, page.relations);
    if (!event["state_key"].is_string()) continue;
    if (event["type"].string() == "m.room.create") begins = true;
    if (event["type"].string() == "m.room.member") running.apply_state(event, world.self);
  }
  close_calls(page, running);
  std::reverse(page.items.begin(), page.items.end());
  // Newest first, too: of several edits of one message the first one counts.
  std::reverse(page.relations.begin(), page.relations.end());
  const std::string_view end = root["end"].string();
  // A page that leads to itself and brings nothing would be asked for without end.
  const bool stuck = events.empty() && end == token;
  if (!begins && !stuck) page.next_token = std::string(end);
  page.from_token = std::move(token);
  return page;
}

}  // namespace ix::provider::matrix
