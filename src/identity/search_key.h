// SPDX-License-Identifier: Apache-2.0
// Search keys: names folded so that case, accents and ligatures do not matter.
#pragma once

#include <string>
#include <string_view>

namespace ix::identity {

// Case folded, decomposed (NFKD, Unicode Annex 15), marks removed, œ and æ as oe and ae, blanks
// collapsed, control characters left out: "Éloïse  BŒUF" gives "eloise boeuf". Invalid UTF-8 is
// repaired first.
std::string search_key(std::string_view text);

}  // namespace ix::identity
