// SPDX-License-Identifier: Apache-2.0
// Filters: which conversations a list, a count or a search is about.
#pragma once

#include "model/route.h"

namespace ix {

// A value. For now one of the presets; free predicates join it without changing its users.
struct Filter {
  Preset preset = Preset::all;

  // Names the filter inside cursors, so that a cursor of another list is refused.
  std::string fingerprint() const { return preset_name(preset); }
};

}  // namespace ix
