// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_file.hpp
 * Rows of files and of their transfers. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROW_FILE_HPP
#define INTERACTIONS_CPP_ROW_FILE_HPP

#include <interactions/attachment.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

/** A file of an item, as its sender described it, or one that was picked; 0 and absent: not said. */
struct Attachment {
  std::string_view id, name, mime_type;
  ix_attachment_kind kind = IX_ATTACHMENT_FILE;
  int64_t size = 0, duration_ms = 0;
  int32_t width = 0, height = 0;
  ix_file_state state = IX_FILE_REMOTE;
  std::string_view path = {};           /**< of the bytes on this device; absent: not here */
  std::string_view thumbnail_path = {}; /**< of a small picture */
  int32_t thumbnail_width = 0, thumbnail_height = 0;
  ix_status failure_code = IX_OK; /**< with IX_FILE_FAILED */

  static std::optional<Attachment> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_attachment_view>();
    if (ix_page_attachment(page, row, &v) != IX_OK) return std::nullopt;
    return Attachment{.id = view(v.id),
                      .name = view(v.name),
                      .mime_type = view(v.mime_type),
                      .kind = v.kind,
                      .size = v.size,
                      .duration_ms = v.duration_ms,
                      .width = v.width,
                      .height = v.height,
                      .state = v.state,
                      .path = view(v.path),
                      .thumbnail_path = view(v.thumbnail_path),
                      .thumbnail_width = v.thumbnail_width,
                      .thumbnail_height = v.thumbnail_height,
                      .failure_code = v.failure_code};
  }
};

/** An upload or download that is on its way. */
struct Transfer {
  std::string_view attachment;
  ix_file_part part = IX_PART_FILE;
  bool upload = false;
  int64_t done = 0;
  int64_t total = 0;            /**< 0: not known */
  int64_t bytes_per_second = 0; /**< 0: not measured yet */

  static std::optional<Transfer> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_transfer_view>();
    if (ix_page_transfer(page, row, &v) != IX_OK) return std::nullopt;
    return Transfer{.attachment = view(v.attachment),
                    .part = v.part,
                    .upload = v.upload != 0,
                    .done = v.done,
                    .total = v.total,
                    .bytes_per_second = v.bytes_per_second};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_FILE_HPP
