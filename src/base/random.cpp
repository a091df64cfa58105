// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <random>

namespace ix {

std::string Random::uuid() {
  uint64_t high = next();
  uint64_t low = next();
  high = (high & ~uint64_t{0xF000}) | 0x4000;                // version 4
  low = (low & ~(uint64_t{3} << 62)) | (uint64_t{2} << 62);  // variant 10
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text.push_back('-');
    const uint64_t word = nibble < 16 ? high : low;
    text.push_back(kHex[(word >> (60 - 4 * (nibble % 16))) & 0xF]);
  }
  return text;
}

uint64_t Random::below(uint64_t bound) {
  if (bound == 0) return 0;
  // Rejects the short last run, so that every value is equally likely.
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  uint64_t value = next();
  while (value >= limit) value = next();
  return value % bound;
}

uint64_t SystemRandom::next() {
  // libstdc++ and libc++ read the system's generator here (getrandom, arc4random, BCrypt).
  thread_local std::random_device device;
  return (uint64_t{device()} << 32) | device();
}

uint64_t SeededRandom::next() {
  std::lock_guard lock(mutex_);
  state_ += 0x9E3779B97F4A7C15u;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

}  // namespace ix
