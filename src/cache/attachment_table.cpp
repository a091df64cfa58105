// SPDX-License-Identifier: Apache-2.0
#include "cache/attachment_table.h"

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "cache/shared_columns.h"

namespace ix::cache::attachment_table {
namespace {

AttachmentRow decode(Statement& row) {
  return {row.integer(0),   row.integer32(1), row.text(2),      row.text(3),
          row.integer(4),   row.integer32(5), row.integer32(6), row.integer(7),
          row.integer32(8), row.integer32(9), row.text(10),     row.text(11)};
}

#define IX_COLUMNS                                                                           \
  "kind, name, mime, uri, bytes, width, height, duration_ms, thumb_uri, thumb_mime, sha256," \
  " thumb_bytes, thumb_width, thumb_height"

Attachment attachment_in(const Statement& row) {
  Attachment one;
  one.kind = static_cast<AttachmentKind>(row.integer32(0));
  one.name = row.string(1);
  one.mime = row.string(2);
  one.uri = row.string(3);
  one.bytes = row.integer(4);
  one.width = row.integer32(5);
  one.height = row.integer32(6);
  one.duration_ms = row.integer(7);
  one.thumb_uri = row.string(8);
  one.thumb_mime = row.string(9);
  one.sha256 = row.string(10);
  one.thumb_bytes = row.integer(11);
  one.thumb_width = row.integer32(12);
  one.thumb_height = row.integer32(13);
  return one;
}

}  // namespace

Result<std::vector<Attachment>> all_of(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare("SELECT " IX_COLUMNS
                                      " FROM attachment WHERE item = ?1 ORDER BY position"));
  row->bind(1, item.value);
  std::vector<Attachment> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(attachment_in(*row));
  }
}

Status replace(Connection& connection, ItemId item, const std::vector<Attachment>& attachments) {
  IX_TRY(const auto before, all_of(connection, item));
  for (size_t i = 0; i < attachments.size(); ++i) {
    const Attachment& one = attachments[i];
    if (i < before.size() && before[i] == one) continue;
    // What is here of other bytes is not what this is.
    IX_TRY(auto row,
           connection.prepare(
               "INSERT INTO attachment (item, position, " IX_COLUMNS
               ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
               " ON CONFLICT (item, position) DO UPDATE SET kind = ?3, name = ?4, mime = ?5,"
               " media = CASE WHEN uri IN ('', ?6) THEN media ELSE 0 END,"
               " thumb_media = CASE WHEN uri IN ('', ?6) THEN thumb_media ELSE 0 END, uri = ?6,"
               " bytes = ?7, width = ?8, height = ?9, duration_ms = ?10, thumb_uri = ?11,"
               " thumb_mime = ?12, sha256 = ?13, thumb_bytes = ?14, thumb_width = ?15,"
               " thumb_height = ?16"));
    row->bind_all(item.value, static_cast<int64_t>(i), number(one.kind), one.name, one.mime,
                  one.uri, one.bytes, one.width, one.height, one.duration_ms, one.thumb_uri,
                  one.thumb_mime, one.sha256, one.thumb_bytes, one.thumb_width, one.thumb_height);
    IX_CHECK(row->run());
  }
  IX_TRY(auto rest,
         connection.prepare("DELETE FROM attachment WHERE item = ?1 AND position >= ?2"));
  rest->bind_all(item.value, static_cast<int64_t>(attachments.size()));
  return rest->run();
}

Result<Rows<AttachmentRow>> of_item(Connection& connection, int64_t item) {
  IX_TRY(StatementUse row,
         connection.prepare("SELECT a.id, a.kind, a.name, a.mime, a.bytes, a.width, a.height,"
                            " a.duration_ms, a.thumb_width, a.thumb_height, m.place, t.place"
                            " FROM attachment AS a LEFT JOIN media AS m ON m.id = a.media"
                            " LEFT JOIN media AS t ON t.id = a.thumb_media"
                            " WHERE a.item = ?1 ORDER BY a.position"));
  row->bind(1, item);
  return Rows<AttachmentRow>(std::move(row), decode);
}

Result<std::vector<AttachmentId>> ids_of(Connection& connection, ItemId item) {
  IX_TRY(auto row,
         connection.prepare("SELECT id FROM attachment WHERE item = ?1 ORDER BY position"));
  row->bind(1, item.value);
  std::vector<AttachmentId> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(AttachmentId{row->integer(0)});
  }
}

Result<std::optional<Found>> find(Connection& connection, AttachmentId id) {
  IX_TRY(auto row, connection.prepare("SELECT " IX_COLUMNS ", item FROM attachment WHERE id = ?1"));
  row->bind(1, id.value);
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Found>();
  return std::optional(Found{ItemId{row->integer(14)}, attachment_in(*row)});
}

#undef IX_COLUMNS

std::string packed(const std::vector<Attachment>& attachments) {
  if (attachments.empty()) return {};
  json::Writer out;
  out.begin_array();
  for (const Attachment& one : attachments) {
    out.begin_array().integer(number(one.kind)).string(one.name).string(one.mime).string(one.uri);
    out.integer(one.bytes).integer(one.width).integer(one.height).integer(one.duration_ms);
    out.string(one.thumb_uri).string(one.thumb_mime).string(one.sha256);
    out.integer(one.thumb_bytes).integer(one.thumb_width).integer(one.thumb_height);
    out.end_array();
  }
  out.end_array();
  return out.take();
}

std::vector<Attachment> unpacked(std::string_view text) {
  std::vector<Attachment> out;
  if (text.empty()) return out;
  const auto document = json::Document::parse(std::string(text));
  if (!document.ok()) return out;
  for (const json::Value one : document->root().elements()) {
    std::vector<json::Value> columns;
    for (const json::Value column : one.elements()) columns.push_back(column);
    // Eight were written before there were thumbnails.
    if (columns.size() != 8 && columns.size() != 14) continue;
    Attachment& kept = out.emplace_back();
    kept.kind = static_cast<AttachmentKind>(columns[0].integer_or(3));
    kept.name = columns[1].string();
    kept.mime = columns[2].string();
    kept.uri = columns[3].string();
    kept.bytes = columns[4].integer_or(0);
    kept.width = static_cast<int32_t>(columns[5].integer_or(0));
    kept.height = static_cast<int32_t>(columns[6].integer_or(0));
    kept.duration_ms = columns[7].integer_or(0);
    if (columns.size() == 8) continue;
    kept.thumb_uri = columns[8].string();
    kept.thumb_mime = columns[9].string();
    kept.sha256 = columns[10].string();
    kept.thumb_bytes = columns[11].integer_or(0);
    kept.thumb_width = static_cast<int32_t>(columns[12].integer_or(0));
    kept.thumb_height = static_cast<int32_t>(columns[13].integer_or(0));
  }
  return out;
}

}  // namespace ix::cache::attachment_table
