// SPDX-License-Identifier: Apache-2.0
#include <interactions/attachment.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

Result<engine::FileInput> file_input(const ix_file_input* given) {
  IX_TRY(const ix_file_input input, struct_in(given, "input"));
  constexpr uint32_t kFlags = IX_FILE_REFERENCE | IX_FILE_KEEP_METADATA;
  IX_CHECK(require((input.flags & ~kFlags) == 0, "unknown flags of a file"));
  IX_CHECK(require(input.data != nullptr || input.data_size == 0, "data is NULL"));
  IX_CHECK(require(input.thumbnail != nullptr || input.thumbnail_size == 0, "thumbnail is NULL"));
  engine::FileInput out;
  IX_TRY(out.path, text_in(input.path, "path"));
  out.fd = input.fd;
  if (input.data != nullptr)
    out.bytes.emplace(static_cast<const char*>(input.data), input.data_size);
  if (input.read != nullptr) {
    out.source = [read = input.read, ctx = input.read_ctx](char* into,
                                                           size_t size) -> Result<size_t> {
      const int64_t got = read(ctx, into, size);
      if (got >= 0 && static_cast<uint64_t>(got) <= size) return static_cast<size_t>(got);
      return Error(ErrorCode::FILE_UNREADABLE, "the host could not read the file");
    };
  }
  IX_TRY(out.name, text_in(input.name, "name"));
  IX_TRY(out.conversation, text_in(input.conversation, "conversation"));
  out.reference = (input.flags & IX_FILE_REFERENCE) != 0;
  out.keep_metadata = (input.flags & IX_FILE_KEEP_METADATA) != 0;
  out.max_bytes = input.max_bytes;
  if (input.thumbnail != nullptr) {
    out.thumbnail = {static_cast<const char*>(input.thumbnail), input.thumbnail_size};
  }
  out.thumbnail_width = input.thumbnail_width;
  out.thumbnail_height = input.thumbnail_height;
  return out;
}

}  // namespace

void ix_file_input_init(ix_file_input* input, size_t size) noexcept {
  struct_init(input, size);
  if (input && size >= sizeof(ix_file_input)) input->fd = -1;
}

ix_status ix_file_stage(ix_client* client, const ix_file_input* input, ix_text** out_file,
                        ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const engine::FileInput file, file_input(input));
    return text_out(engine.stage(file), out_file);
  });
}

ix_status ix_files_page(ix_client* client, ix_str conversation, ix_page** out,
                        ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const std::string id, text_in(conversation, "conversation"));
    return page_out(engine.staged(id), out);
  });
}

ix_status ix_file_confirm(ix_client* client, ix_str file, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(file, "file"));
    return engine.confirm_file(id);
  });
}

ix_status ix_file_drop(ix_client* client, ix_str file, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(file, "file"));
    return engine.drop_file(id);
  });
}

ix_status ix_attachment_fetch(ix_client* client, ix_str attachment, ix_file_part part,
                              int32_t priority, ix_operation* out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(attachment, "attachment"));
    IX_CHECK(require(part == IX_PART_FILE || part == IX_PART_THUMBNAIL, "unknown part"));
    return id_out(engine.fetch(id, static_cast<cache::MediaPart>(part), priority), out);
  });
}

ix_status ix_attachment_export(ix_client* client, ix_str attachment, ix_str path, int32_t fd,
                               ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(attachment, "attachment"));
    IX_TRY(const std::string to, text_in(path, "path"));
    return engine.export_file(id, to, fd);
  });
}

ix_status ix_attachment_pin(ix_client* client, ix_str attachment, int32_t on,
                            ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(attachment, "attachment"));
    return engine.pin(id, on != 0);
  });
}

ix_status ix_attachment_pause(ix_client* client, ix_str attachment, int32_t on,
                              ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(attachment, "attachment"));
    return engine.pause_upload(id, on != 0);
  });
}

ix_status ix_transfers_page(ix_client* client, ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    return page_out(engine.transfers(), out);
  });
}

void ix_media_policy_init(ix_media_policy* policy, size_t size) noexcept {
  struct_init(policy, size);
  if (policy == nullptr || size < sizeof(ix_media_policy)) return;
  const engine::MediaPolicy defaults;
  policy->auto_thumbnails = 1;
  policy->cache_bytes = defaults.cache_bytes;
  policy->cache_age_ms = defaults.cache_age_ms;
  policy->max_download_bytes = defaults.max_download_bytes;
}

ix_status ix_media_set_policy(ix_client* client, const ix_media_policy* policy,
                              ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const ix_media_policy input, struct_in(policy, "policy"));
    IX_CHECK(require(input.cache_bytes >= 0 && input.cache_age_ms >= 0 &&
                         input.metered_upload_bytes >= 0 && input.auto_bytes >= 0 &&
                         input.auto_bytes_metered >= 0 && input.max_download_bytes > 0,
                     "a size or time of the policy is below 0, or max_download_bytes is 0"));
    engine::MediaPolicy out;
    out.cache_bytes = input.cache_bytes;
    out.cache_age_ms = input.cache_age_ms;
    out.metered_upload_bytes = input.metered_upload_bytes;
    out.auto_thumbnails = input.auto_thumbnails != 0;
    out.auto_bytes = input.auto_bytes;
    out.auto_bytes_metered = input.auto_bytes_metered;
    out.max_download_bytes = input.max_download_bytes;
    return engine.set_media_policy(out);
  });
}
