// SPDX-License-Identifier: Apache-2.0
#include "cache/thread_reads.h"

#include "model/item.h"

namespace ix::cache {
namespace {

constexpr const char* kRoutes =
    "SELECT id, remote_id FROM route WHERE conversation = ?1 AND merged_into IS NULL ORDER BY id";
constexpr const char* kRemoteId = "SELECT remote_id FROM route WHERE id = ?1";
// Answered from the index alone; the rows are read only for what the page shows.
constexpr const char* kPlaces =
    "SELECT id, sort_key, ord FROM item"
    " WHERE route = ?1 AND ord IS NOT NULL AND (sort_key, ord) < (?2, ?3)"
    " ORDER BY sort_key DESC, ord DESC LIMIT ?4";
constexpr const char* kPlacesAfter =
    "SELECT id, sort_key, ord FROM item"
    " WHERE route = ?1 AND ord IS NOT NULL AND (sort_key, ord) > (?2, ?3)"
    " ORDER BY sort_key, ord LIMIT ?4";
constexpr const char* kUnplacedAfter =
    "SELECT id, 0, 0 FROM item WHERE route = ?1 AND ord IS NULL AND id > ?2 ORDER BY id LIMIT ?3";
// Along a route the order of keys is that of ords.
constexpr const char* kFirstUnread =
    "SELECT id, sort_key, ord FROM item WHERE route = ?1 AND counts = 1 AND ord IS NOT NULL"
    " AND ord > (SELECT read_ord FROM route WHERE id = ?1) ORDER BY ord LIMIT 1";
constexpr const char* kPlaceOf =
    "SELECT i.id, i.sort_key, i.ord, i.route, r.conversation FROM item AS i"
    " CROSS JOIN route AS r ON r.id = i.route WHERE i.id = ?1";
constexpr const char* kUnplaced =
    "SELECT id, 0, 0 FROM item WHERE route = ?1 AND ord IS NULL AND id < ?2"
    " ORDER BY id DESC LIMIT ?3";
constexpr const char* kReactions =
    "SELECT key, sender, mine FROM reaction WHERE route = ?1 AND target = ?2 AND NOT withdrawn"
    " ORDER BY key, sender";
constexpr const char* kOwnPending =
    "SELECT text, wanted FROM outbox WHERE item = ?1 AND item <> 0 AND op = 4 AND state <> 3"
    " ORDER BY id";
constexpr const char* kByRemoteId = "SELECT id FROM item WHERE route = ?1 AND remote_id = ?2";
constexpr const char* kOldestKind =
    "SELECT kind FROM item WHERE route = ?1 AND ord IS NOT NULL ORDER BY ord LIMIT 1";

ThreadRouteRow decode_route(Statement& row) {
  return {row.integer(0), row.text(1)};
}

PlaceRow decode_place(Statement& row) {
  return {row.integer(0), row.integer(1), row.integer(2)};
}

ReactionRow decode_reaction(Statement& row) {
  return {row.text(0), row.text(1), row.boolean(2)};
}

OwnReactionRow decode_own_reaction(Statement& row) {
  return {row.text(0), row.boolean(1)};
}

}  // namespace

ItemRow decode_item_row(Statement& row) {
  ItemRow out;
  out.id = row.integer(0);
  out.route = row.integer(1);
  out.kind = row.integer32(2);
  out.direction = row.integer32(3);
  out.sender = row.text(4);
  out.sender_name = row.text(5);
  out.at_ms = row.integer(6);
  out.state = row.integer32(7);
  out.text = row.text(8);
  out.edited = row.boolean(9);
  out.deleted = row.boolean(10);
  out.reply_to = row.text(11);
  out.notice = row.integer32(12);
  out.counts = row.boolean(13);
  out.has_call = !row.is_null(14);
  if (out.has_call) {
    out.call_outcome = row.integer32(14);
    out.call_id = row.text(15);
    out.call_direction = row.integer32(16);
    out.call_duration_ms = row.integer(17);
    out.call_started_ms = row.integer(18);
    out.call_number = row.text(19);
  }
  if (!row.is_null(20)) out.failure = failure_from(row, 20);
  const int32_t outbox = row.integer32(25);
  out.waiting_for = outbox & 255;
  out.change_pending = (outbox & 256) != 0;
  out.change_failed = (outbox & 512) != 0;
  out.remote_id = row.text(26);
  out.unread = row.boolean(27);
  out.has_reactions = row.boolean(28) || (outbox & 1024) != 0;
  out.file_names = row.text(29);
  out.send_at_ms = row.integer(30);
  return out;
}

Result<Rows<ThreadRouteRow>> thread_routes(Connection& connection, ConversationId id) {
  IX_TRY(StatementUse statement, connection.prepare(kRoutes));
  statement->bind(1, id.value);
  return Rows<ThreadRouteRow>(std::move(statement), decode_route);
}

Result<std::string> remote_id_of_route(Connection& connection, RouteId route) {
  IX_TRY(StatementUse statement, connection.prepare(kRemoteId));
  statement->bind(1, route.value);
  IX_TRY(const bool found, statement->step());
  return found ? statement->string(0) : std::string();
}

Result<Rows<PlaceRow>> places_before(Connection& connection, int64_t route, int64_t sort_key,
                                     int64_t ord, int64_t limit) {
  IX_TRY(StatementUse statement, connection.prepare(kPlaces));
  statement->bind_all(route, sort_key, ord, limit);
  return Rows<PlaceRow>(std::move(statement), decode_place);
}

Result<Rows<PlaceRow>> places_after(Connection& connection, int64_t route, int64_t sort_key,
                                    int64_t ord, int64_t limit) {
  IX_TRY(StatementUse statement, connection.prepare(kPlacesAfter));
  statement->bind_all(route, sort_key, ord, limit);
  return Rows<PlaceRow>(std::move(statement), decode_place);
}

Result<Rows<PlaceRow>> unplaced_after(Connection& connection, int64_t route, int64_t id,
                                      int64_t limit) {
  IX_TRY(StatementUse statement, connection.prepare(kUnplacedAfter));
  statement->bind_all(route, id, limit);
  return Rows<PlaceRow>(std::move(statement), decode_place);
}

Result<std::optional<PlaceRow>> first_unread(Connection& connection, int64_t route) {
  IX_TRY(StatementUse statement, connection.prepare(kFirstUnread));
  statement->bind(1, route);
  IX_TRY(const bool found, statement->step());
  if (!found) return std::optional<PlaceRow>();
  return std::optional<PlaceRow>(decode_place(*statement));
}

Result<std::optional<ItemPlaceRow>> place_of_item(Connection& connection, ItemId id) {
  IX_TRY(StatementUse statement, connection.prepare(kPlaceOf));
  statement->bind(1, id.value);
  IX_TRY(const bool found, statement->step());
  if (!found) return std::optional<ItemPlaceRow>();
  ItemPlaceRow out;
  out.place = decode_place(*statement);
  out.unplaced = statement->is_null(2);
  out.route = statement->integer(3);
  out.conversation = statement->integer(4);
  return std::optional<ItemPlaceRow>(out);
}

Result<Rows<ReactionRow>> reactions_of(Connection& connection, int64_t route,
                                       std::string_view target) {
  IX_TRY(StatementUse statement, connection.prepare(kReactions));
  statement->bind_all(route, target);
  return Rows<ReactionRow>(std::move(statement), decode_reaction);
}

Result<Rows<OwnReactionRow>> own_reactions_pending(Connection& connection, int64_t item) {
  IX_TRY(StatementUse statement, connection.prepare(kOwnPending));
  statement->bind(1, item);
  return Rows<OwnReactionRow>(std::move(statement), decode_own_reaction);
}

Result<Rows<PlaceRow>> unplaced_before(Connection& connection, int64_t route, int64_t id,
                                       int64_t limit) {
  IX_TRY(StatementUse statement, connection.prepare(kUnplaced));
  statement->bind_all(route, id, limit);
  return Rows<PlaceRow>(std::move(statement), decode_place);
}

Result<Rows<ItemRow>> item_by_id(Connection& connection, int64_t id) {
  static const std::string sql =
      std::string("SELECT ") + kItemRowColumns + " FROM item AS i WHERE i.id = ?1";
  IX_TRY(StatementUse statement, connection.prepare(sql.c_str()));
  statement->bind(1, id);
  return Rows<ItemRow>(std::move(statement), decode_item_row);
}

Result<Rows<ItemRow>> items_between(Connection& connection, int64_t route, int64_t from_ord,
                                    int64_t to_ord) {
  // One statement a direction. Along a route the order of keys is that of ords.
  static const std::string columns =
      std::string("SELECT ") + kItemRowColumns + " FROM item AS i WHERE i.route = ?1 AND i.ord";
  static const std::string up = columns + " BETWEEN ?2 AND ?3 ORDER BY i.ord";
  static const std::string down = columns + " BETWEEN ?3 AND ?2 ORDER BY i.ord DESC";
  const std::string& sql = from_ord <= to_ord ? up : down;
  IX_TRY(StatementUse statement, connection.prepare(sql.c_str()));
  statement->bind_all(route, from_ord, to_ord);
  return Rows<ItemRow>(std::move(statement), decode_item_row);
}

Result<int64_t> item_by_remote_id(Connection& connection, int64_t route,
                                  std::string_view remote_id) {
  IX_TRY(StatementUse statement, connection.prepare(kByRemoteId));
  statement->bind_all(route, remote_id);
  IX_TRY(const bool found, statement->step());
  return found ? statement->integer(0) : int64_t{0};
}

Result<bool> ends_in_gap(Connection& connection, int64_t route) {
  IX_TRY(StatementUse statement, connection.prepare(kOldestKind));
  statement->bind(1, route);
  IX_TRY(const bool found, statement->step());
  return found && statement->integer32(0) == static_cast<int32_t>(ItemKind::gap);
}

}  // namespace ix::cache
