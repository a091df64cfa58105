// SPDX-License-Identifier: Apache-2.0
#include <interactions/sms.h>

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

}  // namespace

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
    input.files = raw.attachment_count;
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
