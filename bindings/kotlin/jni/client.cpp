// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: opening, the event queue, hints, the account.
#include <interactions/interactions.h>

#include "calls.h"
#include "log_queue.h"

namespace ixj {
namespace {

jlong open(JNIEnv* env, jobject, jbyteArray described, jlong log) {
  Arguments in(env, described);
  ix_client_config config = IX_CLIENT_CONFIG_INIT;
  config.folder = in.text();
  config.sync_mode = in.i32();
  config.credentials = in.i32();
  config.region = in.text();
  config.user_agent = in.text();
  config.ca_file = in.text();
  config.ca_pem = in.text();
  config.pinned_keys = in.text();
  config.proxy = in.text();
  config.answer_timeout_ms = in.i64();
  config.destinations = in.text();
  config.area_codes = in.text();
  config.media_limits = in.text();
  config.log_level = in.i32();
  auto* queue = reinterpret_cast<LogQueue*>(log);
  if (queue != nullptr) {
    config.log = &LogQueue::log;
    config.log_ctx = queue;
    config.log_free = &LogQueue::end;
  }
  if (!in.ok()) {
    if (queue != nullptr) LogQueue::end(queue);
    throw_mismatch(env);
    return 0;
  }
  ix_client* client = nullptr;
  ix_error* error = nullptr;
  const ix_status status = ix_client_open(&config, &client, &error);
  // The library takes the log with success only.
  if (status != IX_OK && queue != nullptr) LogQueue::end(queue);
  return failed(env, status, error) ? 0 : reinterpret_cast<jlong>(client);
}

void close(JNIEnv*, jobject, jlong client) {
  ix_client_close(client_of(client));
}

void release(JNIEnv*, jobject, jlong client) {
  ix_client_release(client_of(client));
}

jlong log_open(JNIEnv*, jobject) {
  return reinterpret_cast<jlong>(new LogQueue);
}

jbyteArray log_take(JNIEnv* env, jobject, jlong log) {
  return reinterpret_cast<LogQueue*>(log)->take(env);
}

void log_release(JNIEnv*, jobject, jlong log) {
  reinterpret_cast<LogQueue*>(log)->release();
}

void write_error(Output& out, const ix_error* error) {
  out.i32(error != nullptr);
  if (error == nullptr) return;
  out.i32(ix_error_code(error));
  out.i32(ix_error_get_origin(error));
  out.i32(ix_error_retry(error));
  out.i32(ix_error_get_fixer(error));
  out.i32(ix_error_http_status(error));
  out.i64(ix_error_retry_after_ms(error));
  out.text(ix_error_message(error));
  out.text(ix_error_server_code(error));
}

// What is queued, in one crossing; empty after the time-out.
jbyteArray poll(JNIEnv* env, jobject, jlong client, jint timeout_ms) {
  ix_event_batch* batch = nullptr;
  ix_error* error = nullptr;
  const ix_status status = ix_client_poll(client_of(client), timeout_ms, &batch, &error);
  if (failed(env, status, error)) return nullptr;
  Output out;
  const size_t count = ix_event_batch_count(batch);
  out.i32(static_cast<int32_t>(count));
  for (size_t i = 0; i < count; ++i) {
    ix_event event = IX_EVENT_INIT;
    ix_event_batch_get(batch, i, &event);
    out.i32(event.kind);
    out.i32(event.status);
    out.i64(static_cast<int64_t>(event.operation));
    out.i64(static_cast<int64_t>(event.subscription));
    out.i64(event.count);
    out.text(event.from);
    out.text(event.to);
    write_error(out, event.error);
    ix_str page = {nullptr, 0};
    if (event.page != nullptr) {
      page.data = static_cast<const char*>(ix_page_bytes(event.page, &page.size));
    }
    out.text(page);
  }
  ix_event_batch_release(batch);
  return out.give(env);
}

void suspend(JNIEnv* env, jobject, jlong client) {
  done_by(env, [&](ix_error** e) { return ix_client_suspend(client_of(client), e); });
}

void resume(JNIEnv* env, jobject, jlong client) {
  done_by(env, [&](ix_error** e) { return ix_client_resume(client_of(client), e); });
}

jlong sync(JNIEnv* env, jobject, jlong client) {
  return number_of<ix_operation>(env, [&](ix_operation* out, ix_error** e) {
    return ix_client_sync(client_of(client), out, e);
  });
}

void cancel(JNIEnv*, jobject, jlong client, jlong operation) {
  ix_operation_cancel(client_of(client), static_cast<ix_operation>(operation));
}

jbyteArray account(JNIEnv* env, jobject, jlong client) {
  return page_of(
      env, [&](ix_page** out, ix_error** e) { return ix_account_page(client_of(client), out, e); });
}

void hint_network(JNIEnv* env, jobject, jlong client, jint kind) {
  done_by(env, [&](ix_error** e) { return ix_client_hint_network(client_of(client), kind, e); });
}

void hint_foreground(JNIEnv* env, jobject, jlong client, jboolean foreground) {
  done_by(env, [&](ix_error** e) {
    return ix_client_hint_foreground(client_of(client), foreground != JNI_FALSE, e);
  });
}

void hint_low_memory(JNIEnv* env, jobject, jlong client) {
  done_by(env, [&](ix_error** e) { return ix_client_hint_low_memory(client_of(client), e); });
}

jlongArray counters(JNIEnv* env, jobject, jlong client) {
  ix_counters c = IX_VIEW_INIT(ix_counters);
  ix_error* error = nullptr;
  const ix_status status = ix_client_counters(client_of(client), &c, &error);
  if (failed(env, status, error)) return nullptr;
  const int64_t values[] = {c.network,        c.requests,    c.request_failures, c.bytes_sent,
                            c.bytes_received, c.connections, c.wakeups,          c.syncs};
  return give_longs(env, values, 8);
}

}  // namespace

bool register_client(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("open", open), method("close", close), method("release", release),
       method("logOpen", log_open), method("logTake", log_take), method("logRelease", log_release),
       method("poll", poll), method("suspendFiles", suspend), method("resumeFiles", resume),
       method("sync", sync), method("cancel", cancel), method("account", account),
       method("hintNetwork", hint_network), method("hintForeground", hint_foreground),
       method("hintLowMemory", hint_low_memory), method("counters", counters)});
}

}  // namespace ixj
