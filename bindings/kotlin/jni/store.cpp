// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: search, and the account's files.
#include <interactions/interactions.h>

#include "calls.h"

namespace ixj {
namespace {

jbyteArray search_messages(JNIEnv* env, jobject, jlong client, jbyteArray text, jbyteArray filter,
                           jbyteArray conversation, jbyteArray cursor, jint limit) {
  const Filter which(env, filter);
  if (!which.ok()) return nullptr;
  const Bytes words(env, text);
  const Bytes id(env, conversation);
  const Bytes from(env, cursor);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_search_messages(client_of(client), words.str(), which.get(), id.str(), from.str(),
                              static_cast<uint32_t>(limit), out, e);
  });
}

jbyteArray search_conversations(JNIEnv* env, jobject, jlong client, jbyteArray text,
                                jbyteArray filter, jint limit) {
  const Filter which(env, filter);
  if (!which.ok()) return nullptr;
  const Bytes words(env, text);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_search_conversations(client_of(client), words.str(), which.get(),
                                   static_cast<uint32_t>(limit), out, e);
  });
}

jbyteArray store_check(JNIEnv* env, jobject, jlong client, jint flags) {
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_store_check(client_of(client), static_cast<uint32_t>(flags), out, e);
  });
}

jlong store_export(JNIEnv* env, jobject, jlong client, jbyteArray contact, jbyteArray path) {
  const Bytes id(env, contact);
  const Bytes file(env, path);
  return number_of<int64_t>(env, [&](int64_t* out, ix_error** e) {
    return ix_store_export(client_of(client), id.str(), file.str(), out, e);
  });
}

// `rules`: four limits, or null for the account's own.
jlong store_prune(JNIEnv* env, jobject, jlong client, jlongArray rules, jint flags) {
  ix_retention retention = IX_RETENTION_INIT;
  if (rules != nullptr) {
    jlong limits[4] = {0, 0, 0, 0};
    env->GetLongArrayRegion(rules, 0, 4, limits);
    if (env->ExceptionCheck()) return 0;
    retention.max_age_ms = limits[0];
    retention.max_route_items = limits[1];
    retention.max_route_bytes = limits[2];
    retention.max_total_bytes = limits[3];
  }
  return number_of<int64_t>(env, [&](int64_t* out, ix_error** e) {
    return ix_store_prune(client_of(client), rules ? &retention : nullptr,
                          static_cast<uint32_t>(flags), out, e);
  });
}

jlongArray store_retention(JNIEnv* env, jobject, jlong client) {
  ix_retention rules = IX_RETENTION_INIT;
  ix_error* error = nullptr;
  const ix_status status = ix_store_retention(client_of(client), &rules, &error);
  if (failed(env, status, error)) return nullptr;
  const int64_t values[] = {rules.max_age_ms, rules.max_route_items, rules.max_route_bytes,
                            rules.max_total_bytes};
  return give_longs(env, values, 4);
}

jbyteArray store_sizes(JNIEnv* env, jobject, jlong client) {
  return page_of(
      env, [&](ix_page** out, ix_error** e) { return ix_store_sizes(client_of(client), out, e); });
}

}  // namespace

bool register_store(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("searchMessages", search_messages),
       method("searchConversations", search_conversations), method("storeCheck", store_check),
       method("storeExport", store_export), method("storePrune", store_prune),
       method("storeRetention", store_retention), method("storeSizes", store_sizes)});
}

}  // namespace ixj
