// SPDX-License-Identifier: Apache-2.0
// Replies of /sync and /messages, in the model's terms.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_reader.h"
#include "base/result.h"
#include "model/change_set.h"
#include "provider/matrix/events.h"
#include "provider/matrix/room_view.h"
#include "provider/provider.h"

namespace ix::provider::matrix {

// Keys of ChangeSet::memory.
constexpr char kDirectKey[] = "m.direct";
constexpr char kBridgeKey[] = "sms_bridge";
constexpr char kUnlistedKey[] = "unlisted_direct";

// A /sync reply as a whole or its end, or an earlier part of a large one.
enum class SyncPiece { part, last };

// The rooms that a sync without a token named so far, in all its parts.
using RollCall = std::set<std::string, std::less<>>;

// Reads one /sync reply, or a part of one, against what is remembered. Made for one reply;
// `world.direct` is updated when the reply brings a new m.direct. Outlived by world and memory.
class SyncReader {
 public:
  // `roll`: of a sync without a token, else null.
  SyncReader(World& world, Memory& memory, RollCall* roll)
      : world_(world), memory_(memory), roll_(roll) {}

  // BAD_RESPONSE when it is no sync reply; then `world` is untouched. Once.
  Result<ChangeSet> read(json::Value root, SyncPiece piece);
  // Direct rooms that we made or accepted, and that m.direct does not list: (peer, room).
  const std::vector<std::pair<std::string, std::string>>& unlisted() const { return unlisted_; }
  // Rooms that a colleague just moved one of ours to, and that we are not in.
  const std::vector<std::string>& heirs() const { return heirs_; }

 private:
  struct Room {
    json::Value section;  // missing: only its route is to be told again
    bool known = false;   // remembered
    RoomFacts before;
    RoomFacts after;
  };

  void read_account_data(json::Value events);
  // Stored as joined or invited.
  bool is_present(const std::string& id);
  void add_rooms(json::Value rooms, const char* section, const char* membership);
  void add_retold(const std::string& id);
  void add_upgraded();
  void note_heirs();
  // Rooms that are remembered as present, and that a complete roll call did not name.
  void add_gone();
  bool is_hidden(const std::string& id, const Room& room);
  const RoomFacts* facts_of(const std::string& id);
  std::string replaced_by(const std::string& id, const RoomFacts& facts, bool remembered);
  RouteChanges changes_of(const std::string& id, Room& room);
  void read_timeline(Room& room, const Standing& standing, RouteChanges& out);
  void note_people(const Room& room);

  World& world_;
  Memory& memory_;
  RollCall* roll_;
  std::optional<World> old_world_;  // when the reply changes what `world_` says
  std::map<std::string, Room> rooms_;
  std::map<std::string, RoomFacts> looked_up_;  // rooms outside the reply
  std::map<std::string, PersonChange> people_;
  std::vector<std::pair<std::string, std::string>> unlisted_;
  std::vector<std::string> heirs_;
  ChangeSet out_;
};

// Adds what an event said. A call's end goes into the call's item when that is of the same batch.
void add_outcome(Outcome outcome, std::vector<RemoteItem>& items,
                 std::vector<RelationChange>& relations);

// Receipts of a room's `ephemeral`, and the account's own marker.
void read_receipts(json::Value section, const World& world, const Standing& standing,
                   RouteChanges& out);

// Who is writing in a room, ourselves left out; nullopt: nothing is said.
std::optional<RouteTyping> read_typing(const std::string& room, json::Value section,
                                       const RoomFacts& facts, const World& world);

// A person, as far as member events tell: colleagues on our own server, and ghosts.
std::optional<PersonChange> person_of(std::string_view user_id, std::string_view name,
                                      const World& world);

// BAD_RESPONSE when it is no page of history.
Result<HistoryPage> read_history(json::Value root, const RoomFacts& facts, const Standing& standing,
                                 const World& world, std::string token);

}  // namespace ix::provider::matrix
