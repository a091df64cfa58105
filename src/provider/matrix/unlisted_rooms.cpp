// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/unlisted_rooms.h"

#include <algorithm>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

constexpr Millis kFirstDelay = 1000;
constexpr Millis kLongestDelay = 30LL * 60 * 1000;

}  // namespace

UnlistedRooms UnlistedRooms::from_json(std::string_view json) {
  UnlistedRooms rooms;
  auto document = json::Document::parse(std::string(json));
  if (!document.ok()) return rooms;
  for (auto [room, user] : document->root().members()) {
    if (is_room_id(room) && is_user_id(user.string())) {
      rooms.add(std::string(room), std::string(user.string()));
    }
  }
  return rooms;
}

std::string UnlistedRooms::to_json() const {
  if (rooms_.empty()) return {};
  json::Writer out;
  out.begin_object();
  for (const auto& [room, entry] : rooms_) out.field(room, entry.user);
  out.end_object();
  return out.take();
}

void UnlistedRooms::add(const std::string& room, const std::string& user) {
  rooms_.try_emplace(room, Entry{user, kFirstDelay, 0});
}

void UnlistedRooms::add_all(const UnlistedRooms& others) {
  for (const auto& [room, entry] : others.rooms_) add(room, entry.user);
}

void UnlistedRooms::settle(const DirectList& list) {
  std::erase_if(rooms_, [&list](const auto& one) { return list.lists(one.first); });
}

std::vector<std::pair<std::string, std::string>> UnlistedRooms::take_due(Millis steady_now) {
  std::vector<std::pair<std::string, std::string>> due;
  for (auto& [room, entry] : rooms_) {
    if (steady_now < entry.due) continue;
    entry.due = steady_now + entry.delay;
    entry.delay = std::min(2 * entry.delay, kLongestDelay);
    due.emplace_back(entry.user, room);
  }
  return due;
}

}  // namespace ix::provider::matrix
