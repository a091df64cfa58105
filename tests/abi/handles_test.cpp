// SPDX-License-Identifier: Apache-2.0
// Every function that takes a client, with pointers that are none and with a closed one.
#include <functional>
#include <vector>

#include "abi/abi_support.h"

using abi::str;

namespace {

struct Call {
  const char* name;
  std::function<ix_status(ix_client*, ix_error**)> run;
  // Whether it must say CLOSED once the client is; hints and counters may still answer.
  bool says_closed = true;
};

// One row a function. On failure every `out` keeps its value: each row checks its own.
std::vector<Call> calls() {
  static const ix_str kId = IX_STR_INIT("1");
  const auto page = [](auto call) {
    return [call](ix_client* client, ix_error** error) {
      ix_page* out = nullptr;
      const ix_status status = call(client, &out, error);
      if (status != IX_OK) CHECK_EQ(out, nullptr);
      ix_page_release(out);
      return status;
    };
  };
  const auto operation = [](auto call) {
    return [call](ix_client* client, ix_error** error) {
      uint64_t out = 77;
      const ix_status status = call(client, &out, error);
      if (status != IX_OK) CHECK_EQ(out, 77);
      return status;
    };
  };
  const auto text = [](auto call) {
    return [call](ix_client* client, ix_error** error) {
      ix_text* out = nullptr;
      const ix_status status = call(client, &out, error);
      if (status != IX_OK) CHECK_EQ(out, nullptr);
      ix_text_release(out);
      return status;
    };
  };
  return {
      {"sync", operation([](auto c, auto o, auto e) { return ix_client_sync(c, o, e); })},
      {"account_page", page([](auto c, auto o, auto e) { return ix_account_page(c, o, e); })},
      {"conversations_page", page([](auto c, auto o, auto e) {
         return ix_conversations_page(c, nullptr, {}, 10, o, e);
       })},
      {"conversation_get",
       page([](auto c, auto o, auto e) { return ix_conversation_get(c, kId, o, e); })},
      {"thread_page",
       page([](auto c, auto o, auto e) { return ix_thread_page(c, kId, {}, 10, o, e); })},
      {"item_get", page([](auto c, auto o, auto e) { return ix_item_get(c, kId, o, e); })},
      {"history_fill",
       operation([](auto c, auto o, auto e) { return ix_history_fill(c, kId, o, e); })},
      {"conversation_open", text([](auto c, auto o, auto e) {
         ix_recipient to = IX_RECIPIENT_INIT;
         to.number = str("+16135550123");
         return ix_conversation_open(c, &to, o, e);
       })},
      {"message_send", text([](auto c, auto o, auto e) {
         ix_outgoing message = IX_OUTGOING_INIT;
         message.text = str("hello");
         return ix_message_send(c, kId, &message, o, e);
       })},
      {"set_number_rules",
       [](auto c, auto e) {
         ix_number_rules rules = IX_NUMBER_RULES_INIT;
         rules.destinations = str("us");
         return ix_client_set_number_rules(c, &rules, e);
       }},
      {"message_edit", [](auto c, auto e) { return ix_message_edit(c, kId, str("hello"), e); }},
      {"message_delete", [](auto c, auto e) { return ix_message_delete(c, kId, e); }},
      {"message_react", [](auto c, auto e) { return ix_message_react(c, kId, str("+1"), 1, e); }},
      {"outbox_page", page([](auto c, auto o, auto e) { return ix_outbox_page(c, o, e); })},
      {"outbox_retry", [](auto c, auto e) { return ix_outbox_retry(c, kId, e); }},
      {"outbox_discard", [](auto c, auto e) { return ix_outbox_discard(c, kId, e); }},
      {"contact_put", text([](auto c, auto o, auto e) {
         ix_contact_input contact = IX_CONTACT_INPUT_INIT;
         contact.source_id = str("1");
         contact.name = str("Ada");
         return ix_contact_put(c, &contact, o, e);
       })},
      {"contacts_put",
       [](auto c, auto e) {
         return ix_contacts_put(c, nullptr, 0, IX_CONTACTS_KEEP_OTHERS, nullptr, e);
       }},
      {"contact_remove", [](auto c, auto e) { return ix_contact_remove(c, kId, e); }},
      {"contact_get", page([](auto c, auto o, auto e) { return ix_contact_get(c, kId, o, e); })},
      {"contacts_page",
       page([](auto c, auto o, auto e) { return ix_contacts_page(c, {}, {}, 10, o, e); })},
      {"directory_search",
       operation([](auto c, auto o, auto e) { return ix_directory_search(c, kId, o, e); })},
      {"subscribe", operation([](auto c, auto o, auto e) {
         return ix_conversations_subscribe(c, nullptr, 10, o, e);
       })},
      {"follow", operation([](auto c, auto o, auto e) {
         return ix_subscribe(c, IX_LIVE_COUNTS, {}, 0, o, e);
       })},
      {"thread_around", page([](auto c, auto o, auto e) {
         return ix_thread_around(c, kId, {}, 10, o, nullptr, e);
       })},
      {"take", page([](auto c, auto o, auto e) { return ix_subscription_take(c, 1, o, e); })},
      {"sign_in", operation([](auto c, auto o, auto e) {
         ix_sign_in sign_in = IX_SIGN_IN_INIT;
         sign_in.server = str("http://127.0.0.1:9");
         sign_in.user = str("ada");
         sign_in.password = str("secret");
         return ix_session_sign_in(c, &sign_in, o, e);
       })},
      {"sign_out",
       operation([](auto c, auto o, auto e) { return ix_session_sign_out(c, 0, o, e); })},
      {"credentials", text([](auto c, auto o, auto e) { return ix_session_credentials(c, o, e); })},
      {"credentials_kept", [](auto c, auto e) { return ix_session_credentials_kept(c, e); }},
      {"restore", [](auto c, auto e) { return ix_session_restore(c, kId, e); }},
      {"hint_network", [](auto c, auto e) { return ix_client_hint_network(c, IX_NETWORK_NONE, e); },
       false},
      {"hint_foreground", [](auto c, auto e) { return ix_client_hint_foreground(c, 1, e); }, false},
      {"hint_low_memory", [](auto c, auto e) { return ix_client_hint_low_memory(c, e); }, false},
      {"suspend", [](auto c, auto e) { return ix_client_suspend(c, e); }, false},
      {"resume", [](auto c, auto e) { return ix_client_resume(c, e); }, false},
      {"counters",
       [](auto c, auto e) {
         ix_counters counters = IX_VIEW_INIT(ix_counters);
         return ix_client_counters(c, &counters, e);
       },
       false},
      {"set_wakeup",
       [](auto c, auto e) { return ix_client_set_wakeup(c, nullptr, nullptr, nullptr, e); }, false},
      {"fd",
       [](auto c, auto e) {
         int fd = -7;
         const ix_status status = ix_client_fd(c, &fd, e);
         if (status != IX_OK) CHECK_EQ(fd, -7);
         return status;
       },
       false},
      {"poll",
       [](auto c, auto e) {
         ix_event_batch* batch = nullptr;
         const ix_status status = ix_client_poll(c, 0, &batch, e);
         if (status != IX_OK) CHECK_EQ(batch, nullptr);
         ix_event_batch_release(batch);
         return status;
       }},
  };
}

// Calls with and without an error object; the object must agree with the status.
ix_status run(const Call& call, ix_client* client) {
  ix_error* error = nullptr;
  const ix_status status = call.run(client, &error);
  CHECK_EQ(ix_error_code(error), status);
  if (status != IX_OK) {
    CHECK_GT(ix_error_message(error).size, 0);
    CHECK_EQ(abi::text_of(ix_error_message(error)).find('\n'), std::string::npos);
    CHECK_EQ(call.run(client, nullptr), status);
  }
  ix_error_release(error);
  return status;
}

void expect_invalid_handle(ix_client* client) {
  for (const Call& call : calls()) {
    CAPTURE(call.name);
    CHECK_EQ(run(call, client), IX_ERROR_INVALID_HANDLE);
  }
  ix_client_close(client);
  ix_client_wake(client);
  ix_operation_cancel(client, 1);
  ix_subscription_cancel(client, 1);
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "a null client is an invalid handle in every function") {
  expect_invalid_handle(nullptr);
  CHECK_EQ(ix_client_retain(nullptr), nullptr);
  ix_client_release(nullptr);
}

TEST_CASE_FIXTURE(abi::Live, "a foreign pointer is an invalid handle and is not followed") {
  uint64_t memory[4] = {1, 2, 3, 4};
  auto* foreign = reinterpret_cast<ix_client*>(memory);
  expect_invalid_handle(foreign);
  ix_client_retain(foreign);
  ix_client_release(foreign);
  for (uint64_t i = 0; i < 4; ++i) CHECK_EQ(memory[i], i + 1);

  // One that cannot even be read.
  auto* nowhere = reinterpret_cast<ix_client*>(uintptr_t{0x10});
  expect_invalid_handle(nowhere);
  ix_client_retain(nowhere);
  ix_client_release(nowhere);
}

TEST_CASE_FIXTURE(abi::Live, "a released client is an invalid handle") {
  ix_client* stale = nullptr;
  {
    const abi::Client client;
    stale = client;
  }
  expect_invalid_handle(stale);
  ix_client_release(stale);
}

TEST_CASE_FIXTURE(abi::Live, "a closed client says so") {
  const abi::Client client;
  ix_client_close(client);
  CHECK(abi::poll_until(client, IX_EVENT_CLOSED));
  for (const Call& call : calls()) {
    CAPTURE(call.name);
    const ix_status status = run(call, client);
    if (call.says_closed) {
      CHECK_EQ(status, IX_ERROR_CLOSED);
    } else {
      CHECK((status == IX_OK || status == IX_ERROR_CLOSED));
    }
  }
  ix_client_wake(client);
  ix_operation_cancel(client, 1);
  ix_subscription_cancel(client, 1);
}

TEST_CASE_FIXTURE(abi::Live, "closing twice, from two references, is one close") {
  const abi::Client client;
  CHECK_EQ(ix_client_retain(client), static_cast<ix_client*>(client));
  ix_client_close(client);
  ix_client_close(client);
  int closed = 0;
  CHECK(abi::poll_until(client, IX_EVENT_CLOSED, [&](const ix_event& event) {
    closed += event.kind == IX_EVENT_CLOSED ? 1 : 0;
  }));
  CHECK_EQ(closed, 1);
  ix_event_batch* batch = nullptr;
  CHECK_EQ(ix_client_poll(client, -1, &batch, nullptr), IX_ERROR_CLOSED);
  ix_client_close(client);
  ix_client_release(client);
  // The other reference still stands.
  CHECK_EQ(ix_client_poll(client, 0, &batch, nullptr), IX_ERROR_CLOSED);
}

TEST_CASE_FIXTURE(abi::Live, "null objects: release does nothing, accessors give nothing") {
  ix_text_release(nullptr);
  ix_error_release(nullptr);
  ix_page_release(nullptr);
  ix_filter_release(nullptr);
  ix_number_release(nullptr);
  ix_event_batch_release(nullptr);
  CHECK_EQ(ix_text_retain(nullptr), nullptr);
  CHECK_EQ(ix_error_retain(nullptr), nullptr);
  CHECK_EQ(ix_page_retain(nullptr), nullptr);
  CHECK_EQ(ix_filter_retain(nullptr), nullptr);
  CHECK_EQ(ix_number_retain(nullptr), nullptr);
  CHECK_EQ(ix_event_batch_retain(nullptr), nullptr);

  CHECK_EQ(ix_text_str(nullptr).data, nullptr);
  CHECK_EQ(ix_error_code(nullptr), IX_OK);
  CHECK_EQ(ix_error_message(nullptr).data, nullptr);
  CHECK_EQ(ix_error_server_code(nullptr).data, nullptr);
  CHECK_EQ(ix_error_http_status(nullptr), 0);
  CHECK_EQ(ix_error_get_origin(nullptr), 0);
  CHECK_EQ(ix_error_retry(nullptr), 0);
  CHECK_EQ(ix_error_get_fixer(nullptr), 0);
  CHECK_EQ(ix_event_batch_count(nullptr), 0);
  CHECK_EQ(ix_page_count(nullptr, IX_TABLE_ITEM), 0);
  CHECK_EQ(ix_page_cursor(nullptr).data, nullptr);
  size_t size = 7;
  CHECK_EQ(ix_page_bytes(nullptr, &size), nullptr);
  CHECK_EQ(size, 0);
  CHECK_EQ(ix_number_e164(nullptr).data, nullptr);
  CHECK_EQ(ix_number_reason(nullptr).data, nullptr);
  CHECK_EQ(ix_number_is_sendable(nullptr), 0);

  ix_event event = IX_EVENT_INIT;
  CHECK_EQ(ix_event_batch_get(nullptr, 0, &event), IX_ERROR_INVALID_HANDLE);
  ix_account_view view = IX_VIEW_INIT(ix_account_view);
  CHECK_EQ(ix_page_account(nullptr, 0, &view), IX_ERROR_INVALID_HANDLE);
}

TEST_CASE_FIXTURE(abi::Live, "ids that were never given, or are no more, are harmless") {
  const abi::Client client;
  ix_operation_cancel(client, 0);
  ix_operation_cancel(client, UINT64_MAX);
  ix_subscription_cancel(client, 0);
  ix_subscription_cancel(client, UINT64_MAX);

  ix_page* page = nullptr;
  for (const ix_subscription id : {uint64_t{0}, uint64_t{12345}, UINT64_MAX}) {
    CHECK_EQ(ix_subscription_take(client, id, &page, nullptr), IX_ERROR_NOT_FOUND);
  }
  ix_subscription first = 0;
  REQUIRE_EQ(ix_conversations_subscribe(client, nullptr, 10, &first, nullptr), IX_OK);
  CHECK_NE(first, 0);
  ix_subscription_cancel(client, first);
  ix_subscription_cancel(client, first);
  CHECK_EQ(ix_subscription_take(client, first, &page, nullptr), IX_ERROR_NOT_FOUND);
  ix_subscription second = 0;
  REQUIRE_EQ(ix_conversations_subscribe(client, nullptr, 10, &second, nullptr), IX_OK);
  CHECK_NE(first, second);
  CHECK_EQ(ix_subscription_take(client, first, &page, nullptr), IX_ERROR_NOT_FOUND);
}
