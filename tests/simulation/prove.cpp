// SPDX-License-Identifier: Apache-2.0
#include "simulation/prove.h"

#include <cstdio>

#include "simulation/shrink.h"

namespace ix::simulation {
namespace {

constexpr uint64_t kMostSeeds = 150;

// The violation; `options.seed` is then the seed. Empty: none in all of them.
std::string caught(RunOptions& options, const char* invariant) {
  for (options.seed = 1; options.seed <= kMostSeeds; ++options.seed) {
    for (std::string& line : run_scenario(options).violations) {
      if (line.starts_with(invariant)) return std::move(line);
    }
  }
  return {};
}

}  // namespace

int prove(RunOptions options) {
  int missed = 0;
  for (const DefectKind& kind : defect_kinds()) {
    options.defect = kind.defect;
    const std::string line = caught(options, kind.invariant);
    if (line.empty()) {
      ++missed;
      std::printf("%s: NOT caught by \"%s\" in %llu seeds\n", kind.name, kind.invariant,
                  static_cast<unsigned long long>(kMostSeeds));
    } else {
      std::printf("%s: caught, seed %llu: %s\n  replay: %s\n", kind.name,
                  static_cast<unsigned long long>(options.seed), line.c_str(),
                  replay_command(options).c_str());
    }
  }
  std::printf("%zu defects, %d missed\n", defect_kinds().size(), missed);
  return missed == 0 ? 0 : 1;
}

}  // namespace ix::simulation
