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

}  // namespace

Found find_recipient(const App& app, const ixn::Client& client, const std::string& to) {
  if (to.empty()) {
    return refused(app, local_error(IX_ERROR_INVALID_ARGUMENT, "--to is empty"));
  }
  if (to[0] == '@') return opened(app, client, {.user = to});
  if (looks_like_number(client, to)) return opened(app, client, {.number = to});

  auto page = client.contacts(to, {}, kMaxCandidates);
  if (!page) return refused(app, page.error());
  if (page->contacts().empty() && app.signed_in(client)) {
    const auto searched = app.wait(client, client.search_directory(to), "searching the directory");
    if (!searched) return refused(app, searched.error());
    page = client.contacts(to, {}, kMaxCandidates);
    if (!page) return refused(app, page.error());
  }
  const std::vector<ixn::Contact> people = meant(*page, to);
  if (people.size() > 1) return several(app, *page, people);
  if (people.empty()) {
    return refused(app, local_error(IX_ERROR_NOT_FOUND,
                                    "nobody has this name: use a number, a user id such as "
                                    "@ana:example.org, or ix contacts add"));
  }
  return opened(app, client, {.contact = people.front().id});
}

}  // namespace cli
