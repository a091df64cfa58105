// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/direct_list.h"

#include "base/json_writer.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

bool holds(json::Value rooms, std::string_view room) {
  for (const json::Value entry : rooms.elements()) {
    if (entry.string() == room) return true;
  }
  return false;
}

}  // namespace

DirectList DirectList::from_content(json::Value content) {
  DirectList list;
  for (auto [user, rooms] : content.members()) {
    if (!is_user_id(user)) continue;
    for (const json::Value room : rooms.elements()) {
      if (is_room_id(room.string())) list.rooms_[std::string(room.string())].emplace(user);
    }
  }
  return list;
}

DirectList DirectList::from_json(std::string_view json) {
  auto document = json::Document::parse(std::string(json));
  return document.ok() ? from_content(document->root()) : DirectList();
}

std::vector<std::string> DirectList::users_of(std::string_view room) const {
  const auto found = rooms_.find(room);
  if (found == rooms_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::set<std::string> DirectList::changed_rooms(const DirectList& other) const {
  std::set<std::string> changed;
  const auto compare = [&changed](const DirectList& from, const DirectList& to) {
    for (const auto& [room, users] : from.rooms_) {
      const auto found = to.rooms_.find(room);
      if (found == to.rooms_.end() || found->second != users) changed.insert(room);
    }
  };
  compare(*this, other);
  compare(other, *this);
  return changed;
}

bool is_direct_content(json::Value content) {
  if (!content.is_object()) return false;
  bool any = false;
  bool any_user = false;
  for (const auto& [user, rooms] : content.members()) {
    any = true;
    any_user = any_user || is_user_id(user);
  }
  return any_user || !any;
}

std::string merged_direct_content(json::Value content,
                                  const std::vector<std::pair<std::string, std::string>>& add) {
  std::map<std::string, std::set<std::string>> missing;
  for (const auto& [user, room] : add) {
    if (!holds(content[user], room)) missing[user].insert(room);
  }
  if (missing.empty()) return {};
  json::Writer out;
  out.begin_object();
  for (auto [user, rooms] : content.members()) {
    const auto wanted = missing.find(std::string(user));
    if (wanted == missing.end()) {
      out.key(user).raw(rooms.dump());
      continue;
    }
    // An entry that is no list gives way to ours, written below.
    if (!rooms.is_array()) continue;
    out.key(user).begin_array();
    for (const json::Value room : rooms.elements()) out.raw(room.dump());
    for (const std::string& room : wanted->second) out.string(room);
    out.end_array();
    missing.erase(wanted);
  }
  for (const auto& [user, rooms] : missing) {
    out.key(user).begin_array();
    for (const std::string& room : rooms) out.string(room);
    out.end_array();
  }
  out.end_object();
  return out.take();
}

}  // namespace ix::provider::matrix
