// SPDX-License-Identifier: Apache-2.0
// ix attachment: files of a conversation, and one of them to disk.
#include <string>

#include "app.h"
#include "files.h"
#include "json.h"
#include "rows.h"

namespace cli {
namespace {

namespace ixn = interactions;

constexpr uint32_t kPage = 200;

int list_attachments(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) return app.out.usage("attachment list takes a CONVERSATION");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  // Newest pages first, as far as the cache goes.
  std::string cursor;
  do {
    const auto page = client->thread(args.positional().front(), cursor, kPage);
    if (!page) return app.out.fail(page.error());
    const auto items = page->items();
    for (uint32_t i = items.size(); i-- > 0;) {
      const ixn::Item item = items[i];
      for (const ixn::Attachment one : page->attachments(item)) {
        app.out.line(app.out.json() ? attachment_json(one, item.id) : attachment_line(one, item));
      }
    }
    cursor = page->cursor();
  } while (!cursor.empty());
  return kDone;
}

int get_attachment(App& app, const Words& words) {
  const Args args(words, {{"--out"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto out = args.value("--out");
  if (args.positional().size() != 1 || !out) {
    return app.out.usage("attachment get takes an ID and --out FILE");
  }
  const std::string& id = args.positional().front();
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto fetching = client->fetch(id, IX_PART_FILE, 10);
  const ixn::Status fetched = app.wait(*client, fetching, "downloading");
  if (!fetched) return app.out.fail(fetched.error());
  const ixn::Status written = client->export_attachment(id, *out);
  if (!written) return app.out.fail(written.error());
  app.out.line(app.out.json() ? Json().text("id", id).text("out", *out).done()
                              : "saved " + id + " to " + plain(*out));
  return kDone;
}

}  // namespace

int run_attachment(App& app, const Words& words) {
  const std::string what = words.empty() ? "" : words.front();
  const Words rest = words.empty() ? words : Words(words.begin() + 1, words.end());
  if (what == "list") return list_attachments(app, rest);
  if (what == "get") return get_attachment(app, rest);
  return app.out.usage("attachment takes list CONVERSATION or get ID --out FILE");
}

}  // namespace cli
