// SPDX-License-Identifier: Apache-2.0
// A set of connections.
#pragma once

#include <curl/curl.h>

#include <mutex>

namespace ix::transport {

// Owns one CURLM: the connections of one time between two changes of the network. Requests hold
// the pool they run in; when the last is gone, its connections close.
class ConnectionPool {
 public:
  ConnectionPool() : multi_(curl_multi_init()) {}
  ~ConnectionPool() {
    // For this moment libcurl has SIGPIPE ignored in the whole process, and puts back what it
    // found. Of two at once the second would find, and put back, what the first one set.
    static std::mutex closing;
    const std::lock_guard lock(closing);
    if (multi_) curl_multi_cleanup(multi_);
  }
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  CURLM* multi() const { return multi_; }

 private:
  CURLM* multi_;
};

}  // namespace ix::transport
