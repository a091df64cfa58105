// SPDX-License-Identifier: Apache-2.0
#include "fuzz/decoding.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ix::fuzz::decoded(ix::decode_jpeg, data, size);
  return 0;
}
