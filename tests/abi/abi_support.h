// SPDX-License-Identifier: Apache-2.0
// What the tests of the C ABI share. Only the public headers are used: these programs link the
// shared library as any host does.
#pragma once

#include <doctest/doctest.h>
#include <interactions/interactions.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace abi {

// Every test is of this fixture: when it ends, nothing of the library may be alive.
struct Live {
  Live() = default;
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;
  ~Live() { CHECK_EQ(ix_debug_live_objects(), 0); }
};

// A folder of its own, removed with everything in it.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ix_abi_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline ix_str str(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string text_of(ix_str s) {
  return s.data ? std::string(s.data, s.size) : "";
}

// A config that opens `folder` and uses the network only when asked.
inline ix_client_config config_for(const std::string& folder) {
  ix_client_config config;
  ix_client_config_init(&config, sizeof config);
  config.sync_mode = IX_SYNC_ON_DEMAND;
  config.folder = ix_str_of(folder.c_str());
  return config;
}

// One open client in a folder of its own; released at the end.
class Client {
 public:
  Client() {
    const ix_client_config config = config_for(folder_.path());
    ix_error* error = nullptr;
    const ix_status status = ix_client_open(&config, &client_, &error);
    INFO(text_of(ix_error_message(error)));
    REQUIRE_EQ(status, IX_OK);
    REQUIRE(client_ != nullptr);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ix_client_release(client_); }
  operator ix_client*() const { return client_; }  // NOLINT: stands for the handle in every call
  const std::string& folder() const { return folder_.path(); }

 private:
  TempFolder folder_;
  ix_client* client_ = nullptr;
};

// Polls until `wanted` comes (true) or the queue ends (false); `check` sees every event.
template <class Check>
bool poll_until(ix_client* client, ix_event_kind wanted, Check&& check) {
  for (;;) {
    ix_event_batch* batch = nullptr;
    if (ix_client_poll(client, 30'000, &batch, nullptr) != IX_OK) return false;
    const size_t count = ix_event_batch_count(batch);
    bool found = false;
    for (size_t i = 0; i < count; ++i) {
      ix_event event = IX_EVENT_INIT;
      CHECK_EQ(ix_event_batch_get(batch, i, &event), IX_OK);
      check(event);
      found = found || event.kind == wanted;
    }
    ix_event_batch_release(batch);
    if (found) return true;
    if (count == 0) return false;
  }
}

inline bool poll_until(ix_client* client, ix_event_kind wanted) {
  return poll_until(client, wanted, [](const ix_event&) {});
}

}  // namespace abi
