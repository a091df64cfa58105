// SPDX-License-Identifier: Apache-2.0
#include "query/sms.h"

#include "identity/sms_text.h"

namespace ix::query {

ix_row_sms sms_row(std::string_view text, std::string_view own_number, PageBuilder& page) {
  const identity::SmsText sms = identity::measure_sms(text, identity::sms_limits_from(own_number));
  ix_row_sms row{};
  row.encoding = static_cast<int32_t>(sms.encoding);
  row.units = sms.units;
  row.parts = sms.parts;
  row.remaining = sms.remaining;
  for (const identity::SmsFlip& flip : sms.flips) {
    ix_row_sms_flip out{};
    out.character = page.add(flip.character);
    if (flip.replaceable) out.replacement = page.add(flip.replacement);
    out.count = flip.count;
    out.replaceable = flip.replaceable ? 1 : 0;
    const uint32_t at = page.append(out);
    if (row.flip_count++ == 0) row.first_flip = at;
  }
  return row;
}

Page sms_page(std::string_view text, std::string_view own_number) {
  PageBuilder page;
  ix_row_sms row = sms_row(text, own_number, page);
  row.by_sms = 1;
  page.append(row);
  return page.build();
}

}  // namespace ix::query
