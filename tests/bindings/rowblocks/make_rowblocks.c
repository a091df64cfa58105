/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes row blocks as the library makes them, one of each kind of page, from an account at the
 * sandbox: the seeds that every language's decoder is fuzzed with.
 *
 *     make_rowblocks FOLDER ACCOUNT_FOLDER
 */
#include <interactions/interactions.h>
#include <interactions/sandbox.h>

#include <stdio.h>
#include <stdlib.h>

static const char* folder;

static void must(ix_status status, ix_error* error, const char* what) {
  if (status == IX_OK) return;
  fprintf(stderr, "%s: %s\n", what, error ? ix_error_message(error).data : ix_status_name(status));
  exit(1);
}

/* Writes a page to FOLDER/name.bin, and gives it back released. */
static void write_page(const char* name, ix_page* page) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s.bin", folder, name);
  size_t size = 0;
  const void* bytes = ix_page_bytes(page, &size);
  FILE* file = fopen(path, "wb");
  if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
    fprintf(stderr, "%s cannot be written\n", path);
    exit(1);
  }
  printf("%s: %u bytes\n", name, (unsigned)size);
  ix_page_release(page);
}

static void wait_for(ix_client* client, ix_operation operation) {
  for (;;) {
    ix_event_batch* batch = NULL;
    ix_error* error = NULL;
    must(ix_client_poll(client, 5000, &batch, &error), error, "poll");
    for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
      ix_event event = IX_EVENT_INIT;
      ix_event_batch_get(batch, i, &event);
      if (event.kind != IX_EVENT_OPERATION_COMPLETED || event.operation != operation) continue;
      must(event.status, event.error, "operation");
      ix_event_batch_release(batch);
      return;
    }
    ix_event_batch_release(batch);
  }
}

static void sync_now(ix_client* client) {
  ix_operation operation = 0;
  ix_error* error = NULL;
  must(ix_client_sync(client, &operation, &error), error, "sync");
  wait_for(client, operation);
}

static void sign_in(ix_client* client, const ix_sandbox* sandbox) {
  ix_sandbox_sign_in who = IX_SANDBOX_SIGN_IN_INIT;
  ix_sandbox_sign_in_at(sandbox, 0, &who);
  ix_sign_in input = IX_SIGN_IN_INIT;
  input.server = ix_sandbox_url(sandbox);
  input.user = who.user;
  input.password = who.password;
  ix_operation operation = 0;
  ix_error* error = NULL;
  must(ix_session_sign_in(client, &input, &operation, &error), error, "sign-in");
  wait_for(client, operation);
}

/* What the account does before it is read: an answered text, an opt-out, and something unsent. */
static void live_a_little(ix_client* client, ix_sandbox* sandbox) {
  ix_contact_input contact = IX_CONTACT_INPUT_INIT;
  const ix_str numbers[] = {IX_STR_INIT("613 555 0142"), IX_STR_INIT("514-555-0177")};
  ix_text* text = NULL;
  ix_error* error = NULL;
  contact.source_id = ix_str_of("seed");
  contact.name = ix_str_of("Zo\xc3\xa9 Lef\xc3\xa8vre \xf0\x9f\x98\x80");
  contact.numbers = numbers;
  contact.number_count = 2;
  must(ix_contact_put(client, &contact, &text, &error), error, "contact");
  ix_text_release(text);
  ix_sandbox_sms(sandbox, ix_str_of("+16135550142"), ix_str_of(NULL), ix_str_of("STOP"), NULL);
  sync_now(client);
  ix_recipient recipient = IX_RECIPIENT_INIT;
  recipient.number = ix_str_of("+15145550188");
  must(ix_conversation_open(client, &recipient, &text, &error), error, "open");
  ix_outgoing outgoing = IX_OUTGOING_INIT;
  ix_text* item = NULL;
  outgoing.text = ix_str_of("\xc3\x80 bient\xc3\xb4t \xf0\x9f\x91\x8b");
  ix_client_hint_network(client, IX_NETWORK_NONE, NULL);
  must(ix_message_send(client, ix_text_str(text), &outgoing, &item, &error), error, "send");
  ix_text_release(item);
  ix_text_release(text);
}

/* Pages of one conversation: its thread, why it is one, who is in it. */
static void one_conversation(ix_client* client, ix_str id, int number) {
  ix_page* page = NULL;
  ix_error* error = NULL;
  char name[64];
  must(ix_thread_page(client, id, ix_str_of(NULL), 30, &page, &error), error, "thread");
  snprintf(name, sizeof name, "thread_%d", number);
  write_page(name, page);
  must(ix_conversation_explain(client, id, &page, &error), error, "explain");
  snprintf(name, sizeof name, "explain_%d", number);
  write_page(name, page);
}

static void lists(ix_client* client) {
  ix_page* page = NULL;
  ix_error* error = NULL;
  const ix_str none = ix_str_of(NULL);
  must(ix_conversations_page(client, NULL, none, 20, &page, &error), error, "conversations");
  for (uint32_t row = 0; row < 4; ++row) {
    ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
    if (ix_page_conversation(page, row, &view) == IX_OK) {
      one_conversation(client, view.id, (int)row);
    }
  }
  write_page("conversations", page);
  ix_filter* channels = NULL;
  must(ix_filter_preset(IX_PRESET_CHANNELS, &channels, &error), error, "filter");
  must(ix_conversations_page(client, channels, none, 1, &page, &error), error, "channels");
  ix_filter_release(channels);
  ix_conversation_view channel = IX_VIEW_INIT(ix_conversation_view);
  if (ix_page_conversation(page, 0, &channel) == IX_OK) {
    ix_operation operation = 0;
    ix_page* members = NULL;
    ix_client_hint_network(client, IX_NETWORK_UNKNOWN, NULL);
    must(ix_members_fetch(client, channel.id, &operation, &error), error, "members");
    wait_for(client, operation);
    must(ix_members_page(client, channel.id, &members, NULL, &error), error, "members");
    write_page("members", members);
  }
  ix_page_release(page);
  must(ix_contacts_page(client, none, none, 20, &page, &error), error, "contacts");
  write_page("contacts", page);
  must(ix_recipients_page(client, ix_str_of("z"), 20, &page, &error), error, "recipients");
  write_page("recipients", page);
  must(ix_consent_page(client, IX_CONSENT_HISTORY, none, none, 20, &page, &error), error,
       "consent");
  write_page("consent", page);
  must(ix_account_page(client, &page, &error), error, "account");
  write_page("account", page);
  must(ix_store_sizes(client, &page, &error), error, "sizes");
  write_page("sizes", page);
  must(ix_search_messages(client, ix_str_of("you"), NULL, none, none, 5, &page, &error), error,
       "search");
  write_page("search_messages", page);
  must(ix_search_conversations(client, ix_str_of("mar"), NULL, 5, &page, &error), error, "search");
  write_page("search_conversations", page);
}

static void live(ix_client* client) {
  ix_subscription subscription = 0;
  ix_page* page = NULL;
  ix_error* error = NULL;
  must(ix_subscribe(client, IX_LIVE_COUNTS, ix_str_of(NULL), 0, &subscription, &error), error,
       "counts");
  must(ix_subscription_take(client, subscription, &page, &error), error, "take");
  write_page("counts", page);
  must(ix_conversations_subscribe(client, NULL, 10, &subscription, &error), error, "list");
  must(ix_subscription_take(client, subscription, &page, &error), error, "take");
  write_page("list", page);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  folder = argv[1];
  ix_sandbox* sandbox = NULL;
  ix_client* client = NULL;
  ix_page* page = NULL;
  ix_error* error = NULL;
  must(ix_sandbox_start(NULL, &sandbox, NULL), NULL, "sandbox");
  ix_client_config config = IX_CLIENT_CONFIG_INIT;
  config.folder = ix_str_of(argv[2]);
  config.sync_mode = IX_SYNC_ON_DEMAND;
  config.credentials = IX_CREDENTIALS_FILE;
  must(ix_client_open(&config, &client, &error), error, "open");
  sign_in(client, sandbox);
  sync_now(client);
  live_a_little(client, sandbox);
  must(ix_outbox_page(client, &page, &error), error, "outbox");
  write_page("outbox", page);
  must(ix_notifications_page(client, ix_str_of(NULL), 20, &page, &error), error, "notifications");
  write_page("notifications", page);
  ix_sms_draft draft = IX_SMS_DRAFT_INIT;
  draft.to = ix_str_of("+16135550142");
  draft.text = ix_str_of(
      "C\xe2\x80\x99"
      "est \xf0\x9f\x98\x80");
  must(ix_sms_preflight(client, &draft, &page, &error), error, "preflight");
  write_page("preflight", page);
  lists(client);
  live(client);
  ix_client_release(client);
  ix_sandbox_release(sandbox);
  return ix_debug_live_objects() != 0;
}
