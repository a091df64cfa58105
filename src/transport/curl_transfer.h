// SPDX-License-Identifier: Apache-2.0
// One request on its way through libcurl.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "transport/connection_pool.h"
#include "transport/http.h"
#include "transport/url.h"

namespace ix::transport {

// Owns the easy handle of the current hop and all that its callbacks gather; a redirect is a
// further hop with a new handle. Owned by CurlClient, on its thread; never moves, since libcurl
// holds its address. Config and clock outlive it.
class CurlTransfer {
 public:
  CurlTransfer(RequestId id, HttpRequest request, HttpClient::Completion done, Clock& clock,
               Millis answer_timeout_ms);
  ~CurlTransfer() { detach(nullptr); }
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // INVALID_URL, INVALID_ARGUMENT; before the first hop.
  Status check();
  // Hands the next hop to the pool.
  Status begin(const HttpConfig& config, CURLSH* share, std::shared_ptr<ConnectionPool> pool);
  // What the finished hop means: an error, true for "begin again" after a redirect, or false when
  // the response is complete.
  Result<bool> conclude(CURLcode code, HttpCounters& counters);
  // Takes the handle out of the pool; adds what was moved to `counters` unless null.
  void detach(HttpCounters* counters);

  RequestId id() const { return id_; }
  const HttpRequest& request() const { return request_; }
  HttpResponse take_response() { return std::move(response_); }
  HttpClient::Completion take_completion() { return std::move(done_); }
  Millis started_ms() const { return started_; }

  // When the request counts as stalled unless a byte moves before.
  Millis stalls_at();
  Error stall_error() const;

  // From within a callback, when the handle cannot be removed: the callbacks end it.
  void mark_cancelled() { cancelled_ = true; }
  bool cancelled() const { return cancelled_; }

 private:
  static size_t on_header(char* data, size_t size, size_t count, void* self);
  static size_t on_body(char* data, size_t size, size_t count, void* self);
  static size_t on_read(char* into, size_t size, size_t count, void* self);
  static int on_seek(void* self, curl_off_t offset, int origin);

  bool add_headers();
  bool add_header(std::string_view name, std::string_view value);
  bool set_options(const HttpConfig& config, CURLSH* share);
  bool set_method();
  bool has_body() const;
  bool is_redirect() const;
  Status follow();
  Status take_header(std::string_view line);
  Status end_head();
  bool is_success() const { return response_.status >= 200 && response_.status <= 299; }
  Status take_body(std::string_view piece);
  Result<size_t> give_body(char* into, size_t room);
  void moved() { last_progress_ = clock_.steady_ms(); }

  const RequestId id_;
  HttpRequest request_;
  HttpClient::Completion done_;
  Clock& clock_;
  const Millis stall_timeout_ms_;
  Url origin_;  // where the request was meant for
  Url target_;  // of this hop
  bool left_origin_ = false;
  int redirects_ = 0;

  std::shared_ptr<ConnectionPool> pool_;
  CURL* easy_ = nullptr;
  curl_slist* headers_ = nullptr;

  HttpResponse response_;
  bool head_complete_ = false;  // the empty line after the headers has come
  int64_t header_bytes_ = 0;
  int64_t body_bytes_ = 0;
  int64_t sent_ = 0;  // of the body, into libcurl
  int64_t left_ = 0;  // of the body, from libcurl to the network
  Millis started_ = 0;
  Millis last_progress_ = 0;
  std::optional<Error> stopped_;  // why a callback ended the hop
  bool cancelled_ = false;
};

}  // namespace ix::transport
