// SPDX-License-Identifier: Apache-2.0
// Routes: direct ones, channels and numbers; who may write, who is in, and finding people.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

void direct_route(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const RouteChange& route = *talk.ann.seen(talk.route).route;
  IX_EXPECT_EQ(route.kind, RouteKind::internal);
  IX_EXPECT_EQ(route.state, RouteState::joined);
  IX_EXPECT_EQ(route.peer_user, talk.bob.id);
  IX_EXPECT(route.can_send);
  IX_EXPECT(talk.ann.people().contains(talk.bob.id));
  const PersonChange& bob = talk.ann.people().at(talk.bob.id);
  IX_EXPECT_EQ(bob.name, talk.bob.name);
  IX_EXPECT(bob.is_member);
}

void channel_route(Stage& stage) {
  Talk talk(stage);
  const std::string title = stage.unique("Entrepôt");
  const std::string channel = stage.backend.channel(title, {talk.bob, talk.ann.person()});
  IX_EXPECT(!stage.backend.say(talk.bob, channel, "to all").empty());
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.knows(channel); }));
  const Seen& seen = talk.ann.seen(channel);
  IX_EXPECT_EQ(seen.route->kind, RouteKind::channel);
  IX_EXPECT_EQ(seen.route->title, title);
  IX_EXPECT_EQ(seen.texts(), Texts{"to all"});
}

void renamed(Stage& stage) {
  Talk talk(stage);
  const std::string channel =
      stage.backend.channel(stage.unique("Old"), {talk.bob, talk.ann.person()});
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.knows(channel); }));
  IX_EXPECT(stage.backend.rename(talk.bob, channel, stage.unique("New")));
  IX_EXPECT(
      talk.ann.sees([&] { return talk.ann.seen(channel).route->title == stage.unique("New"); }));
}

void read_only(Stage& stage) {
  Talk talk(stage);
  const std::string news =
      stage.backend.channel(stage.unique("News"), {talk.bob, talk.ann.person()}, true);
  IX_EXPECT(talk.ann.sign_in().ok());
  IX_EXPECT(talk.ann.sees([&] { return talk.ann.knows(news); }));
  IX_EXPECT(!talk.ann.seen(news).route->can_send);
  IX_EXPECT(!talk.ann.seen(news).route->cannot_send_reason.empty());
}

void taken_out(Stage& stage) {
  Chat chat(stage);
  const std::string title = stage.unique("Project");
  const std::string channel = stage.backend.channel(title, {chat.bob, chat.ann});
  IX_EXPECT(!stage.backend.say(chat.bob, channel, "kick-off").empty());
  IX_EXPECT(chat.begins("hello"));
  const std::string conversation = chat.device.conversation(title);
  const Texts wanted = chat.from_bob({"kick-off"});
  IX_EXPECT_EQ(chat.device.messages(conversation), wanted);
  IX_EXPECT(stage.backend.take_out(chat.bob, chat.ann, channel));
  IX_EXPECT(chat.device.sees([&] {
    return !chat.device.engine().send(conversation, {"still here?", {}, {}}).ok();
  }));
  IX_EXPECT_EQ(chat.device.messages(conversation), wanted);
}

void invited(Stage& stage) {
  const Person bob = stage.person("Bob");
  Caller ann(stage, stage.person("Ann"));
  const std::string route = stage.backend.invite(bob, ann.person());
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT(ann.sees([&] { return ann.knows(route); }));
  IX_EXPECT_EQ(ann.seen(route).route->state, RouteState::invited);
  IX_EXPECT_EQ(ann.seen(route).route->inviter, bob.id);
  IX_EXPECT(ann.seen(route).route->is_direct_invite);
  IX_EXPECT_EQ(code_of(ann.accept_invite(route, true, bob.id)), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(ann.accept_invite(route, true, bob.id)), ErrorCode::OK);
  IX_EXPECT(!stage.backend.say(bob, route, "welcome").empty());
  IX_EXPECT(ann.sees([&] { return ann.seen(route).texts() == Texts{"welcome"}; }));
  IX_EXPECT_EQ(ann.seen(route).route->state, RouteState::joined);
  IX_EXPECT_EQ(ann.seen(route).route->kind, RouteKind::internal);
}

void withdrawn(Stage& stage) {
  const Person bob = stage.person("Bob");
  Caller ann(stage, stage.person("Ann"));
  const std::string route = stage.backend.invite(bob, ann.person());
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT(ann.sees([&] { return ann.knows(route); }));
  IX_EXPECT(stage.backend.withdraw(bob, ann.person(), route));
  IX_EXPECT(ann.sees([&] { return ann.seen(route).route->state == RouteState::left; }));
}

void core_accepts(Stage& stage) {
  const Person bob = stage.person("Bob");
  const Person ann = stage.person("Ann");
  const std::string route = stage.backend.invite(bob, ann);
  IX_EXPECT(!stage.backend.say(bob, route, "come in").empty());
  Device device(stage, ann);
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT(device.sees([&] {
    return device.messages(device.conversation(bob.name)) == Texts{bob.name + ": come in"};
  }));
}

void one_person_one_row(Stage& stage) {
  Chat chat(stage);
  const std::string other = stage.backend.direct(chat.ann, chat.bob);
  IX_EXPECT(!chat.says("one").empty());
  IX_EXPECT(!stage.backend.say(chat.bob, other, "two").empty());
  IX_EXPECT(!chat.device.sign_in());
  IX_EXPECT(chat.device.sees([&] { return chat.messages().size() == 2; }));
  IX_EXPECT_EQ(chat.device.titles(), Texts{chat.bob.name});
}

void opened_direct(Stage& stage) {
  const Person bob = stage.person("Bob");
  Caller ann(stage, stage.person("Ann"));
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::OK);
  auto route = ann.open_direct(bob.id, false, stage.unique("create-key"));
  IX_EXPECT_EQ(code_of(route), ErrorCode::OK);
  IX_EXPECT(ann.sees(
      [&] { return ann.knows(*route) && ann.seen(*route).route->kind == RouteKind::internal; }));
  IX_EXPECT_EQ(ann.seen(*route).route->peer_user, bob.id);
  if (ann.provider().capabilities().client_keys) {
    IX_EXPECT_EQ(ann.seen(*route).route->create_key, stage.unique("create-key"));
  }
}

void first_message_opens(Stage& stage) {
  const Person bob = stage.person("Bob");
  Device device(stage, stage.person("Ann"));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  const std::string conversation = device.open({}, bob.id);
  device.send(conversation, "nice to meet you");
  device.send(conversation, "I am new here");
  IX_EXPECT(device.sees([&] { return device.outbox().empty() && device.titles().size() == 1; }));
  const Texts wanted{"me: nice to meet you", "me: I am new here"};
  IX_EXPECT(device.sees([&] { return device.messages(conversation) == wanted; }));
}

// The opening of a route goes wrong: it is there once, with what was written.
void opened_in_spite_of(Stage& stage, SendFault fault) {
  const Person bob = stage.person("Bob");
  Device device(stage, stage.person("Ann"));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  const std::string conversation = device.open({}, bob.id);
  device.meddling.next_open = fault;
  device.send(conversation, "nice to meet you");
  IX_EXPECT(device.sees([&] { return device.outbox().empty(); }));
  IX_EXPECT_EQ(device.meddling.faults, 1);
  Caller ann(stage, device.person());
  IX_EXPECT(ann.sign_in().ok());
  const auto texts = [&] {
    std::vector<Texts> all;
    for (const std::string& route : ann.routes()) all.push_back(ann.seen(route).texts());
    return all;
  };
  const std::vector<Texts> wanted{{"nice to meet you"}};
  IX_EXPECT(ann.sees([&] { return texts() == wanted; }));
  IX_EXPECT_EQ(device.titles().size(), size_t{1});
}

void opening_unanswered(Stage& stage) {
  opened_in_spite_of(stage, SendFault::answer_lost);
}

void opening_lost(Stage& stage) {
  opened_in_spite_of(stage, SendFault::request_lost);
}

const Seen* sms_route(Caller& ann, const std::string& number, std::string& id) {
  for (const std::string& known : ann.routes()) {
    const Seen& seen = ann.seen(known);
    if (!seen.route || seen.route->peer_number != number) continue;
    id = known;
    return &seen;
  }
  return nullptr;
}

void sms_in(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  const std::string number = stage.number();
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT(!stage.backend.sms(number, ann.person(), "Livrez-vous?").empty());
  std::string id;
  IX_EXPECT(ann.sees([&] {
    for (const std::string& route : ann.invitations()) {
      (void)ann.accept_invite(route, true, ann.seen(route).route->inviter);
    }
    const Seen* seen = sms_route(ann, number, id);
    return seen != nullptr && seen->texts() == Texts{"Livrez-vous?"};
  }));
  IX_EXPECT_EQ(ann.seen(id).route->kind, RouteKind::sms);
  IX_EXPECT_EQ(ann.seen(id).route->state, RouteState::joined);
}

void sms_out(Stage& stage) {
  Device device(stage, stage.person("Ann"));
  const std::string number = stage.number();
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  const std::string conversation = device.open(number, {});
  device.send(conversation, "Your order is ready");
  IX_EXPECT(device.sees([&] { return device.outbox().empty(); }));
  const Texts all = device.messages(conversation);
  IX_EXPECT_EQ(all.size(), size_t{1});
  IX_EXPECT(all[0].starts_with("me: Your order is ready"));
}

void sms_both_ways(Stage& stage) {
  Device device(stage, stage.person("Ann"));
  const std::string number = stage.number();
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  const std::string conversation = device.open(number, {});
  device.send(conversation, "ready");
  IX_EXPECT(device.sees([&] { return device.outbox().empty(); }));
  IX_EXPECT(!stage.backend.sms(number, device.person(), "on my way").empty());
  IX_EXPECT(device.sees([&] { return device.messages(conversation).size() == 2; }));
  IX_EXPECT(device.messages(conversation)[1].ends_with(": on my way"));
  IX_EXPECT_EQ(device.titles().size(), size_t{1});
}

void delivered(Stage& stage) {
  Device device(stage, stage.person("Ann"));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  const std::string conversation = device.open(stage.number(), {});
  device.send(conversation, "ready");
  IX_EXPECT(device.sees([&] {
    const Texts all = device.messages(conversation);
    return all == Texts{"me: ready (delivered)"} || all == Texts{"me: ready (read)"};
  }));
}

void carrier_refused(Stage& stage) {
  Device device(stage, stage.person("Ann"));
  IX_EXPECT(stage.backend.carrier_refuses(stage.number()));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  const std::string conversation = device.open(stage.number(), {});
  device.send(conversation, "ready");
  IX_EXPECT(
      device.sees([&] { return device.messages(conversation) == Texts{"me: ready (failed)"}; }));
}

// What the core shows of the pair, and whether it takes a send.
std::string consent_of(Device& device, const std::string& conversation) {
  engine::DraftInput draft;
  draft.text = "hello";
  draft.conversation = conversation;
  const auto page = device.engine().preflight(draft);
  if (!page.ok()) return error_name(page.error().code);
  const auto* row = page->row<ix_row_sms>(IX_TABLE_SMS, 0);
  return consent_state_name(static_cast<ConsentState>(row->consent));
}

void opted_out(Stage& stage) {
  Device device(stage, stage.person("Ann"));
  const std::string number = stage.number();
  IX_EXPECT(stage.backend.gateway_honours_stop(number));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  IX_EXPECT(!stage.backend.sms(number, device.person(), "Arr\u00EAt!").empty());
  const std::string conversation = device.open(number, {});
  IX_EXPECT(device.sees([&] { return consent_of(device, conversation) == "opted_out"; }));
  device.send(conversation, "are you sure?");
  IX_EXPECT(device.sees([&] { return consent_of(device, conversation) == "refused"; }));
  const auto refused = device.engine().send(conversation, {"hello?", {}, {}});
  IX_EXPECT(!refused.ok());
  IX_EXPECT_EQ(refused.error().code, ErrorCode::OPTED_OUT);
  IX_EXPECT(!stage.backend.sms(number, device.person(), "start").empty());
  IX_EXPECT(device.sees([&] { return consent_of(device, conversation) == "opted_in"; }));
  device.send(conversation, "welcome");
  IX_EXPECT(device.sees([&] {
    const Texts all = device.messages(conversation);
    return all.back() == "me: welcome (delivered)" || all.back() == "me: welcome (read)";
  }));
}

void resolved(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::OK);
  auto user = ann.resolve_number(stage.number());
  IX_EXPECT_EQ(code_of(user), ErrorCode::OK);
  IX_EXPECT(!user->empty());
}

void unknown_number(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  IX_EXPECT(stage.backend.no_such_number(stage.number()));
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT_EQ(code_of(ann.changes()), ErrorCode::OK);
  auto user = ann.resolve_number(stage.number());
  IX_EXPECT_EQ(code_of(user), ErrorCode::NO_ROUTE);
  IX_EXPECT_EQ(user.error().retry, RetryAdvice::never);
}

void found(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  auto people = talk.ann.search_people(talk.bob.name);
  IX_EXPECT_EQ(code_of(people), ErrorCode::OK);
  Texts ids;
  for (const PersonChange& person : *people) {
    if (person.name == talk.bob.name) ids.push_back(person.user_id);
  }
  IX_EXPECT_EQ(ids, Texts{talk.bob.id});
}

void nobody_found(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  auto people = talk.ann.search_people("zzqx");
  IX_EXPECT_EQ(code_of(people), ErrorCode::OK);
  IX_EXPECT(people->empty());
}

}  // namespace

std::vector<Case> route_cases() {
  return {
      {"route", "a colleague is an internal route", {}, direct_route},
      {"route", "a channel has its title", {}, channel_route},
      {"route", "a new title is told", {Can::rename}, renamed},
      {"route", "where one may not write is told", {Can::permissions}, read_only},
      {"route", "who is taken out keeps what was said", {Can::membership}, taken_out},
      {"route", "an invitation is told, and accepted", {Can::invitations}, invited},
      {"route", "a withdrawn invitation is gone", {Can::invitations}, withdrawn},
      {"route", "the core accepts a colleague's invitation", {Can::invitations}, core_accepts},
      {"route", "two routes to one person are one row", {}, one_person_one_row},
      {"route", "a direct route can be opened", {Can::open_direct}, opened_direct},
      {"route", "the first message opens the route", {Can::open_direct}, first_message_opens},
      {"route",
       "a lost answer to the opening makes no second one",
       {Can::open_direct},
       opening_unanswered},
      {"route", "a lost opening is made again", {Can::open_direct}, opening_lost},
      {"route", "an SMS makes a route of its number", {Can::sms}, sms_in},
      {"route", "an SMS to a new number leaves", {Can::sms}, sms_out},
      {"route", "the answer to an SMS is in its row", {Can::sms}, sms_both_ways},
      {"route", "a delivered SMS is told", {Can::sms, Can::delivery}, delivered},
      {"route", "what the carrier refuses has failed", {Can::sms, Can::delivery}, carrier_refused},
      {"route", "STOP warns, is refused, START lifts it", {Can::sms, Can::delivery}, opted_out},
      {"route", "a number has its user", {Can::sms}, resolved},
      {"route", "a number that nobody reaches is told", {Can::sms}, unknown_number},
      {"route", "the directory finds a colleague", {}, found},
      {"route", "the directory finds nobody", {}, nobody_found},
  };
}

}  // namespace ix::conformance
