// SPDX-License-Identifier: Apache-2.0
/**
 * @file number.hpp
 * Phone numbers, and what texts to them cost; without an account. Include interactions.hpp, not
 * this.
 */
#ifndef INTERACTIONS_CPP_NUMBER_HPP
#define INTERACTIONS_CPP_NUMBER_HPP

#include <interactions/number.h>
#include <interactions/sms.h>
#include <interactions/cpp/input.hpp>
#include <interactions/cpp/page.hpp>

#include <string>
#include <string_view>

namespace interactions {

/** What is known of a phone number, without the network. */
class Number : public Handle<ix_number, ix_number_retain, ix_number_release> {
 public:
  using Handle::Handle;

  /** Text that is no number gives class IX_NUMBER_INVALID. */
  static Result<Number> parse(std::string_view text, std::string_view region = {}) {
    return detail::result_of<Number, ix_number*>([&](ix_number** out, ix_error** error) {
      return ix_number_parse(str(text), str(region), out, error);
    });
  }
  /** By these rules in the place of the library's own. */
  static Result<Number> parse(std::string_view text, const NumberRules& rules) {
    return parse(nullptr, text, rules);
  }
  /** As the client reads it, with these rules in the place of its own. */
  static Result<Number> parse(ix_client* client, std::string_view text, const NumberRules& rules) {
    const ix_number_rules raw = rules.raw();
    return detail::result_of<Number, ix_number*>([&](ix_number** out, ix_error** error) {
      return ix_number_parse_with(client, str(text), &raw, out, error);
    });
  }
  Number share() const { return Number(retained()); }
  std::string_view e164() const { return view(ix_number_e164(get())); }
  std::string_view national() const { return view(ix_number_national(get())); }
  std::string_view region() const { return view(ix_number_region(get())); }
  std::string_view reason() const { return view(ix_number_reason(get())); }
  std::string_view rule() const { return view(ix_number_rule(get())); }
  std::string_view extension() const { return view(ix_number_extension(get())); }
  ix_number_class number_class() const { return ix_number_get_class(get()); }
  bool verified() const { return ix_number_is_verified(get()) != 0; }
  bool sendable() const { return ix_number_is_sendable(get()) != 0; }
};

/** The library's own table of area codes, as text. */
inline Result<std::string> area_codes() {
  return detail::text_of(
      [](ix_text** out, ix_error** error) { return ix_number_area_codes(nullptr, out, error); });
}

/** What `text` costs as an SMS from the own number `from` (absent: a local one): a page with one
 * row in Page::sms. Needs no client. */
inline Result<Page> sms_parts(std::string_view text, std::string_view from = {}) {
  return detail::result_of<Page, ix_page*>([&](ix_page** out, ix_error** error) {
    return ix_sms_parts(str(text), str(from), out, error);
  });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_NUMBER_HPP
