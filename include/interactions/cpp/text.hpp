// SPDX-License-Identifier: Apache-2.0
/**
 * @file text.hpp
 * Text of the C interface in C++. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_TEXT_HPP
#define INTERACTIONS_CPP_TEXT_HPP

#include <interactions/base.h>

#include <string_view>

namespace interactions {

/** A view of library text; data() is null for absent text. */
inline std::string_view view(ix_str text) {
  return text.data ? std::string_view(text.data, text.size) : std::string_view();
}

/** An argument; a default-made std::string_view is absent. */
inline ix_str str(std::string_view text) {
  return ix_str{text.data(), text.size()};
}

/** Whether text is there at all; empty text is. */
inline bool present(std::string_view text) {
  return text.data() != nullptr;
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_TEXT_HPP
