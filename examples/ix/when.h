// SPDX-License-Identifier: Apache-2.0
// Times as a person gives them on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cli {

constexpr const char* kWhenForms =
    "a time is 2026-11-30T09:30 (here), the same with Z or +HH:MM behind it, or +10m (s m h d)";

// ISO 8601 with minutes or seconds, local or with a zone; or "+" and a number of seconds, minutes,
// hours or days from now. In ms since the epoch; nullopt: neither, or no such time.
std::optional<int64_t> parse_when(std::string_view text, int64_t now_ms);

int64_t now_ms();

}  // namespace cli
