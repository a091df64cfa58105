// SPDX-License-Identifier: Apache-2.0
#include "cache/outbox_reads.h"
#include "query/lists.h"

namespace ix::query {
namespace {

ix_row_outbox row_of(const cache::OutboxRow& from, PageBuilder& page) {
  ix_row_outbox row{};
  row.id = page.add(OutboxId{from.id}.text());
  if (from.conversation != 0) row.conversation = page.add(ConversationId{from.conversation}.text());
  if (from.item != 0) row.item = page.add(ItemId{from.item}.text());
  row.next_try_ms = from.next_try_ms;
  row.send_at_ms = from.send_at_ms;
  row.created_ms = from.created_ms;
  row.subject = page.add_or_absent(from.subject);
  row.op = from.op;
  row.state = from.state;
  row.attempts = from.attempts;
  row.waiting_for = from.waiting_for;
  if (from.failure.code != 0) {
    row.has_failure = 1;
    row.failure_code = from.failure.code;
    row.failure_origin = from.failure.origin;
    row.failure_retry = from.failure.retry;
    row.failure_fixer = from.failure.fixer;
    row.failure_message = page.add_or_absent(from.failure.message);
  }
  return row;
}

}  // namespace

Result<Page> outbox_list(cache::Connection& connection, uint32_t limit) {
  PageBuilder page;
  IX_TRY(auto rows, cache::outbox_rows(connection));
  cache::OutboxRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    const PageBuilder::Mark before = page.mark();
    page.append(row_of(row, page));
    if (page.count(IX_TABLE_OUTBOX) > limit || page.size() > kPageBudget) {
      // The oldest ones: what leaves next. There is no page after them to ask for.
      page.rollback(before);
      page.set_end(IX_MORE_LOCAL, {});
      break;
    }
  }
  return page.build();
}

}  // namespace ix::query
