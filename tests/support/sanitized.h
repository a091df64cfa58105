// SPDX-License-Identifier: Apache-2.0
// What differs where a test runs under a sanitizer.
#pragma once

#include <cstdint>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IX_SANITIZED 1
#endif
#endif
#ifndef IX_SANITIZED
#define IX_SANITIZED 0
#endif

namespace ix::testing {

// The last seed of a property test that begins at 1. A sanitizer takes four times as long, and sees
// in a third of the histories what code they reach; that what comes out is right, the other builds
// see.
constexpr uint64_t last_seed(uint64_t seeds) {
  return IX_SANITIZED ? (seeds + 2) / 3 : seeds;
}

// What such a test must have met more often than so, or it shows nothing: less in fewer seeds.
constexpr int enough(int times) {
  return IX_SANITIZED ? times / 4 : times;
}

}  // namespace ix::testing
