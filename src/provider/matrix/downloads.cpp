// SPDX-License-Identifier: Apache-2.0
// Where the bytes of attachments come from (Matrix client-server API, "Content repository"), in
// ranges where the server can (RFC 9110, section 14).
#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/media.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

// A server may have to fetch the file from another one first.
constexpr int kDownloadPatience = 2;
// How long the server may wait for a file that is reserved and not there yet, or is another
// server's (its own default is 20 s).
constexpr const char* kOptions = "timeout_ms=10000&allow_redirect=true";
// Errors need some room, however small the file.
constexpr int64_t kLeastRoom = 1 << 20;

struct ContentRange {
  int64_t first = -1;  // -1: unsatisfied
  int64_t last = -1;
  int64_t total = -1;  // -1: not said
};

bool take_number(std::string_view& text, int64_t& into) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (code != std::errc() || into < 0) return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return true;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// RFC 9110, section 14.4: "bytes 5-9/10", "bytes 5-9/*" or "bytes */10".
std::optional<ContentRange> content_range(std::string_view text) {
  ContentRange out;
  if (!take(text, "bytes ")) return std::nullopt;
  const bool unsatisfied = take(text, "*");
  if (!unsatisfied && (!take_number(text, out.first) || !take(text, "-") ||
                       !take_number(text, out.last) || out.last < out.first)) {
    return std::nullopt;
  }
  if (!take(text, "/")) return std::nullopt;
  if (!take(text, "*") && (!take_number(text, out.total) || out.last >= out.total)) {
    return std::nullopt;
  }
  return text.empty() ? std::optional(out) : std::nullopt;
}

Error damaged(const char* why) {
  return Error(ErrorCode::MEDIA_DAMAGED, why);
}

// A sign-in page of a network, an error with a good status. A file that somebody sent comes with
// the header that keeps browsers from showing it.
bool is_page(const transport::HttpResponse& response, std::string_view mime, bool small_picture) {
  if (small_picture) return !mime.empty() && !mime.starts_with("image/");
  return (mime == "text/html" || mime == "application/json" || mime == "application/xhtml+xml") &&
         response.header("content-disposition").empty();
}

Error of_refusal(Error error, bool small_picture) {
  const std::string& code = error.server_code;
  const bool late = code == "M_NOT_YET_UPLOADED";
  const bool none = error.code == ErrorCode::NOT_FOUND || code == "M_TOO_LARGE" ||
                    // Of what is no picture, or a broken one.
                    (small_picture && (code == "M_UNKNOWN" || code == "M_UNRECOGNIZED"));
  if (!late && !none) return error;
  Error gone = Error(ErrorCode::MEDIA_GONE).with_http(error.http_status).with_server_code(code);
  if (late) gone.retry = RetryAdvice::later;
  return gone;
}

}  // namespace

// One download; the requests of it come one after the other.
struct MatrixProvider::Downloading {
  CallId call = 0;
  Download asked;
  Done<void> done;
  std::string place;
  bool older = false;  // the API before there was authentication for media
  // Of the reply that is coming in.
  int64_t expected = -1;  // bytes; -1: not said
  int64_t total = -1;     // of the whole file
  int64_t received = 0;

  bool small_picture() const { return asked.width > 0 || asked.height > 0; }
  bool is_whole() const {
    return (expected < 0 || received == expected) && (total < 0 || asked.from + received == total);
  }
  Status begin(const transport::HttpResponse& response);
  Status take(std::string_view piece);
};

Status MatrixProvider::Downloading::begin(const transport::HttpResponse& response) {
  MediaHead head;
  head.mime = mime_type(response.header("content-type"));
  if (is_page(response, head.mime, small_picture())) {
    return damaged("a page came instead of the file: check what is between here and the server");
  }
  if (response.status == 206) {
    const auto range = content_range(response.header("content-range"));
    if (!range || range->first != asked.from) return damaged("another part of the file came");
    head.from = range->first;
    head.total = range->total;
    expected = range->last - range->first + 1;
  } else if (response.status == 200) {
    std::string_view length = response.header("content-length");
    if (!take_number(length, head.total) || !length.empty()) head.total = -1;
    expected = head.total;
  } else {
    return damaged("no file came");
  }
  if (asked.max_bytes > 0 && std::max(head.total, head.from + expected) > asked.max_bytes) {
    return Error(ErrorCode::RESPONSE_TOO_LARGE);
  }
  asked.from = head.from;
  total = head.total;
  return asked.head ? asked.head(head) : Status();
}

Status MatrixProvider::Downloading::take(std::string_view piece) {
  received += static_cast<int64_t>(piece.size());
  if (expected >= 0 && received > expected) return damaged("more came than the file has");
  if (asked.max_bytes > 0 && asked.from + received > asked.max_bytes) {
    return Error(ErrorCode::RESPONSE_TOO_LARGE);
  }
  return asked.sink(piece);
}

CallId MatrixProvider::download(Download download, Done<void> done) {
  const CallId call = begin();
  auto state = std::make_shared<Downloading>();
  state->call = call;
  state->place = media_path(download.uri);
  state->asked = std::move(download);
  state->done = std::move(done);
  if (state->place.empty()) {
    fail_later<void>(call, Error(ErrorCode::MEDIA_GONE), std::move(state->done));
    return call;
  }
  // Made anew each time, maybe another way.
  if (state->small_picture()) state->asked.from = 0;
  fetch(state);
  return call;
}

// The place has bytes already: those of an earlier attempt whose reply was lost. Servers say the
// same while they still take that attempt in (Synapse), which may come to nothing. So the file is
// asked for, and let go of as soon as its size is told.
void MatrixProvider::look_at_upload(CallId call, std::string uri, int64_t bytes,
                                    Done<std::string> done) {
  auto state = std::make_shared<Downloading>();
  const auto told = std::make_shared<std::optional<int64_t>>();
  state->call = call;
  state->place = media_path(uri);
  state->asked.head = [told](const MediaHead& head) -> Status {
    *told = head.total;
    return Error(ErrorCode::CANCELLED);
  };
  state->done = [told, bytes, uri = std::move(uri), done](const Result<void>& outcome) {
    if (told->has_value()) {
      const bool others = **told >= 0 && **told != bytes;
      return done(others ? Result<std::string>(Error(ErrorCode::MEDIA_GONE)) : uri);
    }
    if (outcome.ok()) return done(uri);
    Error error = outcome.error();
    // On its way still: another look under the same name, not another name.
    if (error.server_code == "M_NOT_YET_UPLOADED") {
      error = Error(ErrorCode::SERVER_ERROR).with_http(error.http_status);
    }
    done(std::move(error));
  };
  fetch(state);
}

void MatrixProvider::fetch(const std::shared_ptr<Downloading>& state) {
  std::string path = state->older ? "/_matrix/media/v3/" : "/_matrix/client/v1/media/";
  path += (state->small_picture() ? "thumbnail" : "download") + state->place + "?" + kOptions;
  if (state->small_picture()) {
    path += "&method=scale&width=" + std::to_string(std::max(state->asked.width, 1)) +
            "&height=" + std::to_string(std::max(state->asked.height, 1));
  }
  transport::HttpRequest get = request("GET", path, "download");
  get.headers = {{"Accept", "*/*"}};
  if (state->asked.from > 0) {
    get.headers.emplace_back("Range", "bytes=" + std::to_string(state->asked.from) + "-");
  }
  // Media may be kept elsewhere: the token stays here whatever happens, see HttpRequest::bearer.
  get.stays = false;
  get.patience = kDownloadPatience;
  get.max_response_bytes = state->asked.max_bytes > 0 ? std::max(state->asked.max_bytes, kLeastRoom)
                                                      : std::numeric_limits<int64_t>::max();
  state->expected = state->total = -1;
  state->received = 0;
  get.on_head = [state](const transport::HttpResponse& response) { return state->begin(response); };
  get.sink = [state](std::string_view piece) { return state->take(piece); };
  exchange(state->call, std::move(get), [this, state](Result<transport::HttpResponse> response) {
    fetched(state, std::move(response));
  });
}

void MatrixProvider::fetched(const std::shared_ptr<Downloading>& state,
                             Result<transport::HttpResponse> response) {
  const auto end = [&](Status status) {
    finish<void>(state->call, state->done, std::move(status));
  };
  if (!response.ok()) {
    Error error = std::move(response.error());
    // Of redirects that lead astray nobody knows what they are another time.
    if (error.code == ErrorCode::REDIRECT_REFUSED) error.retry = RetryAdvice::later;
    return end(std::move(error));
  }
  const int status = response->status;
  if (status >= 200 && status <= 299) {
    return end(state->is_whole() ? Status() : damaged("less came than the file has"));
  }
  if (status == 416 && state->asked.from > 0) {
    const auto range = content_range(response->header("content-range"));
    if (range && range->total == state->asked.from) {
      // All of it was here already.
      return end(state->asked.head ? state->asked.head({range->total, range->total, {}})
                                   : Status());
    }
    state->asked.from = 0;
    return fetch(state);
  }
  Error error = read_reply(std::move(response), Asked::anything, clock_).error();
  if (!state->older && is_unknown_endpoint(error)) {
    state->older = true;
    return fetch(state);
  }
  end(of_refusal(std::move(error), state->small_picture()));
}

}  // namespace ix::provider::matrix
