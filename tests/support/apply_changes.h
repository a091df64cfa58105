// SPDX-License-Identifier: Apache-2.0
// Live lists as a host keeps them: plain rows, and the steps of a take applied one by one.
#pragma once

#include <doctest/doctest.h>
#include <interactions/subscription.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/page.h"

namespace ix::testing {

struct ShownRoute {
  std::optional<std::string> id, address, from, reason;
  int32_t kind = 0;
  int32_t state = 0;
  uint32_t flags = 0;
  bool operator==(const ShownRoute&) const = default;
};

// Everything that a conversation's row says.
struct ShownConversation {
  std::optional<std::string> id, title, contact, preview_text, draft, draft_reply;
  int64_t last_activity_ms = 0;
  int32_t kind = 0;
  uint32_t flags = 0;
  int32_t unread = 0;
  int32_t preview_kind = 0;
  int32_t preview_direction = 0;
  int32_t preview_outcome = 0;
  std::vector<ShownRoute> routes;
  bool operator==(const ShownConversation&) const = default;
};

inline std::optional<std::string> shown_text(const query::Page& page, ix_ref ref) {
  const auto text = page.text(ref);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

inline ShownConversation shown_row(const query::Page& page, uint32_t index) {
  const auto* row = page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, index);
  REQUIRE(row != nullptr);
  ShownConversation out;
  out.id = shown_text(page, row->id);
  out.title = shown_text(page, row->title);
  out.contact = shown_text(page, row->contact);
  out.preview_text = shown_text(page, row->preview_text);
  out.draft = shown_text(page, row->draft);
  out.draft_reply = shown_text(page, row->draft_reply);
  out.last_activity_ms = row->last_activity_ms;
  out.kind = row->kind;
  out.flags = row->flags;
  out.unread = row->unread;
  out.preview_kind = row->preview_kind;
  out.preview_direction = row->preview_direction;
  out.preview_outcome = row->preview_outcome;
  for (uint32_t i = 0; i < row->route_count; ++i) {
    const auto* route = page.row<ix_row_route>(IX_TABLE_ROUTE, row->first_route + i);
    REQUIRE(route != nullptr);
    out.routes.push_back({shown_text(page, route->id), shown_text(page, route->address),
                          shown_text(page, route->from), shown_text(page, route->reason),
                          route->kind, route->state, route->flags});
  }
  return out;
}

inline std::vector<ShownConversation> shown_list(const query::Page& page) {
  std::vector<ShownConversation> list;
  for (uint32_t i = 0; i < page.count(IX_TABLE_CONVERSATION); ++i) {
    list.push_back(shown_row(page, i));
  }
  return list;
}

// The list after the steps of one take. Fails the test on a step that does not fit the list.
// read(page, row) makes a Row, which has an id.
template <class Row, class Read>
std::vector<Row> apply_steps(std::vector<Row> list, const query::Page& changes, Read read) {
  const auto at = [&list](uint32_t index) { return list.begin() + index; };
  for (uint32_t i = 0; i < changes.count(IX_TABLE_CHANGE); ++i) {
    const auto& step = *changes.row<ix_row_change>(IX_TABLE_CHANGE, i);
    const auto id = shown_text(changes, step.id);
    if (step.op != IX_CHANGE_INSERT) {
      REQUIRE(step.from < list.size());
      REQUIRE(at(step.from)->id == id);
    }
    if (step.op == IX_CHANGE_INSERT) {
      REQUIRE(step.to <= list.size());
      list.insert(at(step.to), read(changes, step.row));
      REQUIRE(at(step.to)->id == id);
    } else if (step.op == IX_CHANGE_REMOVE) {
      list.erase(at(step.from));
    } else if (step.op == IX_CHANGE_MOVE) {
      const Row row = *at(step.from);
      list.erase(at(step.from));
      REQUIRE(step.to <= list.size());
      list.insert(at(step.to), row);
    } else {
      REQUIRE(step.op == IX_CHANGE_UPDATE);
      REQUIRE(step.fields != 0);
      *at(step.from) = read(changes, step.row);
      REQUIRE(at(step.from)->id == id);
    }
  }
  return list;
}

inline std::vector<ShownConversation> apply_changes(std::vector<ShownConversation> list,
                                                    const query::Page& changes) {
  return apply_steps(std::move(list), changes, shown_row);
}

}  // namespace ix::testing
