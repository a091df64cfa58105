// SPDX-License-Identifier: Apache-2.0
#include "query/attachments.h"

#include <string>

#include "cache/outgoing_file_table.h"

namespace ix::query {
namespace {

std::string path_of(const cache::Connection& connection, std::string_view place) {
  return connection.media_folder() + "/" + std::string(place);
}

}  // namespace

ix_row_attachment row_of(const cache::AttachmentRow& from, PageBuilder& page) {
  ix_row_attachment row{};
  row.id = page.add(AttachmentId{from.id}.text());
  row.name = page.add(from.name);
  row.mime_type = page.add_or_absent(from.mime);
  row.kind = from.kind;
  row.size = from.bytes;
  row.width = from.width;
  row.height = from.height;
  row.duration_ms = from.duration_ms;
  row.thumbnail_width = from.thumb_width;
  row.thumbnail_height = from.thumb_height;
  return row;
}

void add_places(const cache::Connection& connection, const cache::AttachmentRow& from,
                PageBuilder& page, ix_row_attachment& row) {
  row.state = static_cast<int32_t>(from.place.empty() ? FileState::remote : FileState::local);
  if (!from.place.empty()) row.path = page.add(path_of(connection, from.place));
  if (!from.thumb_place.empty()) {
    row.thumbnail_path = page.add(path_of(connection, from.thumb_place));
  }
}

void add_outgoing(const cache::Connection& connection, const OutgoingFile& file, PageBuilder& page,
                  ix_row_attachment& row) {
  const bool shows_pause = file.paused && file.state == FileState::ready;
  row.state = static_cast<int32_t>(shows_pause ? FileState::paused : file.state);
  row.path =
      page.add(file.is_reference && file.send_place.empty() ? file.place
                                                            : path_of(connection, file.bytes_at()));
  if (file.has_thumb()) row.thumbnail_path = page.add(path_of(connection, file.thumb_place));
  if (file.failure) row.failure_code = static_cast<int32_t>(file.failure->code);
}

Result<Page> staged_page(cache::Connection& connection, ConversationId conversation) {
  IX_TRY(const auto files, cache::outgoing_file_table::drafts(connection, conversation));
  PageBuilder page;
  for (const OutgoingFile& file : files) {
    const Attachment& said = file.file;
    cache::AttachmentRow from;
    from.kind = static_cast<int32_t>(said.kind);
    from.name = said.name;
    from.mime = said.mime;
    from.bytes = said.bytes;
    from.width = said.width;
    from.height = said.height;
    from.duration_ms = said.duration_ms;
    from.thumb_width = said.thumb_width;
    from.thumb_height = said.thumb_height;
    ix_row_attachment row = row_of(from, page);
    row.id = page.add(file.id.text());
    add_outgoing(connection, file, page, row);
    page.append(row);
  }
  return page.build();
}

}  // namespace ix::query
