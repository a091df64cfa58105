// SPDX-License-Identifier: Apache-2.0
// Change sets: what a provider read, in the model's terms. The only thing the store ingests.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/consent.h"
#include "model/item.h"
#include "model/route.h"

namespace ix {

// Someone the backend knows. Members of the company become contacts of kind `member`.
struct PersonChange {
  std::string user_id;
  std::string name;
  std::string number;  // E.164 for a ghost of the SMS bridge
  bool is_member = false;
};

// What the backend says of a route as a whole. Replaces what was known, but for local flags.
struct RouteChange {
  RouteKind kind = RouteKind::channel;
  RouteState state = RouteState::joined;
  std::string create_key;
  std::string peer_user;
  std::string peer_number;
  std::string own_number;
  std::string title;
  std::string topic;
  bool can_send = true;
  std::string cannot_send_reason;
  bool is_direct_invite = false;  // invited
  std::string inviter;            // invited
  std::string replaces;           // remote id of the room that this one continues (upgrade)
  // group: whom it is with (people_key); empty: not known of all
  std::string people;
};

// One timeline entry. `item.id`, `route`, `ord` and `sort_key` are the store's to give.
struct RemoteItem {
  Item item;
};

// Something said about another item, which may not be stored yet: then it is parked. Without a
// target nothing is said: an event that shows nowhere, and that read markers may stand on; or the
// gateway's own word on consent, which is about the route.
struct RelationChange {
  enum class Kind : int32_t { edit = 0, redaction = 1, delivery = 2, reaction = 3, consent = 4 };
  Kind kind = Kind::edit;
  std::string remote_id;                         // its own id: the same relation twice is one
  std::string target;                            // remote id of the item
  std::string sender;                            // an edit counts only from the target's sender
  std::string text;                              // edit: the new text; reaction: its key
  std::string key;                               // own edit: the client key it was sent with
  bool own = false;                              // reaction: by oneself
  std::optional<Call> call;                      // edit of a call record: its new facts
  std::vector<Attachment> attachments;           // and its audio; empty: as before
  ItemState state = ItemState::accepted;         // delivery
  std::optional<Failure> failure;                // delivery that failed
  ConsentState consent = ConsentState::unknown;  // consent: opted_in or opted_out
  Millis at_ms = 0;                              // consent: when
};

// What the backend keeps of the user's flags; nullopt: no word of it.
struct FlagChanges {
  std::optional<bool> muted;
  std::optional<bool> pinned;
  std::optional<bool> archived;
  std::optional<bool> marked_unread;

  bool empty() const { return !muted && !pinned && !archived && !marked_unread; }
};

// Changes of one route: the unit of an ingest chunk, and idempotent by remote id.
struct RouteChanges {
  std::string remote_id;
  std::optional<RouteChange> route;
  // Oldest first, as the stream delivered them.
  std::vector<RemoteItem> items;
  std::vector<RelationChange> relations;
  // Unknown events lie between what was stored before and items.front(); `gap_token` reads them. A
  // provider that cannot know says so with every list that is not the whole: where an item is
  // stored already, the store sees that nothing lies between.
  bool limited = false;
  std::string gap_token;
  // items.front() is the first item the route ever had.
  bool from_start = false;
  // Own read marker (remote id), and the newest item a peer has read (remote id).
  std::string own_read;
  std::vector<std::string> peer_read;
  FlagChanges flags;
  // The provider's own facts about the route, kept with it; empty: unchanged.
  std::string memory;
};

// Somebody who is writing.
struct Typist {
  std::string user;
  std::string name;
};

// Everybody who is writing in a route now, oneself left out. Never stored: the engine holds it.
struct RouteTyping {
  std::string remote_route;
  std::vector<Typist> typists;  // nobody: all have stopped
};

// One batch of a stream, or a part of one. The store applies the routes in order and `next_token`
// with the last.
struct ChangeSet {
  std::vector<PersonChange> people;
  std::vector<RouteChanges> routes;
  // The provider's facts that belong to no route: (key, value).
  std::vector<std::pair<std::string, std::string>> memory;
  std::string next_token;
  // Routes where it changed who is writing.
  std::vector<RouteTyping> typing = {};
  // How far the backend's clock is ahead of ours (negative: behind); nullopt: unknown.
  std::optional<Millis> clock_ahead_ms = std::nullopt;
};

// A page of older history of one route, newest first.
struct HistoryPage {
  std::string from_token;  // the token it was asked with: a stale answer is recognised
  std::vector<RemoteItem> items;
  std::vector<RelationChange> relations;
  // Events that show nowhere, and the item of this page each follows; empty: an older one. A read
  // marker that waits for such an event is told where it stands.
  std::vector<std::pair<std::string, std::string>> passed;
  std::string next_token;  // empty: the route begins here
};

}  // namespace ix
