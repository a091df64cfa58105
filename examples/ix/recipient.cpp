// SPDX-License-Identifier: Apache-2.0
#include "recipient.h"

#include <algorithm>

#include "json.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr uint32_t kMaxCandidates = 100;

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return small(x) == small(y); });
}

// Digits and what people write around them, too long for an extension; or a vanity number.
bool looks_like_number(const ixn::Client& client, const std::string& text) {
  if (text.find_first_of("0123456789") == std::string::npos) return false;
  const auto number = client.number(text);
  if (number && number->number_class() != IX_NUMBER_INVALID) return true;
  const bool digits_only = text.find_first_not_of("0123456789+-.()/ ") == std::string::npos;
  return digits_only && text.size() > 4;
}

Found refused(const App& app, const ixn::Error& error) {
  Found found;
  found.exit = app.out.fail(error);
  return found;
}

Found opened(const App& app, const ixn::Client& client, const ixn::Recipient& recipient) {
  auto conversation = client.open_conversation(recipient);
  if (!conversation) return refused(app, conversation.error());
  Found found;
  found.conversation = *conversation;
  return found;
}

// The people of a page that the name may mean: those with just this name, else all.
std::vector<ixn::Contact> meant(const ixn::Page& page, const std::string& name) {
  std::vector<ixn::Contact> exact;
  std::vector<ixn::Contact> all;
  for (const ixn::Contact contact : page.contacts()) {
    all.push_back(contact);
    if (same_name(contact.name, name)) exact.push_back(contact);
  }
  return exact.empty() ? all : exact;
}

Found several(const App& app, const ixn::Page& page, const std::vector<ixn::Contact>& people) {
  JsonArray json;
  std::string text;
  for (const ixn::Contact& contact : people) {
    json.add(contact_json(page, contact));
    text += "  " + contact_text(page, contact) + "\n";
  }
  Found found;
  found.exit = app.out.fail(
      local_error(IX_ERROR_INVALID_ARGUMENT,
                  "several people match: name one by a number or a user id, or use --in"),
      ",\"candidates\":" + json.done(), text);
  return found;
}

// One of user, number and contact; a contact also by its first address of each kind.
struct Who {
  Exit exit = kDone;  // anything else: an error was reported
  std::string user;
  std::string number;
  std::string contact;
};

Who nobody(const App& app, const ixn::Error& error) {
  Who who;
  who.exit = refused(app, error).exit;
  return who;
}

Who whom(const ixn::Page& page, const ixn::Contact& contact) {
  Who who;
  who.contact = contact.id;
  for (const ixn::Address address : page.addresses(contact)) {
    if (address.kind == IX_ADDRESS_USER && who.user.empty()) who.user = address.address;
    if (address.kind == IX_ADDRESS_NUMBER && who.number.empty()) who.number = address.address;
  }
  return who;
}

Who find_who(const App& app, const ixn::Client& client, const std::string& to) {
  Who who;
  if (to.empty()) {
    return nobody(app, local_error(IX_ERROR_INVALID_ARGUMENT, "--to is empty"));
  }
  if (to[0] == '@') {
    who.user = to;
    return who;
  }
  if (looks_like_number(client, to)) {
    who.number = to;
    return who;
  }
  auto page = client.contacts(to, {}, kMaxCandidates);
  if (!page) return nobody(app, page.error());
  if (page->contacts().empty() && app.signed_in(client)) {
    const auto searched = app.wait(client, client.search_directory(to), "searching the directory");
    if (!searched) return nobody(app, searched.error());
    page = client.contacts(to, {}, kMaxCandidates);
    if (!page) return nobody(app, page.error());
  }
  const std::vector<ixn::Contact> people = meant(*page, to);
  if (people.size() > 1) {
    who.exit = several(app, *page, people).exit;
    return who;
  }
  if (people.empty()) {
    return nobody(app, local_error(IX_ERROR_NOT_FOUND,
                                   "nobody has this name: use a number, a user id such as "
                                   "@ana:example.org, or ix contacts add"));
  }
  return whom(*page, people.front());
}

}  // namespace

Found find_recipient(const App& app, const ixn::Client& client, const std::string& to) {
  const Who who = find_who(app, client, to);
  Found found;
  found.exit = who.exit;
  if (who.exit != kDone) return found;
  if (!who.contact.empty()) return opened(app, client, {.contact = who.contact});
  if (!who.user.empty()) return opened(app, client, {.user = who.user});
  return opened(app, client, {.number = who.number});
}

Found find_group(const App& app, const ixn::Client& client, const std::vector<std::string>& to) {
  std::vector<Who> people;
  std::vector<std::string_view> users;
  std::vector<std::string_view> numbers;
  for (const std::string& one : to) people.push_back(find_who(app, client, one));
  for (const Who& who : people) {
    Found found;
    found.exit = who.exit;
    if (who.exit != kDone) return found;
    if (!who.user.empty()) {
      users.emplace_back(who.user);
    } else {
      numbers.emplace_back(who.number);
    }
  }
  const auto group =
      client.create_channel({.name = {}, .users = users, .numbers = numbers, .group = true});
  if (!group) return refused(app, group.error());
  Found found;
  found.conversation = *group;
  return found;
}

}  // namespace cli
