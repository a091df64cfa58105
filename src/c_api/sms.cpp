// SPDX-License-Identifier: Apache-2.0
#include <interactions/sms.h>

#include <algorithm>

#include "c_api/guard.h"
#include "engine/numbers.h"
#include "query/sms.h"

using namespace ix;
using namespace ix::c_api;

namespace {

Result<std::string> short_text_in(ix_str text) {
  constexpr size_t kMost = 64 * 1024;
  IX_TRY(std::string words, text_in(text, "text"));
  IX_CHECK(require(words.size() <= kMost, "text is longer than 64 KiB"));
  return words;
}

constexpr uint32_t kMostFiles = 1000;

Result<std::vector<MediaFile>> files_in(const ix_draft_file* files, uint32_t count) {
  std::vector<MediaFile> out;
  if (count == 0) return out;
  IX_CHECK(require(files != nullptr, "files is NULL"));
  IX_CHECK(require(count <= kMostFiles, "more than 1000 files"));
  const auto* bytes = reinterpret_cast<const unsigned char*>(files);
  const size_t stride = files->struct_size;
  for (uint32_t i = 0; i < count; ++i) {
    const auto* one = reinterpret_cast<const ix_draft_file*>(bytes + i * stride);
    IX_CHECK(require(one->struct_size == stride, "a file has another struct_size"));
    IX_TRY(const ix_draft_file raw, struct_in(one, "file"));
    IX_CHECK(require(raw.kind >= IX_ATTACHMENT_IMAGE && raw.kind <= IX_ATTACHMENT_FILE,
                     "the kind of a file is none of IX_ATTACHMENT_*"));
    IX_CHECK(require(raw.bytes >= 0, "the bytes of a file are 0 or more"));
    MediaFile file;
    IX_TRY(file.mime, text_in(raw.mime_type, "mime_type"));
    file.kind = static_cast<AttachmentKind>(raw.kind);
    file.bytes = raw.bytes;
    file.scalable = file.kind == AttachmentKind::image && is_scalable(file.mime);
    out.push_back(std::move(file));
  }
  return out;
}

}  // namespace

void ix_draft_file_init(ix_draft_file* file, size_t size) noexcept {
  struct_init(file, size);
  if (file != nullptr && size >= sizeof(ix_draft_file)) file->kind = IX_ATTACHMENT_FILE;
}

void ix_sms_draft_init(ix_sms_draft* draft, size_t size) noexcept {
  struct_init(draft, size);
}

ix_status ix_sms_preflight(ix_client* client, const ix_sms_draft* draft, ix_page** out,
                           ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const ix_sms_draft raw, struct_in(draft, "draft"));
    engine::DraftInput input;
    IX_TRY(input.text, short_text_in(raw.text));
    IX_TRY(input.conversation, text_in(raw.conversation, "conversation"));
    IX_TRY(input.to, text_in(raw.to, "to"));
    IX_TRY(input.via, text_in(raw.via, "via"));
    IX_TRY(input.media, files_in(raw.files, raw.file_count));
    input.files = std::max(raw.attachment_count, raw.file_count);
    input.recipients = raw.recipient_count;
    return page_out(engine.preflight(input), out);
  });
}

ix_status ix_sms_parts(ix_str text, ix_str from, ix_page** out, ix_error** out_error) noexcept {
  return guard(out_error, [&]() -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const std::string words, short_text_in(text));
    IX_TRY(const std::string number, text_in(from, "from"));
    IX_CHECK(require(number.empty() || engine::parse_phone_number(number).e164 == number,
                     "from is no number in E.164, such as +16135550100"));
    return page_out(query::sms_page(words, number), out);
  });
}
