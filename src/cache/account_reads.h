// SPDX-License-Identifier: Apache-2.0
// The account and how much is stored of it: SQL only.
#pragma once

#include "cache/row_reads.h"

namespace ix::cache {

struct AccountRow {
  std::string_view server;
  std::string_view user_id;
  std::string_view display_name;
  std::string_view device_id;
  int64_t last_sync_ms = 0;
  int32_t session = 0;
  int64_t max_file_bytes = 0;  // 0: not said
};

struct OwnNumberRow {
  std::string_view e164;
  bool sms = false;
  bool mms = false;
  int32_t mms_parts = 0;
};

struct StoreCounts {
  int64_t conversations = 0;
  int64_t items = 0;
  int64_t outbox = 0;
  int64_t bytes = 0;  // of the database file
};

Result<Rows<AccountRow>> account_row(Connection& connection);
Result<Rows<OwnNumberRow>> own_numbers(Connection& connection);
// Walks an index of each table: not for every frame.
Result<StoreCounts> store_counts(Connection& connection);

}  // namespace ix::cache
