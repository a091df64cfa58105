// SPDX-License-Identifier: Apache-2.0
// edit, delete, react: what is done to a message after it was written.
#include "app.h"
#include "json.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

// The item as it is shown from now on; one that was dropped before it left is not there any more.
int show(const App& app, const ixn::Client& client, const std::string& item) {
  const auto page = client.item(item);
  if (!page && page.error().code == IX_ERROR_NOT_FOUND) {
    if (app.out.json()) app.out.line(Json().text("id", item).boolean("deleted", true).done());
    app.out.note("It had not left; nobody else has seen it.");
    return kDone;
  }
  if (!page) return app.out.fail(page.error());
  const ixn::Item row = page->items()[0];
  app.out.line(app.out.json() ? item_json(*page, row, {}) : item_text(*page, row));
  const bool waits = row.change_pending || row.state == IX_STATE_QUEUED;
  if (waits) app.out.note("In the outbox; it leaves with the next sync: ix sync --once");
  return kDone;
}

}  // namespace

int run_edit(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  if (given.size() != 2) {
    return app.out.usage(
        "edit takes an item's id and one TEXT (in quotes), or - for the standard"
        " input");
  }
  const std::string text = given[1] == "-" ? read_stdin() : given[1];
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const ixn::Status done = client->edit(given[0], text);
  return done ? show(app, *client, given[0]) : app.out.fail(done.error());
}

int run_delete(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) return app.out.usage("delete takes one item's id");
  const std::string& item = args.positional().front();
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const ixn::Status done = client->delete_item(item);
  return done ? show(app, *client, item) : app.out.fail(done.error());
}

int run_react(App& app, const Words& words) {
  const Args args(words, {{"--remove", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  if (given.size() != 2) return app.out.usage("react takes an item's id and one emoji");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const ixn::Status done = client->react(given[0], given[1], !args.has("--remove"));
  return done ? show(app, *client, given[0]) : app.out.fail(done.error());
}

}  // namespace cli
