// SPDX-License-Identifier: Apache-2.0
#include "store/doctor.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "cache/check_reads.h"
#include "cache/contact_table.h"
#include "cache/conversation_table.h"
#include "cache/file_check.h"
#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "cache/route_table.h"
#include "cache/search_check.h"
#include "cache/shared_columns.h"
#include "store/consent.h"
#include "store/contact_index.h"
#include "store/conversation_rows.h"
#include "store/overlay.h"
#include "store/sort_keys.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::CheckedItem;
using cache::number;
using cache::StoredRoute;
namespace routes = cache::route_table;

bool is_gap(const CheckedItem& item) {
  return item.kind == number(ItemKind::gap);
}

// The keys by their definition, all at once; see sort_keys.h.
std::vector<Millis> keys_of(const std::vector<CheckedItem>& placed) {
  std::vector<size_t> items;
  for (size_t i = 0; i < placed.size(); ++i) {
    if (!is_gap(placed[i])) items.push_back(i);
  }
  std::vector<std::optional<Millis>> keys(placed.size());
  std::optional<Millis> highest;
  for (size_t i = 0; i < items.size(); ++i) {
    const Millis at = placed[items[i]].at_ms;
    const auto follower =
        i + 1 < items.size() ? std::optional(placed[items[i + 1]].at_ms) : std::nullopt;
    if (!absurd_time(at, follower)) highest = std::max(highest.value_or(at), at);
    keys[items[i]] = highest;
  }
  // The start of the route, and gaps: the key of the next item that has one; the newest gap, that
  // of the item before it.
  std::vector<Millis> out(placed.size());
  std::optional<Millis> next;
  for (size_t i = placed.size(); i > 0; --i) {
    if (keys[i - 1]) next = keys[i - 1];
    out[i - 1] = next.value_or(highest.value_or(0));
  }
  return out;
}

auto fields(const Conversation& c) {
  return std::tie(c.id, c.kind, c.contact, c.title, c.activity_ms, c.preview_item, c.unread,
                  c.unread_lower_bound, c.pinned, c.marked_unread, c.muted, c.archived, c.can_send,
                  c.draft, c.presets);
}

class Check {
 public:
  explicit Check(cache::Connection& connection) : connection_(connection) {}

  Result<std::vector<Finding>> run() {
    IX_TRY(const cache::Wrong file, cache::file_errors(connection_));
    note(StoreCheck::file, file);
    // In a damaged file any of the others may not come to its end.
    for (const auto part : {&Check::references, &Check::read_routes, &Check::items,
                            &Check::grouping, &Check::conversations, &Check::counts, &Check::outbox,
                            &Check::search, &Check::consent, &Check::files}) {
      Status done = (this->*part)();
      if (done.ok()) continue;
      if (done.error().code != ErrorCode::STORE_CORRUPT) return std::move(done.error());
      note_finding(found_, StoreCheck::file, {});
    }
    return std::move(found_);
  }

 private:
  void note(StoreCheck check, const cache::Wrong& wrong) {
    if (wrong.count > 0) note_finding(found_, check, wrong.first, wrong.count);
  }

  Status references() {
    IX_TRY(const cache::Wrong wrong, cache::broken_references(connection_));
    note(StoreCheck::references, wrong);
    return {};
  }

  Status read_routes() {
    IX_TRY(const auto ids, cache::all_routes(connection_));
    for (const RouteId id : ids) {
      IX_TRY(auto route, routes::find(connection_, id));
      if (route) routes_.emplace(id, std::move(*route));
    }
    return {};
  }

  Status items() {
    for (const auto& [id, route] : routes_) {
      std::vector<CheckedItem> placed;
      IX_TRY(auto rows, cache::checked_items(connection_, id));
      CheckedItem item;
      bool has_call = false;
      for (;;) {
        IX_TRY(const bool more, rows.next(item));
        if (!more) break;
        check_counts(item);
        has_call = has_call || item.kind == number(ItemKind::call) ||
                   item.kind == number(ItemKind::voicemail);
        if (item.ord) {
          placed.push_back(item);
        } else {
          unplaced_.push_back(item);
        }
      }
      check_order(route, placed);
      check_keys(placed);
      IX_CHECK(check_row(route, has_call));
    }
    return {};
  }

  void check_counts(const CheckedItem& row) {
    Item item;
    item.kind = static_cast<ItemKind>(row.kind);
    item.direction = static_cast<Direction>(row.direction);
    item.deleted = row.deleted;
    if (row.call_outcome) {
      item.call.emplace();
      item.call->outcome = static_cast<CallOutcome>(*row.call_outcome);
    }
    if (counts_as_unread(item) != row.counts) {
      note_finding(found_, StoreCheck::unread, ItemId{row.id}.text());
    }
  }

  void check_order(const StoredRoute& route, const std::vector<CheckedItem>& placed) {
    if (placed.empty()) return;
    if (*placed.back().ord > route.head_ord) {
      note_finding(found_, StoreCheck::order, route.id.text());
    }
    for (const CheckedItem& item : placed) {
      const bool below_start = is_gap(item) && route.begins && item.id == placed.front().id;
      if (below_start) note_finding(found_, StoreCheck::order, ItemId{item.id}.text());
    }
  }

  void check_keys(const std::vector<CheckedItem>& placed) {
    const std::vector<Millis> keys = keys_of(placed);
    for (size_t i = 0; i < placed.size(); ++i) {
      if (placed[i].sort_key != keys[i]) {
        note_finding(found_, StoreCheck::sort_keys, ItemId{placed[i].id}.text());
      }
    }
  }

  Status check_row(const StoredRoute& route, bool has_call) {
    StoredRoute counted = route;
    IX_CHECK(recount_unread(connection_, counted));
    if (counted.unread != route.unread || counted.unread_lower_bound != route.unread_lower_bound) {
      note_finding(found_, StoreCheck::unread, route.id.text());
    }
    IX_TRY(const ItemId newest, cache::item_table::newest_active(connection_, route.id));
    if (newest != route.last_item || (has_call && !route.has_call)) {
      note_finding(found_, StoreCheck::route_rows, route.id.text());
    }
    return {};
  }

  const StoredRoute* root_of(const StoredRoute& route) const {
    const StoredRoute* at = &route;
    for (int hops = 0; at->merged_into && hops < 16; ++hops) {
      const auto next = routes_.find(at->merged_into);
      if (next == routes_.end()) return nullptr;
      at = &next->second;
    }
    return at->merged_into ? nullptr : at;
  }

  // What makes routes stand together: their contact, or their number, or themselves.
  std::string group_of(const StoredRoute& route) const {
    if (route.contact) return route.contact.text();
    const bool by_number = route.kind == RouteKind::sms || route.kind == RouteKind::phone;
    if (by_number && !route.peer_number.empty()) return "n" + route.peer_number;
    return route.id.text();
  }

  Status grouping() {
    std::map<std::string, RouteId> smallest;
    for (auto& [id, route] : routes_) {
      if (route.merged_into) continue;
      ContactId contact;
      if (can_be_claimed(route.kind)) {
        const std::string_view texted =
            route.kind == RouteKind::internal ? std::string_view() : route.peer_number;
        IX_TRY(contact, cache::contact_table::first_claimant(connection_, route.peer_user, texted));
      }
      if (contact != route.contact) note_finding(found_, StoreCheck::grouping, id.text());
    }
    for (const auto& [id, route] : routes_) {
      const StoredRoute* root = root_of(route);
      if (root != nullptr) smallest.try_emplace(group_of(*root), id);  // routes_ goes by id
    }
    for (const auto& [id, route] : routes_) {
      const StoredRoute* root = root_of(route);
      if (root == nullptr || smallest[group_of(*root)] != route.conversation) {
        note_finding(found_, StoreCheck::grouping, id.text());
      }
    }
    return {};
  }

  Status conversations() {
    std::map<ConversationId, std::vector<StoredRoute>> shown;
    for (const auto& [id, route] : routes_) {
      if (route.shows() && route.conversation) shown[route.conversation].push_back(route);
    }
    IX_TRY(const auto rows, cache::all_conversations(connection_));
    for (const ConversationId id : rows) {
      if (!shown.contains(id)) note_finding(found_, StoreCheck::conversations, id.text());
    }
    for (const auto& [id, group] : shown) {
      std::optional<Contact> contact;
      if (group.front().contact) {
        IX_TRY(contact, cache::contact_table::find(connection_, group.front().contact));
      }
      const Conversation derived = conversation_of(id, group, contact);
      IX_TRY(const auto stored, cache::conversation_table::find(connection_, id));
      if (!stored || fields(*stored) != fields(derived)) {
        note_finding(found_, StoreCheck::conversations, id.text());
      }
    }
    return {};
  }

  Status counts() {
    IX_TRY(const cache::Wrong wrong, cache::wrong_counts(connection_));
    note(StoreCheck::counts, wrong);
    return {};
  }

  Status outbox() {
    IX_TRY(const auto entries, cache::outbox_table::all(connection_));
    std::set<int64_t> with_entry;
    std::set<RouteId> leaving;
    for (const OutboxEntry& entry : entries) {
      const bool leaves = entry.op == OutboxOp::leave && entry.state != OutboxState::failed;
      if (leaves) leaving.insert(entry.route);
      IX_TRY(const auto item, cache::item_table::find(connection_, entry.item));
      bool fits = true;
      if (entry.op == OutboxOp::send) {
        fits = item && item->route == entry.route && item->key == entry.key &&
               item->direction == Direction::out && is_in_a_lane_of_sends(entry) &&
               with_entry.insert(item->id.value).second;
      } else if (traits_of(entry.op).about_item) {
        IX_TRY(fits, is_linked(entry, item));
      }
      if (!fits) note_finding(found_, StoreCheck::outbox, entry.id.text());
    }
    for (const auto& [id, route] : routes_) {
      if (route.leaving != leaving.contains(id))
        note_finding(found_, StoreCheck::outbox, id.text());
    }
    IX_TRY(const auto wrong, wrongly_shown(connection_));
    for (const ItemId id : wrong) note_finding(found_, StoreCheck::outbox, id.text());
    for (const CheckedItem& item : unplaced_) {
      const bool waits = item.direction == number(Direction::out) && !item.has_remote;
      if (!waits || with_entry.contains(item.id)) continue;
      note_finding(found_, StoreCheck::outbox, ItemId{item.id}.text());
    }
    return {};
  }

  // What is done to an item names it, as far as it is stored.
  Result<bool> is_linked(const OutboxEntry& entry, const std::optional<cache::StoredItem>& item) {
    if (entry.item) return item && item->route == entry.route && item->remote_id == entry.target;
    if (entry.target.empty()) return false;
    IX_TRY(const auto stored, cache::item_table::by_remote(connection_, entry.route, entry.target));
    return !stored;
  }

  Status search() {
    IX_TRY(const cache::Wrong wrong, cache::search_differences(connection_));
    note(StoreCheck::search, wrong);
    IX_TRY(const cache::Wrong contacts, contact_key_differences(connection_));
    note(StoreCheck::search, contacts);
    return {};
  }

  Status consent() {
    IX_TRY(const cache::Wrong wrong, consent_differences(connection_));
    note(StoreCheck::consent, wrong);
    return {};
  }

  Status files() {
    IX_TRY(const cache::Wrong wrong, cache::wrong_file_rows(connection_));
    note(StoreCheck::files, wrong);
    return {};
  }

  cache::Connection& connection_;
  std::map<RouteId, StoredRoute> routes_;
  std::vector<CheckedItem> unplaced_;
  std::vector<Finding> found_;
};

}  // namespace

Result<std::vector<Finding>> check_store(cache::Connection& connection) {
  return Check(connection).run();
}

}  // namespace ix::store
