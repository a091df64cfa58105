// SPDX-License-Identifier: Apache-2.0
// login, logout, status.
#include "app.h"
#include "json.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

// The entries of the outbox, as an extra JSON member and as lines for people.
struct Unsent {
  std::string json;
  std::string text;
};

Unsent unsent_of(const ixn::Client& client) {
  Unsent out;
  const auto page = client.outbox();
  if (!page) return out;
  JsonArray rows;
  for (const ixn::OutboxEntry entry : page->outbox()) {
    rows.add(outbox_json(entry));
    out.text += "  " + outbox_text(entry) + "\n";
  }
  out.json = ",\"unsent\":" + rows.done();
  return out;
}

}  // namespace

int run_login(App& app, const Words& words) {
  const Args args(words, {{"--server"},
                          {"--user"},
                          {"--password-stdin", OptionSpec::Value::none},
                          {"--token-stdin", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("login takes options only");
  const auto server = args.value("--server");
  const auto user = args.value("--user");
  const bool by_token = args.has("--token-stdin");
  if (!server) return app.out.usage("--server is missing");
  if (by_token == args.has("--password-stdin")) {
    return app.out.usage("give one of --password-stdin and --token-stdin");
  }
  if (!user && !by_token) return app.out.usage("--user is missing");
  const std::string secret = read_stdin();
  if (secret.empty()) return app.out.usage("there is nothing on the standard input");

  const auto client = app.open(true);
  if (!client) return app.out.fail(client.error());
  ixn::SignIn sign_in{.server = *server};
  if (user) sign_in.user = *user;
  (by_token ? sign_in.token : sign_in.password) = secret;
  const auto signed_in = app.wait(*client, client->sign_in(sign_in), "signing in");
  if (!signed_in) return app.out.fail(signed_in.error());
  app.out.note("Signed in. The token is kept in the account's folder, readable by you only.");
  const auto synced = app.wait(*client, client->sync(), "first sync");

  const auto page = client->account();
  if (!page) return app.out.fail(page.error());
  for (const ixn::Account account : page->accounts()) {
    app.out.line(app.out.json() ? Json().raw("account", account_json(*page, account)).done()
                                : account_text(*page, account));
  }
  // Signed in all the same: the next sync goes on.
  return synced ? kDone : app.out.fail(synced.error());
}

int run_logout(App& app, const Words& words) {
  const Args args(words,
                  {{"--wipe", OptionSpec::Value::none}, {"--force", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("logout takes options only");
  if (args.has("--force") && !args.has("--wipe")) return app.out.usage("--force needs --wipe");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  uint32_t flags = args.has("--wipe") ? static_cast<uint32_t>(IX_SIGN_OUT_WIPE) : 0;
  if (args.has("--force")) flags |= static_cast<uint32_t>(IX_SIGN_OUT_FORCE);
  const auto done = app.wait(*client, client->sign_out(flags), "signing out");
  if (!done && done.error().code == IX_ERROR_UNSENT_ITEMS) {
    const Unsent unsent = unsent_of(*client);
    return app.out.fail(done.error(), unsent.json, unsent.text);
  }
  if (!done) return app.out.fail(done.error());
  app.out.note(args.has("--wipe") ? "Signed out; local data are removed."
                                  : "Signed out; local data stay (ix logout --wipe removes them).");
  return kDone;
}

int run_status(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("status takes no arguments");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->account();
  if (!page) return app.out.fail(page.error());
  const auto counters = client->counters();
  if (!counters) return app.out.fail(counters.error());
  const auto badge = client->badge();
  if (!badge) return app.out.fail(badge.error());
  const ixn::Account account = page->accounts()[0];
  if (app.out.json()) {
    JsonArray filters;
    for (ix_preset preset = IX_PRESET_ALL; preset <= IX_PRESET_ARCHIVED; ++preset) {
      const auto filter = ixn::Filter::preset(preset);
      if (!filter) return app.out.fail(filter.error());
      const auto counts = client->counts(*filter);
      if (!counts) return app.out.fail(counts.error());
      filters.add(Json()
                      .text("filter", preset_name(preset))
                      .number("conversations", counts->conversations)
                      .number("unread_conversations", counts->unread_conversations)
                      .number("unread_items", counts->unread_items)
                      .boolean("lower_bound", (counts->flags & IX_COUNTS_LOWER_BOUND) != 0)
                      .done());
    }
    const std::string counted = Json()
                                    .number("requests", counters->requests)
                                    .number("request_failures", counters->request_failures)
                                    .number("bytes_sent", counters->bytes_sent)
                                    .number("bytes_received", counters->bytes_received)
                                    .number("connections", counters->connections)
                                    .number("wakeups", counters->wakeups)
                                    .number("syncs", counters->syncs)
                                    .done();
    app.out.line(Json()
                     .raw("account", account_json(*page, account))
                     .raw("network", Json().text("kind", network_name(counters->network)).done())
                     .raw("counters", counted)
                     .number("badge", *badge)
                     .raw("filters", filters.done())
                     .text("version", ixn::version())
                     .done());
  } else {
    app.out.line(account_text(*page, account));
    app.out.line("unread         " + std::to_string(*badge));
    app.out.line(std::string("network        ") + network_name(counters->network));
    app.out.line("version        " + std::string(ixn::version()));
  }
  return account.session == IX_SESSION_SIGNED_IN ? kDone : kSignedOut;
}

}  // namespace cli
