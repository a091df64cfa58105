// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "print.h"
#include "scenarios.h"

namespace scenario {

void sign_in(const World& world) {
  Session session = Session::open(world);
  print_account(session.client());
  session.sign_in(world);
  print_account(session.client());
}

void cancel(const World& world) {
  Session session = Session::open(world);
  const ixn::Operation operation =
      session->sign_in({.server = world.silent, .user = "nobody", .password = "nothing"})
          .or_throw();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  session->cancel(operation);
  const auto error = session.end_of(operation);
  Line().boolean("cancelled", error && error->code == IX_ERROR_CANCELLED).print();
  session->cancel(operation);
  session.drain();
  Line().boolean("harmless", true).print();
  session.sign_in(world);
  print_account(session.client());
}

void sign_out(const World& world) {
  Session session = Session::signed_in(world);
  const std::string conversation = session->open_conversation({.number = world.number}).or_throw();
  static_cast<void>(session->send(conversation, {.text = "À plus"}).or_throw());
  print_failure(session->sign_out(IX_SIGN_OUT_WIPE), "wipe");
  const int64_t before = session->counts().or_throw().conversations;
  session.complete(session->sign_out().or_throw());
  print_account(session.client());
  Line().boolean("stay", session->counts().or_throw().conversations == before).print();
  session.complete(session->sign_out(IX_SIGN_OUT_WIPE | IX_SIGN_OUT_FORCE).or_throw());
  session.until("the client to be closed", [&] { return session.seen(IX_EVENT_CLOSED); });
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(world.account())) {
    files.push_back(json_text(entry.path().filename().string()));
  }
  std::sort(files.begin(), files.end());
  Line().raw("files", array(files)).print();
  print_failure(session->conversations(), "after wiping");
}

void credentials(const World& world) {
  ixn::Config by_host = on_demand();
  by_host.credentials = IX_CREDENTIALS_HOST;
  std::string kept;
  {
    Session session = Session::signed_in(world, by_host);
    session.until("the credentials", [&] { return session.seen(IX_EVENT_CREDENTIALS_CHANGED); });
    kept = session->credentials().or_throw();
    Line().boolean("told", !kept.empty()).print();
    session->credentials_kept().or_throw();
    Line().boolean("kept", true).print();
  }
  Session session = Session::open(world, by_host);
  print_failure(session->restore("nonsense"), "nonsense");
  session->restore(kept).or_throw();
  session.sync();
  print_account(session.client());
  Line().boolean("file", std::filesystem::exists(world.account() + "/credentials")).print();
}

}  // namespace scenario
