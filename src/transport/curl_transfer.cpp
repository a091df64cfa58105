// SPDX-License-Identifier: Apache-2.0
#include "transport/curl_transfer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "transport/curl_error.h"
#include "transport/curl_options.h"

namespace ix::transport {
namespace {

constexpr int kMaxRedirects = 5;
constexpr int64_t kMaxHeaderBytes = 256 << 10;
// Of a page that came instead of what a sink waits for: its status says the most of it.
constexpr size_t kMaxErrorPage = 256 << 10;
// What libcurl moves at once for a file: fewer rounds through the system than with its 16 and 64
// KB.
constexpr long kFileBuffer = 512L << 10;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = ascii::lower(c);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// A token of RFC 9110, section 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kSymbols = "!#$%&'*+-.^_`|~";
  for (const char c : text) {
    const bool alphanumeric = ascii::is_digit(c) || ascii::is_letter(c);
    if (!alphanumeric && kSymbols.find(c) == std::string_view::npos) return false;
  }
  return !text.empty();
}

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// What may go to a host that the caller did not choose: nothing that could be a credential.
bool may_leave_origin(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kHarmless = {"accept", "accept-language",
                                                                "range", "if-range"};
  const std::string lowered = lower(name);
  return std::find(kHarmless.begin(), kHarmless.end(), lowered) != kHarmless.end();
}

}  // namespace

CurlTransfer::CurlTransfer(RequestId id, HttpRequest request, HttpClient::Completion done,
                           Clock& clock, Millis answer_timeout_ms)
    : id_(id),
      request_(std::move(request)),
      done_(std::move(done)),
      clock_(clock),
      stall_timeout_ms_(request_.poll_ms + request_.patience * answer_timeout_ms) {
  started_ = last_progress_ = clock_.steady_ms();
}

Status CurlTransfer::check() {
  IX_TRY(origin_, parse_url(request_.url));
  target_ = origin_;
  if (!is_token(request_.method)) {
    return Error(ErrorCode::INVALID_ARGUMENT, "not an HTTP method");
  }
  for (const Header& header : request_.headers) {
    if (!is_token(header.first) || !is_one_line(header.second)) {
      return Error(ErrorCode::INVALID_ARGUMENT, "not an HTTP header");
    }
  }
  if (!is_one_line(request_.bearer.reveal())) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the access token is not one line");
  }
  if (request_.source && request_.source_size < 0) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the size of the body is negative");
  }
  return {};
}

Status CurlTransfer::begin(const HttpConfig& config, CURLSH* share,
                           std::shared_ptr<ConnectionPool> pool) {
  response_ = {};
  head_complete_ = false;
  header_bytes_ = body_bytes_ = sent_ = left_ = 0;
  moved();
  easy_ = curl_easy_init();
  if (!easy_ || !add_headers()) {
    detach(nullptr);
    return Error(ErrorCode::OUT_OF_MEMORY);
  }
  if (!set_options(config, share) || curl_multi_add_handle(pool->multi(), easy_) != CURLM_OK) {
    detach(nullptr);
    return Error(ErrorCode::INTERNAL, "the network library refused a setting");
  }
  pool_ = std::move(pool);
  return {};
}

void CurlTransfer::detach(HttpCounters* counters) {
  if (easy_) {
    if (counters) {
      long connections = 0;
      long head_sent = 0;
      long head_received = 0;
      curl_off_t sent = 0;
      curl_off_t received = 0;
      curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &connections);
      curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &head_sent);
      curl_easy_getinfo(easy_, CURLINFO_HEADER_SIZE, &head_received);
      curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &sent);
      curl_easy_getinfo(easy_, CURLINFO_SIZE_DOWNLOAD_T, &received);
      counters->connections += connections;
      counters->bytes_sent += head_sent + sent;
      counters->bytes_received += head_received + received;
    }
    if (pool_) curl_multi_remove_handle(pool_->multi(), easy_);
    curl_easy_cleanup(easy_);
    easy_ = nullptr;
  }
  curl_slist_free_all(headers_);
  headers_ = nullptr;
  pool_.reset();
}

Result<bool> CurlTransfer::conclude(CURLcode code, HttpCounters& counters) {
  long verify_result = 0;
  curl_easy_getinfo(easy_, CURLINFO_SSL_VERIFYRESULT, &verify_result);
  detach(&counters);
  if (stopped_) return std::move(*stopped_);
  if (code != CURLE_OK) return error_of_curl(code, verify_result, target_.host);
  // libcurl takes a connection that closes in the middle of the headers for an empty body.
  if (!head_complete_) return error_of_curl(CURLE_PARTIAL_FILE, verify_result, target_.host);
  if (!is_redirect()) return false;
  const int status = response_.status;
  Status followed = follow();
  if (!followed.ok()) return std::move(followed.error()).with_http(status);
  return true;
}

// libcurl takes a body in large pieces; on a slow line the time between two of them says nothing.
Millis CurlTransfer::stalls_at() {
  curl_off_t left = 0;
  if (request_.source && easy_ &&
      curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &left) == CURLE_OK && left != left_) {
    left_ = left;
    moved();
  }
  return last_progress_ + stall_timeout_ms_;
}

Error CurlTransfer::stall_error() const {
  return Error(ErrorCode::TIMEOUT, target_.host + " did not answer in time");
}

bool CurlTransfer::has_body() const {
  return request_.source || !request_.body.empty() || request_.method == "POST" ||
         request_.method == "PUT" || request_.method == "PATCH";
}

bool CurlTransfer::add_header(std::string_view name, std::string_view value) {
  std::string line(name);
  // libcurl's way to write a header without a value.
  if (value.empty()) {
    line += ';';
  } else {
    line.append(": ").append(value);
  }
  curl_slist* longer = curl_slist_append(headers_, line.c_str());
  if (longer) headers_ = longer;
  return longer != nullptr;
}

bool CurlTransfer::add_headers() {
  bool ok = true;
  for (const Header& header : request_.headers) {
    if (left_origin_ && !may_leave_origin(header.first)) continue;
    ok = ok && add_header(header.first, header.second);
  }
  if (!request_.bearer.empty() && !left_origin_) {
    ok = ok && add_header("Authorization", "Bearer " + request_.bearer.reveal());
  }
  // Without a value after the colon libcurl leaves a header out: no round trip before a body.
  curl_slist* longer = ok ? curl_slist_append(headers_, "Expect:") : nullptr;
  if (longer) headers_ = longer;
  return longer != nullptr;
}

bool CurlTransfer::set_options(const HttpConfig& config, CURLSH* share) {
  if (!apply_config(easy_, config)) return false;
  bool ok = true;
  const auto set = [&](CURLoption option, auto value) {
    ok = ok && curl_easy_setopt(easy_, option, value) == CURLE_OK;
  };
  set(CURLOPT_SHARE, share);
  set(CURLOPT_URL, target_.text.c_str());
  set(CURLOPT_PRIVATE, this);
  // A second request waits for the first one's handshake instead of making another. Without TLS
  // nothing is negotiated, and it would wait for the whole reply, such as that of a long poll.
  set(CURLOPT_PIPEWAIT, target_.scheme == "https" ? 1L : 0L);
  set(CURLOPT_HTTPHEADER, headers_);
  set(CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  const auto given = [&](std::string_view name) {
    return std::any_of(request_.headers.begin(), request_.headers.end(),
                       [&](const Header& header) { return lower(header.first) == name; });
  };
  if (request_.source) set(CURLOPT_UPLOAD_BUFFERSIZE, kFileBuffer);
  if (request_.sink && !request_.compressed_sink) set(CURLOPT_BUFFERSIZE, kFileBuffer);
  // What is streamed is a file, unless it is said to be text: already small, and addressed by
  // ranges of its own bytes.
  if ((!request_.sink || request_.compressed_sink) && !given("accept-encoding") &&
      !given("range")) {
    set(CURLOPT_ACCEPT_ENCODING, "");
  }
  return ok && set_method();
}

bool CurlTransfer::set_method() {
  bool ok = true;
  const auto set = [&](CURLoption option, auto value) {
    ok = ok && curl_easy_setopt(easy_, option, value) == CURLE_OK;
  };
  if (request_.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
    return ok;
  }
  // A body that is announced as too large is not even begun.
  set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request_.max_response_bytes));
  if (has_body()) {
    const int64_t size =
        request_.source ? request_.source_size : static_cast<int64_t>(request_.body.size());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
    set(CURLOPT_READFUNCTION, &CurlTransfer::on_read);
    set(CURLOPT_READDATA, this);
    set(CURLOPT_SEEKFUNCTION, &CurlTransfer::on_seek);
    set(CURLOPT_SEEKDATA, this);
  }
  set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  return ok;
}

bool CurlTransfer::is_redirect() const {
  const int status = response_.status;
  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         !response_.header("location").empty();
}

Status CurlTransfer::follow() {
  const auto refuse = [&](const char* why) {
    return Error(ErrorCode::REDIRECT_REFUSED, target_.host + why);
  };
  if (++redirects_ > kMaxRedirects) return refuse(" redirects in a circle, or more than 5 times");
  IX_TRY(Url next, resolve_location(target_, response_.header("location")));
  if (target_.scheme == "https" && next.scheme == "http") {
    return refuse(" redirects from a secure to an insecure address");
  }
  if (request_.stays && !next.same_origin(origin_)) {
    return refuse(" redirects to another address: sign in at that one");
  }
  if (request_.method != "GET" && request_.method != "HEAD") {
    if (!next.same_origin(origin_)) return refuse(" redirects a change to another host");
    const int status = response_.status;
    if (status == 303) {
      request_.method = "GET";
      request_.body.clear();
      request_.source = nullptr;
    } else if (status == 301 || status == 302 || request_.source) {
      // Clients disagree whether the method stays, and a stream cannot be read again.
      return refuse(" redirects a change");
    }
  }
  left_origin_ = left_origin_ || !next.same_origin(origin_);
  target_ = std::move(next);
  return {};
}

Status CurlTransfer::take_header(std::string_view line) {
  header_bytes_ += static_cast<int64_t>(line.size());
  if (header_bytes_ > kMaxHeaderBytes) return Error(ErrorCode::RESPONSE_TOO_LARGE);
  if (line.starts_with("HTTP/")) {  // also after an interim response
    response_.headers.clear();
    response_.status = 0;
    head_complete_ = false;
    const size_t blank = line.find(' ');
    for (size_t i = blank; i != std::string_view::npos && ++i < line.size() && i <= blank + 3;) {
      if (line[i] < '0' || line[i] > '9') break;
      response_.status = response_.status * 10 + (line[i] - '0');
    }
    return {};
  }
  if (trimmed(line).empty()) return end_head();
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  response_.headers.emplace_back(lower(trimmed(line.substr(0, colon))),
                                 std::string(trimmed(line.substr(colon + 1))));
  return {};
}

Status CurlTransfer::end_head() {
  // Trailers may end with an empty line too.
  if (std::exchange(head_complete_, true) || !request_.on_head || !is_success()) return {};
  return request_.on_head(response_);
}

Status CurlTransfer::take_body(std::string_view piece) {
  body_bytes_ += static_cast<int64_t>(piece.size());
  if (body_bytes_ > request_.max_response_bytes) return Error(ErrorCode::RESPONSE_TOO_LARGE);
  if (request_.sink && is_success()) return request_.sink(piece);
  if (request_.sink) {
    const size_t room = kMaxErrorPage - std::min(kMaxErrorPage, response_.body.size());
    piece = piece.substr(0, room);
  }
  response_.body.append(piece);
  return {};
}

Result<size_t> CurlTransfer::give_body(char* into, size_t room) {
  const int64_t size =
      request_.source ? request_.source_size : static_cast<int64_t>(request_.body.size());
  const size_t wanted =
      static_cast<size_t>(std::min<int64_t>(static_cast<int64_t>(room), size - sent_));
  if (wanted == 0) return size_t{0};
  if (!request_.source) {
    request_.body.copy(into, wanted, static_cast<size_t>(sent_));
    sent_ += static_cast<int64_t>(wanted);
    return wanted;
  }
  IX_TRY(const size_t given, request_.source(into, wanted));
  if (given == 0 || given > wanted) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the upload does not have the size it was given");
  }
  sent_ += static_cast<int64_t>(given);
  return given;
}

size_t CurlTransfer::on_header(char* data, size_t size, size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.moved();
  if (transfer.cancelled_) return 0;
  Status status = transfer.take_header({data, size * count});
  transfer.moved();  // the time that on_head took is not the server's
  if (!status.ok()) transfer.stopped_ = std::move(status.error());
  return transfer.stopped_ || transfer.cancelled_ ? 0 : size * count;
}

size_t CurlTransfer::on_body(char* data, size_t size, size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.moved();
  if (transfer.cancelled_) return 0;
  Status status = transfer.take_body({data, size * count});
  transfer.moved();  // the time the sink took is not the server's
  if (!status.ok()) transfer.stopped_ = std::move(status.error());
  return transfer.stopped_ || transfer.cancelled_ ? 0 : size * count;
}

size_t CurlTransfer::on_read(char* into, size_t size, size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  // libcurl asks for more when the connection has taken what it had.
  transfer.moved();
  if (transfer.cancelled_) return CURL_READFUNC_ABORT;
  Result<size_t> given = transfer.give_body(into, size * count);
  if (!given.ok()) transfer.stopped_ = std::move(given.error());
  return transfer.stopped_ || transfer.cancelled_ ? CURL_READFUNC_ABORT : *given;
}

// libcurl asks to rewind when it wants to repeat the request on a new connection. It may do so
// where repeating is harmless; a POST may have been acted on, so its fate is told as an error.
int CurlTransfer::on_seek(void* self, curl_off_t offset, int origin) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const HttpRequest& request = transfer.request_;
  if (origin != SEEK_SET || offset != 0 || request.source || request.method == "POST" ||
      request.method == "PATCH") {
    return CURL_SEEKFUNC_FAIL;
  }
  transfer.sent_ = 0;
  return CURL_SEEKFUNC_OK;
}

}  // namespace ix::transport
