// SPDX-License-Identifier: Apache-2.0
#include "support.h"

#include <interactions/error.h>

#include <cstring>

namespace ixj {
namespace {

jclass failures_class = nullptr;
jmethodID failures_create = nullptr;

const ix_str kAbsent = {nullptr, 0};

ix_str constant(const char* text) {
  return {text, std::strlen(text)};
}

}  // namespace

Bytes::Bytes(JNIEnv* env, jbyteArray array) {
  if (array == nullptr) return;
  const jsize size = env->GetArrayLength(array);
  char* target = inline_;
  if (static_cast<size_t>(size) > sizeof inline_) {
    heap_.reset(new char[static_cast<size_t>(size)]);
    target = heap_.get();
  }
  env->GetByteArrayRegion(array, 0, size, reinterpret_cast<jbyte*>(target));
  text_ = {target, static_cast<size_t>(size)};
}

const char* Arguments::take(size_t size) {
  if (!ok_ || rest_.size < size) {
    ok_ = false;
    return nullptr;
  }
  const char* taken = rest_.data;
  rest_ = {rest_.data + size, rest_.size - size};
  return taken;
}

template <typename T>
T Arguments::number() {
  T value = 0;
  if (const char* data = take(sizeof value)) std::memcpy(&value, data, sizeof value);
  return value;
}
template int32_t Arguments::number<int32_t>();
template uint32_t Arguments::number<uint32_t>();
template int64_t Arguments::number<int64_t>();

ix_str Arguments::text() {
  const int32_t size = i32();
  if (size < 0) return kAbsent;
  const char* data = take(static_cast<size_t>(size));
  return data ? ix_str{data, static_cast<size_t>(size)} : kAbsent;
}

std::vector<ix_str> Arguments::texts() {
  const uint32_t count = u32();
  std::vector<ix_str> found;
  // Each takes four bytes at least, so a count that cannot be reserves nothing.
  if (count > rest_.size / 4) {
    ok_ = false;
    return found;
  }
  found.reserve(count);
  for (uint32_t i = 0; i < count && ok_; ++i) found.push_back(text());
  return found;
}

void Output::raw(const void* data, size_t size) {
  bytes_.append(static_cast<const char*>(data), size);
}

void Output::text(ix_str text) {
  if (text.data == nullptr) {
    i32(-1);
    return;
  }
  i32(static_cast<int32_t>(text.size));
  raw(text.data, text.size);
}

jbyteArray Output::give(JNIEnv* env) const {
  return give_bytes(env, bytes_.data(), bytes_.size());
}

bool load_failures(JNIEnv* env) {
  jclass found = env->FindClass("org/interactions/internal/Failures");
  if (found == nullptr) return false;
  failures_class = static_cast<jclass>(env->NewGlobalRef(found));
  env->DeleteLocalRef(found);
  if (failures_class == nullptr) return false;
  failures_create =
      env->GetStaticMethodID(failures_class, "create", "(IIIIIJ[B[B)Ljava/lang/Throwable;");
  return failures_create != nullptr;
}

void unload_failures(JNIEnv* env) {
  env->DeleteGlobalRef(failures_class);
  failures_class = nullptr;
  failures_create = nullptr;
}

void throw_failure(JNIEnv* env, int32_t code, int32_t origin, int32_t retry, int32_t fixer,
                   int32_t http_status, int64_t retry_after_ms, ix_str message,
                   ix_str server_code) {
  // An exception that is pending already, such as OutOfMemoryError, says more.
  if (env->ExceptionCheck()) return;
  jbyteArray said = give_text(env, message);
  jbyteArray server = env->ExceptionCheck() ? nullptr : give_text(env, server_code);
  if (env->ExceptionCheck()) return;
  jobject failure =
      env->CallStaticObjectMethod(failures_class, failures_create, code, origin, retry, fixer,
                                  http_status, static_cast<jlong>(retry_after_ms), said, server);
  if (env->ExceptionCheck()) return;
  env->Throw(static_cast<jthrowable>(failure));
}

void throw_mismatch(JNIEnv* env) {
  throw_failure(env, IX_ERROR_INTERNAL, IX_ORIGIN_LOCAL, IX_RETRY_NEVER, IX_FIXER_NOBODY, 0, -1,
                constant("the native library is not of the same build as the Kotlin classes"),
                kAbsent);
}

jbyteArray give_bytes(JNIEnv* env, const void* data, size_t size) {
  jbyteArray array = env->NewByteArray(static_cast<jsize>(size));
  if (array == nullptr) return nullptr;
  env->SetByteArrayRegion(array, 0, static_cast<jsize>(size), static_cast<const jbyte*>(data));
  return array;
}

jbyteArray give_text(JNIEnv* env, ix_str text) {
  return text.data ? give_bytes(env, text.data, text.size) : nullptr;
}

jlongArray give_longs(JNIEnv* env, const int64_t* values, jsize count) {
  static_assert(sizeof(jlong) == sizeof(int64_t));
  jlongArray array = env->NewLongArray(count);
  if (array != nullptr) {
    env->SetLongArrayRegion(array, 0, count, reinterpret_cast<const jlong*>(values));
  }
  return array;
}

bool register_natives(JNIEnv* env, const char* class_name, std::initializer_list<Method> methods) {
  jclass found = env->FindClass(class_name);
  if (found == nullptr) return false;
  // The JNI's own struct has no const, and changes nothing.
  std::vector<JNINativeMethod> table;
  for (const Method& m : methods) {
    table.push_back({const_cast<char*>(m.name), const_cast<char*>(m.signature), m.function});
  }
  const bool done =
      env->RegisterNatives(found, table.data(), static_cast<jint>(table.size())) == JNI_OK;
  env->DeleteLocalRef(found);
  return done;
}

}  // namespace ixj
