// SPDX-License-Identifier: Apache-2.0
// notify: what the user is to be told of, each once.
#include "app.h"
#include "json.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

int run_notify(App& app, const Words& words) {
  const Args args(words, {{"--after"}, {"--limit"}, {"--done", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("notify takes options only");
  const auto limit = limit_of(app, args);
  if (!limit) return kUsage;
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->notifications(args.value("--after").value_or(""), *limit);
  if (!page) return app.out.fail(page.error());
  const auto items = page->items();
  for (const ixn::Notification one : page->notifications()) {
    if (app.out.json()) {
      app.out.line(Json()
                       .text("conversation", one.conversation)
                       .text("title", one.title)
                       .raw("item", item_json(*page, items[one.item], one.conversation))
                       .done());
    } else {
      app.out.line(column(one.title, 26) + "  " + item_text(*page, items[one.item]));
    }
  }
  if (page->notifications().empty()) app.out.note("Nothing new.");
  if (args.has("--done")) {
    const ixn::Status done = client->notifications_done(page->cursor());
    if (!done) return app.out.fail(done.error());
  }
  page_end(app, *page, "--after");
  return kDone;
}

}  // namespace cli
