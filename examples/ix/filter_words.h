// SPDX-License-Identifier: Apache-2.0
// What --filter takes: a preset, or words put together.
//
//   unread and not muted
//   (transport:sms or transport:phone) and is:missed
//
// Words: the presets; kind:contact|number|channel|group;
// transport:internal|sms|channel|group|phone; is:unread|pinned|archived|muted|draft|failed|missed;
// with:+16135550142, with:@marie:pbx.test or with:p4. `not` binds tighter than `and`, `and` tighter
// than `or`.
#pragma once

#include <interactions/interactions.hpp>

#include <string>
#include <string_view>

namespace cli {

struct ParsedFilter {
  interactions::Filter filter;
  std::string usage;  // not empty: what is wrong with the text
};

ParsedFilter parse_filter(std::string_view text);

}  // namespace cli
