// SPDX-License-Identifier: Apache-2.0
// Where the bytes of attachments go (Matrix client-server API, "Content repository"): limits,
// reserved URIs, uploads.
#include <utility>

#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/media.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

// After the last byte a server looks at the file and stores it, maybe elsewhere.
constexpr int kUploadPatience = 4;

Error gone(const Error& said) {
  return Error(ErrorCode::MEDIA_GONE)
      .with_http(said.http_status)
      .with_server_code(said.server_code);
}

}  // namespace

bool is_unknown_endpoint(const Error& error) {
  return error.server_code == "M_UNRECOGNIZED" ||
         (error.http_status == 404 && error.server_code.empty());
}

CallId MatrixProvider::media_limits(Done<MediaLimits> done) {
  const CallId call = begin();
  read_media_limits(call, [this, call, done](Result<MediaLimits> limits) {
    finish<MediaLimits>(call, done, std::move(limits));
  });
  return call;
}

void MatrixProvider::read_media_limits(CallId call, Done<MediaLimits> next) {
  const auto read = [next](Result<json::Document> reply) {
    if (reply.ok()) {
      const int64_t most = reply->root()["m.upload.size"].integer_or(0);
      return next(MediaLimits{most > 0 ? most : 0});
    }
    // A server that knows nothing of limits has said none.
    if (reply.error().server_code == "M_UNRECOGNIZED") return next(MediaLimits{});
    next(reply.error());
  };
  ask(call, request("GET", "/_matrix/client/v1/media/config", "media-config"), Asked::anything,
      [this, call, read](Result<json::Document> reply) {
        if (reply.ok() || !is_unknown_endpoint(reply.error())) return read(std::move(reply));
        ask(call, request("GET", "/_matrix/media/v3/config", "media-config"), Asked::anything,
            read);
      });
}

CallId MatrixProvider::reserve_media(Done<std::string> done) {
  const CallId call = begin();
  ask(call, request("POST", "/_matrix/media/v1/create", "media-create", "{}"), Asked::anything,
      [this, call, done](Result<json::Document> reply) {
        if (!reply.ok()) {
          // Before 1.7 of the specification nothing is reserved.
          Result<std::string> none = std::string();
          if (!is_unknown_endpoint(reply.error())) none = reply.error();
          return finish<std::string>(call, done, std::move(none));
        }
        finish<std::string>(call, done, media_uri_in(reply->root()));
      });
  return call;
}

CallId MatrixProvider::upload(Upload upload, Done<std::string> done) {
  const CallId call = begin();
  std::string path = "/_matrix/media/v3/upload";
  if (!upload.uri.empty()) {
    const std::string place = media_path(upload.uri);
    if (place.empty()) {
      fail_later<std::string>(call, Error(ErrorCode::MEDIA_GONE), std::move(done));
      return call;
    }
    path += place;
  }
  if (!upload.name.empty()) path += "?filename=" + escaped(upload.name);
  transport::HttpRequest put = request(upload.uri.empty() ? "POST" : "PUT", path, "upload");
  put.headers.emplace_back("Content-Type",
                           upload.mime.empty() ? "application/octet-stream" : upload.mime);
  const auto begun = std::make_shared<bool>(false);
  put.source = [begun, source = std::move(upload.source)](char* into, size_t size) {
    *begun = true;
    return source(into, size);
  };
  put.source_size = upload.bytes;
  put.patience = kUploadPatience;
  ask(call, std::move(put), Asked::file,
      [this, call, done, begun, uri = std::move(upload.uri),
       bytes = upload.bytes](Result<json::Document> reply) {
        if (reply.ok()) {
          return finish<std::string>(call, done, uri.empty() ? media_uri_in(reply->root()) : uri);
        }
        const Error& error = reply.error();
        if (error.code == ErrorCode::UNREACHABLE && *begun) {
          return explain_broken_upload(call, bytes, error, done);
        }
        if (uri.empty()) return finish<std::string>(call, done, error);
        if (error.server_code == "M_CANNOT_OVERWRITE_MEDIA") {
          return look_at_upload(call, uri, bytes, done);
        }
        const bool is_gone = error.code == ErrorCode::NOT_FOUND || server_said(error, 403);
        finish<std::string>(call, done, is_gone ? gone(error) : error);
      });
  return call;
}

// Some servers do not read what is too large for them, and close: it would break every time.
void MatrixProvider::explain_broken_upload(CallId call, int64_t bytes, Error error,
                                           Done<std::string> done) {
  read_media_limits(
      call, [this, call, bytes, error = std::move(error), done](Result<MediaLimits> limits) {
        const bool too_large =
            limits.ok() && limits->max_file_bytes > 0 && bytes > limits->max_file_bytes;
        finish<std::string>(call, done, too_large ? Error(ErrorCode::FILE_TOO_LARGE) : error);
      });
}

}  // namespace ix::provider::matrix
