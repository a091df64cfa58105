// SPDX-License-Identifier: Apache-2.0
#include "cache/file_check.h"

namespace ix::cache {
namespace {

// FileState: 2 preparing, 3 unconfirmed, 4 ready, 7 failed; the others are never stored.
#define IX_BAD_STATE                                                \
  "(state NOT IN (2, 3, 4, 7) OR (state IN (3, 4) AND sha256 = '')" \
  " OR (state = 7) <> (failure_code IS NOT NULL))"
#define IX_NO_URI "((uploaded AND uri = '') OR (thumb_uploaded AND thumb_uri = ''))"

}  // namespace

Result<Wrong> wrong_file_rows(Connection& connection) {
  IX_TRY(auto row,
         connection.prepare_once(
             "SELECT 'a' || id FROM attachment WHERE"
             " (media <> 0 AND media NOT IN (SELECT id FROM media))"
             " OR (thumb_media <> 0 AND thumb_media NOT IN (SELECT id FROM media))"
             " UNION ALL SELECT 'f' || id FROM outgoing_file AS f WHERE " IX_BAD_STATE
             " OR " IX_NO_URI " OR (route <> 0 AND route NOT IN (SELECT id FROM route))"
             " OR (item IS NULL AND attachment <> 0)"
             " OR (item IS NOT NULL AND NOT EXISTS"
             "  (SELECT 1 FROM outbox AS o WHERE o.op = 0 AND o.item = f.item))"
             // One that the user took back is only looked for.
             " UNION ALL SELECT 'o' || o.id FROM outbox AS o JOIN item AS i ON i.id = o.item"
             " WHERE o.op = 0 AND o.wanted AND NOT i.deleted AND"
             // A name a line.
             " (iif(i.file_names = '', 0, 1 + length(i.file_names)"
             "  - length(replace(i.file_names, char(10), '')))"
             "  <> (SELECT count(*) FROM attachment AS a WHERE a.item = i.id)"
             " OR o.files_pending <> EXISTS (SELECT 1 FROM outgoing_file AS f WHERE f.item = i.id"
             "  AND NOT (f.uploaded AND (f.thumb_uploaded OR f.thumb_place = '')))"
             " OR EXISTS (SELECT 1 FROM attachment AS a WHERE a.item = i.id AND a.uri = ''"
             "  AND NOT EXISTS (SELECT 1 FROM outgoing_file AS f WHERE f.item = i.id"
             "  AND f.attachment = a.id))"
             " OR EXISTS (SELECT 1 FROM outgoing_file AS f WHERE f.item = i.id AND NOT EXISTS"
             "  (SELECT 1 FROM attachment AS a WHERE a.item = i.id AND a.id = f.attachment)))"));
  Wrong wrong;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return wrong;
    if (wrong.count++ == 0) wrong.first = row->string(0);
  }
}

Status unlink_unknown_media(Connection& connection) {
  return connection.execute(
      "UPDATE attachment SET media = 0 WHERE media <> 0 AND media NOT IN (SELECT id FROM media);"
      "UPDATE attachment SET thumb_media = 0 WHERE thumb_media <> 0"
      " AND thumb_media NOT IN (SELECT id FROM media)");
}

Status mend_outgoing_states(Connection& connection) {
  return connection.execute(
      "UPDATE outgoing_file SET uploaded = uploaded AND uri <> '',"
      " thumb_uploaded = thumb_uploaded AND thumb_uri <> '' WHERE " IX_NO_URI
      ";"
      // Seen to once more.
      "UPDATE outgoing_file SET state = iif(sha256 = '', 2, 4), failure_code = NULL"
      " WHERE " IX_BAD_STATE
      ";"
      // A draft without a conversation.
      "UPDATE outgoing_file SET attachment = 0 WHERE item IS NULL AND attachment <> 0;"
      "UPDATE outgoing_file SET route = 0 WHERE route NOT IN (SELECT id FROM route)");
}

#undef IX_BAD_STATE
#undef IX_NO_URI

}  // namespace ix::cache
