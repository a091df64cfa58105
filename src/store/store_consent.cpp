// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cache/account_table.h"
#include "cache/consent_table.h"
#include "store/consent.h"
#include "store/impl.h"
#include "store/store.h"

namespace ix::store {
namespace {

Result<std::string> own_number(Connection& connection, const std::string& given) {
  if (!given.empty()) return given;
  IX_TRY(Account account, cache::account_table::read(connection));
  if (account.numbers.empty()) return std::string();
  if (account.numbers.size() == 1) return std::move(account.numbers.front().e164);
  return Error(ErrorCode::INVALID_ARGUMENT,
               "the account has several numbers: say which one it is about");
}

}  // namespace

Result<Touched> Store::put_consent(const std::string& own, const std::string& peer,
                                   ConsentState state) {
  if (state != ConsentState::opted_in && state != ConsentState::opted_out) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the state is none of opted in and opted out");
  }
  const auto work = [&](Connection& connection, Touched& touched) -> Status {
    ConsentWord word;
    IX_TRY(word.own, own_number(connection, own));
    word.peer = peer;
    word.state = state;
    word.source = ConsentSource::host;
    word.evidence = impl_->environment.random.uuid();
    // Whoever says it knows what was said before, whatever the clocks say.
    word.at_ms = consent_time(impl_->backend_now());
    IX_TRY(const auto before, cache::consent_table::of_peer(connection, peer));
    for (const ConsentWord& one : before) word.at_ms = std::max(word.at_ms, one.at_ms + 1);
    IX_TRY(const bool news, cache::consent_table::put(connection, word));
    (void)news;
    return show_consent_of(connection, peer, touched);
  };
  // Evidence is not lost with the power.
  return impl_->transact(Priority::command, Durability::full, work);
}

}  // namespace ix::store
