// SPDX-License-Identifier: Apache-2.0
#include "cache/outgoing_file_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::outgoing_file_table {
namespace {

#define IX_SELECT                                                                           \
  "SELECT id, route, item, attachment, state, paused, place, is_reference, picked_bytes,"   \
  " picked_ms, hint, keep_metadata, confirmed, max_bytes, kind, name, mime, bytes, width,"  \
  " height, duration_ms, sha256, thumb_mime, thumb_bytes, thumb_width, thumb_height,"       \
  " send_place, thumb_place, uri, thumb_uri, uri_ms, uploaded, thumb_uploaded, created_ms," \
  " failure_code, failure_origin, failure_retry, failure_fixer, failure_message"            \
  " FROM outgoing_file"

OutgoingFile decode(const Statement& row) {
  OutgoingFile out;
  out.id.value = row.integer(0);
  out.route.value = row.integer(1);
  out.item.value = row.integer(2);
  out.attachment.value = row.integer(3);
  out.state = static_cast<FileState>(row.integer32(4));
  out.paused = row.boolean(5);
  out.place = row.string(6);
  out.is_reference = row.boolean(7);
  out.picked_bytes = row.integer(8);
  out.picked_ms = row.integer(9);
  out.hint = row.string(10);
  out.keep_metadata = row.boolean(11);
  out.confirmed = row.boolean(12);
  out.max_bytes = row.integer(13);
  out.file.kind = static_cast<AttachmentKind>(row.integer32(14));
  out.file.name = row.string(15);
  out.file.mime = row.string(16);
  out.file.bytes = row.integer(17);
  out.file.width = row.integer32(18);
  out.file.height = row.integer32(19);
  out.file.duration_ms = row.integer(20);
  out.file.sha256 = row.string(21);
  out.file.thumb_mime = row.string(22);
  out.file.thumb_bytes = row.integer(23);
  out.file.thumb_width = row.integer32(24);
  out.file.thumb_height = row.integer32(25);
  out.send_place = row.string(26);
  out.thumb_place = row.string(27);
  out.uri = row.string(28);
  out.thumb_uri = row.string(29);
  out.uri_ms = row.integer(30);
  out.uploaded = row.boolean(31);
  out.thumb_uploaded = row.boolean(32);
  out.created_ms = row.integer(33);
  out.failure = read_failure(row, 34);
  return out;
}

// Parameters 2 and on; 1 is the id.
void bind(Statement& row, const OutgoingFile& file) {
  row.bind(2, file.route.value);
  row.bind(3, file.item ? std::optional(file.item.value) : std::nullopt);
  row.bind(4, file.attachment.value);
  row.bind(5, number(file.state));
  row.bind(6, file.paused);
  row.bind(7, std::string_view(file.place));
  row.bind(8, file.is_reference);
  row.bind(9, file.picked_bytes);
  row.bind(10, file.picked_ms);
  row.bind(11, std::string_view(file.hint));
  row.bind(12, file.keep_metadata);
  row.bind(13, file.confirmed);
  row.bind(14, file.max_bytes);
  row.bind(15, number(file.file.kind));
  row.bind(16, std::string_view(file.file.name));
  row.bind(17, std::string_view(file.file.mime));
  row.bind(18, file.file.bytes);
  row.bind(19, file.file.width);
  row.bind(20, file.file.height);
  row.bind(21, file.file.duration_ms);
  row.bind(22, std::string_view(file.file.sha256));
  row.bind(23, std::string_view(file.file.thumb_mime));
  row.bind(24, file.file.thumb_bytes);
  row.bind(25, file.file.thumb_width);
  row.bind(26, file.file.thumb_height);
  row.bind(27, std::string_view(file.send_place));
  row.bind(28, std::string_view(file.thumb_place));
  row.bind(29, std::string_view(file.uri));
  row.bind(30, std::string_view(file.thumb_uri));
  row.bind(31, file.uri_ms);
  row.bind(32, file.uploaded);
  row.bind(33, file.thumb_uploaded);
  row.bind(34, file.created_ms);
  bind_failure(row, 35, file.failure);
}

Result<std::optional<OutgoingFile>> one(StatementUse row) {
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<OutgoingFile>();
  return std::optional(decode(*row));
}

Result<std::vector<OutgoingFile>> collect(StatementUse row) {
  std::vector<OutgoingFile> files;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return files;
    files.push_back(decode(*row));
  }
}

}  // namespace

Result<FileId> insert(Connection& connection, const OutgoingFile& file) {
  IX_TRY(auto row,
         connection.prepare(
             "INSERT INTO outgoing_file (route, item, attachment, state, paused, place,"
             " is_reference, picked_bytes, picked_ms, hint, keep_metadata, confirmed, max_bytes,"
             " kind, name, mime, bytes, width, height, duration_ms, sha256, thumb_mime,"
             " thumb_bytes, thumb_width, thumb_height, send_place, thumb_place, uri, thumb_uri,"
             " uri_ms, uploaded, thumb_uploaded, created_ms, failure_code, failure_origin,"
             " failure_retry, failure_fixer, failure_message) VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8,"
             " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,"
             " ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39)"));
  bind(*row, file);
  IX_CHECK(row->run());
  return FileId{connection.last_insert_id()};
}

Status update(Connection& connection, const OutgoingFile& file) {
  IX_TRY(auto row,
         connection.prepare(
             "UPDATE outgoing_file SET route = ?2, item = ?3, attachment = ?4, state = ?5,"
             " paused = ?6, place = ?7, is_reference = ?8, picked_bytes = ?9, picked_ms = ?10,"
             " hint = ?11, keep_metadata = ?12, confirmed = ?13, max_bytes = ?14, kind = ?15,"
             " name = ?16, mime = ?17, bytes = ?18, width = ?19, height = ?20, duration_ms = ?21,"
             " sha256 = ?22, thumb_mime = ?23, thumb_bytes = ?24, thumb_width = ?25,"
             " thumb_height = ?26, send_place = ?27, thumb_place = ?28, uri = ?29,"
             " thumb_uri = ?30, uri_ms = ?31, uploaded = ?32, thumb_uploaded = ?33,"
             " created_ms = ?34, failure_code = ?35, failure_origin = ?36, failure_retry = ?37,"
             " failure_fixer = ?38, failure_message = ?39 WHERE id = ?1"));
  bind(*row, file);
  row->bind(1, file.id.value);
  return row->run();
}

Status remove(Connection& connection, FileId id) {
  IX_TRY(auto row, connection.prepare("DELETE FROM outgoing_file WHERE id = ?1"));
  return row->bind(1, id.value).run();
}

Result<std::optional<OutgoingFile>> find(Connection& connection, FileId id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE id = ?1"));
  row->bind(1, id.value);
  return one(std::move(row));
}

Result<std::vector<OutgoingFile>> all(Connection& connection) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " ORDER BY id"));
  return collect(std::move(row));
}

Result<std::vector<OutgoingFile>> drafts(Connection& connection, ConversationId conversation) {
  IX_TRY(auto row, connection.prepare(
                       IX_SELECT " WHERE item IS NULL AND (?1 = 0 OR route IN"
                                 " (SELECT id FROM route WHERE conversation = ?1)) ORDER BY id"));
  row->bind(1, conversation.value);
  return collect(std::move(row));
}

Result<std::vector<OutgoingFile>> of_item(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE item = ?1 ORDER BY attachment"));
  row->bind(1, item.value);
  return collect(std::move(row));
}

Result<std::optional<OutgoingFile>> of_attachment(Connection& connection, AttachmentId attachment) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE item = (SELECT item FROM attachment"
                                                " WHERE id = ?1) AND attachment = ?1"));
  row->bind(1, attachment.value);
  return one(std::move(row));
}

Result<bool> any_pending(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM outgoing_file WHERE item = ?1 AND NOT"
                                      " (uploaded AND (thumb_uploaded OR thumb_place = ''))"));
  row->bind(1, item.value);
  return row->step();
}

Result<std::string> uploaded_uri(Connection& connection, std::string_view sha256, Millis since) {
  IX_TRY(auto row, connection.prepare("SELECT uri FROM uploaded WHERE sha256 = ?1 AND at_ms > ?2"));
  row->bind_all(sha256, since);
  IX_TRY(const bool found, row->step());
  return found ? row->string(0) : std::string();
}

Status note_uploaded(Connection& connection, std::string_view sha256, std::string_view uri,
                     Millis now) {
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO uploaded VALUES (?1, ?2, ?3)"));
  row->bind_all(sha256, uri, now);
  return row->run();
}

Status forget_uploaded(Connection& connection, std::string_view uri) {
  IX_TRY(auto row, connection.prepare("DELETE FROM uploaded WHERE uri = ?1"));
  return row->bind(1, uri).run();
}

#undef IX_SELECT

}  // namespace ix::cache::outgoing_file_table
