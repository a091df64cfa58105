// SPDX-License-Identifier: Apache-2.0
// What the provider asks of a server, and how it reads the answers and refusals.
#include <doctest/doctest.h>

#include "base/json_reader.h"
#include "provider/matrix_rig.h"

using namespace ix;
using namespace ix::test;
using provider::Outgoing;

namespace {

constexpr const char* kDirect = "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct";
constexpr const char* kSend = "/_matrix/client/v3/rooms/!r:x/send/m.room.message/";

template <class T, class Start>
Result<T> run(MatrixRig& rig, Start start) {
  std::optional<Result<T>> out;
  start([&out](Result<T> done) { out = std::move(done); });
  CHECK_FALSE(out.has_value());
  rig.http.run(0);
  REQUIRE(out.has_value());
  return std::move(*out);
}

Result<std::string> send(MatrixRig& rig, Outgoing message) {
  return run<std::string>(
      rig, [&](auto done) { rig.provider.send("!r:x", std::move(message), std::move(done)); });
}

Result<std::string> resolve(MatrixRig& rig, const std::string& number) {
  return run<std::string>(rig,
                          [&](auto done) { rig.provider.resolve_number(number, std::move(done)); });
}

Result<HistoryPage> history(MatrixRig& rig, const std::string& token) {
  return run<HistoryPage>(
      rig, [&](auto done) { rig.provider.history("!r:x", {.token = token}, 50, std::move(done)); });
}

json::Document parsed(const std::string& text) {
  auto document = json::Document::parse(text);
  REQUIRE(document.ok());
  return document.take();
}

}  // namespace

TEST_CASE("a send carries its key twice") {
  MatrixRig rig;
  rig.http.expect("PUT", std::string(kSend) + "k/1", 200, js("{'event_id':'$new'}"));
  const auto id = send(rig, {"h\xC3\xA9llo \"x\"", "k/1", "$q"});
  REQUIRE(id.ok());
  CHECK(*id == "$new");
  const auto& request = rig.http.requests[0];
  CHECK(request.url == "http://hs.test/_matrix/client/v3/rooms/%21r%3Ax/send/m.room.message/k%2F1");
  CHECK(request.bearer.reveal() == "tok");
  const auto body = parsed(request.body);
  CHECK(body.root()["msgtype"].string() == "m.text");
  CHECK(body.root()["body"].string() == "h\xC3\xA9llo \"x\"");
  CHECK(body.root()["org.interactions.key"].string() == "k/1");
  CHECK(body.root()["m.relates_to"]["m.in_reply_to"]["event_id"].string() == "$q");
  rig.http.expect("PUT", kSend, 200, js("{'event_id':'$n2'}"));
  REQUIRE(send(rig, {"x", "k2", ""}).ok());
  CHECK_FALSE(parsed(rig.http.requests[1].body).root()["m.relates_to"].exists());
}

TEST_CASE("refusals of a server, in the contract's terms") {
  struct Row {
    int status;
    const char* body;
    ErrorCode expected;
  };
  const Row rows[] = {
      {401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}", ErrorCode::SESSION_EXPIRED},
      {401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':false}", ErrorCode::SIGNED_OUT},
      {401, "{'errcode':'M_UNKNOWN_TOKEN'}", ErrorCode::SIGNED_OUT},
      {401, "{'errcode':'M_MISSING_TOKEN'}", ErrorCode::SIGNED_OUT},
      {401, "<html>proxy wants a password</html>", ErrorCode::REFUSED},
      {403, "{'errcode':'M_FORBIDDEN'}", ErrorCode::REFUSED},
      {404, "{'errcode':'M_NOT_FOUND'}", ErrorCode::NOT_FOUND},
      {404, "<html>", ErrorCode::REFUSED},
      {413, "{'errcode':'M_TOO_LARGE'}", ErrorCode::TEXT_TOO_LARGE},
      {400, "{'errcode':'M_TOO_LARGE'}", ErrorCode::TEXT_TOO_LARGE},
      {400, "{'errcode':'M_UNKNOWN'}", ErrorCode::REFUSED},
      {429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':765}", ErrorCode::RATE_LIMITED},
      {500, "{'errcode':'M_UNKNOWN'}", ErrorCode::SERVER_ERROR},
      {502, "<html>bad gateway</html>", ErrorCode::SERVER_ERROR},
      {520, "<html>", ErrorCode::SERVER_ERROR},
      {200, "<html>captive portal</html>", ErrorCode::BAD_RESPONSE},
      {200, "{'event_id':", ErrorCode::BAD_RESPONSE},
      {200, "{'event_id':7}", ErrorCode::BAD_RESPONSE},
      {200, "7", ErrorCode::BAD_RESPONSE},
  };
  for (const Row& row : rows) {
    MatrixRig rig;
    CAPTURE(row.status);
    CAPTURE(row.body);
    rig.http.expect("PUT", kSend, row.status, js(row.body), {{"retry-after", "9"}});
    const auto id = send(rig, {"x", "k", ""});
    REQUIRE_FALSE(id.ok());
    CHECK(id.error().code == row.expected);
    // Only a homeserver's own refusal is final.
    const bool final = row.expected == ErrorCode::REFUSED && row.body[0] == '{';
    if (row.expected == ErrorCode::REFUSED) {
      CHECK(id.error().retry == (final ? RetryAdvice::never : RetryAdvice::later));
    }
    if (row.expected == ErrorCode::RATE_LIMITED) CHECK(id.error().retry_after_ms == 765);
    if (row.expected == ErrorCode::SERVER_ERROR) {
      CHECK(id.error().retry == RetryAdvice::later);
      CHECK(id.error().retry_after_ms == 9000);
    }
  }
}

TEST_CASE("only a message can be too long; a page that is refused for its size is refused") {
  MatrixRig rig;
  rig.http.expect("GET", "/_matrix/client/v3/rooms/!r:x/messages", 413, "<html>");
  const auto page = history(rig, "t");
  REQUIRE_FALSE(page.ok());
  CHECK(page.error().code == ErrorCode::REFUSED);
}

TEST_CASE("a pause the server asks for is told") {
  MatrixRig rig;
  rig.http.expect("PUT", kSend, 429, js("{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':61001}"));
  CHECK(send(rig, {"x", "k", ""}).error().message == "too many requests: try again in 62 s");
}

TEST_CASE("a reply that is too large leaves open what the server did") {
  MatrixRig rig;
  rig.http.expect_error("PUT", kSend, ErrorCode::RESPONSE_TOO_LARGE);
  CHECK(send(rig, {"x", "k", ""}).error().retry == RetryAdvice::later);
  rig.http.expect_error("PUT", kSend, ErrorCode::REDIRECT_REFUSED);
  CHECK(send(rig, {"x", "k", ""}).error().retry == RetryAdvice::later);
}

TEST_CASE("what is asked in a session stays with its server") {
  MatrixRig rig;
  rig.http.expect("PUT", kSend, 200, js("{'event_id':'$new'}"));
  REQUIRE(send(rig, {"x", "k", ""}).ok());
  CHECK(rig.http.requests[0].stays);
}

TEST_CASE("before any session there is nobody to ask for") {
  FakeHttp http;
  MapMemory memory;
  FixedClock clock;
  Logger log;
  provider::matrix::MatrixProvider provider(http, memory, clock, log);
  std::optional<Result<ChangeSet>> out;
  provider.changes("", 0, no_part, [&out](Result<ChangeSet> done) { out = std::move(done); });
  http.run(0);
  REQUIRE(out.has_value());
  CHECK(out->error().code == ErrorCode::SIGNED_OUT);
}

TEST_CASE("a long poll waits, a first sync does not") {
  MatrixRig rig;
  rig.sync_ok("");
  rig.sync_ok("");
  const auto& first = rig.http.requests[1];
  const auto& second = rig.http.requests[2];
  CHECK(first.url.find("&timeout=0") != std::string::npos);
  CHECK(first.url.find("since=") == std::string::npos);
  CHECK(first.poll_ms == 0);
  CHECK(first.patience >= 4);
  CHECK(second.url.find("&timeout=30000") != std::string::npos);
  CHECK(second.url.find("&since=s1") != std::string::npos);
  CHECK(second.poll_ms == 30'000);
  CHECK(second.patience == 1);
  const std::string path = path_of(first.url);
  const size_t start = path.find("filter=") + 7;
  const auto filter = parsed(path.substr(start, path.find("&set_presence") - start));
  CHECK(filter.root()["room"]["timeline"]["limit"].integer() == 20);
  CHECK(filter.root()["room"]["state"]["lazy_load_members"].boolean());
}

TEST_CASE("a bad token is told apart from a bad request") {
  MatrixRig rig;
  rig.sync_ok("");
  const auto changes = [&](int status, const std::string& body) {
    rig.http.expect("GET", "/_matrix/client/v3/sync?", status, body);
    const auto out = run<ChangeSet>(
        rig, [&](auto done) { rig.provider.changes("broken", 0, no_part, std::move(done)); });
    return out.error().code;
  };
  CHECK(changes(400, js("{'errcode':'M_UNKNOWN','error':'Invalid stream token'}")) ==
        ErrorCode::INVALID_CURSOR);
  CHECK(changes(400, js("{'errcode':'M_BAD_JSON'}")) == ErrorCode::REFUSED);
  CHECK(changes(500, js("{'errcode':'M_UNKNOWN'}")) == ErrorCode::SERVER_ERROR);
  rig.http.expect("GET", "/_matrix/client/v3/rooms/!r:x/messages", 400,
                  js("{'errcode':'M_UNKNOWN'}"));
  CHECK(history(rig, "x").error().code == ErrorCode::INVALID_CURSOR);
}

TEST_CASE("a server without bridges is asked once; one that fails is asked again") {
  MatrixRig rig;
  const auto changes = [&](int status, const std::string& body) {
    rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", status, body);
    rig.http.expect("GET", "/_matrix/client/v3/sync?", 200, js("{'next_batch':'s'}"));
    return run<ChangeSet>(
        rig, [&](auto done) { rig.provider.changes("", 0, no_part, std::move(done)); });
  };
  CHECK(changes(502, "<html>").ok());
  CHECK(changes(404, js("{'errcode':'M_UNRECOGNIZED'}")).ok());
  rig.asked_protocols = true;
  rig.sync_ok("");
}

TEST_CASE("a page of history, newest first") {
  MatrixRig rig;
  rig.sync_ok(js("'join':{") +
              join("!r:x", member("@ann:pbx.test", "join", "Ann"), "",
                   ",'summary':{'m.joined_member_count':3}") +
              "}");
  const std::string state_events = member("@bo:pbx.test", "join", "Bo Roy");
  const std::string chunk =
      text_event("$3", "@bo:pbx.test", "three") + "," +
      event("$2", "m.room.message", "@bo:pbx.test",
            "{'msgtype':'m.text','body':'* x','m.new_content':{'msgtype':'m.text','body':'x'},"
            "'m.relates_to':{'rel_type':'m.replace','event_id':'$1'}}") +
      "," + text_event("$1", "@ann:pbx.test", "one");
  rig.http.expect(
      "GET", "/_matrix/client/v3/rooms/!r:x/messages?dir=b&limit=50&from=t1&filter=", 200,
      js("{'chunk':[") + chunk + js("],'start':'t1','end':'t0','state':[") + state_events + "]}");
  auto page = history(rig, "t1");
  REQUIRE(page.ok());
  CHECK(page->from_token == "t1");
  CHECK(page->next_token == "t0");
  REQUIRE(page->items.size() == 2);
  CHECK(page->items[0].item.remote_id == "$3");
  CHECK(page->items[0].item.sender_name == "Bo Roy");
  CHECK(page->items[1].item.direction == Direction::out);
  REQUIRE(page->relations.size() == 1);
  CHECK(page->relations[0].target == "$1");

  const auto ends = [&](const std::string& reply) {
    rig.http.expect("GET", "/_matrix/client/v3/rooms/!r:x/messages", 200, reply);
    page = history(rig, "t0");
    REQUIRE(page.ok());
    return page->next_token;
  };
  CHECK(ends(js("{'chunk':[]}")).empty());               // no `end`: the start
  CHECK(ends(js("{'chunk':[],'end':'t0'}")).empty());    // leads to itself
  CHECK(ends(js("{'chunk':[],'end':'t-1'}")) == "t-1");  // empty is not the end
  CHECK(ends(js("{'chunk':[") + state("m.room.create", "{}") + js("],'end':'t-2'}")).empty());
  rig.http.expect("GET", "/_matrix/client/v3/rooms/!r:x/messages", 200, js("{'chunk':7}"));
  CHECK(history(rig, "t0").error().code == ErrorCode::BAD_RESPONSE);
}

TEST_CASE("history back from an item begins with the place behind it") {
  MatrixRig rig;
  const auto before = [&rig](const std::string& item) {
    return run<HistoryPage>(rig, [&](auto done) {
      rig.provider.history("!r:x", {.before = item}, 50, std::move(done));
    });
  };
  const char* context = "/_matrix/client/v3/rooms/!r:x/context/$5/6?limit=0";
  rig.http.expect("GET", context, 200, js("{'start':'t4','end':'t5','event':{}}"));
  rig.http.expect("GET",
                  "/_matrix/client/v3/rooms/!r:x/messages?dir=b&limit=50&from=t5&filter=", 200,
                  js("{'chunk':[") + text_event("$4", "@bo:pbx.test", "x") + js("],'end':'t3'}"));
  const auto page = before("$5/6");
  REQUIRE(page.ok());
  CHECK(page->from_token.empty());  // as it was asked with
  CHECK(page->next_token == "t3");
  CHECK(page->items.size() == 1);
  rig.http.expect("GET", context, 404, js("{'errcode':'M_NOT_FOUND'}"));
  CHECK(before("$5/6").error().code == ErrorCode::NOT_FOUND);
  rig.http.expect("GET", context, 200, js("{'event':{}}"));
  CHECK(before("$5/6").error().code == ErrorCode::BAD_RESPONSE);
}

TEST_CASE("a call of an old page is over, whatever the page shows of it") {
  MatrixRig rig;
  const auto signal = [](const char* id, const char* type) {
    return event(id, type, "@bo:pbx.test", "{'call_id':'q'}");
  };
  rig.http.expect("GET", "/_matrix/client/v3/rooms/!r:x/messages", 200,
                  js("{'chunk':[") + signal("$i", "m.call.invite") + "]}");
  auto page = history(rig, "t");
  REQUIRE(page->items.size() == 1);
  CHECK(page->items[0].item.call->outcome == CallOutcome::missed);
  rig.http.expect("GET", "/_matrix/client/v3/rooms/!r:x/messages", 200,
                  js("{'chunk':[") + signal("$h", "m.call.reject") + "," +
                      signal("$i", "m.call.invite") + "]}");
  page = history(rig, "t");
  REQUIRE(page->items.size() == 1);
  CHECK(page->items[0].item.call->outcome == CallOutcome::declined);
}

TEST_CASE("a number is looked up at the bridge") {
  MatrixRig rig;
  rig.sync_ok("");
  const std::string path = "/_matrix/client/v3/thirdparty/user/sms?phone=+16135550123";
  SUBCASE("found") {
    rig.http.expect("GET", path, 200,
                    js("[{'userid':7},{'userid':'@sms_16135550123:pbx.test','protocol':'sms'}]"));
    const auto user = resolve(rig, "+16135550123");
    REQUIRE(user.ok());
    CHECK(*user == "@sms_16135550123:pbx.test");
    CHECK(rig.http.requests.back().url.find("phone=%2B1613") != std::string::npos);
  }
  SUBCASE("by a pattern of its own, which is then known") {
    rig.http.expect("GET", path, 200, js("[{'userid':'@tel16135550123x:pbx.test'}]"));
    REQUIRE(resolve(rig, "+16135550123").ok());
    const auto set = rig.sync_ok(js("'join':{") +
                                     join("!t:x",
                                          member("@ann:pbx.test", "join") + "," +
                                              member("@tel15145550199x:pbx.test", "join"),
                                          "", ",'summary':{'m.joined_member_count':2}") +
                                     "}",
                                 direct("{'@tel15145550199x:pbx.test':['!t:x']}"));
    CHECK(room_in(set, "!t:x").route->peer_number == "+15145550199");
  }
  SUBCASE("nobody") {
    rig.http.expect("GET", path, 200, "[]");
    CHECK(resolve(rig, "+16135550123").error().code == ErrorCode::NO_ROUTE);
  }
  SUBCASE("what is no answer does not say that there is nobody") {
    for (const char* odd :
         {"{}", "{'next_batch':1}", "[7]", "[{'userid':7}]", "{'errcode':'M_X'}"}) {
      CAPTURE(odd);
      rig.http.expect("GET", path, 200, js(odd));
      CHECK(resolve(rig, "+16135550123").error().code == ErrorCode::BAD_RESPONSE);
    }
  }
  SUBCASE("unknown there") {
    rig.http.expect("GET", path, 404, js("{'errcode':'M_NOT_FOUND'}"));
    CHECK(resolve(rig, "+16135550123").error().code == ErrorCode::NO_ROUTE);
  }
  SUBCASE("not now") {
    rig.http.expect("GET", path, 503, "");
    CHECK(resolve(rig, "+16135550123").error().code == ErrorCode::SERVER_ERROR);
  }
}

TEST_CASE("without a lookup there is no way to a number, unless the host says so") {
  SUBCASE("no") {
    MatrixRig rig;
    rig.protocols = "{}";
    rig.sync_ok("");
    rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, "{}");
    CHECK(resolve(rig, "+16135550123").error().code == ErrorCode::NO_ROUTE);
    // Not knowing is another thing.
    for (const char* odd : {"[]", "{'next_batch':1}", "{'errcode':'M_UNKNOWN','error':'no'}"}) {
      CAPTURE(odd);
      rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, js(odd));
      CHECK(resolve(rig, "+16135550123").error().code == ErrorCode::SERVER_ERROR);
    }
    rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 503, "");
    CHECK(resolve(rig, "+16135550123").error().code == ErrorCode::SERVER_ERROR);
  }
  SUBCASE("yes") {
    provider::matrix::MatrixConfig config;
    config.ghosts_without_lookup = true;
    config.ghost_prefix = "tel_";
    MatrixRig rig(config);
    rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, "{}");
    CHECK(*resolve(rig, "+16135550123") == "@tel_16135550123:pbx.test");
  }
}

TEST_CASE("a new direct room carries its key, and is listed") {
  MatrixRig rig;
  rig.sync_ok("");
  const auto open = [&] {
    return run<std::string>(rig, [&](auto done) {
      rig.provider.open_direct({"@bo:pbx.test", false, "ck-1"}, std::move(done));
    });
  };
  SUBCASE("made and listed") {
    rig.http.expect("POST", "/_matrix/client/v3/createRoom", 200, js("{'room_id':'!new'}"));
    rig.http.expect("GET", kDirect, 200, js("{'@bo:pbx.test':['!old:x'],'@cy:pbx.test':['!c:x']}"));
    rig.http.expect("PUT", kDirect, 200, "{}");
    const auto room = open();
    REQUIRE(room.ok());
    CHECK(*room == "!new");
    const auto body = parsed(rig.http.requests[2].body);
    CHECK(body.root()["is_direct"].boolean());
    CHECK(body.root()["preset"].string() == "trusted_private_chat");
    CHECK(body.root()["invite"].dump() == js("['@bo:pbx.test']"));
    CHECK(body.root()["initial_state"].dump() ==
          js("[{'type':'org.interactions.create','state_key':'','content':{'key':'ck-1'}},"
             "{'type':'m.room.canonical_alias','state_key':'','content':{}}]"));
    CHECK(body.root()["room_alias_name"].string() == "ix.ck-1");
    CHECK(body.root()["creation_content"].dump() == js("{'org.interactions.key':'ck-1'}"));
    CHECK(rig.http.requests[2].body.find("null") == std::string::npos);
    CHECK(rig.http.requests[4].body ==
          js("{'@bo:pbx.test':['!old:x','!new'],'@cy:pbx.test':['!c:x']}"));
  }
  SUBCASE("made, and listed only with the next round") {
    rig.http.expect("POST", "/_matrix/client/v3/createRoom", 200, js("{'room_id':'!new'}"));
    rig.http.expect("GET", kDirect, 502, "");
    CHECK(*open() == "!new");
    rig.http.expect("GET", kDirect, 404, js("{'errcode':'M_NOT_FOUND'}"));
    rig.http.expect("PUT", kDirect, 200, "{}");
    rig.sync_ok("", direct("{'@bo:pbx.test':['!new']}"));
    CHECK(rig.http.requests[5].body == js("{'@bo:pbx.test':['!new']}"));
    rig.sync_ok("");
  }
  SUBCASE("and never written over what only looks like the list") {
    std::string odd;
    SUBCASE("") {
      odd = "[]";
    }
    SUBCASE("") {
      odd = "{'next_batch':1,'rooms':5}";
    }
    SUBCASE("") {
      odd = "{'errcode':'M_UNKNOWN'}";
    }
    rig.http.expect("POST", "/_matrix/client/v3/createRoom", 200, js("{'room_id':'!new'}"));
    rig.http.expect("GET", kDirect, 200, js(odd));
    CHECK(*open() == "!new");
    CHECK(rig.http.requests.back().method == "GET");
    rig.http.expect("GET", kDirect, 404, js("{'errcode':'M_NOT_FOUND'}"));
    rig.http.expect("PUT", kDirect, 200, "{}");
    rig.sync_ok("", direct("{'@bo:pbx.test':['!new']}"));
  }
  SUBCASE("refused") {
    rig.http.expect("POST", "/_matrix/client/v3/createRoom", 403, js("{'errcode':'M_FORBIDDEN'}"));
    rig.http.expect("GET", "/_matrix/client/v3/directory/room/", 404,
                    js("{'errcode':'M_NOT_FOUND'}"));
    // Perhaps the alias alone is not allowed.
    rig.http.expect("POST", "/_matrix/client/v3/createRoom", 403, js("{'errcode':'M_FORBIDDEN'}"));
    CHECK(open().error().code == ErrorCode::REFUSED);
    CHECK(rig.http.requests.back().body.find("alias") == std::string::npos);
  }
  SUBCASE("a reply without a room") {
    rig.http.expect("POST", "/_matrix/client/v3/createRoom", 200, "{}");
    CHECK(open().error().code == ErrorCode::BAD_RESPONSE);
  }
}

TEST_CASE("a room with a ghost is ready when the ghost is in it") {
  MatrixRig rig;
  rig.sync_ok("");
  const std::string ghost = "@sms_16135550123:pbx.test";
  rig.http.expect("POST", "/_matrix/client/v3/createRoom", 200, js("{'room_id':'!new'}"));
  rig.http.expect("GET", kDirect, 200, js("{'" + ghost + "':['!new']}"));
  const auto poll = [&](const std::string& next, const std::string& rooms) {
    rig.http.expect("GET", "/_matrix/client/v3/sync?", 200,
                    js("{'next_batch':'" + next + "','rooms':{'join':{") + rooms + "}}}");
  };
  const auto open = [&] {
    return run<std::string>(rig, [&](auto done) {
      rig.provider.open_direct({ghost, true, "ck"}, std::move(done));
    });
  };
  SUBCASE("when it joined") {
    poll("w1", join("!new", member(ghost, "invite"), ""));
    poll("w2", join("!new", "", member(ghost, "join")));
    CHECK(*open() == "!new");
    const std::string first = path_of(rig.http.requests[4].url);
    CHECK(first.find("\"rooms\":[\"!new\"]") != std::string::npos);
    CHECK(first.find("&since=s1") != std::string::npos);  // from before the room was made
    CHECK(path_of(rig.http.requests[5].url).find("&since=w1") != std::string::npos);
  }
  SUBCASE("or when looking for it fails") {
    rig.http.expect("GET", "/_matrix/client/v3/sync?", 502, "");
    CHECK(*open() == "!new");
  }
  SUBCASE("or when the stream stands still") {
    poll("s1", "");
    CHECK(*open() == "!new");
  }
}

TEST_CASE("an invitation that is not direct is only joined; a failed listing is said") {
  MatrixRig rig;
  const auto accept = [&](bool is_direct) {
    return run<void>(rig, [&](auto done) {
      rig.provider.accept_invite("!i:x", is_direct, "@bo:pbx.test", std::move(done));
    });
  };
  rig.http.expect("POST", "/_matrix/client/v3/join/!i:x", 200, js("{'room_id':'!i:x'}"));
  CHECK(accept(false).ok());
  rig.http.expect("POST", "/_matrix/client/v3/join/!i:x", 403, js("{'errcode':'M_FORBIDDEN'}"));
  CHECK(accept(true).error().code == ErrorCode::REFUSED);
  rig.http.expect("POST", "/_matrix/client/v3/join/!i:x", 200, js("{'room_id':'!i:x'}"));
  rig.http.expect("GET", kDirect, 200, js("{'@bo:pbx.test':'odd'}"));
  rig.http.expect("PUT", kDirect, 503, "");
  CHECK(accept(true).error().code == ErrorCode::SERVER_ERROR);
  CHECK(rig.http.requests.back().body == js("{'@bo:pbx.test':['!i:x']}"));
}

TEST_CASE("people are found in the directory") {
  MatrixRig rig;
  rig.sync_ok("");
  rig.http.expect(
      "POST", "/_matrix/client/v3/user_directory/search", 200,
      js("{'limited':false,'results':[{'user_id':'@bo:pbx.test','display_name':'Bo Roy'},"
         "{'user_id':'@far:other.test'},{'user_id':'bad'},7,"
         "{'user_id':'@smsbot:pbx.test'},{'user_id':'@ann:pbx.test'},"
         "{'user_id':'@sms_16135550123:pbx.test','display_name':'Customer'}]}"));
  const auto people = run<std::vector<PersonChange>>(
      rig, [&](auto done) { rig.provider.search_people("bo", 10, std::move(done)); });
  REQUIRE(people.ok());
  REQUIRE(people->size() == 3);
  CHECK((*people)[0].name == "Bo Roy");
  CHECK((*people)[0].is_member);
  CHECK((*people)[1].name == "far");
  CHECK_FALSE((*people)[1].is_member);
  CHECK((*people)[2].number == "+16135550123");
  CHECK(rig.http.requests.back().body == js("{'search_term':'bo','limit':10}"));
}

TEST_CASE("cancelling ends the request under way, and nothing after it starts") {
  MatrixRig rig;
  bool called = false;
  const auto call =
      rig.provider.changes("s", 30'000, no_part, [&](Result<ChangeSet>) { called = true; });
  rig.provider.cancel(call);
  rig.http.run(0);
  CHECK_FALSE(called);
  CHECK(rig.http.cancelled == 1);
  CHECK(rig.http.requests.size() == 1);
}

TEST_CASE("a callback may start the next call") {
  MatrixRig rig;
  rig.http.expect("PUT", std::string(kSend) + "a", 200, js("{'event_id':'$a'}"));
  rig.http.expect("PUT", std::string(kSend) + "b", 200, js("{'event_id':'$b'}"));
  std::string last;
  rig.provider.send("!r:x", {"1", "a", ""}, [&](Result<std::string>) {
    rig.provider.send("!r:x", {"2", "b", ""}, [&](Result<std::string> id) { last = *id; });
  });
  rig.http.run(0);
  CHECK(last == "$b");
}
