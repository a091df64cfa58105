// SPDX-License-Identifier: Apache-2.0
#include "cache/check_reads.h"

namespace ix::cache {
namespace {

// As the triggers keep it: bit n is the nth preset's, bit 8 the badge's.
#define IX_RECOUNTED                                                                  \
  "SELECT p.column1 AS preset, count(c.id) AS conversations,"                         \
  " total(c.unread > 0 OR c.marked_unread) AS unread_conversations,"                  \
  " total(c.unread) AS unread_items, total(c.unread_lower_bound) AS lower_bounds"     \
  " FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8)) AS p"                   \
  " LEFT JOIN conversation AS c ON"                                                   \
  " ((c.presets & 255) | ((NOT c.muted AND NOT c.archived) << 8)) & (1 << p.column1)" \
  " GROUP BY p.column1"

bool damaged(const Error& error) {
  return error.code == ErrorCode::STORE_CORRUPT;
}

CheckedItem decode_item(Statement& row) {
  CheckedItem item;
  item.id = row.integer(0);
  item.route = row.integer(1);
  if (!row.is_null(2)) item.ord = row.integer(2);
  item.sort_key = row.integer(3);
  item.at_ms = row.integer(4);
  item.kind = row.integer32(5);
  item.direction = row.integer32(6);
  item.state = row.integer32(7);
  item.deleted = row.boolean(8);
  if (!row.is_null(9)) item.call_outcome = row.integer32(9);
  item.counts = row.boolean(10);
  item.has_remote = row.boolean(11);
  item.has_token = row.boolean(12);
  return item;
}

Result<std::vector<RouteId>> ids_of(Connection& connection, const char* sql) {
  IX_TRY(auto row, connection.prepare(sql));
  std::vector<RouteId> ids;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return ids;
    ids.push_back(RouteId{row->integer(0)});
  }
}

}  // namespace

Result<Wrong> file_errors(Connection& connection) {
  Wrong wrong;
  IX_TRY(auto row, connection.prepare_once("PRAGMA integrity_check(1000)"));
  for (;;) {
    auto found = row->step();
    if (!found.ok() && damaged(found.error())) {
      ++wrong.count;
      return wrong;
    }
    if (!found.ok()) return std::move(found.error());
    if (!*found) return wrong;
    if (row->text(0) != "ok") ++wrong.count;
  }
}

Result<Wrong> broken_references(Connection& connection) {
  Wrong wrong;
  IX_TRY(auto row, connection.prepare_once("PRAGMA foreign_key_check"));
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return wrong;
    if (wrong.count++ == 0) wrong.first = row->string(0);
  }
}

Result<Wrong> wrong_counts(Connection& connection) {
  IX_TRY(auto row,
         connection.prepare("SELECT count(*) FROM (" IX_RECOUNTED ") AS w"
                            " LEFT JOIN preset_count AS s ON s.preset = w.preset"
                            " WHERE (s.conversations, s.unread_conversations, s.unread_items,"
                            " s.lower_bounds) IS NOT (w.conversations, w.unread_conversations,"
                            " w.unread_items, w.lower_bounds)"));
  IX_TRY(const bool found, row->step());
  Wrong wrong;
  if (found) wrong.count = row->integer(0);
  if (wrong.count > 0) wrong.first = "preset_count";
  return wrong;
}

Status recount_presets(Connection& connection) {
  return connection.execute("DELETE FROM preset_count; INSERT INTO preset_count " IX_RECOUNTED);
}

Status drop_orphans(Connection& connection) {
  return connection.execute(
      "DELETE FROM item_version WHERE item NOT IN (SELECT id FROM item);"
      "DELETE FROM item_truth WHERE id NOT IN (SELECT id FROM item);"
      "DELETE FROM attachment WHERE item NOT IN (SELECT id FROM item);"
      // What was picked is the user's: it stands in the draft again.
      "UPDATE outgoing_file SET item = NULL, attachment = 0"
      " WHERE item NOT IN (SELECT id FROM item);"
      "DELETE FROM notification WHERE item NOT IN (SELECT id FROM item);"
      "DELETE FROM contact_address WHERE contact NOT IN (SELECT id FROM contact);"
      "DELETE FROM contact_key WHERE contact NOT IN (SELECT id FROM contact);"
      "UPDATE route SET contact = NULL WHERE contact NOT IN (SELECT id FROM contact);");
}

Status rebuild_indexes(Connection& connection) {
  return connection.execute("REINDEX");
}

Result<std::vector<RouteId>> all_routes(Connection& connection) {
  return ids_of(connection, "SELECT id FROM route ORDER BY id");
}

Result<std::vector<ConversationId>> all_conversations(Connection& connection) {
  return ids_of(connection, "SELECT id FROM conversation ORDER BY id");
}

Result<Rows<CheckedItem>> checked_items(Connection& connection, RouteId route) {
  IX_TRY(auto row,
         connection.prepare(
             "SELECT id, route, ord, sort_key, at_ms, kind, direction, state, deleted,"
             " call_outcome, counts, remote_id IS NOT NULL, gap_token IS NOT NULL FROM item"
             " WHERE route = ?1 ORDER BY ord IS NULL, ord, id"));
  row->bind(1, route.value);
  return Rows<CheckedItem>(std::move(row), decode_item);
}

#undef IX_RECOUNTED

}  // namespace ix::cache
