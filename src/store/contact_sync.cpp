// SPDX-License-Identifier: Apache-2.0
// An address book in bulk. What is the same already is found by reading alone; only what differs
// takes the writer, in chunks that release the gate between them.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "cache/contact_table.h"
#include "store/grouping.h"
#include "store/impl.h"
#include "store/store.h"

namespace ix::store {
namespace {

namespace contacts = cache::contact_table;

// A chunk ends at whichever comes first: the second is what architecture.md allows a holder of the
// gate, the first bounds it where a clock stands still.
constexpr size_t kContactsAtOnce = 50;
constexpr Millis kContactsAtOnceMs = 4;

std::vector<std::string> as_stored(std::vector<std::string> addresses) {
  std::erase(addresses, std::string());
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  return addresses;
}

bool same(const Contact& stored, const Contact& given) {
  return stored.kind == given.kind && stored.name == given.name &&
         stored.numbers == as_stored(given.numbers) && stored.users == as_stored(given.users) &&
         stored.extensions == as_stored(given.extensions);
}

struct Plan {
  std::vector<const Contact*> to_write;
  std::vector<ContactId> to_remove;
  ContactSyncCounts counts;
};

Result<Plan> plan_of(Connection& connection, const std::string& source,
                     const std::vector<Contact>& given, ContactSync mode) {
  Plan plan;
  std::unordered_set<std::string_view> named;
  for (const Contact& contact : given) {
    named.insert(contact.source_id);
    IX_TRY(const auto stored, contacts::by_source(connection, source, contact.source_id));
    if (mode == ContactSync::remove) {
      if (stored) plan.to_remove.push_back(stored->id);
    } else if (stored && same(*stored, contact)) {
      ++plan.counts.unchanged;
    } else {
      ++(stored ? plan.counts.changed : plan.counts.added);
      plan.to_write.push_back(&contact);
    }
  }
  if (mode == ContactSync::replace_all) {
    IX_TRY(const auto all, contacts::of_source(connection, source));
    for (const auto& [id, source_id] : all) {
      if (!named.contains(source_id)) plan.to_remove.push_back(id);
    }
  }
  plan.counts.removed = static_cast<int64_t>(plan.to_remove.size());
  return plan;
}

Status remove_one(Connection& connection, ContactId id, Touched& touched) {
  IX_TRY(const auto affected, contacts::routes_touched(connection, id));
  IX_CHECK(contacts::remove(connection, id));
  touched.contacts = true;
  return regroup(connection, affected, touched);
}

}  // namespace

Result<ContactSyncCounts> Store::sync_contacts(const std::string& source,
                                               const std::vector<Contact>& given, ContactSync mode,
                                               const std::function<void(Touched)>& report) {
  IX_TRY(const Plan plan, impl_->read([&](Connection& connection) {
    return plan_of(connection, source, given, mode);
  }));
  const auto in_chunks = [this, &report](size_t count, auto one) -> Status {
    for (size_t at = 0; at < count;) {
      const auto work = [&](Connection& connection, Touched& touched) -> Status {
        const Millis start = impl_->environment.clock.steady_ms();
        for (const size_t end = std::min(count, at + kContactsAtOnce); at < end;) {
          IX_CHECK(one(connection, at++, touched));
          if (impl_->environment.clock.steady_ms() - start >= kContactsAtOnceMs) break;
        }
        return {};
      };
      IX_TRY(Touched touched, impl_->transact(Priority::ingest, Durability::normal, work));
      if (report) report(std::move(touched));
    }
    return {};
  };
  const auto write = [&plan](Connection& connection, size_t at, Touched& touched) -> Status {
    IX_TRY(const ContactId id, write_contact(connection, *plan.to_write[at], touched));
    (void)id;
    return {};
  };
  IX_CHECK(in_chunks(plan.to_write.size(), write));
  const auto remove = [&plan](Connection& connection, size_t at, Touched& touched) {
    return remove_one(connection, plan.to_remove[at], touched);
  };
  IX_CHECK(in_chunks(plan.to_remove.size(), remove));
  return plan.counts;
}

}  // namespace ix::store
