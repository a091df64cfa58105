// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "print.h"
#include "scenarios.h"

namespace scenario {
namespace {

void print_end(Session& session, ixn::Operation operation, std::string_view what) {
  const auto error = session.end_of(operation);
  if (!error) stop(std::string(what) + ": expected an error");
  print_error(*error, what);
}

// The failure of a message, once it has one.
void print_item_failure(Session& session, std::string_view number, std::string_view what) {
  const std::string conversation = session->open_conversation({.number = number}).or_throw();
  const std::string id = session->send(conversation, {.text = "Allo?"}).or_throw();
  for (;;) {
    session.sync();
    const ixn::Page page = session->item(id).or_throw();
    const ixn::Item item = page.items()[0];
    if (!item.failure) continue;
    ixn::Error error;
    error.code = item.failure->code;
    error.origin = item.failure->origin;
    error.retry = item.failure->retry;
    error.fixer = item.failure->fixer;
    print_error(error, what);
    return;
  }
}

std::string member(const Session& session, std::string_view name) {
  const ixn::Page page = session->contacts(name).or_throw();
  return std::string(page.contacts()[0].id);
}

}  // namespace

void errors(const World& world) {
  ixn::Config config = on_demand();
  print_failure(ixn::Client::open(config), "open without a folder");
  const std::string file = world.account("file");
  std::ofstream(file) << "not a folder";
  const std::string below = file + "/account";
  config.folder = below;
  print_failure(ixn::Client::open(config), "open below a file");

  Session session = Session::open(world);
  const std::string folder = world.account();
  config.folder = folder;
  print_failure(ixn::Client::open(config), "open twice");

  const auto refused = [&](std::string_view server, std::string_view user,
                           std::string_view password, std::string_view what) {
    const auto operation = session->sign_in({.server = server, .user = user, .password = password});
    if (!operation) return print_error(operation.error(), what);
    print_end(session, *operation, what);
  };
  const auto sync = session->sync();
  if (sync) {
    print_end(session, *sync, "no session");
  } else {
    print_error(sync.error(), "no session");
  }
  refused("ftp://x.test", world.user, world.password, "bad URL");
  refused("http://127.0.0.1:1", world.user, world.password, "unreachable");
  refused(world.server, world.user, "not the password", "wrong password");
  session.sign_in(world);
  session.sync();
  refused(world.server, "marie", world.password, "another account");

  print_failure(session->thread("r999"), "no such conversation");
  print_failure(session->conversations({}, "x"), "no such cursor");
  print_failure(session->conversations({}, {}, 0), "limit of 0");
  print_failure(session->open_conversation({.number = "hello"}), "no number");
  print_failure(session->open_conversation({.number = "911"}), "not sendable");
  const std::string lucie = with(session.client(), "+16135550142");
  print_failure(session->send(lucie, {.text = ""}), "empty text");
  print_failure(session->send(lucie, {.text = std::string(70'000, 'a')}), "long text");
  print_failure(session->remove_contact("p999"), "no such contact");
  print_failure(session->remove_contact(member(session, "marie")), "a member");
  print_item_failure(session, "+16135550176", "gateway knows no way");
  print_item_failure(session, "+16135550198", "carrier refused");

  session->suspend().or_throw();
  print_failure(session->conversations(), "suspended");
  session->resume().or_throw();
  session->close();
  print_failure(session->conversations(), "closed");
}

}  // namespace scenario
