// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cache/account_table.h"
#include "cache/outbox_table.h"
#include "store/consent.h"
#include "store/impl.h"
#include "store/store.h"

namespace ix::store {

Result<Account> Store::account() {
  return impl_->read([](Connection& connection) { return cache::account_table::read(connection); });
}

Result<Touched> Store::signed_in(const Account& account) {
  return impl_->transact(
      Priority::command, Durability::full,
      [&account](Connection& connection, Touched& touched) -> Status {
        IX_TRY(const Account stored, cache::account_table::read(connection));
        const bool bound = !stored.user_id.empty();
        if (bound && (stored.user_id != account.user_id || stored.server != account.server)) {
          return Error(ErrorCode::WRONG_ACCOUNT,
                       "the folder belongs to another account: choose another folder");
        }
        Account now = account;
        now.session = SessionState::signed_in;
        now.session_serial = stored.session_serial + 1;
        touched.account = true;
        touched.outbox = true;  // what waited for a sign-in
        IX_CHECK(cache::account_table::write(connection, now));
        return now.numbers == stored.numbers ? Status() : learn_own_numbers(connection, touched);
      });
}

Result<Touched> Store::set_session(SessionState state) {
  return impl_->command([state](Connection& connection, Touched& touched) -> Status {
    touched.account = true;
    return cache::account_table::set_session(connection, state);
  });
}

Status Store::drop_sync_token() {
  IX_TRY(const Touched touched, impl_->command([](Connection& connection, Touched&) {
    return cache::account_table::clear_sync_token(connection);
  }));
  (void)touched;
  return {};
}

Result<int64_t> Store::unsent_count() {
  return impl_->read([](Connection& connection) -> Result<int64_t> {
    IX_TRY(const auto entries, cache::outbox_table::all(connection));
    return std::count_if(entries.begin(), entries.end(), is_unsent);
  });
}

}  // namespace ix::store
