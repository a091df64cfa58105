// SPDX-License-Identifier: Apache-2.0
#include "bench/floor_send.h"

#include <string_view>

#include "bench/data.h"

namespace ix::bench {

FloorSend::FloorSend(const std::string& path) : floor_(path, FloorWriter::Synchronous::full) {
  item_ = floor_.prepare(
      "INSERT INTO item (route, sort_key, key, kind, direction, sender, sender_name, at_ms, "
      "state,"
      " text) VALUES (?1, ?2, ?3, 0, 1, '@me:example.org', 'Me', ?2, 1, ?4)");
  outbox_ = floor_.prepare(
      "INSERT INTO outbox (route, op, item, key, created_ms)"
      " VALUES (?1, 0, ?4, ?2, ?3)");
  route_ = floor_.prepare(
      "UPDATE route SET activity_ms = ?2, last_used_ms = ?2,"
      " last_item = (SELECT max(id) FROM item) WHERE id = ?1");
  conversation_ = floor_.prepare(
      "UPDATE conversation SET activity_ms = ?2, preview_item = (SELECT max(id) FROM item)"
      " WHERE id = (SELECT conversation FROM route WHERE id = ?1)");
}

void FloorSend::send(int64_t route, int turn, const std::string& text) {
  const std::string key = "floor-key-of-36-characters-" + std::to_string(100'000'000 + turn);
  const int64_t now = kNewest + turn;
  floor_.begin();
  item_->bind(1, route).bind(2, now).bind(3, std::string_view(key));
  item_->bind(4, std::string_view(text)).run();
  const int64_t item = floor_.add_words(route, now, text);
  outbox_->bind(1, route).bind(2, std::string_view(key)).bind(3, now).bind(4, item).run();
  route_->bind(1, route).bind(2, now).run();
  conversation_->bind(1, route).bind(2, now).run();
  floor_.commit();
}

std::vector<int64_t> FloorSend::routes(int count) {
  std::vector<int64_t> out;
  const auto rows = floor_.prepare(
      "SELECT min(id) FROM route WHERE can_send AND state = 1"
      " GROUP BY conversation HAVING count(*) = 1 LIMIT " +
      std::to_string(count));
  while (rows->step()) out.push_back(rows->integer(0));
  return out;
}

}  // namespace ix::bench
