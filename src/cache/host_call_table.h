// SPDX-License-Identifier: Apache-2.0
// Calls as the host reported them, each with the item that shows it: its own, or the backend's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/call_report.h"
#include "model/ids.h"

namespace ix::cache {

// What the item that shows a reported call comes from.
enum class CallSource : int32_t {
  host = 0,     // the report alone
  by_time = 1,  // the backend's record, found by peer, direction and start
  by_id = 2,    // the backend's record, found by call id: no doubt is left
};

struct HostCall : ReportedCall {
  ItemId item;
  CallSource source = CallSource::host;
};

namespace host_call_table {

Result<std::optional<HostCall>> find(Connection& connection, std::string_view call_id);
Result<std::optional<HostCall>> of_item(Connection& connection, ItemId item);
// Those without the backend's record that started within the span, oldest first.
Result<std::vector<HostCall>> unmatched(Connection& connection, Millis from, Millis to);
// Adds it, or replaces the one with its call id.
Status put(Connection& connection, const HostCall& call);

}  // namespace host_call_table
}  // namespace ix::cache
