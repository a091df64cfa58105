// SPDX-License-Identifier: Apache-2.0
// The area codes of the North American Numbering Plan, by country, as a dated table: the library's
// own (area_codes.txt, which also describes the format), or a newer one that the host gives.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

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
  std::array<char, 2> letters = {};  // ISO 3166; zero: several regions, or none

  std::string_view region() const {
    return letters[0] == 0 ? std::string_view() : std::string_view(letters.data(), 2);
  }
};

// One table; immutable, so any thread may read it.
class AreaCodes {
 public:
  // The library's own; read on first use, and kept.
  static const std::shared_ptr<const AreaCodes>& own();
  // All of the text or nothing: INVALID_ARGUMENT names the line and what is expected there. What
  // the library itself knows of services without a place (900, 600, ...) cannot be said otherwise,
  // and holds when the table leaves it out.
  static Result<std::shared_ptr<const AreaCodes>> parse(std::string_view text);

  // `code` 200 to 999; anything else is unknown.
  AreaCode find(int code) const;
  const std::string& date() const { return date_; }  // "2026-11-26": compares as text
  bool older_than(const AreaCodes& other) const { return date_ < other.date_; }
  // The table in the format that parse() reads.
  std::string text() const;

 private:
  friend class AreaCodesParser;
  static constexpr int kFirst = 200;
  static constexpr int kCount = 800;

  AreaCodes();

  std::array<AreaCode, kCount> codes_;
  std::string date_;
};

// area_codes.txt without its comments (generated).
std::string_view own_area_codes();

}  // namespace ix::identity
