// SPDX-License-Identifier: Apache-2.0
// Everything that is stored, of one contact or of the account, as named fields: SQL only. It reads
// whole tables; no list comes from here.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "cache/sqlite.h"
#include "model/ids.h"

namespace ix::cache {

struct ExportField {
  std::string_view name;
  bool is_number = false;
  int64_t number = 0;
  std::string_view text;
};

// One record: "contact", "item" and so on, with the fields that are not absent. Texts are valid
// during the call.
using ExportSink =
    std::function<Status(std::string_view type, std::span<const ExportField> fields)>;

// Of a contact: its row and addresses, its routes with all that stands in them, and what its users
// wrote elsewhere. None: all there is. Ends with the first error of the sink.
Status export_records(Connection& connection, std::optional<ContactId> contact,
                      const ExportSink& sink);

}  // namespace ix::cache
