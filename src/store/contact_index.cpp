// SPDX-License-Identifier: Apache-2.0
#include "store/contact_index.h"

#include "cache/contact_table.h"
#include "identity/contact_keys.h"
#include "identity/search_key.h"

namespace ix::store {

namespace contacts = cache::contact_table;

std::vector<std::string> search_keys_of(const Contact& contact) {
  return identity::contact_keys(identity::search_key(contact.name), contact.numbers, contact.users,
                                contact.extensions);
}

Status rebuild_contact_keys(cache::Connection& connection) {
  IX_TRY(const auto ids, contacts::all(connection));
  for (const ContactId id : ids) {
    IX_TRY(const auto contact, contacts::find(connection, id));
    if (contact) IX_CHECK(contacts::put_search_keys(connection, id, search_keys_of(*contact)));
  }
  return {};
}

Result<cache::Wrong> contact_key_differences(cache::Connection& connection) {
  cache::Wrong wrong;
  IX_TRY(const auto ids, contacts::all(connection));
  for (const ContactId id : ids) {
    IX_TRY(const auto contact, contacts::find(connection, id));
    IX_TRY(const auto stored, contacts::search_keys(connection, id));
    if (!contact || stored == search_keys_of(*contact)) continue;
    if (wrong.count++ == 0) wrong.first = id.text();
  }
  return wrong;
}

}  // namespace ix::store
