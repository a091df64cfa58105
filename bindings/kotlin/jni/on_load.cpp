// SPDX-License-Identifier: Apache-2.0
// Loading: every native method is registered here, so that no name of them is exported, and the
// class that makes throwables is found while the class loader of the binding is at hand.
#include <interactions/interactions.h>

#include <cstring>

#include "calls.h"
#include "numbers.h"

namespace ixj {
namespace {

jint version_number(JNIEnv*, jobject) {
  return static_cast<jint>(ix_version_number());
}

jbyteArray version(JNIEnv* env, jobject) {
  const char* version = ix_version();
  return give_bytes(env, version, std::strlen(version));
}

jlong live_objects(JNIEnv*, jobject) {
  return ix_debug_live_objects();
}

jbyteArray parse_number(JNIEnv* env, jobject, jbyteArray text, jbyteArray region) {
  const Bytes typed(env, text);
  const Bytes where(env, region);
  ix_number* number = nullptr;
  ix_error* error = nullptr;
  const ix_status status = ix_number_parse(typed.str(), where.str(), &number, &error);
  return failed(env, status, error) ? nullptr : give_number(env, number);
}

jbyteArray sms_parts(JNIEnv* env, jobject, jbyteArray text, jbyteArray from) {
  const Bytes body(env, text);
  const Bytes own(env, from);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_sms_parts(body.str(), own.str(), out, e);
  });
}

jbyteArray area_codes(JNIEnv* env, jobject) {
  return text_of(env,
                 [](ix_text** out, ix_error** e) { return ix_number_area_codes(nullptr, out, e); });
}

}  // namespace

bool register_runtime(JNIEnv* env) {
  return register_natives(env, "org/interactions/internal/NativeRuntime",
                          {method("versionNumber", version_number), method("version", version),
                           method("liveObjects", live_objects), method("parseNumber", parse_number),
                           method("smsParts", sms_parts), method("areaCodes", area_codes)});
}

}  // namespace ixj

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void*) {
  void* found = nullptr;
  if (vm->GetEnv(&found, JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
  auto* env = static_cast<JNIEnv*>(found);
  // What is missing leaves its exception, which says its name.
  const bool ready = ixj::load_failures(env) && ixj::register_runtime(env) &&
                     ixj::register_client(env) && ixj::register_session(env) &&
                     ixj::register_conversations(env) && ixj::register_messages(env) &&
                     ixj::register_files(env) && ixj::register_people(env) &&
                     ixj::register_sources(env) && ixj::register_store(env);
  return ready ? JNI_VERSION_1_6 : JNI_ERR;
}

extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* vm, void*) {
  void* found = nullptr;
  if (vm->GetEnv(&found, JNI_VERSION_1_6) != JNI_OK) return;
  ixj::unload_failures(static_cast<JNIEnv*>(found));
}
