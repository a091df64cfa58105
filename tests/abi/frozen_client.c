/* SPDX-License-Identifier: Apache-2.0 */
/* A host as it was built against the frozen headers: it must link against today's library and find
 * there what it found then. usage: frozen_client FOLDER */
#include <interactions/interactions.h>
#include <stdio.h>
#include <string.h>

typedef void (*any_function)(void);

/* Every function of that version is still there. */
static any_function const kFunctions[] = {
#define IX_FUNCTION(name) (any_function)(name),
#include "functions.inc"
};

static int failures;

static void expect(int condition, const char* what) {
  if (condition) return;
  ++failures;
  fprintf(stderr, "failed: %s\n", what);
}

static int same(ix_str text, const char* wanted) {
  return text.data != NULL && text.size == strlen(wanted) &&
         memcmp(text.data, wanted, text.size) == 0;
}

static void send_and_read(ix_client* client) {
  ix_recipient to = IX_RECIPIENT_INIT;
  ix_outgoing message = IX_OUTGOING_INIT;
  ix_contact_input contact = IX_CONTACT_INPUT_INIT;
  ix_str numbers[1] = {IX_STR_INIT("+1 613 555 0123")};
  ix_text* conversation = NULL;
  ix_text* item = NULL;
  ix_page* page = NULL;
  ix_item_view item_view = IX_VIEW_INIT(ix_item_view);
  ix_conversation_view row = IX_VIEW_INIT(ix_conversation_view);
  ix_contact_view contact_view = IX_VIEW_INIT(ix_contact_view);

  contact.source_id = ix_str_of("42");
  contact.name = ix_str_of("Ada Lovelace");
  contact.numbers = numbers;
  contact.number_count = 1;
  expect(ix_contact_put(client, &contact, NULL, NULL) == IX_OK, "save a contact");
  expect(ix_contacts_page(client, ix_str_of("Ada"), ix_str_of(NULL), 10, &page, NULL) == IX_OK &&
             ix_page_contact(page, 0, &contact_view) == IX_OK &&
             same(contact_view.name, "Ada Lovelace") && contact_view.kind == IX_CONTACT_EXTERNAL,
         "find the contact");
  ix_page_release(page);
  page = NULL;

  to.number = ix_str_of("(613) 555-0123");
  expect(ix_conversation_open(client, &to, &conversation, NULL) == IX_OK, "open a conversation");
  message.text = ix_str_of("hello");
  expect(ix_message_send(client, ix_text_str(conversation), &message, &item, NULL) == IX_OK,
         "send a message");
  expect(ix_thread_page(client, ix_text_str(conversation), ix_str_of(NULL), 10, &page, NULL) ==
                 IX_OK &&
             ix_page_count(page, IX_TABLE_ITEM) == 1 &&
             ix_page_item(page, 0, &item_view) == IX_OK && same(item_view.text, "hello") &&
             item_view.direction == IX_DIRECTION_OUT && item_view.state == IX_STATE_QUEUED,
         "find the message in the thread");
  ix_page_release(page);
  page = NULL;
  expect(ix_conversations_page(client, NULL, ix_str_of(NULL), 10, &page, NULL) == IX_OK &&
             ix_page_conversation(page, 0, &row) == IX_OK && same(row.title, "Ada Lovelace") &&
             same(row.preview_text, "hello"),
         "find the conversation in the list");
  ix_page_release(page);
  ix_text_release(item);
  ix_text_release(conversation);
}

static void live_list(ix_client* client) {
  ix_subscription subscription = 0;
  ix_event_batch* batch = NULL;
  ix_event event = IX_EVENT_INIT;
  ix_page* changes = NULL;
  expect(ix_conversations_subscribe(client, NULL, 10, &subscription, NULL) == IX_OK, "subscribe");
  expect(ix_client_poll(client, 10000, &batch, NULL) == IX_OK &&
             ix_event_batch_get(batch, 0, &event) == IX_OK &&
             event.kind == IX_EVENT_SUBSCRIPTION_CHANGED && event.subscription == subscription,
         "an event for the subscription");
  ix_event_batch_release(batch);
  expect(ix_subscription_take(client, subscription, &changes, NULL) == IX_OK &&
             ix_page_count(changes, IX_TABLE_CHANGE) == 1,
         "take its changes");
  ix_page_release(changes);
  ix_subscription_cancel(client, subscription);
}

static void close_and_drain(ix_client* client) {
  int closed = 0;
  ix_client_close(client);
  while (!closed) {
    ix_event_batch* batch = NULL;
    size_t i;
    if (ix_client_poll(client, 10000, &batch, NULL) != IX_OK) break;
    for (i = 0; i < ix_event_batch_count(batch); ++i) {
      ix_event event = IX_EVENT_INIT;
      ix_event_batch_get(batch, i, &event);
      closed = event.kind == IX_EVENT_CLOSED;
    }
    if (ix_event_batch_count(batch) == 0) closed = -1;
    ix_event_batch_release(batch);
  }
  expect(closed == 1, "the closing event");
}

int main(int argc, char** argv) {
  ix_client_config config = IX_CLIENT_CONFIG_INIT;
  ix_client* client = NULL;
  ix_error* error = NULL;
  size_t i;
  if (argc != 2) return 2;
  for (i = 0; i < sizeof kFunctions / sizeof kFunctions[0]; ++i) {
    expect(kFunctions[i] != NULL, "a function of the frozen version");
  }
  expect(ix_version_number() >= IX_VERSION_MAJOR * 1000000u + IX_VERSION_MINOR * 1000u,
         "a library at least as new as the headers");
  config.sync_mode = IX_SYNC_ON_DEMAND;
  config.folder = ix_str_of(argv[1]);
  if (ix_client_open(&config, &client, &error) != IX_OK) {
    fprintf(stderr, "cannot open: %s\n", ix_error_message(error).data);
    ix_error_release(error);
    return 1;
  }
  send_and_read(client);
  live_list(client);
  close_and_drain(client);
  ix_client_release(client);
  expect(ix_debug_live_objects() == 0, "nothing of the library is alive");
  return failures == 0 ? 0 : 1;
}
