// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "print.h"
#include "scenarios.h"

namespace scenario {

void close_busy(const World& world) {
  Session session = Session::signed_in(world, continuous());
  static_cast<void>(session->subscribe().or_throw());
  static_cast<void>(session->follow(IX_LIVE_COUNTS).or_throw());
  static_cast<void>(session->follow(IX_LIVE_OUTBOX, {}, 50).or_throw());
  std::vector<ixn::Operation> operations;
  for (int i = 0; i < 8; ++i) operations.push_back(session->sync().or_throw());

  std::atomic<bool> stopping = false;
  std::thread reader([&, client = session->share()] {
    while (!stopping) static_cast<void>(client.conversations().ok());
  });
  session->close();
  int64_t completed = 0;
  for (const ixn::Operation operation : operations) {
    static_cast<void>(session.end_of(operation));
    ++completed;
  }
  session.until("the last event", [&] { return session.seen(IX_EVENT_CLOSED); });
  stopping = true;
  reader.join();
  Line()
      .number("operations", static_cast<int64_t>(operations.size()))
      .number("completed", completed)
      .print();
  Line().boolean("closed", true).print();
  print_failure(session->conversations(), "after closing");
}

void many_clients(const World& world) {
  int64_t opened = 0;
  for (int round = 0; round < 10; ++round) {
    std::vector<ixn::Client> clients;
    for (int i = 0; i < 10; ++i) {
      const std::string folder = world.account("account" + std::to_string(i));
      ixn::Config config = on_demand();
      config.folder = folder;
      clients.push_back(ixn::Client::open(config).or_throw());
      ++opened;
    }
    for (const ixn::Client& client : clients) client.close();
  }
  Line().number("opened", opened).print();
}

void collected(const World& world) {
  int64_t dropped = 0;
  for (int i = 0; i < 50; ++i) {
    const Session session = Session::open(world);
    const ixn::Filter filter = ixn::Filter::preset(IX_PRESET_ALL).or_throw();
    const ixn::Page page = session->conversations(filter).or_throw();
    dropped += page.conversations().empty() ? 1 : 0;
  }
  Line().number("dropped", dropped).print();
}

}  // namespace scenario
