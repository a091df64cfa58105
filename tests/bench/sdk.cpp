// SPDX-License-Identifier: Apache-2.0
#include "bench/sdk.h"

#include "bench/data.h"

namespace ix::bench {
namespace {

volatile int64_t sink = 0;

int64_t touched(ix_str text) {
  return text.data == nullptr ? 0 : text.data[0] + static_cast<int64_t>(text.size);
}

// Reads all that a screen would show, and gives the page back.
int64_t read_items(ix_page* page) {
  int64_t sum = 0;
  const uint32_t count = ix_page_count(page, IX_TABLE_ITEM);
  for (uint32_t i = 0; i < count; ++i) {
    ix_item_view view = IX_VIEW_INIT(ix_item_view);
    (void)ix_page_item(page, i, &view);
    sum += touched(view.id) + touched(view.sender) + touched(view.sender_name) +
           touched(view.text) + view.at_ms + view.kind + view.state;
  }
  sink = sink + sum;
  return count;
}

int64_t read_matches(ix_page* page) {
  int64_t sum = 0;
  for (uint32_t i = 0; i < ix_page_count(page, IX_TABLE_MATCH); ++i) {
    ix_match_view view = IX_VIEW_INIT(ix_match_view);
    (void)ix_page_match(page, i, &view);
    sum += touched(view.title) + touched(view.snippet) + view.range_count;
  }
  sink = sink + sum;
  return read_items(page);
}

int64_t read_conversations(ix_page* page) {
  int64_t sum = 0;
  const uint32_t count = ix_page_count(page, IX_TABLE_CONVERSATION);
  for (uint32_t i = 0; i < count; ++i) {
    ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
    (void)ix_page_conversation(page, i, &view);
    sum += touched(view.id) + touched(view.title) + touched(view.preview_text) + view.unread +
           view.last_activity_ms;
    for (uint32_t r = 0; r < view.route_count; ++r) {
      ix_route_view route = IX_VIEW_INIT(ix_route_view);
      (void)ix_page_route(page, view.first_route + r, &route);
      sum += touched(route.id) + touched(route.address) + route.kind;
    }
  }
  sink = sink + sum;
  return count;
}

}  // namespace

void Sdk::sign_in(const std::string& server, const std::string& user, const std::string& password) {
  ix_sign_in input = IX_SIGN_IN_INIT;
  input.server = str(server);
  input.user = str(user);
  input.password = str(password);
  ix_operation operation = 0;
  ix_error* error = nullptr;
  expect(ix_session_sign_in(client_, &input, &operation, &error), error);
  await_event(client_, IX_EVENT_OPERATION_COMPLETED);
}

void await_event(ix_client* client, ix_event_kind kind) {
  ix_error* error = nullptr;
  for (int tries = 0; tries < 200; ++tries) {
    ix_event_batch* batch = nullptr;
    expect(ix_client_poll(client, 100, &batch, &error), error);
    bool found = false;
    for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
      ix_event event = IX_EVENT_INIT;
      (void)ix_event_batch_get(batch, i, &event);
      if (event.kind != kind) continue;
      expect(event.status, event.error);
      found = true;
    }
    ix_event_batch_release(batch);
    if (found) return;
  }
  give_up("no event of kind " + std::to_string(kind));
}

void drain(ix_client* client) {
  ix_error* error = nullptr;
  for (size_t taken = 1; taken > 0;) {
    ix_event_batch* batch = nullptr;
    expect(ix_client_poll(client, 0, &batch, &error), error);
    taken = ix_event_batch_count(batch);
    ix_event_batch_release(batch);
  }
}

std::string only_conversation(ix_client* client) {
  ix_error* error = nullptr;
  ix_page* page = nullptr;
  expect(ix_conversations_page(client, nullptr, {nullptr, 0}, 1, &page, &error), error);
  ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
  if (ix_page_conversation(page, 0, &view) != IX_OK) give_up("the sync brought no conversation");
  std::string id(view.id.data, view.id.size);
  ix_page_release(page);
  return id;
}

void expect(ix_status status, ix_error* error) {
  if (status == IX_OK) return;
  const ix_str message = ix_error_message(error);
  give_up("status " + std::to_string(status) + ": " +
          (message.data ? std::string(message.data, message.size) : std::string()));
}

Sdk::Sdk(const std::string& folder, ix_sync_mode mode) {
  ix_client_config config;
  ix_client_config_init(&config, sizeof config);
  config.folder = str(folder);
  config.sync_mode = mode;
  config.credentials = IX_CREDENTIALS_FILE;
  ix_error* error = nullptr;
  expect(ix_client_open(&config, &client_, &error), error);
}

Sdk::~Sdk() {
  ix_client_release(client_);
}

int64_t Sdk::list(const ix_filter* filter) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  expect(ix_conversations_page(client_, filter, {nullptr, 0}, 50, &page, &error), error);
  const int64_t rows = read_conversations(page);
  ix_page_release(page);
  return rows;
}

int64_t Sdk::thread(const std::string& conversation, const std::string& cursor) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  const ix_str from = cursor.empty() ? ix_str{nullptr, 0} : str(cursor);
  expect(ix_thread_page(client_, str(conversation), from, 50, &page, &error), error);
  const int64_t rows = read_items(page);
  ix_page_release(page);
  return rows;
}

int64_t Sdk::around(const std::string& conversation, const std::string& item) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  expect(ix_thread_around(client_, str(conversation), str(item), 50, &page, nullptr, &error),
         error);
  const int64_t rows = read_items(page);
  ix_page_release(page);
  return rows;
}

std::string Sdk::cursor_after_newest(const std::string& conversation) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  expect(ix_thread_page(client_, str(conversation), {nullptr, 0}, 50, &page, &error), error);
  const ix_str cursor = ix_page_cursor(page);
  std::string copy = cursor.data ? std::string(cursor.data, cursor.size) : std::string();
  ix_page_release(page);
  return copy;
}

int64_t Sdk::search(const std::string& text, const std::string& conversation) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  const ix_str in = conversation.empty() ? ix_str{nullptr, 0} : str(conversation);
  expect(ix_search_messages(client_, str(text), nullptr, in, {nullptr, 0}, 50, &page, &error),
         error);
  const int64_t rows = read_matches(page);
  ix_page_release(page);
  return rows;
}

int64_t Sdk::contacts(const std::string& text) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  expect(ix_contacts_page(client_, str(text), {nullptr, 0}, 50, &page, &error), error);
  int64_t sum = 0;
  const uint32_t count = ix_page_count(page, IX_TABLE_CONTACT);
  for (uint32_t i = 0; i < count; ++i) {
    ix_contact_view view = IX_VIEW_INIT(ix_contact_view);
    (void)ix_page_contact(page, i, &view);
    sum += touched(view.name) + view.address_count;
  }
  sink = sink + sum;
  ix_page_release(page);
  return count;
}

int64_t Sdk::recipients(const std::string& text) {
  ix_page* page = nullptr;
  ix_error* error = nullptr;
  expect(ix_recipients_page(client_, str(text), 50, &page, &error), error);
  int64_t sum = 0;
  const uint32_t count = ix_page_count(page, IX_TABLE_RECIPIENT);
  for (uint32_t i = 0; i < count; ++i) {
    ix_recipient_view view = IX_VIEW_INIT(ix_recipient_view);
    (void)ix_page_recipient(page, i, &view);
    sum += touched(view.title) + touched(view.address) + view.sendable;
  }
  sink = sink + sum;
  ix_page_release(page);
  return count;
}

void Sdk::send(const std::string& conversation, const std::string& text) {
  ix_outgoing outgoing;
  ix_outgoing_init(&outgoing, sizeof outgoing);
  outgoing.text = str(text);
  ix_error* error = nullptr;
  expect(ix_message_send(client_, str(conversation), &outgoing, nullptr, &error), error);
}

}  // namespace ix::bench
