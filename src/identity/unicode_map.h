// SPDX-License-Identifier: Apache-2.0
// Unicode's own mappings of a text: composed, decomposed, folded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ix::identity {

// `options` are utf8proc's. None: the text is not UTF-8, or memory ran out.
std::optional<std::string> unicode_map(std::string_view text, int options);

}  // namespace ix::identity
