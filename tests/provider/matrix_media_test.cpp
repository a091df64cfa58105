// SPDX-License-Identifier: Apache-2.0
// What the provider asks of a server's media repository, and how it reads what comes.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/json_reader.h"
#include "provider/matrix_rig.h"

using namespace ix;
using namespace ix::test;
using namespace ix::provider;

namespace {

constexpr const char* kUpload = "/_matrix/media/v3/upload";
constexpr const char* kDownload = "/_matrix/client/v1/media/download/pbx.test/abc?";
constexpr const char* kUri = "mxc://pbx.test/abc";
const std::vector<transport::Header> kPng = {{"content-type", "image/png"}};

template <class T, class Start>
Result<T> run(MatrixRig& rig, Start start) {
  std::optional<Result<T>> out;
  start([&out](Result<T> done) { out = std::move(done); });
  CHECK_FALSE(out.has_value());
  rig.http.run(0);
  REQUIRE(out.has_value());
  return std::move(*out);
}

Result<std::string> upload(MatrixRig& rig, const std::string& uri, const std::string& bytes,
                           const std::string& name = "a.png") {
  Upload upload;
  upload.uri = uri;
  upload.name = name;
  upload.mime = "image/png";
  upload.bytes = static_cast<int64_t>(bytes.size());
  upload.source = [bytes, at = size_t{0}](char* into, size_t size) mutable -> Result<size_t> {
    const size_t count = bytes.copy(into, size, at);
    at += count;
    return count;
  };
  return run<std::string>(
      rig, [&](auto done) { rig.provider.upload(std::move(upload), std::move(done)); });
}

// What a download brought.
struct Got {
  Result<void> status;
  std::vector<MediaHead> heads;
  std::string bytes;
};

struct Wish {
  std::string uri = kUri;
  int64_t from = 0;
  int64_t max_bytes = 0;
  int32_t width = 0;
  int32_t height = 0;
};

Got download(MatrixRig& rig, const Wish& wish) {
  Got got;
  Download ask;
  ask.uri = wish.uri;
  ask.from = wish.from;
  ask.max_bytes = wish.max_bytes;
  ask.width = wish.width;
  ask.height = wish.height;
  ask.head = [&got](const MediaHead& head) {
    CHECK(got.bytes.empty());
    got.heads.push_back(head);
    return Status();
  };
  ask.sink = [&got](std::string_view piece) {
    CHECK(got.heads.size() == 1);
    got.bytes.append(piece);
    return Status();
  };
  got.status =
      run<void>(rig, [&](auto done) { rig.provider.download(std::move(ask), std::move(done)); });
  return got;
}

ErrorCode code_of(const Status& status) {
  return status.ok() ? ErrorCode::OK : status.error().code;
}

std::string header(const transport::HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

TEST_CASE("limits: asked for, on a server of old too; a server that knows none says none") {
  MatrixRig rig;
  const auto limits = [&rig] {
    return run<MediaLimits>(rig, [&](auto done) { rig.provider.media_limits(std::move(done)); });
  };
  constexpr const char* kNew = "/_matrix/client/v1/media/config";
  constexpr const char* kOld = "/_matrix/media/v3/config";
  rig.http.expect("GET", kNew, 200, js("{'m.upload.size':1234}"));
  CHECK(limits()->max_file_bytes == 1234);
  rig.http.expect("GET", kNew, 404, js("{'errcode':'M_UNRECOGNIZED'}"));
  rig.http.expect("GET", kOld, 200, js("{'m.upload.size':77}"));
  CHECK(limits()->max_file_bytes == 77);
  rig.http.expect("GET", kNew, 404, "<html>");
  rig.http.expect("GET", kOld, 404, js("{'errcode':'M_UNRECOGNIZED'}"));
  CHECK(limits()->max_file_bytes == 0);
  rig.http.expect("GET", kNew, 200, "{}");
  CHECK(limits()->max_file_bytes == 0);
  rig.http.expect("GET", kNew, 200, js("{'m.upload.size':-5}"));
  CHECK(limits()->max_file_bytes == 0);
  rig.http.expect("GET", kNew, 502, "<html>");
  CHECK(limits().error().code == ErrorCode::SERVER_ERROR);
}

TEST_CASE("reservation: a URI, none where the server has no such thing") {
  MatrixRig rig;
  const auto reserve = [&rig](int status, const char* body) {
    rig.http.expect("POST", "/_matrix/media/v1/create", status, js(body));
    return run<std::string>(rig, [&](auto done) { rig.provider.reserve_media(std::move(done)); });
  };
  CHECK(*reserve(200, "{'content_uri':'mxc://pbx.test/abc','unused_expires_at':1}") == kUri);
  CHECK(reserve(404, "{'errcode':'M_UNRECOGNIZED'}")->empty());
  CHECK(reserve(405, "{'errcode':'M_UNRECOGNIZED'}")->empty());
  CHECK(reserve(404, "<html>")->empty());
  const auto limited = reserve(429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':900}");
  REQUIRE_FALSE(limited.ok());
  CHECK(limited.error().code == ErrorCode::RATE_LIMITED);
  CHECK(limited.error().retry_after_ms == 900);
  for (const char* bad : {"{}", "{'content_uri':''}", "{'content_uri':'http://a/b'}",
                          "{'content_uri':'mxc://a'}", "{'content_uri':'mxc://a/'}",
                          "{'content_uri':'mxc://a/b/c'}", "{'content_uri':'mxc://a/..'}"}) {
    INFO(bad);
    CHECK(reserve(200, bad).error().code == ErrorCode::BAD_RESPONSE);
  }
}

TEST_CASE("upload: to the reserved place, or to one that the server then names") {
  MatrixRig rig;
  rig.http.expect("PUT", std::string(kUpload) + "/pbx.test/abc?filename=a b&c.png", 200, "{}");
  const std::string bytes(12'345, 'z');
  CHECK(*upload(rig, kUri, bytes, "a b&c.png") == kUri);
  const auto& request = rig.http.requests[0];
  CHECK(request.url ==
        "http://hs.test/_matrix/media/v3/upload/pbx.test/abc?filename=a%20b%26c.png");
  CHECK(header(request, "Content-Type") == "image/png");
  CHECK(request.source_size == 12'345);
  CHECK(request.body == bytes);
  CHECK(request.bearer.reveal() == "tok");
  CHECK(request.stays);
  rig.http.expect("POST", std::string(kUpload) + "?filename=a.png", 200,
                  js("{'content_uri':'mxc://pbx.test/new'}"));
  CHECK(*upload(rig, "", "x") == "mxc://pbx.test/new");
  rig.http.expect("POST", kUpload, 200, "{}");
  CHECK(upload(rig, "", "x", "").error().code == ErrorCode::BAD_RESPONSE);
  CHECK(upload(rig, "mxc://nowhere", "x").error().code == ErrorCode::MEDIA_GONE);
}

TEST_CASE("upload: refusals, and what is there already") {
  struct Row {
    int status;
    const char* body;
    ErrorCode with_place;
    ErrorCode without;
  };
  const Row rows[] = {
      {404, "{'errcode':'M_NOT_FOUND'}", ErrorCode::MEDIA_GONE, ErrorCode::NOT_FOUND},
      {403, "{'errcode':'M_FORBIDDEN'}", ErrorCode::MEDIA_GONE, ErrorCode::REFUSED},
      {403, "<html>blocked</html>", ErrorCode::REFUSED, ErrorCode::REFUSED},
      {413, "{'errcode':'M_TOO_LARGE'}", ErrorCode::FILE_TOO_LARGE, ErrorCode::FILE_TOO_LARGE},
      {413, "<html>nginx</html>", ErrorCode::FILE_TOO_LARGE, ErrorCode::FILE_TOO_LARGE},
      {429, "{'errcode':'M_LIMIT_EXCEEDED'}", ErrorCode::RATE_LIMITED, ErrorCode::RATE_LIMITED},
      {401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}", ErrorCode::SESSION_EXPIRED,
       ErrorCode::SESSION_EXPIRED},
      {502, "<html>bad gateway</html>", ErrorCode::SERVER_ERROR, ErrorCode::SERVER_ERROR},
      {200, "<html>hotel</html>", ErrorCode::BAD_RESPONSE, ErrorCode::BAD_RESPONSE},
  };
  for (const Row& row : rows) {
    INFO(row.status, " ", row.body);
    MatrixRig rig;
    rig.http.expect("PUT", kUpload, row.status, js(row.body));
    const auto placed = upload(rig, kUri, "x");
    CHECK((placed.ok() ? ErrorCode::OK : placed.error().code) == row.with_place);
    if (placed.ok()) CHECK(*placed == kUri);
    rig.http.expect("POST", kUpload, row.status, js(row.body));
    CHECK(upload(rig, "", "x").error().code == row.without);
  }
}

TEST_CASE("upload: a place that has bytes already is looked at: ours, another's, or on their way") {
  struct Row {
    const char* what;
    int status;
    std::string body;
    ErrorCode code;
  };
  const Row rows[] = {
      {"what an earlier attempt brought", 200, "12345", ErrorCode::OK},
      {"something else: another name is needed", 200, "1234", ErrorCode::MEDIA_GONE},
      {"nothing any more", 404, js("{'errcode':'M_NOT_FOUND'}"), ErrorCode::MEDIA_GONE},
      {"still on its way: the same name once more", 504, js("{'errcode':'M_NOT_YET_UPLOADED'}"),
       ErrorCode::SERVER_ERROR},
      {"a server that has no time", 502, "<html>", ErrorCode::SERVER_ERROR},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    MatrixRig rig;
    rig.http.expect("PUT", kUpload, 409, js("{'errcode':'M_CANNOT_OVERWRITE_MEDIA'}"));
    rig.http.expect(
        "GET", kDownload, row.status, row.body,
        {{"content-type", "image/png"}, {"content-length", std::to_string(row.body.size())}});
    const auto placed = upload(rig, kUri, "12345");
    CHECK((placed.ok() ? ErrorCode::OK : placed.error().code) == row.code);
    if (placed.ok()) CHECK(*placed == kUri);
    if (row.code == ErrorCode::SERVER_ERROR) {
      CHECK(placed.error().retry == RetryAdvice::later);
    }
    CHECK(rig.http.requests.size() == 2);
  }
}

TEST_CASE("upload: a connection that breaks because the file is too large is told as that") {
  constexpr const char* kLimits = "/_matrix/client/v1/media/config";
  MatrixRig rig;
  const auto broken = [&rig](int status, const char* limits) {
    rig.http.expect_error("PUT", kUpload, ErrorCode::UNREACHABLE);
    rig.http.expect("GET", kLimits, status, js(limits));
    return upload(rig, kUri, "0123456789").error().code;
  };
  CHECK(broken(200, "{'m.upload.size':9}") == ErrorCode::FILE_TOO_LARGE);
  CHECK(broken(200, "{'m.upload.size':10}") == ErrorCode::UNREACHABLE);
  CHECK(broken(200, "{}") == ErrorCode::UNREACHABLE);
  CHECK(broken(502, "") == ErrorCode::UNREACHABLE);
}

TEST_CASE("upload: an error of its source is the call's") {
  MatrixRig rig;
  rig.http.expect("PUT", kUpload, 200, "{}");
  Upload failing;
  failing.uri = kUri;
  failing.bytes = 5;
  failing.source = [](char*, size_t) -> Result<size_t> { return Error(ErrorCode::FILE_CHANGED); };
  const auto result = run<std::string>(
      rig, [&](auto done) { rig.provider.upload(std::move(failing), std::move(done)); });
  CHECK(result.error().code == ErrorCode::FILE_CHANGED);
}

TEST_CASE("download: whole, with what the server says of it before the first byte") {
  MatrixRig rig;
  const std::string bytes(10'000, 'p');
  rig.http.expect("GET", kDownload, 200, bytes,
                  {{"content-type", "image/PNG; x=y"}, {"content-length", "10000"}});
  const Got got = download(rig, {.max_bytes = 10'000});
  REQUIRE(got.status.ok());
  CHECK(got.bytes == bytes);
  REQUIRE(got.heads.size() == 1);
  CHECK(got.heads[0].from == 0);
  CHECK(got.heads[0].total == 10'000);
  CHECK(got.heads[0].mime == "image/png");
  const auto& request = rig.http.requests[0];
  CHECK(request.bearer.reveal() == "tok");
  CHECK_FALSE(request.stays);  // it may be kept elsewhere
  CHECK(header(request, "Range").empty());
  CHECK(request.url.find("allow_redirect=true") != std::string::npos);
  // Nothing is a file too; and not every server says how much will come.
  rig.http.expect("GET", kDownload, 200, "", {{"content-length", "0"}});
  CHECK(download(rig, {}).heads.at(0).total == 0);
  rig.http.expect("GET", kDownload, 200, "abc", kPng);
  const Got unsaid = download(rig, {.max_bytes = 3});
  CHECK(unsaid.status.ok());
  CHECK(unsaid.heads.at(0).total == -1);
}

TEST_CASE("download: goes on where it stopped, or starts over where the server cannot") {
  struct Row {
    int status;
    const char* range;
    const char* body;
    ErrorCode expected;
    int64_t from;
    int64_t total;
  };
  const Row rows[] = {
      {206, "bytes 4-9/10", "456789", ErrorCode::OK, 4, 10},
      {206, "bytes 4-9/*", "456789", ErrorCode::OK, 4, -1},
      {200, "", "0123456789", ErrorCode::OK, 0, 10},
      {206, "bytes 3-9/10", "3456789", ErrorCode::MEDIA_DAMAGED, -1, 0},
      {206, "bytes 0-9/10", "0123456789", ErrorCode::MEDIA_DAMAGED, -1, 0},
      {206, "bytes 4-9/9", "456789", ErrorCode::MEDIA_DAMAGED, -1, 0},
      {206, "", "456789", ErrorCode::MEDIA_DAMAGED, -1, 0},
      {206, "bytes 4-99999999999999999999/10", "456789", ErrorCode::MEDIA_DAMAGED, -1, 0},
      {206, "bytes -4-9/10", "456789", ErrorCode::MEDIA_DAMAGED, -1, 0},
      // What came is kept by who asked; there is more to ask for.
      {206, "bytes 4-6/10", "456", ErrorCode::MEDIA_DAMAGED, 4, 10},
      {206, "bytes 4-9/10", "4567", ErrorCode::MEDIA_DAMAGED, 4, 10},
      {206, "bytes 4-9/10", "45678999", ErrorCode::MEDIA_DAMAGED, 4, 10},
      {204, "", "", ErrorCode::MEDIA_DAMAGED, -1, 0},
  };
  for (const Row& row : rows) {
    INFO(row.status, " ", row.range, " ", row.body);
    MatrixRig rig;
    std::vector<transport::Header> headers = kPng;
    if (*row.range) headers.emplace_back("content-range", row.range);
    headers.emplace_back("content-length", std::to_string(std::string(row.body).size()));
    rig.http.expect("GET", kDownload, row.status, row.body, headers);
    const Got got = download(rig, {.from = 4, .max_bytes = 10});
    CHECK(header(rig.http.requests[0], "Range") == "bytes=4-");
    CHECK(code_of(got.status) == row.expected);
    if (!got.status.ok()) CHECK(got.status.error().retry == RetryAdvice::later);
    REQUIRE(got.heads.size() == (row.from < 0 ? 0 : 1));
    if (row.from < 0) continue;
    CHECK(got.heads[0].from == row.from);
    CHECK(got.heads[0].total == row.total);
  }
}

TEST_CASE("download: a range past the end is the end, or a start from the beginning") {
  MatrixRig rig;
  const char* refusal = "{'errcode':'M_UNKNOWN'}";
  rig.http.expect("GET", kDownload, 416, js(refusal), {{"content-range", "bytes */10"}});
  const Got whole = download(rig, {.from = 10});
  CHECK(whole.status.ok());
  CHECK(whole.heads.at(0).from == 10);
  CHECK(whole.heads.at(0).total == 10);
  for (const char* range : {"bytes */7", ""}) {
    rig.http.expect("GET", kDownload, 416, js(refusal), {{"content-range", range}});
    rig.http.expect("GET", kDownload, 200, "0123456", kPng);
    const Got again = download(rig, {.from = 10});
    CHECK(again.status.ok());
    CHECK(again.heads.at(0).from == 0);
    CHECK(again.bytes == "0123456");
    CHECK(header(rig.http.requests.back(), "Range").empty());
  }
  // Without a range there is nothing that could be past the end.
  rig.http.expect("GET", kDownload, 416, js(refusal));
  CHECK(code_of(download(rig, {}).status) == ErrorCode::REFUSED);
}

TEST_CASE("download: no more than was allowed, whether it is told before or only comes") {
  MatrixRig rig;
  const auto refused = [&rig](int status, std::vector<transport::Header> headers, size_t size,
                              int64_t from) {
    rig.http.expect("GET", kDownload, status, std::string(size, 'x'), std::move(headers));
    const Got got = download(rig, {.from = from, .max_bytes = 10'000});
    CHECK(got.bytes.size() + static_cast<size_t>(from) <= 10'000);
    return code_of(got.status);
  };
  CHECK(refused(200, {{"content-length", "10001"}}, 10'001, 0) == ErrorCode::RESPONSE_TOO_LARGE);
  CHECK(refused(200, {}, 50'000, 0) == ErrorCode::RESPONSE_TOO_LARGE);
  CHECK(refused(206, {{"content-range", "bytes 5000-10000/10001"}}, 5001, 5000) ==
        ErrorCode::RESPONSE_TOO_LARGE);
  CHECK(refused(206, {{"content-range", "bytes 5000-10000/*"}}, 5001, 5000) ==
        ErrorCode::RESPONSE_TOO_LARGE);
  CHECK(refused(200, {{"content-length", "10000"}}, 10'000, 0) == ErrorCode::OK);
}

TEST_CASE("download: a page is no file, unless somebody sent it") {
  struct Row {
    const char* type;
    const char* disposition;
    ErrorCode expected;
    ErrorCode small_picture;
  };
  const Row rows[] = {
      {"text/html", "", ErrorCode::MEDIA_DAMAGED, ErrorCode::MEDIA_DAMAGED},
      {"text/html; charset=utf-8", "", ErrorCode::MEDIA_DAMAGED, ErrorCode::MEDIA_DAMAGED},
      {"application/json", "", ErrorCode::MEDIA_DAMAGED, ErrorCode::MEDIA_DAMAGED},
      {"text/html", "attachment; filename=a.html", ErrorCode::OK, ErrorCode::MEDIA_DAMAGED},
      {"image/png", "", ErrorCode::OK, ErrorCode::OK},
      {"", "", ErrorCode::OK, ErrorCode::OK},
  };
  for (const Row& row : rows) {
    INFO(row.type, " ", row.disposition);
    MatrixRig rig;
    std::vector<transport::Header> headers = {{"content-type", row.type}};
    if (*row.disposition) headers.emplace_back("content-disposition", row.disposition);
    rig.http.expect("GET", kDownload, 200, "<html>", headers);
    const Got file = download(rig, {});
    CHECK(code_of(file.status) == row.expected);
    CHECK(file.bytes == (row.expected == ErrorCode::OK ? "<html>" : ""));
    rig.http.expect("GET", "/_matrix/client/v1/media/thumbnail/pbx.test/abc?", 200, "<html>",
                    headers);
    CHECK(code_of(download(rig, {.from = 3, .width = 320, .height = 240}).status) ==
          row.small_picture);
    const std::string& url = rig.http.requests.back().url;
    CHECK(url.find("method=scale&width=320&height=240") != std::string::npos);
    CHECK(header(rig.http.requests.back(), "Range").empty());
  }
}

TEST_CASE("download: what is not there, not there yet, or not to be had") {
  struct Row {
    int status;
    const char* body;
    ErrorCode expected;
    RetryAdvice retry;
    ErrorCode small_picture;
  };
  constexpr auto kLater = RetryAdvice::later;
  constexpr auto kNever = RetryAdvice::never;
  const Row rows[] = {
      {404, "{'errcode':'M_NOT_FOUND'}", ErrorCode::MEDIA_GONE, kNever, ErrorCode::MEDIA_GONE},
      {504, "{'errcode':'M_NOT_YET_UPLOADED'}", ErrorCode::MEDIA_GONE, kLater,
       ErrorCode::MEDIA_GONE},
      {502, "{'errcode':'M_TOO_LARGE'}", ErrorCode::MEDIA_GONE, kNever, ErrorCode::MEDIA_GONE},
      {400, "{'errcode':'M_UNKNOWN'}", ErrorCode::REFUSED, kNever, ErrorCode::MEDIA_GONE},
      {403, "{'errcode':'M_FORBIDDEN'}", ErrorCode::REFUSED, kNever, ErrorCode::REFUSED},
      {502, "<html>bad gateway</html>", ErrorCode::SERVER_ERROR, kLater, ErrorCode::SERVER_ERROR},
      {504, "<html>timeout</html>", ErrorCode::SERVER_ERROR, kLater, ErrorCode::SERVER_ERROR},
      {401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}", ErrorCode::SESSION_EXPIRED, kLater,
       ErrorCode::SESSION_EXPIRED},
      {429, "{'errcode':'M_LIMIT_EXCEEDED'}", ErrorCode::RATE_LIMITED, kLater,
       ErrorCode::RATE_LIMITED},
  };
  for (const Row& row : rows) {
    INFO(row.status, " ", row.body);
    MatrixRig rig;
    rig.http.expect("GET", kDownload, row.status, js(row.body));
    const Got got = download(rig, {});
    REQUIRE_FALSE(got.status.ok());
    CHECK(got.status.error().code == row.expected);
    if (row.expected != ErrorCode::SESSION_EXPIRED) CHECK(got.status.error().retry == row.retry);
    CHECK(got.heads.empty());
    CHECK(got.bytes.empty());
    rig.http.expect("GET", "/_matrix/client/v1/media/thumbnail/", row.status, js(row.body));
    CHECK(code_of(download(rig, {.width = 9, .height = 9}).status) == row.small_picture);
  }
  MatrixRig rig;
  for (const char* uri : {"http://a/b", "mxc://a", "mxc://a/b/c", "mxc:///b", "mxc://../b"}) {
    CHECK(code_of(download(rig, {.uri = uri}).status) == ErrorCode::MEDIA_GONE);
  }
  CHECK(rig.http.requests.back().url.empty());
}

TEST_CASE("download: from a server that is older than authenticated media") {
  MatrixRig rig;
  for (const char* refusal : {"{'errcode':'M_UNRECOGNIZED'}", "<html>not here</html>"}) {
    rig.http.expect("GET", kDownload, 404, js(refusal));
    rig.http.expect("GET", "/_matrix/media/v3/download/pbx.test/abc?", 206, "56",
                    {{"content-range", "bytes 5-6/7"}});
    const Got got = download(rig, {.from = 5});
    CHECK(got.status.ok());
    CHECK(got.bytes == "56");
  }
  rig.http.expect("GET", kDownload, 404, js("{'errcode':'M_UNRECOGNIZED'}"));
  rig.http.expect("GET", "/_matrix/media/v3/download/", 404, js("{'errcode':'M_NOT_FOUND'}"));
  CHECK(code_of(download(rig, {}).status) == ErrorCode::MEDIA_GONE);
}

TEST_CASE("download: errors of the network, of head and of sink; a cancelled one is silent") {
  MatrixRig rig;
  rig.http.expect_error("GET", kDownload, ErrorCode::UNREACHABLE);
  CHECK(code_of(download(rig, {}).status) == ErrorCode::UNREACHABLE);
  for (const bool in_head : {true, false}) {
    rig.http.expect("GET", kDownload, 200, "abc", kPng);
    Download ask;
    ask.uri = kUri;
    ask.head = [&](const MediaHead&) -> Status {
      if (in_head) return Error(ErrorCode::STORE_FULL);
      return {};
    };
    ask.sink = [](std::string_view) -> Status { return Error(ErrorCode::STORE_IO); };
    const auto status =
        run<void>(rig, [&](auto done) { rig.provider.download(std::move(ask), std::move(done)); });
    CHECK(code_of(status) == (in_head ? ErrorCode::STORE_FULL : ErrorCode::STORE_IO));
  }
  Download ask;
  ask.uri = kUri;
  const CallId call = rig.provider.download(std::move(ask), [](Status) { FAIL("cancelled"); });
  rig.provider.cancel(call);
  rig.http.run(0);
  CHECK(rig.http.cancelled == 1);
}

TEST_CASE("a message with a file: what is written is what is read") {
  Attachment full;
  full.name = "IMG \"1\".jpg";
  full.mime = "image/jpeg";
  full.uri = "mxc://pbx.test/full";
  full.bytes = 123'456;
  full.width = 4032;
  full.height = 3024;
  full.duration_ms = 1500;
  full.thumb_uri = "mxc://pbx.test/thumb";
  full.thumb_mime = "image/webp";
  full.thumb_bytes = 4321;
  full.thumb_width = 320;
  full.thumb_height = 240;
  full.sha256 = std::string(60, 'a') + "09f1";
  Attachment bare;
  bare.name = "a";
  bare.uri = "mxc://pbx.test/bare";
  for (Attachment file : {full, bare}) {
    for (const auto kind : {AttachmentKind::image, AttachmentKind::video, AttachmentKind::audio,
                            AttachmentKind::file}) {
      for (const char* caption : {"", "On the \xC3\xA9tag\xC3\xA8re"}) {
        MatrixRig rig;
        file.kind = kind;
        Outgoing message{caption, "k1", "$q", {file}};
        rig.http.expect("PUT", "/_matrix/client/v3/rooms/!r:x/send/m.room.message/k1", 200,
                        js("{'event_id':'$new'}"));
        REQUIRE(run<std::string>(rig, [&](auto done) {
                  rig.provider.send("!r:x", std::move(message), std::move(done));
                }).ok());
        const std::string content = rig.http.requests[0].body;
        INFO(content);
        const ChangeSet changes = rig.sync_ok(
            js("'join':{") +
            join("!r:x", member("@ann:pbx.test", "join"),
                 js("{'type':'m.room.message','event_id':'$new','sender':'@ann:pbx.test',"
                    "'origin_server_ts':1699000000000,'content':") +
                     content + "}") +
            "}");
        const auto& items = room_in(changes, "!r:x").items;
        REQUIRE(items.size() == 1);
        const Item& item = items[0].item;
        CHECK(item.text == caption);
        CHECK(item.key == "k1");
        CHECK(item.reply_to == "$q");
        REQUIRE(item.attachments.size() == 1);
        CHECK(item.attachments[0] == file);
      }
    }
  }
}

TEST_CASE("a message with more files than it can carry is refused before it leaves") {
  MatrixRig rig;
  CHECK(rig.provider.capabilities().files_per_message == 1);
  const auto result = run<std::string>(rig, [&](auto done) {
    rig.provider.send("!r:x", {"", "k", "", {Attachment(), Attachment()}}, std::move(done));
  });
  CHECK(result.error().code == ErrorCode::INVALID_ARGUMENT);
}
