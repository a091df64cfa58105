// SPDX-License-Identifier: Apache-2.0
// The content repository as Synapse keeps one, and what the company sends.
#include "sandbox/client.h"
#include "sandbox/company.h"
#include "sandbox/control.h"

namespace ix::sandbox {
namespace {

std::string header(const transport::HttpResponse& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return {};
}

struct Files : TestCompany {
  Files() {
    alice.login("alice");
    bob.login("bob");
  }
  transport::HttpResponse ask(const TestClient& who, std::string_view method,
                              const std::string& path, std::string_view body = {},
                              std::string_view range = {}, Millis waited = 0) {
    Request request = make_request(method, "/_matrix/" + path, who.token, body);
    request.content_type = "image/png";
    request.range = range;
    Reply reply = server.handle(request, now, waited);
    REQUIRE(reply);
    return std::move(*reply);
  }
  static std::string code(const transport::HttpResponse& reply) {
    auto document = json::Document::parse(reply.body);
    return document.ok() ? std::string(document->root()["errcode"].string()) : std::string();
  }
  // "pbx.test/ID" of a new reservation.
  std::string reserve(const TestClient& who) {
    const auto reply = ask(who, "POST", "media/v1/create", "{}");
    REQUIRE(reply.status == 200);
    const auto document = json::Document::parse(reply.body);
    const std::string uri(document->root()["content_uri"].string());
    CHECK(document->root()["unused_expires_at"].integer_or(0) == now + 24 * 3'600'000);
    REQUIRE(uri.starts_with("mxc://pbx.test/"));
    return uri.substr(6);
  }
};

}  // namespace

TEST_CASE("a reserved place is filled once, by who reserved it, within a day") {
  Files files;
  const std::string place = files.reserve(files.alice);
  const std::string put = "media/v3/upload/" + place + "?filename=a%20b.png";
  const std::string get = "client/v1/media/download/" + place + "?timeout_ms=1000";
  CHECK(files.code(files.ask(files.bob, "PUT", put, "mine")) == "M_FORBIDDEN");
  CHECK_FALSE(files.server.handle(make_request("GET", "/_matrix/" + get, files.alice.token),
                                  files.now, 999));
  const auto early = files.ask(files.bob, "GET", get, {}, {}, 1000);
  CHECK(early.status == 504);
  CHECK(files.code(early) == "M_NOT_YET_UPLOADED");

  // No JSON is expected of a file.
  CHECK(files.ask(files.alice, "PUT", put, "{not json").status == 200);
  const auto again = files.ask(files.alice, "PUT", put, "other");
  CHECK(again.status == 409);
  CHECK(files.code(again) == "M_CANNOT_OVERWRITE_MEDIA");
  const auto got = files.ask(files.bob, "GET", get);
  CHECK(got.status == 200);
  CHECK(got.body == "{not json");
  CHECK(header(got, "content-type") == "image/png");
  CHECK(header(got, "content-disposition") == "inline; filename*=utf-8''a%20b.png");
  files.now += 48 * 3'600'000;
  files.bob.login("bob");
  CHECK(files.ask(files.bob, "GET", get).status == 200);  // what is there stays

  files.alice.login("alice");
  const std::string late = files.reserve(files.alice);
  files.now += 24 * 3'600'000 + 1;
  files.alice.login("alice");
  const auto over = files.ask(files.alice, "PUT", "media/v3/upload/" + late, "late");
  CHECK(over.status == 404);
  CHECK(files.code(over) == "M_NOT_FOUND");
  CHECK(files.ask(files.alice, "GET", "client/v1/media/download/" + late).status == 404);
}

TEST_CASE("no more than five places wait for the files of one person") {
  Files files;
  std::string last;
  for (int i = 0; i < 5; ++i) last = files.reserve(files.alice);
  const auto refused = files.ask(files.alice, "POST", "media/v1/create", "{}");
  CHECK(refused.status == 429);
  CHECK(files.code(refused) == "M_LIMIT_EXCEEDED");
  files.reserve(files.bob);
  CHECK(files.ask(files.alice, "PUT", "media/v3/upload/" + last, "x").status == 200);
  files.reserve(files.alice);
}

TEST_CASE("a file is given whole, or from a byte on, to who is signed in") {
  Files files;
  const auto posted = files.ask(files.alice, "POST", "media/v3/upload", "0123456789");
  const auto document = json::Document::parse(posted.body);
  const std::string get =
      "client/v1/media/download/" + std::string(document->root()["content_uri"].string().substr(6));
  const auto part = [&](std::string_view range) {
    return files.ask(files.bob, "GET", get, {}, range);
  };
  CHECK(part("bytes=4-").status == 206);
  CHECK(part("bytes=4-").body == "456789");
  CHECK(header(part("bytes=4-"), "content-range") == "bytes 4-9/10");
  CHECK(part("bytes=4-5").body == "45");
  CHECK(header(part("bytes=4-99"), "content-range") == "bytes 4-9/10");
  CHECK(part("bytes=9-").body == "9");
  CHECK(part("bytes=10-").status == 416);
  CHECK(header(part("bytes=10-"), "content-range") == "bytes */10");
  for (const char* odd : {"", "bytes=-3", "bytes=5-4", "bytes=a-", "lines=1-2", "bytes=1-2,4-5"}) {
    INFO(odd);
    CHECK(part(odd).status == 200);
    CHECK(part(odd).body == "0123456789");
  }
  CHECK(header(part(""), "content-length") == "10");
  files.bob.token.clear();
  CHECK(part("").status == 401);
  CHECK(files.ask(files.alice, "GET", "client/v1/media/download/pbx.test/none").status == 404);
  CHECK(files.ask(files.alice, "GET", "client/v1/media/download/else.test/none").status == 404);
  // Media without authentication is not served any more.
  CHECK(files.ask(files.alice, "GET", "media/v3/download/pbx.test/none").status == 404);
}

TEST_CASE("limits of one file and of all, as they are told and as they are kept") {
  Millis now = 1'700'000'000'000;
  HomeserverOptions options;
  options.max_upload_bytes = 10;
  options.max_media_bytes = 25;
  Homeserver server(options);
  server.run_due(now);
  server.add_user("alice", "secret", "Alice");
  TestClient alice(server, now);
  alice.login("alice");
  CHECK(alice.call("GET", "media/config")["m.upload.size"].integer_or(0) == 10);
  const auto post = [&](size_t size) {
    return server
        .handle(
            make_request("POST", "/_matrix/media/v3/upload", alice.token, std::string(size, 'x')),
            now)
        ->status;
  };
  CHECK(post(11) == 413);
  CHECK(post(10) == 200);
  CHECK(post(10) == 200);
  CHECK(post(6) == 413);
  CHECK(post(5) == 200);
  CHECK(post(0) == 200);
}

TEST_CASE("a small picture is its own thumbnail, of all else there is none") {
  Files files;
  const auto thumbnail = [&](std::string_view mime, size_t size) {
    const std::string uri =
        files.server.store_file(files.alice.user, "a", mime, std::string(size, 'x'));
    return files
        .ask(files.bob, "GET",
             "client/v1/media/thumbnail/" + uri.substr(6) + "?width=32&height=32&method=scale")
        .status;
  };
  CHECK(thumbnail("image/png", 65'536) == 200);
  CHECK(thumbnail("image/png", 65'537) == 404);
  CHECK(thumbnail("application/pdf", 10) == 404);
  const std::string voice = files.server.store_recording(files.alice.user, 1000);
  CHECK(files.ask(files.bob, "GET", "client/v1/media/thumbnail/" + voice.substr(6)).status == 404);
}

TEST_CASE("a recording is a WAV file of its length, the same each time") {
  const std::string bytes = recording(1500);
  CHECK(static_cast<int64_t>(bytes.size()) == recording_bytes(1500));
  CHECK(bytes.substr(0, 4) == "RIFF");
  CHECK(bytes.substr(8, 8) == "WAVEfmt ");
  CHECK(bytes.substr(36, 4) == "data");
  const auto number = [&](size_t at) {
    uint32_t value = 0;
    for (int i = 3; i >= 0; --i)
      value = value << 8 | static_cast<uint8_t>(bytes[at + static_cast<size_t>(i)]);
    return value;
  };
  CHECK(number(4) == bytes.size() - 8);
  CHECK(number(40) == bytes.size() - 44);
  CHECK(number(24) == 8000);
  CHECK(recording(1500) == bytes);
  CHECK(bytes.find_first_not_of('\0', 44) != std::string::npos);
}

TEST_CASE("base64 as it is written down, and nothing else") {
  std::string out;
  CHECK((decode_base64("U2FsdXQh", out) && out == "Salut!"));
  CHECK((decode_base64("U2FsdXQ=", out) && out == "Salut"));
  CHECK((decode_base64("U2Fs/+==", out) && out.size() == 4));
  CHECK((decode_base64("", out) && out.empty()));
  for (const char* bad : {"U2F", "U2F*", "U=Fs", "====", "U2FsdXQ", "U2Fs dXQ"}) {
    INFO(bad);
    CHECK_FALSE(decode_base64(bad, out));
  }
}

TEST_CASE("the bundled company has a picture, a paper and a recording that can be had") {
  auto file = CompanyFile::read(builtin_company());
  REQUIRE(file.ok());
  const Millis now = 1'700'000'000'000;
  auto company = Company::open(file.take(), now);
  Homeserver& server = company->server();
  TestClient alex(server, const_cast<Millis&>(now));
  json::Writer login;
  login.begin_object().field("type", "m.login.password").key("identifier").begin_object();
  login.field("type", "m.id.user").field("user", "alex").end_object();
  login.field("password", "poutine-2026").end_object();
  alex.token = alex.call("POST", "login", login.take()).text("access_token");
  std::map<std::string, std::string> begins;  // mime -> first bytes
  const auto fetch = [&](json::Value place, json::Value info, const char* mime_key) {
    const std::string uri(place["url"].string());
    if (uri.empty()) return;
    const Reply reply = server.handle(
        make_request("GET", "/_matrix/client/v1/media/download/" + uri.substr(6), alex.token), now);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(info["size"].integer_or(0) == static_cast<int64_t>(reply->body.size()));
    begins[std::string(info[mime_key].string())] = reply->body.substr(0, 4);
  };
  for (const auto& [id, room] : server.rooms()) {
    for (size_t i = 0; i < room->events().size(); ++i) {
      const auto content = json::Document::parse(room->events()[i].content);
      REQUIRE(content.ok());
      fetch(content->root(), content->root()["info"], "mimetype");
      fetch(content->root()["voicemail"], content->root()["voicemail"], "mime");
    }
  }
  CHECK(begins == std::map<std::string, std::string>{{"application/pdf", "%PDF"},
                                                     {"audio/wav", "RIFF"},
                                                     {"image/png", "\x89PNG"}});
}

TEST_CASE("a colleague and a customer send files, and a company can be told its limit") {
  auto file = CompanyFile::read(builtin_company());
  REQUIRE(file.ok());
  auto company = Company::open(file.take(), 1'700'000'000'000);
  Millis ahead = 0;
  const auto tell = [&](const char* what, std::string_view body) {
    return control(*company, make_request("POST", std::string("/_sandbox/") + what, {}, body),
                   ahead)
        .status;
  };
  CHECK(tell("file", R"({"user":"marie","to":"alex","name":"a.txt","mime":"text/plain",)"
                     R"("base64":"U2FsdXQh","text":"Tiens"})") == 200);
  CHECK(tell("file", R"({"number":"+16135550142","name":"a.png","mime":"image/png",)"
                     R"("base64":"U2FsdXQh"})") == 200);
  for (const char* bad :
       {R"({"user":"marie","to":"alex","name":"a.txt","mime":"text/plain","base64":"U2F"})",
        R"({"user":"marie","to":"alex","name":"a.txt","mime":"text","base64":"U2FsdXQh"})",
        R"({"user":"marie","to":"alex","name":"","mime":"text/plain","base64":"U2FsdXQh"})",
        R"({"user":"marie","to":"nobody","name":"a","mime":"text/plain","base64":"U2FsdXQh"})",
        R"({"number":"+1","name":"a","mime":"text/plain","base64":"U2FsdXQh"})"}) {
    INFO(bad);
    CHECK(tell("file", bad) == 400);
  }
  CHECK(tell("media", R"({"max_bytes":3})") == 200);
  CHECK(tell("media", R"({"max_bytes":-3})") == 400);
}

}  // namespace ix::sandbox
