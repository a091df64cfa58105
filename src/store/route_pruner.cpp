// SPDX-License-Identifier: Apache-2.0
#include "store/route_pruner.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cache/attachment_table.h"
#include "cache/item_bytes.h"
#include "cache/relation_table.h"
#include "cache/retention_table.h"
#include "cache/version_table.h"
#include "store/sort_keys.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace items = cache::item_table;
namespace retention = cache::retention_table;

constexpr int kChunk = 200;

}  // namespace

Result<std::optional<int64_t>> prunable_up_to(cache::Connection& connection,
                                              const StoredRoute& route, const Retention& rules,
                                              Millis oldest) {
  std::optional<int64_t> last;
  const auto leaves_out = [&last](const std::optional<int64_t>& place) {
    if (place) last = std::max(last.value_or(*place), *place);
  };
  IX_TRY(const auto old, retention::newest_before(connection, route.id, oldest));
  leaves_out(old);
  if (rules.max_route_items > 0) {
    IX_TRY(const auto beyond,
           retention::first_beyond_count(connection, route.id, rules.max_route_items));
    leaves_out(beyond);
  }
  if (rules.max_route_bytes > 0) {
    IX_TRY(const auto beyond,
           cache::item_bytes::first_beyond(connection, route.id, rules.max_route_bytes));
    leaves_out(beyond);
  }
  if (!last) return last;
  IX_TRY(const auto marked, items::place_below(connection, route.id, route.read_ord + 1));
  IX_TRY(const auto preview, retention::place_of_preview(connection, route.id));
  if (!marked || !preview) return std::optional<int64_t>();
  last = std::min({*last, marked->ord - 1, *preview - 1});
  IX_TRY(const auto attempt, retention::lowest_attempt(connection, route.id));
  if (attempt) last = std::min(*last, *attempt);
  return last;
}

Result<bool> anything_to_prune(cache::Connection& connection, RouteId route, int64_t last) {
  for (int64_t from = cache::kBelowAll;;) {
    IX_TRY(const auto rows, retention::rows(connection, route, from, last, kChunk));
    for (const retention::PrunedRow& row : rows) {
      if (!row.gap && !row.kept) return true;
    }
    if (rows.size() < static_cast<size_t>(kChunk)) return false;
    from = rows.back().ord + 1;
  }
}

Result<bool> RoutePruner::chunk(int64_t& from, int64_t last, Touched& touched) {
  IX_TRY(const auto rows, retention::rows(connection_, route_.id, from, last, kChunk));
  const bool ended = rows.size() < static_cast<size_t>(kChunk);
  Run run;
  const auto flush = [&]() -> Status {
    const Run whole = std::exchange(run, {});
    return whole.items > 0 ? remove(whole) : Status();
  };
  for (const retention::PrunedRow& row : rows) {
    if (row.kept) {
      IX_CHECK(flush());
      continue;
    }
    if (run.rows.empty()) run.first = row.ord;
    run.rows.push_back(row.id);
    run.items += row.gap ? 0 : 1;
    run.last = row.ord;
  }
  IX_CHECK(flush());
  // The next chunk begins with this one's gap, and takes it on.
  if (!rows.empty()) from = rows.back().ord;
  if (removed_ == 0) return ended;
  IX_CHECK(recount_unread(connection_, route_));
  IX_CHECK(cache::route_table::update(connection_, route_));
  touched.touch(route_.conversation);
  return ended;
}

Status RoutePruner::remove(const Run& run) {
  IX_CHECK(park_peer_marker(run.first, run.last));
  for (const ItemId id : run.rows) {
    IX_TRY(const auto item, items::find(connection_, id));
    if (!item) continue;
    if (item->kind != ItemKind::gap) IX_CHECK(park_what_was_said(*item, run.last));
    IX_CHECK(items::remove(connection_, id));
  }
  removed_ += run.items;
  IX_TRY(const auto above, items::places_from(connection_, route_.id, run.last, 1));
  const bool joins = !above.empty() && above.front().gap;  // that gap now reaches down to here
  if (!joins) {
    // A new row: an answer that is on its way to a gap of before finds nothing.
    StoredItem gap;
    gap.route = route_.id;
    gap.kind = ItemKind::gap;
    gap.ord = run.last;
    gap.sender = route_.remote_id;
    IX_TRY(gap.id, items::insert(connection_, gap));
  }
  IX_TRY(const bool below, items::anything_below(connection_, route_.id, run.last));
  if (!below) route_.begins = false;
  return update_sort_keys(connection_, route_.id, run.last, run.last);
}

Status RoutePruner::park_what_was_said(const StoredItem& item, int64_t gap) {
  cache::ParkedRelation said;
  said.target = item.remote_id;
  said.sender = item.sender;
  said.ord = item.edit_ord;
  if (!item.deleted && item.edit_ord > gap) {
    IX_TRY(const auto shown, cache::version_table::shown(connection_, item.id));
    if (shown && !shown->original) {
      said.remote_id = shown->remote_id;
      said.text = shown->text;
      IX_CHECK(cache::relation_table::park(connection_, route_.id, said));
    } else if (item.call) {
      said.remote_id = "call";
      said.text = item.text;
      said.call = item.call;
      IX_TRY(said.attachments, cache::attachment_table::all_of(connection_, item.id));
      IX_CHECK(cache::relation_table::park(connection_, route_.id, said));
    }
  }
  const bool told = item.direction == Direction::out &&
                    (item.state == ItemState::delivered || item.state == ItemState::failed);
  if (!told) return {};
  cache::ParkedRelation delivery;
  delivery.kind = RelationChange::Kind::delivery;
  delivery.remote_id = "state";
  delivery.target = item.remote_id;
  delivery.state = item.state;
  delivery.failure = item.failure;
  delivery.ord = gap;
  return cache::relation_table::park(connection_, route_.id, delivery);
}

Status RoutePruner::park_peer_marker(int64_t first, int64_t last) {
  if (route_.peer_read_ord < first || route_.peer_read_ord > last) return {};
  IX_TRY(const auto read, items::newest_remote(connection_, route_.id, route_.peer_read_ord));
  if (!read) return {};
  route_.peer_read_parked = read->remote_id;
  route_.peer_read_ord = cache::kBelowAll;
  return {};
}

}  // namespace ix::store
