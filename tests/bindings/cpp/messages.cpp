// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "print.h"
#include "scenarios.h"
#include "words.h"

namespace scenario {
namespace {

constexpr std::string_view kClass[] = {"invalid",       "canadian",    "us",         "caribbean",
                                       "toll_free",     "premium",     "short_code", "emergency",
                                       "international", "nanp_unknown"};

int64_t tomorrow_ms() {
  const auto now = std::chrono::system_clock::now() + std::chrono::hours(24);
  return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
}

// What somebody else wrote last in a thread; empty: nothing.
std::string answer(const ixn::Client& client, std::string_view conversation) {
  const ixn::Page page = client.thread(conversation).or_throw();
  std::string text;
  for (const ixn::Item item : page.items()) {
    if (item.kind == IX_ITEM_MESSAGE && item.direction == IX_DIRECTION_IN) text = item.text;
  }
  return text;
}

void sync_until_left(Session& session, std::string_view id) {
  for (;;) {
    session.sync();
    const ixn::Page page = session->item(id).or_throw();
    const ixn::Item item = page.items()[0];
    if (item.failure) stop("the message failed: " + std::string(item.failure->message));
    if (item.state >= IX_STATE_ACCEPTED) return;
  }
}

}  // namespace

void send(const World& world) {
  Session session = Session::signed_in(world);
  const std::string marie = World::colleague(session.client(), "marie");
  const std::string conversation = session->open_conversation({.user = marie}).or_throw();
  const std::string item =
      session->send(conversation, {.text = "Bonjour Marie \U0001F44B"}).or_throw();
  print_own(session.client(), item);
  session.sync();
  print_own(session.client(), item);
  session->edit(item, "Bonsoir Marie \U0001F44B").or_throw();
  session.sync();
  print_own(session.client(), item);
  session->react(item, "\U0001F44D").or_throw();
  session.sync();
  print_own(session.client(), item);
  session->delete_item(item).or_throw();
  session.sync();
  print_own(session.client(), item);

  const std::string later =
      session->send(conversation, {.text = "Demain", .send_at_ms = tomorrow_ms()}).or_throw();
  print_own(session.client(), later);
  const ixn::Page outbox = session->outbox().or_throw();
  print_outbox(outbox);
  for (const ixn::OutboxEntry entry : outbox.outbox()) session->discard(entry.id).or_throw();
  Line().number("outbox", session->outbox().or_throw().count(IX_TABLE_OUTBOX)).print();
}

void new_number(const World& world) {
  Session session = Session::signed_in(world);
  const ixn::Number number = session->number("613 555 0142").or_throw();
  Line()
      .text("number", number.e164())
      .text("national", number.national())
      .text("class", word(kClass, number.number_class()))
      .boolean("sendable", number.sendable())
      .print();
  const std::string conversation = session->open_conversation({.number = world.number}).or_throw();
  const ixn::Page page = session->conversation(conversation).or_throw();
  const ixn::Conversation row = page.conversations()[0];
  std::vector<std::string> routes;
  for (const ixn::Route route : page.routes(row)) {
    routes.push_back(Line()
                         .text("kind", word(kRoute, route.kind))
                         .text("state", word(kRouteState, route.state))
                         .json());
  }
  Line().text("opened", word(kConversation, row.kind)).raw("routes", array(routes)).print();
  const std::string item = session->send(conversation, {.text = "Bonjour!"}).or_throw();
  print_own(session.client(), item);
  sync_until_left(session, item);
  print_own(session.client(), item);
  while (answer(session.client(), conversation).empty()) session.sync();
  Line().text("answer", answer(session.client(), conversation)).print();
}

void text(const World& world) {
  constexpr std::string_view kTexts[] = {
      "Où êtes-vous? Ça va, œuf à Noël — «déjà vu»",
      "\U0001F469\u200D\U0001F469\u200D\U0001F467 \U0001F1E8\U0001F1E6 \U0001F44D\U0001F3FD",
      "e\u0301te\u0301",
      "مرحبا",
      "a\tb\nc \"d\" \\e",
      "plain",
  };
  const Session session = Session::open(world);
  const std::string conversation =
      session->open_conversation({.number = "613 555 0142"}).or_throw();
  for (const std::string_view text : kTexts) {
    session->set_draft(conversation, text).or_throw();
    const ixn::Page page = session->conversation(conversation).or_throw();
    const std::string_view draft = page.conversations()[0].draft;
    Line().text("text", draft).number("bytes", static_cast<int64_t>(draft.size())).print();

    const std::string id = session->put_contact({.source_id = "t", .name = text}).or_throw();
    const ixn::Page contact = session->contact(id).or_throw();
    Line().text("name", contact.contacts()[0].name).print();

    const ixn::Page cost = ixn::sms_parts(text).or_throw();
    const ixn::Sms sms = cost.sms()[0];
    Line()
        .text("sms", word(kEncoding, sms.encoding))
        .number("units", sms.units)
        .number("parts", sms.parts)
        .number("remaining", sms.remaining)
        .print();
    for (const ixn::SmsFlip flip : cost.flips(sms)) {
      Line()
          .text("flip", flip.character)
          .text("replacement", flip.replacement.value_or(std::string_view()))
          .boolean("replaceable", flip.replacement.has_value())
          .number("count", flip.count)
          .print();
    }
  }
}

}  // namespace scenario
