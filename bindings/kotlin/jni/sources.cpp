// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: where files come from, and the platform's permissions.
#include <interactions/interactions.h>

#include <vector>

#include "calls.h"

namespace ixj {
namespace {

void sources_set(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  std::vector<ix_source_input> sources;
  for (uint32_t left = in.u32(); left > 0 && in.ok(); --left) {
    ix_source_input one = IX_SOURCE_INPUT_INIT;
    one.source = in.i32();
    one.flags = in.i32() != 0 ? uint32_t{IX_SOURCE_NEEDS_PERMISSION} : 0;
    one.answer = in.i32();
    sources.push_back(one);
  }
  if (!in.ok()) return throw_mismatch(env);
  done_by(env, [&](ix_error** e) {
    return ix_sources_set(client_of(client), sources.data(), sources.size(), e);
  });
}

jbyteArray sources_page(JNIEnv* env, jobject, jlong client, jbyteArray conversation,
                        jbyteArray language) {
  const Bytes in(env, conversation);
  const Bytes tag(env, language);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_sources_page(client_of(client), in.str(), tag.str(), out, e);
  });
}

jint source_request(JNIEnv* env, jobject, jlong client, jint source) {
  return static_cast<jint>(
      number_of<ix_permission_step>(env, [&](ix_permission_step* out, ix_error** e) {
        return ix_source_request(client_of(client), source, out, e);
      }));
}

jint permission_answer(JNIEnv* env, jobject, jlong client, jint source, jint answer) {
  return static_cast<jint>(
      number_of<ix_permission_step>(env, [&](ix_permission_step* out, ix_error** e) {
        return ix_permission_answer(client_of(client), source, answer, out, e);
      }));
}

}  // namespace

bool register_sources(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("sourcesSet", sources_set), method("sourcesPage", sources_page),
       method("sourceRequest", source_request), method("permissionAnswer", permission_answer)});
}

}  // namespace ixj
