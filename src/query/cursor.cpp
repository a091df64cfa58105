// SPDX-License-Identifier: Apache-2.0
#include "query/cursor.h"

#include <charconv>

namespace ix::query {
namespace {

constexpr size_t kChecksumDigits = 16;

// FNV-1a, 64 bits.
uint64_t mixed(uint64_t hash, std::string_view text) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3u;
  }
  // Where one part ends and the next begins counts, too.
  hash ^= 0xFFu;
  hash *= 0x100000001B3u;
  return hash;
}

std::string checksum(std::string_view kind, std::string_view binding, std::string_view rest) {
  uint64_t hash = 0xCBF29CE484222325u;
  hash = mixed(mixed(mixed(hash, kind), binding), rest);
  std::string digits(kChecksumDigits, '0');
  for (size_t i = kChecksumDigits; i-- > 0; hash >>= 4) digits[i] = "0123456789abcdef"[hash & 15];
  return digits;
}

}  // namespace

Error invalid_cursor() {
  return Error(ErrorCode::INVALID_CURSOR,
               "the cursor is not one of this list: begin again without a cursor");
}

std::string make_cursor(std::string_view kind, std::string_view binding,
                        std::initializer_list<int64_t> numbers, std::string_view text) {
  std::string rest;
  for (const int64_t number : numbers) rest += std::to_string(number) + ":";
  rest += text;
  return std::string(kind) + checksum(kind, binding, rest) + ":" + rest;
}

Result<CursorReader> CursorReader::open(std::string_view kind, std::string_view binding,
                                        std::string_view cursor) {
  const size_t head = kind.size() + kChecksumDigits + 1;
  if (cursor.size() < head) return invalid_cursor();
  const std::string_view rest = cursor.substr(head);
  if (cursor.substr(0, head) != std::string(kind) + checksum(kind, binding, rest) + ":") {
    return invalid_cursor();
  }
  return CursorReader(rest);
}

std::optional<int64_t> CursorReader::number() {
  int64_t value = 0;
  const char* end = rest_.data() + rest_.size();
  const auto [at, error] = std::from_chars(rest_.data(), end, value);
  if (error != std::errc() || at == end || *at != ':') return std::nullopt;
  rest_.remove_prefix(static_cast<size_t>(at - rest_.data()) + 1);
  return value;
}

}  // namespace ix::query
