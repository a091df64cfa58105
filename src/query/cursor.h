// SPDX-License-Identifier: Apache-2.0
// Cursors: opaque text that names a place in one list and is refused by every other list.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ix::query {

// "<kind><checksum>:<number>:...:<text>". `kind` tells the list's sort ("c1"). The checksum covers
// the kind, the binding (what the list is about; not written) and the rest: it finds damage and
// cursors of other lists. It is no protection against someone who computes one; a made-up place
// is only a place.
std::string make_cursor(std::string_view kind, std::string_view binding,
                        std::initializer_list<int64_t> numbers, std::string_view text = {});

// Reads what make_cursor wrote for the same kind and binding.
class CursorReader {
 public:
  // INVALID_CURSOR for anything else.
  static Result<CursorReader> open(std::string_view kind, std::string_view binding,
                                   std::string_view cursor);
  // The next number; nullopt when there is none.
  std::optional<int64_t> number();
  // The text behind the numbers.
  std::string_view rest() const { return rest_; }

 private:
  explicit CursorReader(std::string_view rest) : rest_(rest) {}
  std::string_view rest_;
};

Error invalid_cursor();

}  // namespace ix::query
