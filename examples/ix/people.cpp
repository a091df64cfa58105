// SPDX-License-Identifier: Apache-2.0
// Rows about people: contacts, and the account with its own numbers.
#include "console.h"
#include "json.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

// The kind of route that an address is reached by.
const char* route_of(ix_address_kind kind) {
  if (kind == IX_ADDRESS_NUMBER) return route_kind_name(IX_ROUTE_SMS);
  if (kind == IX_ADDRESS_USER) return route_kind_name(IX_ROUTE_INTERNAL);
  return route_kind_name(IX_ROUTE_PHONE);
}

std::string class_of(std::string_view number) {
  const auto parsed = ixn::Number::parse(number);
  return number_class_name(parsed ? parsed->number_class() : IX_NUMBER_INVALID);
}

}  // namespace

std::string reachable_json(const ixn::Rows<ixn::Address>& addresses) {
  JsonArray out;
  for (const ixn::Address address : addresses) {
    out.add(Json()
                .text("route_kind", route_of(address.kind))
                .text("address", address.address)
                .boolean("sendable", address.sendable)
                .text("reason", address.reason)
                .done());
  }
  return out.done();
}

std::string contact_json(const ixn::Page& page, const ixn::Contact& contact) {
  JsonArray numbers;
  JsonArray extensions;
  JsonArray users;
  for (const ixn::Address address : page.addresses(contact)) {
    if (address.kind == IX_ADDRESS_NUMBER) numbers.add_text(address.address);
    if (address.kind == IX_ADDRESS_USER) users.add_text(address.address);
    if (address.kind == IX_ADDRESS_EXTENSION) extensions.add_text(address.address);
  }
  return Json()
      .text("id", contact.id)
      .text("kind", contact_kind_name(contact.kind))
      .text("name", contact.name)
      .raw("numbers", numbers.done())
      .raw("extensions", extensions.done())
      .raw("users", users.done())
      .text("conversation", contact.conversation)
      .raw("reachable", reachable_json(page.addresses(contact)))
      .done();
}

std::string contact_text(const ixn::Page& page, const ixn::Contact& contact) {
  std::string addresses;
  for (const ixn::Address address : page.addresses(contact)) {
    if (!addresses.empty()) addresses += ", ";
    addresses += plain(address.address);
    if (!address.sendable && !address.reason.empty()) {
      addresses += " (no texts: " + plain(address.reason) + ")";
    }
  }
  return column(contact_kind_name(contact.kind), 8) + "  " + column(contact.name, 28) + "  " +
         addresses + "  " + plain(contact.id);
}

std::string account_json(const ixn::Page& page, const ixn::Account& account) {
  JsonArray numbers;
  for (const ixn::Address number : page.numbers(account)) {
    numbers.add(Json()
                    .text("e164", number.address)
                    .boolean("sms", number.sendable)
                    .text("class", class_of(number.address))
                    .text("reason", number.reason)
                    .done());
  }
  Json json;
  json.text("session", session_name(account.session)).text("server", account.server);
  json.text("user", account.user_id).text("display_name", account.display_name);
  json.text("device", account.device_id).raw("numbers", numbers.done());
  if (account.last_sync_ms > 0) json.number("last_sync_ms", account.last_sync_ms);
  json.number("conversations", account.conversations).number("items", account.items);
  json.number("outbox", account.outbox).number("store_bytes", account.store_bytes);
  return json.done();
}

std::string account_text(const ixn::Page& page, const ixn::Account& account) {
  std::string text = "account        " + plain(account.user_id);
  if (!account.display_name.empty()) text += " (" + plain(account.display_name) + ")";
  text += "\nserver         " + plain(account.server);
  text += std::string("\nsession        ") + session_name(account.session);
  for (const ixn::Address number : page.numbers(account)) {
    text +=
        "\nnumber         " + plain(number.address) + (number.sendable ? "  texts" : "  no texts");
    if (!number.reason.empty()) text += ": " + plain(number.reason);
  }
  const std::string last = time_text(account.last_sync_ms);
  text += "\nlast sync      " + (last.empty() ? std::string("never") : last);
  text += "\nconversations  " + std::to_string(account.conversations);
  text += "\nitems          " + std::to_string(account.items);
  text += "\noutbox         " + std::to_string(account.outbox);
  text += "\nstored         " + std::to_string(account.store_bytes / 1024) + " KiB";
  return text;
}

}  // namespace cli
