// SPDX-License-Identifier: Apache-2.0
// Lists that exist to be followed: what the presets count, and who is writing.
#include <interactions/page.h>

#include "cache/conversation_reads.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kNames[] = {"all",   "direct", "channels", "external", "internal",
                                  "calls", "unread", "archived", "badge"};
static_assert(sizeof kNames / sizeof kNames[0] == cache::PresetCount::kBadge + 1);

}  // namespace

Result<Page> preset_list(cache::Connection& connection) {
  IX_TRY(const auto counts, cache::preset_counts(connection));
  PageBuilder page;
  for (const cache::PresetCount& from : counts) {
    const bool badge = from.preset == cache::PresetCount::kBadge;
    ix_row_preset row{};
    row.id = page.add(kNames[from.preset]);
    row.preset = badge ? int32_t{IX_PRESET_BADGE} : from.preset;
    row.flags = flag_if(from.counts.lower_bound, 1);  // IX_COUNTS_LOWER_BOUND
    row.conversations = from.counts.conversations;
    row.unread_conversations = from.counts.unread_conversations;
    row.unread_items = from.counts.unread_items;
    page.append(row);
  }
  return page.build();
}

Result<Page> typist_list(cache::Connection& connection, const std::vector<RouteTyping>& typing,
                         std::optional<ConversationId> in) {
  PageBuilder page;
  for (const RouteTyping& one : typing) {
    IX_TRY(const auto place, cache::place_of_remote(connection, one.remote_route));
    if (!place || (in && place->conversation != *in)) continue;
    for (const Typist& typist : one.typists) {
      const std::string route = place->route.text();
      ix_row_typist row{};
      row.id = page.add(route + " " + typist.user);
      row.conversation = page.add(place->conversation.text());
      row.route = page.add(route);
      row.user = page.add(typist.user);
      row.name = page.add_or_absent(typist.name);
      page.append(row);
    }
  }
  return page.build();
}

}  // namespace ix::query
