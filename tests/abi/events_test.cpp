// SPDX-License-Identifier: Apache-2.0
// The event queue as a host sees it: order, exactly one completion, wake-ups, descriptor,
// call-outs.
#include <poll.h>

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "abi/abi_support.h"

using abi::str;
using abi::text_of;

namespace {

struct Counter {
  std::atomic<int> calls{0};
  std::atomic<int> freed{0};
  // What the library said when called from inside.
  ix_client* client = nullptr;
  std::atomic<ix_status> inside{IX_OK};
};

void count_call(void* ctx) {
  auto* counter = static_cast<Counter*>(ctx);
  if (counter->client != nullptr) {
    ix_page* page = nullptr;
    counter->inside = ix_account_page(counter->client, &page, nullptr);
    ix_page_release(page);
  }
  ++counter->calls;
}

void count_free(void* ctx) {
  ++static_cast<Counter*>(ctx)->freed;
}

ix_subscription subscribe(ix_client* client) {
  ix_subscription id = 0;
  REQUIRE_EQ(ix_conversations_subscribe(client, nullptr, 10, &id, nullptr), IX_OK);
  return id;
}

bool readable(int fd) {
  pollfd wanted{fd, POLLIN, 0};
  return ::poll(&wanted, 1, 0) == 1;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "each operation completes exactly once, closing included") {
  const abi::Client client;
  std::map<ix_operation, int> completions;
  std::vector<ix_operation> started;
  for (int i = 0; i < 40; ++i) {
    ix_operation id = 0;
    REQUIRE_EQ(ix_client_sync(client, &id, nullptr), IX_OK);
    CHECK_NE(id, 0);
    started.push_back(id);
    if (i % 2 == 0) {
      ix_operation_cancel(client, id);
      ix_operation_cancel(client, id);
    }
  }
  ix_client_close(client);
  bool last = false;
  while (!last) {
    ix_event_batch* batch = nullptr;
    REQUIRE_EQ(ix_client_poll(client, -1, &batch, nullptr), IX_OK);
    for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
      ix_event event = IX_EVENT_INIT;
      REQUIRE_EQ(ix_event_batch_get(batch, i, &event), IX_OK);
      CHECK_FALSE(last);  // nothing comes after CLOSED
      last = event.kind == IX_EVENT_CLOSED;
      if (event.kind != IX_EVENT_OPERATION_COMPLETED) continue;
      ++completions[event.operation];
      CHECK_NE(event.status, IX_OK);  // nobody is signed in
      CHECK_EQ(ix_error_code(event.error), event.status);
    }
    ix_event beyond = IX_EVENT_INIT;
    CHECK_EQ(ix_event_batch_get(batch, ix_event_batch_count(batch), &beyond), IX_ERROR_NOT_FOUND);
    ix_event_batch_release(batch);
  }
  CHECK_EQ(completions.size(), started.size());
  for (const ix_operation id : started) CHECK_EQ(completions[id], 1);
}

TEST_CASE_FIXTURE(abi::Live, "an error outlives its batch and its client when it is retained") {
  ix_error* kept = nullptr;
  {
    const abi::Client client;
    ix_operation id = 0;
    REQUIRE_EQ(ix_client_sync(client, &id, nullptr), IX_OK);
    CHECK(abi::poll_until(client, IX_EVENT_OPERATION_COMPLETED, [&](const ix_event& event) {
      if (event.operation == id) kept = ix_error_retain(event.error);
    }));
  }
  CHECK_EQ(ix_error_code(kept), IX_ERROR_SIGNED_OUT);
  CHECK_EQ(ix_error_get_origin(kept), IX_ORIGIN_LOCAL);
  CHECK_EQ(ix_error_retry(kept), IX_RETRY_AFTER_USER_ACTION);
  CHECK_EQ(ix_error_get_fixer(kept), IX_FIXER_USER);
  CHECK_EQ(ix_error_http_status(kept), 0);
  CHECK_EQ(ix_error_retry_after_ms(kept), -1);
  CHECK_EQ(ix_error_server_code(kept).data, nullptr);
  CHECK_EQ(ix_debug_live_objects(), 1);
  ix_error_release(kept);
}

TEST_CASE_FIXTURE(abi::Live, "an unread subscription event is not repeated") {
  const abi::Client client;
  const ix_subscription id = subscribe(client);
  ix_contact_input contact = IX_CONTACT_INPUT_INIT;
  contact.name = str("Ada");
  for (const char* source : {"1", "2", "3"}) {
    contact.source_id = ix_str_of(source);
    CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_OK);
  }
  int events = 0;
  ix_event_batch* batch = nullptr;
  REQUIRE_EQ(ix_client_poll(client, 0, &batch, nullptr), IX_OK);
  for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
    ix_event event = IX_EVENT_INIT;
    CHECK_EQ(ix_event_batch_get(batch, i, &event), IX_OK);
    events += event.kind == IX_EVENT_SUBSCRIPTION_CHANGED && event.subscription == id ? 1 : 0;
  }
  ix_event_batch_release(batch);
  CHECK_EQ(events, 1);

  ix_page* changes = nullptr;
  REQUIRE_EQ(ix_subscription_take(client, id, &changes, nullptr), IX_OK);
  ix_page_release(changes);
  REQUIRE_EQ(ix_subscription_take(client, id, &changes, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(changes, IX_TABLE_CHANGE), 0);
  ix_page_release(changes);
}

TEST_CASE_FIXTURE(abi::Live, "threads, one conversation, counts, outbox and typing are followed") {
  const abi::Client client;
  ix_recipient to = IX_RECIPIENT_INIT;
  to.number = str("+16135550123");
  ix_text* conversation = nullptr;
  REQUIRE_EQ(ix_conversation_open(client, &to, &conversation, nullptr), IX_OK);
  const ix_str with = ix_text_str(conversation);
  const auto follow = [&client](ix_live_kind kind, ix_str about, uint32_t window) {
    ix_subscription id = 0;
    CHECK_EQ(ix_subscribe(client, kind, about, window, &id, nullptr), IX_OK);
    return id;
  };
  const ix_subscription thread = follow(IX_LIVE_THREAD, with, 10);
  const ix_subscription one = follow(IX_LIVE_CONVERSATION, with, 0);
  const ix_subscription counts = follow(IX_LIVE_COUNTS, {}, 0);
  const ix_subscription outbox = follow(IX_LIVE_OUTBOX, {}, 10);
  const ix_subscription typing = follow(IX_LIVE_TYPING, {}, 0);
  // Steps, and rows of the table they are about.
  const auto take = [&client](ix_subscription id, uint32_t table) {
    ix_page* page = nullptr;
    REQUIRE_EQ(ix_subscription_take(client, id, &page, nullptr), IX_OK);
    CHECK_EQ(ix_page_count(page, table), ix_page_count(page, IX_TABLE_CHANGE));
    const uint32_t rows = ix_page_count(page, table);
    if (table == IX_TABLE_PRESET && rows == 9) {
      ix_preset_view badge = IX_VIEW_INIT(ix_preset_view);
      CHECK_EQ(ix_page_preset(page, 8, &badge), IX_OK);
      CHECK_EQ(badge.preset, IX_PRESET_BADGE);
      CHECK_EQ(text_of(badge.id), "badge");
      CHECK_EQ(ix_page_preset(page, 9, &badge), IX_ERROR_NOT_FOUND);
    }
    ix_page_release(page);
    return rows;
  };
  CHECK_EQ(take(thread, IX_TABLE_ITEM), 0);
  CHECK_EQ(take(one, IX_TABLE_CONVERSATION), 1);
  CHECK_EQ(take(counts, IX_TABLE_PRESET), 9);
  CHECK_EQ(take(outbox, IX_TABLE_OUTBOX), 0);
  CHECK_EQ(take(typing, IX_TABLE_TYPIST), 0);

  ix_outgoing message = IX_OUTGOING_INIT;
  message.text = str("hello");
  REQUIRE_EQ(ix_message_send(client, with, &message, nullptr, nullptr), IX_OK);
  CHECK_EQ(take(thread, IX_TABLE_ITEM), 1);
  CHECK_EQ(take(one, IX_TABLE_CONVERSATION), 1);
  CHECK_EQ(take(outbox, IX_TABLE_OUTBOX), 1);
  CHECK_EQ(take(typing, IX_TABLE_TYPIST), 0);

  ix_subscription id = 0;
  for (const ix_live_kind kind : {0, 1, 7}) {
    CHECK_EQ(ix_subscribe(client, kind, {}, 10, &id, nullptr), IX_ERROR_INVALID_ARGUMENT);
  }
  CHECK_EQ(ix_subscribe(client, IX_LIVE_THREAD, {}, 10, &id, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_subscribe(client, IX_LIVE_THREAD, str("no id"), 10, &id, nullptr),
           IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_subscribe(client, IX_LIVE_COUNTS, {}, 10, &id, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_subscribe(client, IX_LIVE_COUNTS, {}, 0, nullptr, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(id, 0);
  ix_text_release(conversation);
}

TEST_CASE_FIXTURE(abi::Live, "a page of a thread around an item, and on from there") {
  const abi::Client client;
  ix_recipient to = IX_RECIPIENT_INIT;
  to.number = str("+16135550123");
  ix_text* conversation = nullptr;
  REQUIRE_EQ(ix_conversation_open(client, &to, &conversation, nullptr), IX_OK);
  const ix_str with = ix_text_str(conversation);
  std::vector<std::string> items;
  for (int i = 0; i < 5; ++i) {
    ix_outgoing message = IX_OUTGOING_INIT;
    message.text = str("hello");
    ix_text* item = nullptr;
    REQUIRE_EQ(ix_message_send(client, with, &message, &item, nullptr), IX_OK);
    items.push_back(text_of(ix_text_str(item)));
    ix_text_release(item);
  }
  ix_page* page = nullptr;
  uint32_t row = 0;
  REQUIRE_EQ(ix_thread_around(client, with, str(items[1]), 2, &page, &row, nullptr), IX_OK);
  CHECK_EQ(row, 0);
  CHECK_EQ(ix_page_count(page, IX_TABLE_ITEM), 2);
  ix_page* newer = nullptr;
  REQUIRE_EQ(ix_thread_page(client, with, ix_page_newer_cursor(page), 10, &newer, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(newer, IX_TABLE_ITEM), 2);
  ix_item_view item = IX_VIEW_INIT(ix_item_view);
  CHECK_EQ(ix_page_item(newer, 1, &item), IX_OK);
  CHECK_EQ(text_of(item.id), items[4]);
  CHECK_EQ(item.reaction_count, 0);
  CHECK_EQ(ix_page_newer_cursor(newer).data, nullptr);
  CHECK_EQ(ix_page_newer_cursor(nullptr).data, nullptr);
  ix_page_release(newer);
  ix_page_release(page);
  // Nothing is unread: the newest page. The row need not be asked for.
  REQUIRE_EQ(ix_thread_around(client, with, {}, 3, &page, &row, nullptr), IX_OK);
  CHECK_EQ(row, UINT32_MAX);
  ix_page_release(page);
  REQUIRE_EQ(ix_thread_around(client, with, {}, 3, &page, nullptr, nullptr), IX_OK);
  ix_page_release(page);
  page = nullptr;
  CHECK_EQ(ix_thread_around(client, with, str("no id"), 3, &page, nullptr, nullptr),
           IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_thread_around(client, with, {}, 0, &page, nullptr, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(page, nullptr);
  ix_text_release(conversation);
}

TEST_CASE_FIXTURE(abi::Live, "the first take inserts what a page shows") {
  const abi::Client client;
  const ix_subscription id = subscribe(client);
  ix_recipient to = IX_RECIPIENT_INIT;
  to.number = str("+16135550123");
  ix_text* conversation = nullptr;
  REQUIRE_EQ(ix_conversation_open(client, &to, &conversation, nullptr), IX_OK);
  ix_outgoing message = IX_OUTGOING_INIT;
  message.text = str("hello");
  REQUIRE_EQ(ix_message_send(client, ix_text_str(conversation), &message, nullptr, nullptr), IX_OK);
  ix_text_release(conversation);

  ix_page* page = nullptr;
  ix_page* changes = nullptr;
  REQUIRE_EQ(ix_conversations_page(client, nullptr, {}, 10, &page, nullptr), IX_OK);
  REQUIRE_EQ(ix_subscription_take(client, id, &changes, nullptr), IX_OK);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_CONVERSATION), 1);
  REQUIRE_EQ(ix_page_count(changes, IX_TABLE_CHANGE), 1);
  ix_change_view change = IX_VIEW_INIT(ix_change_view);
  REQUIRE_EQ(ix_page_change(changes, 0, &change), IX_OK);
  CHECK_EQ(change.op, IX_CHANGE_INSERT);
  CHECK_EQ(change.to, 0);
  ix_conversation_view listed = IX_VIEW_INIT(ix_conversation_view);
  ix_conversation_view inserted = IX_VIEW_INIT(ix_conversation_view);
  REQUIRE_EQ(ix_page_conversation(page, 0, &listed), IX_OK);
  REQUIRE_EQ(ix_page_conversation(changes, change.row, &inserted), IX_OK);
  CHECK_EQ(abi::text_of(listed.id), abi::text_of(inserted.id));
  CHECK_EQ(abi::text_of(listed.preview_text), "hello");
  CHECK_EQ(abi::text_of(inserted.preview_text), "hello");
  ix_page_release(page);
  ix_page_release(changes);
}

TEST_CASE_FIXTURE(abi::Live, "a wake-up comes once until the queue was emptied; its ctx is freed") {
  Counter counter;
  {
    const abi::Client client;
    REQUIRE_EQ(ix_client_set_wakeup(client, &count_call, &counter, &count_free, nullptr), IX_OK);
    CHECK_EQ(counter.calls, 0);
    const ix_subscription first = subscribe(client);
    CHECK_EQ(counter.calls, 1);
    subscribe(client);
    CHECK_EQ(counter.calls, 1);
    CHECK(abi::poll_until(client, IX_EVENT_SUBSCRIPTION_CHANGED));
    subscribe(client);
    CHECK_EQ(counter.calls, 2);
    ix_subscription_cancel(client, first);

    // Another one, installed on a queue with something in it, is called at once.
    Counter other;
    REQUIRE_EQ(ix_client_set_wakeup(client, &count_call, &other, &count_free, nullptr), IX_OK);
    CHECK_EQ(counter.freed, 1);
    CHECK_EQ(other.calls, 1);
    REQUIRE_EQ(ix_client_set_wakeup(client, nullptr, nullptr, nullptr, nullptr), IX_OK);
    CHECK_EQ(other.freed, 1);
    REQUIRE_EQ(ix_client_set_wakeup(client, &count_call, &counter, &count_free, nullptr), IX_OK);
  }
  CHECK_EQ(counter.freed, 2);
}

TEST_CASE_FIXTURE(abi::Live, "a call inside a wake-up is refused") {
  const abi::Client client;
  Counter counter;
  counter.client = client;
  REQUIRE_EQ(ix_client_set_wakeup(client, &count_call, &counter, nullptr, nullptr), IX_OK);
  subscribe(client);
  CHECK_EQ(counter.calls, 1);
  CHECK_EQ(counter.inside, IX_ERROR_INVALID_ARGUMENT);
  REQUIRE_EQ(ix_client_set_wakeup(client, nullptr, nullptr, nullptr, nullptr), IX_OK);
}

TEST_CASE_FIXTURE(abi::Live, "the descriptor is readable exactly while events are queued") {
  const abi::Client client;
  int fd = -1;
  REQUIRE_EQ(ix_client_fd(client, &fd, nullptr), IX_OK);
  int again = -1;
  REQUIRE_EQ(ix_client_fd(client, &again, nullptr), IX_OK);
  CHECK_EQ(fd, again);
  CHECK_FALSE(readable(fd));
  subscribe(client);
  CHECK(readable(fd));
  subscribe(client);
  CHECK(readable(fd));
  CHECK(abi::poll_until(client, IX_EVENT_SUBSCRIPTION_CHANGED));
  CHECK_FALSE(readable(fd));
}

TEST_CASE_FIXTURE(abi::Live, "waking ends the next poll with an empty batch") {
  const abi::Client client;
  ix_client_wake(client);
  ix_event_batch* batch = nullptr;
  REQUIRE_EQ(ix_client_poll(client, -1, &batch, nullptr), IX_OK);
  CHECK_EQ(ix_event_batch_count(batch), 0);
  ix_event_batch_release(batch);
}

TEST_CASE_FIXTURE(abi::Live, "the log's ctx is freed once, and not by an open that failed") {
  const abi::TempFolder folder;
  Counter counter;
  ix_client_config config = abi::config_for(folder.path());
  config.log = [](void*, ix_log_level, ix_str) {};
  config.log_ctx = &counter;
  config.log_free = &count_free;
  config.log_level = IX_LOG_TRACE;

  ix_client* client = nullptr;
  ix_client* second = nullptr;
  REQUIRE_EQ(ix_client_open(&config, &client, nullptr), IX_OK);
  ix_client_config refused = config;
  refused.sync_mode = 99;
  CHECK_EQ(ix_client_open(&refused, &second, nullptr), IX_ERROR_INVALID_ARGUMENT);
  refused = config;
  refused.answer_timeout_ms = -1;
  CHECK_EQ(ix_client_open(&refused, &second, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(counter.freed, 0);
  ix_client_release(client);
  CHECK_EQ(counter.freed, 1);
}

TEST_CASE_FIXTURE(abi::Live, "the same folder opens once; after the release it opens again") {
  const abi::TempFolder folder;
  const ix_client_config config = abi::config_for(folder.path());
  ix_client* first = nullptr;
  REQUIRE_EQ(ix_client_open(&config, &first, nullptr), IX_OK);
  ix_client* second = nullptr;
  ix_error* error = nullptr;
  CHECK_EQ(ix_client_open(&config, &second, &error), IX_ERROR_STORE_IN_USE);
  CHECK_EQ(second, nullptr);
  ix_error_release(error);
  ix_client_release(first);
  REQUIRE_EQ(ix_client_open(&config, &second, nullptr), IX_OK);
  ix_client_release(second);
}
