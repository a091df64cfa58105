/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main job in plain C: sign in, sync, list, open a thread, send to a number, wait for the
 * answer.
 *
 *     printf %s "$PASSWORD" | main_job FOLDER SERVER USER NUMBER TEXT
 *
 * Three things to know before reading:
 * - A call that can fail returns a status and may give an error object, which is then released.
 * - Reads and sends touch only the local files. What needs the network is an operation: the call
 *   returns an id, and its completion comes through the event queue.
 * - Text is ix_str {data, size}; it lives as long as the object it came from.
 */
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

static void print_text(ix_str text) {
  /* A terminal obeys control characters, and this text came from other people. */
  for (size_t i = 0; i < text.size; ++i) {
    const unsigned char c = (unsigned char)text.data[i];
    putchar(c < 0x20 || c == 0x7f ? ' ' : c);
  }
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

static int sync_now(ix_client* client) {
  ix_operation operation = 0;
  ix_error* error = NULL;
  if (failed(ix_client_sync(client, &operation, &error), error, "sync")) return 1;
  return wait_for(client, operation, "sync");
}

static int print_conversations(ix_client* client) {
  ix_page* page = NULL;
  ix_error* error = NULL;
  /* No filter, no cursor: the first 20 of all conversations. */
  if (failed(ix_conversations_page(client, NULL, ix_str_of(NULL), 20, &page, &error), error,
             "list")) {
    return 1;
  }
  puts("Conversations:");
  for (uint32_t row = 0; row < ix_page_count(page, IX_TABLE_CONVERSATION); ++row) {
    ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
    if (ix_page_conversation(page, row, &view) != IX_OK) continue;
    printf("  ");
    print_text(view.title);
    printf("  (%d unread)  ", view.unread);
    print_text(view.preview_text);
    putchar('\n');
  }
  ix_page_release(page);
  return 0;
}

/* Prints the newest items; gives the state of the item `own` (an IX_STATE_*), or -1. */
static int print_thread(ix_client* client, ix_str conversation, ix_str own) {
  ix_page* page = NULL;
  ix_error* error = NULL;
  int state = -1;
  if (failed(ix_thread_page(client, conversation, ix_str_of(NULL), 20, &page, &error), error,
             "thread")) {
    return -1;
  }
  puts("Thread:");
  for (uint32_t row = 0; row < ix_page_count(page, IX_TABLE_ITEM); ++row) {
    ix_item_view view = IX_VIEW_INIT(ix_item_view);
    if (ix_page_item(page, row, &view) != IX_OK) continue;
    printf("  %s ", view.direction == IX_DIRECTION_OUT ? "->" : "<-");
    if (view.kind == IX_ITEM_CALL) printf("[call, %d s] ", (int)(view.call_duration_ms / 1000));
    if (view.kind == IX_ITEM_GAP) printf("[older messages are at the server]");
    print_text(view.text);
    putchar('\n');
    if (view.id.size == own.size && memcmp(view.id.data, own.data, own.size) == 0) {
      state = view.state;
    }
  }
  ix_page_release(page);
  return state;
}

/* Sends to a number and shows the thread before and after the message has left. 1: it failed. */
static int send_to_number(ix_client* client, const char* number, const char* text) {
  ix_recipient recipient = IX_RECIPIENT_INIT;
  recipient.number = ix_str_of(number);
  ix_text* conversation = NULL;
  ix_error* error = NULL;
  if (failed(ix_conversation_open(client, &recipient, &conversation, &error), error, "open")) {
    return 1;
  }
  ix_outgoing outgoing = IX_OUTGOING_INIT;
  outgoing.text = ix_str_of(text);
  ix_text* item = NULL;
  const ix_str id = ix_text_str(conversation);
  int bad = failed(ix_message_send(client, id, &outgoing, &item, &error), error, "send");
  if (!bad) {
    /* Already in the thread, though nothing has left yet. */
    print_thread(client, id, ix_text_str(item));
    bad = sync_now(client);
  }
  if (!bad) {
    const int state = print_thread(client, id, ix_text_str(item));
    bad = state < IX_STATE_ACCEPTED || state == IX_STATE_FAILED;
    puts(bad ? "The message has not left: see the outbox." : "The message has left.");
  }
  ix_text_release(item);
  ix_text_release(conversation);
  return bad;
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

  int bad = sign_in(client, argv[2], argv[3], password) || sync_now(client) ||
            print_conversations(client) || send_to_number(client, argv[4], argv[5]);
  memset(password, 0, sizeof password);
  ix_client_release(client); /* closes, and waits for the engine thread to end */
  if (ix_debug_live_objects() != 0) {
    fprintf(stderr, "something was not released\n");
    bad = 1;
  }
  return bad ? 1 : 0;
}
