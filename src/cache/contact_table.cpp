// SPDX-License-Identifier: Apache-2.0
#include "cache/contact_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::contact_table {
namespace {

enum AddressKind : int32_t { kNumber = 0, kUser = 1, kExtension = 2 };

Status read_addresses(Connection& connection, Contact& contact) {
  IX_TRY(auto row, connection.prepare("SELECT kind, address FROM contact_address"
                                      " WHERE contact = ?1 ORDER BY kind, address"));
  row->bind(1, contact.id.value);
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return {};
    switch (row->integer32(0)) {
      case kNumber:
        contact.numbers.push_back(row->string(1));
        break;
      case kUser:
        contact.users.push_back(row->string(1));
        break;
      default:
        contact.extensions.push_back(row->string(1));
        break;
    }
  }
}

Result<std::optional<Contact>> read(Connection& connection, StatementUse row) {
  Contact contact;
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Contact>();
  contact.id.value = row->integer(0);
  contact.kind = static_cast<ContactKind>(row->integer32(1));
  contact.source = row->string(2);
  contact.source_id = row->string(3);
  contact.name = row->string(4);
  IX_CHECK(read_addresses(connection, contact));
  return std::optional<Contact>(std::move(contact));
}

Status add_addresses(Connection& connection, ContactId id, AddressKind kind,
                     const std::vector<std::string>& addresses) {
  IX_TRY(auto row,
         connection.prepare("INSERT OR IGNORE INTO contact_address (kind, address, contact)"
                            " VALUES (?1, ?2, ?3)"));
  for (const std::string& address : addresses) {
    if (address.empty()) continue;
    row->bind_all(number(kind), address, id.value);
    IX_CHECK(row->run());
  }
  return {};
}

Result<ContactId> put_row(Connection& connection, const Contact& contact,
                          std::string_view name_key) {
  if (contact.id) {
    IX_TRY(auto row, connection.prepare("UPDATE contact SET kind = ?2, name = ?3, name_key = ?4"
                                        " WHERE id = ?1"));
    row->bind_all(contact.id.value, number(contact.kind), contact.name, name_key);
    IX_CHECK(row->run());
    return contact.id;
  }
  IX_TRY(auto row,
         connection.prepare("INSERT INTO contact (kind, source, source_id, name, name_key)"
                            " VALUES (?1, ?2, ?3, ?4, ?5)"));
  row->bind_all(number(contact.kind), contact.source, contact.source_id, contact.name, name_key);
  IX_CHECK(row->run());
  return ContactId{connection.last_insert_id()};
}

}  // namespace

Result<std::optional<Contact>> find(Connection& connection, ContactId id) {
  IX_TRY(auto row,
         connection.prepare("SELECT id, kind, source, source_id, name FROM contact WHERE id = ?1"));
  row->bind(1, id.value);
  return read(connection, std::move(row));
}

Result<std::optional<Contact>> by_source(Connection& connection, std::string_view source,
                                         std::string_view source_id) {
  IX_TRY(auto row, connection.prepare("SELECT id, kind, source, source_id, name FROM contact"
                                      " WHERE source = ?1 AND source_id = ?2"));
  row->bind_all(source, source_id);
  return read(connection, std::move(row));
}

Result<std::vector<std::pair<ContactId, std::string>>> of_source(Connection& connection,
                                                                 std::string_view source) {
  IX_TRY(auto row, connection.prepare("SELECT id, source_id FROM contact WHERE source = ?1"
                                      " ORDER BY source_id"));
  row->bind(1, source);
  std::vector<std::pair<ContactId, std::string>> all;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return all;
    all.emplace_back(ContactId{row->integer(0)}, row->string(1));
  }
}

Result<std::vector<ContactId>> all(Connection& connection) {
  IX_TRY(auto row, connection.prepare_once("SELECT id FROM contact ORDER BY id"));
  std::vector<ContactId> ids;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return ids;
    ids.push_back(ContactId{row->integer(0)});
  }
}

Status put_search_keys(Connection& connection, ContactId id,
                       const std::vector<std::string>& search_keys) {
  IX_TRY(auto old, connection.prepare("DELETE FROM contact_key WHERE contact = ?1"));
  IX_CHECK(old->bind(1, id.value).run());
  IX_TRY(auto row, connection.prepare("INSERT OR IGNORE INTO contact_key (key, contact)"
                                      " VALUES (?1, ?2)"));
  for (const std::string& key : search_keys) {
    row->bind_all(key, id.value);
    IX_CHECK(row->run());
  }
  return {};
}

Result<std::vector<std::string>> search_keys(Connection& connection, ContactId id) {
  IX_TRY(auto row,
         connection.prepare("SELECT key FROM contact_key WHERE contact = ?1 ORDER BY key"));
  row->bind(1, id.value);
  std::vector<std::string> keys;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return keys;
    keys.push_back(row->string(0));
  }
}

Result<bool> lacks_search_keys(Connection& connection) {
  IX_TRY(auto row, connection.prepare_once("SELECT EXISTS (SELECT 1 FROM contact)"
                                           " AND NOT EXISTS (SELECT 1 FROM contact_key)"));
  IX_TRY(const bool found, row->step());
  return found && row->boolean(0);
}

Result<ContactId> put(Connection& connection, const Contact& contact, std::string_view name_key,
                      const std::vector<std::string>& search_keys) {
  IX_TRY(const ContactId id, put_row(connection, contact, name_key));
  {
    IX_TRY(auto row, connection.prepare("DELETE FROM contact_address WHERE contact = ?1"));
    IX_CHECK(row->bind(1, id.value).run());
  }
  IX_CHECK(add_addresses(connection, id, kNumber, contact.numbers));
  IX_CHECK(add_addresses(connection, id, kUser, contact.users));
  IX_CHECK(add_addresses(connection, id, kExtension, contact.extensions));
  IX_CHECK(put_search_keys(connection, id, search_keys));
  return id;
}

Status remove(Connection& connection, ContactId id) {
  IX_TRY(auto row, connection.prepare("DELETE FROM contact WHERE id = ?1"));
  return row->bind(1, id.value).run();
}

Result<ContactId> first_claimant(Connection& connection, std::string_view user,
                                 std::string_view number) {
  IX_TRY(auto row,
         connection.prepare("SELECT id FROM contact WHERE id IN ("
                            " SELECT contact FROM contact_address WHERE kind = 1 AND address = ?1"
                            " UNION"
                            " SELECT contact FROM contact_address WHERE kind = 0 AND address = ?2)"
                            " ORDER BY kind, source, source_id LIMIT 1"));
  row->bind_all(user, number);
  IX_TRY(const bool found, row->step());
  return found ? ContactId{row->integer(0)} : ContactId{};
}

Result<std::vector<RouteId>> routes_touched(Connection& connection, ContactId id) {
  IX_TRY(auto row,
         connection.prepare(
             "SELECT id FROM route WHERE contact = ?1"
             " UNION SELECT r.id FROM contact_address a JOIN route r ON r.peer_user = a.address"
             " WHERE a.contact = ?1 AND a.kind = 1"
             " UNION SELECT r.id FROM contact_address a JOIN route r ON r.peer_number = a.address"
             " WHERE a.contact = ?1 AND a.kind = 0"));
  row->bind(1, id.value);
  std::vector<RouteId> routes;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return routes;
    routes.push_back(RouteId{row->integer(0)});
  }
}

}  // namespace ix::cache::contact_table
