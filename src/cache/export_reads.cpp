// SPDX-License-Identifier: Apache-2.0
#include "cache/export_reads.h"

#include <sqlite3.h>

#include <string>
#include <vector>

namespace ix::cache {
namespace {

// The words of the enumerations, by their numbers.
#define IX_ROUTE_KINDS                                                                       \
  "WHEN 0 THEN 'internal' WHEN 1 THEN 'sms' WHEN 2 THEN 'channel' WHEN 3 THEN 'group' ELSE " \
  "'phone'"
#define IX_ROUTE_STATES \
  "WHEN 0 THEN 'pending' WHEN 1 THEN 'joined' WHEN 2 THEN 'invited' ELSE 'left'"
#define IX_ITEM_KINDS \
  "WHEN 0 THEN 'message' WHEN 1 THEN 'call' WHEN 2 THEN 'voicemail' ELSE 'notice'"
#define IX_ITEM_STATES                                                                        \
  "WHEN 0 THEN 'received' WHEN 1 THEN 'queued' WHEN 2 THEN 'sending' WHEN 3 THEN 'accepted' " \
  "WHEN 4 THEN 'delivered' WHEN 5 THEN 'read' ELSE 'failed'"
#define IX_DIRECTIONS "WHEN 0 THEN 'in' ELSE 'out'"
#define IX_OUTCOMES                                                                 \
  "WHEN 0 THEN 'answered' WHEN 1 THEN 'missed' WHEN 2 THEN 'declined' WHEN 3 THEN " \
  "'voicemail' WHEN 4 THEN 'failed' WHEN 5 THEN 'ongoing'"

// What a contact's part of a table is. ?1: the contact.
constexpr const char* kOfContact = " WHERE contact = ?1";
constexpr const char* kItself = " WHERE id = ?1";
#define IX_ITS_ROUTES                                                      \
  "(SELECT id FROM route WHERE contact = ?1 UNION SELECT m.id FROM route " \
  "AS m JOIN route AS r ON r.id = m.merged_into WHERE r.contact = ?1)"
#define IX_ITS_USERS "(SELECT address FROM contact_address WHERE contact = ?1 AND kind = 1)"
constexpr const char* kItsRoutes = " WHERE id IN " IX_ITS_ROUTES;
constexpr const char* kInItsRoutes = " WHERE route IN " IX_ITS_ROUTES;
constexpr const char* kItsItems =
    " WHERE kind <> 4 AND (route IN " IX_ITS_ROUTES " OR sender IN " IX_ITS_USERS ")";
#define IX_OF_ITS_ITEMS \
  "item IN (SELECT id FROM item WHERE route IN " IX_ITS_ROUTES " OR sender IN " IX_ITS_USERS ")"
constexpr const char* kItsVersions = " WHERE text IS NOT NULL AND " IX_OF_ITS_ITEMS;
constexpr const char* kItsAttachments = " WHERE " IX_OF_ITS_ITEMS;
constexpr const char* kItsReactions =
    " WHERE NOT withdrawn AND (route IN " IX_ITS_ROUTES " OR sender IN " IX_ITS_USERS ")";
constexpr const char* kCallsInItsRoutes =
    " WHERE item IN (SELECT id FROM item WHERE route IN " IX_ITS_ROUTES ")";

constexpr const char* kItsConsent =
    " WHERE route IN " IX_ITS_ROUTES
    " OR (route = 0 AND peer IN (SELECT address FROM contact_address WHERE contact = ?1"
    " AND kind = 0))";

struct Part {
  const char* type;
  const char* select;
  const char* of_all;
  const char* of_contact;  // nullptr: nothing of it is a contact's
};

constexpr Part kParts[] = {
    {"account",
     "SELECT server, user_id AS user, display_name, device_id AS device, last_sync_ms FROM account",
     "", nullptr},
    {"account_number", "SELECT e164, sms, mms FROM account_number", "", nullptr},
    {"contact",
     "SELECT 'p' || id AS id, CASE kind WHEN 0 THEN 'external' ELSE 'member' END AS kind,"
     " source, source_id, name FROM contact",
     "", kItself},
    {"address",
     "SELECT 'p' || contact AS contact, CASE kind WHEN 0 THEN 'number' WHEN 1 THEN 'user'"
     " ELSE 'extension' END AS kind, address FROM contact_address",
     "", kOfContact},
    {"route",
     "SELECT 'r' || id AS id, 'r' || conversation AS conversation, 'p' || contact AS contact,"
     " CASE kind " IX_ROUTE_KINDS " END AS kind, CASE state " IX_ROUTE_STATES
     " END AS state, peer_user AS user, peer_number AS number, own_number AS \"from\", remote_id,"
     " title, topic, inviter, unread, muted, pinned, archived, marked_unread, draft,"
     " nullif(draft_ms, 0) AS draft_ms, nullif(draft_reply, '') AS draft_reply, nullif(chosen_ms, "
     "0) AS chosen_ms,"
     " nullif(activity_ms, 0) AS last_activity_ms FROM route",
     "", kItsRoutes},
    {"item",
     "SELECT 'i' || id AS id, 'r' || route AS route, CASE kind " IX_ITEM_KINDS
     " END AS kind, CASE direction " IX_DIRECTIONS
     " END AS direction, sender, sender_name, at_ms, CASE state " IX_ITEM_STATES
     " END AS state, text, edited, deleted, reply_to, remote_id, call_id, CASE call_direction"
     " WHEN 0 THEN 'in' WHEN 1 THEN 'out' END AS call_direction, CASE call_outcome " IX_OUTCOMES
     " END AS call_outcome, call_duration_ms, call_started_ms, call_number, failure_message"
     " FROM item",
     " WHERE kind <> 4", kItsItems},
    {"version", "SELECT 'i' || item AS item, remote_id, text FROM item_version",
     " WHERE text IS NOT NULL", kItsVersions},
    {"attachment",
     "SELECT 'a' || id AS id, 'i' || item AS item, CASE kind WHEN 0 THEN 'image' WHEN 1 THEN"
     " 'video' WHEN 2 THEN 'audio' ELSE 'file' END AS kind, name, mime, nullif(bytes, 0) AS size,"
     " nullif(width, 0) AS width, nullif(height, 0) AS height,"
     " nullif(duration_ms, 0) AS duration_ms, uri FROM attachment",
     "", kItsAttachments},
    {"reaction", "SELECT 'r' || route AS route, target, key, sender FROM reaction",
     " WHERE NOT withdrawn", kItsReactions},
    {"parked", "SELECT 'r' || route AS route, target, remote_id, sender, text FROM parked_relation",
     "", kInItsRoutes},
    {"call_report",
     "SELECT call_id, 'i' || item AS item, peer_number AS number, peer_user AS user,"
     " own_number AS \"from\", CASE direction " IX_DIRECTIONS
     " END AS direction, CASE outcome " IX_OUTCOMES
     " END AS outcome, started_ms, nullif(answered_ms, 0) AS answered_ms, duration_ms"
     " FROM host_call",
     "", kCallsInItsRoutes},
    {"consent",
     "SELECT own, peer, CASE state WHEN 1 THEN 'opted_in' WHEN 2 THEN 'opted_out' ELSE 'help' END"
     " AS state, CASE source WHEN 0 THEN 'keyword' WHEN 1 THEN 'reported' ELSE 'host' END AS "
     "source,"
     " nullif(at_ms, 0) AS at_ms, keyword, CASE route WHEN 0 THEN NULL ELSE 'r' || route END AS "
     "route"
     " FROM consent",
     "", kItsConsent},
    {"unconfirmed", "SELECT 'i' || id AS item, text, file_names FROM item_truth", "",
     " WHERE id IN (SELECT id FROM item WHERE route IN " IX_ITS_ROUTES " OR sender IN " IX_ITS_USERS
     ")"},
    {"outbox",
     "SELECT 'o' || id AS id, 'r' || route AS route, CASE item WHEN 0 THEN NULL ELSE 'i' || item"
     " END AS item, CASE op WHEN 0 THEN 'send' WHEN 1 THEN 'accept_invite' WHEN 2 THEN 'edit' WHEN"
     " 3 THEN 'delete' ELSE 'react' END AS op, target, text, wanted, created_ms, attempts,"
     " nullif(send_at_ms, 0) AS send_at_ms FROM outbox",
     "", kInItsRoutes},
    {"setting",
     "SELECT 'r' || route AS route, CASE kind WHEN 0 THEN 'muted' WHEN 1 THEN 'pinned' WHEN 2 THEN"
     " 'archived' WHEN 3 THEN 'marked_unread' ELSE 'read_marker' END AS kind, value, target"
     " FROM setting",
     "", kInItsRoutes},
};

Status export_rows(Statement& row, sqlite3_stmt* raw, std::string_view type,
                   const ExportSink& sink) {
  std::vector<ExportField> fields;
  for (;;) {
    IX_TRY(const bool found, row.step());
    if (!found) return {};
    fields.clear();
    for (int i = 0; i < sqlite3_column_count(raw); ++i) {
      ExportField field;
      field.name = sqlite3_column_name(raw, i);
      field.is_number = sqlite3_column_type(raw, i) == SQLITE_INTEGER;
      if (field.is_number) {
        field.number = row.integer(i);
      } else {
        field.text = row.text(i);
        if (field.text.empty()) continue;
      }
      fields.push_back(field);
    }
    IX_CHECK(sink(type, fields));
  }
}

}  // namespace

Status export_records(Connection& connection, std::optional<ContactId> contact,
                      const ExportSink& sink) {
  for (const Part& part : kParts) {
    if (contact && part.of_contact == nullptr) continue;
    const std::string sql = std::string(part.select) + (contact ? part.of_contact : part.of_all);
    IX_TRY(auto statement, connection.prepare_once(sql));
    if (contact) statement->bind(1, contact->value);
    IX_CHECK(export_rows(*statement, statement->handle(), part.type, sink));
  }
  return {};
}

}  // namespace ix::cache
