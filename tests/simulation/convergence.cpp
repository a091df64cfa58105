// SPDX-License-Identifier: Apache-2.0
#include "simulation/convergence.h"

#include <algorithm>
#include <map>
#include <set>

#include "simulation/cache_query.h"

namespace ix::simulation {
namespace {

// One device's cache in words that do not depend on its local ids.
struct View {
  std::map<std::string, std::string> rooms;               // room -> what route it is
  std::map<std::string, std::vector<std::string>> items;  // room -> its items, oldest first
  std::vector<std::string> problems;
};

template <class Row>
void query(engine::Engine& engine, const char* sql, View& view, Row row) {
  const Status read = each_row(engine, sql, row);
  if (!read.ok()) view.problems.push_back("converge: " + read.error().message);
}

View view_of(engine::Engine& engine) {
  View view;
  // Not unread: a marker on an event that shows nowhere, right behind a gap, is placed at the end
  // of the batch that brought it, and batches differ.
  query(engine,
        "SELECT remote_id, kind, muted, pinned, archived, marked_unread FROM route"
        " WHERE remote_id <> ''",
        view, [&](cache::Statement& row) {
          view.rooms[row.string(0)] = "kind " + row.string(1) + ", muted " + row.string(2) +
                                      ", pinned " + row.string(3) + ", archived " + row.string(4) +
                                      ", marked unread " + row.string(5);
        });
  query(engine,
        "SELECT route.remote_id, item.remote_id, item.sort_key, item.kind, item.state, item.text"
        " FROM item JOIN route ON route.id = item.route"
        " WHERE item.remote_id <> '' AND item.ord IS NOT NULL AND item.kind < 3"
        " ORDER BY item.route, item.ord",
        view, [&](cache::Statement& row) {
          view.items[row.string(0)].push_back(
              row.string(1) + " at " + std::to_string(row.integer(2)) + ", kind " +
              std::to_string(row.integer(3)) + ", state " + std::to_string(row.integer(4)) + ": " +
              row.string(5));
        });
  return view;
}

}  // namespace

std::vector<std::string> differences(engine::Engine& first, engine::Engine& second) {
  View one = view_of(first);
  const View two = view_of(second);
  std::vector<std::string> found = std::move(one.problems);
  found.insert(found.end(), two.problems.begin(), two.problems.end());
  const auto differ = [&](const std::string& what) { found.push_back("converge: " + what); };
  for (const auto& [room, route] : two.rooms) {
    if (!one.rooms.contains(room)) differ("only the second device has " + room);
  }
  for (const auto& [room, route] : one.rooms) {
    const auto other = two.rooms.find(room);
    if (other == two.rooms.end()) {
      differ("only the first device has " + room);
      continue;
    }
    if (other->second != route) {
      differ(room + " is: " + route + " | " + other->second);
    }
    const auto& left = one.items[room];
    const auto right = two.items.find(room);
    const std::vector<std::string> none;
    const auto& rights = right == two.items.end() ? none : right->second;
    const auto [a, b] = std::mismatch(left.begin(), left.end(), rights.begin(), rights.end());
    if (a == left.end() && b == rights.end()) continue;
    differ(room + " reads otherwise from item " + std::to_string(a - left.begin()) +
           " on: " + (a == left.end() ? "(end)" : *a) + " | " + (b == rights.end() ? "(end)" : *b));
  }
  return found;
}

}  // namespace ix::simulation
