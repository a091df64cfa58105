// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/floor.h"

namespace ix::bench {

// The rows of one send, as bare statements in one durable commit.
class FloorSend {
 public:
  explicit FloorSend(const std::string& path);
  void send(int64_t route, int turn, const std::string& text);
  // Routes that one can send on, each in a conversation of its own.
  std::vector<int64_t> routes(int count);

 private:
  FloorWriter floor_;
  std::unique_ptr<FloorStatement> item_, outbox_, route_, conversation_;
};

}  // namespace ix::bench
