// SPDX-License-Identifier: Apache-2.0
// Flags, read markers, drafts and the default route: what the user sets for a conversation.
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "cache/item_table.h"
#include "cache/notification_table.h"
#include "cache/setting_table.h"
#include "store/answered.h"
#include "store/conversation_rows.h"
#include "store/impl.h"
#include "store/route_policy.h"
#include "store/store.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace items = cache::item_table;
namespace settings = cache::setting_table;

// Of a conversation, oldest first; those that were merged left out.
struct Group {
  ConversationId id;
  std::vector<StoredRoute> routes;
};

Result<Group> group_of(Connection& connection, ConversationId id) {
  Group group;
  IX_TRY(group.id, need_conversation(connection, id));
  IX_TRY(group.routes, cache::route_table::of_conversation(connection, group.id));
  std::erase_if(group.routes, [](const StoredRoute& route) { return bool{route.merged_into}; });
  if (group.routes.empty()) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return group;
}

// One command over a group: writes the routes that changed and the list row.
class Change {
 public:
  Change(Connection& connection, Random& random, Touched& touched)
      : connection_(connection), random_(random), touched_(touched) {}

  Status set(StoredRoute& route, RouteFlag flag, bool on) {
    bool& stored = flag_of(route, flag);
    if (stored == on) return {};
    stored = on;
    return queue({route.id, setting_of(flag), on ? 1 : 0, {}, {}, {}});
  }

  // Up to the item, which is of that route.
  Status read(StoredRoute& route, const StoredItem& item) {
    if (!item.ord || *item.ord <= route.read_ord) return {};
    route.read_ord = *item.ord;
    IX_CHECK(recount_unread(connection_, route));
    // An item that only this device knows cannot be named to the backend; the one below it can.
    IX_TRY(const auto known, items::newest_remote(connection_, route.id, *item.ord));
    if (!known) return {};
    return queue({route.id, SettingKind::read_marker, *known->ord, known->remote_id, {}, {}});
  }

  Status write(const StoredRoute& route) { return cache::route_table::update(connection_, route); }
  Status finish(const Group& group) {
    return refresh_conversation(connection_, group.id, touched_);
  }

 private:
  Status queue(Setting setting) {
    setting.key = random_.uuid();
    touched_.outbox = true;
    return settings::put(connection_, setting);
  }

  Connection& connection_;
  Random& random_;
  Touched& touched_;
};

// The route whose draft shows, else null.
StoredRoute* shown_draft(std::vector<StoredRoute>& routes) {
  StoredRoute* shown = nullptr;
  for (StoredRoute& route : routes) {
    if (!route.draft.empty() && (!shown || route.draft_ms > shown->draft_ms)) shown = &route;
  }
  return shown;
}

void write_draft(StoredRoute& route, const std::string& text, const std::string& reply,
                 Millis now) {
  route.draft = text;
  route.draft_ms = text.empty() ? 0 : now;
  route.draft_reply = text.empty() ? std::string() : reply;
  if (!text.empty()) route.hidden = false;
}

// A draft that answers an item stands with it: they part and come together as their route does.
// What that route keeps from before, and does not show now, takes the place it leaves.
void move_draft(StoredRoute& from, StoredRoute& to) {
  std::swap(from.draft, to.draft);
  std::swap(from.draft_ms, to.draft_ms);
  // What it answered is not of that route.
  from.draft_reply.clear();
}

}  // namespace

Result<Touched> Store::set_flag(ConversationId conversation, RouteFlag flag, bool on) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(Group group, group_of(connection, conversation));
    Change change(connection, impl_->environment.random, touched);
    for (StoredRoute& route : group.routes) {
      IX_CHECK(change.set(route, flag, on));
      IX_CHECK(change.write(route));
    }
    return change.finish(group);
  });
}

Result<Touched> Store::mark_read(ConversationId conversation, ItemId up_to) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(Group group, group_of(connection, conversation));
    std::optional<StoredItem> last;
    if (up_to) {
      IX_TRY(last, items::find(connection, up_to));
      const bool here = last && std::any_of(group.routes.begin(), group.routes.end(),
                                            [&](const auto& one) { return one.id == last->route; });
      if (!here) {
        return Error(ErrorCode::NOT_FOUND, "no such item in this conversation: use one of its own");
      }
    }
    // An own item that the backend has not placed stands below everything there is.
    const bool all = !last || !last->ord;
    Change change(connection, impl_->environment.random, touched);
    for (StoredRoute& route : group.routes) {
      std::optional<StoredItem> item = last;
      if (all || route.id != last->route) {
        const Millis until = all ? std::numeric_limits<Millis>::max() : last->sort_key;
        IX_TRY(item, items::newest_until(connection, route.id, until));
      }
      if (item) IX_CHECK(change.read(route, *item));
      IX_CHECK(change.set(route, RouteFlag::marked_unread, false));
      IX_CHECK(change.write(route));
    }
    return change.finish(group);
  });
}

Result<Touched> Store::set_draft(ConversationId conversation, const std::string& text,
                                 int64_t max_bytes, ItemId reply_to) {
  if (!utf8::valid(text)) return Error(ErrorCode::INVALID_UTF8);
  if (static_cast<int64_t>(text.size()) > max_bytes) {
    return Error(ErrorCode::TEXT_TOO_LARGE, "the draft has " + std::to_string(text.size()) +
                                                " bytes, " + std::to_string(max_bytes) +
                                                " are allowed: shorten it");
  }
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(Group group, group_of(connection, conversation));
    Change change(connection, impl_->environment.random, touched);
    StoredRoute* const shown = shown_draft(group.routes);
    StoredRoute* route = shown;
    std::string reply;
    if (reply_to && !text.empty()) {
      IX_TRY(StoredItem item, answered_item(connection, reply_to, group.routes));
      route = &*std::find_if(group.routes.begin(), group.routes.end(),
                             [&item](const StoredRoute& one) { return one.id == item.route; });
      reply = std::move(item.remote_id);
    }
    if (!route && text.empty()) return {};
    if (!route) route = &group.routes[default_among(group.routes, *impl_->rules())];
    if (shown && shown != route) {
      move_draft(*shown, *route);
      IX_CHECK(change.write(*shown));
    }
    write_draft(*route, text, reply, impl_->now());
    IX_CHECK(change.write(*route));
    return change.finish(group);
  });
}

Result<Touched> Store::set_default_route(ConversationId conversation, RouteId route) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(Group group, group_of(connection, conversation));
    RouteId chosen;
    if (route) {
      IX_TRY(const StoredRoute given, need_route(connection, route));
      if (given.conversation != group.id) {
        return Error(ErrorCode::NOT_FOUND, "no such route in this conversation");
      }
      IX_CHECK(check_route(given));
      IX_CHECK(check_policy(given, *impl_->rules()));
      chosen = given.id;
    }
    Change change(connection, impl_->environment.random, touched);
    for (StoredRoute& one : group.routes) {
      const Millis before =
          std::exchange(one.chosen_ms, one.id == chosen ? impl_->now() : Millis{0});
      if (before != one.chosen_ms) IX_CHECK(change.write(one));
    }
    return change.finish(group);
  });
}

Result<std::vector<Setting>> Store::settings_to_send() {
  return impl_->read([](Connection& connection) { return settings::to_send(connection); });
}

Status Store::notifications_done(int64_t seq) {
  IX_TRY(const Touched touched, impl_->command([seq](Connection& connection, Touched&) -> Status {
    return cache::notification_table::drop_until(connection, seq);
  }));
  (void)touched;
  return {};
}

Status Store::setting_settled(const Setting& setting) {
  IX_TRY(const Touched touched, impl_->command([&](Connection& connection, Touched&) -> Status {
    IX_TRY(auto stored, settings::find(connection, setting.route, setting.kind));
    if (!stored || stored->key != setting.key) return {};
    const bool unsure = stored->heard && *stored->heard != (stored->value != 0);
    return unsure ? settings::confirm(connection, setting) : settings::remove(connection, setting);
  }));
  (void)touched;
  return {};
}

}  // namespace ix::store
