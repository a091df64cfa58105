// SPDX-License-Identifier: Apache-2.0
/**
 * @file interactions.hpp
 * The C interface for C++20: handles that release themselves, std::string_view in, values out.
 *
 * - Header only; stands on the C functions alone. Works with -fno-exceptions and -fno-rtti.
 * - Handles are move-only and thread-safe like what they hold; share() makes a second one.
 * - Fallible calls give a Result: test it, then use it. With exceptions on there is or_throw().
 * - Text in a row, an event or a number is a view into its Page, Events or Number: keep that alive.
 *   Absent text is a view whose data() is null (see present()).
 * - Enumerations keep their C names (IX_PRESET_ALL, IX_ITEM_CALL, ...), because they are open.
 *
 *     auto client = interactions::Client::open({.folder = "/home/me/account"});
 *     if (!client) return fail(client.error());
 *     auto page = client->conversations({}, {}, 20);
 *     if (page) for (auto row : page->conversations()) show(row.title, row.unread);
 */
#ifndef INTERACTIONS_HPP
#define INTERACTIONS_HPP

#include <interactions/interactions.h>
#include <interactions/cpp/client.hpp>
#include <interactions/cpp/input.hpp>
#include <interactions/cpp/live.hpp>
#include <interactions/cpp/result.hpp>
#include <interactions/cpp/rows.hpp>

namespace interactions {

/** The library's version, "MAJOR.MINOR.PATCH". */
inline std::string_view version() {
  return ix_version();
}
/** The same as a number to compare; see ix_version_number. */
inline uint32_t version_number() {
  return ix_version_number();
}
/** Objects alive in the process, for leak tests. */
inline int64_t live_objects() {
  return ix_debug_live_objects();
}

}  // namespace interactions

#endif  // INTERACTIONS_HPP
