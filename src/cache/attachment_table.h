// SPDX-License-Identifier: Apache-2.0
// Attachments of items, and of relations that wait for their target.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache/row_reads.h"
#include "cache/sqlite.h"
#include "model/attachment.h"
#include "model/ids.h"

namespace ix::cache {

struct AttachmentRow {
  int64_t id = 0;
  int32_t kind = 0;
  std::string_view name;
  std::string_view mime;
  int64_t bytes = 0;
  int32_t width = 0;
  int32_t height = 0;
  int64_t duration_ms = 0;
  int32_t thumb_width = 0;
  int32_t thumb_height = 0;
  std::string_view place;  // of the bytes in the media folder; empty: they are not here
  std::string_view thumb_place;
};

namespace attachment_table {

// The item has these from now on; those that are as before keep their ids. An item that is deleted
// or removed loses its own by itself.
Status replace(Connection& connection, ItemId item, const std::vector<Attachment>& attachments);
// In the order they came, both.
Result<std::vector<Attachment>> all_of(Connection& connection, ItemId item);
Result<Rows<AttachmentRow>> of_item(Connection& connection, int64_t item);
Result<std::vector<AttachmentId>> ids_of(Connection& connection, ItemId item);

struct Found {
  ItemId item;
  Attachment attachment;
};
Result<std::optional<Found>> find(Connection& connection, AttachmentId id);

// One text for a column of a parked relation; empty: none.
std::string packed(const std::vector<Attachment>& attachments);
std::vector<Attachment> unpacked(std::string_view text);

}  // namespace attachment_table
}  // namespace ix::cache
