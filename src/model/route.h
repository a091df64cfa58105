// SPDX-License-Identifier: Apache-2.0
// Routes, conversations and contacts: who one talks with, and over which way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/consent.h"
#include "model/ids.h"

namespace ix {

// The numbers are stored and cross the C ABI: never renumber.
enum class RouteKind : int32_t { internal = 0, sms = 1, channel = 2, group = 3, phone = 4 };
constexpr int kRouteKindCount = 5;
// Whether a contact's user or number makes such a route its own.
constexpr bool can_be_claimed(RouteKind kind) {
  return kind == RouteKind::internal || kind == RouteKind::sms || kind == RouteKind::phone;
}
enum class RouteState : int32_t { pending = 0, joined = 1, invited = 2, left = 3 };
enum class ConversationKind : int32_t { contact = 0, number = 1, channel = 2, group = 3 };
constexpr int kConversationKindCount = 4;
enum class ContactKind : int32_t { external = 0, member = 1 };  // also the order of claims

// What the user says of a conversation; stored with each of its routes.
enum class RouteFlag : int32_t { muted = 0, pinned = 1, archived = 2, marked_unread = 3 };
constexpr int kRouteFlagCount = 4;

const char* route_kind_name(RouteKind kind);
const char* conversation_kind_name(ConversationKind kind);
const char* contact_kind_name(ContactKind kind);

// One way to reach a peer: one room at the backend, or none yet (pending).
struct Route {
  RouteId id;
  RouteKind kind = RouteKind::internal;
  RouteState state = RouteState::pending;
  std::string remote_id;    // empty while pending
  std::string create_key;   // client id of our own creation request, so that it is recognised
  std::string peer_user;    // internal: the colleague; sms: the ghost
  std::string peer_number;  // sms, phone: E.164
  std::string own_number;   // sms, phone: E.164; empty: the account's only number
  std::string people;       // group: whom it is with (people_key); empty: not known of all
  std::string title;        // channel, group: its name; else what the backend shows for the peer
  std::string topic;
  bool is_direct_invite = false;
  std::string inviter;
  // Leaving it is on its way: nothing is sent there any more, whatever can_send says.
  bool leaving = false;
  bool can_send = true;
  // A key: "no_permission", "encrypted", "calls_only", "invited", "opted_out" (consent is
  // `refused`, and nothing else is in the way); once the route has ended "left", "removed" (by
  // somebody), "banned", "invite_withdrawn", "upgraded" (it goes on in a room that one is not in).
  // What the destination policy says is not stored: it is asked when it matters.
  std::string cannot_send_reason;
  ConsentState consent = ConsentState::unknown;  // sms: what the ledger says of its pair

  ContactId contact;            // the one contact that owns it, if any
  ConversationId conversation;  // where it is shown

  int64_t head_ord = 0;     // highest ord given in this route
  bool begins = false;      // the start of its history is stored
  int64_t read_ord = 0;     // own read marker
  std::string read_parked;  // own read marker on an item not stored yet (its remote id)
  int32_t unread = 0;
  bool unread_lower_bound = false;

  bool muted = false;
  bool pinned = false;
  bool archived = false;
  bool marked_unread = false;
  std::string draft;
  Millis draft_ms = 0;
  std::string draft_reply;  // remote id of the item of this route that the draft answers

  Millis activity_ms = 0;  // 0: no message or call yet
  ItemId last_item;        // the item that made the activity; shown as preview
  Millis last_inbound_ms = 0;
  Millis last_used_ms = 0;
  Millis chosen_ms = 0;  // when the user made it the default; 0: not
};

bool& flag_of(Route& route, RouteFlag flag);

struct Contact {
  ContactId id;
  ContactKind kind = ContactKind::external;
  std::string source;     // "host", "directory"
  std::string source_id;  // unique in its source
  std::string name;
  std::vector<std::string> numbers;  // E.164
  std::vector<std::string> extensions;
  std::vector<std::string> users;
};

// What a person sees as one row. Derived from its routes, stored for fast lists.
struct Conversation {
  ConversationId id;
  ConversationKind kind = ConversationKind::contact;
  ContactId contact;
  std::string title;
  Millis activity_ms = 0;
  ItemId preview_item;
  int32_t unread = 0;
  bool unread_lower_bound = false;
  bool pinned = false;         // any route
  bool marked_unread = false;  // any route
  bool muted = false;          // all routes
  bool archived = false;       // all routes
  bool can_send = false;
  std::string draft;     // the newest
  uint32_t presets = 0;  // bit (1 << Preset) for each preset it belongs to
};

// Named filters. `all_` leaves out archived conversations like every preset but `archived`.
enum class Preset : int32_t {
  all = 0,
  direct = 1,
  channels = 2,
  external = 3,
  internal = 4,
  calls = 5,
  unread = 6,
  archived = 7,
};
constexpr int kPresetCount = 8;
const char* preset_name(Preset preset);
std::optional<Preset> preset_from_name(std::string_view name);

// The presets a conversation belongs to, from what is known of its routes.
struct PresetFacts {
  ConversationKind kind = ConversationKind::contact;
  bool has_internal = false;
  bool has_sms = false;
  bool has_call = false;    // holds a call or voicemail
  bool has_unread = false;  // unread items, or marked unread
  bool archived = false;
};
uint32_t presets_of(const PresetFacts& facts);

}  // namespace ix
