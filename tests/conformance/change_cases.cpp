// SPDX-License-Identifier: Apache-2.0
// The stream of changes: what is told, from where, and what goes wrong on the way.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

void new_account_is_empty(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  IX_EXPECT(ann.sign_in().ok());
  auto changes = ann.changes();
  IX_EXPECT_EQ(code_of(changes), ErrorCode::OK);
  IX_EXPECT(changes->routes.empty());
}

void first_changes(Stage& stage) {
  Talk talk(stage);
  const std::string first = stage.backend.say(talk.bob, talk.route, "one");
  const std::string second = stage.backend.say(talk.bob, talk.route, "two");
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.seen(talk.route).texts().size() == 2; }));
  const Seen& seen = talk.ann.seen(talk.route);
  IX_EXPECT(seen.route.has_value());
  std::vector<std::string> ids;
  for (const Item& item : seen.items) {
    if (item.kind != ItemKind::message) continue;
    ids.push_back(item.remote_id);
    IX_EXPECT_EQ(item.direction, Direction::in);
    IX_EXPECT_EQ(item.sender, talk.bob.id);
    IX_EXPECT_EQ(item.sender_name, talk.bob.name);
    IX_EXPECT(item.at_ms > 0);
  }
  IX_EXPECT_EQ(ids, (Texts{first, second}));
  IX_EXPECT_EQ(seen.texts(), (Texts{"one", "two"}));
}

void incremental(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "one").empty());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.seen(talk.route).texts().size() == 1; }));
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "two").empty());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.seen(talk.route).texts().size() == 2; }));
  IX_EXPECT_EQ(talk.ann.seen(talk.route).texts(), (Texts{"one", "two"}));
}

void repeated_round(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "one").empty());
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return !talk.ann.seen(talk.route).texts().empty(); }));
  const std::string token = talk.ann.token();
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "two").empty());
  // Not taken: a process that dies before it stored the answer asks again.
  const auto last_of = [&](const Result<ChangeSet>& changes) {
    for (const RouteChanges& route : changes->routes) {
      if (route.remote_id == talk.route && !route.items.empty()) {
        return route.items.back().item.remote_id;
      }
    }
    return std::string();
  };
  std::string first;
  for (int rounds = 0; rounds < 50 && first.empty(); ++rounds) {
    auto changes = talk.ann.changes_from(token, 300);
    IX_EXPECT_EQ(code_of(changes), ErrorCode::OK);
    first = last_of(changes);
  }
  auto again = talk.ann.changes_from(token);
  IX_EXPECT_EQ(code_of(again), ErrorCode::OK);
  IX_EXPECT(!first.empty());
  IX_EXPECT_EQ(last_of(again), first);
}

void next_process(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "one").empty());
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return !talk.ann.seen(talk.route).texts().empty(); }));
  talk.ann.restart();
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "two").empty());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.seen(talk.route).texts().size() == 2; }));
  IX_EXPECT_EQ(talk.ann.seen(talk.route).route->kind, RouteKind::internal);
}

void refused_token(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.ann.sign_in().ok());
  auto changes = talk.ann.changes_from("never-given-out");
  IX_EXPECT_EQ(code_of(changes), ErrorCode::INVALID_CURSOR);
}

void core_after_refused_token(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  ChangeSet broken;
  broken.next_token = "never-given-out";
  IX_EXPECT(chat.device.engine().store().ingest(broken, {}).ok());
  IX_EXPECT(!chat.says("two").empty());
  IX_EXPECT(chat.sees("two"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one", "two"}));
}

void core_after_restart(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  chat.device.restart();
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one"}));
  IX_EXPECT(!chat.says("two").empty());
  IX_EXPECT(chat.sees("two"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one", "two"}));
}

void nothing_new_changes_nothing(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  for (int rounds = 0; rounds < 3; ++rounds) {
    IX_EXPECT_EQ(code_of(chat.device.sync()), ErrorCode::OK);
  }
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one"}));
  IX_EXPECT_EQ(chat.device.titles(), (Texts{chat.bob.name}));
  IX_EXPECT_EQ(chat.device.unread(chat.device.conversation(chat.bob.name)), 1);
}

void long_poll(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.knows(talk.route); }));
  for (int rounds = 0; rounds < 3; ++rounds)
    IX_EXPECT_EQ(code_of(talk.ann.changes()), ErrorCode::OK);
  bool done = false;
  Result<ChangeSet> answer{ChangeSet()};
  const Millis before = stage.backend.clock().steady_ms();
  talk.ann.provider().changes(
      talk.ann.token(), 50'000, [](const ChangeSet&) { return Status(); },
      [&](Result<ChangeSet> changes) {
        answer = std::move(changes);
        done = true;
      });
  // It is on its way: something else has been answered since.
  IX_EXPECT_EQ(code_of(talk.ann.search_people("nobody at all")), ErrorCode::OK);
  IX_EXPECT(!done);
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "wake up").empty());
  IX_EXPECT(talk.ann.run_until([&] { return done; }));
  IX_EXPECT(stage.backend.clock().steady_ms() - before < 50'000);
  IX_EXPECT_EQ(code_of(answer), ErrorCode::OK);
  talk.ann.take(*answer);
  IX_EXPECT_EQ(talk.ann.seen(talk.route).texts(), (Texts{"wake up"}));
}

void kept_up(Stage& stage) {
  const Person bob = stage.person("Bob");
  const Person ann = stage.person("Ann");
  const std::string route = stage.backend.direct(bob, ann);
  IX_EXPECT(!stage.backend.say(bob, route, "one").empty());
  Device device(stage, ann, engine::SyncMode::continuous);
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  const auto shows = [&](const Texts& texts) {
    return device.messages(device.conversation(bob.name)) == texts;
  };
  IX_EXPECT(device.idles_until([&] { return shows({bob.name + ": one"}); }));
  // Quiet once it has taken note of everything; then nothing happens for a while.
  Clock& clock = stage.backend.clock();
  const auto wait = [&](Millis time) {
    const Millis until = clock.steady_ms() + time;
    return device.idles_until([&] { return clock.steady_ms() >= until; });
  };
  IX_EXPECT(wait(1'000));
  const int64_t before = device.rounds();
  IX_EXPECT(wait(4'000));
  IX_EXPECT(device.rounds() - before <= 5);
  IX_EXPECT(!stage.backend.say(bob, route, "two").empty());
  IX_EXPECT(device.idles_until([&] { return shows({bob.name + ": one", bob.name + ": two"}); }));
}

void cancelled(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.knows(talk.route); }));
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "one").empty());
  const auto completions = std::make_shared<int>(0);
  const provider::CallId call = talk.ann.provider().changes(
      talk.ann.token(), 0, [](const ChangeSet&) { return Status(); },
      [completions](const Result<ChangeSet>&) { ++*completions; });
  IX_EXPECT(call != 0);
  talk.ann.provider().cancel(call);
  talk.ann.provider().cancel(call);
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.seen(talk.route).texts().size() == 1; }));
  IX_EXPECT_EQ(*completions, 0);
}

void lost_answer(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(!stage.backend.say(talk.bob, talk.route, "one").empty());
  IX_EXPECT(talk.ann.sign_in().ok());
  talk.ann.disturbance.loses_answers = true;
  auto changes = talk.ann.changes();
  IX_EXPECT_EQ(code_of(changes), ErrorCode::UNREACHABLE);
  IX_EXPECT_EQ(changes.error().retry, RetryAdvice::later);
  talk.ann.disturbance.loses_answers = false;
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.seen(talk.route).texts().size() == 1; }));
}

// One round of the core answered with `answer`, then all is well again.
void disturbed(Stage& stage, transport::HttpResponse answer, ErrorCode code) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  IX_EXPECT(!chat.says("two").empty());
  chat.device.disturbance.instead = answer;
  IX_EXPECT_EQ(code_of(chat.device.sync()), code);
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one"}));
  IX_EXPECT_EQ(chat.device.session(), SessionState::signed_in);
  chat.device.disturbance.instead.reset();
  IX_EXPECT(chat.sees("two"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one", "two"}));
}

transport::HttpResponse json_of(std::string body) {
  return {200, {{"content-type", "application/json"}}, std::move(body)};
}

void cut_json(Stage& stage) {
  disturbed(stage, json_of(R"({"next_batch":"x","rooms":{"jo)"), ErrorCode::BAD_RESPONSE);
}

void wrong_shape(Stage& stage) {
  disturbed(stage, json_of(R"(["this","is","not","it"])"), ErrorCode::BAD_RESPONSE);
}

void empty_object(Stage& stage) {
  disturbed(stage, json_of("{}"), ErrorCode::BAD_RESPONSE);
}

void page_of_a_gateway(Stage& stage) {
  disturbed(stage, {502, {{"content-type", "text/html"}}, "<html>Bad gateway</html>"},
            ErrorCode::SERVER_ERROR);
}

void proxy_wants_a_password(Stage& stage) {
  disturbed(stage, {401, {{"content-type", "text/html"}}, "<html>Proxy</html>"},
            ErrorCode::REFUSED);
}

void told_to_wait(Stage& stage) {
  disturbed(stage, {429, {}, ""}, ErrorCode::RATE_LIMITED);
}

void deep_json(Stage& stage) {
  disturbed(stage, json_of(std::string(100'000, '[')), ErrorCode::BAD_RESPONSE);
}

void broken_utf8(Stage& stage) {
  disturbed(stage, json_of("{\"ok\":true,\"next_batch\":\"\xC3\x28\"}"), ErrorCode::BAD_RESPONSE);
}

void many_routes(Stage& stage) {
  Chat chat(stage);
  Texts wanted;
  for (const std::string& title : counted(stage.unique("Team"), 15)) {
    const std::string channel = stage.backend.channel(title, {chat.bob, chat.ann});
    IX_EXPECT(!stage.backend.say(chat.bob, channel, "hello " + title).empty());
    wanted.push_back(title);
  }
  IX_EXPECT(chat.begins("last"));
  Texts titles = chat.device.titles();
  IX_EXPECT_EQ(titles.size(), wanted.size() + 1);
  for (const std::string& title : wanted) {
    IX_EXPECT_EQ(chat.device.messages(chat.device.conversation(title)),
                 chat.from_bob({"hello " + title}));
  }
}

void page_with_200(Stage& stage) {
  disturbed(stage, {200, {{"content-type", "text/html"}}, "<html>Welcome to the hotel</html>"},
            ErrorCode::BAD_RESPONSE);
}

}  // namespace

std::vector<Case> change_cases() {
  return {
      {"changes", "a new account has no routes", {}, new_account_is_empty},
      {"changes", "the first round tells routes and items", {}, first_changes},
      {"changes", "later rounds tell what is new", {}, incremental},
      {"changes", "a round that was not stored can be repeated", {}, repeated_round},
      {"changes", "the next process goes on", {}, next_process},
      {"changes", "a token never given out is refused", {Can::refuse_tokens}, refused_token},
      {"changes",
       "after a refused token nothing is lost or doubled",
       {Can::refuse_tokens},
       core_after_refused_token},
      {"changes", "after a restart nothing is lost or doubled", {}, core_after_restart},
      {"changes", "a round without news changes nothing", {}, nothing_new_changes_nothing},
      {"changes", "a long poll ends when something happens", {Can::long_poll}, long_poll},
      {"changes", "the core keeps up by itself, and rests in between", {}, kept_up},
      {"changes", "a cancelled round never completes", {}, cancelled},
      {"changes", "a lost answer is read again", {}, lost_answer},
      {"changes", "JSON cut in the middle loses nothing", {}, cut_json},
      {"changes", "an answer of another shape loses nothing", {}, wrong_shape},
      {"changes", "an empty object loses nothing", {}, empty_object},
      {"changes", "a gateway's error page loses nothing", {}, page_of_a_gateway},
      {"changes", "a proxy that wants a password ends no session", {}, proxy_wants_a_password},
      {"changes", "an answer to wait loses nothing", {}, told_to_wait},
      {"changes", "JSON nested without end loses nothing", {}, deep_json},
      {"changes", "text that is no UTF-8 loses nothing", {}, broken_utf8},
      {"changes", "many routes are all told", {}, many_routes},
      {"changes", "a page with status 200 loses nothing", {}, page_with_200},
  };
}

}  // namespace ix::conformance
