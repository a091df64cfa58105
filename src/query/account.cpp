// SPDX-License-Identifier: Apache-2.0
#include <interactions/page.h>

#include "cache/account_reads.h"
#include "query/lists.h"

namespace ix::query {

Result<Page> account_page(cache::Connection& connection) {
  PageBuilder page;
  ix_row_account row{};
  {
    IX_TRY(auto rows, cache::account_row(connection));
    cache::AccountRow from;
    IX_TRY(const bool found, rows.next(from));
    if (!found) return Error(ErrorCode::STORE_CORRUPT, "the account's own row is missing");
    row.server = page.add_or_absent(from.server);
    row.user_id = page.add_or_absent(from.user_id);
    row.display_name = page.add_or_absent(from.display_name);
    row.device_id = page.add_or_absent(from.device_id);
    row.last_sync_ms = from.last_sync_ms;
    row.session = from.session;
  }
  {
    IX_TRY(auto rows, cache::own_numbers(connection));
    cache::OwnNumberRow from;
    for (;;) {
      IX_TRY(const bool found, rows.next(from));
      if (!found) break;
      ix_row_address number{};
      number.address = page.add(from.e164);
      number.kind = IX_ADDRESS_NUMBER;
      number.sendable = from.sms ? 1 : 0;
      if (!from.sms) number.reason = page.add("no_sms");
      const uint32_t index = page.append(number);
      if (row.number_count++ == 0) row.first_number = index;
    }
  }
  IX_TRY(const cache::StoreCounts counts, cache::store_counts(connection));
  row.conversations = counts.conversations;
  row.items = counts.items;
  row.outbox = counts.outbox;
  row.store_bytes = counts.bytes;
  page.append(row);
  return page.build();
}

}  // namespace ix::query
