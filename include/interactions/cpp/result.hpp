// SPDX-License-Identifier: Apache-2.0
/**
 * @file result.hpp
 * A value or a failure. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_RESULT_HPP
#define INTERACTIONS_CPP_RESULT_HPP

#include <interactions/cpp/error.hpp>

#include <optional>
#include <utility>
#include <variant>

namespace interactions {

/**
 * A value or an Error: test it, then read the one that is there; reading the other is undefined.
 * With exceptions on, or_throw() is the shorter way.
 */
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: by design

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return *std::get_if<0>(&state_); }
  const T& value() const& { return *std::get_if<0>(&state_); }
  T&& value() && { return std::move(value()); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() & { return &value(); }
  const T* operator->() const& { return &value(); }
  /** A temporary's value would be gone at the end of the line: name the result first. */
  T* operator->() && = delete;
  const Error& error() const { return *std::get_if<1>(&state_); }
#if defined(__cpp_exceptions)
  /** The value, or throws an Exception. */
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
  /** Nothing, or throws an Exception. */
  void or_throw() && {
    if (!ok()) throw Exception(*error_);
  }
#endif

 private:
  std::optional<Error> error_;
};

/** Done, or a failure. */
using Status = Result<void>;

}  // namespace interactions

#endif  // INTERACTIONS_CPP_RESULT_HPP
