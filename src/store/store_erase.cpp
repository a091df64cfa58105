// SPDX-License-Identifier: Apache-2.0
// A person's data leave this device.
//
// One transaction: all of it or nothing. What goes: the contact, what the ledger of consent says of
// its numbers, and of its routes every item, call, reaction and draft. What stays is an empty,
// hidden route with the address, as long as the backend has a room with it: a message that comes
// later must know whose it is. Ids go on resolving.
//
// The backend still has the history. It is not fetched again: the route remembers up to which item
// it was erased, and filling a gap ends there; so does a sync from the beginning. Should the
// backend not tell of that item any more, the newest time that it gave says the same. What is new
// is stored as ever.
#include <algorithm>
#include <utility>
#include <vector>

#include "cache/consent_table.h"
#include "cache/contact_table.h"
#include "cache/erase_table.h"
#include "cache/forgetting.h"
#include "cache/outbox_table.h"
#include "store/consent.h"
#include "store/grouping.h"
#include "store/impl.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredRoute;
namespace contacts = cache::contact_table;
namespace entries = cache::outbox_table;
namespace routes = cache::route_table;

class Erasing {
 public:
  Erasing(Connection& connection, Millis now) : connection_(connection), now_(now) {}

  // What has not left yet is lost only if the host says so.
  Status drop_unsent(const std::vector<StoredRoute>& all, bool force, Touched& touched) {
    int64_t unsent = 0;
    std::vector<OutboxEntry> waiting;
    for (const StoredRoute& route : all) {
      IX_TRY(auto of_route, entries::of_route(connection_, route.id));
      std::move(of_route.begin(), of_route.end(), std::back_inserter(waiting));
    }
    std::erase_if(waiting,
                  [](const OutboxEntry& one) { return one.op == OutboxOp::accept_invite; });
    for (const OutboxEntry& entry : waiting) {
      unsent += is_unsent(entry) ? 1 : 0;
      if (entry.state == OutboxState::sending) {
        return Error(ErrorCode::BUSY,
                     "a message to this contact is being sent just now: wait for the outcome");
      }
    }
    if (unsent > 0 && !force) {
      return Error(ErrorCode::UNSENT_ITEMS,
                   std::to_string(unsent) +
                       " unsent messages to this contact would be lost: send or discard them, or"
                       " force");
    }
    for (const OutboxEntry& entry : waiting) {
      IX_CHECK(entries::remove(connection_, entry.id));
      touched.outbox = true;
    }
    return {};
  }

  Status erase(StoredRoute route) {
    IX_TRY(cache::erase_table::Newest newest, cache::erase_table::newest(connection_, route.id));
    IX_TRY(const Millis last_word, cache::consent_table::newest(connection_, route.id));
    newest.time = std::max(newest.time, last_word);
    IX_CHECK(cache::erase_table::remove_contents(connection_, route.id));
    IX_CHECK(cache::consent_table::remove_route(connection_, route.id));
    StoredRoute bare;
    bare.id = route.id;
    bare.kind = route.kind;
    bare.state = route.state;
    bare.remote_id = std::move(route.remote_id);
    bare.conversation = route.conversation;
    bare.merged_into = route.merged_into;
    bare.can_send = route.can_send;
    bare.cannot_send_reason = std::move(route.cannot_send_reason);
    bare.head_ord = route.head_ord;
    bare.read_ord = std::max(route.read_ord, route.head_ord);
    bare.peer_read_ord = route.peer_read_ord;
    bare.begins = true;
    bare.muted = route.muted;
    bare.pinned = route.pinned;
    bare.archived = route.archived;
    bare.erased_item = std::move(newest.item.empty() ? route.erased_item : newest.item);
    // A time in the future would keep away what comes until then.
    bare.erased_ms = std::max(route.erased_ms, std::min(newest.time, now_));
    bare.hidden = true;
    if (bare.remote_id.empty()) {
      // Nobody else knows of it.
      bare.state = RouteState::left;
      bare.can_send = false;
      bare.cannot_send_reason = "left";
    } else {
      bare.peer_user = std::move(route.peer_user);
      bare.peer_number = std::move(route.peer_number);
      bare.own_number = std::move(route.own_number);
    }
    IX_TRY(const bool shown, show_consent(connection_, bare));
    (void)shown;
    return routes::update(connection_, bare);
  }

 private:
  Connection& connection_;
  const Millis now_;
};

}  // namespace

Result<Touched> Store::erase_contact(ContactId id, bool force) {
  const auto work = [this, id, force](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const auto contact, contacts::find(connection, id));
    if (!contact) return Error(ErrorCode::NOT_FOUND, "no such contact: use an id from a list");
    IX_TRY(std::vector<StoredRoute> all, routes::of_contact(connection, id));
    for (size_t i = 0, own = all.size(); i < own; ++i) {
      IX_TRY(auto merged, routes::merged_into(connection, all[i].id));
      std::move(merged.begin(), merged.end(), std::back_inserter(all));
    }
    Erasing erasing(connection, impl_->backend_now());
    IX_CHECK(erasing.drop_unsent(all, force, touched));
    IX_TRY(std::vector<RouteId> affected, contacts::routes_touched(connection, id));
    for (StoredRoute& route : all) {
      affected.push_back(route.id);
      IX_CHECK(erasing.erase(std::move(route)));
    }
    IX_CHECK(contacts::remove(connection, id));
    for (const std::string& number : contact->numbers) {
      IX_CHECK(cache::consent_table::remove_unclaimed(connection, number));
      IX_CHECK(show_consent_of(connection, number, touched));
    }
    IX_CHECK(cache::forgetting::ask(connection));
    touched.contacts = true;
    return regroup(connection, affected, touched);
  };
  return impl_->transact(Priority::command, Durability::full, work);
}

}  // namespace ix::store
