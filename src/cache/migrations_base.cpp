// SPDX-License-Identifier: Apache-2.0
// The tables of the first versions, and search.
#include "cache/migrations.h"

namespace ix::cache {
namespace {

// Ids are AUTOINCREMENT where they leave the library: an id once handed out is never another's.
// Enumerations are stored as the numbers of src/model. Times are milliseconds since the epoch, UTC.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE account (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  server TEXT NOT NULL DEFAULT '',
  user_id TEXT NOT NULL DEFAULT '',
  device_id TEXT NOT NULL DEFAULT '',
  display_name TEXT NOT NULL DEFAULT '',
  session INTEGER NOT NULL DEFAULT 0,
  session_serial INTEGER NOT NULL DEFAULT 0,
  sync_token TEXT NOT NULL DEFAULT '',
  last_sync_ms INTEGER NOT NULL DEFAULT 0
);
INSERT INTO account (id) VALUES (1);

CREATE TABLE account_number (
  e164 TEXT PRIMARY KEY,
  sms INTEGER NOT NULL,
  mms INTEGER NOT NULL
) WITHOUT ROWID;

-- What the provider remembers: key 'r:<remote id>' for a route, 'a:<name>' for the account.
CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  source TEXT NOT NULL,
  source_id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  UNIQUE (source, source_id)
);
CREATE INDEX contact_name ON contact (name_key, id);

-- kind: 0 number (E.164), 1 user id, 2 extension
CREATE TABLE contact_address (
  kind INTEGER NOT NULL,
  address TEXT NOT NULL,
  contact INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  PRIMARY KEY (kind, address, contact)
) WITHOUT ROWID;
CREATE INDEX contact_address_of ON contact_address (contact);

CREATE TABLE route (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  remote_id TEXT,
  create_key TEXT,
  peer_user TEXT,
  peer_number TEXT,
  own_number TEXT,
  title TEXT NOT NULL DEFAULT '',
  topic TEXT NOT NULL DEFAULT '',
  is_direct_invite INTEGER NOT NULL DEFAULT 0,
  inviter TEXT NOT NULL DEFAULT '',
  can_send INTEGER NOT NULL DEFAULT 1,
  cannot_send_reason TEXT NOT NULL DEFAULT '',
  contact INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  conversation INTEGER NOT NULL DEFAULT 0,
  head_ord INTEGER NOT NULL DEFAULT 0,
  begins INTEGER NOT NULL DEFAULT 0,
  read_ord INTEGER NOT NULL DEFAULT -4611686018427387904,
  read_parked TEXT NOT NULL DEFAULT '',
  unread INTEGER NOT NULL DEFAULT 0,
  unread_lower_bound INTEGER NOT NULL DEFAULT 0,
  peer_read_ord INTEGER NOT NULL DEFAULT -4611686018427387904,
  -- The newest event that is no item (an edit, a delivery report): markers may stand on it.
  relation_id TEXT NOT NULL DEFAULT '',
  relation_ord INTEGER NOT NULL DEFAULT 0,
  muted INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0,
  marked_unread INTEGER NOT NULL DEFAULT 0,
  draft TEXT NOT NULL DEFAULT '',
  draft_ms INTEGER NOT NULL DEFAULT 0,
  activity_ms INTEGER NOT NULL DEFAULT 0,
  last_item INTEGER NOT NULL DEFAULT 0,
  last_inbound_ms INTEGER NOT NULL DEFAULT 0,
  last_used_ms INTEGER NOT NULL DEFAULT 0,
  has_call INTEGER NOT NULL DEFAULT 0,
  -- Set: never became a room of its own; its items moved there. Kept only so that its id resolves.
  merged_into INTEGER
);
CREATE UNIQUE INDEX route_remote ON route (remote_id) WHERE remote_id IS NOT NULL;
CREATE UNIQUE INDEX route_create ON route (create_key) WHERE create_key IS NOT NULL;
CREATE INDEX route_peer_user ON route (peer_user) WHERE peer_user IS NOT NULL;
CREATE INDEX route_peer_number ON route (peer_number) WHERE peer_number IS NOT NULL;
CREATE INDEX route_contact ON route (contact) WHERE contact IS NOT NULL;
CREATE INDEX route_conversation ON route (conversation);
CREATE INDEX route_invited ON route (id) WHERE state = 2;
CREATE INDEX route_merged ON route (merged_into) WHERE merged_into IS NOT NULL;

-- Earlier remote ids of an upgraded room: the same route.
CREATE TABLE route_alias (remote_id TEXT PRIMARY KEY, route INTEGER NOT NULL) WITHOUT ROWID;

-- One row of the list; its id is its oldest route's. presets: bit (1 << preset).
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  contact INTEGER,
  title TEXT NOT NULL,
  activity_ms INTEGER NOT NULL,
  preview_item INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  unread_lower_bound INTEGER NOT NULL,
  pinned INTEGER NOT NULL,
  muted INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  marked_unread INTEGER NOT NULL,
  can_send INTEGER NOT NULL,
  draft TEXT NOT NULL,
  presets INTEGER NOT NULL
);
CREATE INDEX conversation_all ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 1;
CREATE INDEX conversation_direct ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 2;
CREATE INDEX conversation_channels ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 4;
CREATE INDEX conversation_external ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 8;
CREATE INDEX conversation_internal ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 16;
CREATE INDEX conversation_calls ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 32;
CREATE INDEX conversation_unread ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 64;
CREATE INDEX conversation_archived ON conversation (pinned DESC, activity_ms DESC, id DESC)
  WHERE presets & 128;

-- A gap is an item of kind 4 whose ord lies directly below the oldest item after it; its sender is
-- the remote id of the room that gap_token reads. edit_ord: where in the stream the shown edit was.
-- counts: whether it counts as unread above the read marker.
CREATE TABLE item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  route INTEGER NOT NULL REFERENCES route (id),
  ord INTEGER,
  sort_key INTEGER NOT NULL DEFAULT 0,
  remote_id TEXT,
  key TEXT,
  kind INTEGER NOT NULL,
  direction INTEGER NOT NULL DEFAULT 0,
  sender TEXT NOT NULL DEFAULT '',
  sender_name TEXT NOT NULL DEFAULT '',
  at_ms INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0,
  text TEXT NOT NULL DEFAULT '',
  edited INTEGER NOT NULL DEFAULT 0,
  edit_ord INTEGER NOT NULL DEFAULT -4611686018427387904,
  deleted INTEGER NOT NULL DEFAULT 0,
  reply_to TEXT NOT NULL DEFAULT '',
  notice INTEGER NOT NULL DEFAULT 0,
  counts INTEGER NOT NULL DEFAULT 0,
  call_id TEXT,
  call_direction INTEGER,
  call_outcome INTEGER,
  call_duration_ms INTEGER,
  call_started_ms INTEGER,
  call_number TEXT,
  failure_code INTEGER,
  failure_origin INTEGER,
  failure_retry INTEGER,
  failure_fixer INTEGER,
  failure_message TEXT,
  gap_token TEXT
);
CREATE UNIQUE INDEX item_position ON item (route, ord) WHERE ord IS NOT NULL;
CREATE INDEX item_thread ON item (route, sort_key, ord) WHERE ord IS NOT NULL;
CREATE INDEX item_unplaced ON item (route, id) WHERE ord IS NULL;
CREATE UNIQUE INDEX item_remote ON item (route, remote_id) WHERE remote_id IS NOT NULL;
CREATE UNIQUE INDEX item_key ON item (key) WHERE key IS NOT NULL;
CREATE INDEX item_unread ON item (route, ord) WHERE counts = 1 AND ord IS NOT NULL;
CREATE INDEX item_gap ON item (route, ord) WHERE kind = 4;
CREATE INDEX item_unconfirmed ON item (route, ord) WHERE direction = 1 AND state IN (3, 4);

-- Relations whose target is not stored yet.
CREATE TABLE parked_relation (
  route INTEGER NOT NULL,
  target TEXT NOT NULL,
  remote_id TEXT NOT NULL,
  ord INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  sender TEXT NOT NULL,
  text TEXT NOT NULL,
  call_id TEXT,
  call_direction INTEGER,
  call_outcome INTEGER,
  call_duration_ms INTEGER,
  call_started_ms INTEGER,
  call_number TEXT,
  state INTEGER NOT NULL,
  failure_code INTEGER,
  failure_origin INTEGER,
  failure_retry INTEGER,
  failure_fixer INTEGER,
  failure_message TEXT,
  PRIMARY KEY (route, target, remote_id)
) WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  route INTEGER NOT NULL REFERENCES route (id),
  op INTEGER NOT NULL,
  item INTEGER NOT NULL DEFAULT 0,
  key TEXT NOT NULL DEFAULT '',
  state INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  created_ms INTEGER NOT NULL,
  next_try_ms INTEGER NOT NULL DEFAULT 0,
  first_attempt_ms INTEGER NOT NULL DEFAULT 0,
  attempt_process TEXT NOT NULL DEFAULT '',
  attempt_session INTEGER NOT NULL DEFAULT 0,
  attempt_head_ord INTEGER NOT NULL DEFAULT 0,
  waiting_for INTEGER NOT NULL DEFAULT 0,
  failure_code INTEGER,
  failure_origin INTEGER,
  failure_retry INTEGER,
  failure_fixer INTEGER,
  failure_message TEXT
);
CREATE INDEX outbox_lane ON outbox (route, id);
CREATE INDEX outbox_item ON outbox (item) WHERE item <> 0;
)sql";

// What the filters "failed" and "missed call" look for.
constexpr const char* kVersion2 = R"sql(
CREATE INDEX item_failed ON item (route) WHERE state = 6;
CREATE INDEX item_missed ON item (route) WHERE call_outcome = 1 AND call_direction = 0;
)sql";

// Search. Both indexes are contentless: a row's words leave when they are given once more, so the
// triggers give the old ones. Messages are found by the second, newest first, without a sort or an
// index of their own: the rowid is the second and the item (see search_reads.h); an item with a
// larger id than it has room for is not searchable. A route is a word of its own, "r12".
constexpr const char* kVersion3 = R"sql(
CREATE VIRTUAL TABLE item_search USING fts5 (
  body, route, content = '', tokenize = 'ix_words');
INSERT INTO item_search (rowid, body, route)
  SELECT (max(0, min(at_ms / 1000, 8589934591)) << 30) | id, text, 'r' || route FROM item
  WHERE kind IN (0, 2) AND NOT deleted AND text <> '' AND id < 1073741824;
CREATE TRIGGER item_search_insert AFTER INSERT ON item
  WHEN new.kind IN (0, 2) AND NOT new.deleted AND new.text <> '' AND new.id < 1073741824
BEGIN
  INSERT INTO item_search (rowid, body, route) VALUES
    ((max(0, min(new.at_ms / 1000, 8589934591)) << 30) | new.id, new.text, 'r' || new.route);
END;
CREATE TRIGGER item_search_delete BEFORE DELETE ON item
  WHEN old.kind IN (0, 2) AND NOT old.deleted AND old.text <> '' AND old.id < 1073741824
BEGIN
  INSERT INTO item_search (item_search, rowid, body, route) VALUES ('delete',
    (max(0, min(old.at_ms / 1000, 8589934591)) << 30) | old.id, old.text, 'r' || old.route);
END;
CREATE TRIGGER item_search_update AFTER UPDATE OF kind, deleted, text, at_ms, route ON item
  WHEN (old.kind, old.deleted, old.text, old.at_ms / 1000, old.route)
    IS NOT (new.kind, new.deleted, new.text, new.at_ms / 1000, new.route)
BEGIN
  INSERT INTO item_search (item_search, rowid, body, route)
    SELECT 'delete', (max(0, min(old.at_ms / 1000, 8589934591)) << 30) | old.id, old.text,
      'r' || old.route
    WHERE old.kind IN (0, 2) AND NOT old.deleted AND old.text <> '' AND old.id < 1073741824;
  INSERT INTO item_search (rowid, body, route)
    SELECT (max(0, min(new.at_ms / 1000, 8589934591)) << 30) | new.id, new.text, 'r' || new.route
    WHERE new.kind IN (0, 2) AND NOT new.deleted AND new.text <> '' AND new.id < 1073741824;
END;

CREATE VIRTUAL TABLE conversation_search USING fts5 (title, content = '', tokenize = 'ix_words');
INSERT INTO conversation_search (rowid, title) SELECT id, title FROM conversation;
CREATE TRIGGER conversation_search_insert AFTER INSERT ON conversation BEGIN
  INSERT INTO conversation_search (rowid, title) VALUES (new.id, new.title);
END;
CREATE TRIGGER conversation_search_delete BEFORE DELETE ON conversation BEGIN
  INSERT INTO conversation_search (conversation_search, rowid, title)
    VALUES ('delete', old.id, old.title);
END;
CREATE TRIGGER conversation_search_update AFTER UPDATE OF title ON conversation
  WHEN old.title <> new.title
BEGIN
  INSERT INTO conversation_search (conversation_search, rowid, title)
    VALUES ('delete', old.id, old.title);
  INSERT INTO conversation_search (rowid, title) VALUES (new.id, new.title);
END;
)sql";

// See version_table.h. Only items that were edited have rows here; text is NULL once withdrawn.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE item_version (
  item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  remote_id TEXT NOT NULL,
  ord INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  text TEXT,
  PRIMARY KEY (item, remote_id)
) WITHOUT ROWID;
CREATE INDEX item_version_remote ON item_version (remote_id) WHERE seq <> 0;
)sql";

}  // namespace

const std::array<const char*, 4> kBaseMigrations = {kVersion1, kVersion2, kVersion3, kVersion4};

}  // namespace ix::cache
