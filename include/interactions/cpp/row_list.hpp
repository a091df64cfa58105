// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_list.hpp
 * Rows that speak of other rows: changes of a live list, matches of a search. Include
 * interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROW_LIST_HPP
#define INTERACTIONS_CPP_ROW_LIST_HPP

#include <interactions/search.h>
#include <interactions/subscription.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

/** One step from an old list to a new one; see subscription.h. */
struct Change {
  std::string_view id;
  ix_change_op op = 0;
  uint32_t from = 0, to = 0, row = 0;
  uint64_t fields = 0;

  static std::optional<Change> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_change_view>();
    if (ix_page_change(page, row, &v) != IX_OK) return std::nullopt;
    return Change{
        .id = view(v.id), .op = v.op, .from = v.from, .to = v.to, .row = v.row, .fields = v.fields};
  }
};

/** One result of a search; see search.h. */
struct Match {
  std::string_view conversation, title, snippet;
  ix_match_field field = IX_MATCH_TEXT;
  uint32_t row = 0;                          /**< of Page::items or Page::conversations */
  uint32_t first_range = 0, range_count = 0; /**< see Page::ranges */

  static std::optional<Match> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_match_view>();
    if (ix_page_match(page, row, &v) != IX_OK) return std::nullopt;
    return Match{.conversation = view(v.conversation),
                 .title = view(v.title),
                 .snippet = view(v.snippet),
                 .field = v.field,
                 .row = v.row,
                 .first_range = v.first_range,
                 .range_count = v.range_count};
  }
};

/** A part of a snippet to highlight, in bytes. */
struct Range {
  uint32_t start = 0, size = 0;

  static std::optional<Range> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_range_view>();
    if (ix_page_range(page, row, &v) != IX_OK) return std::nullopt;
    return Range{.start = v.start, .size = v.size};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_LIST_HPP
