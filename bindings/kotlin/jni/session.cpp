// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: signing in and out, credentials, how numbers are read.
#include <interactions/interactions.h>

#include "calls.h"
#include "numbers.h"

namespace ixj {
namespace {

jlong sign_in(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  ix_sign_in input = IX_SIGN_IN_INIT;
  input.server = in.text();
  input.user = in.text();
  input.password = in.text();
  input.token = in.text();
  input.device_name = in.text();
  return number_of<ix_operation>(env, [&](ix_operation* out, ix_error** e) {
    return ix_session_sign_in(client_of(client), &input, out, e);
  });
}

jlong sign_out(JNIEnv* env, jobject, jlong client, jint flags) {
  return number_of<ix_operation>(env, [&](ix_operation* out, ix_error** e) {
    return ix_session_sign_out(client_of(client), static_cast<uint32_t>(flags), out, e);
  });
}

jbyteArray credentials(JNIEnv* env, jobject, jlong client) {
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_session_credentials(client_of(client), out, e);
  });
}

void credentials_kept(JNIEnv* env, jobject, jlong client) {
  done_by(env, [&](ix_error** e) { return ix_session_credentials_kept(client_of(client), e); });
}

void restore(JNIEnv* env, jobject, jlong client, jbyteArray credentials) {
  const Bytes kept(env, credentials);
  done_by(env, [&](ix_error** e) { return ix_session_restore(client_of(client), kept.str(), e); });
}

void set_number_rules(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  const ix_number_rules rules = number_rules(in);
  done_by(env,
          [&](ix_error** e) { return ix_client_set_number_rules(client_of(client), &rules, e); });
}

jbyteArray parse_number(JNIEnv* env, jobject, jlong client, jbyteArray text, jbyteArray described) {
  return parse_number_with(env, client_of(client), text, described);
}

jbyteArray area_codes(JNIEnv* env, jobject, jlong client) {
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_number_area_codes(client_of(client), out, e);
  });
}

}  // namespace

bool register_session(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("signIn", sign_in), method("signOut", sign_out), method("credentials", credentials),
       method("credentialsKept", credentials_kept), method("restore", restore),
       method("setNumberRules", set_number_rules), method("parseNumber", parse_number),
       method("areaCodes", area_codes)});
}

}  // namespace ixj
