// SPDX-License-Identifier: Apache-2.0
// contacts import: an address book's file, all of it or nothing.
#include <fstream>
#include <iterator>

#include "app.h"
#include "json.h"
#include "people.h"
#include "vcard.h"

namespace cli {

namespace ixn = interactions;

int import_contacts(const App& app, const ixn::Client& client, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) {
    return app.out.fail(local_error(IX_ERROR_INVALID_ARGUMENT, "cannot read the file " + path));
  }
  const VCardFile file = read_vcards(text);
  if (!file.error.empty()) {
    return app.out.fail(local_error(IX_ERROR_INVALID_ARGUMENT, path + ": " + file.error));
  }

  // The views of each card's lists; the outer vectors are sized first, so that spans stay valid.
  std::vector<std::vector<std::string_view>> numbers, extensions;
  for (const VCard& card : file.cards) {
    numbers.emplace_back(card.numbers.begin(), card.numbers.end());
    extensions.emplace_back(card.extensions.begin(), card.extensions.end());
  }
  std::vector<ixn::ContactInput> contacts;
  for (size_t i = 0; i < file.cards.size(); ++i) {
    contacts.push_back({.source_id = file.cards[i].id,
                        .name = file.cards[i].name,
                        .numbers = numbers[i],
                        .extensions = extensions[i]});
  }
  const auto done = client.put_contacts(contacts);
  if (!done) return app.out.fail(done.error());
  if (app.out.json()) {
    app.out.line(Json()
                     .number("added", done->added)
                     .number("changed", done->changed)
                     .number("unchanged", done->unchanged)
                     .number("numbers_left_out", done->numbers_left_out)
                     .done());
    return kDone;
  }
  app.out.line(std::to_string(done->added) + " added, " + std::to_string(done->changed) +
               " changed, " + std::to_string(done->unchanged) + " unchanged");
  if (done->numbers_left_out > 0) {
    app.out.note(std::to_string(done->numbers_left_out) +
                 " numbers are no phone numbers and were left out.");
  }
  return kDone;
}

}  // namespace cli
