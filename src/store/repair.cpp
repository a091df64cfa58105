// SPDX-License-Identifier: Apache-2.0
// The doctor's repairs; see doctor.h.
#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "cache/check_reads.h"
#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "cache/outgoing_file_table.h"
#include "cache/route_table.h"
#include "cache/search_check.h"
#include "cache/shared_columns.h"
#include "store/consent.h"
#include "store/contact_index.h"
#include "store/conversation_rows.h"
#include "store/doctor.h"
#include "store/file_repair.h"
#include "store/files.h"
#include "store/grouping.h"
#include "store/impl.h"
#include "store/overlay.h"
#include "store/sort_keys.h"
#include "store/store.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::CheckedItem;
using cache::number;
using cache::StoredRoute;
namespace entries = cache::outbox_table;
namespace items = cache::item_table;
namespace routes = cache::route_table;

struct Seen {
  int64_t highest = 0;
  bool has_call = false;
  std::vector<ItemId> all;
  std::vector<ItemId> waiting;  // own, without a place and unknown to the backend
  ItemId bottom_gap;
};

Result<Seen> look_at(Connection& connection, RouteId route) {
  Seen seen;
  IX_TRY(auto rows, cache::checked_items(connection, route));
  CheckedItem item;
  bool first = true;
  for (;;) {
    IX_TRY(const bool more, rows.next(item));
    if (!more) return seen;
    seen.all.push_back(ItemId{item.id});
    if (item.ord) seen.highest = std::max(seen.highest, *item.ord);
    if (first && item.ord && item.kind == number(ItemKind::gap)) seen.bottom_gap.value = item.id;
    first = false;
    seen.has_call = seen.has_call || item.kind == number(ItemKind::call) ||
                    item.kind == number(ItemKind::voicemail);
    if (!item.ord && !item.has_remote && item.direction == number(Direction::out)) {
      seen.waiting.push_back(ItemId{item.id});
    }
  }
}

// Whether it left is not known: nothing goes out before the user says so.
Status give_entry(Connection& connection, ItemId id, Millis now) {
  IX_TRY(const auto existing, entries::send_of(connection, id));
  if (existing) return {};
  IX_TRY(auto item, items::find(connection, id));
  if (!item) return {};
  OutboxEntry entry;
  entry.route = item->route;
  entry.item = id;
  entry.key = item->key;
  entry.created_ms = item->at_ms;
  entry.state = OutboxState::failed;
  entry.attempts = 1;
  entry.unsettled = 1;
  entry.first_attempt_ms = now;
  entry.failure = failure_of(Error(ErrorCode::UNKNOWN_OUTCOME));
  IX_TRY(entry.files_pending, cache::outgoing_file_table::any_pending(connection, id));
  entry.lane = lane_without_time(entry);
  item->state = ItemState::failed;
  item->failure = entry.failure;
  IX_TRY(const OutboxId made, entries::insert(connection, entry));
  (void)made;
  return items::update(connection, *item);
}

// What is done to an item follows it, or waits for it by its remote id.
Status mend_change(Connection& connection, OutboxEntry entry) {
  IX_TRY(auto item, items::find(connection, entry.item));
  if (!item) {
    IX_TRY(item, items::by_remote(connection, entry.route, entry.target));
  }
  entry.item = item ? item->id : ItemId();
  if (item) {
    entry.route = item->route;
    entry.target = item->remote_id;
  } else if (entry.target.empty()) {
    return entries::remove(connection, entry.id);
  }
  if (entry.lane.empty()) entry.lane = item ? lane_of(item->id) : entry.target;
  return entries::update(connection, entry);
}

// An entry follows its item to the route where it stands; one without an item sends nothing.
Status mend_entries(Connection& connection) {
  IX_TRY(const auto all, entries::all(connection));
  std::map<ItemId, OutboxId> taken;
  for (OutboxEntry entry : all) {
    if (entry.op != OutboxOp::send && !traits_of(entry.op).about_item) continue;
    if (entry.op != OutboxOp::send) {
      IX_CHECK(mend_change(connection, std::move(entry)));
      continue;
    }
    IX_TRY(const auto item, items::find(connection, entry.item));
    const bool sendable = item && item->direction == Direction::out && !item->key.empty();
    if (!sendable || !taken.emplace(item->id, entry.id).second) {
      IX_CHECK(entries::remove(connection, entry.id));
    } else if (entry.route != item->route || entry.key != item->key ||
               !is_in_a_lane_of_sends(entry)) {
      entry.route = item->route;
      entry.key = item->key;
      // The pump sets one apart whose time has not come.
      entry.lane = entry.files_pending ? files_lane(entry.key) : std::string();
      IX_CHECK(entries::update(connection, entry));
    }
  }
  IX_TRY(const auto wrong, wrongly_shown(connection));
  for (const ItemId id : wrong) {
    IX_TRY(const auto item, find_lifted(connection, id));
    IX_TRY(const bool settled, put(connection, *item));
    (void)settled;
  }
  return {};
}

Status mend_route(Connection& connection, RouteId id, bool items_too, bool entries_too,
                  Millis now) {
  IX_TRY(const Seen seen, look_at(connection, id));
  if (entries_too) {
    for (const ItemId item : seen.waiting) IX_CHECK(give_entry(connection, item, now));
  }
  if (items_too) {
    for (const ItemId one : seen.all) {
      IX_TRY(const auto item, items::find(connection, one));
      if (item) IX_CHECK(items::update(connection, *item));  // sets what counts as unread
    }
  }
  IX_CHECK(update_sort_keys(connection, id, cache::kBelowAll, std::numeric_limits<int64_t>::max()));
  IX_TRY(auto route, routes::find(connection, id));
  if (!route) return {};
  route->head_ord = std::max(route->head_ord, seen.highest);
  if (seen.bottom_gap) route->begins = false;
  route->has_call = route->has_call || seen.has_call;
  IX_TRY(route->last_item, items::newest_active(connection, id));
  IX_CHECK(recount_unread(connection, *route));
  IX_TRY(route->leaving, entries::any_leave(connection, id));
  return routes::update(connection, *route);
}

}  // namespace

Status repair_store(Connection& connection, const std::vector<Finding>& findings, Millis now,
                    Touched& touched) {
  if (has_finding(findings, StoreCheck::file)) IX_CHECK(cache::rebuild_indexes(connection));
  if (has_finding(findings, StoreCheck::references)) IX_CHECK(cache::drop_orphans(connection));
  const bool entries_too = has_finding(findings, StoreCheck::outbox);
  if (entries_too) IX_CHECK(mend_entries(connection));
  const bool counts_too = has_finding(findings, StoreCheck::unread);
  // Before the list rows are made of the routes.
  if (has_finding(findings, StoreCheck::consent)) IX_CHECK(mend_consent(connection));
  IX_TRY(const std::vector<RouteId> all, cache::all_routes(connection));
  for (const RouteId id : all) {
    IX_CHECK(mend_route(connection, id, counts_too, entries_too, now));
  }
  // Once every message that waits has its entry.
  if (entries_too || has_finding(findings, StoreCheck::files)) {
    IX_CHECK(mend_files(connection, now));
  }
  IX_CHECK(regroup(connection, all, touched));
  IX_TRY(const std::vector<ConversationId> rows, cache::all_conversations(connection));
  for (const ConversationId id : rows) IX_CHECK(refresh_conversation(connection, id, touched));
  // Triggers keep the counts by differences, also wrong ones.
  if (has_finding(findings, StoreCheck::counts)) IX_CHECK(cache::recount_presets(connection));
  touched.outbox = true;
  touched.files = true;
  touched.contacts = true;
  // Last: the triggers kept it up to here, but what it said before was wrong.
  if (has_finding(findings, StoreCheck::search) || has_finding(findings, StoreCheck::file)) {
    IX_CHECK(cache::rebuild_search(connection));
    IX_CHECK(rebuild_contact_keys(connection));
  }
  return {};
}

Result<std::vector<Finding>> Store::check() {
  IX_TRY(auto findings,
         impl_->read([](Connection& connection) { return check_store(connection); }));
  // The next opening looks for itself, and puts a new file in this one's place where pages are
  // wrong. Indexes that only do not fit their tables are for repair().
  if (has_finding(findings, StoreCheck::file)) impl_->database->suspect();
  return findings;
}

Result<std::vector<Finding>> Store::repair(Touched& touched) {
  IX_TRY(std::vector<Finding> before, check());
  if (before.empty()) return before;
  auto repaired = impl_->transact(Priority::command, Durability::full,
                                  [this, &before](Connection& connection, Touched& what) {
                                    return repair_store(connection, before, impl_->now(), what);
                                  });
  // A file that is damaged itself cannot be repaired in place; nothing was written then.
  if (!repaired.ok() && repaired.error().code != ErrorCode::STORE_CORRUPT) {
    return std::move(repaired.error());
  }
  if (repaired.ok()) touched.add(repaired.take());
  IX_TRY(const std::vector<Finding> after, check());
  for (Finding& finding : before) finding.repaired = !has_finding(after, finding.check);
  for (const Finding& finding : after) {
    if (!has_finding(before, finding.check)) before.push_back(finding);
  }
  return before;
}

}  // namespace ix::store
