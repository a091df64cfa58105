// SPDX-License-Identifier: Apache-2.0
/**
 * @file result.hpp
 * Text, results and handles of the C++ wrapper. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_RESULT_HPP
#define INTERACTIONS_CPP_RESULT_HPP

#include <interactions/interactions.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace interactions {

// ---------------------------------------------------------------------------------- text

/** A view of library text; data() is null for absent text. */
inline std::string_view view(ix_str text) {
  return text.data ? std::string_view(text.data, text.size) : std::string_view();
}

/** An argument; a default-made std::string_view is absent. */
inline ix_str str(std::string_view text) {
  return ix_str{text.data(), text.size()};
}

/** Whether text is there at all; empty text is. */
inline bool present(std::string_view text) {
  return text.data() != nullptr;
}

// -------------------------------------------------------------------------------- results

/** One failure. Holds no personal data: may be logged. */
struct Error {
  ix_status code = IX_OK;
  std::string message;
  ix_error_origin origin = IX_ORIGIN_LOCAL;
  ix_retry_advice retry = IX_RETRY_NEVER;
  ix_fixer fixer = IX_FIXER_NOBODY;
  int32_t http_status = 0;
  std::string server_code;
  int64_t retry_after_ms = -1;

  const char* name() const { return ix_status_name(code); }
  const char* origin_name() const { return ix_origin_name(origin); }
  const char* retry_name() const { return ix_retry_name(retry); }
  const char* fixer_name() const { return ix_fixer_name(fixer); }

  /** From a C error, which stays the caller's; NULL gives the status alone. */
  static Error from(ix_status status, const ix_error* error) {
    Error out;
    out.code = status;
    if (error == nullptr) return out;
    out.code = ix_error_code(error);
    out.message = view(ix_error_message(error));
    out.origin = ix_error_get_origin(error);
    out.retry = ix_error_retry(error);
    out.fixer = ix_error_get_fixer(error);
    out.http_status = ix_error_http_status(error);
    out.server_code = view(ix_error_server_code(error));
    out.retry_after_ms = ix_error_retry_after_ms(error);
    return out;
  }
};

#if defined(__cpp_exceptions)
/** What or_throw() throws. */
class Exception : public std::exception {
 public:
  explicit Exception(Error error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return error_.message.c_str(); }
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};
#endif

/** A value or an Error. Reading the one that is not there is undefined. */
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: by design

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() { return *std::get_if<0>(&state_); }
  const T& value() const { return *std::get_if<0>(&state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { return *std::get_if<1>(&state_); }
#if defined(__cpp_exceptions)
  T or_throw() && {
    if (!ok()) throw Exception(error());
    return std::move(value());
  }
#endif

 private:
  std::variant<T, Error> state_;
};

/** Done, or an Error. */
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: by design

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *error_; }
#if defined(__cpp_exceptions)
  void or_throw() && {
    if (!ok()) throw Exception(*error_);
  }
#endif

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;
using Operation = ix_operation;
using Subscription = ix_subscription;

// -------------------------------------------------------------------------------- handles

/** Owns one reference of a C object. Empty after a move: only assign to it or destroy it then. */
template <class T, auto Retain, auto Release>
class Handle {
 public:
  Handle() = default;
  explicit Handle(T* owned) : object_(owned) {}
  Handle(Handle&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      Release(object_);
      object_ = std::exchange(other.object_, nullptr);
    }
    return *this;
  }
  ~Handle() { Release(object_); }

  T* get() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

 protected:
  T* retained() const { return Retain(object_); }

 private:
  T* object_ = nullptr;
};

namespace detail {

using ErrorHandle = Handle<ix_error, ix_error_retain, ix_error_release>;
using TextHandle = Handle<ix_text, ix_text_retain, ix_text_release>;

// Calls a function whose last parameter is the error.
template <class Call>
Status status_of(Call&& call) {
  ix_error* raw = nullptr;
  const ix_status status = call(&raw);
  const ErrorHandle error(raw);
  if (status == IX_OK) return {};
  return Error::from(status, error.get());
}

// The same, with an out parameter before it, wrapped by `Out`.
template <class Out, class Raw, class Call>
Result<Out> result_of(Call&& call) {
  Raw out{};
  Status status = status_of([&](ix_error** error) { return call(&out, error); });
  if (!status) return status.error();
  return Out(out);
}

template <class Call>
Result<std::string> text_of(Call&& call) {
  auto text = result_of<TextHandle, ix_text*>(std::forward<Call>(call));
  if (!text) return text.error();
  return std::string(view(ix_text_str(text->get())));
}

template <class View>
View sized() {
  View out{};
  out.struct_size = static_cast<uint32_t>(sizeof(View));
  return out;
}

// A function object behind a `ctx` pointer; the library calls `drop` when it is done with it.
template <class Function>
struct Callback {
  static void drop(void* ctx) { delete static_cast<Function*>(ctx); }
};

}  // namespace detail

}  // namespace interactions

#endif  // INTERACTIONS_CPP_RESULT_HPP
