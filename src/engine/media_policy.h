// SPDX-License-Identifier: Apache-2.0
// What the host allows files to cost.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace ix::engine {

struct MediaPolicy {
  // Files that came: what is beyond goes, the least recently used first; never what is pinned, was
  // used a moment ago, or has not left yet. 0: no bound.
  int64_t cache_bytes = int64_t{400} << 20;
  Millis cache_age_ms = 60LL * 24 * 60 * 60 * 1000;
  // On a network that costs money: an upload larger than this waits for another one. 0: none does.
  int64_t metered_upload_bytes = 0;
  // Of what is in view, fetched without being asked: small pictures, and whole pictures and
  // recordings up to so many bytes. 0: none.
  bool auto_thumbnails = true;
  int64_t auto_bytes = 0;
  int64_t auto_bytes_metered = 0;
  // The most that one download may bring.
  int64_t max_download_bytes = int64_t{4} << 30;
};

}  // namespace ix::engine
