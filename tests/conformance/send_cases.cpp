// SPDX-License-Identifier: Apache-2.0
// Sending: what arrives, what is refused, and what a broken connection makes of it.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

constexpr const char* kTricky = "Ça va? 😀 <b>&amp;</b>\n\"zwei\" \\ {\"a\":1}";

void as_written(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  IX_EXPECT_EQ(code_of(talk.ann.send(talk.route, kTricky)), ErrorCode::OK);
  IX_EXPECT_EQ(talk.held(), Texts{kTricky});
  IX_EXPECT(talk.sees(1));
  IX_EXPECT_EQ(talk.texts(), Texts{kTricky});
}

void echo_has_the_id(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  auto id = talk.ann.send(talk.route, "one");
  IX_EXPECT_EQ(code_of(id), ErrorCode::OK);
  IX_EXPECT(talk.sees(1));
  const Item& echo = talk.ann.seen(talk.route).items.back();
  IX_EXPECT_EQ(echo.remote_id, *id);
  IX_EXPECT_EQ(echo.direction, Direction::out);
  IX_EXPECT(echo.state >= ItemState::accepted);
}

void same_key_once(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  IX_EXPECT(talk.ann.provider().capabilities().client_keys);
  const std::string key = stage.unique("the-key");
  auto first = talk.ann.send(talk.route, "one", key);
  auto second = talk.ann.send(talk.route, "one", key);
  IX_EXPECT(first.ok() && second.ok());
  IX_EXPECT_EQ(*second, *first);
  IX_EXPECT_EQ(talk.held(), Texts{"one"});
}

void key_comes_back(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const std::string key = stage.unique("the-key");
  IX_EXPECT_EQ(code_of(talk.ann.send(talk.route, "one", key)), ErrorCode::OK);
  // Another process of the same account knows it by that.
  talk.ann.restart();
  IX_EXPECT(talk.sees(1));
  IX_EXPECT_EQ(talk.ann.seen(talk.route).items.back().key, key);
}

void equal_texts(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.sends("yes");
  chat.sends("yes");
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "yes", "yes"}));
  IX_EXPECT(chat.device.sees([&] { return chat.messages().size() == 3; }));
}

void in_order(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  Texts wanted{"hello"};
  for (const std::string& text : counted("line", 6)) {
    chat.sends(text);
    wanted.push_back(text);
  }
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), wanted);
  IX_EXPECT(!chat.says("done?").empty());
  IX_EXPECT(chat.sees("done?"));
  Texts shown = chat.from_bob({"hello"});
  for (const std::string& text : counted("me: line", 6)) shown.push_back(text);
  shown.push_back(chat.bob.name + ": done?");
  IX_EXPECT_EQ(chat.messages(), shown);
}

void lost_answer(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::answer_lost;
  chat.sends("only once");
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.device.meddling.faults, 1);
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "only once"}));
  IX_EXPECT_EQ(chat.messages(), (Texts{chat.bob.name + ": hello", "me: only once"}));
}

void lost_request(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::request_lost;
  chat.sends("not lost");
  Caller other(stage, chat.ann);
  if (!other.provider().capabilities().client_keys) {
    // Nobody can know what became of it: the user decides.
    IX_EXPECT(chat.sees_outbox({"failed IX_ERROR_UNKNOWN_OUTCOME"}));
    IX_EXPECT_EQ(chat.held(), Texts{"hello"});
    IX_EXPECT_EQ(chat.messages(), (Texts{chat.bob.name + ": hello", "me: not lost (failed)"}));
    chat.device.retry();
  }
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.device.meddling.faults, 1);
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "not lost"}));
  IX_EXPECT(chat.device.sees([&] {
    return chat.messages() == Texts{chat.bob.name + ": hello", "me: not lost"};
  }));
}

void echo_before_answer(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::answer_held;
  chat.sends("quick");
  IX_EXPECT(chat.device.runs_until([&] { return !chat.device.meddling.held.empty(); }));
  // Its list may be stale for one round.
  for (int rounds = 0; rounds < 2; ++rounds) {
    const int64_t before = chat.device.rounds();
    IX_EXPECT(chat.device.runs_until([&] { return chat.device.rounds() > before; }));
  }
  chat.device.meddling.release();
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "quick"}));
  IX_EXPECT_EQ(chat.messages(), (Texts{chat.bob.name + ": hello", "me: quick"}));
}

void death_before_answer(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::answer_held;
  chat.sends("then the battery died");
  IX_EXPECT(chat.device.runs_until([&] { return !chat.device.meddling.held.empty(); }));
  chat.device.restart();
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "then the battery died"}));
  IX_EXPECT_EQ(chat.messages(), (Texts{chat.bob.name + ": hello", "me: then the battery died"}));
}

void sign_out_before_answer(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::answer_held;
  chat.sends("then signed out");
  IX_EXPECT(chat.device.runs_until([&] { return !chat.device.meddling.held.empty(); }));
  IX_EXPECT_EQ(code_of(chat.device.sign_out()), ErrorCode::OK);
  chat.device.meddling.held.clear();
  IX_EXPECT_EQ(code_of(chat.device.sign_in()), ErrorCode::OK);
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "then signed out"}));
  IX_EXPECT_EQ(chat.messages(), (Texts{chat.bob.name + ": hello", "me: then signed out"}));
}

void death_and_much_news(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::answer_held;
  chat.sends("below the gap");
  IX_EXPECT(chat.device.runs_until([&] { return !chat.device.meddling.held.empty(); }));
  // The echo lies deeper than a batch reaches: the gap has to be read before anything is repeated.
  const Texts news = counted("line", 45);
  for (const std::string& text : news) IX_EXPECT(!chat.says(text).empty());
  chat.device.restart();
  IX_EXPECT(chat.sees_outbox({}));
  Texts wanted{"hello", "below the gap"};
  wanted.insert(wanted.end(), news.begin(), news.end());
  IX_EXPECT_EQ(chat.held(), wanted);
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  Texts shown = chat.from_bob(wanted);
  shown[1] = "me: below the gap";
  IX_EXPECT_EQ(chat.messages(), shown);
}

void written_while_away(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.sends("one");
  chat.sends("two");
  chat.device.restart();
  IX_EXPECT_EQ(chat.messages(),
               (Texts{chat.bob.name + ": hello", "me: one (queued)", "me: two (queued)"}));
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "one", "two"}));
}

void same_order_everywhere(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  chat.sends("two");
  IX_EXPECT(!chat.says("three").empty());
  IX_EXPECT(chat.sees_outbox({}));
  chat.sends("four");
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT(!chat.says("five").empty());
  IX_EXPECT(chat.sees("five"));
  Device other(stage, chat.ann);
  IX_EXPECT_EQ(code_of(other.sign_in()), ErrorCode::OK);
  IX_EXPECT(
      other.sees([&] { return other.messages(other.conversation(chat.bob.name)).size() == 5; }));
  IX_EXPECT_EQ(other.messages(other.conversation(chat.bob.name)), chat.messages());
}

void answers_keep_their_place(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  chat.sends("two");
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT(!chat.says("three").empty());
  IX_EXPECT(chat.sees("three"));
  IX_EXPECT_EQ(chat.messages(),
               (Texts{chat.bob.name + ": one", "me: two", chat.bob.name + ": three"}));
}

void from_another_device(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  IX_EXPECT(!stage.backend.say(chat.ann, chat.route, "from my phone").empty());
  IX_EXPECT(chat.device.sees([&] { return chat.messages().size() == 2; }));
  IX_EXPECT_EQ(chat.messages(), (Texts{chat.bob.name + ": hello", "me: from my phone"}));
  IX_EXPECT_EQ(chat.device.unread(chat.conversation()), 1);
}

void not_in_the_route(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const std::string other = stage.backend.direct(talk.bob, stage.person("Carl"));
  auto sent = talk.ann.send(other, "let me in");
  IX_EXPECT_EQ(code_of(sent), ErrorCode::REFUSED);
  IX_EXPECT_EQ(sent.error().retry, RetryAdvice::never);
  IX_EXPECT_EQ(stage.backend.texts(talk.bob, other), Texts{});
}

void not_allowed(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const std::string news =
      stage.backend.channel(stage.unique("News"), {talk.bob, talk.ann.person()}, true);
  IX_EXPECT_EQ(code_of(talk.ann.send(news, "me too")), ErrorCode::REFUSED);
  IX_EXPECT_EQ(stage.backend.texts(talk.bob, news), Texts{});
}

void as_long_as_allowed(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const int64_t most = talk.ann.provider().capabilities().max_content_bytes;
  IX_EXPECT(most > 1'000);
  // Room for the key and what stands around the text.
  const std::string text(static_cast<size_t>(most) - 300, 'x');
  IX_EXPECT_EQ(code_of(talk.ann.send(talk.route, text)), ErrorCode::OK);
  IX_EXPECT(talk.held() == Texts{text});
}

void too_long(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const int64_t most = talk.ann.provider().capabilities().max_content_bytes;
  auto sent = talk.ann.send(talk.route, std::string(static_cast<size_t>(most) * 2, 'x'));
  IX_EXPECT_EQ(code_of(sent), ErrorCode::TEXT_TOO_LARGE);
  IX_EXPECT_EQ(sent.error().retry, RetryAdvice::never);
}

void too_fast(Stage& stage) {
  const Person bob = stage.person("Bob", Account::limited);
  Caller ann(stage, stage.person("Ann", Account::limited));
  const std::string route = stage.backend.direct(bob, ann.person());
  IX_EXPECT(ann.sign_in().ok());
  Result<std::string> sent = std::string();
  for (int i = 0; i < 20 && sent.ok(); ++i) sent = ann.send(route, "quick");
  IX_EXPECT_EQ(code_of(sent), ErrorCode::RATE_LIMITED);
  IX_EXPECT_EQ(sent.error().retry, RetryAdvice::later);
  IX_EXPECT(sent.error().retry_after_ms > 0);
}

void core_waits_as_told(Stage& stage) {
  Chat chat(stage, Account::limited);
  IX_EXPECT(chat.begins("hello"));
  Texts wanted{"hello"};
  for (const std::string& text : counted("line", 5)) {
    chat.sends(text);
    wanted.push_back(text);
  }
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), wanted);
}

void replies(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const std::string question = talk.says("when?");
  IX_EXPECT_EQ(code_of(talk.ann.send(talk.route, "now", {}, question)), ErrorCode::OK);
  IX_EXPECT(talk.sees(2));
  const std::string answer = talk.ann.seen(talk.route).items.back().remote_id;
  IX_EXPECT_EQ(talk.ann.seen(talk.route).items.back().reply_to, question);
  IX_EXPECT(!stage.backend.reply(talk.bob, talk.route, answer, "good").empty());
  IX_EXPECT(talk.sees(3));
  IX_EXPECT_EQ(talk.ann.seen(talk.route).items.back().reply_to, answer);
  IX_EXPECT_EQ(talk.texts(), (Texts{"when?", "now", "good"}));
}

void disturbed(Stage& stage, const transport::HttpResponse& answer, ErrorCode code) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  talk.ann.disturbance.instead = answer;
  auto sent = talk.ann.send(talk.route, "one");
  IX_EXPECT_EQ(code_of(sent), code);
  IX_EXPECT_EQ(sent.error().retry, RetryAdvice::later);
}

void gateway_page(Stage& stage) {
  disturbed(stage, {502, {{"content-type", "text/html"}}, "<html>Bad gateway</html>"},
            ErrorCode::SERVER_ERROR);
}

void no_id(Stage& stage) {
  disturbed(stage, {200, {{"content-type", "application/json"}}, "{}"}, ErrorCode::BAD_RESPONSE);
}

void connection_lost(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  talk.ann.disturbance.loses_answers = true;
  auto sent = talk.ann.send(talk.route, "one");
  IX_EXPECT_EQ(code_of(sent), ErrorCode::UNREACHABLE);
  IX_EXPECT_EQ(sent.error().retry, RetryAdvice::later);
}

}  // namespace

std::vector<Case> send_cases() {
  return {
      {"send", "a text arrives as it was written", {}, as_written},
      {"send", "the echo has the id of the answer", {}, echo_has_the_id},
      {"send", "the same key twice is one message", {Can::client_keys}, same_key_once},
      {"send", "the key comes back in the echo", {Can::client_keys}, key_comes_back},
      {"send", "equal texts are two messages", {}, equal_texts},
      {"send", "what is written in order stands in order", {}, in_order},
      {"send", "a lost answer makes no second message", {}, lost_answer},
      {"send", "a lost request is not lost, and not doubled", {}, lost_request},
      {"send", "an echo before the answer is one item", {}, echo_before_answer},
      {"send", "an echo after the answer takes its place", {}, answers_keep_their_place},
      {"send", "a death before the answer makes no second message", {}, death_before_answer},
      {"send", "a sign-out before the answer makes no second message", {}, sign_out_before_answer},
      {"send", "nor a death with much said meanwhile", {}, death_and_much_news},
      {"send", "what was written before a restart leaves after it", {}, written_while_away},
      {"send", "two devices show the same thread", {}, same_order_everywhere},
      {"send", "a message of another device is one's own", {}, from_another_device},
      {"send", "into a route of others is refused", {}, not_in_the_route},
      {"send", "where one may not write is refused", {Can::permissions}, not_allowed},
      {"send", "as long as the capabilities say is taken", {}, as_long_as_allowed},
      {"send", "what is too long is refused for good", {}, too_long},
      {"send", "too many too fast are told to wait", {Can::rate_limit}, too_fast},
      {"send", "the core waits as told, in order", {Can::rate_limit}, core_waits_as_told},
      {"send", "a reply names what it answers", {Can::replies}, replies},
      {"send", "a gateway's error page means later", {}, gateway_page},
      {"send", "an answer without an id means later", {}, no_id},
      {"send", "a connection lost on the way means later", {}, connection_lost},
  };
}

}  // namespace ix::conformance
