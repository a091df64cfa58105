// SPDX-License-Identifier: Apache-2.0
/**
 * @file call.hpp
 * How the wrapper calls the C interface: its own business. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CALL_HPP
#define INTERACTIONS_CPP_CALL_HPP

#include <interactions/cpp/handle.hpp>
#include <interactions/cpp/result.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace interactions {

/** An operation under way; see client.h. */
using Operation = ix_operation;
/** A list that is followed; see subscription.h. */
using Subscription = ix_subscription;

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

#endif  // INTERACTIONS_CPP_CALL_HPP
