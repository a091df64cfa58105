// SPDX-License-Identifier: Apache-2.0
// Retention: what is kept on this device, in steps of one small transaction.
#include <algorithm>
#include <optional>
#include <utility>

#include "cache/item_bytes.h"
#include "cache/item_table.h"
#include "cache/retention_table.h"
#include "store/impl.h"
#include "store/route_pruner.h"
#include "store/store.h"

namespace ix::store {
namespace {

namespace retention = cache::retention_table;

constexpr int kRoutesAStep = 50;

bool spared(const Pruning& pass, const cache::StoredRoute& route) {
  return std::find(pass.spared.begin(), pass.spared.end(), route.conversation) != pass.spared.end();
}

// The route, if anything of it may go.
Result<std::optional<cache::StoredRoute>> find_route(Connection& connection, const Pruning& pass,
                                                     RouteId id) {
  IX_TRY(auto route, cache::route_table::find(connection, id));
  if (route && (route->remote_id.empty() || spared(pass, *route))) route.reset();
  return route;
}

// Whether something of the route goes; then `pass` is about to take it.
Result<bool> begin_route(Connection& connection, Pruning& pass, RouteId id) {
  IX_TRY(const auto route, find_route(connection, pass, id));
  if (!route) return false;
  IX_TRY(const auto left_out, left_out_up_to(connection, id, pass.rules, pass.oldest));
  if (!left_out) return false;
  IX_TRY(const auto prunable, prunable_of(connection, *route, *left_out));
  if (!prunable) return false;
  IX_TRY(const bool some, anything_to_prune(connection, id, *prunable));
  if (!some) return false;
  pass.route = id;
  pass.last = *left_out;
  pass.from = cache::kBelowAll;
  return true;
}

Status begin(Connection& connection, Millis now, Pruning& pass) {
  pass.begun = true;
  if (pass.rules.max_age_ms > 0) pass.oldest = now - pass.rules.max_age_ms;
  if (pass.rules.max_total_bytes > 0) {
    IX_TRY(const Millis within,
           cache::item_bytes::key_within(connection, pass.rules.max_total_bytes));
    pass.oldest = std::max(pass.oldest, within);
  }
  return {};
}

// Goes on to the next route of which something is to go; false: these were all.
Result<bool> find_work(Connection& connection, Pruning& pass) {
  IX_TRY(const auto ids, retention::prunable_routes(connection, pass.done, kRoutesAStep));
  for (const RouteId id : ids) {
    IX_TRY(const bool some, begin_route(connection, pass, id));
    if (some) return true;
    pass.done = id;
  }
  return ids.size() == static_cast<size_t>(kRoutesAStep);
}

}  // namespace

Result<Retention> Store::retention() {
  return impl_->read([](Connection& connection) { return retention::read(connection); });
}

Status Store::set_retention(const Retention& rules) {
  IX_TRY(const Touched touched,
         impl_->command([&rules](Connection& connection, Touched&) -> Status {
           IX_TRY(const Retention before, retention::read(connection));
           return before == rules ? Status() : retention::write(connection, rules);
         }));
  (void)touched;
  return {};
}

Result<bool> Store::retention_due() {
  const Millis now = impl_->now();
  return impl_->read([now](Connection& connection) -> Result<bool> {
    IX_TRY(const Retention rules, retention::read(connection));
    if (rules.keeps_all()) return false;
    IX_TRY(const Millis applied, retention::applied(connection));
    return now < applied || now - applied >= kRetentionEvery;
  });
}

Status Store::retention_applied() {
  IX_TRY(const Touched touched, impl_->command([this](Connection& connection, Touched&) {
    return retention::set_applied(connection, impl_->now());
  }));
  (void)touched;
  return {};
}

Result<bool> Store::prune_step(Pruning& pass, Touched& touched) {
  if (pass.rules.keeps_all()) return false;
  if (!pass.route) {
    return impl_->read([this, &pass](Connection& connection) -> Result<bool> {
      if (!pass.begun) IX_CHECK(begin(connection, impl_->backend_now(), pass));
      return find_work(connection, pass);
    });
  }
  const auto hurry = [this] { return impl_->database->command_waiting(); };
  const auto work = [&pass, &hurry](Connection& connection, Touched& what) -> Status {
    // What must stay is looked for again: much may have happened since the last step.
    bool ended = true;
    IX_TRY(auto route, find_route(connection, pass, pass.route));
    std::optional<Prunable> prunable;
    if (route) {
      IX_TRY(prunable, prunable_of(connection, *route, pass.last));
    }
    if (prunable) {
      RoutePruner pruner(connection, std::move(*route), std::move(*prunable));
      IX_TRY(ended, pruner.chunk(pass.from, hurry, what));
      pass.items += pruner.removed();
    }
    if (ended) pass.done = std::exchange(pass.route, {});
    return {};
  };
  IX_TRY(Touched what, impl_->transact(Priority::ingest, Durability::normal, work));
  touched.add(std::move(what));
  return true;
}

Result<std::vector<ItemSizes>> Store::sizes() {
  return impl_->read(
      [](Connection& connection) { return cache::item_bytes::of_routes(connection); });
}

}  // namespace ix::store
