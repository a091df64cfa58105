// SPDX-License-Identifier: Apache-2.0
#include "cache/conversation_reads.h"

#include "cache/filter_sql.h"

namespace ix::cache {
namespace {

// Literals are put together by the preprocessor: the address of each is its key in the cache of
// statements, and a partial index is only used where its condition stands word by word.
#define IX_CONVERSATION_COLUMNS                                                             \
  "SELECT c.id, c.kind, c.contact, c.title, c.activity_ms, c.unread, c.unread_lower_bound," \
  " c.pinned, c.muted, c.archived, c.marked_unread, c.can_send, c.draft,"                   \
  " p.kind, p.direction, p.call_outcome, CASE WHEN p.deleted THEN ''"                       \
  " WHEN p.text = '' THEN p.file_names ELSE p.text END"                                     \
  " FROM conversation AS c LEFT JOIN item AS p ON p.id = c.preview_item"
#define IX_LIST(bit)                                                            \
  IX_CONVERSATION_COLUMNS " WHERE c.presets & " bit                             \
                          " AND (c.pinned, c.activity_ms, c.id) < (?1, ?2, ?3)" \
                          " ORDER BY c.pinned DESC, c.activity_ms DESC, c.id DESC LIMIT ?4"

constexpr const char* kLists[kPresetCount] = {IX_LIST("1"),  IX_LIST("2"),  IX_LIST("4"),
                                              IX_LIST("8"),  IX_LIST("16"), IX_LIST("32"),
                                              IX_LIST("64"), IX_LIST("128")};
constexpr const char* kColumns = IX_CONVERSATION_COLUMNS;
constexpr const char* kListOrder = " ORDER BY c.pinned DESC, c.activity_ms DESC, c.id DESC";
constexpr const char* kById = IX_CONVERSATION_COLUMNS " WHERE c.id = ?1";
constexpr const char* kInPreset = IX_CONVERSATION_COLUMNS " WHERE c.id = ?1 AND c.presets & ?2";
#undef IX_LIST
#undef IX_CONVERSATION_COLUMNS

constexpr const char* kBadge = "SELECT unread_items FROM preset_count WHERE preset = ?1";
constexpr const char* kPresetCounts =
    "SELECT preset, conversations, unread_conversations, unread_items, lower_bounds > 0"
    " FROM preset_count WHERE preset >= 0 ORDER BY preset";
// An upgraded room is the same route under an earlier id, too.
constexpr const char* kOfRemote =
    "SELECT id, conversation FROM route WHERE remote_id = ?1"
    " UNION ALL SELECT r.id, r.conversation FROM route_alias AS a"
    " CROSS JOIN route AS r ON r.id = a.route WHERE a.remote_id = ?1";
constexpr const char* kOfRoute = "SELECT conversation FROM route WHERE id = ?1";
constexpr const char* kRoutes =
    "SELECT id, kind, state, remote_id, peer_user, peer_number, own_number,"
    " can_send AND NOT leaving, iif(leaving, 'leaving', cannot_send_reason), last_inbound_ms, "
    "last_used_ms, chosen_ms, consent"
    " FROM route WHERE conversation = ?1 AND merged_into IS NULL ORDER BY id";
constexpr const char* kDrafts =
    "SELECT r.draft_ms, r.draft_reply <> '', (SELECT i.id FROM item AS i WHERE i.route = r.id"
    " AND i.remote_id = r.draft_reply AND r.draft_reply <> '') FROM route AS r"
    " WHERE r.conversation = ?1 AND r.merged_into IS NULL AND NOT r.hidden AND r.draft <> ''"
    " ORDER BY r.id";

ConversationRow decode_conversation(Statement& row) {
  ConversationRow out;
  out.id = row.integer(0);
  out.kind = row.integer32(1);
  out.contact = row.integer(2);
  out.title = row.text(3);
  out.activity_ms = row.integer(4);
  out.unread = row.integer32(5);
  out.unread_lower_bound = row.boolean(6);
  out.pinned = row.boolean(7);
  out.muted = row.boolean(8);
  out.archived = row.boolean(9);
  out.marked_unread = row.boolean(10);
  out.can_send = row.boolean(11);
  out.draft = row.text(12);
  if (!row.is_null(13)) {
    out.preview_kind = row.integer32(13);
    out.preview_direction = row.integer32(14);
    if (!row.is_null(15)) out.preview_outcome = row.integer32(15);
    out.preview_text = row.text(16);
  }
  return out;
}

RouteRow decode_route(Statement& row) {
  RouteRow out;
  out.id = row.integer(0);
  out.kind = row.integer32(1);
  out.state = row.integer32(2);
  out.remote_id = row.text(3);
  out.peer_user = row.text(4);
  out.peer_number = row.text(5);
  out.own_number = row.text(6);
  out.can_send = row.boolean(7);
  out.cannot_send_reason = row.text(8);
  out.last_inbound_ms = row.integer(9);
  out.last_used_ms = row.integer(10);
  out.chosen_ms = row.integer(11);
  out.consent = row.integer32(12);
  return out;
}

// nullopt: it is no preset alone.
Result<std::optional<size_t>> preset_of(const Filter& filter) {
  if (filter.root().op != FilterOp::preset) return std::optional<size_t>();
  const auto index = static_cast<size_t>(filter.root().value);
  if (index >= kPresetCount) return Error(ErrorCode::INVALID_ARGUMENT, "unknown preset");
  return std::optional(index);
}

}  // namespace

Result<Rows<ConversationRow>> conversations_after(Connection& connection, const Filter& filter,
                                                  const ListPosition& after, int64_t limit) {
  IX_TRY(const auto preset, preset_of(filter));
  if (preset) {
    IX_TRY(StatementUse statement, connection.prepare(kLists[*preset]));
    statement->bind_all(after.pinned, after.activity_ms, after.id, limit);
    return Rows<ConversationRow>(std::move(statement), decode_conversation);
  }
  auto where = std::make_shared<const FilterSql>(filter, 5, FilterScope::all);
  // All that the filter holds is sorted, but only what the page shows is read.
  const std::string sql =
      "WITH f (id) AS (SELECT c.id FROM conversation AS c WHERE " + where->condition() +
      " AND (c.pinned, c.activity_ms, c.id) < (?1, ?2, ?3)" + kListOrder + " LIMIT ?4) " +
      kColumns + " WHERE c.id IN (SELECT id FROM f)" + kListOrder;
  IX_TRY(auto statement, connection.prepare_once(sql));
  statement->bind_all(after.pinned, after.activity_ms, after.id, limit);
  where->bind(*statement);
  return Rows<ConversationRow>(std::move(statement), std::move(where), decode_conversation);
}

Result<Rows<ConversationRow>> conversation_in(Connection& connection, const Filter& filter,
                                              ConversationId id) {
  IX_TRY(const auto preset, preset_of(filter));
  if (preset) {
    IX_TRY(StatementUse statement, connection.prepare(kInPreset));
    statement->bind_all(id.value, int64_t{1} << *preset);
    return Rows<ConversationRow>(std::move(statement), decode_conversation);
  }
  auto where = std::make_shared<const FilterSql>(filter, 2, FilterScope::all);
  const std::string sql = kColumns + (" WHERE c.id = ?1 AND (" + where->condition() + ")");
  IX_TRY(auto statement, connection.prepare_once(sql));
  statement->bind(1, id.value);
  where->bind(*statement);
  return Rows<ConversationRow>(std::move(statement), std::move(where), decode_conversation);
}

Result<ListCounts> count_conversations(Connection& connection, const Filter& filter) {
  const FilterSql where(filter, 1, FilterScope::all);
  IX_TRY(auto statement,
         connection.prepare_once("SELECT count(*), total(c.unread > 0 OR c.marked_unread),"
                                 " total(c.unread), max(c.unread_lower_bound)"
                                 " FROM conversation AS c WHERE " +
                                 where.condition()));
  where.bind(*statement);
  IX_TRY(const bool found, statement->step());
  if (!found) return ListCounts();
  return ListCounts{statement->integer(0), statement->integer(1), statement->integer(2),
                    statement->boolean(3)};
}

Result<int64_t> badge(Connection& connection) {
  IX_TRY(StatementUse statement, connection.prepare(kBadge));
  statement->bind(1, PresetCount::kBadge);
  IX_TRY(const bool found, statement->step());
  return found ? statement->integer(0) : 0;
}

Result<std::vector<PresetCount>> preset_counts(Connection& connection) {
  IX_TRY(StatementUse row, connection.prepare(kPresetCounts));
  std::vector<PresetCount> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(
        {row->integer32(0), {row->integer(1), row->integer(2), row->integer(3), row->boolean(4)}});
  }
}

Result<std::optional<RemotePlace>> place_of_remote(Connection& connection,
                                                   std::string_view remote_id) {
  IX_TRY(StatementUse row, connection.prepare(kOfRemote));
  row->bind(1, remote_id);
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<RemotePlace>();
  return std::optional(RemotePlace{RouteId{row->integer(0)}, ConversationId{row->integer(1)}});
}

Result<Rows<ConversationRow>> conversation_by_id(Connection& connection, ConversationId id) {
  IX_TRY(StatementUse statement, connection.prepare(kById));
  statement->bind(1, id.value);
  return Rows<ConversationRow>(std::move(statement), decode_conversation);
}

Result<std::optional<ConversationId>> conversation_of_route(Connection& connection, RouteId route) {
  IX_TRY(StatementUse statement, connection.prepare(kOfRoute));
  statement->bind(1, route.value);
  IX_TRY(const bool found, statement->step());
  if (!found) return std::optional<ConversationId>();
  return std::optional<ConversationId>(ConversationId{statement->integer(0)});
}

Result<DraftReply> draft_reply(Connection& connection, ConversationId id) {
  IX_TRY(StatementUse row, connection.prepare(kDrafts));
  row->bind(1, id.value);
  DraftReply out;
  int64_t newest = -1;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    if (row->integer(0) <= newest) continue;
    newest = row->integer(0);
    out = {row->boolean(1), row->integer(2)};
  }
}

Result<Rows<RouteRow>> routes_of_conversation(Connection& connection, ConversationId id) {
  IX_TRY(StatementUse statement, connection.prepare(kRoutes));
  statement->bind(1, id.value);
  return Rows<RouteRow>(std::move(statement), decode_route);
}

}  // namespace ix::cache
