// SPDX-License-Identifier: Apache-2.0
#include "print.h"

#include <algorithm>
#include <cstdio>

#include "words.h"

namespace scenario {

void print_account(const ixn::Client& client) {
  const ixn::Page page = client.account().or_throw();
  const ixn::Account account = page.accounts()[0];
  std::vector<std::string> numbers;
  for (const ixn::Address number : page.numbers(account)) {
    numbers.push_back(
        Line().text("number", number.address).boolean("sendable", number.sendable).json());
  }
  Line()
      .text("session", word(kSession, account.session))
      .text("user", account.user_id)
      .text("name", account.display_name)
      .raw("numbers", array(numbers))
      .print();
}

void print_conversations(const ixn::Page& page) {
  for (const ixn::Conversation row : page.conversations()) {
    std::string preview = "null";
    if (row.preview_kind >= 0) {
      preview = Line()
                    .text("kind", word(kItem, row.preview_kind))
                    .text("direction", word(kDirection, row.preview_direction))
                    .text("text", row.preview_text)
                    .json();
    }
    std::vector<std::string> routes;
    for (const ixn::Route route : page.routes(row)) {
      const bool is_person = route.kind != IX_ROUTE_CHANNEL && route.kind != IX_ROUTE_GROUP;
      routes.push_back(Line()
                           .text("kind", word(kRoute, route.kind))
                           .text("address", is_person ? route.address : std::string_view())
                           .text("from", route.from)
                           .text("state", word(kRouteState, route.state))
                           .boolean("default", route.is_default)
                           .json());
    }
    Line()
        .text("conversation", row.title)
        .text("kind", word(kConversation, row.kind))
        .number("unread", row.unread)
        .boolean("muted", row.muted)
        .boolean("pinned", row.pinned)
        .boolean("can_send", row.can_send)
        .raw("preview", preview)
        .text("draft", row.draft)
        .raw("routes", array(routes))
        .print();
  }
}

void print_page(uint32_t rows, int32_t more) {
  Line().number("rows", rows).text("more", word(kMore, more)).print();
}

void print_items(const ixn::Page& page) {
  for (const ixn::Item item : page.items()) {
    std::string call = "null";
    if (item.call) {
      call = Line()
                 .text("direction", word(kDirection, item.call->direction))
                 .text("outcome", word(kOutcome, item.call->outcome))
                 .number("duration_ms", item.call->duration_ms)
                 .text("number", item.call->number)
                 .json();
    }
    Line()
        .text("item", word(kItem, item.kind))
        .text("direction", word(kDirection, item.direction))
        .text("sender", item.sender_name)
        .text("text", item.text)
        .text("state", word(kState, item.state))
        .boolean("unread", item.unread)
        .raw("call", call)
        .print();
  }
}

void print_own(const ixn::Client& client, std::string_view id) {
  const ixn::Page page = client.item(id).or_throw();
  const ixn::Item item = page.items()[0];
  std::vector<std::string> reactions;
  for (const ixn::Reaction reaction : page.reactions(item)) {
    reactions.push_back(Line()
                            .text("key", reaction.key)
                            .number("count", reaction.count)
                            .boolean("mine", reaction.mine)
                            .json());
  }
  // How far it got beyond the server is a matter of milliseconds.
  const bool left = item.state >= IX_STATE_ACCEPTED && item.state <= IX_STATE_READ;
  Line()
      .text("own", item.text)
      .text("state", left ? "left" : word(kState, item.state))
      .text("waiting_for", word(kWaiting, item.waiting_for))
      .boolean("edited", item.edited)
      .boolean("deleted", item.deleted)
      .raw("reactions", array(reactions))
      .print();
}

void print_outbox(const ixn::Page& page) {
  for (const ixn::OutboxEntry entry : page.outbox()) {
    Line()
        .text("outbox", word(kOutboxOp, entry.op))
        .text("state", word(kOutboxState, entry.state))
        .text("waiting_for", word(kWaiting, entry.waiting_for))
        .boolean("scheduled", entry.send_at_ms > 0)
        .print();
  }
}

void print_groupings(const ixn::Client& client, std::string_view conversation) {
  const ixn::Page page = client.explain(conversation).or_throw();
  std::vector<std::string> lines;
  for (const ixn::Grouping grouping : page.groupings()) {
    std::vector<std::string> claims;
    for (const ixn::Claim claim : page.claims(grouping)) {
      claims.push_back(Line()
                           .text("name", claim.name)
                           .text("verdict", word(kVerdict, claim.verdict))
                           .text("address_kind", word(kAddress, claim.address_kind))
                           .text("contact_kind", word(kContact, claim.contact_kind))
                           .json());
    }
    lines.push_back(Line()
                        .text("grouping", word(kReason, grouping.reason))
                        .raw("claims", array(claims))
                        .json());
  }
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) std::printf("%s\n", line.c_str());
}

void print_error(const ixn::Error& error, std::string_view what) {
  Line()
      .text("error", std::string_view(error.name()).substr(sizeof "IX_ERROR_" - 1))
      .text("origin", error.origin_name())
      .text("retry", error.retry_name())
      .text("fixer", error.fixer_name())
      .text("what", what)
      .print();
}

std::vector<std::string> titles(const ixn::Page& page) {
  std::vector<std::string> out;
  for (const ixn::Conversation row : page.conversations()) out.push_back(json_text(row.title));
  return out;
}

std::string with(const ixn::Client& client, std::string_view address) {
  const ixn::Page page = client.conversations().or_throw();
  for (const ixn::Conversation row : page.conversations()) {
    for (const ixn::Route route : page.routes(row)) {
      if (route.address == address) return std::string(row.id);
    }
  }
  stop("no conversation with " + std::string(address));
}

}  // namespace scenario
