// SPDX-License-Identifier: Apache-2.0
#include "cache/media_table.h"

namespace ix::cache::media_table {
namespace {

#define IX_SELECT "SELECT m.id, m.content, m.place, m.bytes, m.used_ms, m.pinned FROM media AS m"

MediaFile decode(const Statement& row) {
  return {row.integer(0), row.string(1),  row.string(2),
          row.integer(3), row.integer(4), row.boolean(5)};
}

Result<std::vector<MediaFile>> collect(StatementUse row) {
  std::vector<MediaFile> files;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return files;
    files.push_back(decode(*row));
  }
}

}  // namespace

Result<MediaFile> put(Connection& connection, const MediaFile& file) {
  IX_TRY(auto row, connection.prepare(
                       "INSERT INTO media (content, place, bytes, used_ms) VALUES (?1, ?2, ?3, ?4)"
                       " ON CONFLICT (content) DO UPDATE SET used_ms = max(used_ms, ?4)"));
  row->bind_all(file.content, file.place, file.bytes, file.used_ms);
  IX_CHECK(row->run());
  IX_TRY(auto kept, connection.prepare(IX_SELECT " WHERE m.content = ?1"));
  kept->bind(1, std::string_view(file.content));
  IX_TRY(const bool found, kept->step());
  if (!found) return Error(ErrorCode::INTERNAL, "a file that was just noted is not there");
  return decode(*kept);
}

Result<std::optional<MediaFile>> of_attachment(Connection& connection, AttachmentId attachment,
                                               MediaPart part) {
  IX_TRY(auto row,
         part == MediaPart::file
             ? connection.prepare(IX_SELECT " JOIN attachment AS a ON a.media = m.id"
                                            " WHERE a.id = ?1")
             : connection.prepare(IX_SELECT " JOIN attachment AS a ON a.thumb_media = m.id"
                                            " WHERE a.id = ?1"));
  row->bind(1, attachment.value);
  IX_TRY(const bool found, row->step());
  return found ? std::optional(decode(*row)) : std::nullopt;
}

Status link(Connection& connection, AttachmentId attachment, MediaPart part, int64_t media) {
  IX_TRY(auto row,
         part == MediaPart::file
             ? connection.prepare("UPDATE attachment SET media = ?2 WHERE id = ?1")
             : connection.prepare("UPDATE attachment SET thumb_media = ?2 WHERE id = ?1"));
  row->bind_all(attachment.value, media);
  return row->run();
}

Status link_uri(Connection& connection, std::string_view uri, MediaPart part, int64_t media) {
  IX_TRY(auto row, part == MediaPart::file
                       ? connection.prepare("UPDATE attachment SET media = ?2 WHERE uri = ?1"
                                            " AND uri <> ''")
                       : connection.prepare("UPDATE attachment SET thumb_media = ?2"
                                            " WHERE uri = ?1 AND uri <> ''"));
  row->bind_all(uri, media);
  return row->run();
}

Status unlink(Connection& connection, int64_t media) {
  IX_TRY(auto file,
         connection.prepare("UPDATE attachment SET media = 0 WHERE media = ?1 AND media <> 0"));
  IX_CHECK(file->bind(1, media).run());
  IX_TRY(auto thumb, connection.prepare("UPDATE attachment SET thumb_media = 0"
                                        " WHERE thumb_media = ?1 AND thumb_media <> 0"));
  IX_CHECK(thumb->bind(1, media).run());
  IX_TRY(auto row, connection.prepare("DELETE FROM media WHERE id = ?1"));
  return row->bind(1, media).run();
}

Status touch(Connection& connection, int64_t media, Millis now) {
  IX_TRY(auto row, connection.prepare("UPDATE media SET used_ms = max(used_ms, ?2) WHERE id = ?1"));
  row->bind_all(media, now);
  return row->run();
}

Status set_pinned(Connection& connection, int64_t media, bool on) {
  IX_TRY(auto row, connection.prepare("UPDATE media SET pinned = ?2 WHERE id = ?1"));
  row->bind_all(media, on);
  return row->run();
}

Result<Total> total(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT count(*), coalesce(sum(bytes), 0) FROM media"));
  IX_TRY(const bool found, row->step());
  return found ? Total{row->integer(0), row->integer(1)} : Total{};
}

Result<std::vector<MediaFile>> oldest(Connection& connection, Millis before, int64_t limit) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE NOT m.pinned AND m.used_ms < ?1"
                                                " ORDER BY m.used_ms LIMIT ?2"));
  row->bind_all(before, limit);
  return collect(std::move(row));
}

Result<std::vector<MediaFile>> orphans(Connection& connection, int64_t limit) {
  IX_TRY(auto row,
         connection.prepare(IX_SELECT
                            " WHERE NOT EXISTS (SELECT 1 FROM attachment AS a WHERE a.media = m.id"
                            " AND a.media <> 0) AND NOT EXISTS (SELECT 1 FROM attachment AS a"
                            " WHERE a.thumb_media = m.id AND a.thumb_media <> 0) LIMIT ?1"));
  row->bind(1, limit);
  return collect(std::move(row));
}

Result<std::vector<MediaFile>> all(Connection& connection) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " ORDER BY m.id"));
  return collect(std::move(row));
}

Result<std::vector<ItemId>> items_of(Connection& connection, int64_t media) {
  IX_TRY(auto row, connection.prepare("SELECT item FROM attachment WHERE media = ?1 AND media <> 0"
                                      " UNION SELECT item FROM attachment WHERE thumb_media = ?1"
                                      " AND thumb_media <> 0"));
  row->bind(1, media);
  std::vector<ItemId> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(ItemId{row->integer(0)});
  }
}

Result<std::vector<std::string>> places(Connection& connection) {
  IX_TRY(auto row,
         connection.prepare("SELECT place FROM media"
                            " UNION SELECT place FROM outgoing_file WHERE NOT is_reference"
                            " UNION SELECT send_place FROM outgoing_file WHERE send_place <> ''"
                            " UNION SELECT thumb_place FROM outgoing_file WHERE thumb_place <> ''"
                            " ORDER BY 1"));
  std::vector<std::string> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(row->string(0));
  }
}

#undef IX_SELECT

}  // namespace ix::cache::media_table
