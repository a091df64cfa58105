// SPDX-License-Identifier: Apache-2.0
// Elements of Matroska and WebM (RFC 8794, sections 4 to 6; RFC 9559).
#pragma once

#include <cstdint>

#include "attachments/byte_window.h"

namespace ix {

struct EbmlElement {
  uint32_t id = 0;  // with its length marker, as the specifications write it
  int64_t inside = 0;
  int64_t end = 0;
};

// Of unknown size: taken to reach to `end`, as live recordings have it. What is cut off at the end
// ends there.
bool read_element(ByteWindow& window, int64_t at, int64_t end, EbmlElement& element);
bool find_element(ByteWindow& window, int64_t at, int64_t end, uint32_t id, EbmlElement& element);
uint64_t element_number(ByteWindow& window, const EbmlElement& element);
double element_float(ByteWindow& window, const EbmlElement& element);

}  // namespace ix
