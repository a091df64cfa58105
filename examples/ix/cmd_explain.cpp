// SPDX-License-Identifier: Apache-2.0
// explain: why the routes of a conversation stand together.
#include "app.h"
#include "json.h"
#include "names.h"

namespace cli {

namespace ixn = interactions;

namespace {

std::string claim_json(const ixn::Claim& claim) {
  return Json()
      .text("contact", claim.contact)
      .text("name", claim.name)
      .text("kind", contact_kind_name(claim.contact_kind))
      .text("source", claim.source)
      .text("source_id", claim.source_id)
      .text("address", claim.address)
      .text("verdict", claim_verdict_name(claim.verdict))
      .done();
}

std::string json_of(const ixn::Page& page, const ixn::Conversation& conversation) {
  JsonArray routes;
  const auto places = page.routes(conversation);
  const auto groupings = page.groupings();
  for (uint32_t i = 0; i < groupings.size(); ++i) {
    JsonArray claims;
    for (const ixn::Claim claim : page.claims(groupings[i])) claims.add(claim_json(claim));
    routes.add(Json()
                   .text("id", groupings[i].route)
                   .text("kind", route_kind_name(places[i].kind))
                   .text("address", places[i].address)
                   .text("reason", grouping_reason_name(groupings[i].reason))
                   .raw("claims", claims.done())
                   .done());
  }
  return Json()
      .raw("explain", Json()
                          .text("conversation", conversation.id)
                          .text("title", conversation.title)
                          .text("contact", conversation.contact)
                          .raw("routes", routes.done())
                          .done())
      .done();
}

std::string reason_text(ix_grouping_reason reason) {
  switch (reason) {
    case IX_GROUPED_BY_CONTACT:
      return "a contact has its address";
    case IX_GROUPED_BY_NUMBER:
      return "no contact has its number; all ways to that number are one";
    case IX_GROUPED_ALONE:
      return "no contact has its address";
    case IX_GROUPED_SHARED:
      return "a channel or group is nobody's";
    default:
      return "for a reason that this version does not know";
  }
}

std::string claim_text(const ixn::Claim& claim) {
  const std::string who = plain(claim.name) + " (" + contact_kind_name(claim.contact_kind) + ", " +
                          plain(claim.source) + " " + plain(claim.source_id) + ", " +
                          plain(claim.contact) + ")";
  switch (claim.verdict) {
    case IX_CLAIM_WON:
      return "it is " + who + ", by " + plain(claim.address);
    case IX_CLAIM_LOST_TO_EXTERNAL:
      return "not " + who + ": contacts saved here go before the directory";
    default:
      return "not " + who + ": comes later in the order of sources and their ids";
  }
}

void show(const App& app, const ixn::Page& page, const ixn::Conversation& conversation) {
  app.out.line(plain(conversation.title) + "  " + plain(conversation.id));
  const auto places = page.routes(conversation);
  const auto groupings = page.groupings();
  for (uint32_t i = 0; i < groupings.size(); ++i) {
    app.out.line("  " + column(plain(groupings[i].route), 6) + "  " +
                 column(route_kind_name(places[i].kind), 8) + "  " +
                 column(plain(places[i].address), 28) + "  " + reason_text(groupings[i].reason));
    for (const ixn::Claim claim : page.claims(groupings[i])) {
      app.out.line("          " + claim_text(claim));
    }
  }
}

}  // namespace

int run_explain(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) return app.out.usage("give one conversation's id");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->explain(args.positional().front());
  if (!page) return app.out.fail(page.error());
  for (const ixn::Conversation conversation : page->conversations()) {
    if (app.out.json()) {
      app.out.line(json_of(*page, conversation));
    } else {
      show(app, *page, conversation);
    }
  }
  return kDone;
}

}  // namespace cli
