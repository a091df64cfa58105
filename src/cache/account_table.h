// SPDX-License-Identifier: Apache-2.0
// The account row, its numbers, and what the provider remembers.
#pragma once

#include <string>
#include <string_view>

#include "cache/sqlite.h"
#include "model/account.h"

namespace ix::cache::account_table {

Result<Account> read(Connection& connection);
// Everything but the sync token and the backend's limit; replaces the numbers.
Status write(Connection& connection, const Account& account);
Status set_session(Connection& connection, SessionState state);
// Of one file, as the backend says; 0: it does not.
Status set_max_file_bytes(Connection& connection, int64_t bytes);
Status set_sync(Connection& connection, std::string_view token, Millis now);
Status clear_sync_token(Connection& connection);

// Keys: 'r:' + a route's remote id, 'a:' + a name of the account's own.
Status remember(Connection& connection, std::string_view key, std::string_view value);
Result<std::string> memory(Connection& connection, std::string_view key);  // empty: none

}  // namespace ix::cache::account_table
