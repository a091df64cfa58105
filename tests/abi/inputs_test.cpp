// SPDX-License-Identifier: Apache-2.0
// What a host may hand in: structs of another size, wrong text, values out of range.
#include <climits>
#include <cstring>
#include <functional>
#include <vector>

#include "abi/abi_support.h"

using abi::str;
using abi::text_of;

namespace {

// An input struct with room behind it, as a newer header would have.
template <class T>
struct Grown {
  T known;
  unsigned char more[16];
};

// `call` gets the struct and says the status; `fill` sets what is required.
template <class T>
void check_sizes(void (*init)(T*, size_t), const std::function<void(T&)>& fill,
                 const std::function<ix_status(const T*)>& call) {
  Grown<T> input{};
  const auto reset = [&](uint32_t struct_size) {
    std::memset(&input, 0, sizeof input);
    init(&input.known, sizeof input.known);
    fill(input.known);
    input.known.struct_size = struct_size;
  };
  const auto right = static_cast<uint32_t>(sizeof(T));

  CHECK_EQ(call(nullptr), IX_ERROR_INVALID_ARGUMENT);
  for (const uint32_t size : {0u, 1u, 4u, right - 8, right - 1, UINT32_MAX}) {
    CAPTURE(size);
    reset(size);
    CHECK_EQ(call(&input.known), IX_ERROR_INVALID_ARGUMENT);
  }
  for (size_t i = 0; i < sizeof input.more; ++i) {
    reset(right + static_cast<uint32_t>(sizeof input.more));
    input.more[i] = 1;
    CHECK_EQ(call(&input.known), IX_ERROR_INVALID_ARGUMENT);
  }
  reset(right + static_cast<uint32_t>(sizeof input.more));
  CHECK_EQ(call(&input.known), IX_OK);
  // What stands behind the struct is nobody's business.
  reset(right);
  input.more[0] = 1;
  CHECK_EQ(call(&input.known), IX_OK);
}

std::string conversation_with(ix_client* client, const char* number) {
  ix_recipient to = IX_RECIPIENT_INIT;
  to.number = ix_str_of(number);
  ix_text* id = nullptr;
  REQUIRE_EQ(ix_conversation_open(client, &to, &id, nullptr), IX_OK);
  std::string copy = text_of(ix_text_str(id));
  ix_text_release(id);
  return copy;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "struct_size: too small and an unknown tail are refused") {
  SUBCASE("ix_client_config") {
    const abi::TempFolder folder;
    check_sizes<ix_client_config>(
        &ix_client_config_init,
        [&](ix_client_config& config) { config.folder = ix_str_of(folder.path().c_str()); },
        [](const ix_client_config* config) {
          ix_client* client = nullptr;
          const ix_status status = ix_client_open(config, &client, nullptr);
          CHECK_EQ(client != nullptr, status == IX_OK);
          ix_client_release(client);
          return status;
        });
  }
  SUBCASE("ix_contact_input") {
    const abi::Client client;
    check_sizes<ix_contact_input>(
        &ix_contact_input_init,
        [](ix_contact_input& contact) {
          contact.source_id = str("1");
          contact.name = str("Ada");
        },
        [&](const ix_contact_input* contact) {
          return ix_contact_put(client, contact, nullptr, nullptr);
        });
  }
  SUBCASE("ix_recipient") {
    const abi::Client client;
    check_sizes<ix_recipient>(
        &ix_recipient_init, [](ix_recipient& to) { to.number = str("+16135550123"); },
        [&](const ix_recipient* to) {
          ix_text* id = nullptr;
          const ix_status status = ix_conversation_open(client, to, &id, nullptr);
          ix_text_release(id);
          return status;
        });
  }
  SUBCASE("ix_outgoing") {
    const abi::Client client;
    const std::string id = conversation_with(client, "+16135550123");
    check_sizes<ix_outgoing>(
        &ix_outgoing_init, [](ix_outgoing& message) { message.text = str("hello"); },
        [&](const ix_outgoing* message) {
          return ix_message_send(client, str(id), message, nullptr, nullptr);
        });
  }
  SUBCASE("ix_call_report_input") {
    const abi::Client client;
    check_sizes<ix_call_report_input>(
        &ix_call_report_input_init,
        [](ix_call_report_input& call) {
          call.call_id = str("c1");
          call.number = str("+16135550123");
          call.at_ms = 1'750'000'000'000;
        },
        [&](const ix_call_report_input* call) {
          return ix_call_report(client, call, nullptr, nullptr);
        });
  }
  SUBCASE("ix_retention") {
    const abi::Client client;
    check_sizes<ix_retention>(
        &ix_retention_init, [](ix_retention& rules) { rules.max_route_items = 5; },
        [&](const ix_retention* rules) {
          // Without rules the account's own are meant.
          if (rules == nullptr) return ix_status{IX_ERROR_INVALID_ARGUMENT};
          return ix_store_prune(client, rules, IX_PRUNE_NOW, nullptr, nullptr);
        });
  }
  SUBCASE("ix_number_rules") {
    const abi::Client client;
    check_sizes<ix_number_rules>(
        &ix_number_rules_init, [](ix_number_rules& rules) { rules.destinations = str("us"); },
        [&](const ix_number_rules* rules) {
          return ix_client_set_number_rules(client, rules, nullptr);
        });
  }
  SUBCASE("ix_sign_in") {
    const abi::Client client;
    check_sizes<ix_sign_in>(
        &ix_sign_in_init,
        [](ix_sign_in& sign_in) {
          sign_in.server = str("not a url");
          sign_in.user = str("ada");
          sign_in.password = str("secret");
        },
        [&](const ix_sign_in* sign_in) {
          ix_operation operation = 0;
          return ix_session_sign_in(client, sign_in, &operation, nullptr);
        });
  }
}

TEST_CASE_FIXTURE(abi::Live, "a view is filled as far as its caller knows it") {
  const abi::Client client;
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_account_page(client, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_ACCOUNT), 1);
  CHECK_EQ(ix_page_count(page, 9999), 0);
  size_t size = 0;
  const void* block = ix_page_bytes(page, &size);
  CHECK_EQ(reinterpret_cast<uintptr_t>(block) % 8, 0);
  CHECK_EQ(static_cast<const ix_block_header*>(block)->total_size, size);

  unsigned char bytes[sizeof(ix_account_view) + 16];
  auto* view = reinterpret_cast<ix_account_view*>(bytes);
  // An older caller.
  std::memset(bytes, 0xA5, sizeof bytes);
  view->struct_size = offsetof(ix_account_view, user_id);
  CHECK_EQ(ix_page_account(page, 0, view), IX_OK);
  CHECK_EQ(view->struct_size, offsetof(ix_account_view, user_id));
  for (size_t i = offsetof(ix_account_view, user_id); i < sizeof bytes; ++i) {
    REQUIRE_EQ(bytes[i], 0xA5);
  }
  // A newer caller.
  std::memset(bytes, 0xA5, sizeof bytes);
  view->struct_size = sizeof bytes;
  CHECK_EQ(ix_page_account(page, 0, view), IX_OK);
  CHECK_EQ(view->session, IX_SESSION_SIGNED_OUT);
  for (size_t i = sizeof(ix_account_view); i < sizeof bytes; ++i) REQUIRE_EQ(bytes[i], 0xA5);

  ix_account_view past = IX_VIEW_INIT(ix_account_view);
  CHECK_EQ(ix_page_account(page, 1, &past), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_page_account(page, UINT32_MAX, &past), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_page_account(page, 0, nullptr), IX_ERROR_INVALID_ARGUMENT);
  past.struct_size = 0;
  CHECK_EQ(ix_page_account(page, 0, &past), IX_ERROR_INVALID_ARGUMENT);
  ix_item_view other = IX_VIEW_INIT(ix_item_view);
  CHECK_EQ(ix_page_item(page, 0, &other), IX_ERROR_NOT_FOUND);
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "text that is not UTF-8 is refused and nothing is stored") {
  const abi::Client client;
  const std::vector<std::string> wrong = {
      "\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "abc\xe2\x82", "\x80"};
  for (const std::string& text : wrong) {
    ix_contact_input contact = IX_CONTACT_INPUT_INIT;
    contact.source_id = str("1");
    contact.name = str(text);
    CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_UTF8);
    contact.name = str("Ada");
    contact.source_id = str(text);
    CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_UTF8);
    ix_page* page = nullptr;
    CHECK_EQ(ix_contacts_page(client, str(text), {}, 10, &page, nullptr), IX_ERROR_INVALID_UTF8);
    ix_number* number = nullptr;
    CHECK_EQ(ix_number_parse(str(text), {}, &number, nullptr), IX_ERROR_INVALID_UTF8);
    CHECK_EQ(number, nullptr);
  }
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_contacts_page(client, {}, {}, 10, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONTACT), 0);
  ix_page_release(page);

  const abi::TempFolder folder;
  const std::string bad_path = folder.path() + "/\xff";
  const ix_client_config config = abi::config_for(bad_path);
  ix_client* none = nullptr;
  CHECK_EQ(ix_client_open(&config, &none, nullptr), IX_ERROR_INVALID_UTF8);
}

TEST_CASE_FIXTURE(abi::Live, "embedded NULs, sizes without data, and text without a NUL behind") {
  const abi::Client client;
  ix_contact_input contact = IX_CONTACT_INPUT_INIT;
  contact.source_id = str("1");
  contact.name = str(std::string_view("A\0b", 3));
  CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  contact.name = {nullptr, 5};
  CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  contact.name = {nullptr, SIZE_MAX};
  CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  contact.name = {"", 0};
  CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);

  // Exactly `size` bytes are read: the character behind them would make it invalid.
  const std::vector<char> exact = {'A', 'd', 'a', '\xff'};
  contact.name = {exact.data(), 3};
  ix_text* id = nullptr;
  REQUIRE_EQ(ix_contact_put(client, &contact, &id, nullptr), IX_OK);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_contact_get(client, ix_text_str(id), &page, nullptr), IX_OK);
  ix_text_release(id);
  CHECK_EQ(ix_contact_get(client, str("p999"), &page, nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_contact_get(client, {}, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  ix_contact_view view = IX_VIEW_INIT(ix_contact_view);
  REQUIRE_EQ(ix_page_contact(page, 0, &view), IX_OK);
  CHECK_EQ(text_of(view.name), "Ada");
  CHECK_EQ(view.name.data[view.name.size], '\0');
  ix_page_release(page);

  contact.number_count = 3;
  contact.numbers = nullptr;
  CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  contact.number_count = 0;
  contact.user_count = UINT32_MAX;
  CHECK_EQ(ix_contact_put(client, &contact, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
}

TEST_CASE_FIXTURE(abi::Live, "an empty and a too large text cannot be sent") {
  const abi::Client client;
  const std::string id = conversation_with(client, "+16135550123");
  ix_outgoing message = IX_OUTGOING_INIT;
  CHECK_EQ(ix_message_send(client, str(id), &message, nullptr, nullptr), IX_ERROR_TEXT_EMPTY);
  const std::string large(60'001, 'a');
  message.text = str(large);
  CHECK_EQ(ix_message_send(client, str(id), &message, nullptr, nullptr), IX_ERROR_TEXT_TOO_LARGE);
  message.text = str("hello");
  CHECK_EQ(ix_message_send(client, str("no such id"), &message, nullptr, nullptr),
           IX_ERROR_NOT_FOUND);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_outbox_page(client, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_OUTBOX), 0);
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "a message that waits is edited, reacted to and deleted") {
  const abi::Client client;
  const std::string id = conversation_with(client, "+16135550123");
  ix_outgoing message = IX_OUTGOING_INIT;
  message.text = str("hello");
  ix_text* item = nullptr;
  REQUIRE_EQ(ix_message_send(client, str(id), &message, &item, nullptr), IX_OK);
  const std::string sent(ix_text_str(item).data, ix_text_str(item).size);
  ix_text_release(item);
  CHECK_EQ(ix_message_edit(client, str(sent), str(""), nullptr), IX_ERROR_TEXT_EMPTY);
  CHECK_EQ(ix_message_edit(client, str(sent), str("\xC3"), nullptr), IX_ERROR_INVALID_UTF8);
  CHECK_EQ(ix_message_edit(client, str("i999"), str("x"), nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_message_edit(client, str("no id"), str("x"), nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_message_edit(client, str(sent), str("better"), nullptr), IX_OK);
  // A phone takes no reactions.
  CHECK_EQ(ix_message_react(client, str(sent), str("+1"), 1, nullptr), IX_ERROR_NOT_SUPPORTED);
  CHECK_EQ(ix_message_react(client, str(sent), str(""), 1, nullptr), IX_ERROR_TEXT_EMPTY);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_item_get(client, str(sent), &page, nullptr), IX_OK);
  ix_item_view view = IX_VIEW_INIT(ix_item_view);
  REQUIRE_EQ(ix_page_item(page, 0, &view), IX_OK);
  CHECK_EQ(std::string(view.text.data, view.text.size), "better");
  ix_page_release(page);
  CHECK_EQ(ix_message_delete(client, str(sent), nullptr), IX_OK);
  CHECK_EQ(ix_item_get(client, str(sent), &page, nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_message_delete(client, str(sent), nullptr), IX_ERROR_NOT_FOUND);
}

TEST_CASE_FIXTURE(abi::Live, "values out of range are refused") {
  const abi::Client client;
  ix_page* page = nullptr;
  for (const uint32_t limit : {0u, 1001u, UINT32_MAX}) {
    CAPTURE(limit);
    CHECK_EQ(ix_conversations_page(client, nullptr, {}, limit, &page, nullptr),
             IX_ERROR_INVALID_ARGUMENT);
    CHECK_EQ(ix_contacts_page(client, {}, {}, limit, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
    ix_subscription subscription = 0;
    CHECK_EQ(ix_conversations_subscribe(client, nullptr, limit, &subscription, nullptr),
             IX_ERROR_INVALID_ARGUMENT);
  }
  CHECK_EQ(ix_conversations_page(client, nullptr, str("bogus"), 10, &page, nullptr),
           IX_ERROR_INVALID_CURSOR);
  CHECK_EQ(ix_contacts_page(client, {}, str("bogus"), 10, &page, nullptr), IX_ERROR_INVALID_CURSOR);
  CHECK_EQ(page, nullptr);

  ix_filter* filter = nullptr;
  CHECK_EQ(ix_filter_preset(-1, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_preset(99, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(filter, nullptr);
  CHECK_EQ(ix_client_hint_network(client, 99, nullptr), IX_ERROR_INVALID_ARGUMENT);
  ix_operation operation = 0;
  CHECK_EQ(ix_session_sign_out(client, 64, &operation, nullptr), IX_ERROR_INVALID_ARGUMENT);

  const abi::TempFolder folder;
  ix_client_config config = abi::config_for(folder.path());
  ix_client* other = nullptr;
  config.sync_mode = 99;
  CHECK_EQ(ix_client_open(&config, &other, nullptr), IX_ERROR_INVALID_ARGUMENT);
  config = abi::config_for(folder.path());
  config.credentials = -1;
  CHECK_EQ(ix_client_open(&config, &other, nullptr), IX_ERROR_INVALID_ARGUMENT);
  config = abi::config_for(folder.path());
  config.folder = {};
  CHECK_EQ(ix_client_open(&config, &other, nullptr), IX_ERROR_INVALID_ARGUMENT);
  config = abi::config_for(folder.path());
  CHECK_EQ(ix_client_open(&config, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(other, nullptr);
}

TEST_CASE_FIXTURE(abi::Live, "a missing out is refused where there is nothing else to do") {
  const abi::Client client;
  CHECK_EQ(ix_account_page(client, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_conversations_page(client, nullptr, {}, 10, nullptr, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_client_poll(client, 0, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_client_fd(client, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_client_counters(client, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_preset(IX_PRESET_ALL, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_number_parse(str("1"), {}, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
}

TEST_CASE_FIXTURE(abi::Live, "every status has a name, and an unknown one too") {
  CHECK_EQ(std::string_view(ix_status_name(IX_OK)), "IX_OK");
  CHECK_EQ(std::string_view(ix_status_name(IX_ERROR_POLL_IN_USE)), "IX_ERROR_POLL_IN_USE");
  for (const ix_status status : {-1, 19, 105, INT_MAX, INT_MIN}) {
    CHECK_EQ(std::string_view(ix_status_name(status)), "IX_ERROR_UNKNOWN");
  }
  CHECK_NE(ix_origin_name(99), nullptr);
  CHECK_NE(ix_retry_name(-1), nullptr);
  CHECK_NE(ix_fixer_name(99), nullptr);
}

TEST_CASE_FIXTURE(abi::Live, "an address book with a wrong entry is refused whole, and named") {
  abi::Client client;
  std::vector<ix_contact_input> book(3, ix_contact_input IX_CONTACT_INPUT_INIT);
  const char* ids[] = {"a", "b", "c"};
  const ix_str numbers[] = {str("613-555-0123"), str("*611"), str("not a number")};
  const ix_str extension = str("214");
  for (size_t i = 0; i < book.size(); ++i) {
    book[i].source_id = ix_str_of(ids[i]);
    book[i].name = str("Ada");
  }
  const auto refused = [&](const char* begins) {
    ix_error* error = nullptr;
    CHECK_NE(
        ix_contacts_put(client, book.data(), book.size(), IX_CONTACTS_KEEP_OTHERS, nullptr, &error),
        IX_OK);
    CHECK_EQ(text_of(ix_error_message(error)).substr(0, std::strlen(begins)), begins);
    ix_error_release(error);
    ix_page* page = nullptr;
    REQUIRE_EQ(ix_contacts_page(client, {}, {}, 10, &page, nullptr), IX_OK);
    CHECK_EQ(ix_page_count(page, IX_TABLE_CONTACT), 0);
    ix_page_release(page);
  };
  book[2].source_id = str("a");
  refused("contact 2: has the source_id of contact 0");
  book[2].source_id = {};
  refused("contact 2: ");
  book[2].source_id = str("c");
  book[1].name = str("\xFF");
  refused("contact 1: ");
  const std::string megabyte(1'000'000, 'n');
  book[1].name = str(megabyte);
  refused("contact 1: a name has at most");
  book[1].name = str("\xD7\x90\xE2\x80\xAE\x1B[2J");  // right-to-left, an override, a terminal code
  book[1].struct_size -= 8;
  refused("contact 1: has another struct_size");
  book[1].struct_size += 8;

  book[1].numbers = numbers;
  book[1].number_count = 3;
  book[1].extensions = &extension;
  book[1].extension_count = 1;
  ix_contacts_done done = IX_VIEW_INIT(ix_contacts_done);
  CHECK_EQ(ix_contacts_put(client, book.data(), 3, 9, &done, nullptr), IX_ERROR_INVALID_ARGUMENT);
  REQUIRE_EQ(ix_contacts_put(client, book.data(), 3, IX_CONTACTS_KEEP_OTHERS, &done, nullptr),
             IX_OK);
  CHECK_EQ(done.added, 3);
  CHECK_EQ(done.numbers_left_out, 2);
  REQUIRE_EQ(ix_contacts_put(client, book.data(), 1, IX_CONTACTS_REPLACE_ALL, &done, nullptr),
             IX_OK);
  CHECK_EQ(done.unchanged, 1);
  CHECK_EQ(done.removed, 2);
  REQUIRE_EQ(ix_contacts_put(client, book.data(), 3, IX_CONTACTS_REMOVE, &done, nullptr), IX_OK);
  CHECK_EQ(done.removed, 1);
}
