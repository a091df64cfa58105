// SPDX-License-Identifier: Apache-2.0
// What a provider remembers between runs, kept in the account's store.
#pragma once

#include <string>
#include <vector>

#include "provider/provider.h"
#include "store/store.h"

namespace ix::engine {

// Engine thread; outlived by the store.
class StoreMemory final : public provider::Memory {
 public:
  explicit StoreMemory(store::Store& store) : store_(store) {}

  std::string route(std::string_view remote_id) override {
    return store_.memory_of_route(remote_id);
  }
  std::string account(std::string_view key) override { return store_.memory_of_account(key); }
  std::string newest_item(std::string_view remote_id) override {
    return store_.newest_item(remote_id);
  }
  std::vector<std::string> present_routes() override { return store_.present_routes(); }

 private:
  store::Store& store_;
};

}  // namespace ix::engine
