// SPDX-License-Identifier: Apache-2.0
// What a text costs as an SMS, as a page. Needs no cache.
#pragma once

#include <string_view>

#include "query/page.h"

namespace ix::query {

// The row, not appended yet, and its flips, which are. `text` is valid UTF-8; `own_number` E.164 or
// empty.
ix_row_sms sms_row(std::string_view text, std::string_view own_number, PageBuilder& page);
// Any thread.
Page sms_page(std::string_view text, std::string_view own_number);

}  // namespace ix::query
