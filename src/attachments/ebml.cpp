// SPDX-License-Identifier: Apache-2.0
#include "attachments/ebml.h"

#include <algorithm>
#include <bit>

namespace ix {

bool read_element(ByteWindow& window, int64_t at, int64_t end, EbmlElement& element) {
  end = std::min(end, window.size());
  if (at < 0 || at >= end) return false;
  const std::string_view head = window.look(at, 12);
  if (head.empty()) return false;
  const int id_size = std::countl_zero(static_cast<uint8_t>(head[0])) + 1;
  const size_t after = static_cast<size_t>(id_size);
  if (id_size > 4 || after >= head.size()) return false;
  const int size_size = std::countl_zero(static_cast<uint8_t>(head[after])) + 1;
  const size_t whole = after + static_cast<size_t>(size_size);
  if (size_size > 8 || whole > head.size()) return false;
  uint64_t size = 0;
  for (size_t i = after; i < whole; ++i) size = size << 8 | static_cast<uint8_t>(head[i]);
  const uint64_t all_ones = (uint64_t{1} << (7 * size_size)) - 1;
  size &= all_ones;
  element.id = big(head, 0, after);
  element.inside = at + static_cast<int64_t>(whole);
  const uint64_t room = static_cast<uint64_t>(std::max<int64_t>(end - element.inside, 0));
  element.end =
      element.inside + static_cast<int64_t>(size == all_ones ? room : std::min(size, room));
  return true;
}

bool find_element(ByteWindow& window, int64_t at, int64_t end, uint32_t id, EbmlElement& element) {
  for (; read_element(window, at, end, element); at = element.end) {
    if (element.id == id) return true;
  }
  return false;
}

uint64_t element_number(ByteWindow& window, const EbmlElement& element) {
  uint64_t value = 0;
  if (element.end - element.inside > 8) return 0;
  for (const char byte :
       window.look(element.inside, static_cast<size_t>(element.end - element.inside)))
    value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

double element_float(ByteWindow& window, const EbmlElement& element) {
  const uint64_t bits = element_number(window, element);
  if (element.end - element.inside == 4) {
    return static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(bits)));
  }
  return element.end - element.inside == 8 ? std::bit_cast<double>(bits) : 0;
}

}  // namespace ix
