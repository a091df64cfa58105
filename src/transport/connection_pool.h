// SPDX-License-Identifier: Apache-2.0
// A set of connections.
#pragma once

#include <curl/curl.h>

namespace ix::transport {

// Owns one CURLM: the connections of one time between two changes of the network. Requests hold
// the pool they run in; when the last is gone, its connections close.
class ConnectionPool {
 public:
  ConnectionPool() : multi_(curl_multi_init()) {}
  ~ConnectionPool() {
    if (multi_) curl_multi_cleanup(multi_);
  }
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  CURLM* multi() const { return multi_; }

 private:
  CURLM* multi_;
};

}  // namespace ix::transport
