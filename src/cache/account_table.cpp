// SPDX-License-Identifier: Apache-2.0
#include "cache/account_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::account_table {

Result<Account> read(Connection& connection) {
  Account account;
  {
    IX_TRY(auto row, connection.prepare("SELECT server, user_id, device_id, display_name, session,"
                                        " session_serial, sync_token, last_sync_ms, max_file_bytes"
                                        " FROM account"
                                        " WHERE id = 1"));
    IX_TRY(const bool found, row->step());
    if (!found) return Error(ErrorCode::STORE_CORRUPT, "the account's own row is missing");
    account.server = row->string(0);
    account.user_id = row->string(1);
    account.device_id = row->string(2);
    account.display_name = row->string(3);
    account.session = static_cast<SessionState>(row->integer32(4));
    account.session_serial = row->integer(5);
    account.sync_token = row->string(6);
    account.last_sync_ms = row->integer(7);
    account.max_file_bytes = row->integer(8);
  }
  IX_TRY(auto row, connection.prepare("SELECT e164, sms, mms, mms_parts FROM account_number"
                                      " ORDER BY e164"));
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return account;
    account.numbers.push_back(
        {row->string(0), row->boolean(1), row->boolean(2), row->integer32(3)});
  }
}

Status write(Connection& connection, const Account& account) {
  {
    IX_TRY(auto row, connection.prepare(
                         "UPDATE account SET server = ?1, user_id = ?2, device_id = ?3,"
                         " display_name = ?4, session = ?5, session_serial = ?6 WHERE id = 1"));
    row->bind_all(account.server, account.user_id, account.device_id, account.display_name,
                  number(account.session), account.session_serial);
    IX_CHECK(row->run());
  }
  {
    IX_TRY(auto row, connection.prepare("DELETE FROM account_number"));
    IX_CHECK(row->run());
  }
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO account_number"
                                      " (e164, sms, mms, mms_parts) VALUES (?, ?, ?, ?)"));
  for (const AccountNumber& one : account.numbers) {
    row->bind_all(one.e164, one.sms, one.mms, one.mms_parts);
    IX_CHECK(row->run());
  }
  return {};
}

Status set_session(Connection& connection, SessionState state) {
  IX_TRY(auto row, connection.prepare("UPDATE account SET session = ?1 WHERE id = 1"));
  return row->bind(1, number(state)).run();
}

Status set_max_file_bytes(Connection& connection, int64_t bytes) {
  IX_TRY(auto row, connection.prepare("UPDATE account SET max_file_bytes = ?1 WHERE id = 1"));
  return row->bind(1, bytes).run();
}

Status set_sync(Connection& connection, std::string_view token, Millis now) {
  IX_TRY(auto row,
         connection.prepare("UPDATE account SET sync_token = ?1, last_sync_ms = ?2 WHERE id = 1"));
  row->bind_all(token, now);
  return row->run();
}

Status clear_sync_token(Connection& connection) {
  IX_TRY(auto row, connection.prepare("UPDATE account SET sync_token = '' WHERE id = 1"));
  return row->run();
}

Status remember(Connection& connection, std::string_view key, std::string_view value) {
  IX_TRY(auto row, connection.prepare("INSERT INTO memory (key, value) VALUES (?1, ?2)"
                                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value"));
  row->bind_all(key, value);
  return row->run();
}

Result<std::string> memory(Connection& connection, std::string_view key) {
  IX_TRY(auto row, connection.prepare("SELECT value FROM memory WHERE key = ?1"));
  row->bind(1, key);
  IX_TRY(const bool found, row->step());
  return found ? row->string(0) : std::string();
}

}  // namespace ix::cache::account_table
