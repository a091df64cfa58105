// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <interactions/interactions.hpp>
#include <ranges>
#include <string>
#include <thread>
#include <type_traits>

namespace ixn = interactions;

static_assert(!std::is_copy_constructible_v<ixn::Client>);
static_assert(std::is_nothrow_move_constructible_v<ixn::Client>);
static_assert(std::ranges::random_access_range<ixn::Rows<ixn::Item>>);
static_assert(std::ranges::sized_range<ixn::Rows<ixn::Item>>);
static_assert(std::ranges::view<ixn::Rows<ixn::Item>>);
static_assert(std::ranges::borrowed_range<ixn::Rows<ixn::Item>>);
static_assert(std::ranges::input_range<const ixn::Events>);

// What would dangle does not compile.
template <class P>
concept GivesRows = requires(P&& page) { std::forward<P>(page).items(); };
template <class R>
concept GivesMember = requires(R&& result) { std::forward<R>(result).operator->(); };
static_assert(GivesRows<const ixn::Page&> && !GivesRows<ixn::Page>);
static_assert(GivesMember<ixn::Result<ixn::Page>&> && !GivesMember<ixn::Result<ixn::Page>>);

namespace {

// A folder of its own that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ix-wrapper-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string account() const { return path_ + "/account"; }

 private:
  std::string path_;
};

ixn::Result<ixn::Client> open(const std::string& folder) {
  return ixn::Client::open({.folder = folder, .sync_mode = IX_SYNC_ON_DEMAND});
}

}  // namespace

TEST_CASE("absent and empty text are told apart in both directions") {
  CHECK_FALSE(ixn::present(ixn::view(ix_str{nullptr, 0})));
  CHECK(ixn::present(ixn::view(ix_str{"", 0})));
  CHECK(ixn::str({}).data == nullptr);
  CHECK(ixn::str("").data != nullptr);
  CHECK(ixn::str("ab").size == 2);
}

TEST_CASE("a handle releases once, moves, and shares") {
  REQUIRE(ixn::live_objects() == 0);
  {
    auto parsed = ixn::Number::parse("613 555 0123");
    REQUIRE(parsed);
    ixn::Number number = std::move(*parsed);
    CHECK_FALSE(static_cast<bool>(*parsed));
    CHECK(ixn::live_objects() == 1);
    const ixn::Number second = number.share();
    number = ixn::Number();
    CHECK(second.e164() == "+16135550123");
    CHECK(second.number_class() == IX_NUMBER_CANADIAN);
    CHECK(second.sendable());
    CHECK_FALSE(ixn::present(second.reason()));
    CHECK(ixn::live_objects() == 1);
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("an error carries what the C error says, and can be thrown") {
  const auto missing = ixn::Client::open({});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == IX_ERROR_INVALID_ARGUMENT);
  CHECK(std::string(missing.error().name()) == "IX_ERROR_INVALID_ARGUMENT");
  CHECK_FALSE(missing.error().message.empty());
  CHECK(std::string(missing.error().origin_name()) == "local");
  CHECK_THROWS_AS(ixn::Client::open({}).or_throw(), ixn::Exception);
  CHECK_THROWS_AS(ixn::Filter::preset(99).or_throw(), ixn::Exception);
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("a failed open gives the log function back, a client keeps it while it lives") {
  const auto held = std::make_shared<int>(0);
  const auto log = [held](ix_log_level, std::string_view) {};
  CHECK_FALSE(ixn::Client::open({.folder = "", .log = log}));
  CHECK(held.use_count() == 2);  // held and log
  const Folder folder;
  {
    const std::string path = folder.account();
    const auto client = ixn::Client::open({.folder = path, .log = log});
    REQUIRE(client);
    CHECK(held.use_count() == 3);
  }
  CHECK(held.use_count() == 2);
}

TEST_CASE("a client that nobody signed in to answers reads and refuses the network") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    const auto list = client->conversations();
    REQUIRE(list);
    CHECK(list->conversations().empty());
    CHECK(list->more() == IX_MORE_START);
    CHECK_FALSE(ixn::present(list->cursor()));
    CHECK(list->bytes().size() >= sizeof(ix_block_header));

    const auto account = client->account();
    REQUIRE(account);
    REQUIRE(account->accounts().size() == 1);
    CHECK(account->accounts()[0].session == IX_SESSION_SIGNED_OUT);

    const auto thread = client->thread("no-such-conversation");
    REQUIRE_FALSE(thread);
    CHECK(thread.error().code == IX_ERROR_NOT_FOUND);
    const auto counters = client->counters();
    REQUIRE(counters);
    CHECK(counters->requests == 0);
    const auto checked = client->check_store(true);
    REQUIRE(checked);
    CHECK(checked->findings().empty());
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("numbers are read by the client's rules, and by one's own") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    REQUIRE(client->set_number_rules({.destinations = "us"}));
    const auto number = client->number("212 555 0123 x7");
    REQUIRE(number);
    CHECK(number->sendable());
    CHECK(number->rule() == "us");
    CHECK(number->extension() == "7");
    const auto alone = ixn::Number::parse("212 555 0123", {.destinations = "-us"});
    REQUIRE(alone);
    CHECK(alone->rule() == "-us");
    CHECK(alone->reason() == "destination_us");
    const auto table = client->area_codes();
    REQUIRE(table);
    CHECK(*table == *ixn::area_codes());
    CHECK(client->set_number_rules({.area_codes = *table}));
    const auto refused = client->set_number_rules({.region = "Canada"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == IX_ERROR_INVALID_ARGUMENT);
    CHECK(client->set_number_rules({.destinations = ""}));
    CHECK_FALSE(client->number("212 555 0123").value().sendable());
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("contacts are saved, read as ranges, and removed") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    const std::string_view numbers[] = {"613 555 0123", "911-"};
    const auto refused = client->put_contact({.source_id = "1", .name = "Ana", .numbers = numbers});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == IX_ERROR_NUMBER_INVALID);
    const auto id = client->put_contact(
        {.source_id = "1", .name = "Ana", .numbers = std::span(numbers).first(1)});
    REQUIRE(id);
    const auto page = client->contacts();
    REQUIRE(page);
    REQUIRE(page->contacts().size() == 1);
    const ixn::Contact ana = page->contacts()[0];
    CHECK(ana.id == *id);
    CHECK(ana.name == "Ana");
    CHECK(ana.kind == IX_CONTACT_EXTERNAL);
    REQUIRE(page->addresses(ana).size() == 1);
    for (const ixn::Address address : page->addresses(ana)) {
      CHECK(address.address == "+16135550123");
      CHECK(address.sendable);
    }
    CHECK(client->remove_contact(*id));
    CHECK(client->contacts().value().get() != nullptr);
    const auto after = client->contacts();
    REQUIRE(after);
    CHECK(after->contacts().empty());
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("a message that waits is edited and deleted") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    const auto with = client->open_conversation({.user = "@bob:pbx.test"});
    REQUIRE(with);
    const auto item = client->send(*with, {.text = "at noon"});
    REQUIRE(item);
    CHECK(client->edit(*item, "at one"));
    CHECK(client->react(*item, "+1"));
    const auto page = client->item(*item);
    REQUIRE(page);
    const ixn::Item row = page->items()[0];
    CHECK(row.text == "at one");
    CHECK(row.change_pending);
    CHECK_FALSE(row.change_failed);
    REQUIRE(page->reactions(row).size() == 1);
    CHECK((*page->reactions(row).begin()).mine);
    CHECK(client->react(*item, "+1", false));
    const auto without = client->item(*item);
    REQUIRE(without);
    CHECK(without->reactions(without->items()[0]).empty());
    CHECK(client->delete_item(*item));
    CHECK_FALSE(client->item(*item));
    CHECK(client->edit(*item, "x").error().code == IX_ERROR_NOT_FOUND);
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("who wants no texts, and what a message would become") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    const std::string own = "6135550100";
    REQUIRE(client->put_consent("416 555 0142", IX_CONSENT_OPTED_OUT, own));
    const auto refused = client->put_consent("416 555 0142", IX_CONSENT_HELP, own);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == IX_ERROR_INVALID_ARGUMENT);
    const auto page = client->consents();
    REQUIRE(page);
    REQUIRE(page->consents().size() == 1);
    const ixn::Consent pair = page->consents()[0];
    CHECK(pair.peer == "+14165550142");
    CHECK(pair.own == "+16135550100");
    CHECK(pair.state == IX_CONSENT_OPTED_OUT);
    CHECK(pair.source == IX_CONSENT_BY_HOST);
    CHECK(client->consents(IX_CONSENT_HISTORY, "416 555 0150").value().get() != nullptr);
    const auto draft = client->sms_preflight({.text = "\u00EAtre", .to = "416 555 0142"});
    REQUIRE(draft);
    const ixn::Sms sms = draft->sms()[0];
    CHECK(sms.encoding == IX_SMS_UCS2);
    CHECK(sms.by_sms);
    CHECK(sms.reason.empty());
    CHECK(sms.mms == 0);
    CHECK(sms.consent == IX_CONSENT_OPTED_OUT);
    CHECK(draft->flips(sms).size() == 1);
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("a reported call is an item from its start to its end") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    ixn::CallReport call{.call_id = "c1",
                         .number = "613 555 0123",
                         .direction = IX_DIRECTION_OUT,
                         .at_ms = 1'750'000'000'000};
    const auto id = client->report_call(call);
    REQUIRE(id);
    call.phase = IX_CALL_PHASE_ENDED;
    call.outcome = IX_CALL_DECLINED;
    call.at_ms += 9000;
    const auto again = client->report_call(call);
    REQUIRE(again);
    CHECK(*again == *id);
    const auto page = client->item(*id);
    REQUIRE(page);
    REQUIRE(page->items().size() == 1);
    const ixn::Item item = page->items()[0];
    CHECK(item.kind == IX_ITEM_CALL);
    REQUIRE(item.call);
    CHECK(item.call->id == "c1");
    CHECK(item.call->direction == IX_DIRECTION_OUT);
    CHECK(item.call->outcome == IX_CALL_DECLINED);
    CHECK(item.call->number == "+16135550123");
    CHECK(item.call->started_ms == 1'750'000'000'000);
    call.number = "nobody";
    const auto refused = client->report_call(call);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == IX_ERROR_NUMBER_INVALID);
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("events: an operation completes once, the wake-up is called, close is the last") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    std::atomic<int> wakeups = 0;
    REQUIRE(client->set_wakeup([&] { ++wakeups; }));
    const auto operation = client->sync();
    int completed = 0;
    bool closed = false;
    if (operation) {
      // As an app does it: the wake-up first, then a poll. One who waits inside poll may have the
      // event before the wake-up is called.
      while (wakeups == 0) std::this_thread::yield();
      while (completed == 0) {
        const auto events = client->poll(-1);
        REQUIRE(events);
        for (size_t i = 0; i < events->size(); ++i) {
          const ixn::Event event = (*events)[i];
          if (event.kind != IX_EVENT_OPERATION_COMPLETED) continue;
          CHECK(event.operation == *operation);
          REQUIRE(event.error);
          CHECK(event.error->code == IX_ERROR_SIGNED_OUT);
          ++completed;
        }
      }
      CHECK(completed == 1);
    } else {
      CHECK(operation.error().code == IX_ERROR_SIGNED_OUT);
    }
    REQUIRE(client->set_wakeup({}));
    client->close();
    while (!closed) {
      const auto events = client->poll(-1);
      REQUIRE(events);
      for (size_t i = 0; i < events->size(); ++i) closed = (*events)[i].kind == IX_EVENT_CLOSED;
    }
    const auto after = client->poll(0);
    REQUIRE_FALSE(after);
    CHECK(after.error().code == IX_ERROR_CLOSED);
  }
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("a live list: the first take inserts what is stored") {
  const Folder folder;
  {
    const auto client = open(folder.account());
    REQUIRE(client);
    const auto subscription = client->subscribe({}, 10);
    REQUIRE(subscription);
    const auto events = client->poll(-1);
    REQUIRE(events);
    REQUIRE(events->size() >= 1);
    CHECK((*events)[0].kind == IX_EVENT_SUBSCRIPTION_CHANGED);
    const auto changes = client->take(*subscription);
    REQUIRE(changes);
    CHECK(changes->changes().empty());
    client->unsubscribe(*subscription);
    CHECK_FALSE(client->take(*subscription));

    const auto counts = client->follow(IX_LIVE_COUNTS);
    REQUIRE(counts);
    const auto presets = client->take(*counts);
    REQUIRE(presets);
    REQUIRE(presets->presets().size() == 9);
    CHECK(presets->presets()[0].id == "all");
    CHECK(presets->presets()[8].preset == IX_PRESET_BADGE);
    CHECK_FALSE(client->follow(IX_LIVE_THREAD, "no id", 10));
    const auto conversation = client->open_conversation({.number = "+16135550123"});
    REQUIRE(conversation);
    const auto item = client->send(*conversation, {.text = "hello"});
    REQUIRE(item);
    uint32_t row = UINT32_MAX;
    const auto around = client->thread_around(*conversation, *item, 5, &row);
    REQUIRE(around);
    CHECK(row == 0);
    CHECK(around->items().size() == 1);
    CHECK(around->reactions(around->items()[0]).empty());
    CHECK(around->newer_cursor().empty());
  }
  CHECK(ixn::live_objects() == 0);
}
