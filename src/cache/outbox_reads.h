// SPDX-License-Identifier: Apache-2.0
// The outbox as the user sees it: SQL only.
#pragma once

#include "cache/row_reads.h"

namespace ix::cache {

struct OutboxRow {
  int64_t id = 0;
  int64_t conversation = 0;
  int64_t item = 0;  // 0: none
  int32_t op = 0;
  int32_t state = 0;
  int32_t attempts = 0;
  int64_t created_ms = 0;
  int64_t next_try_ms = 0;
  int64_t send_at_ms = 0;
  int32_t waiting_for = 0;
  FailureRow failure;
  std::string_view subject;  // whom it invites, or where it joins
};

// Oldest first.
Result<Rows<OutboxRow>> outbox_rows(Connection& connection);

}  // namespace ix::cache
