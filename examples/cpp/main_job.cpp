// SPDX-License-Identifier: Apache-2.0
// The main job in C++: sign in, sync, list, filter, open a thread with its calls, text a number
// that is new, and wait until the text has left. Prints one JSON object a line.
//
//     printf %s "$PASSWORD" | main_job_cpp FOLDER SERVER USER NUMBER TEXT
//
// Three things to know before reading:
// - A call that can fail gives a Result. Here or_throw() takes its value; code without exceptions
//   tests it: if (!page) return page.error().
// - Reads and sends touch only the local files. What needs the network gives an operation, and its
//   completion comes through the event queue.
// - Text in a row is a view into its page: keep the page while you use it.
#include <cstdlib>
#include <interactions/interactions.hpp>
#include <iostream>
#include <string>

#include "json.h"

namespace ixn = interactions;
using example::Json;

namespace {

// Polls the event queue until an operation is complete. An app would do this on one thread, or post
// from the wake-up (Client::set_wakeup) to its own loop.
void wait_for(const ixn::Client& client, ixn::Operation operation) {
  for (;;) {
    const ixn::Events events = client.poll(1000).or_throw();
    for (const ixn::Event& event : events) {
      if (event.kind != IX_EVENT_OPERATION_COMPLETED || event.operation != operation) continue;
      if (event.error) throw ixn::Exception(*event.error);
      return;
    }
  }
}

// Prints the first 20 conversations of a filter, and gives the id of the first one.
std::string print_list(const ixn::Client& client, const ixn::Filter& filter, const char* key) {
  const ixn::Page page = client.conversations(filter, {}, 20).or_throw();
  for (const ixn::Conversation row : page.conversations()) {
    Json().text(key, row.title).number("unread", row.unread).text("preview", row.preview_text);
  }
  const auto rows = page.conversations();
  return rows.empty() ? std::string() : std::string(rows[0].id);
}

// Prints the newest 20 items of a thread, oldest first: messages and calls stand in one order.
void print_thread(const ixn::Client& client, std::string_view conversation) {
  const ixn::Page page = client.thread(conversation, {}, 20).or_throw();
  for (const ixn::Item item : page.items()) {
    Json json;
    json.text("direction", item.direction == IX_DIRECTION_OUT ? "out" : "in");
    json.text("sender", item.sender_name);
    if (item.call) json.number("call_seconds", item.call->duration_ms / 1000);
    json.text("text", item.text);
  }
}

// Prints an own message; whether it has left.
bool print_own(const ixn::Client& client, std::string_view id) {
  const ixn::Page page = client.item(id).or_throw();
  const ixn::Item item = page.items()[0];
  const bool left = item.state >= IX_STATE_ACCEPTED && item.state != IX_STATE_FAILED;
  Json().text("sent", item.text).boolean("left", left);
  if (item.failure) throw std::runtime_error(std::string(item.failure->message));
  return left;
}

void main_job(const ixn::Client& client, char** argv, const std::string& password) {
  wait_for(client,
           client.sign_in({.server = argv[2], .user = argv[3], .password = password}).or_throw());
  wait_for(client, client.sync().or_throw());
  print_list(client, {}, "conversation");
  const auto calls = ixn::Filter::preset(IX_PRESET_CALLS).or_throw();
  if (const std::string called = print_list(client, calls, "calls"); !called.empty()) {
    print_thread(client, called);
  }
  // A text is in its thread at once, and leaves with the next sync.
  const std::string conversation = client.open_conversation({.number = argv[4]}).or_throw();
  const std::string item = client.send(conversation, {.text = argv[5]}).or_throw();
  while (!print_own(client, item)) wait_for(client, client.sync().or_throw());
}

}  // namespace

int main(int argc, char** argv) try {
  std::string password;
  if (argc != 6 || !std::getline(std::cin, password)) {
    std::cerr << "usage: main_job_cpp FOLDER SERVER USER NUMBER TEXT, the password on stdin\n";
    return 2;
  }
  const char* ca_file = std::getenv("IX_CA_FILE");  // absent: the system's
  {
    const ixn::Client client =
        ixn::Client::open({
                              .folder = argv[1],
                              .sync_mode = IX_SYNC_ON_DEMAND,  // an app with a person: CONTINUOUS
                              .ca_file = ca_file != nullptr ? ca_file : std::string_view(),
                              .credentials = IX_CREDENTIALS_FILE,  // an app has a key store: HOST
                          })
            .or_throw();
    main_job(client, argv, password);
  }  // the client closes here, and waits for its engine's thread to end
  Json().number("live_objects", ixn::live_objects());
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
