// SPDX-License-Identifier: Apache-2.0
// What a client without a network owes to a request: its source is read, its reply handed over.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "transport/http.h"

namespace ix::test {

// Reads a streamed body into `body`, a few bytes at a time; an error of the source is the
// request's.
inline Status load_body(transport::HttpRequest& request) {
  if (!request.source) return {};
  constexpr size_t kPiece = 5000;
  const auto source = std::exchange(request.source, nullptr);
  const size_t size = static_cast<size_t>(request.source_size);
  request.body.assign(size, '\0');
  for (size_t at = 0; at < size;) {
    const size_t room = std::min(kPiece, size - at);
    IX_TRY(const size_t got, source(request.body.data() + at, room));
    if (got == 0 || got > room) {
      return Error(ErrorCode::INVALID_ARGUMENT, "the upload does not have the size it was given");
    }
    at += got;
  }
  return {};
}

// on_head, then the body in pieces that keep no boundary of what they hold; an error of either is
// the request's. `wanted` turns false when the request is cancelled in between.
inline Status hand_over(const std::function<Status(const transport::HttpResponse&)>& on_head,
                        const std::function<Status(std::string_view)>& sink,
                        transport::HttpResponse& response, size_t piece,
                        const bool* wanted = nullptr) {
  if (response.status < 200 || response.status > 299) return {};
  const std::string body = sink ? std::exchange(response.body, {}) : std::string();
  if (on_head) {
    transport::HttpResponse head = response;
    head.body.clear();
    IX_CHECK(on_head(head));
  }
  for (size_t at = 0; at < body.size() && (!wanted || *wanted); at += piece) {
    IX_CHECK(sink(std::string_view(body).substr(at, piece)));
  }
  return {};
}

}  // namespace ix::test
