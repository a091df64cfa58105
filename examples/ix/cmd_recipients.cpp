// SPDX-License-Identifier: Apache-2.0
// recipients: whom a new message may go to, for what is typed so far.
#include "app.h"
#include "json.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr uint32_t kMost = 50;

std::string recipient_json(const ixn::Page& page, const ixn::FoundRecipient& one) {
  Json json;
  json.text("kind", recipient_kind_name(one.kind)).text("title", one.title);
  json.text("contact", one.contact).text("conversation", one.conversation);
  json.text("route", one.route).text("route_kind", route_kind_name(one.route_kind));
  json.text("address", one.address).boolean("sendable", one.sendable).text("reason", one.reason);
  if (one.number_class != IX_NUMBER_INVALID) {
    json.text("class", number_class_name(one.number_class));
  }
  json.boolean("typed", one.typed).boolean("opted_out", one.opted_out);
  if (one.used_ms > 0) json.number("used_ms", one.used_ms);
  json.raw("reachable", reachable_json(page.addresses(one)));
  return json.done();
}

std::string recipient_text(const ixn::FoundRecipient& one) {
  std::string line = column(recipient_kind_name(one.kind), 8) + "  " + column(one.title, 28) +
                     "  " + column(one.address, 24) + "  ";
  line += one.sendable ? "text" : "no texts: " + plain(one.reason);
  if (one.typed) line += "  [" + std::string(number_class_name(one.number_class)) + "]";
  if (one.opted_out && one.sendable) line += "  [seems to want no texts]";
  if (!one.conversation.empty()) line += "  in " + plain(one.conversation);
  return line;
}

}  // namespace

int run_recipients(App& app, const Words& words) {
  const Args args(words, {{"--limit"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() > 1) return app.out.usage("recipients takes one text: quote it");
  const auto limit = parse_count(args.value("--limit").value_or("20"), 1, kMost);
  if (!limit) return app.out.usage("--limit takes a number from 1 to 50");
  const std::string text = args.positional().empty() ? "" : args.positional().front();
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->recipients(text, *limit);
  if (!page) return app.out.fail(page.error());
  for (const ixn::FoundRecipient one : page->recipients()) {
    app.out.line(app.out.json() ? recipient_json(*page, one) : recipient_text(one));
  }
  if (page->recipients().empty()) app.out.note("Nobody.");
  if (app.out.json()) app.out.line(page_end_json({}, page->more()));
  return kDone;
}

}  // namespace cli
