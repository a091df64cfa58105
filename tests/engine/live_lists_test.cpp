// SPDX-License-Identifier: Apache-2.0
// What is followed: which changes are told, and that the steps lead to what a page call gives.
#include <doctest/doctest.h>

#include "live_rig.h"

namespace ix::testing {
namespace {

using engine::LiveKind;
using Kind = RelationChange::Kind;

constexpr const char* kAnn = "@ann:example.org";
constexpr const char* kBen = "@ben:example.org";
constexpr const char* kNumber = "+15145550101";

void two_people(LiveRig& rig) {
  rig.ingest(changes("!ann", {message("$a1", kAnn)}, internal_route(kAnn)));
  rig.ingest(changes("!ben", {message("$b1", kBen)}, internal_route(kBen)));
}

Contact contact(const std::string& id, std::vector<std::string> users,
                std::vector<std::string> numbers) {
  Contact out;
  out.source = "host";
  out.source_id = id;
  out.name = "Person " + id;
  out.users = std::move(users);
  out.numbers = std::move(numbers);
  return out;
}

}  // namespace

TEST_CASE("a change tells those whom it can concern, and nobody else") {
  LiveRig rig;
  two_people(rig);
  const auto ann = rig.follow(live(LiveKind::thread, rig.f.route_of("!ann"), 10));
  const auto ben = rig.follow(live(LiveKind::thread, rig.f.route_of("!ben"), 10));
  const auto one = rig.follow(live(LiveKind::conversation, rig.f.route_of("!ben")));
  const auto counts = rig.follow(live(LiveKind::counts));
  const auto outbox = rig.follow(live(LiveKind::outbox, {}, 10));
  const auto typing = rig.follow(live(LiveKind::typing));
  const auto list = rig.follow(live(LiveKind::conversations, {}, 10));
  using Ids = std::set<engine::SubscriptionId>;
  CHECK(rig.told_and_taken() == Ids{ann, ben, one, counts, outbox, typing, list});
  CHECK(rig.told() == Ids{});

  rig.ingest(changes("!ann", {message("$a2", kAnn)}));
  CHECK(rig.told_and_taken() == Ids{ann, counts, list});
  rig.ingest(changes("!ben", {message("$b2", kBen)}));
  CHECK(rig.told_and_taken() == Ids{ben, one, counts, list});
  // The same batch once more changes nothing, so nobody hears of it.
  rig.ingest(changes("!ben", {message("$b2", kBen)}));
  CHECK(rig.told() == Ids{});

  store::Touched sent;
  (void)take(rig.f->send(rig.f.route_of("!ben"), text("on its way"), sent));
  rig.subscriptions.notify(sent);
  CHECK(rig.told_and_taken() == Ids{ben, one, counts, list, outbox});

  rig.subscriptions.notify_typing(rig.typing.told({{"!ann", {{kAnn, "Ann"}}}}));
  CHECK(rig.told_and_taken() == Ids{typing});
  CHECK(rig.lists.at(typing).rows.size() == 1);

  rig.subscriptions.cancel(ann);
  rig.ingest(changes("!ann", {message("$a3", kAnn)}));
  CHECK(rig.told() == Ids{counts, list});
  CHECK(code_of(rig.subscriptions.take(ann)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("many changes before a take are one event and the smallest steps") {
  LiveRig rig;
  two_people(rig);
  const auto ann = rig.follow(live(LiveKind::thread, rig.f.route_of("!ann"), 3));
  CHECK(rig.take(ann).count(IX_TABLE_CHANGE) == 1);
  (void)rig.told();
  for (int i = 2; i <= 9; ++i) {
    rig.ingest(changes("!ann", {message("$a" + std::to_string(i), kAnn)}));
  }
  CHECK(take(rig.events.poll(0)).size() == 1);
  const query::Page steps = rig.take(ann);
  CHECK(steps.count(IX_TABLE_CHANGE) == 4);  // one leaves the window, three come
  CHECK(steps.count(IX_TABLE_ITEM) == 3);

  rig.ingest([] {
    RouteChanges out = changes("!ann", {});
    out.relations = {relation(Kind::edit, "$e", "$a9", kAnn, "better")};
    return out;
  }());
  const query::Page edit = rig.take(ann);
  REQUIRE(edit.count(IX_TABLE_CHANGE) == 1);
  CHECK(edit.row<ix_row_change>(IX_TABLE_CHANGE, 0)->op == IX_CHANGE_UPDATE);
  CHECK(edit.row<ix_row_change>(IX_TABLE_CHANGE, 0)->fields == IX_FIELD_ITEM_TEXT);
  CHECK(rig.take(ann).count(IX_TABLE_CHANGE) == 0);
}

TEST_CASE("a thread follows its conversation through a merge and the split after it") {
  LiveRig rig;
  rig.ingest(changes("!ann", {message("$a1", kAnn)}, internal_route(kAnn)));
  rig.ingest(changes("!sms", {message("$s1", "@sms_" + std::string(kNumber))}, sms_route(kNumber)));
  const auto sms = rig.follow(live(LiveKind::thread, rig.f.route_of("!sms"), 10));
  const auto one = rig.follow(live(LiveKind::conversation, rig.f.route_of("!sms")));
  using Ids = std::set<engine::SubscriptionId>;
  (void)rig.told_and_taken();

  store::Touched touched;
  const ContactId id = take(rig.f->put_contact(contact("1", {kAnn}, {kNumber}), touched));
  rig.subscriptions.notify(touched);
  CHECK(rig.told_and_taken() == Ids{sms, one});
  CHECK(rig.lists.at(sms).rows.size() == 2);

  rig.ingest(changes("!ann", {message("$a2", kAnn)}));
  CHECK(rig.told_and_taken() == Ids{sms, one});
  CHECK(rig.lists.at(sms).rows.size() == 3);

  rig.touched(rig.f->remove_contact(id));
  CHECK(rig.told_and_taken() == Ids{sms, one});
  CHECK(rig.lists.at(sms).rows.size() == 1);
  rig.ingest(changes("!ann", {message("$a3", kAnn)}));
  CHECK(rig.told() == Ids{});
  rig.ingest(changes("!sms", {message("$s2", "@sms_" + std::string(kNumber))}));
  CHECK(rig.told_and_taken() == Ids{sms, one});
}

TEST_CASE(
    "what is typed ends by word, by time and with the connection; it is no route's business") {
  LiveRig rig;
  two_people(rig);
  const auto all = rig.follow(live(LiveKind::typing));
  const auto ben = rig.follow(live(LiveKind::typing, rig.f.route_of("!ben")));
  using Ids = std::set<engine::SubscriptionId>;
  (void)rig.told_and_taken();
  const auto say = [&rig](const char* room, std::vector<Typist> who) {
    rig.subscriptions.notify_typing(rig.typing.told({{room, std::move(who)}}));
  };

  say("!ann", {{kAnn, "Ann"}});
  CHECK(rig.told_and_taken() == Ids{all});
  say("!ann", {{kAnn, "Ann"}});  // still
  CHECK(rig.told() == Ids{});
  say("!unknown", {{kAnn, "Ann"}});
  CHECK(rig.told() == Ids{});
  say("!ben", {{kBen, "Ben"}});
  CHECK(rig.told_and_taken() == Ids{all, ben});
  CHECK(rig.lists.at(all).rows.size() == 2);
  say("!ben", {});
  CHECK(rig.told_and_taken() == Ids{all, ben});
  CHECK(rig.lists.at(ben).rows.empty());

  rig.f.clock.now += engine::Typing::kHolds - 1;
  CHECK(rig.typing.expire().empty());
  CHECK(*rig.typing.deadline() == rig.f.clock.now + 1);
  rig.f.clock.now += 1;
  rig.subscriptions.notify_typing(rig.typing.expire());
  CHECK(rig.told_and_taken() == Ids{all});
  CHECK(rig.lists.at(all).rows.empty());
  CHECK_FALSE(rig.typing.deadline());

  say("!ann", {{kAnn, "Ann"}});
  (void)rig.told_and_taken();
  rig.subscriptions.notify_typing(rig.typing.clear());
  CHECK(rig.told_and_taken() == Ids{all});
  CHECK(rig.lists.at(all).rows.empty());
}

TEST_CASE("subscriptions that make no sense are refused, and there is an end to their number") {
  LiveRig rig;
  two_people(rig);
  const ConversationId ann = rig.f.route_of("!ann");
  const auto code = [&rig](const engine::LiveQuery& query) {
    return code_of(rig.subscriptions.subscribe(query));
  };
  CHECK(code(live(LiveKind::thread, ann, 0)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code(live(LiveKind::thread, ann, 1001)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code(live(LiveKind::thread, {}, 10)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code(live(LiveKind::thread, ConversationId{999}, 10)) == ErrorCode::NOT_FOUND);
  CHECK(code(live(LiveKind::conversation, ann, 10)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code(live(LiveKind::counts, ann)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code(live(LiveKind::outbox)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code(live(LiveKind::typing, ConversationId{999})) == ErrorCode::NOT_FOUND);
  CHECK(code(live(static_cast<LiveKind>(7))) == ErrorCode::INVALID_ARGUMENT);
  for (size_t i = 0; i < engine::Subscriptions::kMost; ++i) rig.follow(live(LiveKind::counts));
  CHECK(code(live(LiveKind::counts)) == ErrorCode::BUSY);
}

}  // namespace ix::testing
