// SPDX-License-Identifier: Apache-2.0
// RouteWriter: a page of history takes the place of a gap, or of a part of it.
#include <algorithm>
#include <utility>

#include "cache/erase_table.h"
#include "store/lowering.h"
#include "store/route_writer.h"

namespace ix::store {
namespace {

using cache::StoredItem;
namespace items = cache::item_table;

}  // namespace

Status RouteWriter::fill(StoredItem gap, const HistoryPage& page) {
  in_room(gap.sender);
  const int64_t from = *gap.ord;
  int64_t at = from;
  bool closed = false;
  bool erased = false;  // what comes was erased here, and stays away
  bool below_erased = false;
  IX_TRY(auto taken, items::ord_below(connection_, route_.id, from));
  // The gap's row leaves its place to the items and takes the one below them.
  gap.ord.reset();
  IX_CHECK(items::update(connection_, gap));
  for (const RemoteItem& one : page.items) {
    const Item& item = one.item;
    if (item.remote_id.empty() || item.kind == ItemKind::gap) continue;
    IX_TRY(auto stored, items::by_remote(connection_, route_.id, item.remote_id));
    if (stored && stored->ord) {
      const bool above = *stored->ord > at;
      IX_CHECK(revisit(item, std::move(*stored)));
      if (above) continue;
      closed = true;
      break;
    }
    // One of an odd time among newer ones does not end it; the oldest of the page says.
    below_erased = below_erased || route_.erased_item == item.remote_id;
    erased = below_erased || (route_.erased_ms > 0 && item.at_ms <= route_.erased_ms);
    if (erased) continue;
    if (taken == at) {
      IX_CHECK(lower_all_up_to(connection_, route_, at));
      IX_TRY(taken, items::ord_below(connection_, route_.id, at));
    }
    IX_CHECK(place(item, std::move(stored), at--, false));
  }
  if (erased || (!closed && page.next_token.empty())) {
    closed = true;
    IX_TRY(const bool more, items::anything_below(connection_, route_.id, at + 1));
    if (!more) route_.begins = true;
  }
  if (closed) {
    IX_CHECK(items::remove(connection_, gap.id));
  } else {
    if (taken == at) IX_CHECK(lower_all_up_to(connection_, route_, at));
    gap.ord = at;
    gap.gap_token = page.next_token;
    IX_CHECK(items::update(connection_, gap));
  }
  note_change(from);
  note_change(at);
  for (const RelationChange& relation : page.relations) {
    IX_CHECK(relate_at(relation, {from, false}));
  }
  if (route_.erased_ms > 0) {
    // Nothing is kept for items that do not come any more.
    IX_TRY(const auto hole, items::newest_gap_above(connection_, route_.id, cache::kBelowAll));
    if (!hole) IX_CHECK(cache::erase_table::remove_strays(connection_, route_.id));
  }
  for (const auto& [event, follows] : page.passed) {
    if (event == route_.read_parked) return passed_marker(follows, page, at);
  }
  return {};
}

// The parked marker stands on an event that is no item: it reads what is before it.
Status RouteWriter::passed_marker(const std::string& item, const HistoryPage& page, int64_t below) {
  if (!item.empty()) return own_read(item);
  // Before all of the page, whose end may have been stored already.
  for (auto one = page.items.rbegin(); one != page.items.rend(); ++one) {
    IX_TRY(const auto stored, items::by_remote(connection_, route_.id, one->item.remote_id));
    if (!stored || !stored->ord) continue;
    below = std::min(below, *stored->ord - 1);
    break;
  }
  advance_read(below);
  return {};
}

}  // namespace ix::store
