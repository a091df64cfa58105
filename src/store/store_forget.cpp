// SPDX-License-Identifier: Apache-2.0
// Deleted texts leave every file of the account.
#include "cache/forgetting.h"
#include "store/impl.h"
#include "store/store.h"

namespace ix::store {
namespace {

namespace forgetting = cache::forgetting;

// One small transaction that commands go ahead of.
template <class Work>
Status chunk(cache::Database& database, Work work) {
  IX_TRY(auto lease, database.write(Priority::ingest, Durability::normal));
  IX_CHECK(work(lease.connection()));
  return lease.commit();
}

// Until `work` says that there is no more to do.
template <class Work>
Status chunks(cache::Database& database, Work work) {
  for (bool more = true; more;) {
    IX_CHECK(chunk(database, [&](Connection& connection) -> Status {
      IX_TRY(more, work(connection));
      return {};
    }));
  }
  return {};
}

}  // namespace

Status Store::forget_deleted() {
  cache::Database& database = *impl_->database;
  IX_TRY(const auto asked,
         impl_->read([](Connection& connection) { return forgetting::asked(connection); }));
  if (!asked) return {};
  IX_CHECK(chunk(database, forgetting::begin_merge));
  IX_CHECK(chunks(database, forgetting::merge_more));
  IX_CHECK(chunks(database, forgetting::drop_pages));
  // Somebody still reads what was before: it is tried again the next time.
  IX_TRY(const bool emptied, database.empty_log());
  if (!emptied) return {};
  return chunk(database, [&asked](Connection& connection) {
    return forgetting::mark_done(connection, *asked);
  });
}

}  // namespace ix::store
