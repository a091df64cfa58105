// SPDX-License-Identifier: Apache-2.0
// Many threads on one client. Run under the thread sanitizer, too (label `threads`).
#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "abi/abi_support.h"

using abi::str;

namespace {

bool expected(ix_status status) {
  return status == IX_OK || status == IX_ERROR_CLOSED || status == IX_ERROR_BUSY;
}

// One round of everything that needs no network. Counts what came unexpected.
void use_everything(ix_client* client, int seed, std::atomic<int>& surprises) {
  const auto check = [&](ix_status status) { surprises += expected(status) ? 0 : 1; };
  ix_client_retain(client);
  const std::string number = std::to_string(seed);

  ix_contact_input contact = IX_CONTACT_INPUT_INIT;
  contact.source_id = str(number);
  contact.name = str("Ada");
  ix_text* id = nullptr;
  check(ix_contact_put(client, &contact, &id, nullptr));
  ix_text_release(id);

  ix_filter* filter = nullptr;
  check(ix_filter_preset(seed % 8, &filter, nullptr));
  ix_page* page = nullptr;
  check(ix_conversations_page(client, filter, {}, 50, &page, nullptr));
  ix_page_release(page);
  page = nullptr;
  check(ix_contacts_page(client, {}, {}, 50, &page, nullptr));
  ix_page_release(page);

  ix_subscription subscription = 0;
  check(ix_conversations_subscribe(client, filter, 10, &subscription, nullptr));
  if (subscription != 0) {
    page = nullptr;
    check(ix_subscription_take(client, subscription, &page, nullptr));
    ix_page_release(page);
    ix_subscription_cancel(client, subscription);
  }
  ix_filter_release(filter);

  ix_number* parsed = nullptr;
  check(ix_number_parse(str("(613) 555-0123"), {}, &parsed, nullptr));
  ix_number_release(parsed);
  ix_number_rules rules = IX_NUMBER_RULES_INIT;
  rules.destinations = str(seed % 2 == 0 ? "us" : "none,canadian");
  check(ix_client_set_number_rules(client, &rules, nullptr));
  parsed = nullptr;
  check(ix_number_parse_with(client, str("212 555 0123"), nullptr, &parsed, nullptr));
  ix_number_release(parsed);
  check(ix_client_hint_foreground(client, seed % 2, nullptr));
  ix_counters counters = IX_VIEW_INIT(ix_counters);
  check(ix_client_counters(client, &counters, nullptr));
  ix_client_wake(client);
  ix_client_release(client);
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "ten threads at once, closed under their hands") {
  const abi::Client client;
  std::atomic<int> surprises{0};
  std::atomic<int> rounds{0};
  std::mutex mutex;
  std::map<ix_operation, int> open_operations;  // +1 started, -1 completed

  std::thread poller([&] {
    for (;;) {
      ix_event_batch* batch = nullptr;
      if (ix_client_poll(client, -1, &batch, nullptr) != IX_OK) return;
      for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
        ix_event event = IX_EVENT_INIT;
        ix_event_batch_get(batch, i, &event);
        if (event.kind != IX_EVENT_OPERATION_COMPLETED) continue;
        std::lock_guard lock(mutex);
        --open_operations[event.operation];
      }
      ix_event_batch_release(batch);
    }
  });
  std::vector<std::thread> workers;
  for (int t = 0; t < 9; ++t) {
    workers.emplace_back([&, t] {
      for (int i = 0; i < 12; ++i) {
        use_everything(client, t * 100 + i, surprises);
        ix_operation operation = 0;
        const ix_status status = ix_client_sync(client, &operation, nullptr);
        surprises += expected(status) ? 0 : 1;
        if (status == IX_OK) {
          std::lock_guard lock(mutex);
          ++open_operations[operation];
        }
        if (i % 3 == 0) ix_operation_cancel(client, operation);
        if (++rounds == 60) ix_client_close(client);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  poller.join();

  CHECK_EQ(surprises, 0);
  size_t unbalanced = 0;
  for (const auto& [id, balance] : open_operations) unbalanced += balance == 0 ? 0 : 1;
  CHECK_EQ(unbalanced, 0);
  CHECK_GT(open_operations.size(), 0);
}

TEST_CASE_FIXTURE(abi::Live, "a second poller is told so, and the first goes on") {
  const abi::Client client;
  std::atomic<bool> woken{false};
  std::thread first([&] {
    // Waits without end; the other thread's short polls may be in the way before that.
    ix_event_batch* batch = nullptr;
    while (ix_client_poll(client, -1, &batch, nullptr) == IX_ERROR_POLL_IN_USE) {
      std::this_thread::yield();
    }
    CHECK_EQ(ix_event_batch_count(batch), 0);
    ix_event_batch_release(batch);
    woken = true;
  });
  for (;;) {
    ix_event_batch* batch = nullptr;
    ix_error* error = nullptr;
    const ix_status status = ix_client_poll(client, 0, &batch, &error);
    CHECK_EQ(ix_error_code(error), status);
    ix_error_release(error);
    ix_event_batch_release(batch);
    if (status == IX_ERROR_POLL_IN_USE) break;
    CHECK_EQ(status, IX_OK);
    std::this_thread::yield();
  }
  CHECK_FALSE(woken);
  ix_client_wake(client);
  first.join();
  CHECK(woken);
  ix_event_batch* batch = nullptr;
  CHECK_EQ(ix_client_poll(client, 0, &batch, nullptr), IX_OK);
  ix_event_batch_release(batch);
}

TEST_CASE_FIXTURE(abi::Live, "closing and releasing race with a waiting poll") {
  for (int round = 0; round < 10; ++round) {
    const abi::TempFolder folder;
    const ix_client_config config = abi::config_for(folder.path());
    ix_client* client = nullptr;
    REQUIRE_EQ(ix_client_open(&config, &client, nullptr), IX_OK);
    ix_client_retain(client);
    std::thread poller([client] {
      abi::poll_until(client, IX_EVENT_CLOSED);
      ix_client_release(client);
    });
    std::thread closer([client] { ix_client_close(client); });
    ix_client_release(client);
    closer.join();
    poller.join();
  }
}

TEST_CASE_FIXTURE(abi::Live, "an operation begun while the client closes completes or is refused") {
  for (int round = 0; round < 30; ++round) {
    const abi::Client client;
    std::atomic<int64_t> started{0};
    std::vector<std::thread> starters;
    for (int t = 0; t < 3; ++t) {
      starters.emplace_back([&] {
        for (;;) {
          ix_operation operation = 0;
          const ix_status status = ix_client_sync(client, &operation, nullptr);
          if (status == IX_ERROR_CLOSED) return;
          if (status == IX_OK) ++started;
        }
      });
    }
    int64_t completed = 0;
    const auto count = [&](const ix_event& event) {
      completed += event.kind == IX_EVENT_OPERATION_COMPLETED ? 1 : 0;
    };
    CHECK(abi::poll_until(client, IX_EVENT_OPERATION_COMPLETED, count));
    ix_client_close(client);
    CHECK(abi::poll_until(client, IX_EVENT_CLOSED, count));
    for (std::thread& starter : starters) starter.join();
    CHECK_EQ(completed, started);
  }
}

TEST_CASE_FIXTURE(abi::Live, "objects are shared between threads") {
  const abi::Client client;
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_account_page(client, &page, nullptr), IX_OK);
  std::vector<std::thread> readers;
  for (int t = 0; t < 10; ++t) {
    ix_page_retain(page);
    readers.emplace_back([page] {
      for (int i = 0; i < 200; ++i) {
        ix_page* mine = ix_page_retain(page);
        ix_account_view view = IX_VIEW_INIT(ix_account_view);
        if (ix_page_account(mine, 0, &view) != IX_OK) std::abort();
        ix_page_release(mine);
      }
      ix_page_release(page);
    });
  }
  ix_page_release(page);
  for (std::thread& reader : readers) reader.join();
}
