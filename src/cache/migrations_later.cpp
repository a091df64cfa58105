// SPDX-License-Identifier: Apache-2.0
// What came to the tables of migrations_base.cpp, in the order it came.
#include "cache/migrations.h"

namespace ix::cache {
namespace {

// What every preset counts (8: the badge), kept by triggers, so that a subscriber to the counts
// costs the same however long the list is.
#define IX_MEMBERSHIP(row) \
  "((" row ".presets & 255) | ((NOT " row ".muted AND NOT " row ".archived) << 8))"
#define IX_COUNT(sign, row)                                                              \
  "  UPDATE preset_count SET conversations = conversations " sign                        \
  " 1,"                                                                                  \
  "    unread_conversations = unread_conversations " sign " (" row ".unread > 0 OR " row \
  ".marked_unread),"                                                                     \
  "    unread_items = unread_items " sign " " row                                        \
  ".unread,"                                                                             \
  "    lower_bounds = lower_bounds " sign " " row                                        \
  ".unread_lower_bound"                                                                  \
  "    WHERE " IX_MEMBERSHIP(row) " & (1 << preset);"
constexpr const char* kVersion5 =
    "CREATE TABLE preset_count (preset INTEGER PRIMARY KEY, conversations INTEGER NOT NULL,"
    "  unread_conversations INTEGER NOT NULL, unread_items INTEGER NOT NULL,"
    "  lower_bounds INTEGER NOT NULL);"
    "INSERT INTO preset_count SELECT p.column1, count(c.id), total(c.unread > 0 OR c.marked_unread),"
    "  total(c.unread), total(c.unread_lower_bound)"
    "  FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8)) AS p"
    "  LEFT JOIN conversation AS c ON " IX_MEMBERSHIP("c") " & (1 << p.column1)"
    "  GROUP BY p.column1;"
    "CREATE TRIGGER conversation_count_insert AFTER INSERT ON conversation BEGIN"
    IX_COUNT("+", "new")
    " END;"
    "CREATE TRIGGER conversation_count_delete AFTER DELETE ON conversation BEGIN"
    IX_COUNT("-", "old")
    " END;"
    "CREATE TRIGGER conversation_count_update AFTER UPDATE ON conversation"
    "  WHEN (old.presets, old.unread, old.unread_lower_bound, old.marked_unread, old.muted,"
    "    old.archived) IS NOT (new.presets, new.unread, new.unread_lower_bound,"
    "    new.marked_unread, new.muted, new.archived) BEGIN"
    IX_COUNT("-", "old")
    IX_COUNT("+", "new")
    " END;";
#undef IX_COUNT
#undef IX_MEMBERSHIP

// Whether its target is stored or not. A reaction that was taken back keeps its row, without what
// it said: should it be read again, it stays away.
constexpr const char* kVersion6 = R"sql(
CREATE TABLE reaction (
  route INTEGER NOT NULL,
  target TEXT NOT NULL,
  key TEXT NOT NULL,
  sender TEXT NOT NULL,
  remote_id TEXT NOT NULL,
  mine INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (route, target, key, sender, remote_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX reaction_remote ON reaction (route, remote_id);
)sql";

// See model/setting.h.
constexpr const char* kVersion7 = R"sql(
CREATE TABLE setting (
  route INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  value INTEGER NOT NULL,
  target TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (route, kind)
) WITHOUT ROWID;
)sql";

// See forgetting.h: counts texts that were deleted, whoever deleted them. An edit deletes nothing:
// what it replaces is kept as a version.
constexpr const char* kVersion8 = R"sql(
CREATE TABLE forgetting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  asked INTEGER NOT NULL,
  done INTEGER NOT NULL
);
-- What was deleted before is forgotten at the next opportunity, too.
INSERT INTO forgetting VALUES (1, 1, 0);
CREATE TRIGGER item_forget_deleted AFTER UPDATE OF text ON item
  WHEN old.text <> '' AND new.text = ''
BEGIN
  UPDATE forgetting SET asked = asked + 1;
END;
CREATE TRIGGER item_forget_removed AFTER DELETE ON item WHEN old.text <> '' BEGIN
  UPDATE forgetting SET asked = asked + 1;
END;
CREATE TRIGGER item_version_forget AFTER UPDATE OF text ON item_version
  WHEN old.text IS NOT NULL AND new.text IS NULL
BEGIN
  UPDATE forgetting SET asked = asked + 1;
END;
CREATE TRIGGER parked_relation_forget AFTER DELETE ON parked_relation WHEN old.text <> '' BEGIN
  UPDATE forgetting SET asked = asked + 1;
END;
)sql";

// Calls that the host reported, see host_call_table.h; and how the backend's record is found.
constexpr const char* kVersion9 = R"sql(
CREATE TABLE host_call (
  call_id TEXT PRIMARY KEY,
  item INTEGER NOT NULL,
  source INTEGER NOT NULL,
  peer_number TEXT NOT NULL,
  peer_user TEXT NOT NULL,
  own_number TEXT NOT NULL,
  direction INTEGER NOT NULL,
  phase INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  answered_ms INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX host_call_item ON host_call (item);
CREATE INDEX host_call_unmatched ON host_call (started_ms, call_id) WHERE source = 0;
CREATE INDEX item_call_id ON item (call_id) WHERE call_id <> '';
CREATE INDEX item_call_start ON item (call_started_ms) WHERE call_started_ms IS NOT NULL;
)sql";

// When the user made the route the default of its conversation; 0: never, or taken back.
constexpr const char* kVersion10 = R"sql(
ALTER TABLE route ADD COLUMN chosen_ms INTEGER NOT NULL DEFAULT 0;
)sql";

// See notification_table.h.
constexpr const char* kVersion11 = R"sql(
CREATE TABLE notification (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  item INTEGER NOT NULL UNIQUE REFERENCES item (id) ON DELETE CASCADE
);
)sql";

// Of a route whose contact was erased, see store_erase.cpp. erased_ms: what the backend's history
// holds up to then is not fetched again; hidden: no list shows it until something is in it again.
constexpr const char* kVersion12 = R"sql(
ALTER TABLE route ADD COLUMN erased_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE route ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
)sql";

// What contacts are found by, see identity/contact_keys.h; filled by the store when it opens.
constexpr const char* kVersion13 = R"sql(
CREATE TABLE contact_key (
  key TEXT NOT NULL,
  contact INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  PRIMARY KEY (key, contact)
) WITHOUT ROWID;
CREATE INDEX contact_key_of ON contact_key (contact);
)sql";

// Files that came with items, and what is searched of them: their names, with the item's text.
#define IX_WORDS(row) row ".text || char(10) || " row ".file_names"
#define IX_PLACE(row) "(max(0, min(" row ".at_ms / 1000, 8589934591)) << 30) | " row ".id"
#define IX_SEARCHED(row)                                                        \
  row ".kind IN (0, 2) AND NOT " row ".deleted AND (" row ".text <> '' OR " row \
      ".file_names <> '') AND " row ".id < 1073741824"
constexpr const char* kVersion14 =
    "CREATE TABLE attachment ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,"
    "  position INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL,"
    "  name TEXT NOT NULL,"
    "  mime TEXT NOT NULL,"
    "  uri TEXT NOT NULL,"
    "  bytes INTEGER NOT NULL,"
    "  width INTEGER NOT NULL,"
    "  height INTEGER NOT NULL,"
    "  duration_ms INTEGER NOT NULL,"
    "  UNIQUE (item, position)"
    ");"
    "ALTER TABLE item ADD COLUMN file_names TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE parked_relation ADD COLUMN attachments TEXT NOT NULL DEFAULT '';"
    "CREATE TRIGGER item_attachments_deleted AFTER UPDATE OF deleted ON item"
    "  WHEN new.deleted AND NOT old.deleted BEGIN"
    "  DELETE FROM attachment WHERE item = new.id;"
    " END;"
    "DROP TRIGGER item_search_insert;"
    "DROP TRIGGER item_search_delete;"
    "DROP TRIGGER item_search_update;"
    "CREATE TRIGGER item_search_insert AFTER INSERT ON item WHEN " IX_SEARCHED("new") " BEGIN"
    "  INSERT INTO item_search (rowid, body, route)"
    "    VALUES (" IX_PLACE("new") ", " IX_WORDS("new") ", 'r' || new.route);"
    " END;"
    "CREATE TRIGGER item_search_delete BEFORE DELETE ON item WHEN " IX_SEARCHED("old") " BEGIN"
    "  INSERT INTO item_search (item_search, rowid, body, route)"
    "    VALUES ('delete', " IX_PLACE("old") ", " IX_WORDS("old") ", 'r' || old.route);"
    " END;"
    "CREATE TRIGGER item_search_update"
    "  AFTER UPDATE OF kind, deleted, text, file_names, at_ms, route ON item"
    "  WHEN (old.kind, old.deleted, old.text, old.file_names, old.at_ms / 1000, old.route) IS NOT"
    "    (new.kind, new.deleted, new.text, new.file_names, new.at_ms / 1000, new.route) BEGIN"
    "  INSERT INTO item_search (item_search, rowid, body, route)"
    "    SELECT 'delete', " IX_PLACE("old") ", " IX_WORDS("old") ", 'r' || old.route"
    "    WHERE " IX_SEARCHED("old") ";"
    "  INSERT INTO item_search (rowid, body, route)"
    "    SELECT " IX_PLACE("new") ", " IX_WORDS("new") ", 'r' || new.route"
    "    WHERE " IX_SEARCHED("new") ";"
    " END;"
    "DROP TRIGGER item_forget_deleted;"
    "DROP TRIGGER item_forget_removed;"
    "CREATE TRIGGER item_forget_deleted AFTER UPDATE OF text, file_names ON item"
    "  WHEN (old.text <> '' AND new.text = '') OR (old.file_names <> '' AND new.file_names = '')"
    " BEGIN"
    "  UPDATE forgetting SET asked = asked + 1;"
    " END;"
    "CREATE TRIGGER item_forget_removed AFTER DELETE ON item"
    "  WHEN old.text <> '' OR old.file_names <> '' BEGIN"
    "  UPDATE forgetting SET asked = asked + 1;"
    " END;";
#undef IX_SEARCHED
#undef IX_PLACE
#undef IX_WORDS

// See retention_table.h and route_pruner.h. peer_read_parked: what a peer has read up to, while
// that item is not stored.
constexpr const char* kVersion15 = R"sql(
CREATE TABLE retention (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  max_age_ms INTEGER NOT NULL,
  max_route_items INTEGER NOT NULL,
  max_route_bytes INTEGER NOT NULL,
  max_total_bytes INTEGER NOT NULL,
  applied_ms INTEGER NOT NULL
);
ALTER TABLE route ADD COLUMN peer_read_parked TEXT NOT NULL DEFAULT '';
)sql";

// For a search of contacts that ranks by recent use, see contact_search.cpp.
constexpr const char* kVersion16 =
    "CREATE INDEX conversation_used ON conversation (activity_ms DESC, contact)"
    " WHERE contact IS NOT NULL;";

// The newest item that was erased: everything up to it stays away. erased_ms is for where the
// backend does not tell of that item any more.
constexpr const char* kVersion17 = R"sql(
ALTER TABLE route ADD COLUMN erased_item TEXT NOT NULL DEFAULT '';
)sql";

// Which room of its route an item came in, see room_table.h; of what is stored already nobody
// knows.
constexpr const char* kVersion18 = R"sql(
ALTER TABLE item ADD COLUMN room INTEGER NOT NULL DEFAULT 0;
ALTER TABLE route_alias ADD COLUMN room INTEGER NOT NULL DEFAULT 0;
UPDATE route_alias SET room = (SELECT count(*) FROM route_alias AS other
  WHERE other.route = route_alias.route AND other.remote_id < route_alias.remote_id);
CREATE INDEX route_alias_room ON route_alias (route, room);
UPDATE item SET room = -1 WHERE kind <> 4 AND route IN (SELECT route FROM route_alias);
)sql";

// What is done to items, see model/outbox.h and truth_table.h. What was tried before may have left.
// The files of an item that is only shown as deleted stay until that is so.
constexpr const char* kVersion19 = R"sql(
ALTER TABLE outbox ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN target TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN wanted INTEGER NOT NULL DEFAULT 1;
ALTER TABLE outbox ADD COLUMN unsettled INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET unsettled = attempts;
DROP INDEX outbox_lane;
CREATE INDEX outbox_lane ON outbox (route, lane, id, state);
CREATE INDEX outbox_target ON outbox (route, target) WHERE target <> '';
CREATE INDEX outbox_edit ON outbox (key) WHERE op = 2;
CREATE TABLE item_truth (
  id INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  file_names TEXT NOT NULL,
  edited INTEGER NOT NULL,
  edit_ord INTEGER NOT NULL
);
DROP TRIGGER item_attachments_deleted;
CREATE TRIGGER item_attachments_deleted AFTER UPDATE OF deleted ON item
  WHEN new.deleted AND NOT old.deleted
    AND NOT EXISTS (SELECT 1 FROM item_truth WHERE id = new.id)
BEGIN
  DELETE FROM attachment WHERE item = new.id;
END;
)sql";

// See consent_table.h. consent_due: sms routes whose items were stored before there was a ledger.
constexpr const char* kVersion20 = R"sql(
CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  peer TEXT NOT NULL,
  own TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  state INTEGER NOT NULL,
  source INTEGER NOT NULL,
  keyword TEXT NOT NULL,
  route INTEGER NOT NULL,
  evidence TEXT NOT NULL
);
CREATE UNIQUE INDEX consent_evidence ON consent (route, evidence, source);
CREATE INDEX consent_pair ON consent (peer, own, at_ms);
CREATE TABLE consent_due (route INTEGER PRIMARY KEY);
INSERT INTO consent_due SELECT id FROM route WHERE kind = 1;
ALTER TABLE route ADD COLUMN consent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account_number ADD COLUMN mms_parts INTEGER NOT NULL DEFAULT 0;
)sql";

// See model/setting.h.
constexpr const char* kVersion21 = R"sql(
ALTER TABLE setting ADD COLUMN heard INTEGER;
CREATE INDEX setting_confirmed ON setting (route) WHERE key = '';
)sql";

// What an entry failed with is kept while it is tried again; before, it was not.
constexpr const char* kVersion22 = R"sql(
ALTER TABLE outbox ADD COLUMN answered INTEGER NOT NULL DEFAULT 1;
)sql";

// A draft may answer an item, see model/route.h.
constexpr const char* kVersion23 = R"sql(
ALTER TABLE route ADD COLUMN draft_reply TEXT NOT NULL DEFAULT '';
)sql";

// A message may wait for its time.
constexpr const char* kVersion24 = R"sql(
ALTER TABLE outbox ADD COLUMN send_at_ms INTEGER NOT NULL DEFAULT 0;
)sql";

// Channels and groups: see model/room.h and member_table.h. leaving: an entry of the outbox is
// about to.
constexpr const char* kVersion25 = R"sql(
ALTER TABLE route ADD COLUMN people TEXT NOT NULL DEFAULT '';
ALTER TABLE route ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;
CREATE INDEX route_people ON route (people) WHERE people <> '';
CREATE INDEX outbox_join ON outbox (text) WHERE op = 6;
CREATE TABLE member (
  route INTEGER NOT NULL,
  user TEXT NOT NULL,
  name TEXT NOT NULL,
  state INTEGER NOT NULL,
  role INTEGER NOT NULL,
  PRIMARY KEY (route, user)
) WITHOUT ROWID;
CREATE TABLE member_list (
  route INTEGER PRIMARY KEY,
  total INTEGER NOT NULL,
  fetched_ms INTEGER NOT NULL
);
)sql";

// See model/permission.h; since_ms: when the user began the request, 0 without one. And the largest
// file that the server takes, 0: not said.
constexpr const char* kVersion26 = R"sql(
CREATE TABLE permission (
  source INTEGER PRIMARY KEY,
  state INTEGER NOT NULL,
  step INTEGER NOT NULL,
  past INTEGER NOT NULL,
  since_ms INTEGER NOT NULL
);
ALTER TABLE account ADD COLUMN max_file_bytes INTEGER NOT NULL DEFAULT 0;
)sql";

// See search_index.h: messages are added by it, and FTS5 merges parts by itself only where 16 of
// one size have come together; asked for, where 8 have.
constexpr const char* kVersion28 = R"sql(
DROP TRIGGER item_search_insert;
INSERT INTO item_search (item_search, rank) VALUES ('automerge', 0);
INSERT INTO item_search (item_search, rank) VALUES ('usermerge', 8);
)sql";

}  // namespace

const std::array<const char*, 24> kLaterMigrations = {
    kVersion5,  kVersion6,  kVersion7,  kVersion8,  kVersion9,       kVersion10,
    kVersion11, kVersion12, kVersion13, kVersion14, kVersion15,      kVersion16,
    kVersion17, kVersion18, kVersion19, kVersion20, kVersion21,      kVersion22,
    kVersion23, kVersion24, kVersion25, kVersion26, kFilesMigration, kVersion28};

}  // namespace ix::cache
