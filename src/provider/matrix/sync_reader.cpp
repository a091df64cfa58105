// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "provider/matrix/batch_reader.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

constexpr size_t kMaxToken = 16 * 1024;

// Spaces are folders of rooms, not conversations. They are remembered with the account, because a
// later batch does not repeat what kind of room it is.
std::string hidden_key(const std::string& room) {
  return "hidden:" + room;
}

template <class Visit>
void each_event(json::Value section, const char* part, Visit visit) {
  for (const json::Value event : section[part]["events"].elements()) {
    if (event.is_object()) visit(event);
  }
}

// A server also tells of rooms whose unread count changed, which is counted here, not there.
bool says_nothing(const RouteChanges& changes) {
  return !changes.route && changes.items.empty() && changes.relations.empty() && !changes.limited &&
         changes.own_read.empty() && changes.peer_read.empty() && changes.flags.empty() &&
         changes.memory.empty();
}

bool is_state(json::Value event) {
  return event["state_key"].is_string();
}

}  // namespace

Result<ChangeSet> SyncReader::read(json::Value root, SyncPiece piece) {
  const std::string_view next =
      piece == SyncPiece::last ? root["next_batch"].string() : std::string_view();
  const bool named = piece == SyncPiece::part || !next.empty();
  if (!root.is_object() || !named || next.size() > kMaxToken) {
    return Error(ErrorCode::BAD_RESPONSE, "the reply is no sync reply");
  }
  out_.next_token = std::string(next);
  read_account_data(root["account_data"]["events"]);
  const json::Value rooms = root["rooms"];
  add_rooms(rooms["join"], "join", "join");
  add_rooms(rooms["invite"], "invite", "invite");
  add_rooms(rooms["leave"], "leave", "leave");
  if (old_world_) {
    for (const auto& id : old_world_->direct.changed_rooms(world_.direct)) add_retold(id);
    for (const auto& id : old_world_->muted) {
      if (!world_.muted.contains(id)) add_retold(id);
    }
    for (const auto& id : world_.muted) {
      if (!old_world_->muted.contains(id)) add_retold(id);
    }
  }
  if (roll_ && piece == SyncPiece::last) add_gone();
  add_upgraded();
  note_heirs();

  // A room goes after the one it continues, which the store must know by then.
  std::vector<RouteChanges> later;
  for (auto& [id, room] : rooms_) {
    if (is_hidden(id, room)) continue;
    RouteChanges changes = changes_of(id, room);
    if (auto typing = read_typing(id, room.section, room.after, world_)) {
      out_.typing.push_back(std::move(*typing));
    }
    note_people(room);
    if (says_nothing(changes)) continue;
    const bool continues = changes.route && !changes.route->replaces.empty();
    (continues ? later : out_.routes).push_back(std::move(changes));
  }
  for (RouteChanges& changes : later) out_.routes.push_back(std::move(changes));
  for (auto& [id, person] : people_) out_.people.push_back(std::move(person));
  return std::move(out_);
}

void SyncReader::read_account_data(json::Value events) {
  for (const json::Value event : events.elements()) {
    const json::Value content = event["content"];
    if (!content.is_object()) continue;
    if (event["type"].string() == kDirectKey) {
      if (!old_world_) old_world_ = world_;
      world_.direct = DirectList::from_content(content);
      out_.memory.emplace_back(kDirectKey, content.dump());
    } else if (event["type"].string() == "m.push_rules") {
      if (!old_world_) old_world_ = world_;
      world_.muted = muted_in(content);
      out_.memory.emplace_back(kMutedKey, muted_to_json(world_.muted));
    }
  }
}

bool SyncReader::is_present(const std::string& id) {
  const auto present = memory_.present_routes();
  return std::find(present.begin(), present.end(), id) != present.end();
}

void SyncReader::add_rooms(json::Value rooms, const char* section, const char* membership) {
  const bool invited = std::string_view(section) == "invite";
  const bool left = std::string_view(section) == "leave";
  for (auto [key, value] : rooms.members()) {
    if (!is_room_id(key) || !value.is_object()) continue;
    const std::string id(key);
    if (roll_) roll_->insert(id);
    Room room;
    const std::string memory = memory_.route(id);
    room.known = !memory.empty();
    // Left before it was ever seen here, say an invitation declined on another device; but not one
    // that was made or joined here, and left elsewhere before it was read.
    if (left && !room.known && !is_present(id)) continue;
    room.section = value;
    room.before = RoomFacts::from_json(memory);
    room.after = room.before;
    RoomFacts& facts = room.after;
    facts.membership = membership;
    const auto apply = [&](json::Value event) {
      if (is_state(event)) facts.apply_state(event, world_.self);
    };
    each_event(value, invited ? "invite_state" : "state", apply);
    each_event(value, "timeline", apply);
    // The server's last count had ourselves in it; a left room gets no new one.
    if (left && room.before.membership == "join" && facts.joined) --*facts.joined;
    facts.apply_summary(value["summary"]);
    rooms_.insert_or_assign(id, std::move(room));
  }
}

void SyncReader::add_retold(const std::string& id) {
  if (rooms_.find(id) != rooms_.end()) return;
  const std::string memory = memory_.route(id);
  if (memory.empty()) return;
  Room room;
  room.known = true;
  room.before = RoomFacts::from_json(memory);
  room.after = room.before;
  rooms_.emplace(id, std::move(room));
}

// Nobody says how these ended: they are simply not there any more.
void SyncReader::add_gone() {
  for (const std::string& id : memory_.present_routes()) {
    if (roll_->contains(id)) continue;
    add_retold(id);
    const auto room = rooms_.find(id);
    if (room == rooms_.end()) continue;  // made here a moment ago, and never read yet
    room->second.after.membership = "leave";
    room->second.after.ended.clear();
  }
}

// The old room's word may come after the new room: then the new one is told again, as its heir.
void SyncReader::add_upgraded() {
  std::vector<std::string> heirs;
  for (const auto& [id, room] : rooms_) {
    if (!room.after.replacement.empty() && room.after.replacement != room.before.replacement) {
      heirs.push_back(room.after.replacement);
    }
  }
  for (const std::string& heir : heirs) add_retold(heir);
}

// Only what happens now is followed: not the upgrades of years ago, when everything is read anew.
void SyncReader::note_heirs() {
  for (const auto& [id, room] : rooms_) {
    const RoomFacts& facts = room.after;
    const bool now = room.known && facts.replacement != room.before.replacement;
    if (!now || facts.membership != "join") continue;
    // As with invitations: colleagues may move us, a stranger's server may not.
    if (server_of(facts.upgrader) != server_of(world_.self)) continue;
    if (facts_of(facts.replacement)->membership.empty()) heirs_.push_back(facts.replacement);
  }
}

bool SyncReader::is_hidden(const std::string& id, const Room& room) {
  if (room.after.type == "m.space") {
    out_.memory.emplace_back(hidden_key(id), "space");
    return true;
  }
  return !room.known && !memory_.account(hidden_key(id)).empty();
}

const RoomFacts* SyncReader::facts_of(const std::string& id) {
  if (const auto here = rooms_.find(id); here != rooms_.end()) return &here->second.after;
  auto found = looked_up_.find(id);
  if (found == looked_up_.end()) {
    found = looked_up_.emplace(id, RoomFacts::from_json(memory_.route(id))).first;
  }
  return &found->second;
}

// Any room may name a predecessor; it is believed when that room names this one as its heir.
std::string SyncReader::replaced_by(const std::string& id, const RoomFacts& facts,
                                    bool remembered) {
  if (facts.predecessor.empty() || facts.predecessor == id) return {};
  const auto here = rooms_.find(facts.predecessor);
  const RoomFacts* older =
      remembered && here != rooms_.end() ? &here->second.before : facts_of(facts.predecessor);
  return older->replacement == id ? facts.predecessor : std::string();
}

RouteChanges SyncReader::changes_of(const std::string& id, Room& room) {
  RouteChanges out;
  out.remote_id = id;
  const std::string replaces = replaced_by(id, room.after, false);
  RouteChange route = route_of(id, room.after, world_, replaces);
  const World& old_world = old_world_ ? *old_world_ : world_;
  const bool changed =
      !room.known ||
      !same_route(route, route_of(id, room.before, old_world, replaced_by(id, room.before, true)));
  if (changed) out.route = std::move(route);
  const Standing standing = standing_of(id, room.after, world_, replaces);
  if (standing.direct() && room.after.membership == "join" && room.after.made_direct() &&
      !world_.direct.lists(id)) {
    unlisted_.emplace_back(standing.peer, id);
  }
  const bool told_all =
      roll_ && room.known && room.section.exists() && room.after.membership == "join";
  out.flags = flags_in(room.section["account_data"], told_all);
  const bool muted = world_.muted.contains(id);
  if (!room.known || muted != old_world.muted.contains(id)) out.flags.muted = muted;
  if (!room.section.exists()) {
    if (room.after.membership != room.before.membership) out.memory = room.after.to_json();
    return out;
  }

  read_timeline(room, standing, out);
  read_receipts(room.section, world_, standing, out);
  // A marker on what is not shown stands on the item before it.
  out.own_read = room.after.marked(std::move(out.own_read));
  for (std::string& marker : out.peer_read) marker = room.after.marked(std::move(marker));
  std::vector<std::string> recent;
  for (const RemoteItem& item : out.items) recent.push_back(item.item.sender);
  room.after.trim(recent, world_.self);
  const std::string memory = room.after.to_json();
  if (!room.known || memory != room.before.to_json()) out.memory = memory;
  return out;
}

void SyncReader::read_timeline(Room& room, const Standing& standing, RouteChanges& out) {
  const json::Value timeline = room.section["timeline"];
  RoomFacts running = room.before;
  each_event(room.section, "state", [&](json::Value event) {
    if (is_state(event)) running.apply_state(event, world_.self);
  });
  // The item that came last. The store is asked only for an event that comes before any item of the
  // batch; what a gap hides is not known.
  std::optional<std::string> before;
  if (timeline["limited"].boolean()) before.emplace();
  std::string last_unshown;  // follows no item that is known: its place will be asked for later
  each_event(room.section, "timeline", [&](json::Value event) {
    Outcome outcome = read_event(event, {world_, standing, running, room.after});
    const std::string_view id = event["event_id"].string();
    if (outcome.item) {
      before = outcome.item->remote_id;
      last_unshown.clear();
    } else if (!id.empty() && id.size() <= kMaxId) {
      if (!before) before = memory_.newest_item(out.remote_id);
      if (!before->empty()) room.after.pass(std::string(id), *before);
      last_unshown = before->empty() && !outcome.relation ? std::string(id) : std::string();
    }
    add_outcome(std::move(outcome), out.items, out.relations);
    if (!is_state(event)) return;
    running.apply_state(event, world_.self);
    if (event["type"].string() == "m.room.create") out.from_start = true;
  });
  if (!last_unshown.empty()) {
    RelationChange place;
    place.remote_id = std::move(last_unshown);
    out.relations.push_back(std::move(place));
  }
  room.after.calls = running.calls;
  if (timeline["limited"].boolean() && !out.from_start) {
    out.limited = true;
    const std::string_view token = timeline["prev_batch"].string();
    if (token.size() <= kMaxToken) out.gap_token = std::string(token);
  }
}

void SyncReader::note_people(const Room& room) {
  for (const auto& [user, member] : room.after.members) {
    if (member.membership != "join" && member.membership != "invite") continue;
    if (user == world_.self || world_.is_bot(room.after, user)) continue;
    const auto before = room.before.members.find(user);
    const bool news = before == room.before.members.end() || before->second.name != member.name;
    if (!news) continue;
    if (auto person = person_of(user, member.name, world_)) people_[user] = std::move(*person);
  }
}

std::optional<PersonChange> person_of(std::string_view user_id, std::string_view name,
                                      const World& world) {
  if (!is_user_id(user_id) || user_id == world.self) return std::nullopt;
  PersonChange person;
  person.user_id = std::string(user_id);
  person.name = bounded(name, kMaxName);
  person.number = world.bridge.number_of(user_id);
  person.is_member = person.number.empty() && server_of(user_id) == server_of(world.self);
  if (person.name.empty() && person.number.empty()) person.name = std::string(localpart(user_id));
  return person;
}

}  // namespace ix::provider::matrix
