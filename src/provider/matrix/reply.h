// SPDX-License-Identifier: Apache-2.0
// Reading replies: JSON when all is well, one Error of the contract when not.
#pragma once

#include "base/clock.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "transport/http.h"

namespace ix::provider::matrix {

// What was asked, where the same reply means different things.
enum class Asked {
  anything,
  message,   // a text of the user's: it alone can be too long
  file,      // and a file too large
  versions,  // is there a homeserver at all
  sign_in,   // 401 and 403 speak of what the person typed, not of a session
  refresh,   // 403: the refresh token was used or withdrawn
  cursor,    // a token of the stream or of a history
};

// The reply's JSON object or array, or what went wrong.
Result<json::Document> read_reply(Result<transport::HttpResponse> response, Asked asked,
                                  Clock& clock);

// Whether the homeserver itself said so: a page from something on the way has no code.
bool server_said(const Error& error, int status);

}  // namespace ix::provider::matrix
