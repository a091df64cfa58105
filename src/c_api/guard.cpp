// SPDX-License-Identifier: Apache-2.0
#include "c_api/guard.h"

#include <mutex>
#include <unordered_set>

namespace ix::c_api {
namespace {

// The one process-wide table: which client pointers are alive.
struct Registry {
  std::mutex mutex;
  std::unordered_set<ix_client*> clients;
};

Registry& registry() {
  static Registry* const instance = new Registry;  // never destroyed: calls may come at exit
  return *instance;
}

}  // namespace

std::atomic<int64_t>& Object::live_objects() {
  static std::atomic<int64_t> count{0};
  return count;
}

ix_status fail(ix_error** out_error, Error error) noexcept {
  const auto status = static_cast<ix_status>(error.code);
  if (out_error) *out_error = new (std::nothrow) ix_error(std::move(error));
  return status;
}

Result<ClientUse> ClientUse::of(ix_client* client) {
  Registry& table = registry();
  std::lock_guard lock(table.mutex);
  if (!table.clients.contains(client)) {
    return Error(ErrorCode::INVALID_HANDLE, "not a live client");
  }
  client->retain();
  return ClientUse(client);
}

void register_client(ix_client* client) {
  Registry& table = registry();
  std::lock_guard lock(table.mutex);
  table.clients.insert(client);
}

bool release_client(ix_client* client) {
  Registry& table = registry();
  {
    std::lock_guard lock(table.mutex);
    if (!table.clients.contains(client)) return false;
  }
  release(client);
  return true;
}

void unregister_client(ix_client* client) {
  Registry& table = registry();
  std::lock_guard lock(table.mutex);
  table.clients.erase(client);
}

Result<std::string> text_in(ix_str text, const char* name) {
  if (text.data == nullptr) {
    if (text.size == 0) return std::string();
    return Error(ErrorCode::INVALID_ARGUMENT, std::string(name) + " has a size but no data");
  }
  const size_t size = text.size == SIZE_MAX ? std::strlen(text.data) : text.size;
  std::string copy(text.data, size);
  if (!utf8::valid(copy)) {
    return Error(ErrorCode::INVALID_UTF8, std::string(name) + " is not valid UTF-8");
  }
  if (copy.find('\0') != std::string::npos) {
    return Error(ErrorCode::INVALID_ARGUMENT, std::string(name) + " has a NUL inside");
  }
  return copy;
}

Result<std::string> required_text_in(ix_str text, const char* name) {
  IX_TRY(std::string copy, text_in(text, name));
  if (copy.empty()) return Error(ErrorCode::INVALID_ARGUMENT, std::string(name) + " is missing");
  return copy;
}

Result<std::vector<std::string>> texts_in(const ix_str* texts, uint32_t count, const char* name) {
  constexpr uint32_t kMost = 1000;
  if (count > kMost || (count > 0 && texts == nullptr)) {
    return Error(ErrorCode::INVALID_ARGUMENT,
                 std::string("a list of each ") + name + ": up to 1000, and their array");
  }
  std::vector<std::string> out;
  for (uint32_t i = 0; i < count; ++i) {
    IX_TRY(std::string text, required_text_in(texts[i], name));
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace ix::c_api

ix_client::~ix_client() {
  ix::c_api::unregister_client(this);
  engine.reset();
  if (log_free_fn) log_free_fn(log_context);
}
