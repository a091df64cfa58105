// SPDX-License-Identifier: Apache-2.0
#include "identity/unicode_map.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace ix::identity {
namespace {

struct FreeBytes {
  void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

}  // namespace

std::optional<std::string> unicode_map(std::string_view text, int options) {
  utf8proc_uint8_t* raw = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &raw,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, FreeBytes> owned(raw);
  if (size < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(owned.get()), static_cast<size_t>(size));
}

}  // namespace ix::identity
