/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main job in plain C: sign in, sync, list, filter, open a thread with its calls, text a number
 * that is new, and wait until the text has left. Prints one JSON object a line.
 *
 *     printf %s "$PASSWORD" | main_job FOLDER SERVER USER NUMBER TEXT
 *
 * Three things to know before reading:
 * - A call that can fail returns a status and may give an error object, which is then released.
 * - Reads and sends touch only the local files. What needs the network is an operation: the call
 *   returns an id, and its completion comes through the event queue.
 * - Text is ix_str {data, size}; it lives as long as the object it came from.
 */
#include "json.h"

#include <interactions/interactions.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reports a failed call; 1: it failed. Takes the error. */
static int failed(ix_status status, ix_error* error, const char* what) {
  if (status == IX_OK) return 0;
  fprintf(stderr, "%s: %s (%s)\n", what, ix_error_message(error).data, ix_status_name(status));
  ix_error_release(error);
  return 1;
}

/* Polls the event queue until an operation is complete. An app would do this on one thread, or
 * post from the wake-up callback (ix_client_set_wakeup) to its own loop. 1: it failed. */
static int wait_for(ix_client* client, ix_operation operation, const char* what) {
  for (;;) {
    ix_error* error = NULL;
    ix_event_batch* batch = NULL;
    if (failed(ix_client_poll(client, 1000, &batch, &error), error, what)) return 1;
    int done = 0;
    int bad = 0;
    for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
      ix_event event = IX_EVENT_INIT;
      if (ix_event_batch_get(batch, i, &event) != IX_OK) continue;
      if (event.kind != IX_EVENT_OPERATION_COMPLETED || event.operation != operation) continue;
      done = 1;
      /* The event's error belongs to the batch: retained for failed(), which releases it. */
      bad = failed(event.status, ix_error_retain(event.error), what);
    }
    ix_event_batch_release(batch);
    if (done) return bad;
  }
}

static int sign_in(ix_client* client, const char* server, const char* user, const char* password) {
  ix_sign_in input = IX_SIGN_IN_INIT;
  input.server = ix_str_of(server);
  input.user = ix_str_of(user);
  input.password = ix_str_of(password);
  ix_operation operation = 0;
  ix_error* error = NULL;
  if (failed(ix_session_sign_in(client, &input, &operation, &error), error, "sign-in")) return 1;
  return wait_for(client, operation, "sign-in");
}

/* Catches up with the server, and sends what waits to be sent. */
static int sync_now(ix_client* client) {
  ix_operation operation = 0;
  ix_error* error = NULL;
  if (failed(ix_client_sync(client, &operation, &error), error, "sync")) return 1;
  return wait_for(client, operation, "sync");
}

/* Prints the first 20 conversations of a filter (NULL: all) and gives the first one's id, which is
 * released by the caller like any copy. */
static int print_list(ix_client* client, const ix_filter* filter, const char* key, char** first) {
  ix_page* page = NULL;
  ix_error* error = NULL;
  if (failed(ix_conversations_page(client, filter, ix_str_of(NULL), 20, &page, &error), error,
             "list")) {
    return 1;
  }
  for (uint32_t row = 0; row < ix_page_count(page, IX_TABLE_CONVERSATION); ++row) {
    ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
    if (ix_page_conversation(page, row, &view) != IX_OK) continue;
    json_begin();
    json_text(key, view.title);
    json_number("unread", view.unread);
    json_text("preview", view.preview_text);
    json_end();
    if (first != NULL && *first == NULL) *first = strndup(view.id.data, view.id.size);
  }
  ix_page_release(page);
  return 0;
}

/* Prints the newest 20 items of a thread, oldest first: messages and calls stand in one order. */
static int print_thread(ix_client* client, const char* conversation) {
  ix_page* page = NULL;
  ix_error* error = NULL;
  if (failed(ix_thread_page(client, ix_str_of(conversation), ix_str_of(NULL), 20, &page, &error),
             error, "thread")) {
    return 1;
  }
  for (uint32_t row = 0; row < ix_page_count(page, IX_TABLE_ITEM); ++row) {
    ix_item_view view = IX_VIEW_INIT(ix_item_view);
    if (ix_page_item(page, row, &view) != IX_OK) continue;
    const int is_call = view.kind == IX_ITEM_CALL || view.kind == IX_ITEM_VOICEMAIL;
    json_begin();
    json_text("direction", ix_str_of(view.direction == IX_DIRECTION_OUT ? "out" : "in"));
    json_text("sender", view.sender_name);
    if (is_call) json_number("call_seconds", view.call_duration_ms / 1000);
    json_text("text", view.text);
    json_end();
  }
  ix_page_release(page);
  return 0;
}

/* Prints an own message; 1: it could not be read, or was refused. */
static int print_own(ix_client* client, ix_str item, int* left) {
  ix_page* page = NULL;
  ix_error* error = NULL;
  if (failed(ix_item_get(client, item, &page, &error), error, "item")) return 1;
  ix_item_view view = IX_VIEW_INIT(ix_item_view);
  int bad = ix_page_item(page, 0, &view) != IX_OK || view.state == IX_STATE_FAILED;
  *left = !bad && view.state >= IX_STATE_ACCEPTED;
  json_begin();
  json_text("sent", view.text);
  json_bool("left", *left);
  json_end();
  ix_page_release(page);
  return bad;
}

/* Texts a number: the message is in the thread at once, and leaves with the next sync. */
static int text_number(ix_client* client, const char* number, const char* text) {
  ix_recipient recipient = IX_RECIPIENT_INIT;
  recipient.number = ix_str_of(number);
  ix_outgoing outgoing = IX_OUTGOING_INIT;
  outgoing.text = ix_str_of(text);
  ix_text* conversation = NULL;
  ix_text* item = NULL;
  ix_error* error = NULL;
  int left = 0;
  int bad =
      failed(ix_conversation_open(client, &recipient, &conversation, &error), error, "open") ||
      failed(ix_message_send(client, ix_text_str(conversation), &outgoing, &item, &error), error,
             "send") ||
      print_own(client, ix_text_str(item), &left);
  while (!bad && !left) bad = sync_now(client) || print_own(client, ix_text_str(item), &left);
  ix_text_release(item);
  ix_text_release(conversation);
  return bad;
}

static int main_job(ix_client* client, char** argv, const char* password) {
  if (sign_in(client, argv[2], argv[3], password) || sync_now(client)) return 1;
  if (print_list(client, NULL, "conversation", NULL)) return 1;

  ix_filter* calls = NULL;
  ix_error* error = NULL;
  if (failed(ix_filter_preset(IX_PRESET_CALLS, &calls, &error), error, "filter")) return 1;
  char* called = NULL;
  int bad = print_list(client, calls, "calls", &called);
  ix_filter_release(calls);
  if (!bad && called != NULL) bad = print_thread(client, called);
  free(called);
  return bad || text_number(client, argv[4], argv[5]);
}

int main(int argc, char** argv) {
  char password[512];
  if (argc != 6 || fgets(password, sizeof password, stdin) == NULL) {
    fprintf(stderr, "usage: main_job FOLDER SERVER USER NUMBER TEXT, the password on stdin\n");
    return 2;
  }
  password[strcspn(password, "\r\n")] = '\0';

  ix_client_config config = IX_CLIENT_CONFIG_INIT;
  config.folder = ix_str_of(argv[1]);
  config.ca_file = ix_str_of(getenv("IX_CA_FILE")); /* absent: the system's */
  config.sync_mode = IX_SYNC_ON_DEMAND;             /* an app with a person in front: CONTINUOUS */
  config.credentials = IX_CREDENTIALS_FILE;         /* an app has a key store: HOST */
  ix_client* client = NULL;
  ix_error* error = NULL;
  if (failed(ix_client_open(&config, &client, &error), error, "open the account")) return 1;

  const int bad = main_job(client, argv, password);
  memset(password, 0, sizeof password);
  ix_client_release(client); /* closes, and waits for the engine thread to end */
  json_begin();
  json_number("live_objects", ix_debug_live_objects());
  json_end();
  return bad;
}
