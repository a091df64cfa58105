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
 *
 * What is bound where: Client (client.hpp) is an account, Page (page.hpp) a snapshot with ranges of
 * rows (row_*.hpp), Filter, Number and Events (filter.hpp, number.hpp, event.hpp) the other
 * handles, apply_changes (live.hpp) keeps a list up to date. interactions/cpp/sandbox.hpp is a
 * backend to develop against, and stands apart.
 */
#ifndef INTERACTIONS_HPP
#define INTERACTIONS_HPP

#include <interactions/interactions.h>
#include <interactions/cpp/client.hpp>
#include <interactions/cpp/client_conversations.hpp>
#include <interactions/cpp/client_files.hpp>
#include <interactions/cpp/client_life.hpp>
#include <interactions/cpp/client_messages.hpp>
#include <interactions/cpp/client_numbers.hpp>
#include <interactions/cpp/client_people.hpp>
#include <interactions/cpp/client_queue.hpp>
#include <interactions/cpp/client_session.hpp>
#include <interactions/cpp/client_sources.hpp>
#include <interactions/cpp/client_store.hpp>
#include <interactions/cpp/event.hpp>
#include <interactions/cpp/filter.hpp>
#include <interactions/cpp/input.hpp>
#include <interactions/cpp/live.hpp>
#include <interactions/cpp/number.hpp>
#include <interactions/cpp/page.hpp>
#include <interactions/cpp/result.hpp>

#include <cstdint>
#include <string_view>

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
