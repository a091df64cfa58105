// SPDX-License-Identifier: Apache-2.0
// Pages as ranges: what the standard's algorithms and views make of them, and that nothing is
// allocated for a row or a field.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <interactions/interactions.hpp>
#include <new>
#include <ranges>
#include <string>
#include <vector>

#include "support/sanitized.h"

namespace ixn = interactions;

namespace {

thread_local int64_t allocations = 0;

std::string temporary_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "ix-ranges-XXXXXX").string();
  return mkdtemp(pattern.data());
}

}  // namespace

// A sanitizer has operators of its own, which must not be mixed with these: nothing is counted
// there.
#if !IX_SANITIZED
// Counts, and allocates as ever.
void* operator new(size_t size) {
  ++allocations;
  if (void* place = std::malloc(size == 0 ? 1 : size)) return place;
  std::abort();
}
void operator delete(void* place) noexcept {
  std::free(place);
}
void operator delete(void* place, size_t) noexcept {
  std::free(place);
}
#endif

TEST_CASE("rows are a range, and reading them allocates nothing") {
  const std::string folder = temporary_folder();
  {
    const std::string account = folder + "/account";
    const auto client = ixn::Client::open({.folder = account, .sync_mode = IX_SYNC_ON_DEMAND});
    REQUIRE(client);
    std::vector<std::string> names;
    for (int i = 0; i < 40; ++i) {
      names.push_back("A name that is longer than a short string " + std::to_string(100 + i));
    }
    const std::string_view numbers[] = {"613 555 0123", "613 555 0124"};
    std::vector<ixn::ContactInput> contacts;
    for (const std::string& name : names) {
      contacts.push_back({.source_id = name, .name = name, .numbers = numbers});
    }
    REQUIRE(client->put_contacts(contacts));
    const auto page = client->contacts();
    REQUIRE(page);

    const int64_t before = allocations;
    size_t bytes = 0, addresses = 0;
    for (const ixn::Contact contact : page->contacts()) {
      bytes += contact.name.size();
      for (const ixn::Address address : page->addresses(contact)) {
        bytes += address.address.size();
        ++addresses;
      }
    }
    CHECK(allocations == before);
    CHECK(addresses == 80);
    CHECK(bytes == 40 * (names[0].size() + 2 * 12));

    const auto rows = page->contacts();
    CHECK(std::ranges::equal(rows, names, {}, &ixn::Contact::name));
    CHECK((*std::ranges::lower_bound(rows, names[17], {}, &ixn::Contact::name)).name == names[17]);
    const auto newest = rows | std::views::reverse | std::views::take(2);
    CHECK((*newest.begin()).name == names.back());
    CHECK((*std::ranges::find(page->contacts(), names[5], &ixn::Contact::name)).name == names[5]);
    CHECK(rows[3].name == names[3]);
    CHECK(rows[40].name.empty());
    CHECK(rows.end() - rows.begin() == 40);
  }
  std::filesystem::remove_all(folder);
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("changes make a list of the caller's own equal to the page") {
  const std::string folder = temporary_folder();
  {
    const std::string account = folder + "/account";
    const auto client = ixn::Client::open({.folder = account, .sync_mode = IX_SYNC_ON_DEMAND});
    REQUIRE(client);
    const auto subscription = client->subscribe({}, 3);
    REQUIRE(subscription);
    std::vector<std::string> live;
    const auto take = [&] {
      const auto changes = client->take(*subscription);
      REQUIRE(changes);
      REQUIRE(ixn::apply_changes(*changes, live, [&](uint32_t row) {
        return std::string(changes->conversations()[row].title);
      }));
      const auto page = client->conversations({}, {}, 3);
      REQUIRE(page);
      CHECK(std::ranges::equal(page->conversations(), live, {}, &ixn::Conversation::title));
    };
    std::vector<std::string> ids;
    for (const char* number : {"613 555 0101", "613 555 0102", "613 555 0103", "613 555 0104"}) {
      const auto conversation = client->open_conversation({.number = number});
      REQUIRE(conversation);
      REQUIRE(client->send(*conversation, {.text = "Bonjour"}));
      ids.push_back(*conversation);
      take();
    }
    CHECK(live.size() == 3);
    REQUIRE(client->set_flag(ids[0], IX_CONVERSATION_FLAG_PINNED, true));
    take();
    CHECK(live[0] == "+16135550101");
    const std::string_view numbers[] = {"613 555 0104"};
    REQUIRE(client->put_contact({.source_id = "1", .name = "Ana", .numbers = numbers}));
    take();
    CHECK(live[1] == "Ana");
    REQUIRE(client->set_flag(ids[3], IX_CONVERSATION_FLAG_ARCHIVED, true));
    take();

    // Steps that belong to another list are refused, and do not write past its end.
    const auto other = client->subscribe({}, 3);
    REQUIRE(other);
    const auto first = client->take(*other);
    REQUIRE(first);
    REQUIRE(client->set_flag(ids[0], IX_CONVERSATION_FLAG_PINNED, false));
    REQUIRE(client->set_flag(ids[0], IX_CONVERSATION_FLAG_MUTED, true));
    const auto second = client->take(*other);
    REQUIRE(second);
    REQUIRE_FALSE(second->changes().empty());
    std::vector<std::string> empty;
    CHECK_FALSE(ixn::apply_changes(*second, empty, [](uint32_t) { return std::string(); }));
  }
  std::filesystem::remove_all(folder);
  CHECK(ixn::live_objects() == 0);
}

TEST_CASE("events are a range") {
  const std::string folder = temporary_folder();
  {
    const std::string account = folder + "/account";
    const auto client = ixn::Client::open({.folder = account, .sync_mode = IX_SYNC_ON_DEMAND});
    REQUIRE(client);
    REQUIRE(client->subscribe({}, 3));
    const auto events = client->poll(-1);
    REQUIRE(events);
    int changed = 0;
    for (const ixn::Event& event : *events) {
      changed += event.kind == IX_EVENT_SUBSCRIPTION_CHANGED ? 1 : 0;
    }
    CHECK(changed == 1);
  }
  std::filesystem::remove_all(folder);
  CHECK(ixn::live_objects() == 0);
}
