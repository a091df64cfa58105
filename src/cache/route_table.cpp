// SPDX-License-Identifier: Apache-2.0
#include "cache/route_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::route_table {
namespace {

// A macro: literals are put together by the preprocessor, the address of each is its key in the
// cache of statements.
#define IX_SELECT                                                                       \
  "SELECT id, kind, state, remote_id, create_key, peer_user, peer_number, own_number,"  \
  " title, topic, is_direct_invite, inviter, can_send, cannot_send_reason, contact,"    \
  " conversation, head_ord, begins, read_ord, read_parked, unread, unread_lower_bound," \
  " peer_read_ord, muted, pinned, archived, marked_unread, draft, draft_ms,"            \
  " activity_ms, last_item, last_inbound_ms, last_used_ms, has_call, merged_into,"      \
  " relation_id, relation_ord, chosen_ms, erased_ms, hidden, peer_read_parked,"         \
  " erased_item, consent, draft_reply, people, leaving FROM route"

constexpr const char* kInsert =
    "INSERT INTO route (kind, state, remote_id, create_key, peer_user, peer_number,"
    " own_number, title, topic, is_direct_invite, inviter, can_send, cannot_send_reason,"
    " contact, conversation, head_ord, begins, read_ord, read_parked, unread,"
    " unread_lower_bound, peer_read_ord, muted, pinned, archived, marked_unread, draft,"
    " draft_ms, activity_ms, last_item, last_inbound_ms, last_used_ms, has_call,"
    " merged_into, relation_id, relation_ord, chosen_ms, erased_ms, hidden,"
    " peer_read_parked, erased_item, consent, draft_reply, people, leaving) VALUES (?2, ?3, ?4, "
    "?5, ?6, ?7, ?8, ?9, "
    "?10, ?11, "
    "?12, ?13, ?14, ?15,"
    " ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31,"
    " ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44, ?45, ?46)";

// An UPDATE writes every index anew of which it names a column, also where the value stays: what
// indexes hold seldom changes, the rest with each message.
#define IX_INDEXED                                                                \
  "(state, remote_id, create_key, peer_user, peer_number, contact, conversation," \
  " merged_into, people)"
#define IX_INDEXED_VALUES "(?3, ?4, ?5, ?6, ?7, ?15, ?16, ?35, ?45)"
#define IX_SET_OTHERS                                                                     \
  "kind = ?2, own_number = ?8, title = ?9, topic = ?10, is_direct_invite = ?11, inviter"  \
  " = ?12, can_send = ?13, cannot_send_reason = ?14, head_ord = ?17, begins = ?18,"       \
  " read_ord = ?19, read_parked = ?20, unread = ?21, unread_lower_bound = ?22,"           \
  " peer_read_ord = ?23, muted = ?24, pinned = ?25, archived = ?26, marked_unread = ?27," \
  " draft = ?28, draft_ms = ?29, activity_ms = ?30, last_item = ?31, last_inbound_ms"     \
  " = ?32, last_used_ms = ?33, has_call = ?34, relation_id = ?36, relation_ord = ?37,"    \
  " chosen_ms = ?38, erased_ms = ?39, hidden = ?40, peer_read_parked = ?41, erased_item"  \
  " = ?42, consent = ?43, draft_reply = ?44, leaving = ?46"
constexpr const char* kUpdateOthers =
    "UPDATE route SET " IX_SET_OTHERS " WHERE id = ?1 AND " IX_INDEXED " IS " IX_INDEXED_VALUES;
constexpr const char* kUpdateAll =
    "UPDATE route SET " IX_SET_OTHERS ", " IX_INDEXED " = " IX_INDEXED_VALUES " WHERE id = ?1";

StoredRoute decode(const Statement& row) {
  StoredRoute route;
  route.id.value = row.integer(0);
  route.kind = static_cast<RouteKind>(row.integer32(1));
  route.state = static_cast<RouteState>(row.integer32(2));
  route.remote_id = row.string(3);
  route.create_key = row.string(4);
  route.peer_user = row.string(5);
  route.peer_number = row.string(6);
  route.own_number = row.string(7);
  route.title = row.string(8);
  route.topic = row.string(9);
  route.is_direct_invite = row.boolean(10);
  route.inviter = row.string(11);
  route.can_send = row.boolean(12);
  route.cannot_send_reason = row.string(13);
  route.contact.value = row.integer(14);
  route.conversation.value = row.integer(15);
  route.head_ord = row.integer(16);
  route.begins = row.boolean(17);
  route.read_ord = row.integer(18);
  route.read_parked = row.string(19);
  route.unread = row.integer32(20);
  route.unread_lower_bound = row.boolean(21);
  route.peer_read_ord = row.integer(22);
  route.muted = row.boolean(23);
  route.pinned = row.boolean(24);
  route.archived = row.boolean(25);
  route.marked_unread = row.boolean(26);
  route.draft = row.string(27);
  route.draft_ms = row.integer(28);
  route.activity_ms = row.integer(29);
  route.last_item.value = row.integer(30);
  route.last_inbound_ms = row.integer(31);
  route.last_used_ms = row.integer(32);
  route.has_call = row.boolean(33);
  route.merged_into.value = row.integer(34);
  route.relation_id = row.string(35);
  route.relation_ord = row.integer(36);
  route.chosen_ms = row.integer(37);
  route.erased_ms = row.integer(38);
  route.hidden = row.boolean(39);
  route.peer_read_parked = row.string(40);
  route.erased_item = row.string(41);
  route.consent = static_cast<ConsentState>(row.integer32(42));
  route.draft_reply = row.string(43);
  route.people = row.string(44);
  route.leaving = row.boolean(45);
  return route;
}

std::optional<int64_t> id_or_null(int64_t id) {
  return id == 0 ? std::nullopt : std::optional(id);
}

// Parameters 2 and on; 1 is the id.
void bind(Statement& row, const StoredRoute& route) {
  row.bind(2, number(route.kind));
  row.bind(3, number(route.state));
  row.bind_text_or_null(4, route.remote_id);
  row.bind_text_or_null(5, route.create_key);
  row.bind_text_or_null(6, route.peer_user);
  row.bind_text_or_null(7, route.peer_number);
  row.bind_text_or_null(8, route.own_number);
  row.bind(9, std::string_view(route.title));
  row.bind(10, std::string_view(route.topic));
  row.bind(11, route.is_direct_invite);
  row.bind(12, std::string_view(route.inviter));
  row.bind(13, route.can_send);
  row.bind(14, std::string_view(route.cannot_send_reason));
  row.bind(15, id_or_null(route.contact.value));
  row.bind(16, route.conversation.value);
  row.bind(17, route.head_ord);
  row.bind(18, route.begins);
  row.bind(19, route.read_ord);
  row.bind(20, std::string_view(route.read_parked));
  row.bind(21, route.unread);
  row.bind(22, route.unread_lower_bound);
  row.bind(23, route.peer_read_ord);
  row.bind(24, route.muted);
  row.bind(25, route.pinned);
  row.bind(26, route.archived);
  row.bind(27, route.marked_unread);
  row.bind(28, std::string_view(route.draft));
  row.bind(29, route.draft_ms);
  row.bind(30, route.activity_ms);
  row.bind(31, route.last_item.value);
  row.bind(32, route.last_inbound_ms);
  row.bind(33, route.last_used_ms);
  row.bind(34, route.has_call);
  row.bind(35, id_or_null(route.merged_into.value));
  row.bind(36, std::string_view(route.relation_id));
  row.bind(37, route.relation_ord);
  row.bind(38, route.chosen_ms);
  row.bind(39, route.erased_ms);
  row.bind(40, route.hidden);
  row.bind(41, std::string_view(route.peer_read_parked));
  row.bind(42, std::string_view(route.erased_item));
  row.bind(43, number(route.consent));
  row.bind(44, std::string_view(route.draft_reply));
  row.bind(45, std::string_view(route.people));
  row.bind(46, route.leaving);
}

Result<std::optional<StoredRoute>> one(StatementUse row) {
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<StoredRoute>();
  return std::optional(decode(*row));
}

Result<std::vector<StoredRoute>> all(StatementUse row) {
  std::vector<StoredRoute> routes;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return routes;
    routes.push_back(decode(*row));
  }
}

}  // namespace

Result<std::optional<StoredRoute>> find(Connection& connection, RouteId id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE id = ?1"));
  row->bind(1, id.value);
  return one(std::move(row));
}

Result<std::optional<StoredRoute>> by_remote(Connection& connection, std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE remote_id = ?1"));
  row->bind(1, remote_id);
  return one(std::move(row));
}

Result<std::optional<StoredRoute>> by_alias(Connection& connection, std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE id = (SELECT route FROM route_alias"
                                                " WHERE remote_id = ?1)"));
  row->bind(1, remote_id);
  return one(std::move(row));
}

Result<std::vector<std::string>> present_remotes(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT remote_id FROM route WHERE state IN (1, 2)"
                                      " AND remote_id IS NOT NULL AND merged_into IS NULL"));
  std::vector<std::string> out;
  for (;;) {
    IX_TRY(const bool more, row->step());
    if (!more) return out;
    out.push_back(row->string(0));
  }
}

Result<std::optional<StoredRoute>> by_create_key(Connection& connection, std::string_view key) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE create_key = ?1"));
  row->bind(1, key);
  return one(std::move(row));
}

Result<std::vector<StoredRoute>> of_peer(Connection& connection, RouteKind kind,
                                         std::string_view user, std::string_view number_text) {
  if (number_text.empty()) {
    if (user.empty()) return std::vector<StoredRoute>();
    IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE peer_user = ?1 AND kind = ?2"
                                                  " AND merged_into IS NULL ORDER BY id"));
    row->bind_all(user, number(kind));
    return all(std::move(row));
  }
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE peer_number = ?1 AND kind = ?2"
                                                " AND merged_into IS NULL ORDER BY id"));
  row->bind_all(number_text, number(kind));
  return all(std::move(row));
}

Result<std::vector<StoredRoute>> of_people(Connection& connection, std::string_view people) {
  if (people.empty()) return std::vector<StoredRoute>();
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE people = ?1 AND people <> ''"
                                                " AND kind = 3 AND merged_into IS NULL"
                                                " ORDER BY id"));
  row->bind(1, people);
  return all(std::move(row));
}

Result<std::vector<StoredRoute>> of_contact(Connection& connection, ContactId contact) {
  IX_TRY(auto row,
         connection.prepare(IX_SELECT " WHERE contact = ?1 AND merged_into IS NULL ORDER BY id"));
  row->bind(1, contact.value);
  return all(std::move(row));
}

Result<std::vector<StoredRoute>> of_unclaimed_number(Connection& connection,
                                                     std::string_view number_text) {
  IX_TRY(auto row,
         connection.prepare(IX_SELECT " WHERE peer_number = ?1 AND contact IS NULL"
                                      " AND kind IN (1, 4) AND merged_into IS NULL ORDER BY id"));
  row->bind(1, number_text);
  return all(std::move(row));
}

Result<std::vector<StoredRoute>> unanswered_invites(Connection& connection) {
  IX_TRY(auto row,
         connection.prepare(IX_SELECT
                            " WHERE state = 2 AND NOT leaving AND NOT EXISTS (SELECT 1 FROM outbox"
                            " WHERE outbox.route = route.id"
                            " AND outbox.op IN (1, 6, 7))"
                            " ORDER BY id"));
  return all(std::move(row));
}

Result<std::vector<StoredRoute>> of_conversation(Connection& connection, ConversationId id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE conversation = ?1 ORDER BY id"));
  row->bind(1, id.value);
  return all(std::move(row));
}

Result<std::vector<StoredRoute>> merged_into(Connection& connection, RouteId id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE merged_into = ?1 ORDER BY id"));
  row->bind(1, id.value);
  return all(std::move(row));
}

Result<RouteId> insert(Connection& connection, const StoredRoute& route) {
  IX_TRY(auto row, connection.prepare(kInsert));
  bind(*row, route);
  IX_CHECK(row->run());
  return RouteId{connection.last_insert_id()};
}

Status update(Connection& connection, const StoredRoute& route) {
  for (const char* sql : {kUpdateOthers, kUpdateAll}) {
    IX_TRY(auto row, connection.prepare(sql));
    bind(*row, route);
    row->bind(1, route.id.value);
    IX_CHECK(row->run());
    if (connection.changes() > 0) return {};
  }
  return {};
}

#undef IX_SELECT
#undef IX_INDEXED
#undef IX_INDEXED_VALUES
#undef IX_SET_OTHERS

}  // namespace ix::cache::route_table
