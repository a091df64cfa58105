// SPDX-License-Identifier: Apache-2.0
// What the native methods share: texts and arguments in, pages and texts out, failures thrown.
//
// Text crosses as UTF-8 bytes, never by the JNI's own string functions, whose "modified" UTF-8 is
// not UTF-8 for an emoji. A page crosses once, as the bytes of its row block. Nothing here is kept
// beyond the call but the two global references of `load_failures`.
#ifndef INTERACTIONS_JNI_SUPPORT_H
#define INTERACTIONS_JNI_SUPPORT_H

#include <interactions/base.h>
#include <jni.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace ixj {

// A byte array of Kotlin, copied for the length of the call. Null is an absent text.
class Bytes {
 public:
  Bytes(JNIEnv* env, jbyteArray array);
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;

  // Valid while this object is.
  ix_str str() const { return text_; }

 private:
  char inline_[256];
  std::unique_ptr<char[]> heap_;
  ix_str text_ = {nullptr, 0};
};

// Reads what Arguments.kt wrote: little-endian, texts with their size in front. Both sides are of
// one build; what does not fit makes `ok` false and reads as nothing.
class Arguments {
 public:
  Arguments(JNIEnv* env, jbyteArray array) : bytes_(env, array), rest_(bytes_.str()) {}

  int32_t i32() { return number<int32_t>(); }
  uint32_t u32() { return number<uint32_t>(); }
  int64_t i64() { return number<int64_t>(); }
  ix_str text();
  std::vector<ix_str> texts();
  bool ok() const { return ok_; }

 private:
  template <typename T>
  T number();
  const char* take(size_t size);

  Bytes bytes_;
  ix_str rest_;
  bool ok_ = true;
};

// Writes what Reader.kt reads; the same form as Arguments.
class Output {
 public:
  void i32(int32_t value) { raw(&value, sizeof value); }
  void i64(int64_t value) { raw(&value, sizeof value); }
  void text(ix_str text);
  // Null, with a failure thrown, when there is no memory for it.
  jbyteArray give(JNIEnv* env) const;

 private:
  void raw(const void* data, size_t size);
  std::string bytes_;
};

// Finds the class that makes throwables; called by JNI_OnLoad, on a thread whose class loader knows
// the binding. False, with an exception pending, when it is not there.
bool load_failures(JNIEnv* env);
void unload_failures(JNIEnv* env);

// Throws what went wrong.
void throw_failure(JNIEnv* env, int32_t code, int32_t origin, int32_t retry, int32_t fixer,
                   int32_t http_status, int64_t retry_after_ms, ix_str message, ix_str server_code);
// An argument block that this glue cannot read: the jar and the library are not of one build.
void throw_mismatch(JNIEnv* env);

jbyteArray give_bytes(JNIEnv* env, const void* data, size_t size);
// Null for an absent text.
jbyteArray give_text(JNIEnv* env, ix_str text);
jlongArray give_longs(JNIEnv* env, const int64_t* values, jsize count);

// A native method. Its signature is made of the function's own types, so the two cannot part.
struct Method {
  const char* name;
  const char* signature;
  void* function;
};

template <typename T>
inline constexpr const char* kCode = nullptr;
template <>
inline constexpr const char* kCode<void> = "V";
template <>
inline constexpr const char* kCode<jboolean> = "Z";
template <>
inline constexpr const char* kCode<jint> = "I";
template <>
inline constexpr const char* kCode<jlong> = "J";
// The one object of ours that is handed in.
template <>
inline constexpr const char* kCode<jobject> = "Lorg/interactions/internal/ByteSource;";
template <>
inline constexpr const char* kCode<jbyteArray> = "[B";
template <>
inline constexpr const char* kCode<jintArray> = "[I";
template <>
inline constexpr const char* kCode<jlongArray> = "[J";

template <typename Result, typename... Parameters>
Method method(const char* name, Result (*function)(JNIEnv*, jobject, Parameters...)) {
  static const std::string signature =
      "(" + (std::string() + ... + kCode<Parameters>)+")" + kCode<Result>;
  return {name, signature.c_str(), reinterpret_cast<void*>(function)};
}

// False, with an exception pending, when the class or one of its methods is not there.
bool register_natives(JNIEnv* env, const char* class_name, std::initializer_list<Method> methods);

}  // namespace ixj

#endif  // INTERACTIONS_JNI_SUPPORT_H
