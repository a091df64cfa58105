// SPDX-License-Identifier: Apache-2.0
// A kind of read of which only the newest matters.
#pragma once

#include <cstdint>
#include <mutex>

#include "cache/sqlite.h"
#include "query/page.h"

namespace ix::query {

// Any thread. A read that begins while another one runs ends that one with CANCELLED.
class LatestRead {
 public:
  // `read` gives a Result<Page> from the connection, which nobody else uses meanwhile.
  template <class Read>
  Result<Page> run(cache::Connection& connection, Read&& read) {
    const uint64_t mine = begin(connection);
    Result<Page> page = read();
    return end(mine) ? std::move(page) : Result<Page>(Error(ErrorCode::CANCELLED));
  }

 private:
  uint64_t begin(cache::Connection& connection) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (running_ != nullptr) running_->interrupt();
    running_ = &connection;
    return ++newest_;
  }
  // False: a newer one has begun. An interruption may find nothing running and be lost; this is
  // not.
  bool end(uint64_t mine) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (mine != newest_) return false;
    running_ = nullptr;
    return true;
  }

  std::mutex mutex_;
  cache::Connection* running_ = nullptr;  // of the newest
  uint64_t newest_ = 0;
};

}  // namespace ix::query
