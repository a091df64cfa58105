// SPDX-License-Identifier: Apache-2.0
#include "numbers.h"

#include "calls.h"

namespace ixj {

ix_number_rules number_rules(Arguments& in) {
  ix_number_rules rules = IX_NUMBER_RULES_INIT;
  rules.flags = in.u32();
  rules.region = in.text();
  rules.destinations = in.text();
  rules.area_codes = in.text();
  rules.media_limits = in.text();
  return rules;
}

jbyteArray give_number(JNIEnv* env, ix_number* number) {
  Output out;
  out.i32(ix_number_get_class(number));
  out.i32(ix_number_is_verified(number));
  out.i32(ix_number_is_sendable(number));
  out.text(ix_number_e164(number));
  out.text(ix_number_national(number));
  out.text(ix_number_region(number));
  out.text(ix_number_reason(number));
  out.text(ix_number_rule(number));
  out.text(ix_number_extension(number));
  ix_number_release(number);
  return out.give(env);
}

jbyteArray parse_number_with(JNIEnv* env, ix_client* client, jbyteArray text, jbyteArray rules) {
  const Bytes typed(env, text);
  Arguments in(env, rules);
  const ix_number_rules given = rules ? number_rules(in) : ix_number_rules IX_NUMBER_RULES_INIT;
  ix_number* number = nullptr;
  ix_error* error = nullptr;
  const ix_status status =
      ix_number_parse_with(client, typed.str(), rules ? &given : nullptr, &number, &error);
  return failed(env, status, error) ? nullptr : give_number(env, number);
}

}  // namespace ixj
