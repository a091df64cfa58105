// SPDX-License-Identifier: Apache-2.0
#include "cache/retention_table.h"

#include "cache/route_table.h"

namespace ix::cache::retention_table {
namespace {

Result<std::optional<int64_t>> place(StatementUse row) {
  IX_TRY(const bool found, row->step());
  if (!found || row->is_null(0)) return std::optional<int64_t>();
  return std::optional(row->integer(0));
}

Result<std::optional<Spot>> spot(StatementUse row) {
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Spot>();
  return std::optional(Spot{ItemId{row->integer(0)}, row->integer(1)});
}

}  // namespace

Result<Retention> read(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT max_age_ms, max_route_items, max_route_bytes,"
                                      " max_total_bytes FROM retention"));
  IX_TRY(const bool found, row->step());
  if (!found) return Retention();
  return Retention{row->integer(0), row->integer(1), row->integer(2), row->integer(3)};
}

Status write(Connection& connection, const Retention& rules) {
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO retention VALUES"
                                      " (1, ?1, ?2, ?3, ?4, 0)"));
  row->bind_all(rules.max_age_ms, rules.max_route_items, rules.max_route_bytes,
                rules.max_total_bytes);
  return row->run();
}

Result<Millis> applied(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT applied_ms FROM retention"));
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : Millis{0};
}

Status set_applied(Connection& connection, Millis now) {
  IX_TRY(auto row, connection.prepare("UPDATE retention SET applied_ms = ?1"));
  return row->bind(1, now).run();
}

Result<std::vector<RouteId>> prunable_routes(Connection& connection, RouteId after, int limit) {
  IX_TRY(auto row, connection.prepare("SELECT id FROM route WHERE id > ?1 AND remote_id IS NOT NULL"
                                      " AND merged_into IS NULL"
                                      " ORDER BY id LIMIT ?2"));
  row->bind_all(after.value, limit);
  std::vector<RouteId> routes;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return routes;
    routes.push_back(RouteId{row->integer(0)});
  }
}

Result<std::optional<int64_t>> newest_before(Connection& connection, RouteId route, Millis key) {
  IX_TRY(auto row, connection.prepare("SELECT ord FROM item WHERE route = ?1 AND ord IS NOT NULL"
                                      " AND sort_key < ?2"
                                      " ORDER BY sort_key DESC, ord DESC LIMIT 1"));
  row->bind_all(route.value, key);
  return place(std::move(row));
}

Result<std::optional<int64_t>> first_beyond_count(Connection& connection, RouteId route,
                                                  int64_t count) {
  IX_TRY(auto row, connection.prepare("SELECT ord FROM item WHERE route = ?1 AND ord IS NOT NULL"
                                      " AND kind <> 4 ORDER BY ord DESC LIMIT 1 OFFSET ?2"));
  row->bind_all(route.value, count);
  return place(std::move(row));
}

Result<std::optional<Spot>> newest(Connection& connection, RouteId route) {
  IX_TRY(auto row,
         connection.prepare("SELECT id, ord FROM item WHERE route = ?1 AND ord IS NOT NULL"
                            " AND kind <> 4 ORDER BY ord DESC LIMIT 1"));
  row->bind(1, route.value);
  return spot(std::move(row));
}

Result<std::optional<Spot>> preview(Connection& connection, RouteId route) {
  IX_TRY(auto row,
         connection.prepare("SELECT id, ord FROM item WHERE route = ?1 AND ord IS NOT NULL"
                            " AND kind < 3 ORDER BY ord DESC LIMIT 1"));
  row->bind(1, route.value);
  return spot(std::move(row));
}

Result<std::optional<Spot>> oldest_unread(Connection& connection, RouteId route, int64_t read_ord,
                                          int64_t most) {
  {
    IX_TRY(auto row, connection.prepare("SELECT id, ord FROM item WHERE route = ?1 AND counts = 1"
                                        " AND ord IS NOT NULL AND ord > ?2"
                                        " ORDER BY ord DESC LIMIT 1 OFFSET ?3"));
    row->bind_all(route.value, read_ord, most - 1);
    IX_TRY(const auto found, spot(std::move(row)));
    if (found) return found;
  }
  IX_TRY(auto row, connection.prepare("SELECT id, ord FROM item WHERE route = ?1 AND counts = 1"
                                      " AND ord IS NOT NULL AND ord > ?2 ORDER BY ord LIMIT 1"));
  row->bind_all(route.value, read_ord);
  return spot(std::move(row));
}

Result<bool> any_overlaid(Connection& connection, RouteId route, int64_t above, int64_t up_to) {
  // The short table first.
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM item_truth"
                                      " CROSS JOIN item AS i ON i.id = item_truth.id"
                                      " WHERE i.route = ?1 AND i.ord > ?2 AND i.ord <= ?3"
                                      " AND i.deleted AND i.direction = 0 LIMIT 1"));
  row->bind_all(route.value, above, up_to);
  return row->step();
}

Result<std::optional<int64_t>> lowest_attempt(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT min(attempt_head_ord) FROM outbox WHERE route = ?1"
                                      " AND attempts > 0"));
  row->bind(1, route.value);
  return place(std::move(row));
}

Result<std::vector<PrunedRow>> rows(Connection& connection, RouteId route, int64_t from, int64_t to,
                                    int limit) {
  IX_TRY(auto row,
         connection.prepare(
             "SELECT id, ord, kind = 4, kind <> 4 AND (remote_id IS NULL OR room < 0"
             " OR EXISTS (SELECT 1 FROM outbox AS o WHERE o.item = item.id AND o.item <> 0)"
             " OR EXISTS (SELECT 1 FROM host_call AS h WHERE h.item = item.id)),"
             " counts, edit_ord > ?5 OR (direction = 1 AND state IN (4, 6)), room"
             " FROM item WHERE route = ?1 AND ord BETWEEN ?2 AND ?3 ORDER BY ord LIMIT ?4"));
  row->bind_all(route.value, from, to, limit, kBelowAll);
  std::vector<PrunedRow> found;
  for (;;) {
    IX_TRY(const bool more, row->step());
    if (!more) return found;
    found.push_back({ItemId{row->integer(0)}, row->integer(1), row->boolean(2), row->boolean(3),
                     row->boolean(4), row->boolean(5), row->integer(6)});
  }
}

}  // namespace ix::cache::retention_table
