// SPDX-License-Identifier: Apache-2.0
// The area codes of the North American Numbering Plan, by country. Our own table, because the
// metadata of phone libraries lags behind new Canadian overlays by years; a code that is missing
// here is unknown, never wrong.
//
// State of the table: written in November 2026. It holds every code of libphonenumber 8.12.57
// (2022) without a contradiction. What is newer: Canadian codes as in that library's 2026 metadata,
// overlays of the United States from the public announcements up to 2025; these still await a
// comparison with the administrator's own list.
#pragma once

#include <cstdint>

namespace ix::identity {

enum class AreaKind : uint8_t {
  unknown,
  canadian,
  us,
  caribbean,
  toll_free,
  premium,         // the caller pays more
  non_geographic,  // personal, satellite and machine numbers: no texts
};

struct AreaCode {
  AreaKind kind = AreaKind::unknown;
  const char* region = "";  // ISO 3166; empty: several, or none
};

// `code` 200 to 999; anything else is unknown.
AreaCode area_code(int code);

}  // namespace ix::identity
