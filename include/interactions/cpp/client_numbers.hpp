// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_numbers.hpp
 * Numbers as an account reads them (number.h): bodies of what client.hpp declares. Include
 * interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_NUMBERS_HPP
#define INTERACTIONS_CPP_CLIENT_NUMBERS_HPP

#include <interactions/cpp/client.hpp>

#include <string>
#include <string_view>

namespace interactions {

inline Status Client::set_number_rules(const NumberRules& rules) const {
  const ix_number_rules raw = rules.raw();
  return status([&](ix_error** error) { return ix_client_set_number_rules(get(), &raw, error); });
}

inline Result<Number> Client::number(std::string_view text, const NumberRules& rules) const {
  return Number::parse(get(), text, rules);
}

inline Result<std::string> Client::area_codes() const {
  return detail::text_of(
      [&](ix_text** out, ix_error** error) { return ix_number_area_codes(get(), out, error); });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_NUMBERS_HPP
