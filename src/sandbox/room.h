// SPDX-License-Identifier: Apache-2.0
// Rooms and their events, as the sandbox keeps them in memory.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json_writer.h"
#include "sandbox/event_log.h"

namespace ix::sandbox {

struct Membership {
  std::string value;              // join, invite, leave, ban
  StreamPosition changed_at = 0;  // when it took this value
  bool is_direct = false;
  std::string inviter;
};

struct Receipt {
  std::string event_id;
  bool is_private = false;
  Millis at_ms = 0;
  StreamPosition position = 0;
};

// One room. Events only grow; redaction empties a content in place.
class Room {
 public:
  Room(std::string id, std::string creator) : id_(std::move(id)), creator_(std::move(creator)) {}

  const std::string& id() const { return id_; }
  const EventLog& events() const { return events_; }
  const Event* find(std::string_view event_id) const;
  Event* find(std::string_view event_id);
  // The current state event, or null.
  const Event* state(std::string_view type, std::string_view key = {}) const;
  const std::map<std::string, Membership>& members() const { return members_; }
  std::string_view membership(std::string_view user) const;
  bool is_joined(std::string_view user) const { return membership(user) == "join"; }

  // Of every event that is or was state, oldest first.
  const std::vector<size_t>& state_indices() const { return state_indices_; }

  void append(Event event);
  void add_backlog(Backlog backlog) { events_.add_backlog(std::move(backlog)); }

  // Power levels (Matrix client-server API, m.room.power_levels); a creator has no limit (room
  // version 12).
  bool may_send(std::string_view user, std::string_view type, bool is_state) const;
  bool may(std::string_view user, std::string_view action, int64_t default_level) const;
  std::string_view join_rule() const { return join_rule_; }

  // By user; a public and a private receipt share the place: the later one counts.
  std::map<std::string, Receipt> receipts;
  std::set<std::string> typing;  // users
  StreamPosition typing_changed = 0;

 private:
  struct Powers {
    std::map<std::string, int64_t> users, events, actions;
    int64_t users_default = 0, events_default = 0, state_default = 50;
  };
  int64_t power(std::string_view user) const;
  void note_state(const Event& event);

  std::string id_;
  std::string creator_;
  EventLog events_;
  std::vector<size_t> state_indices_;
  std::map<std::string, size_t, std::less<>> by_id_;
  std::map<std::pair<std::string, std::string>, size_t> state_;
  std::map<std::string, Membership> members_;
  Powers powers_;
  std::string join_rule_ = "invite";
};

// The event as its reader sees it: age, the sending device's transaction id, the redaction.
struct Reader {
  std::string_view user;
  std::string_view device;
  Millis now = 0;
};
// `room_id` is left out of a sync's events.
void write_event(json::Writer& writer, const Room& room, const Event& event, const Reader& reader,
                 bool with_room_id);
// Type, state key, sender and content only: the state that an invitation shows.
void write_stripped(json::Writer& writer, const Event& event);

}  // namespace ix::sandbox
