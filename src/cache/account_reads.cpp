// SPDX-License-Identifier: Apache-2.0
#include "cache/account_reads.h"

namespace ix::cache {
namespace {

constexpr const char* kAccount =
    "SELECT server, user_id, display_name, device_id, last_sync_ms, session, max_file_bytes"
    " FROM account WHERE id = 1";
constexpr const char* kNumbers =
    "SELECT e164, sms, mms, mms_parts FROM account_number WHERE e164 > '' ORDER BY e164";
// A conversation is archived, or in the preset of all others: two partial indexes hold them all.
constexpr const char* kConversations =
    "SELECT (SELECT count(*) FROM conversation WHERE presets & 1)"
    " + (SELECT count(*) FROM conversation WHERE presets & 128)";
// So are the items: placed or not. Their table itself, with the texts, is never walked.
constexpr const char* kItems =
    "SELECT (SELECT count(*) FROM item WHERE ord IS NOT NULL)"
    " + (SELECT count(*) FROM item WHERE ord IS NULL)";
constexpr const char* kOutbox = "SELECT count(*) FROM outbox";
constexpr const char* kPageCount = "PRAGMA page_count";
constexpr const char* kPageSize = "PRAGMA page_size";

AccountRow decode_account(Statement& row) {
  return {row.text(0),    row.text(1),      row.text(2),   row.text(3),
          row.integer(4), row.integer32(5), row.integer(6)};
}

OwnNumberRow decode_number(Statement& row) {
  return {row.text(0), row.boolean(1), row.boolean(2), row.integer32(3)};
}

Result<int64_t> number_of(Connection& connection, const char* sql) {
  IX_TRY(StatementUse statement, connection.prepare(sql));
  IX_TRY(const bool found, statement->step());
  return found ? statement->integer(0) : int64_t{0};
}

}  // namespace

Result<Rows<AccountRow>> account_row(Connection& connection) {
  IX_TRY(StatementUse statement, connection.prepare(kAccount));
  return Rows<AccountRow>(std::move(statement), decode_account);
}

Result<Rows<OwnNumberRow>> own_numbers(Connection& connection) {
  IX_TRY(StatementUse statement, connection.prepare(kNumbers));
  return Rows<OwnNumberRow>(std::move(statement), decode_number);
}

Result<StoreCounts> store_counts(Connection& connection) {
  StoreCounts counts;
  IX_TRY(counts.conversations, number_of(connection, kConversations));
  IX_TRY(counts.items, number_of(connection, kItems));
  IX_TRY(counts.outbox, number_of(connection, kOutbox));
  IX_TRY(const int64_t pages, number_of(connection, kPageCount));
  IX_TRY(const int64_t page_size, number_of(connection, kPageSize));
  counts.bytes = pages * page_size;
  return counts;
}

}  // namespace ix::cache
