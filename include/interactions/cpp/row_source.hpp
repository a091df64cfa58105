// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_source.hpp
 * Rows of where files come from. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROW_SOURCE_HPP
#define INTERACTIONS_CPP_ROW_SOURCE_HPP

#include <interactions/permission.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

/** Where files come from, and how far the user is with its permission; see permission.h. */
struct Source {
  std::string_view name, label;
  std::string_view reason; /**< why the conversation takes no files; absent: it does */
  std::string_view key;    /**< of the texts; absent, with them: the step has no screen */
  std::string_view title, body, confirm, dismiss;
  ix_source source = IX_SOURCE_CAMERA;
  ix_permission_state state = IX_PERMISSION_NOT_ASKED;
  ix_permission_step step = IX_STEP_NONE;
  bool available = false;
  bool needs_permission = false;
  int64_t since_ms = 0; /**< when the user began the request; 0: there is none */

  static std::optional<Source> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_source_view>();
    if (ix_page_source(page, row, &v) != IX_OK) return std::nullopt;
    return Source{.name = view(v.name),
                  .label = view(v.label),
                  .reason = view(v.reason),
                  .key = view(v.key),
                  .title = view(v.title),
                  .body = view(v.body),
                  .confirm = view(v.confirm),
                  .dismiss = view(v.dismiss),
                  .source = v.source,
                  .state = v.state,
                  .step = v.step,
                  .available = (v.flags & IX_SOURCE_AVAILABLE) != 0,
                  .needs_permission = (v.flags & IX_SOURCE_NEEDS_PERMISSION) != 0,
                  .since_ms = v.since_ms};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_SOURCE_HPP
