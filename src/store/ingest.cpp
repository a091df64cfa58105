// SPDX-License-Identifier: Apache-2.0
// Change sets into the cache, chunk by chunk.
#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "cache/account_table.h"
#include "cache/item_table.h"
#include "store/impl.h"
#include "store/route_writer.h"
#include "store/routes.h"
#include "store/settings.h"
#include "store/store.h"

namespace ix::store {
namespace {

constexpr size_t kChunk = 200;
// Of two clocks, and of a backend that tells of a new room late.

// One route's part of a batch, applied over as many transactions as it needs. Between them others
// may commit; what was applied stays true, and is recognised when the batch comes again.
class RoutePart {
 public:
  // `account`: before the batch.
  RoutePart(const RouteChanges& changes, const cache::Database& database, Millis now,
            const Account& account)
      : given_(changes),
        database_(database),
        now_(now),
        last_sync_ms_(account.last_sync_ms),
        from_the_beginning_(account.sync_token.empty()) {}

  // Applies the next chunk. True: that was the last one.
  Result<bool> step(Connection& connection, Touched& touched) {
    if (!begun_) {
      IX_TRY(const auto known, find_route(connection, changes().remote_id));
      const bool says_something = changes().route || !changes().items.empty() || changes().limited;
      if (!known && !says_something) {
        IX_CHECK(remember(connection));
        return true;
      }
      IX_CHECK(apply_route_change(connection, changes(), touched));
    }
    IX_TRY(auto route, find_route(connection, changes().remote_id));
    if (!route) return Error(ErrorCode::INTERNAL, "a route went away while it was written");
    if (!begun_) {
      IX_TRY(offer_since_, since(connection, *route));
      IX_CHECK(leave_out_erased(connection, *route));
    }
    RouteWriter writer(connection, std::move(*route), now_);
    writer.in_room(changes().remote_id);
    if (offer_since_) writer.offer_since(*offer_since_);
    if (!begun_) {
      IX_TRY(next_item_, writer.start_batch(changes()));
      begun_ = true;
    }
    IX_CHECK(advance(writer));
    // With each chunk: should the process die before the last, this is still known.
    IX_CHECK(writer.note_start(changes()));
    const bool done =
        next_item_ == changes().items.size() && next_relation_ == changes().relations.size();
    if (done) {
      IX_CHECK(writer.own_read(changes().own_read));
      for (const std::string& read : changes().peer_read) IX_CHECK(writer.peer_read(read));
      IX_CHECK(writer.hear_flags(changes().flags));
      if (!changes().memory.empty()) {
        IX_CHECK(cache::account_table::remember(connection, "r:" + changes().remote_id,
                                                changes().memory));
      }
    }
    IX_CHECK(writer.finish(touched));
    return done;
  }

 private:
  Status remember(Connection& connection) {
    if (changes().memory.empty()) return {};
    return cache::account_table::remember(connection, "r:" + changes().remote_id, changes().memory);
  }

  // From when on what comes is news to the user; nullopt: nothing is.
  Result<std::optional<Millis>> since(Connection& connection, const cache::StoredRoute& route) {
    if (last_sync_ms_ == 0) return std::optional<Millis>();
    IX_TRY(const auto top, cache::item_table::newest(connection, route.id));
    if (top) return std::optional(std::numeric_limits<Millis>::min());
    // What a channel holds when one joins it was said to others; a person who writes for the first
    // time writes to us.
    if (route.kind == RouteKind::channel) return std::optional<Millis>();
    return std::optional(last_sync_ms_ - kDay);
  }

  // What was erased here may be told again: by a sync from the beginning, and by one that was cut
  // off between its first items and its token. What is new is newer.
  Status leave_out_erased(Connection& connection, const cache::StoredRoute& route) {
    if (route.erased_ms == 0) return {};
    without_erased_ = given_;
    auto& kept = without_erased_->items;
    const auto last = std::find_if(kept.begin(), kept.end(), [&route](const RemoteItem& one) {
      return one.item.remote_id == route.erased_item;
    });
    bool all_new_is_here = last != kept.end();
    if (all_new_is_here) {
      // Below lies only what was erased.
      kept.erase(kept.begin(), last + 1);
      without_erased_->limited = false;
      without_erased_->gap_token.clear();
    }
    if (from_the_beginning_) {
      const auto by_time = std::erase_if(
          kept, [&route](const RemoteItem& one) { return one.item.at_ms <= route.erased_ms; });
      all_new_is_here = all_new_is_here || by_time > 0;
      without_erased_->from_start = false;
    }
    // What is said of messages that a gap holds waits for them.
    if (!all_new_is_here) return {};
    without_erased_->relations.clear();
    for (const RelationChange& relation : given_.relations) {
      if (relation.kind == RelationChange::Kind::consent) {
        without_erased_->relations.push_back(relation);  // knows its own time
        continue;
      }
      const auto is_target = [&relation](const RemoteItem& one) {
        return one.item.remote_id == relation.target;
      };
      const bool here = std::any_of(kept.begin(), kept.end(), is_target);
      IX_TRY(const auto stored,
             cache::item_table::by_remote(connection, route.id, relation.target));
      if (here || stored) without_erased_->relations.push_back(relation);
    }
    return {};
  }

  Status advance(RouteWriter& writer) {
    for (size_t budget = kChunk; budget > 0; --budget) {
      if (next_item_ < changes().items.size()) {
        IX_CHECK(writer.append(changes().items[next_item_++].item));
      } else if (next_relation_ < changes().relations.size()) {
        IX_CHECK(writer.relate(changes().relations[next_relation_++]));
      } else {
        return {};
      }
      // Each chunk gets on by one at least, whoever waits.
      if (database_.command_waiting()) return {};
    }
    return {};
  }

  const RouteChanges& changes() const { return without_erased_ ? *without_erased_ : given_; }

  const RouteChanges& given_;
  std::optional<RouteChanges> without_erased_;
  const cache::Database& database_;
  const Millis now_;
  const Millis last_sync_ms_;
  const bool from_the_beginning_;
  std::optional<Millis> offer_since_;
  bool begun_ = false;
  size_t next_item_ = 0;
  size_t next_relation_ = 0;
};

}  // namespace

Status Store::ingest(const ChangeSet& changes, const std::function<void(Touched)>& report) {
  return apply_batch(changes, true, report);
}

Status Store::ingest_part(const ChangeSet& changes, const std::function<void(Touched)>& report) {
  return apply_batch(changes, false, report);
}

Status Store::apply_batch(const ChangeSet& changes, bool last_part,
                          const std::function<void(Touched)>& report) {
  Impl& impl = *impl_;
  if (changes.clock_ahead_ms) impl.clock_ahead_ms = *changes.clock_ahead_ms;
  const auto chunk = [&impl, &report](auto work) -> Status {
    IX_TRY(Touched touched, impl.transact(Priority::ingest, Durability::normal, std::move(work)));
    if (report) report(std::move(touched));
    return {};
  };

  for (size_t at = 0; at < changes.people.size(); at += kChunk) {
    const auto some = [&changes, at](Connection& connection, Touched& touched) -> Status {
      const size_t end = std::min(changes.people.size(), at + kChunk);
      for (size_t i = at; i < end; ++i) {
        IX_CHECK(write_person(connection, changes.people[i], touched));
      }
      return {};
    };
    IX_CHECK(chunk(some));
  }

  // What makes the batch count as read stands in the transaction that applies its end.
  const auto close = [&impl, &changes, last_part](Connection& connection,
                                                  Touched& touched) -> Status {
    for (const auto& [key, value] : changes.memory) {
      IX_CHECK(cache::account_table::remember(connection, "a:" + key, value));
    }
    if (!last_part) return {};
    IX_CHECK(settle_confirmed(connection, touched));
    return cache::account_table::set_sync(connection, changes.next_token, impl.now());
  };
  IX_TRY(const Account account, this->account());
  for (size_t i = 0; i < changes.routes.size(); ++i) {
    RoutePart part(changes.routes[i], *impl.database, impl.backend_now(), account);
    const bool last = i + 1 == changes.routes.size();
    bool done = false;
    const auto step = [&](Connection& connection, Touched& touched) -> Status {
      IX_TRY(done, part.step(connection, touched));
      return done && last ? close(connection, touched) : Status();
    };
    while (!done) IX_CHECK(chunk(step));
  }
  if (!changes.routes.empty()) return {};
  return chunk(close);
}

Result<Touched> Store::ingest_people(const std::vector<PersonChange>& people) {
  return impl_->transact(Priority::ingest, Durability::normal,
                         [&people](Connection& connection, Touched& touched) -> Status {
                           for (const PersonChange& person : people) {
                             IX_CHECK(write_person(connection, person, touched));
                           }
                           return {};
                         });
}

Result<Touched> Store::fill_gap(ItemId gap, const HistoryPage& page) {
  return impl_->transact(
      Priority::ingest, Durability::normal,
      [this, gap, &page](Connection& connection, Touched& touched) -> Status {
        IX_TRY(auto item, cache::item_table::find(connection, gap));
        if (!item || item->kind != ItemKind::gap || item->gap_token != page.from_token) return {};
        IX_TRY(auto route, need_route(connection, item->route));
        RouteWriter writer(connection, std::move(route), impl_->backend_now());
        IX_CHECK(writer.fill(std::move(*item), page));
        return writer.finish(touched);
      });
}

std::string Store::memory_of_route(std::string_view remote_id) {
  auto text = impl_->read([remote_id](Connection& connection) {
    return cache::account_table::memory(connection, "r:" + std::string(remote_id));
  });
  return text.ok() ? text.take() : std::string();
}

std::string Store::memory_of_account(std::string_view key) {
  auto text = impl_->read([key](Connection& connection) {
    return cache::account_table::memory(connection, "a:" + std::string(key));
  });
  return text.ok() ? text.take() : std::string();
}

std::string Store::newest_item(std::string_view remote_id) {
  auto id = impl_->read([remote_id](Connection& connection) -> Result<std::string> {
    IX_TRY(const auto route, find_route(connection, std::string(remote_id)));
    if (!route) return std::string();
    IX_TRY(const auto item,
           cache::item_table::newest_remote(connection, route->id, route->head_ord));
    return item ? item->remote_id : std::string();
  });
  return id.ok() ? id.take() : std::string();
}

std::vector<std::string> Store::present_routes() {
  auto routes = impl_->read(
      [](Connection& connection) { return cache::route_table::present_remotes(connection); });
  return routes.ok() ? routes.take() : std::vector<std::string>();
}

}  // namespace ix::store
