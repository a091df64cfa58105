// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include <algorithm>
#include <utility>

#include "cache/consent_table.h"
#include "cache/contact_table.h"
#include "cache/item_table.h"
#include "cache/room_table.h"
#include "store/consent.h"
#include "store/contact_index.h"
#include "store/conversation_rows.h"
#include "store/impl.h"
#include "store/rescue.h"

namespace ix::store {

Store::Store(const StoreOptions& options, Environment environment)
    : impl_(std::make_unique<Impl>(options, environment)) {}

Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options, Environment environment) {
  std::unique_ptr<Store> store(new Store(options, environment));
  cache::DatabaseOptions database{options.folder, options.vfs, options.media_folder};
  database.now = environment.clock.wall_ms();
  database.derive = [clock = &environment.clock](Connection& connection,
                                                 const cache::Salvaged& salvaged) {
    return derive_rescued(connection, salvaged, clock->wall_ms());
  };
  IX_TRY(store->impl_->database,
         cache::Database::open(database, environment.files, environment.log));
  IX_TRY(const bool lacks_keys, store->impl_->read(cache::contact_table::lacks_search_keys));
  if (lacks_keys) {
    IX_TRY(const Touched none, store->impl_->transact(Priority::ingest, Durability::normal,
                                                      [](Connection& connection, Touched&) {
                                                        return rebuild_contact_keys(connection);
                                                      }));
    (void)none;
  }
  IX_CHECK(store->read_due_words());
  return store;
}

Status Store::read_due_words() {
  constexpr size_t kChunk = 100;
  IX_TRY(const auto due, impl_->read(cache::consent_table::due));
  for (size_t first = 0; first < due.size(); first += kChunk) {
    const auto work = [&due, first](Connection& connection, Touched& touched) -> Status {
      for (size_t i = first; i < std::min(due.size(), first + kChunk); ++i) {
        IX_CHECK(cache::consent_table::not_due(connection, due[i]));
        IX_TRY(auto route, cache::route_table::find(connection, due[i]));
        if (!route || route->merged_into) continue;
        IX_CHECK(learn_pair(connection, *route));
        IX_CHECK(cache::route_table::update(connection, *route));
        IX_CHECK(refresh_conversation(connection, route->conversation, touched));
      }
      return {};
    };
    IX_TRY(const Touched none, impl_->transact(Priority::ingest, Durability::normal, work));
    (void)none;  // nobody follows anything yet
  }
  return {};
}

cache::Database& Store::database() {
  return *impl_->database;
}

void Store::suspend() {
  impl_->database->suspend();
}

Status Store::resume() {
  return impl_->database->resume(impl_->now(), impl_->environment.log);
}

const std::optional<cache::SetAside>& Store::set_aside() const {
  return impl_->database->set_aside();
}

Result<cache::StoredRoute> need_route(Connection& connection, RouteId id) {
  IX_TRY(auto route, cache::route_table::find(connection, id));
  // A route is merged at most a few times; a damaged chain must not hold the caller.
  for (int hops = 0; route && route->merged_into && hops < 16; ++hops) {
    IX_TRY(route, cache::route_table::find(connection, route->merged_into));
  }
  if (!route || route->merged_into) return Error(ErrorCode::NOT_FOUND, "no such route");
  return std::move(*route);
}

Result<ConversationId> need_conversation(Connection& connection, ConversationId id) {
  IX_TRY(const auto route, cache::route_table::find(connection, id));
  if (!route || !route->conversation) {
    return Error(ErrorCode::NOT_FOUND, "no such conversation: use an id from a list");
  }
  return route->conversation;
}

Result<Route> Store::route(RouteId id) {
  return impl_->read([id](Connection& connection) -> Result<Route> {
    IX_TRY(cache::StoredRoute route, need_route(connection, id));
    return Route(std::move(route));
  });
}

Result<Item> Store::item(ItemId id) {
  return impl_->read([id](Connection& connection) -> Result<Item> {
    IX_TRY(auto item, cache::item_table::find(connection, id));
    if (!item) return Error(ErrorCode::NOT_FOUND, "no such item: use an id from a thread");
    return Item(std::move(*item));
  });
}

Result<Store::Gap> Store::gap_of(cache::Connection& connection, const cache::StoredItem& item) {
  Gap gap{item.id, item.route, item.sender, item.gap_token, {}};
  if (!gap.token.empty()) return gap;
  IX_TRY(const auto above,
         cache::item_table::oldest_remote_above(connection, item.route, *item.ord));
  if (!above) return gap;
  // An item of another room tells that room's history nothing: it is read from its newest end.
  IX_TRY(const int64_t room, cache::room_table::of_item(connection, above->id));
  IX_TRY(const int64_t wanted,
         cache::room_table::number_of(connection, item.route, gap.remote_route));
  if (room == wanted || room == cache::room_table::kUnknownRoom) gap.before = above->remote_id;
  return gap;
}

Result<Store::Gap> Store::gap(ItemId id) {
  return impl_->read([id](Connection& connection) -> Result<Gap> {
    IX_TRY(const auto item, cache::item_table::find(connection, id));
    if (!item || item->kind != ItemKind::gap) {
      return Error(ErrorCode::NOT_FOUND, "no such gap: it may be filled already");
    }
    return gap_of(connection, *item);
  });
}

Result<std::optional<Store::Gap>> Store::gap_above(RouteId route, int64_t ord) {
  return impl_->read([route, ord](Connection& connection) -> Result<std::optional<Gap>> {
    IX_TRY(const auto item, cache::item_table::newest_gap_above(connection, route, ord));
    if (!item) return std::optional<Gap>();
    IX_TRY(Gap gap, gap_of(connection, *item));
    return std::optional(std::move(gap));
  });
}

}  // namespace ix::store
