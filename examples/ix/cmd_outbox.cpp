// SPDX-License-Identifier: Apache-2.0
// outbox: what the user did and the backend has not confirmed.
#include "app.h"
#include "rows.h"
#include "when.h"

namespace cli {

namespace ixn = interactions;

namespace {

int list_outbox(const App& app, const ixn::Client& client) {
  const auto page = client.outbox();
  if (!page) return app.out.fail(page.error());
  for (const ixn::OutboxEntry entry : page->outbox()) {
    app.out.line(app.out.json() ? outbox_json(entry) : outbox_text(entry));
  }
  if (page->outbox().empty()) app.out.note("Everything was sent.");
  if (app.out.json()) app.out.line(page_end_json(page->cursor(), page->more()));
  return kDone;
}

int reschedule(App& app, const std::vector<std::string>& given) {
  if (given.size() != 3) return app.out.usage("outbox reschedule needs an ID and a TIME");
  const auto at_ms = parse_when(given[2], now_ms());
  if (!at_ms) return app.out.usage(kWhenForms);
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const ixn::Status done = client->reschedule(given[1], *at_ms);
  if (!done) return app.out.fail(done.error());
  app.out.note("It leaves at " + time_text(*at_ms) + " while ix sync --follow runs.");
  return kDone;
}

}  // namespace

int run_outbox(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  const std::string verb = given.empty() ? "list" : given.front();
  if (verb == "reschedule") return reschedule(app, given);
  const bool listing = verb == "list";
  if (!listing && verb != "retry" && verb != "discard") {
    return app.out.usage("outbox takes list, retry ID, discard ID or reschedule ID TIME");
  }
  if (given.size() > (listing ? 1U : 2U)) return app.out.usage("too many arguments");
  if (!listing && given.size() != 2) return app.out.usage("outbox " + verb + " needs an ID");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  if (listing) return list_outbox(app, *client);
  const ixn::Status done = verb == "retry" ? client->retry(given[1]) : client->discard(given[1]);
  if (!done) return app.out.fail(done.error());
  app.out.note(verb == "retry" ? "It is tried again with the next sync: ix sync --once"
                               : "Discarded; the message is gone from its thread.");
  return kDone;
}

}  // namespace cli
