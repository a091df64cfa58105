// SPDX-License-Identifier: Apache-2.0
// What is stored, as lines of JSON in a file of the host's.
#pragma once

#include <optional>
#include <string>

#include "base/file_system.h"
#include "cache/database.h"
#include "model/ids.h"

namespace ix::query {

// All of it from one snapshot. The file stands under its name when all of it is written, else what
// stood there before does. The number of records. NOT_FOUND: no such contact.
Result<int64_t> export_to(cache::Database& database, FileSystem& files,
                          std::optional<ContactId> contact, const std::string& path);

}  // namespace ix::query
