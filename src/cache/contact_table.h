// SPDX-License-Identifier: Apache-2.0
// Contacts and their addresses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cache/sqlite.h"
#include "model/route.h"

namespace ix::cache::contact_table {

Result<std::optional<Contact>> find(Connection& connection, ContactId id);
Result<std::optional<Contact>> by_source(Connection& connection, std::string_view source,
                                         std::string_view source_id);
// Every contact of a source with its source_id, by source_id.
Result<std::vector<std::pair<ContactId, std::string>>> of_source(Connection& connection,
                                                                 std::string_view source);
Result<std::vector<ContactId>> all(Connection& connection);
// Inserts (contact.id is none) or replaces the row with that id, all its addresses and all its
// search keys.
Result<ContactId> put(Connection& connection, const Contact& contact, std::string_view name_key,
                      const std::vector<std::string>& search_keys);
Status put_search_keys(Connection& connection, ContactId id,
                       const std::vector<std::string>& search_keys);
// In order.
Result<std::vector<std::string>> search_keys(Connection& connection, ContactId id);
// In an account of an older version contacts may have none yet.
Result<bool> lacks_search_keys(Connection& connection);
Status remove(Connection& connection, ContactId id);

// The contact that owns a route to this user or number: external before member, then
// (source, source_id) bytewise. None: nobody claims it.
Result<ContactId> first_claimant(Connection& connection, std::string_view user,
                                 std::string_view number);
// Routes to one of the contact's users or numbers, and those it owns.
Result<std::vector<RouteId>> routes_touched(Connection& connection, ContactId id);

}  // namespace ix::cache::contact_table
