// SPDX-License-Identifier: Apache-2.0
#include "cache/recipient_reads.h"

namespace ix::cache {
namespace {

// Along conversation_all, whose condition it repeats.
constexpr const char* kRecent =
    "SELECT id, kind, contact, activity_ms, title FROM conversation"
    " WHERE presets & 1 AND pinned = ?1 AND activity_ms > 0"
    " ORDER BY activity_ms DESC, id DESC LIMIT ?2";
#define IX_OF_PEER                                                                   \
  "SELECT id, kind, state, remote_id, peer_user, peer_number, own_number, can_send," \
  " cannot_send_reason, last_inbound_ms, last_used_ms, chosen_ms, consent,"          \
  " conversation FROM route WHERE merged_into IS NULL AND NOT hidden AND "
constexpr const char* kOfNumber = IX_OF_PEER "peer_number = ?1 ORDER BY id";
constexpr const char* kOfUser = IX_OF_PEER "peer_user = ?1 ORDER BY id";
#undef IX_OF_PEER

RecentRow decode_recent(Statement& row) {
  return {row.integer(0), row.integer32(1), row.integer(2), row.integer(3), row.text(4)};
}

PeerRouteRow decode_route(Statement& row) {
  PeerRouteRow out;
  out.route = {row.integer(0),  row.integer32(1), row.integer32(2), row.text(3), row.text(4),
               row.text(5),     row.text(6),      row.boolean(7),   row.text(8), row.integer(9),
               row.integer(10), row.integer(11),  row.integer32(12)};
  out.conversation = row.integer(13);
  return out;
}

Result<Rows<PeerRouteRow>> of_peer(Connection& connection, const char* sql, std::string_view peer) {
  IX_TRY(StatementUse statement, connection.prepare(sql));
  statement->bind(1, peer);
  return Rows<PeerRouteRow>(std::move(statement), decode_route);
}

}  // namespace

Result<Rows<RecentRow>> recent_conversations(Connection& connection, bool pinned, int64_t limit) {
  IX_TRY(StatementUse statement, connection.prepare(kRecent));
  statement->bind_all(pinned, limit);
  return Rows<RecentRow>(std::move(statement), decode_recent);
}

Result<Rows<PeerRouteRow>> routes_of_number(Connection& connection, std::string_view number) {
  return of_peer(connection, kOfNumber, number);
}

Result<Rows<PeerRouteRow>> routes_of_user(Connection& connection, std::string_view user) {
  return of_peer(connection, kOfUser, user);
}

}  // namespace ix::cache
