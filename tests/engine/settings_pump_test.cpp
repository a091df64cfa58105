// SPDX-License-Identifier: Apache-2.0
#include "engine/settings_pump.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "store/store_fixture.h"

namespace ix::engine {
namespace {

using testing::done;
using testing::take;

// Notes each setting that is sent and answers it when the test says so; has nothing else.
class HandProvider final : public provider::Provider {
 public:
  struct Call {
    provider::CallId id = 0;
    std::string what;
    Done<void> done;
  };

  provider::Capabilities able;
  std::vector<Call> open;
  std::vector<std::string> seen;
  std::vector<provider::CallId> cancelled;
  int refreshes = 0;

  // The oldest open call of that text.
  void answer(const std::string& what, Result<void> outcome) {
    for (size_t i = 0; i < open.size(); ++i) {
      if (open[i].what != what) continue;
      const auto call = std::move(open[i]);
      open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
      return call.done(std::move(outcome));
    }
    FAIL("no call: ", what);
  }

  provider::Capabilities capabilities() const override { return able; }
  provider::CallId mark_read(std::string route, std::string item, Done<void> done) override {
    return begin(route + " read " + item, std::move(done));
  }
  provider::CallId set_flag(std::string route, RouteFlag flag, bool on, Done<void> done) override {
    return begin(route + " " + std::to_string(static_cast<int>(flag)) + (on ? " on" : " off"),
                 std::move(done));
  }
  void cancel(provider::CallId call) override { cancelled.push_back(call); }
  provider::CallId refresh(Done<Credentials>) override {
    ++refreshes;
    return ++last_;
  }
  void set_session(const provider::Session&) override {}

  provider::CallId sign_in(provider::SignIn, Done<provider::Session>) override { return 0; }
  provider::CallId sign_out(Done<void>) override { return 0; }
  provider::CallId changes(std::string, Millis, Part, Done<ChangeSet>) override { return 0; }
  provider::CallId history(std::string, provider::HistoryFrom, int, Done<HistoryPage>) override {
    return 0;
  }
  provider::CallId edit(std::string, provider::Edit, Done<std::string>) override { return 0; }
  provider::CallId remove(std::string, provider::Removal, Done<void>) override { return 0; }
  provider::CallId react(std::string, provider::Reaction, Done<std::string>) override { return 0; }
  provider::CallId send(std::string, provider::Outgoing, Done<std::string>) override { return 0; }
  provider::CallId resolve_number(std::string, Done<std::string>) override { return 0; }
  provider::CallId open_direct(provider::OpenDirect, Done<std::string>) override { return 0; }
  provider::CallId accept_invite(std::string, bool, std::string, Done<void>) override { return 0; }
  provider::CallId create_room(provider::CreateRoom, Done<std::string>) override { return 0; }
  provider::CallId join(std::string, Done<std::string>) override { return 0; }
  provider::CallId leave(std::string, Done<void>) override { return 0; }
  provider::CallId invite(std::string, std::string, Done<void>) override { return 0; }
  provider::CallId members(std::string, int, Done<MemberList>) override { return 0; }
  provider::CallId media_limits(Done<provider::MediaLimits>) override { return 0; }
  provider::CallId reserve_media(Done<std::string>) override { return 0; }
  provider::CallId upload(provider::Upload, Done<std::string>) override { return 0; }
  provider::CallId download(provider::Download, Done<void>) override { return 0; }
  provider::CallId search_people(std::string, int, Done<std::vector<PersonChange>>) override {
    return 0;
  }

 private:
  provider::CallId begin(std::string what, Done<void> done) {
    seen.push_back(what);
    open.push_back({++last_, std::move(what), std::move(done)});
    return last_;
  }

  provider::CallId last_ = 0;
};

// A pump of a signed-in account with some channels, "!1" and so on.
class Rig {
 public:
  explicit Rig(int channels = 1) {
    provider::Session session;
    session.server = "https://example.org";
    session.user_id = testing::kSelf;
    session.credentials.access_token = Secret("access");
    session.credentials.refresh_token = Secret("refresh");
    done(keeper.adopt(session));
    for (int i = 1; i <= channels; ++i) {
      RouteChanges changes;
      changes.remote_id = "!" + std::to_string(i);
      changes.route.emplace();
      store.ingest(changes);
      const auto ids = store.column("SELECT conversation FROM route WHERE remote_id = '!" +
                                    std::to_string(i) + "'");
      conversations.push_back(ConversationId{std::stoll(ids.at(0))});
    }
    pump.on_failed = [this](const Setting& setting, const Error& error) {
      failures_.push_back(std::string(setting_name(setting.kind)) + ": " + error.message);
    };
    pump.set_active(true);
  }

  void set(size_t channel, RouteFlag flag, bool on) {
    take(store->set_flag(conversations.at(channel - 1), flag, on));
    pump.kick();
    pump.tick();
  }
  void pass(Millis time) {
    store.clock.now += time;
    pump.tick();
  }
  // Tells what was given up.
  std::vector<std::string> failures() { return std::exchange(failures_, {}); }
  size_t unsettled() { return take(store->settings_to_send()).size(); }

  testing::StoreFixture store;
  HandProvider provider;
  SystemFileSystem files;
  SystemRandom random;
  Logger log;
  EngineConfig config;
  EventQueue events;
  SessionKeeper keeper{config, files, log, provider, store.store(), events};
  SettingsPump pump{store.clock, random, log, provider, store.store(), keeper};
  std::vector<ConversationId> conversations;

 private:
  std::vector<std::string> failures_;
};

const std::string kMuted = "!1 " + std::to_string(static_cast<int>(RouteFlag::muted));

Error later(ErrorCode code = ErrorCode::UNREACHABLE, Millis after = -1) {
  Error error(code);
  error.retry = RetryAdvice::later;
  error.retry_after_ms = after;
  return error;
}

TEST_CASE("a flag leaves when there is a reason to, and once") {
  Rig rig;
  rig.pump.set_active(false);
  rig.set(1, RouteFlag::muted, true);
  CHECK(rig.provider.seen.empty());
  rig.pump.set_active(true);
  rig.pump.tick();
  REQUIRE(rig.provider.seen == std::vector<std::string>{kMuted + " on"});
  CHECK_FALSE(rig.pump.quiet(0));
  rig.pump.kick();
  rig.pump.tick();  // under way still
  rig.provider.answer(kMuted + " on", {});
  rig.pump.tick();
  CHECK(rig.pump.progress() == 1);
  CHECK(rig.unsettled() == 0);
  CHECK(rig.provider.seen.size() == 1);
  CHECK(rig.pump.quiet(0));
}

TEST_CASE("a flag that the backend refuses is not sent again, and stays here") {
  Rig rig;
  rig.set(1, RouteFlag::muted, true);
  rig.provider.answer(kMuted + " on", Error(ErrorCode::REFUSED, "no"));
  CHECK(rig.failures() == std::vector<std::string>{"muted: no"});
  rig.pass(24LL * 3'600'000);
  CHECK(rig.provider.seen.size() == 1);
  CHECK(rig.pump.progress() == 0);
  CHECK(rig.store.column("SELECT muted FROM conversation") == std::vector<std::string>{"1"});
}

TEST_CASE("a flag that could not be sent waits, and another value of it does not") {
  Rig rig;
  rig.set(1, RouteFlag::muted, true);
  rig.provider.answer(kMuted + " on", later());
  rig.pump.tick();
  CHECK(rig.provider.seen.size() == 1);
  REQUIRE(rig.pump.deadline().has_value());
  CHECK(*rig.pump.deadline() > rig.store.clock.now);
  rig.set(1, RouteFlag::muted, false);
  CHECK(rig.provider.seen == std::vector<std::string>{kMuted + " on", kMuted + " off"});
  rig.provider.answer(kMuted + " off", later());
  rig.pass(130'000);
  CHECK(rig.provider.seen.size() == 3);
}

TEST_CASE("a setting that could not be sent for a day is given up, and stays here") {
  constexpr Millis kHour = 3'600'000;
  Rig rig;
  rig.set(1, RouteFlag::muted, true);
  for (int hours = 0; hours <= 24; ++hours) {
    rig.provider.answer(kMuted + " on", later());
    rig.pass(kHour);
  }
  CHECK(rig.failures().empty());
  CHECK(rig.unsettled() == 1);
  Error unreachable = later();
  unreachable.message = "nobody answers";
  rig.provider.answer(kMuted + " on", unreachable);
  CHECK(rig.failures() ==
        std::vector<std::string>{"muted: given up after a day of trying: nobody answers"});
  rig.pass(kHour);
  CHECK(rig.provider.open.empty());
  CHECK(rig.unsettled() == 0);
  CHECK(rig.store.column("SELECT muted FROM conversation") == std::vector<std::string>{"1"});
  // Another word of the user's has a day of its own.
  rig.set(1, RouteFlag::muted, false);
  rig.provider.answer(kMuted + " off", later());
  CHECK(rig.failures().empty());
  CHECK(rig.unsettled() == 1);
}

TEST_CASE("a device that was off for days gives nothing up before it has tried") {
  Rig rig;
  rig.set(1, RouteFlag::muted, true);
  rig.provider.answer(kMuted + " on", later());
  rig.pass(72LL * 3'600'000);
  rig.provider.answer(kMuted + " on", later());
  CHECK(rig.failures().empty());
  CHECK(rig.unsettled() == 1);
}

TEST_CASE("the host's hint ends a pause, but not the one a server asked for") {
  Rig rig;
  rig.set(1, RouteFlag::muted, true);
  rig.provider.answer(kMuted + " on", later());
  rig.pump.end_backoff();
  rig.pump.tick();
  CHECK(rig.provider.seen.size() == 2);
  rig.provider.answer(kMuted + " on", later(ErrorCode::RATE_LIMITED, 60'000));
  rig.pump.end_backoff();
  rig.pump.tick();
  CHECK(rig.provider.seen.size() == 2);
  rig.set(1, RouteFlag::muted, false);  // neither does another value
  CHECK(rig.provider.seen.size() == 2);
  rig.pass(130'000);
  CHECK(rig.provider.seen.back() == kMuted + " off");
}

TEST_CASE("at most four settings are under way; the next one goes when one has landed") {
  Rig rig(6);
  for (size_t i = 1; i <= 6; ++i) rig.set(i, RouteFlag::muted, true);
  CHECK(rig.provider.open.size() == 4);
  rig.provider.answer(kMuted + " on", {});
  rig.pump.tick();
  CHECK(rig.provider.open.size() == 4);
  CHECK(rig.provider.seen.size() == 5);
}

TEST_CASE("a flag that changes while its old value is under way is sent once more") {
  Rig rig;
  rig.set(1, RouteFlag::muted, true);
  rig.set(1, RouteFlag::muted, false);
  CHECK(rig.provider.open.size() == 1);  // one after the other
  rig.provider.answer(kMuted + " on", {});
  rig.pump.tick();
  REQUIRE(rig.provider.seen.size() == 2);
  CHECK(rig.provider.seen[1] == kMuted + " off");
  rig.provider.answer(kMuted + " off", {});
  CHECK(rig.unsettled() == 0);
}

TEST_CASE("a backend without flags is not asked") {
  Rig rig;
  rig.provider.able.flags = false;
  rig.set(1, RouteFlag::muted, true);
  CHECK(rig.provider.seen.empty());
  CHECK(rig.unsettled() == 0);
}

TEST_CASE("a setting whose session has ended goes again without a pause when that is renewed") {
  Rig rig;
  rig.set(1, RouteFlag::muted, true);
  rig.provider.answer(kMuted + " on", Error(ErrorCode::SESSION_EXPIRED));
  CHECK(rig.provider.refreshes == 1);
  rig.pump.tick();
  CHECK(rig.provider.seen.size() == 1);  // not before
  rig.keeper.cancel();
  rig.pump.kick();
  rig.pump.tick();
  CHECK(rig.provider.seen.size() == 2);
}

TEST_CASE("without a network nothing leaves; what is stopped is sent anew") {
  Rig rig;
  rig.pump.set_network(transport::NetworkKind::none);
  rig.set(1, RouteFlag::muted, true);
  CHECK(rig.provider.seen.empty());
  rig.pump.set_network(transport::NetworkKind::unmetered);
  rig.pump.tick();
  REQUIRE(rig.provider.open.size() == 1);
  rig.pump.stop();
  CHECK(rig.provider.cancelled == std::vector<provider::CallId>{rig.provider.open[0].id});
  rig.pump.tick();
  CHECK(rig.provider.seen.size() == 2);
}

}  // namespace
}  // namespace ix::engine
