// SPDX-License-Identifier: Apache-2.0
#include "store/route_pruner.h"

#include <algorithm>
#include <limits>

#include "cache/attachment_table.h"
#include "cache/item_bytes.h"
#include "cache/relation_table.h"
#include "cache/room_table.h"
#include "cache/version_table.h"
#include "store/conversation_rows.h"
#include "store/sort_keys.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace items = cache::item_table;
namespace retention = cache::retention_table;
namespace rooms = cache::room_table;

constexpr int kRowsAtOnce = 200;
// Between two looks at who waits: about 2 ms.
constexpr size_t kAtOnce = 16;

bool never_opened(const StoredRoute& route) {
  return route.kind == RouteKind::channel && route.read_ord == cache::kBelowAll &&
         route.read_parked.empty();
}

}  // namespace

Result<std::optional<int64_t>> left_out_up_to(cache::Connection& connection, RouteId route,
                                              const Retention& rules, Millis oldest) {
  std::optional<int64_t> last;
  const auto leaves_out = [&last](const std::optional<int64_t>& place) {
    if (place) last = std::max(last.value_or(*place), *place);
  };
  IX_TRY(const auto old, retention::newest_before(connection, route, oldest));
  leaves_out(old);
  if (rules.max_route_items > 0) {
    IX_TRY(const auto beyond,
           retention::first_beyond_count(connection, route, rules.max_route_items));
    leaves_out(beyond);
  }
  if (rules.max_route_bytes > 0) {
    IX_TRY(const auto beyond,
           cache::item_bytes::first_beyond(connection, route, rules.max_route_bytes));
    leaves_out(beyond);
  }
  return last;
}

Result<std::optional<Prunable>> prunable_of(cache::Connection& connection, const StoredRoute& route,
                                            int64_t left_out) {
  Prunable out;
  IX_TRY(const auto newest, retention::newest(connection, route.id));
  if (!newest) return std::optional<Prunable>();
  out.last = std::min(left_out, newest->ord - 1);
  IX_TRY(const auto attempt, retention::lowest_attempt(connection, route.id));
  if (attempt) out.last = std::min(out.last, *attempt);
  IX_TRY(const auto preview, retention::preview(connection, route.id));
  if (preview) out.kept.push_back(preview->id);
  IX_TRY(const auto marked, items::place_below(connection, route.id, route.read_ord + 1));
  if (marked) out.kept.push_back(marked->id);
  const bool opened = !never_opened(route);
  IX_TRY(const auto unread,
         retention::oldest_unread(connection, route.id, route.read_ord, opened ? kUnreadKept : 1));
  if (unread && opened) out.last = std::min(out.last, unread->ord - 1);
  if (unread && !opened) out.kept.push_back(unread->id);
  return std::optional(std::move(out));
}

bool Prunable::keeps(const retention::PrunedRow& row) const {
  return row.kept || std::find(kept.begin(), kept.end(), row.id) != kept.end();
}

Result<bool> anything_to_prune(cache::Connection& connection, RouteId route,
                               const Prunable& prunable) {
  for (int64_t from = cache::kBelowAll;;) {
    IX_TRY(const auto rows, retention::rows(connection, route, from, prunable.last, kRowsAtOnce));
    for (const retention::PrunedRow& row : rows) {
      if (!row.gap && !prunable.keeps(row)) return true;
    }
    if (rows.size() < static_cast<size_t>(kRowsAtOnce)) return false;
    from = rows.back().ord + 1;
  }
}

Status RoutePruner::read_rooms() {
  IX_TRY(auto earlier, rooms::earlier(connection_, route_.id));
  for (rooms::Earlier& one : earlier) rooms_[one.room] = std::move(one.remote_id);
  IX_TRY(const int64_t current, rooms::current(connection_, route_.id));
  rooms_[current] = route_.remote_id;
  return {};
}

Result<bool> RoutePruner::find_room(Row& row) {
  if (!row.gap) return rooms_.contains(row.room);
  row.room = rooms_.rbegin()->first;
  if (rooms_.size() == 1) return true;
  IX_TRY(const auto gap, items::find(connection_, row.id));
  for (const auto& [room, remote_id] : rooms_) {
    if (gap && gap->sender == remote_id) row.room = room;
  }
  return true;
}

Result<bool> RoutePruner::chunk(int64_t& from, const std::function<bool()>& hurry,
                                Touched& touched) {
  IX_CHECK(read_rooms());
  IX_TRY(auto rows, retention::rows(connection_, route_.id, from, prunable_.last, kRowsAtOnce));
  bool ended = rows.size() < static_cast<size_t>(kRowsAtOnce);
  std::vector<Row> run;
  bool some = false;  // not gaps alone
  // Removes the run; false: somebody waits, and `from` says where to go on.
  const auto flush = [&]() -> Result<bool> {
    const std::vector<Row> whole = std::exchange(run, {});
    if (!std::exchange(some, false)) return true;
    IX_TRY(const size_t count, remove(whole, hurry));
    from = whole[count - 1].ord;
    return count == whole.size();
  };
  bool whole = true;
  for (size_t i = 0; i < rows.size() && whole; ++i) {
    IX_TRY(const bool fetchable, find_room(rows[i]));
    if (fetchable && !prunable_.keeps(rows[i])) {
      some = some || !rows[i].gap;
      run.push_back(rows[i]);
      continue;
    }
    IX_TRY(whole, flush());
  }
  if (whole) {
    IX_TRY(whole, flush());
  }
  // The next chunk begins with this one's gap, and takes it on.
  if (whole && !rows.empty()) from = rows.back().ord;
  ended = ended && whole;
  if (removed_ == 0) return ended;
  IX_CHECK(unread_went(connection_, unread_removed_, route_));
  IX_CHECK(cache::route_table::update(connection_, route_));
  IX_CHECK(refresh_conversation(connection_, route_.conversation, touched));
  return ended;
}

Result<size_t> RoutePruner::remove(const std::vector<Row>& run,
                                   const std::function<bool()>& hurry) {
  size_t count = 0;
  do {
    const size_t first = count;
    count = std::min(run.size(), count + kAtOnce);
    IX_CHECK(park_peer_marker(run[first].ord, run[count - 1].ord));
    for (size_t i = first; i < count; ++i) {
      const Row& row = run[i];
      if (row.told) {
        IX_TRY(const auto item, items::find(connection_, row.id));
        if (item) IX_CHECK(park_what_was_said(*item, run[count - 1].ord));
      }
      IX_CHECK(items::remove(connection_, row.id));
      removed_ += row.gap ? 0 : 1;
    }
  } while (count < run.size() && !hurry());
  const std::vector<Row> gone(run.begin(), run.begin() + static_cast<std::ptrdiff_t>(count));
  IX_CHECK(pass_read_marker(gone));
  IX_CHECK(leave_gaps(gone));
  return count;
}

Status RoutePruner::pass_read_marker(const std::vector<Row>& run) {
  const auto above = [this](const Row& row) { return row.ord > route_.read_ord; };
  bool hides = never_opened(route_);
  for (const Row& row : run) {
    if (!above(row)) continue;
    if (row.counts) ++unread_removed_;
    hides = hides || row.counts || row.gap;
  }
  const int64_t last = run.back().ord;
  if (hides || last <= route_.read_ord) return {};
  IX_TRY(const bool gap, items::any_gap_between(connection_, route_.id, route_.read_ord, last));
  IX_TRY(const auto unread, retention::oldest_unread(connection_, route_.id, route_.read_ord,
                                                     std::numeric_limits<int64_t>::max()));
  // One shown as deleted counts again should the backend refuse.
  IX_TRY(const bool overlaid,
         retention::any_overlaid(connection_, route_.id, route_.read_ord, last));
  if (!gap && !overlaid && (!unread || unread->ord > last)) route_.read_ord = last;
  return {};
}

Status RoutePruner::leave_gaps(const std::vector<Row>& run) {
  std::map<int64_t, int64_t> newest;  // place of each room's gap
  for (const Row& row : run) newest[row.room] = row.ord;
  const int64_t last = run.back().ord;
  int64_t lowest = last;
  IX_TRY(const auto above, items::places_from(connection_, route_.id, last, 1));
  std::string joined;  // the room of a gap right above, which now reaches down to here
  if (!above.empty() && above.front().gap) {
    IX_TRY(const auto gap, items::find(connection_, above.front().id));
    if (gap) joined = gap->sender;
  }
  for (const auto& [room, ord] : newest) {
    if (ord == last && rooms_[room] == joined) continue;
    // A new row: an answer that is on its way to a gap of before finds nothing.
    StoredItem gap;
    gap.route = route_.id;
    gap.kind = ItemKind::gap;
    gap.ord = ord;
    gap.sender = rooms_[room];
    IX_TRY(gap.id, items::insert(connection_, gap));
    lowest = std::min(lowest, ord);
  }
  IX_TRY(const bool below, items::anything_below(connection_, route_.id, lowest));
  if (!below) route_.begins = false;
  return update_sort_keys(connection_, route_.id, lowest, last);
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
