// SPDX-License-Identifier: Apache-2.0
#include <interactions/sms.h>

#include "c_api/guard.h"
#include "engine/numbers.h"
#include "query/sms.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_sms_parts(ix_str text, ix_str from, ix_page** out, ix_error** out_error) noexcept {
  return guard(out_error, [&]() -> Status {
    constexpr size_t kMost = 64 * 1024;
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(require(text.size <= kMost, "text is longer than 64 KiB"));
    IX_TRY(const std::string words, text_in(text, "text"));
    IX_TRY(const std::string number, text_in(from, "from"));
    IX_CHECK(require(number.empty() || engine::parse_phone_number(number).e164 == number,
                     "from is no number in E.164, such as +16135550100"));
    return page_out(query::sms_page(words, number), out);
  });
}
