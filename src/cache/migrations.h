// SPDX-License-Identifier: Apache-2.0
// The steps of the schema, each from the version before it; only ever appended to.
#pragma once

#include <array>

namespace ix::cache {

extern const std::array<const char*, 4> kBaseMigrations;    // versions 1 to 4
extern const char kFilesMigration[];                        // version 27
extern const std::array<const char*, 24> kLaterMigrations;  // version 5 and on

}  // namespace ix::cache
