// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and sessions that end.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

void right_password(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  auto session = ann.sign_in();
  IX_EXPECT_EQ(code_of(session), ErrorCode::OK);
  IX_EXPECT_EQ(session->user_id, ann.person().id);
  IX_EXPECT_EQ(session->display_name, ann.person().name);
  IX_EXPECT(!session->server.empty());
  IX_EXPECT(!session->credentials.access_token.empty());
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::OK);
}

void wrong_password(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  provider::SignIn request = ann.request();
  request.password = Secret("not the password");
  auto session = ann.sign_in(std::move(request));
  IX_EXPECT_EQ(code_of(session), ErrorCode::SIGN_IN_REFUSED);
  IX_EXPECT_EQ(session.error().retry, RetryAdvice::after_user_action);
}

void unknown_user(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  provider::SignIn request = ann.request();
  request.user = stage.unique("nobody");
  IX_EXPECT_EQ(code_of(ann.sign_in(std::move(request))), ErrorCode::SIGN_IN_REFUSED);
}

void wrong_address(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  provider::SignIn request = ann.request();
  request.server = stage.backend.wrong_address();
  IX_EXPECT_EQ(code_of(ann.sign_in(std::move(request))), ErrorCode::NOT_A_HOMESERVER);
}

void no_url(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  provider::SignIn request = ann.request();
  request.server = "ht tp://";
  IX_EXPECT_EQ(code_of(ann.sign_in(std::move(request))), ErrorCode::INVALID_URL);
}

void sign_out_ends_the_session(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT_EQ(code_of(ann.sign_out()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::SIGNED_OUT);
}

void ended_elsewhere(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::OK);
  IX_EXPECT(stage.backend.end_sessions(ann.person()));
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::SIGNED_OUT);
}

void expired_is_renewed(Stage& stage) {
  Caller ann(stage, stage.person("Ann", Account::expiring));
  IX_EXPECT(ann.sign_in().ok());
  ErrorCode code = ErrorCode::OK;
  for (int rounds = 0; code == ErrorCode::OK && rounds < 200; ++rounds) {
    code = code_of(ann.changes(300));
  }
  IX_EXPECT_EQ(code, ErrorCode::SESSION_EXPIRED);
  auto fresh = ann.refresh();
  IX_EXPECT_EQ(code_of(fresh), ErrorCode::OK);
  // Until the new ones are taken over, the old ones stay: the host may not have kept them yet.
  provider::Session session = ann.session();
  session.credentials = fresh.take();
  ann.use(session);
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::OK);
}

void core_renews_by_itself(Stage& stage) {
  const Person ann = stage.person("Ann", Account::expiring);
  const Person bob = stage.person("Bob", Account::expiring);
  const std::string route = stage.backend.direct(bob, ann);
  Device device(stage, ann);
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  const Millis until = stage.backend.clock().wall_ms() + 6'000;
  IX_EXPECT(device.sees([&] { return stage.backend.clock().wall_ms() > until; }));
  IX_EXPECT(!stage.backend.say(bob, route, "still there?").empty());
  const auto thread = [&] { return device.messages(device.conversation(bob.name)); };
  IX_EXPECT(device.sees([&] { return !thread().empty(); }));
  IX_EXPECT_EQ(device.session(), SessionState::signed_in);
}

void lost_session_keeps_everything(Stage& stage) {
  const Person ann = stage.person("Ann");
  const Person bob = stage.person("Bob");
  const std::string route = stage.backend.direct(bob, ann);
  IX_EXPECT(!stage.backend.say(bob, route, "before").empty());
  Device device(stage, ann);
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  IX_EXPECT(stage.backend.end_sessions(ann));
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::SIGNED_OUT);
  const std::string conversation = device.conversation(bob.name);
  device.send(conversation, "written meanwhile");
  IX_EXPECT_EQ(device.messages(conversation),
               (std::vector<std::string>{bob.name + ": before", "me: written meanwhile (queued)"}));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT(device.sees([&] { return device.outbox().empty(); }));
  IX_EXPECT_EQ(device.messages(conversation),
               (std::vector<std::string>{bob.name + ": before", "me: written meanwhile"}));
  IX_EXPECT_EQ(stage.backend.texts(bob, route),
               (std::vector<std::string>{"before", "written meanwhile"}));
}

void core_wrong_password(Stage& stage) {
  Person ann = stage.person("Ann");
  const std::string right = ann.password;
  ann.password = "not the password";
  Device device(stage, ann);
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::SIGN_IN_REFUSED);
  IX_EXPECT_EQ(device.session(), SessionState::signed_out);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::SIGNED_OUT);
}

void out_and_in_again(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  IX_EXPECT_EQ(code_of(chat.device.sign_out()), ErrorCode::OK);
  IX_EXPECT(!chat.says("two").empty());
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one"}));
  IX_EXPECT_EQ(code_of(chat.device.sign_in()), ErrorCode::OK);
  IX_EXPECT(chat.sees("two"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one", "two"}));
}

void two_devices(Stage& stage) {
  const Person ann = stage.person("Ann");
  Caller one(stage, ann);
  Caller two(stage, ann);
  IX_EXPECT(one.sign_in().ok());
  IX_EXPECT(two.sign_in().ok());
  IX_EXPECT(one.session().device_id != two.session().device_id);
  IX_EXPECT_EQ(code_of(one.sign_out()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(two.changes()), ErrorCode::OK);
}

}  // namespace

std::vector<Case> session_cases() {
  return {
      {"session", "the right password gives a session", {}, right_password},
      {"session", "a wrong password is refused", {}, wrong_password},
      {"session", "an unknown user is refused", {}, unknown_user},
      {"session", "an address of something else is told as that", {}, wrong_address},
      {"session", "an address that is no URL is told as that", {}, no_url},
      {"session", "a sign-out ends the session", {Can::remote_end}, sign_out_ends_the_session},
      {"session", "a session ended elsewhere is told", {Can::remote_end}, ended_elsewhere},
      {"session", "an expired session is renewed", {Can::expiry}, expired_is_renewed},
      {"session", "the core renews by itself", {Can::expiry}, core_renews_by_itself},
      {"session",
       "a lost session keeps the cache and what waits",
       {Can::remote_end},
       lost_session_keeps_everything},
      {"session", "the core stays signed out after a wrong password", {}, core_wrong_password},
      {"session", "out and in again loses and doubles nothing", {}, out_and_in_again},
      {"session", "two devices have a session each", {Can::several_sessions}, two_devices},
  };
}

}  // namespace ix::conformance
