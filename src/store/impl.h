// SPDX-License-Identifier: Apache-2.0
// What the parts of the Store share.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "cache/route_table.h"
#include "store/store.h"

namespace ix::store {

using cache::Connection;
using cache::Durability;
using cache::Priority;

struct Store::Impl {
  Impl(const StoreOptions& given, Environment surroundings)
      : options(given), environment(surroundings) {}

  Millis now() { return environment.clock.wall_ms(); }
  // By the backend's clock, as far as it is known: what the times of items are compared with.
  Millis backend_now() { return now() + clock_ahead_ms; }

  // As they are now; taken once for one piece of work.
  std::shared_ptr<const identity::NumberRules> rules() const { return options.rules->get(); }

  // One write transaction: work(connection, touched) -> Status; what it touched, once committed.
  template <class Work>
  Result<Touched> transact(Priority priority, Durability durability, Work work) {
    IX_TRY(auto lease, database->write(priority, durability));
    Touched touched;
    IX_CHECK(work(lease.connection(), touched));
    IX_CHECK(lease.commit());
    return touched;
  }
  // A command that needs no more than to outlive the process.
  template <class Work>
  Result<Touched> command(Work work) {
    return transact(Priority::command, Durability::normal, std::move(work));
  }

  // One read transaction: work(connection) -> Result<T>.
  template <class Work>
  auto read(Work work) -> decltype(work(std::declval<Connection&>())) {
    IX_TRY(auto lease, database->read());
    return work(lease.connection());
  }

  StoreOptions options;
  Environment environment;
  std::unique_ptr<cache::Database> database;
  std::atomic<Millis> clock_ahead_ms = 0;
};

// NOT_FOUND for none. A merged route gives the one that took its items.
Result<cache::StoredRoute> need_route(Connection& connection, RouteId id);
Result<ConversationId> need_conversation(Connection& connection, ConversationId id);
// A route to write to the peer by, pending when there was none; kind: internal or sms.
Result<RouteId> direct_route(Connection& connection, RouteKind kind, const std::string& user,
                             const std::string& number, Touched& touched);
// Whether a message may go by it. CANNOT_SEND, ENCRYPTED.
Status check_route(const cache::StoredRoute& route);
// Puts one contact; its routes are claimed again.
Result<ContactId> write_contact(Connection& connection, Contact contact, Touched& touched);
// Members of the company become contacts; other people are known by their routes only.
Status write_person(Connection& connection, const PersonChange& person, Touched& touched);

}  // namespace ix::store
