// SPDX-License-Identifier: Apache-2.0
#include <interactions/number.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

// Absent and empty are two things here.
Result<std::optional<std::string>> said_in(ix_str text, const char* name) {
  if (text.data == nullptr) return std::optional<std::string>();
  IX_TRY(std::string copy, text_in(text, name));
  return std::optional(std::move(copy));
}

Result<engine::NumberRulesInput> rules_in(const ix_number_rules* input) {
  IX_TRY(const ix_number_rules given, struct_in(input, "rules"));
  IX_CHECK(require((given.flags & ~uint32_t{IX_NUMBER_RULES_OLDER}) == 0,
                   "rules.flags: use IX_NUMBER_RULES_*"));
  engine::NumberRulesInput rules;
  IX_TRY(rules.region, said_in(given.region, "region"));
  IX_TRY(rules.destinations, said_in(given.destinations, "destinations"));
  IX_TRY(rules.area_codes, said_in(given.area_codes, "area_codes"));
  IX_TRY(rules.media_limits, said_in(given.media_limits, "media_limits"));
  if ((given.flags & IX_NUMBER_RULES_OLDER) != 0) rules.older = engine::OlderTable::take;
  return rules;
}

ix_str text_of(const ix_number* number, std::string engine::PhoneNumber::*field) {
  return number ? to_str_or_absent(number->value.*field) : ix_str{nullptr, 0};
}

}  // namespace

void ix_number_rules_init(ix_number_rules* rules, size_t size) noexcept {
  struct_init(rules, size);
}

ix_status ix_client_set_number_rules(ix_client* client, const ix_number_rules* rules,
                                     ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const engine::NumberRulesInput input, rules_in(rules));
    return engine.set_number_rules(input);
  });
}

ix_status ix_number_parse(ix_str text, ix_str region, ix_number** out,
                          ix_error** out_error) noexcept {
  return guard(out_error, [&]() -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const std::string number, text_in(text, "text"));
    IX_TRY(const std::string country, text_in(region, "region"));
    *out = new ix_number(engine::parse_phone_number(number, country));
    return {};
  });
}

ix_status ix_number_parse_with(ix_client* client, ix_str text, const ix_number_rules* rules,
                               ix_number** out, ix_error** out_error) noexcept {
  return guard(out_error, [&]() -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const std::string number, text_in(text, "text"));
    engine::NumberRulesInput input;
    if (rules != nullptr) {
      IX_TRY(input, rules_in(rules));
    }
    if (client == nullptr) {
      IX_TRY(auto parsed, engine::parse_phone_number(number, input));
      *out = new ix_number(std::move(parsed));
      return {};
    }
    IX_TRY(ClientUse use, ClientUse::of(client));
    IX_TRY(auto parsed, use.engine().number(number, input));
    *out = new ix_number(std::move(parsed));
    return {};
  });
}

ix_status ix_number_area_codes(ix_client* client, ix_text** out, ix_error** out_error) noexcept {
  return guard(out_error, [&]() -> Status {
    if (client == nullptr) return text_out(engine::own_area_codes(), out);
    IX_TRY(ClientUse use, ClientUse::of(client));
    return text_out(use.engine().area_codes(), out);
  });
}

ix_number* ix_number_retain(ix_number* number) noexcept {
  return retain(number);
}
void ix_number_release(ix_number* number) noexcept {
  release(number);
}

ix_str ix_number_e164(const ix_number* number) noexcept {
  return text_of(number, &engine::PhoneNumber::e164);
}
ix_str ix_number_national(const ix_number* number) noexcept {
  return text_of(number, &engine::PhoneNumber::national);
}
ix_str ix_number_region(const ix_number* number) noexcept {
  return text_of(number, &engine::PhoneNumber::region);
}
ix_number_class ix_number_get_class(const ix_number* number) noexcept {
  return number ? static_cast<ix_number_class>(number->value.number_class) : IX_NUMBER_INVALID;
}
int32_t ix_number_is_verified(const ix_number* number) noexcept {
  return number && number->value.verified ? 1 : 0;
}
int32_t ix_number_is_sendable(const ix_number* number) noexcept {
  return number && number->value.sendable ? 1 : 0;
}
ix_str ix_number_reason(const ix_number* number) noexcept {
  return text_of(number, &engine::PhoneNumber::reason);
}
ix_str ix_number_rule(const ix_number* number) noexcept {
  return text_of(number, &engine::PhoneNumber::rule);
}
ix_str ix_number_extension(const ix_number* number) noexcept {
  return text_of(number, &engine::PhoneNumber::extension);
}
