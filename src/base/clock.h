// SPDX-License-Identifier: Apache-2.0
// Time as a dependency, so that the simulator owns it.
#pragma once

#include <cstdint>

namespace ix {

// All times in the core are int64 milliseconds. Wall time is since the Unix epoch in UTC and may
// jump; steady time only orders and measures within one process.
using Millis = int64_t;
constexpr Millis kDay = 24LL * 60 * 60 * 1000;

// Thread-safe. Outlives everything it is given to.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Millis wall_ms() = 0;
  virtual Millis steady_ms() = 0;
};

// The machine's clocks.
class SystemClock final : public Clock {
 public:
  Millis wall_ms() override;
  Millis steady_ms() override;
};

}  // namespace ix
