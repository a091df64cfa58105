// SPDX-License-Identifier: Apache-2.0
// Natives of NativeSandbox: the bundled backend, a library of its own for development and tests.
#include <interactions/error.h>
#include <interactions/sandbox.h>

#include "support.h"

namespace ixj {
namespace {

ix_sandbox* sandbox_of(jlong handle) {
  return reinterpret_cast<ix_sandbox*>(handle);
}

bool failed(JNIEnv* env, ix_status status, ix_sandbox_text* problem) {
  if (status == IX_OK) return false;
  throw_failure(env, status, IX_ORIGIN_LOCAL, IX_RETRY_NEVER, IX_FIXER_NOBODY, 0, -1,
                ix_sandbox_text_str(problem), {nullptr, 0});
  ix_sandbox_text_release(problem);
  return true;
}

template <typename Call>
void done_by(JNIEnv* env, Call call) {
  ix_sandbox_text* problem = nullptr;
  const ix_status status = call(&problem);
  failed(env, status, problem);
}

jlong start(JNIEnv* env, jobject, jbyteArray company, jbyteArray company_file, jlong history,
            jint port) {
  const Bytes text(env, company);
  const Bytes file(env, company_file);
  ix_sandbox_config config = IX_SANDBOX_CONFIG_INIT;
  config.company = text.str();
  config.company_file = file.str();
  config.history = history;
  config.port = static_cast<uint32_t>(port);
  ix_sandbox* sandbox = nullptr;
  ix_sandbox_text* problem = nullptr;
  const ix_status status = ix_sandbox_start(&config, &sandbox, &problem);
  return failed(env, status, problem) ? 0 : reinterpret_cast<jlong>(sandbox);
}

void stop(JNIEnv*, jobject, jlong sandbox) {
  ix_sandbox_stop(sandbox_of(sandbox));
}

void release(JNIEnv*, jobject, jlong sandbox) {
  ix_sandbox_release(sandbox_of(sandbox));
}

jbyteArray url(JNIEnv* env, jobject, jlong sandbox) {
  return give_text(env, ix_sandbox_url(sandbox_of(sandbox)));
}

jint port(JNIEnv*, jobject, jlong sandbox) {
  return static_cast<jint>(ix_sandbox_port(sandbox_of(sandbox)));
}

jbyteArray sign_ins(JNIEnv* env, jobject, jlong sandbox) {
  Output out;
  const uint32_t count = ix_sandbox_sign_in_count(sandbox_of(sandbox));
  out.i32(static_cast<int32_t>(count));
  for (uint32_t i = 0; i < count; ++i) {
    ix_sandbox_sign_in who = IX_SANDBOX_SIGN_IN_INIT;
    ix_sandbox_sign_in_at(sandbox_of(sandbox), i, &who);
    out.text(who.user);
    out.text(who.password);
    out.text(who.name);
  }
  return out.give(env);
}

void say(JNIEnv* env, jobject, jlong sandbox, jbyteArray from, jbyteArray to, jbyteArray text) {
  const Bytes who(env, from);
  const Bytes where(env, to);
  const Bytes body(env, text);
  done_by(env, [&](ix_sandbox_text** p) {
    return ix_sandbox_say(sandbox_of(sandbox), who.str(), where.str(), body.str(), p);
  });
}

void typing(JNIEnv* env, jobject, jlong sandbox, jbyteArray from, jbyteArray to, jboolean on) {
  const Bytes who(env, from);
  const Bytes where(env, to);
  done_by(env, [&](ix_sandbox_text** p) {
    return ix_sandbox_typing(sandbox_of(sandbox), who.str(), where.str(), on != JNI_FALSE, p);
  });
}

void sms(JNIEnv* env, jobject, jlong sandbox, jbyteArray number, jbyteArray to, jbyteArray text) {
  const Bytes from(env, number);
  const Bytes user(env, to);
  const Bytes body(env, text);
  done_by(env, [&](ix_sandbox_text** p) {
    return ix_sandbox_sms(sandbox_of(sandbox), from.str(), user.str(), body.str(), p);
  });
}

void call(JNIEnv* env, jobject, jlong sandbox, jbyteArray described) {
  Arguments in(env, described);
  ix_sandbox_call_record record = IX_SANDBOX_CALL_RECORD_INIT;
  record.outcome = in.i32();
  record.number = in.text();
  record.user = in.text();
  record.outgoing = in.i32();
  record.duration_ms = in.i64();
  record.transcript = in.text();
  done_by(env,
          [&](ix_sandbox_text** p) { return ix_sandbox_call(sandbox_of(sandbox), &record, p); });
}

void carrier(JNIEnv* env, jobject, jlong sandbox, jbyteArray number, jint behaviour,
             jbyteArray answer) {
  const Bytes peer(env, number);
  const Bytes reply(env, answer);
  done_by(env, [&](ix_sandbox_text** p) {
    return ix_sandbox_carrier(sandbox_of(sandbox), peer.str(), behaviour, reply.str(), p);
  });
}

void consent(JNIEnv* env, jobject, jlong sandbox, jbyteArray number, jbyteArray to,
             jboolean opted_out) {
  const Bytes peer(env, number);
  const Bytes user(env, to);
  done_by(env, [&](ix_sandbox_text** p) {
    return ix_sandbox_consent(sandbox_of(sandbox), peer.str(), user.str(), opted_out != JNI_FALSE,
                              p);
  });
}

void advance(JNIEnv* env, jobject, jlong sandbox, jlong ms) {
  done_by(env, [&](ix_sandbox_text** p) { return ix_sandbox_advance(sandbox_of(sandbox), ms, p); });
}

void end_sessions(JNIEnv* env, jobject, jlong sandbox, jbyteArray user, jboolean soft) {
  const Bytes who(env, user);
  done_by(env, [&](ix_sandbox_text** p) {
    return ix_sandbox_end_sessions(sandbox_of(sandbox), who.str(), soft != JNI_FALSE, p);
  });
}

jlong live_objects(JNIEnv*, jobject) {
  return ix_sandbox_debug_live_objects();
}

bool register_sandbox(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/sandbox/NativeSandbox",
      {method("start", start), method("stop", stop), method("release", release), method("url", url),
       method("port", port), method("signIns", sign_ins), method("say", say),
       method("typing", typing), method("sms", sms), method("call", call),
       method("carrier", carrier), method("consent", consent), method("advance", advance),
       method("endSessions", end_sessions), method("liveObjects", live_objects)});
}

}  // namespace
}  // namespace ixj

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void*) {
  void* found = nullptr;
  if (vm->GetEnv(&found, JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
  auto* env = static_cast<JNIEnv*>(found);
  return ixj::load_failures(env) && ixj::register_sandbox(env) ? JNI_VERSION_1_6 : JNI_ERR;
}

extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* vm, void*) {
  void* found = nullptr;
  if (vm->GetEnv(&found, JNI_VERSION_1_6) != JNI_OK) return;
  ixj::unload_failures(static_cast<JNIEnv*>(found));
}
