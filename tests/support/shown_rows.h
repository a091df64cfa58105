// SPDX-License-Identifier: Apache-2.0
// Rows of any live list as text, column by column, so that two lists can be compared.
#pragma once

#include <doctest/doctest.h>
#include <interactions/row_block.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/page.h"

namespace ix::testing {

// A row of one table with everything it says.
struct ShownRow {
  std::string id;
  std::string says;
  bool operator==(const ShownRow&) const = default;
};

class RowText {
 public:
  explicit RowText(const query::Page& page) : page_(page) {}

  RowText& text(ix_ref ref) {
    const auto found = page_.text(ref);
    out_ += found ? "'" + std::string(*found) + "' " : "~ ";
    return *this;
  }
  template <class... Number>
  RowText& numbers(Number... values) {
    ((out_ += std::to_string(values) + " "), ...);
    return *this;
  }
  std::string take() { return std::move(out_); }

 private:
  const query::Page& page_;
  std::string out_;
};

inline std::string conversation_says(const query::Page& page, uint32_t index) {
  const auto& row = *page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, index);
  RowText out(page);
  out.text(row.title)
      .text(row.contact)
      .text(row.preview_text)
      .text(row.draft)
      .text(row.draft_reply);
  out.numbers(row.last_activity_ms, row.kind, row.flags, row.unread, row.preview_kind,
              row.preview_direction, row.preview_outcome);
  for (uint32_t i = 0; i < row.route_count; ++i) {
    const auto& route = *page.row<ix_row_route>(IX_TABLE_ROUTE, row.first_route + i);
    out.text(route.id).text(route.address).text(route.from).text(route.reason);
    out.numbers(route.kind, route.state, route.flags);
  }
  return out.take();
}

inline std::string item_says(const query::Page& page, uint32_t index) {
  const auto& row = *page.row<ix_row_item>(IX_TABLE_ITEM, index);
  RowText out(page);
  out.text(row.sender).text(row.sender_name).text(row.route).text(row.text).text(row.reply_to);
  out.text(row.call_number).text(row.call_id).text(row.failure_message);
  out.numbers(row.at_ms, row.kind, row.direction, row.state, row.notice, row.flags, row.waiting_for,
              row.call_direction, row.call_outcome, row.call_duration_ms, row.call_started_ms,
              row.failure_code, row.failure_origin, row.failure_retry, row.failure_fixer);
  for (uint32_t i = 0; i < row.reaction_count; ++i) {
    const auto& one = *page.row<ix_row_reaction>(IX_TABLE_REACTION, row.first_reaction + i);
    out.text(one.key).numbers(one.count, one.mine);
  }
  return out.take();
}

inline std::string outbox_says(const query::Page& page, uint32_t index) {
  const auto& row = *page.row<ix_row_outbox>(IX_TABLE_OUTBOX, index);
  RowText out(page);
  out.text(row.conversation).text(row.item).text(row.failure_message);
  out.numbers(row.next_try_ms, row.created_ms, row.op, row.state, row.attempts, row.waiting_for,
              row.has_failure, row.failure_code, row.failure_origin, row.failure_retry,
              row.failure_fixer);
  return out.take();
}

inline std::string preset_says(const query::Page& page, uint32_t index) {
  const auto& row = *page.row<ix_row_preset>(IX_TABLE_PRESET, index);
  return RowText(page)
      .numbers(row.preset, row.flags, row.conversations, row.unread_conversations, row.unread_items)
      .take();
}

inline std::string typist_says(const query::Page& page, uint32_t index) {
  const auto& row = *page.row<ix_row_typist>(IX_TABLE_TYPIST, index);
  return RowText(page).text(row.conversation).text(row.route).text(row.user).text(row.name).take();
}

inline ShownRow row_of(uint32_t table, const query::Page& page, uint32_t index) {
  const auto* id = page.row<ix_ref>(table, index);
  REQUIRE(id != nullptr);
  std::string says;
  switch (table) {
    case IX_TABLE_CONVERSATION:
      says = conversation_says(page, index);
      break;
    case IX_TABLE_ITEM:
      says = item_says(page, index);
      break;
    case IX_TABLE_OUTBOX:
      says = outbox_says(page, index);
      break;
    case IX_TABLE_PRESET:
      says = preset_says(page, index);
      break;
    case IX_TABLE_TYPIST:
      says = typist_says(page, index);
      break;
    default:
      FAIL("not a live list's table");
  }
  return {std::string(page.text_or_empty(*id)), std::move(says)};
}

inline std::vector<ShownRow> rows_of(uint32_t table, const query::Page& page) {
  std::vector<ShownRow> rows;
  for (uint32_t i = 0; i < page.count(table); ++i) rows.push_back(row_of(table, page, i));
  return rows;
}

}  // namespace ix::testing
