// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_files.hpp
 * Files in messages (attachment.h): bodies of what client.hpp declares. Include interactions.hpp,
 * not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_FILES_HPP
#define INTERACTIONS_CPP_CLIENT_FILES_HPP

#include <interactions/attachment.h>
#include <interactions/cpp/client.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace interactions {
namespace detail {

inline int64_t read_file(void* ctx, void* into, size_t size) {
  const auto* read = static_cast<const std::function<int64_t(std::span<std::byte>)>*>(ctx);
  return (*read)({static_cast<std::byte*>(into), size});
}

}  // namespace detail

inline Result<std::string> Client::stage(const FileInput& file) const {
  ix_file_input raw;
  ix_file_input_init(&raw, sizeof raw);
  raw.flags = (file.reference ? uint32_t{IX_FILE_REFERENCE} : 0) |
              (file.keep_metadata ? uint32_t{IX_FILE_KEEP_METADATA} : 0);
  raw.path = str(file.path);
  raw.fd = file.fd;
  if (file.data) {
    // Nothing is not the same as no data: the library says that there is nothing in it.
    raw.data = file.data->data() != nullptr ? static_cast<const void*>(file.data->data()) : "";
    raw.data_size = file.data->size();
  }
  auto read = file.read;
  if (read) {
    raw.read = &detail::read_file;
    raw.read_ctx = &read;
  }
  raw.name = str(file.name);
  raw.conversation = str(file.conversation);
  raw.max_bytes = file.max_bytes;
  raw.thumbnail = file.thumbnail.data();
  raw.thumbnail_size = file.thumbnail.size();
  raw.thumbnail_width = file.thumbnail_width;
  raw.thumbnail_height = file.thumbnail_height;
  return detail::text_of(
      [&](ix_text** out, ix_error** error) { return ix_file_stage(get(), &raw, out, error); });
}

inline Result<Page> Client::staged(std::string_view conversation) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_files_page(get(), str(conversation), out, error);
  });
}

inline Status Client::confirm(std::string_view file) const {
  return status([&](ix_error** error) { return ix_file_confirm(get(), str(file), error); });
}

inline Status Client::drop(std::string_view file) const {
  return status([&](ix_error** error) { return ix_file_drop(get(), str(file), error); });
}

inline Result<Operation> Client::fetch(std::string_view attachment, ix_file_part part,
                                       int32_t priority) const {
  return operation([&](ix_operation* out, ix_error** error) {
    return ix_attachment_fetch(get(), str(attachment), part, priority, out, error);
  });
}

inline Status Client::export_attachment(std::string_view attachment, std::string_view path) const {
  return status([&](ix_error** error) {
    return ix_attachment_export(get(), str(attachment), str(path), -1, error);
  });
}

inline Status Client::export_attachment(std::string_view attachment, int fd) const {
  return status([&](ix_error** error) {
    return ix_attachment_export(get(), str(attachment), str({}), fd, error);
  });
}

inline Status Client::pin_attachment(std::string_view attachment, bool on) const {
  return status([&](ix_error** error) {
    return ix_attachment_pin(get(), str(attachment), on ? 1 : 0, error);
  });
}

inline Status Client::pause_upload(std::string_view attachment, bool on) const {
  return status([&](ix_error** error) {
    return ix_attachment_pause(get(), str(attachment), on ? 1 : 0, error);
  });
}

inline Result<Page> Client::transfers() const {
  return page([&](ix_page** out, ix_error** error) { return ix_transfers_page(get(), out, error); });
}

inline Status Client::set_media_policy(const MediaPolicy& policy) const {
  const ix_media_policy raw = policy.raw();
  return status([&](ix_error** error) { return ix_media_set_policy(get(), &raw, error); });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_FILES_HPP
