// SPDX-License-Identifier: Apache-2.0
// HttpClient on libcurl's multi interface.
#pragma once

#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "transport/http.h"

namespace ix::transport {

// HTTP/2 where the server offers it, several requests on one connection, TLS 1.2 at least and
// always verified. Owns its connections and all unfinished requests; the logger and the clock
// outlive it. One thread, but for wake(). Completions, sinks and sources may start and cancel
// requests; they may not call run() or destroy the client. Destroying it drops what is in flight
// without completions.
//
// Redirects are followed for GET and HEAD, at most five, and never from https to http; on another
// host, scheme or port without the bearer and with only the headers that name no one. Other methods
// follow within the same origin where the meaning is plain (303 as GET, 307 and 308 when the body
// is not streamed), else the request ends with REDIRECT_REFUSED.
class CurlClient final : public HttpClient {
 public:
  // INVALID_ARGUMENT for a CA bundle, pinned key or proxy that cannot be used, so that a mistake
  // there never means less protection; NOT_SUPPORTED for a libcurl without TLS.
  static Result<std::unique_ptr<CurlClient>> create(const HttpConfig& config, const Logger& logger,
                                                    Clock& clock);
  ~CurlClient() override;
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  RequestId start(HttpRequest request, Completion done) override;
  void cancel(RequestId id) override;
  void run(Millis max_wait) override;
  void wake() override;
  // Requests in flight go on where they are; every later one gets a new connection.
  void reset_connections() override;
  HttpCounters counters() const override;

 private:
  struct Impl;
  explicit CurlClient(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace ix::transport
