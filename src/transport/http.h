// SPDX-License-Identifier: Apache-2.0
// HTTP as the providers see it: request and response values and one interface. The curl
// implementation and the simulator's network are both behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace ix::transport {

using Header = std::pair<std::string, std::string>;

struct HttpResponse {
  int status = 0;
  std::vector<Header> headers;  // names in lower case
  std::string body;

  std::string_view header(std::string_view lower_case_name) const;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute; may hold personal data in path and query, so it is never logged
  const char* label = "request";  // a literal for logs and counters, such as "sync"
  std::vector<Header> headers;
  // Sent as "Authorization: Bearer ..." to the host of `url` only, never across a redirect to
  // another host, scheme or port.
  Secret bearer;
  // Only the host, scheme and port of `url` may answer: a redirect elsewhere is REDIRECT_REFUSED.
  // For what asks in a session, which nobody else can know.
  bool stays = false;
  std::string body;
  // When set, the body is streamed instead: called until it has given `source_size` bytes, each
  // time with room for `size`; returns the bytes put, or an Error to give up.
  std::function<Result<size_t>(char* into, size_t size)> source;
  int64_t source_size = 0;
  // When set, called once with status and headers of a 2xx response, before the first piece of its
  // body; an Error ends the request with that error.
  std::function<Status(const HttpResponse&)> on_head;
  // When set, the body of a 2xx response goes here in pieces and HttpResponse::body stays empty;
  // the body of any other status stays there (no more of it than an error needs), so that an error
  // page never lands in a file. An Error ends the request with that error.
  std::function<Status(std::string_view piece)> sink;
  // The sink takes text: the server may compress it, and the pieces come decoded.
  bool compressed_sink = false;
  int64_t max_response_bytes = 64 << 20;
  // The request ends with TIMEOUT when no byte has moved for `patience` times
  // HttpConfig::answer_timeout_ms, beyond the time a long poll may wait by agreement.
  Millis poll_ms = 0;
  int patience = 1;
};

using RequestId = uint64_t;  // 0: none

// What the host said of the network.
enum class NetworkKind : int32_t { unknown = 0, none = 1, unmetered = 2, metered = 3 };

struct HttpCounters {
  int64_t requests = 0;
  int64_t failures = 0;
  int64_t bytes_sent = 0;
  int64_t bytes_received = 0;
  int64_t connections = 0;
};

// Owned by one engine, and used on its thread only, but for wake(). Whatever the network does, a
// started request completes exactly once, or never after cancel(): completions come from run(),
// never from start() or cancel(). Any HTTP status is a response; an Error means there was none
// (UNREACHABLE, TIMEOUT, TLS_*, RESPONSE_TOO_LARGE, REDIRECT_REFUSED, INVALID_URL).
class HttpClient {
 public:
  using Completion = std::function<void(Result<HttpResponse>)>;

  virtual ~HttpClient() = default;
  virtual RequestId start(HttpRequest request, Completion done) = 0;
  virtual void cancel(RequestId id) = 0;
  // Moves bytes and delivers completions; waits for at most `max_wait` when there is nothing to
  // do; returns early after wake().
  virtual void run(Millis max_wait) = 0;
  virtual void wake() = 0;  // any thread
  // Drops idle connections: the network changed under them.
  virtual void reset_connections() = 0;
  virtual HttpCounters counters() const = 0;
};

struct HttpConfig {
  std::string user_agent = "interactions-sdk";
  std::string ca_file;      // PEM bundle by path; empty: the system's
  std::string ca_pem;       // PEM bundle by content; wins over ca_file
  std::string pinned_keys;  // curl's form: sha256//BASE64[;sha256//BASE64...]; empty: no pinning
  std::string proxy;        // URL; empty: from the environment; "-": none
  Millis connect_timeout_ms = 15'000;
  Millis answer_timeout_ms = 30'000;  // how long a server may be silent: see HttpRequest::patience
};

}  // namespace ix::transport
