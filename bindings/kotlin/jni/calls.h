// SPDX-License-Identifier: Apache-2.0
// The shapes of a call into the library: each takes a function that gets the `out` parameters,
// gives what came out to Kotlin, and throws what went wrong. What the library gave is released
// here.
#ifndef INTERACTIONS_JNI_CALLS_H
#define INTERACTIONS_JNI_CALLS_H

#include <interactions/client.h>
#include <interactions/filter.h>
#include <jni.h>

#include <vector>

#include "support.h"

namespace ixj {

inline ix_client* client_of(jlong handle) {
  return reinterpret_cast<ix_client*>(handle);
}

// True, with the failure thrown, unless `status` is IX_OK. Takes the error.
bool failed(JNIEnv* env, ix_status status, ix_error* error);
// The bytes of a page. Takes the page.
jbyteArray give_page(JNIEnv* env, ix_page* page);

template <typename Call>
void done_by(JNIEnv* env, Call call) {
  ix_error* error = nullptr;
  const ix_status status = call(&error);
  failed(env, status, error);
}

template <typename Call>
jbyteArray page_of(JNIEnv* env, Call call) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  const ix_status status = call(&page, &error);
  return failed(env, status, error) ? nullptr : give_page(env, page);
}

template <typename Call>
jbyteArray text_of(JNIEnv* env, Call call) {
  ix_text* text = nullptr;
  ix_error* error = nullptr;
  const ix_status status = call(&text, &error);
  if (failed(env, status, error)) return nullptr;
  jbyteArray bytes = give_text(env, ix_text_str(text));
  ix_text_release(text);
  return bytes;
}

// An operation, a subscription, or another number of 64 bits.
template <typename T, typename Call>
jlong number_of(JNIEnv* env, Call call) {
  T number = 0;
  ix_error* error = nullptr;
  const ix_status status = call(&number, &error);
  return failed(env, status, error) ? 0 : static_cast<jlong>(number);
}

// A filter that Kotlin described (FilterArguments.kt), for the length of a call.
class Filter {
 public:
  Filter(JNIEnv* env, jbyteArray described);
  ~Filter() { ix_filter_release(filter_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // False: the failure has been thrown.
  bool ok() const { return ok_; }
  // Null: every conversation.
  const ix_filter* get() const { return filter_; }

 private:
  ix_status build(Arguments& arguments, int depth, ix_filter** out, ix_error** error);
  ix_status build_list(Arguments& arguments, int depth, bool all, ix_filter** out,
                       ix_error** error);

  ix_filter* filter_ = nullptr;
  bool ok_ = true;
};

bool register_client(JNIEnv* env);
bool register_session(JNIEnv* env);
bool register_conversations(JNIEnv* env);
bool register_messages(JNIEnv* env);
bool register_files(JNIEnv* env);
bool register_people(JNIEnv* env);
bool register_sources(JNIEnv* env);
bool register_store(JNIEnv* env);
bool register_runtime(JNIEnv* env);

}  // namespace ixj

#endif  // INTERACTIONS_JNI_CALLS_H
