// SPDX-License-Identifier: Apache-2.0
#include "cache/item_table.h"

#include "cache/attachment_table.h"
#include "cache/search_index.h"
#include "cache/shared_columns.h"

namespace ix::cache::item_table {
namespace {

// A macro: literals are put together by the preprocessor, the address of each is its key in the
// cache of statements.
#define IX_SELECT                                                                      \
  "SELECT id, route, ord, sort_key, remote_id, key, kind, direction, sender,"          \
  " sender_name, at_ms, state, text, edited, edit_ord, deleted, reply_to, notice,"     \
  " counts, call_id, call_direction, call_outcome, call_duration_ms, call_started_ms," \
  " call_number, failure_code, failure_origin, failure_retry, failure_fixer,"          \
  " failure_message, gap_token, file_names FROM item"

constexpr const char* kInsert =
    "INSERT INTO item (route, ord, sort_key, remote_id, key, kind, direction, sender,"
    " sender_name, at_ms, state, text, edited, edit_ord, deleted, reply_to, notice,"
    " counts, call_id, call_direction, call_outcome, call_duration_ms, call_started_ms,"
    " call_number, failure_code, failure_origin, failure_retry, failure_fixer,"
    " failure_message, gap_token, file_names) VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12,"
    " ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28,"
    " ?29, ?30, ?31, ?32)";
constexpr const char* kUpdate =
    "UPDATE item SET route = ?2, ord = ?3, sort_key = ?4, remote_id = ?5, key = ?6, kind"
    " = ?7, direction = ?8, sender = ?9, sender_name = ?10, at_ms = ?11, state = ?12,"
    " text = ?13, edited = ?14, edit_ord = ?15, deleted = ?16, reply_to = ?17, notice ="
    " ?18, counts = ?19, call_id = ?20, call_direction = ?21, call_outcome = ?22,"
    " call_duration_ms = ?23, call_started_ms = ?24, call_number = ?25, failure_code ="
    " ?26, failure_origin = ?27, failure_retry = ?28, failure_fixer = ?29,"
    " failure_message = ?30, gap_token = ?31, file_names = ?32"
    " WHERE id = ?1";

StoredItem decode(const Statement& row) {
  StoredItem item;
  item.id.value = row.integer(0);
  item.route.value = row.integer(1);
  if (!row.is_null(2)) item.ord = row.integer(2);
  item.sort_key = row.integer(3);
  item.remote_id = row.string(4);
  item.key = row.string(5);
  item.kind = static_cast<ItemKind>(row.integer32(6));
  item.direction = static_cast<Direction>(row.integer32(7));
  item.sender = row.string(8);
  item.sender_name = row.string(9);
  item.at_ms = row.integer(10);
  item.state = static_cast<ItemState>(row.integer32(11));
  item.text = row.string(12);
  item.edited = row.boolean(13);
  item.edit_ord = row.integer(14);
  item.deleted = row.boolean(15);
  item.reply_to = row.string(16);
  item.notice = static_cast<NoticeKind>(row.integer32(17));
  item.gap_token = row.string(30);
  item.file_names = row.string(31);
  item.call = read_call(row, 19);
  item.failure = read_failure(row, 25);
  return item;
}

// Of what is attached: given with the item, or as it stands in the row.
std::string names_shown(const StoredItem& item) {
  return item.attachments.empty() ? item.file_names : names_of(item.attachments);
}

// Parameters 2 and on; 1 is the id. `names` as names_shown(), until the row has run.
void bind_row(Statement& row, const StoredItem& item, std::string_view names) {
  row.bind(2, item.route.value);
  row.bind(3, item.ord);
  row.bind(4, item.sort_key);
  row.bind_text_or_null(5, item.remote_id);
  row.bind_text_or_null(6, item.key);
  row.bind(7, number(item.kind));
  row.bind(8, number(item.direction));
  row.bind(9, std::string_view(item.sender));
  row.bind(10, std::string_view(item.sender_name));
  row.bind(11, item.at_ms);
  row.bind(12, number(item.state));
  row.bind(13, std::string_view(item.text));
  row.bind(14, item.edited);
  row.bind(15, item.edit_ord);
  row.bind(16, item.deleted);
  row.bind(17, std::string_view(item.reply_to));
  row.bind(18, number(item.notice));
  row.bind(19, counts_as_unread(item));
  bind_call(row, 20, item.call);
  bind_failure(row, 26, item.failure);
  row.bind_text_or_null(31, item.gap_token);
  row.bind(32, names);
}

Status keep_attachments(Connection& connection, ItemId id, const StoredItem& item) {
  if (item.attachments.empty() || item.deleted) return {};
  return attachment_table::replace(connection, id, item.attachments);
}

Result<std::optional<StoredItem>> one(StatementUse row) {
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<StoredItem>();
  return std::optional(decode(*row));
}

Result<bool> any(StatementUse row) {
  return row->step();
}

Result<int64_t> integer(StatementUse row) {
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : int64_t{0};
}

}  // namespace

Result<std::optional<StoredItem>> find(Connection& connection, ItemId id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE id = ?1"));
  row->bind(1, id.value);
  return one(std::move(row));
}

Result<std::optional<StoredItem>> by_remote(Connection& connection, RouteId route,
                                            std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND remote_id = ?2"));
  row->bind_all(route.value, remote_id);
  return one(std::move(row));
}

Result<std::optional<StoredItem>> own_without_key(Connection& connection, RouteId route,
                                                  int64_t ord, std::string_view text,
                                                  std::string_view file_names) {
  IX_TRY(auto row, connection.prepare(
                       IX_SELECT " WHERE route = ?1 AND ord > ?2 AND kind = 0 AND direction = 1"
                                 " AND key IS NULL AND text = ?3 AND file_names = ?4"
                                 " ORDER BY ord LIMIT 1"));
  row->bind_all(route.value, ord, text, file_names);
  return one(std::move(row));
}

Result<std::optional<StoredItem>> by_key(Connection& connection, std::string_view key) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE key = ?1"));
  row->bind(1, key);
  return one(std::move(row));
}

Result<std::optional<StoredItem>> by_call_id(Connection& connection, std::string_view call_id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE call_id = ?1 AND call_id <> ''"
                                                " AND remote_id IS NOT NULL ORDER BY id LIMIT 1"));
  row->bind(1, call_id);
  return one(std::move(row));
}

Result<std::vector<StoredItem>> calls_started(Connection& connection, Millis from, Millis to) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE call_started_ms BETWEEN ?1 AND ?2"
                                                " AND remote_id IS NOT NULL"
                                                " ORDER BY call_started_ms, id"));
  row->bind_all(from, to);
  std::vector<StoredItem> calls;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return calls;
    calls.push_back(decode(*row));
  }
}

Result<bool> any_call(Connection& connection, RouteId route) {
  IX_TRY(auto row,
         connection.prepare("SELECT 1 FROM item WHERE route = ?1 AND kind IN (1, 2) LIMIT 1"));
  row->bind(1, route.value);
  return any(std::move(row));
}

Result<std::optional<StoredItem>> at(Connection& connection, RouteId route, int64_t ord) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND ord = ?2"));
  row->bind_all(route.value, ord);
  return one(std::move(row));
}

Result<std::optional<int64_t>> ord_below(Connection& connection, RouteId route, int64_t ord) {
  IX_TRY(auto row, connection.prepare("SELECT ord FROM item WHERE route = ?1 AND ord < ?2"
                                      " ORDER BY ord DESC LIMIT 1"));
  row->bind_all(route.value, ord);
  IX_TRY(const bool found, row->step());
  return found ? std::optional(row->integer(0)) : std::nullopt;
}

Result<std::optional<StoredItem>> newest(Connection& connection, RouteId route) {
  IX_TRY(auto row,
         connection.prepare(IX_SELECT
                            " WHERE route = ?1 AND ord IS NOT NULL ORDER BY ord DESC LIMIT 1"));
  row->bind(1, route.value);
  return one(std::move(row));
}

Result<std::optional<StoredItem>> newest_gap_above(Connection& connection, RouteId route,
                                                   int64_t ord) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND kind = 4 AND ord > ?2"
                                                " ORDER BY ord DESC LIMIT 1"));
  row->bind_all(route.value, ord);
  return one(std::move(row));
}

Result<bool> anything_below(Connection& connection, RouteId route, int64_t ord) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM item WHERE route = ?1 AND ord < ?2 LIMIT 1"));
  row->bind_all(route.value, ord);
  return any(std::move(row));
}

Result<bool> any_item_below(Connection& connection, RouteId route, int64_t ord) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM item WHERE route = ?1 AND ord < ?2"
                                      " AND kind <> 4 LIMIT 1"));
  row->bind_all(route.value, ord);
  return any(std::move(row));
}

Result<bool> any_gap_below(Connection& connection, RouteId route, int64_t ord) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM item WHERE route = ?1 AND ord < ?2"
                                      " AND kind = 4 LIMIT 1"));
  row->bind_all(route.value, ord);
  return any(std::move(row));
}

Result<bool> any_gap_between(Connection& connection, RouteId route, int64_t above, int64_t up_to) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM item WHERE route = ?1 AND kind = 4"
                                      " AND ord > ?2 AND ord <= ?3 LIMIT 1"));
  row->bind_all(route.value, above, up_to);
  return any(std::move(row));
}

Status remove_gaps_below(Connection& connection, RouteId route, int64_t ord,
                         std::string_view room) {
  IX_TRY(auto row, connection.prepare("DELETE FROM item WHERE route = ?1 AND kind = 4 AND ord < ?2"
                                      " AND sender = ?3"));
  row->bind_all(route.value, ord, room);
  return row->run();
}

Result<ItemId> newest_active(Connection& connection, RouteId route) {
  {
    IX_TRY(auto row, connection.prepare("SELECT id FROM item WHERE route = ?1 AND ord IS NULL"
                                        " AND kind < 3 ORDER BY id DESC LIMIT 1"));
    row->bind(1, route.value);
    IX_TRY(const int64_t id, integer(std::move(row)));
    if (id != 0) return ItemId{id};
  }
  IX_TRY(auto row, connection.prepare("SELECT id FROM item WHERE route = ?1 AND ord IS NOT NULL"
                                      " AND kind < 3 ORDER BY ord DESC LIMIT 1"));
  row->bind(1, route.value);
  IX_TRY(const int64_t id, integer(std::move(row)));
  return ItemId{id};
}

Result<int64_t> count_unread(Connection& connection, RouteId route, int64_t read_ord) {
  IX_TRY(auto row, connection.prepare("SELECT count(*) FROM item WHERE route = ?1 AND counts = 1"
                                      " AND ord IS NOT NULL AND ord > ?2"));
  row->bind_all(route.value, read_ord);
  return integer(std::move(row));
}

Result<std::optional<StoredItem>> newest_until(Connection& connection, RouteId route,
                                               Millis sort_key) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND ord IS NOT NULL"
                                                " AND sort_key <= ?2 AND kind <> 4"
                                                " ORDER BY sort_key DESC, ord DESC LIMIT 1"));
  row->bind_all(route.value, sort_key);
  return one(std::move(row));
}

Result<std::optional<StoredItem>> newest_remote(Connection& connection, RouteId route,
                                                int64_t ord) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND ord <= ?2 AND kind <> 4"
                                                " AND remote_id IS NOT NULL"
                                                " ORDER BY ord DESC LIMIT 1"));
  row->bind_all(route.value, ord);
  return one(std::move(row));
}

Result<std::optional<StoredItem>> oldest_remote_above(Connection& connection, RouteId route,
                                                      int64_t ord) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND ord > ?2 AND kind <> 4"
                                                " AND remote_id IS NOT NULL"
                                                " ORDER BY ord LIMIT 1"));
  row->bind_all(route.value, ord);
  return one(std::move(row));
}

Result<std::vector<Place>> places_from(Connection& connection, RouteId route, int64_t ord,
                                       int limit) {
  IX_TRY(auto row, connection.prepare("SELECT id, ord, at_ms, sort_key, kind FROM item"
                                      " WHERE route = ?1 AND ord >= ?2 ORDER BY ord LIMIT ?3"));
  row->bind_all(route.value, ord, limit);
  std::vector<Place> places;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return places;
    places.push_back({ItemId{row->integer(0)}, row->integer(1), row->integer(2), row->integer(3),
                      row->integer32(4) == number(ItemKind::gap)});
  }
}

Result<std::optional<Place>> place_below(Connection& connection, RouteId route, int64_t ord) {
  IX_TRY(auto row, connection.prepare("SELECT id, ord, at_ms, sort_key FROM item"
                                      " WHERE route = ?1 AND ord < ?2 AND kind <> 4"
                                      " ORDER BY ord DESC LIMIT 1"));
  row->bind_all(route.value, ord);
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Place>();
  return std::optional(
      Place{ItemId{row->integer(0)}, row->integer(1), row->integer(2), row->integer(3), false});
}

Status set_sort_key(Connection& connection, ItemId id, Millis key) {
  IX_TRY(auto row, connection.prepare("UPDATE item SET sort_key = ?2 WHERE id = ?1"));
  row->bind_all(id.value, key);
  return row->run();
}

Result<bool> mark_read_up_to(Connection& connection, RouteId route, int64_t ord) {
  IX_TRY(auto row, connection.prepare("UPDATE item SET state = 5 WHERE route = ?1 AND ord <= ?2"
                                      " AND direction = 1 AND state IN (3, 4)"));
  row->bind_all(route.value, ord);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Result<std::vector<ItemId>> unplaced(Connection& connection, RouteId route) {
  IX_TRY(auto row,
         connection.prepare("SELECT id FROM item WHERE route = ?1 AND ord IS NULL ORDER BY id"));
  row->bind(1, route.value);
  std::vector<ItemId> items;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return items;
    items.push_back(ItemId{row->integer(0)});
  }
}

Status lower(Connection& connection, RouteId route, int64_t highest, int64_t by) {
  IX_TRY(auto row,
         connection.prepare("UPDATE item SET ord = ord - ?3 WHERE route = ?1 AND ord <= ?2"));
  row->bind_all(route.value, highest, by);
  return row->run();
}

Status move_all(Connection& connection, RouteId from, RouteId to, int64_t by) {
  // Two statements: there is no index over placed and unplaced ones together.
  for (const char* sql : {"UPDATE item SET route = ?2, ord = ord + ?3,"
                          " edit_ord = CASE WHEN edit_ord > ?4 THEN edit_ord + ?3 ELSE edit_ord END"
                          " WHERE route = ?1 AND ord IS NOT NULL",
                          "UPDATE item SET route = ?2,"
                          " edit_ord = CASE WHEN edit_ord > ?4 THEN edit_ord + ?3 ELSE edit_ord END"
                          " WHERE route = ?1 AND ord IS NULL"}) {
    IX_TRY(auto row, connection.prepare(sql));
    row->bind_all(from.value, to.value, by, kBelowAll);
    IX_CHECK(row->run());
  }
  return {};
}

Result<ItemId> insert(Connection& connection, const StoredItem& item) {
  IX_TRY(auto row, connection.prepare(kInsert));
  const std::string names = names_shown(item);
  bind_row(*row, item, names);
  IX_CHECK(row->run());
  const ItemId id{connection.last_insert_id()};
  IX_CHECK(search_index::add(connection, id, item, names));
  IX_CHECK(keep_attachments(connection, id, item));
  return id;
}

Status update(Connection& connection, const StoredItem& item) {
  IX_TRY(auto row, connection.prepare(kUpdate));
  const std::string names = names_shown(item);
  bind_row(*row, item, names);
  row->bind(1, item.id.value);
  IX_CHECK(row->run());
  return keep_attachments(connection, item.id, item);
}

Status remove(Connection& connection, ItemId id) {
  IX_TRY(auto row, connection.prepare("DELETE FROM item WHERE id = ?1"));
  return row->bind(1, id.value).run();
}

#undef IX_SELECT

}  // namespace ix::cache::item_table
