// SPDX-License-Identifier: Apache-2.0
// Routes as the store writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/route.h"

namespace ix::cache {

// A marker that stands below everything: nothing read yet, nothing stored yet.
constexpr int64_t kBelowAll = -(int64_t{1} << 62);

// A route with what only the store needs of it.
struct StoredRoute : Route {
  bool has_call = false;              // holds a call or voicemail
  int64_t peer_read_ord = kBelowAll;  // a peer has read up to here
  std::string peer_read_parked;       // the same, while that item is pruned (its remote id)
  std::string relation_id;            // the newest live relation, and where it stands
  int64_t relation_ord = 0;
  RouteId merged_into;  // a pending route whose items moved to another one
  // History up to this item (its remote id), or to this time, was erased and stays away.
  std::string erased_item;
  Millis erased_ms = 0;
  bool hidden = false;  // erased or left by its calls, and nothing is in it again

  // A merged route shows as the one that took its items.
  bool shows() const { return !merged_into && !hidden; }
};

namespace route_table {

Result<std::optional<StoredRoute>> find(Connection& connection, RouteId id);
// By its current remote id.
Result<std::optional<StoredRoute>> by_remote(Connection& connection, std::string_view remote_id);
// By the remote id of an earlier room of the route.
Result<std::optional<StoredRoute>> by_alias(Connection& connection, std::string_view remote_id);
Result<std::optional<StoredRoute>> by_create_key(Connection& connection, std::string_view key);
// Not merged ones only, oldest first.
Result<std::vector<StoredRoute>> of_peer(Connection& connection, RouteKind kind,
                                         std::string_view user, std::string_view number);
// Groups with exactly these people (people_key), oldest first.
Result<std::vector<StoredRoute>> of_people(Connection& connection, std::string_view people);
Result<std::vector<StoredRoute>> of_contact(Connection& connection, ContactId contact);
// sms and phone routes that no contact owns.
Result<std::vector<StoredRoute>> of_unclaimed_number(Connection& connection,
                                                     std::string_view number);
Result<std::vector<StoredRoute>> unanswered_invites(Connection& connection);
// Current remote ids of the routes that are joined or invited.
Result<std::vector<std::string>> present_remotes(Connection& connection);
// Merged ones too.
Result<std::vector<StoredRoute>> of_conversation(Connection& connection, ConversationId id);
Result<std::vector<StoredRoute>> merged_into(Connection& connection, RouteId id);

Result<RouteId> insert(Connection& connection, const StoredRoute& route);
// Every column of the row route.id.
Status update(Connection& connection, const StoredRoute& route);

}  // namespace route_table
}  // namespace ix::cache
