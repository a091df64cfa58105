// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/json_reader.h"
#include "provider/matrix_rig.h"

using namespace ix;
using namespace ix::test;
using provider::Session;
using provider::SignIn;

namespace {

constexpr const char* kVersions = "/_matrix/client/versions";
const std::string kVersionsReply = js("{'versions':['v1.1','v1.12']}");
const std::string kLoginReply =
    js("{'user_id':'@bo:pbx.test','device_id':'D7','access_token':'AT','refresh_token':'RT',"
       "'expires_in_ms':300000}");

SignIn by_password(std::string server) {
  SignIn request;
  request.server = std::move(server);
  request.user = "bo";
  request.password = Secret("hunter2");
  return request;
}

Result<Session> sign_in(MatrixRig& rig, SignIn request) {
  std::optional<Result<Session>> out;
  rig.provider.sign_in(std::move(request), [&out](Result<Session> done) { out = std::move(done); });
  CHECK_FALSE(out.has_value());
  rig.http.run(0);
  REQUIRE(out.has_value());
  return std::move(*out);
}

ErrorCode refused(MatrixRig& rig, SignIn request) {
  const auto done = sign_in(rig, std::move(request));
  return done.ok() ? ErrorCode::OK : done.error().code;
}

}  // namespace

TEST_CASE("a password sign-in reads the account") {
  MatrixRig rig;
  rig.http.expect("GET", kVersions, 200, kVersionsReply);
  rig.http.expect("POST", "/_matrix/client/v3/login", 200, kLoginReply);
  rig.http.expect("GET", "/_matrix/client/v3/profile/@bo:pbx.test/displayname", 200,
                  js("{'displayname':'Bo'}"));
  rig.http.expect("GET",
                  "/_matrix/client/v3/user/@bo:pbx.test/account_data/org.interactions.numbers", 200,
                  js("{'numbers':[{'e164':'+16135550100','sms':true},{'e164':'613'},7]}"));
  SignIn request = by_password("HTTP://HS.test/");
  request.device_id = "D7";
  const auto done = sign_in(rig, request);
  REQUIRE(done.ok());
  CHECK(done->server == "http://hs.test");
  CHECK(done->user_id == "@bo:pbx.test");
  CHECK(done->device_id == "D7");
  CHECK(done->display_name == "Bo");
  CHECK(done->credentials.access_token.reveal() == "AT");
  CHECK(done->credentials.refresh_token.reveal() == "RT");
  CHECK(done->credentials.expires_at_ms == rig.clock.now + 300'000);
  REQUIRE(done->numbers.size() == 1);
  CHECK(done->numbers[0].e164 == "+16135550100");
  CHECK(done->numbers[0].sms);
  CHECK_FALSE(done->numbers[0].mms);

  const auto body = json::Document::parse(rig.http.requests[1].body);
  REQUIRE(body.ok());
  CHECK(body->root()["type"].string() == "m.login.password");
  CHECK(body->root()["identifier"]["user"].string() == "bo");
  CHECK(body->root()["password"].string() == "hunter2");
  CHECK(body->root()["device_id"].string() == "D7");
  CHECK(body->root()["refresh_token"].boolean());
  CHECK(rig.http.requests[1].bearer.empty());
  CHECK(rig.http.requests[2].bearer.reveal() == "AT");
}

TEST_CASE("what is optional after a sign-in may fail") {
  MatrixRig rig;
  rig.http.expect("GET", kVersions, 200, kVersionsReply);
  rig.http.expect("POST", "/_matrix/client/v3/login", 200,
                  js("{'user_id':'@bo:pbx.test','access_token':'AT'}"));
  rig.http.expect("GET", "/_matrix/client/v3/profile/", 502, "<html>");
  rig.http.expect_error("GET", "/_matrix/client/v3/user/", ErrorCode::TIMEOUT);
  const auto done = sign_in(rig, by_password("http://hs.test"));
  REQUIRE(done.ok());
  CHECK(done->display_name.empty());
  CHECK(done->numbers.empty());
  CHECK(done->credentials.expires_at_ms == 0);
  const auto body = json::Document::parse(rig.http.requests[1].body);
  CHECK_FALSE(body->root()["device_id"].exists());  // absent, never null
}

TEST_CASE("a token sign-in asks who it is") {
  MatrixRig rig;
  SignIn request;
  request.server = "http://hs.test";
  request.token = Secret("given");
  SUBCASE("and takes the answer") {
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("GET", "/_matrix/client/v3/account/whoami", 200,
                    js("{'user_id':'@bo:pbx.test','device_id':'D1'}"));
    rig.http.expect("GET", "/_matrix/client/v3/profile/", 404,
                    js("{'errcode':'M_NOT_FOUND','error':'x'}"));
    rig.http.expect("GET", "/_matrix/client/v3/user/", 404, js("{'errcode':'M_NOT_FOUND'}"));
    const auto done = sign_in(rig, request);
    REQUIRE(done.ok());
    CHECK(done->device_id == "D1");
    CHECK(done->credentials.access_token.reveal() == "given");
    CHECK(rig.http.requests[1].bearer.reveal() == "given");
  }
  SUBCASE("refused for another user than the one named") {
    request.user = "cy";
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("GET", "/_matrix/client/v3/account/whoami", 200,
                    js("{'user_id':'@bo:pbx.test'}"));
    CHECK(refused(rig, request) == ErrorCode::SIGN_IN_REFUSED);
  }
  SUBCASE("refused when the token is not known") {
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("GET", "/_matrix/client/v3/account/whoami", 401,
                    js("{'errcode':'M_UNKNOWN_TOKEN','soft_logout':false}"));
    CHECK(refused(rig, request) == ErrorCode::SIGN_IN_REFUSED);
  }
}

TEST_CASE("sign-in failures") {
  MatrixRig rig;
  SUBCASE("wrong password") {
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("POST", "/_matrix/client/v3/login", 403,
                    js("{'errcode':'M_FORBIDDEN','error':'Invalid username or password'}"));
    const auto done = sign_in(rig, by_password("http://hs.test"));
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().code == ErrorCode::SIGN_IN_REFUSED);
    CHECK(done.error().http_status == 403);
    CHECK(done.error().server_code == "M_FORBIDDEN");
    CHECK(done.error().message.find("Invalid username") == std::string::npos);
  }
  SUBCASE("too many tries: the body's time wins over the header's") {
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("POST", "/_matrix/client/v3/login", 429,
                    js("{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':765}"),
                    {{"retry-after", "1"}});
    const auto done = sign_in(rig, by_password("http://hs.test"));
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().code == ErrorCode::RATE_LIMITED);
    CHECK(done.error().retry_after_ms == 765);
  }
  SUBCASE("a network's own page in place of the login is no word on the password") {
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("POST", "/_matrix/client/v3/login", 403, "<html>please sign in</html>");
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::REFUSED);
  }
  SUBCASE("a broken login reply does not say that there is no homeserver") {
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("POST", "/_matrix/client/v3/login", 200, "{");
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::BAD_RESPONSE);
  }
  SUBCASE("a server that wants a session before it tells its versions") {
    rig.http.expect("GET", kVersions, 401, js("{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}"));
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::NOT_A_HOMESERVER);
  }
  SUBCASE("a web site") {
    rig.http.expect("GET", kVersions, 404, "<html>no such page</html>");
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::NOT_A_HOMESERVER);
  }
  SUBCASE("a web site that answers everything with a page") {
    rig.http.expect("GET", kVersions, 200, "<html>hello</html>");
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::NOT_A_HOMESERVER);
  }
  SUBCASE("JSON that is something else") {
    rig.http.expect("GET", kVersions, 200, js("{'version':1}"));
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::NOT_A_HOMESERVER);
  }
  SUBCASE("no way there") {
    rig.http.expect_error("GET", kVersions, ErrorCode::UNREACHABLE);
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::UNREACHABLE);
  }
  SUBCASE("the server is down behind its proxy") {
    rig.http.expect("GET", kVersions, 502, "<html>");
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::SERVER_ERROR);
  }
  SUBCASE("an address that is none") {
    CHECK(refused(rig, by_password("ftp://hs.test")) == ErrorCode::INVALID_URL);
    CHECK(refused(rig, by_password("http://a:b@hs.test")) == ErrorCode::INVALID_URL);
  }
  SUBCASE("a login reply without a token") {
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("POST", "/_matrix/client/v3/login", 200, js("{'user_id':'@bo:pbx.test'}"));
    CHECK(refused(rig, by_password("http://hs.test")) == ErrorCode::BAD_RESPONSE);
  }
}

TEST_CASE("an https address may tell where the homeserver is") {
  MatrixRig rig;
  rig.http.expect("GET", kVersions, 404, "<html>");
  SUBCASE("elsewhere") {
    rig.http.expect("GET", "/.well-known/matrix/client", 200,
                    js("{'m.homeserver':{'base_url':'https://matrix.pbx.test/'}}"));
    rig.http.expect("GET", kVersions, 200, kVersionsReply);
    rig.http.expect("POST", "/_matrix/client/v3/login", 403, js("{'errcode':'M_FORBIDDEN'}"));
    CHECK(refused(rig, by_password("pbx.test")) == ErrorCode::SIGN_IN_REFUSED);
    CHECK(rig.http.requests[0].url == "https://pbx.test/_matrix/client/versions");
    CHECK(rig.http.requests[3].url == "https://matrix.pbx.test/_matrix/client/v3/login");
  }
  SUBCASE("but never down to http") {
    rig.http.expect("GET", "/.well-known/matrix/client", 200,
                    js("{'m.homeserver':{'base_url':'http://matrix.pbx.test'}}"));
    CHECK(refused(rig, by_password("https://pbx.test")) == ErrorCode::NOT_A_HOMESERVER);
  }
  SUBCASE("or nothing") {
    rig.http.expect("GET", "/.well-known/matrix/client", 404, "");
    CHECK(refused(rig, by_password("https://pbx.test")) == ErrorCode::NOT_A_HOMESERVER);
  }
}

TEST_CASE("refresh tells a session to renew from one that is gone") {
  MatrixRig rig;
  std::optional<Result<Credentials>> out;
  const auto refresh = [&] {
    rig.provider.refresh([&out](Result<Credentials> done) { out = std::move(done); });
    rig.http.run(0);
    REQUIRE(out.has_value());
  };
  SUBCASE("renewed, with the old refresh token when none is given") {
    rig.http.expect("POST", "/_matrix/client/v3/refresh", 200, js("{'access_token':'A2'}"));
    refresh();
    REQUIRE(out->ok());
    CHECK((*out)->access_token.reveal() == "A2");
    CHECK((*out)->refresh_token.reveal() == "ref");
    CHECK(rig.http.requests[0].bearer.empty());
    CHECK(rig.http.requests[0].body == js("{'refresh_token':'ref'}"));
  }
  SUBCASE("used up") {
    rig.http.expect("POST", "/_matrix/client/v3/refresh", 403, js("{'errcode':'M_FORBIDDEN'}"));
    refresh();
    CHECK(out->error().code == ErrorCode::SESSION_EXPIRED);
  }
  SUBCASE("a web page in place of the server does not end the session") {
    rig.http.expect("POST", "/_matrix/client/v3/refresh", 403, "<html>please sign in</html>");
    refresh();
    CHECK(out->error().code == ErrorCode::REFUSED);
    CHECK(out->error().retry == RetryAdvice::later);
  }
  SUBCASE("signed out elsewhere") {
    rig.http.expect("POST", "/_matrix/client/v3/refresh", 401, js("{'errcode':'M_UNKNOWN_TOKEN'}"));
    refresh();
    CHECK(out->error().code == ErrorCode::SIGNED_OUT);
  }
  SUBCASE("without a refresh token") {
    Session session;
    session.server = "http://hs.test";
    session.user_id = "@ann:pbx.test";
    rig.provider.set_session(session);
    refresh();
    CHECK(out->error().code == ErrorCode::SESSION_EXPIRED);
  }
}

TEST_CASE("signing out of a session that is gone is done") {
  MatrixRig rig;
  std::optional<Status> out;
  const auto sign_out = [&] {
    rig.provider.sign_out([&out](Status done) { out = std::move(done); });
    rig.http.run(0);
    REQUIRE(out.has_value());
  };
  SUBCASE("by the server") {
    rig.http.expect("POST", "/_matrix/client/v3/logout", 200, "{}");
    sign_out();
    CHECK(out->ok());
  }
  SUBCASE("before") {
    rig.http.expect("POST", "/_matrix/client/v3/logout", 401, js("{'errcode':'M_UNKNOWN_TOKEN'}"));
    sign_out();
    CHECK(out->ok());
  }
  SUBCASE("not at all") {
    rig.http.expect_error("POST", "/_matrix/client/v3/logout", ErrorCode::UNREACHABLE);
    sign_out();
    CHECK(out->error().code == ErrorCode::UNREACHABLE);
  }
}

TEST_CASE("a call can be cancelled between its requests") {
  MatrixRig rig;
  bool called = false;
  const auto call = rig.provider.sign_in(by_password("http://hs.test"),
                                         [&called](Result<Session>) { called = true; });
  rig.provider.cancel(call);
  rig.http.run(0);
  CHECK_FALSE(called);
  CHECK(rig.http.cancelled == 1);
  rig.provider.cancel(call);
  rig.provider.cancel(12345);
}
