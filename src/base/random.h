// SPDX-License-Identifier: Apache-2.0
// Randomness as a dependency: the system's generator in the product, a seeded one in simulation.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

namespace ix {

// Thread-safe. Outlives everything it is given to.
class Random {
 public:
  virtual ~Random() = default;
  virtual uint64_t next() = 0;

  // A version 4 UUID (RFC 9562, section 5.4), 36 characters in lower case.
  std::string uuid();
  // Uniform in [0, bound); 0 for bound 0.
  uint64_t below(uint64_t bound);
};

// The operating system's generator (getrandom).
class SystemRandom final : public Random {
 public:
  uint64_t next() override;
};

// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  uint64_t next() override;

 private:
  std::mutex mutex_;
  uint64_t state_;
};

}  // namespace ix
