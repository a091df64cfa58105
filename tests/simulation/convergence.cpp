// SPDX-License-Identifier: Apache-2.0
#include "simulation/convergence.h"

#include <algorithm>
#include <map>
#include <set>

#include "simulation/cache_query.h"

namespace ix::simulation {
namespace {

// One device's cache in words that do not depend on its local ids.
struct Room {
  std::string route;               // what it is
  std::vector<std::string> items;  // oldest first
  std::string read_up_to;          // the newest of those that count as unread until they are read
  bool read_up_to_call = false;
  int64_t unread = 0;
};
struct View {
  std::map<std::string, Room> rooms;
  std::vector<std::string> problems;
};

template <class Row>
void query(engine::Engine& engine, const char* sql, View& view, Row row) {
  const Status read = each_row(engine, sql, row);
  if (!read.ok()) view.problems.push_back("converge: " + read.error().message);
}

View view_of(engine::Engine& engine, const Apart& apart) {
  View view;
  query(engine,
        "SELECT r.remote_id, r.kind, r.muted, r.pinned, r.archived, r.marked_unread, r.unread,"
        " ifnull(i.remote_id, ''), i.kind <> 0 FROM route AS r LEFT JOIN item AS i ON i.id ="
        " (SELECT id FROM item WHERE route = r.id AND ord <= r.read_ord AND counts = 1"
        "  ORDER BY ord DESC LIMIT 1) WHERE r.remote_id <> '' AND r.state <> 3",
        view, [&](cache::Statement& row) {
          const std::string id = row.string(0);
          Room& room = view.rooms[id];
          room.route = "kind " + row.string(1) + ", muted " + row.string(2) + ", pinned " +
                       row.string(3) + ", archived " + row.string(4);
          // An erased room is a bare one.
          if (!apart.contains(id)) room.route += ", marked unread " + row.string(5);
          room.unread = row.integer(6);
          room.read_up_to = row.string(7);
          room.read_up_to_call = row.boolean(8);
        });
  query(
      engine,
      "SELECT route.remote_id, item.remote_id, item.sort_key, item.kind, item.state, item.text,"
      " item.at_ms FROM item JOIN route ON route.id = item.route"
      " WHERE item.remote_id <> '' AND item.ord IS NOT NULL AND item.kind < 3 AND route.state <> 3"
      " ORDER BY item.route, item.ord",
      view, [&](cache::Statement& row) {
        const auto until = apart.find(row.string(0));
        if (until != apart.end() && row.integer(6) <= until->second) return;
        view.rooms[row.string(0)].items.push_back(
            row.string(1) + " at " + std::to_string(row.integer(2)) + ", kind " +
            std::to_string(row.integer(3)) + ", state " + std::to_string(row.integer(4)) + ": " +
            row.string(5));
      });
  return view;
}

class Comparing {
 public:
  explicit Comparing(const Apart& apart) : apart_(apart) {}

  Comparison run(const View& one, const View& two) {
    for (const View* view : {&one, &two}) {
      out_.differences.insert(out_.differences.end(), view->problems.begin(), view->problems.end());
    }
    for (const auto& [id, room] : two.rooms) {
      if (!one.rooms.contains(id)) differ(id, "only the second device has it");
    }
    for (const auto& [id, room] : one.rooms) {
      const auto other = two.rooms.find(id);
      if (other == two.rooms.end()) {
        differ(id, "only the first device has it");
        continue;
      }
      const Room& right = other->second;
      if (room.route != right.route) differ(id, "is: " + room.route + " | " + right.route);
      compare_items(id, room.items, right.items);
      if (!apart_.contains(id)) compare_unread(id, room, right);
    }
    return std::move(out_);
  }

 private:
  void differ(const std::string& room, const std::string& what) {
    out_.differences.push_back("converge: " + room + " " + what);
  }

  void compare_items(const std::string& room, const std::vector<std::string>& left,
                     const std::vector<std::string>& right) {
    const auto [a, b] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    if (a == left.end() && b == right.end()) return;
    differ(room, "reads otherwise from item " + std::to_string(a - left.begin()) + " on: " +
                     (a == left.end() ? "(end)" : *a) + " | " + (b == right.end() ? "(end)" : *b));
  }

  void compare_unread(const std::string& room, const Room& left, const Room& right) {
    if (left.read_up_to != right.read_up_to) {
      // A call that a device reported itself and that was read before its record came.
      if (left.read_up_to_call || right.read_up_to_call) return;
      return differ(room, "is read up to: " + left.read_up_to + " | " + right.read_up_to);
    }
    ++out_.unread_compared;
    if (left.unread == right.unread) return;
    differ(room,
           "has unread: " + std::to_string(left.unread) + " | " + std::to_string(right.unread));
  }

  const Apart& apart_;
  Comparison out_;
};

}  // namespace

Comparison compare(engine::Engine& first, engine::Engine& second, const Apart& apart) {
  return Comparing(apart).run(view_of(first, apart), view_of(second, apart));
}

}  // namespace ix::simulation
