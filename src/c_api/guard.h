// SPDX-License-Identifier: Apache-2.0
// The border: what every exported function runs through.
#pragma once

#include <cstring>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "c_api/object.h"

namespace ix::c_api {

// Puts an error into out_error, if the caller wants it, and gives its status.
ix_status fail(ix_error** out_error, Error error) noexcept;

// Runs `body` (which returns Status) and turns errors and exceptions into a status.
template <class Body>
ix_status guard(ix_error** out_error, Body&& body) noexcept {
  if (engine::EventQueue::inside_wakeup()) {
    return fail(out_error, Error(ErrorCode::INVALID_ARGUMENT,
                                 "no call of this library is legal inside a wake-up"));
  }
  try {
    Status outcome = body();
    return outcome.ok() ? IX_OK : fail(out_error, std::move(outcome.error()));
  } catch (const std::bad_alloc&) {
    return fail(out_error, Error(ErrorCode::OUT_OF_MEMORY));
  } catch (...) {
    return fail(out_error, Error(ErrorCode::INTERNAL, "an unexpected exception was caught"));
  }
}

// A live client, held for the time of one call. The pointer is looked up, never followed blindly:
// null, foreign and destroyed ones are INVALID_HANDLE.
class ClientUse {
 public:
  static Result<ClientUse> of(ix_client* client);
  ClientUse(ClientUse&& other) noexcept : client_(std::exchange(other.client_, nullptr)) {}
  ClientUse& operator=(ClientUse&&) = delete;
  ~ClientUse() { release(client_); }
  engine::Engine& engine() { return *client_->engine; }

 private:
  explicit ClientUse(ix_client* client) : client_(client) {}
  ix_client* client_;
};

void register_client(ix_client* client);
void unregister_client(ix_client* client);
// Drops the caller's reference; false when the pointer is no live client.
bool release_client(ix_client* client);

// guard() with the client looked up: body(engine::Engine&).
template <class Body>
ix_status with_engine(ix_client* client, ix_error** out_error, Body&& body) noexcept {
  return guard(out_error, [&]() -> Status {
    IX_TRY(ClientUse use, ClientUse::of(client));
    return body(use.engine());
  });
}

inline Status require(bool condition, const char* message) {
  if (condition) return {};
  return Error(ErrorCode::INVALID_ARGUMENT, message);
}

// UTF-8 checked, no NUL inside; absent gives an empty text. `name` is for the message.
Result<std::string> text_in(ix_str text, const char* name);
// The same, and neither absent nor empty.
Result<std::string> required_text_in(ix_str text, const char* name);

// A list of such texts.
Result<std::vector<std::string>> texts_in(const ix_str* texts, uint32_t count, const char* name);

// An id as this library writes it; NOT_FOUND for any other text.
template <class Id>
Result<Id> id_in(ix_str text, const char* name) {
  IX_TRY(const std::string copy, required_text_in(text, name));
  const auto id = Id::parse(copy);
  if (!id) {
    return Error(ErrorCode::NOT_FOUND, std::string("no such ") + name + ": use an id from a list");
  }
  return *id;
}

// Copies an input struct: members beyond the caller's size get their default (zero); bytes beyond
// ours must be zero, for a newer caller may mean something by them.
template <class T>
Result<T> struct_in(const T* input, const char* name) {
  if (input == nullptr) {
    return Error(ErrorCode::INVALID_ARGUMENT, std::string(name) + " is NULL");
  }
  const size_t size = input->struct_size;
  if (size < sizeof(T) || size > 65'536) {
    return Error(ErrorCode::INVALID_ARGUMENT,
                 std::string(name) + ".struct_size is wrong: use its INIT macro");
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(input);
  for (size_t i = sizeof(T); i < size; ++i) {
    if (bytes[i] != 0) {
      return Error(ErrorCode::INVALID_ARGUMENT,
                   std::string(name) + " has members that this version does not know");
    }
  }
  T copy{};
  std::memcpy(&copy, input, sizeof copy);
  return copy;
}

// Fills an output view up to the size that the caller knows.
template <class T>
Status view_out(T* view, T filled) {
  if (view == nullptr || view->struct_size < 2 * sizeof(uint32_t)) {
    return Error(ErrorCode::INVALID_ARGUMENT, "set struct_size of the view: use IX_VIEW_INIT");
  }
  const uint32_t size = view->struct_size;
  filled.struct_size = size;
  std::memcpy(view, &filled, size < sizeof filled ? size : sizeof filled);
  return {};
}

template <class T>
void struct_init(T* value, size_t size) noexcept {
  if (value == nullptr || size < sizeof(uint32_t)) return;
  std::memset(value, 0, size);
  value->struct_size = static_cast<uint32_t>(size);
}

inline Status page_out(Result<query::Page> page, ix_page** out) {
  if (!page.ok()) return std::move(page.error());
  *out = new ix_page(page.take());
  return {};
}

inline Status text_out(Result<std::string> text, ix_text** out) {
  if (!text.ok()) return std::move(text.error());
  if (out) *out = new ix_text(text.take());
  return {};
}

template <class Id>
Status id_out(Result<Id> id, Id* out) {
  if (!id.ok()) return std::move(id.error());
  if (out) *out = *id;
  return {};
}

}  // namespace ix::c_api
