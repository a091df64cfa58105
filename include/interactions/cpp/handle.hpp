// SPDX-License-Identifier: Apache-2.0
/**
 * @file handle.hpp
 * Reference-counted objects of the C interface. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_HANDLE_HPP
#define INTERACTIONS_CPP_HANDLE_HPP

#include <interactions/base.h>

#include <utility>

namespace interactions {

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

}  // namespace interactions

#endif  // INTERACTIONS_CPP_HANDLE_HPP
