// SPDX-License-Identifier: Apache-2.0
// Items to notify a person of, in the order they came. A row stays until the host has acknowledged
// it, so that a process that was woken by a push finds what an earlier one did not show; a number
// is never given twice.
#pragma once

#include "cache/sqlite.h"
#include "model/ids.h"

namespace ix::cache::notification_table {

// Adds an item that is not there yet. Only the newest 10,000 are kept: a host that never asks must
// not pay for it.
Status offer(Connection& connection, ItemId item);
// Everything up to a number was shown.
Status drop_until(Connection& connection, int64_t seq);

}  // namespace ix::cache::notification_table
