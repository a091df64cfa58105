// SPDX-License-Identifier: Apache-2.0
// Files with the list service: nothing is reserved, and every read starts at the beginning.
#include "conformance/list_files.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "conformance/list_provider.h"
#include "transport/retry.h"

namespace ix::conformance {

using provider::CallId;

void write_files(json::Writer& out, const std::vector<Attachment>& files) {
  if (files.empty()) return;
  out.key("files").begin_array();
  for (const Attachment& one : files) {
    out.begin_object().field("uri", one.uri).field("name", one.name).field("mime", one.mime);
    out.field("kind", static_cast<int>(one.kind)).field("size", one.bytes);
    out.field("w", one.width).field("h", one.height).field("lasts", one.duration_ms);
    out.field("hash", one.sha256).field("small", one.thumb_uri).field("small_mime", one.thumb_mime);
    out.field("small_size", one.thumb_bytes).field("small_w", one.thumb_width);
    out.field("small_h", one.thumb_height).end_object();
  }
  out.end_array();
}

std::vector<Attachment> read_files(json::Value files) {
  std::vector<Attachment> all;
  const auto text = [](json::Value value) { return std::string(value.string()); };
  const auto pixels = [](json::Value value) { return static_cast<int32_t>(value.integer_or(0)); };
  for (const json::Value one : files.elements()) {
    Attachment file;
    file.kind = static_cast<AttachmentKind>(std::clamp<int64_t>(one["kind"].integer_or(3), 0, 3));
    file.name = text(one["name"]);
    file.mime = text(one["mime"]);
    file.uri = text(one["uri"]);
    file.bytes = one["size"].integer_or(0);
    file.width = pixels(one["w"]);
    file.height = pixels(one["h"]);
    file.duration_ms = one["lasts"].integer_or(0);
    file.sha256 = text(one["hash"]);
    file.thumb_uri = text(one["small"]);
    file.thumb_mime = text(one["small_mime"]);
    file.thumb_bytes = one["small_size"].integer_or(0);
    file.thumb_width = pixels(one["small_w"]);
    file.thumb_height = pixels(one["small_h"]);
    all.push_back(std::move(file));
  }
  return all;
}

transport::HttpRequest ListProvider::file_request(const char* method,
                                                  const std::string& path) const {
  transport::HttpRequest request;
  request.method = method;
  request.url = session_.server + path;
  request.headers = {{"X-User", session_.user_id},
                     {"X-Key", session_.credentials.access_token.reveal()}};
  return request;
}

CallId ListProvider::media_limits(Done<provider::MediaLimits> done) {
  ask(++last_, asking("limits"), [done](Result<json::Document> reply) {
    if (!reply.ok()) return done(reply.error());
    done(provider::MediaLimits{reply->root()["file"].integer_or(0)});
  });
  return last_;
}

CallId ListProvider::upload(provider::Upload upload, Done<std::string> done) {
  const CallId call = ++last_;
  transport::HttpRequest request = file_request("POST", "/files");
  request.headers.emplace_back("Content-Type", upload.mime);
  request.source = std::move(upload.source);
  request.source_size = upload.bytes;
  running_[call] = http_.start(std::move(request), [this, call, done](auto response) {
    running_.erase(call);
    if (!response.ok()) return done(response.error());
    if (response->status != 200) return done(transport::error_of_status(*response, 0));
    const auto reply = json::Document::parse(std::move(response->body));
    if (!reply.ok()) return done(Error(ErrorCode::BAD_RESPONSE));
    const std::string uri(reply->root()["uri"].string());
    if (uri.empty()) return done(list_error(reply->root(), false));
    done(uri);
  });
  return call;
}

namespace {

// One download; what is no file is kept apart, to be read as an error.
struct Fetching {
  provider::Download asked;
  bool is_error = false;
  std::string error;
  int64_t expected = -1;
  int64_t received = 0;

  Status begin(const transport::HttpResponse& response) {
    const std::string_view mime = response.header("content-type");
    is_error = mime == "application/list";
    if (is_error) return {};
    if (mime == "text/html") return Error(ErrorCode::MEDIA_DAMAGED);
    const std::string_view length = response.header("content-length");
    std::from_chars(length.data(), length.data() + length.size(), expected);
    if (asked.max_bytes > 0 && expected > asked.max_bytes) {
      return Error(ErrorCode::RESPONSE_TOO_LARGE);
    }
    return asked.head({0, expected, std::string(mime)});
  }
  Status take(std::string_view piece) {
    if (is_error) {
      error += piece;
      return {};
    }
    received += static_cast<int64_t>(piece.size());
    if (asked.max_bytes > 0 && received > asked.max_bytes) {
      return Error(ErrorCode::RESPONSE_TOO_LARGE);
    }
    return asked.sink(piece);
  }
  Status end(const transport::HttpResponse& response) const {
    if (response.status != 200) return transport::error_of_status(response, 0);
    if (is_error) {
      const auto reply = json::Document::parse(error);
      return reply.ok() ? list_error(reply->root(), false) : Error(ErrorCode::BAD_RESPONSE);
    }
    if (expected >= 0 && received != expected) return Error(ErrorCode::MEDIA_DAMAGED);
    return {};
  }
};

}  // namespace

CallId ListProvider::download(provider::Download download, Done<void> done) {
  const CallId call = ++last_;
  const bool small_picture = download.width > 0 || download.height > 0;
  // It makes no small pictures; what is no path of its own leads to nothing.
  const bool known = download.uri.starts_with("/files/") && !small_picture;
  transport::HttpRequest request = file_request("GET", known ? download.uri : "/files/none");
  auto fetching = std::make_shared<Fetching>();
  fetching->asked = std::move(download);
  request.on_head = [fetching](const transport::HttpResponse& head) {
    return fetching->begin(head);
  };
  request.sink = [fetching](std::string_view piece) { return fetching->take(piece); };
  running_[call] = http_.start(std::move(request), [this, call, fetching, done](auto response) {
    running_.erase(call);
    done(response.ok() ? fetching->end(*response) : Status(response.error()));
  });
  return call;
}

}  // namespace ix::conformance
