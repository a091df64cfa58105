// SPDX-License-Identifier: Apache-2.0
#include "cache/attachment_table.h"

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "cache/shared_columns.h"

namespace ix::cache::attachment_table {
namespace {

AttachmentRow decode(Statement& row) {
  return {row.integer(0), row.integer32(1), row.text(2),      row.text(3),
          row.integer(4), row.integer32(5), row.integer32(6), row.integer(7)};
}

}  // namespace

Result<std::vector<Attachment>> all_of(Connection& connection, ItemId item) {
  IX_TRY(auto row,
         connection.prepare("SELECT kind, name, mime, uri, bytes, width, height, duration_ms"
                            " FROM attachment WHERE item = ?1 ORDER BY position"));
  row->bind(1, item.value);
  std::vector<Attachment> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    Attachment& one = out.emplace_back();
    one.kind = static_cast<AttachmentKind>(row->integer32(0));
    one.name = row->string(1);
    one.mime = row->string(2);
    one.uri = row->string(3);
    one.bytes = row->integer(4);
    one.width = row->integer32(5);
    one.height = row->integer32(6);
    one.duration_ms = row->integer(7);
  }
}

Status replace(Connection& connection, ItemId item, const std::vector<Attachment>& attachments) {
  IX_TRY(const auto before, all_of(connection, item));
  for (size_t i = 0; i < attachments.size(); ++i) {
    const Attachment& one = attachments[i];
    if (i < before.size() && before[i] == one) continue;
    IX_TRY(auto row, connection.prepare(
                         "INSERT INTO attachment (item, position, kind, name, mime, uri, bytes,"
                         " width, height, duration_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                         " ?10) ON CONFLICT (item, position) DO UPDATE SET kind = ?3, name = ?4,"
                         " mime = ?5, uri = ?6, bytes = ?7, width = ?8, height = ?9,"
                         " duration_ms = ?10"));
    row->bind_all(item.value, static_cast<int64_t>(i), number(one.kind), one.name, one.mime,
                  one.uri, one.bytes, one.width, one.height, one.duration_ms);
    IX_CHECK(row->run());
  }
  IX_TRY(auto rest,
         connection.prepare("DELETE FROM attachment WHERE item = ?1 AND position >= ?2"));
  rest->bind_all(item.value, static_cast<int64_t>(attachments.size()));
  return rest->run();
}

Result<Rows<AttachmentRow>> of_item(Connection& connection, int64_t item) {
  IX_TRY(StatementUse row,
         connection.prepare("SELECT id, kind, name, mime, bytes, width, height, duration_ms"
                            " FROM attachment WHERE item = ?1 ORDER BY position"));
  row->bind(1, item);
  return Rows<AttachmentRow>(std::move(row), decode);
}

std::string packed(const std::vector<Attachment>& attachments) {
  if (attachments.empty()) return {};
  json::Writer out;
  out.begin_array();
  for (const Attachment& one : attachments) {
    out.begin_array().integer(number(one.kind)).string(one.name).string(one.mime).string(one.uri);
    out.integer(one.bytes).integer(one.width).integer(one.height).integer(one.duration_ms);
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
    if (columns.size() != 8) continue;
    Attachment& kept = out.emplace_back();
    kept.kind = static_cast<AttachmentKind>(columns[0].integer_or(3));
    kept.name = columns[1].string();
    kept.mime = columns[2].string();
    kept.uri = columns[3].string();
    kept.bytes = columns[4].integer_or(0);
    kept.width = static_cast<int32_t>(columns[5].integer_or(0));
    kept.height = static_cast<int32_t>(columns[6].integer_or(0));
    kept.duration_ms = columns[7].integer_or(0);
  }
  return out;
}

}  // namespace ix::cache::attachment_table
