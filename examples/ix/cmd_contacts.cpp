// SPDX-License-Identifier: Apache-2.0
// contacts: the people of the directory and those saved here.
#include <random>

#include "app.h"
#include "people.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr uint32_t kPageSize = 200;

void show(const App& app, const ixn::Page& page, const ixn::Contact& contact) {
  app.out.line(app.out.json() ? contact_json(page, contact) : contact_text(page, contact));
}

// Calls `each(page, contact)` for every contact that matches, until it gives false.
template <class Each>
ixn::Status for_each_contact(const ixn::Client& client, std::string_view text, Each each) {
  std::string cursor;
  do {
    const auto page = client.contacts(
        text, cursor.empty() ? std::string_view() : std::string_view(cursor), kPageSize);
    if (!page) return page.error();
    for (const ixn::Contact contact : page->contacts()) {
      if (!each(*page, contact)) return {};
    }
    cursor = page->cursor();
  } while (!cursor.empty());
  return {};
}

int list_contacts(const App& app, const ixn::Client& client, std::string_view text) {
  bool any = false;
  const ixn::Status done =
      for_each_contact(client, text, [&](const ixn::Page& page, const ixn::Contact& contact) {
        show(app, page, contact);
        any = true;
        return true;
      });
  if (!done) return app.out.fail(done.error());
  if (!any) app.out.note("Nobody.");
  if (app.out.json()) app.out.line(page_end_json({}, IX_MORE_START));
  return kDone;
}

// What is stored first; the directory is asked when that is nobody, or by --directory.
int search_contacts(const App& app, const ixn::Client& client, const std::string& text,
                    bool directory) {
  const auto stored = client.contacts(text, {}, 1);
  if (!stored) return app.out.fail(stored.error());
  if (directory || (stored->contacts().empty() && app.signed_in(client))) {
    const auto done = app.wait(client, client.search_directory(text), "searching the directory");
    if (!done) return app.out.fail(done.error());
  }
  return list_contacts(app, client, text);
}

// A contact as it is stored, to be changed in part.
struct Stored {
  std::string source_id;
  std::string name;
  std::vector<std::string> numbers;
  std::vector<std::string> users;
  std::vector<std::string> extensions;
};

ixn::Result<Stored> find_contact(const ixn::Client& client, std::string_view id) {
  const auto page = client.contact(id);
  if (!page) return page.error();
  const ixn::Contact contact = page->contacts()[0];
  if (contact.kind != IX_CONTACT_EXTERNAL) {
    return local_error(IX_ERROR_INVALID_ARGUMENT, "only contacts saved here can be changed");
  }
  Stored out;
  out.source_id = contact.source_id;
  out.name = contact.name;
  for (const ixn::Address address : page->addresses(contact)) {
    if (address.kind == IX_ADDRESS_NUMBER) out.numbers.emplace_back(address.address);
    if (address.kind == IX_ADDRESS_USER) out.users.emplace_back(address.address);
    if (address.kind == IX_ADDRESS_EXTENSION) out.extensions.emplace_back(address.address);
  }
  return out;
}

int save_contact(const App& app, const ixn::Client& client, const Stored& contact) {
  const std::vector<std::string_view> numbers(contact.numbers.begin(), contact.numbers.end());
  const std::vector<std::string_view> users(contact.users.begin(), contact.users.end());
  const std::vector<std::string_view> extensions(contact.extensions.begin(),
                                                 contact.extensions.end());
  const auto id = client.put_contact({.source_id = contact.source_id,
                                      .name = contact.name,
                                      .numbers = numbers,
                                      .users = users,
                                      .extensions = extensions});
  if (!id) return app.out.fail(id.error());
  const auto page = client.contact(*id);
  if (!page) return app.out.fail(page.error());
  show(app, *page, page->contacts()[0]);
  return kDone;
}

// An id of our own for a contact that comes from no other address book.
std::string new_source_id() {
  constexpr char kHex[] = "0123456789abcdef";
  std::random_device random;
  std::string id = "ix-";
  for (int i = 0; i < 16; ++i) id += kHex[random() & 15U];
  return id;
}

int write_contact(const App& app, const ixn::Client& client, const Args& args,
                  std::string_view edited_id) {
  Stored contact;
  contact.source_id = new_source_id();
  if (!edited_id.empty()) {
    auto stored = find_contact(client, edited_id);
    if (!stored) return app.out.fail(stored.error());
    contact = std::move(*stored);
  }
  if (const auto name = args.value("--name")) contact.name = *name;
  if (args.has("--number")) contact.numbers = args.values("--number");
  if (args.has("--user")) contact.users = args.values("--user");
  if (args.has("--extension")) contact.extensions = args.values("--extension");
  return save_contact(app, client, contact);
}

}  // namespace

int run_contacts(App& app, const Words& words) {
  const Args args(words, {{"--name"},
                          {"--number", OptionSpec::Value::required, true},
                          {"--user", OptionSpec::Value::required, true},
                          {"--extension", OptionSpec::Value::required, true},
                          {"--directory", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  const std::string verb = given.empty() ? "list" : given.front();
  const bool writes = verb == "add" || verb == "edit";
  const bool needs_one = verb == "search" || verb == "edit" || verb == "remove" || verb == "import";
  if (verb != "list" && verb != "add" && !needs_one) {
    return app.out.usage(
        "contacts takes list, search TEXT, add, edit ID, remove ID or import FILE");
  }
  if (given.size() > 1 && !needs_one) return app.out.usage("too many arguments");
  if (needs_one && given.size() != 2)
    return app.out.usage("contacts " + verb + " needs one argument");
  const bool describes =
      args.has("--name") || args.has("--number") || args.has("--user") || args.has("--extension");
  if (describes && !writes) return app.out.usage("contacts " + verb + " takes no such option");
  if (verb == "add" && !args.has("--name")) return app.out.usage("--name is missing");
  if (verb == "edit" && !describes)
    return app.out.usage("give --name, --number, --user or --extension");
  if (args.has("--directory") && verb != "search") {
    return app.out.usage("--directory belongs to contacts search");
  }

  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  if (verb == "import") return import_contacts(app, *client, given[1]);
  if (verb == "list") return list_contacts(app, *client, {});
  if (verb == "search") return search_contacts(app, *client, given[1], args.has("--directory"));
  if (writes) return write_contact(app, *client, args, verb == "edit" ? given[1] : std::string());
  const ixn::Status removed = client->remove_contact(given[1]);
  if (!removed) return app.out.fail(removed.error());
  app.out.note("Removed; the conversations are separate again.");
  return kDone;
}

}  // namespace cli
