// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "print.h"
#include "scenarios.h"
#include "words.h"

namespace scenario {
namespace {

// FNV-1a: every byte of every text counts.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      state_ ^= static_cast<unsigned char>(c);
      state_ *= 0x100000001b3U;
    }
  }
  std::string hex() const {
    char out[17];
    std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(state_));
    return out;
  }

 private:
  uint64_t state_ = 0xcbf29ce484222325U;
};

}  // namespace

void merge_contact(const World& world) {
  Session session = Session::signed_in(world);
  const auto rows = [&] {
    const ixn::Page page = session->conversations().or_throw();
    return page.count(IX_TABLE_CONVERSATION);
  };
  const uint32_t before = rows();
  const std::string sam = World::colleague(session.client(), "sam");
  const std::string_view numbers[] = {"(613) 555-0142"}, users[] = {sam};
  const std::string contact =
      session
          ->put_contact(
              {.source_id = "1", .name = "Chez Lucie", .numbers = numbers, .users = users})
          .or_throw();
  const std::string merged = with(session.client(), "+16135550142");
  const ixn::Page page = session->conversation(merged).or_throw();
  const ixn::Conversation row = page.conversations()[0];
  Line()
      .text("merged", row.title)
      .number("fewer", int64_t{before} - rows())
      .number("routes", page.routes(row).size())
      .print();
  session.until("an id to be replaced",
                [&] { return session.seen(IX_EVENT_CONVERSATION_REPLACED); });
  Line().boolean("replaced", true).print();
  print_groupings(session.client(), merged);

  const ixn::Page found = session->contacts("luc").or_throw();
  for (const ixn::Contact one : found.contacts()) {
    std::vector<std::string> addresses;
    for (const ixn::Address address : found.addresses(one)) {
      addresses.push_back(Line()
                              .text("kind", word(kAddress, address.kind))
                              .text("address", address.address)
                              .boolean("sendable", address.sendable)
                              .json());
    }
    Line()
        .text("contact", one.name)
        .text("kind", word(kContact, one.kind))
        .raw("addresses", array(addresses))
        .print();
  }
  const ixn::Page to = session->recipients("lucie").or_throw();
  const ixn::FoundRecipient best = to.recipients()[0];
  Line()
      .text("recipient", best.title)
      .text("kind", word(kRecipient, best.kind))
      .boolean("sendable", best.sendable)
      .print();
  session->remove_contact(contact).or_throw();
  Line().boolean("separate", rows() == before).print();
}

void big_page(const World& world) {
  constexpr int kContacts = 1000, kNumbers = 9;
  const Session session = Session::open(world);
  std::vector<std::string> names, numbers;
  for (int i = 0; i < kContacts; ++i) names.push_back("Contact " + std::to_string(i));
  for (int i = 0; i < kContacts * kNumbers; ++i) {
    const std::string digits = std::to_string(i);
    numbers.push_back("+1613555" + std::string(4 - digits.size(), '0') + digits);
  }
  const std::vector<std::string_view> views(numbers.begin(), numbers.end());
  std::vector<ixn::ContactInput> contacts;
  for (size_t i = 0; i < names.size(); ++i) {
    contacts.push_back({.source_id = names[i],
                        .name = names[i],
                        .numbers = std::span(views).subspan(i * kNumbers, kNumbers)});
  }
  const ix_contacts_done done = session->put_contacts(contacts).or_throw();
  Line()
      .number("added", done.added)
      .number("changed", done.changed)
      .number("unchanged", done.unchanged)
      .number("removed", done.removed)
      .number("left_out", done.numbers_left_out)
      .print();

  const ixn::Page page = session->contacts({}, {}, 1000).or_throw();
  Digest digest;
  int64_t addresses = 0;
  for (const ixn::Contact contact : page.contacts()) {
    digest.add(contact.name);
    for (const ixn::Address address : page.addresses(contact)) {
      digest.add(address.address);
      ++addresses;
    }
  }
  Line()
      .number("contacts", page.contacts().size())
      .number("addresses", addresses)
      .text("digest", digest.hex())
      .print();
}

}  // namespace scenario
