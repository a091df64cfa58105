// SPDX-License-Identifier: Apache-2.0
#include "cache/migrations.h"

namespace ix::cache {

// Files that are sent and files that are here, see outgoing_file_table.h and media_table.h.
const char kFilesMigration[] = R"sql(
ALTER TABLE attachment ADD COLUMN thumb_uri TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN thumb_mime TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN thumb_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN thumb_width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN thumb_height INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN media INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN thumb_media INTEGER NOT NULL DEFAULT 0;
CREATE INDEX attachment_uri ON attachment (uri) WHERE uri <> '';
CREATE INDEX attachment_media ON attachment (media) WHERE media <> 0;
CREATE INDEX attachment_thumb_media ON attachment (thumb_media) WHERE thumb_media <> 0;
ALTER TABLE outbox ADD COLUMN files_pending INTEGER NOT NULL DEFAULT 0;
CREATE TABLE media (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  content TEXT NOT NULL UNIQUE,
  place TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  used_ms INTEGER NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX media_used ON media (used_ms) WHERE NOT pinned;
CREATE TABLE uploaded (
  sha256 TEXT PRIMARY KEY,
  uri TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE outgoing_file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  route INTEGER NOT NULL,
  item INTEGER REFERENCES item (id) ON DELETE CASCADE,
  attachment INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0,
  place TEXT NOT NULL,
  is_reference INTEGER NOT NULL,
  picked_bytes INTEGER NOT NULL,
  picked_ms INTEGER NOT NULL,
  hint TEXT NOT NULL,
  keep_metadata INTEGER NOT NULL,
  confirmed INTEGER NOT NULL DEFAULT 0,
  max_bytes INTEGER NOT NULL DEFAULT 0,
  kind INTEGER NOT NULL DEFAULT 3,
  name TEXT NOT NULL DEFAULT '',
  mime TEXT NOT NULL DEFAULT '',
  bytes INTEGER NOT NULL DEFAULT 0,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  duration_ms INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT NOT NULL DEFAULT '',
  thumb_mime TEXT NOT NULL DEFAULT '',
  thumb_bytes INTEGER NOT NULL DEFAULT 0,
  thumb_width INTEGER NOT NULL DEFAULT 0,
  thumb_height INTEGER NOT NULL DEFAULT 0,
  send_place TEXT NOT NULL DEFAULT '',
  thumb_place TEXT NOT NULL DEFAULT '',
  uri TEXT NOT NULL DEFAULT '',
  thumb_uri TEXT NOT NULL DEFAULT '',
  uri_ms INTEGER NOT NULL DEFAULT 0,
  uploaded INTEGER NOT NULL DEFAULT 0,
  thumb_uploaded INTEGER NOT NULL DEFAULT 0,
  failure_code INTEGER,
  failure_origin INTEGER,
  failure_retry INTEGER,
  failure_fixer INTEGER,
  failure_message TEXT,
  created_ms INTEGER NOT NULL
);
CREATE INDEX outgoing_file_item ON outgoing_file (item) WHERE item IS NOT NULL;
CREATE INDEX outgoing_file_draft ON outgoing_file (route) WHERE item IS NULL;
)sql";

}  // namespace ix::cache
