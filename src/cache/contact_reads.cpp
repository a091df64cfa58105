// SPDX-License-Identifier: Apache-2.0
#include "cache/contact_reads.h"

namespace ix::cache {
namespace {

constexpr const char* kAfter =
    "SELECT id, kind, source_id, name, name_key FROM contact"
    " WHERE (name_key, id) > (?1, ?2) ORDER BY name_key, id LIMIT ?3";
constexpr const char* kWithId =
    "SELECT id, kind, source_id, name, name_key FROM contact WHERE id = ?1";

constexpr const char* kAddresses =
    "SELECT kind, address FROM contact_address WHERE contact = ?1 ORDER BY kind, address";
constexpr const char* kConversationOf =
    "SELECT conversation FROM route WHERE contact = ?1 AND contact IS NOT NULL"
    " ORDER BY id LIMIT 1";

#define IX_CLAIMS                                                         \
  "SELECT c.id, c.kind, c.source, c.source_id, c.name, a.kind, a.address" \
  " FROM contact_address AS a CROSS JOIN contact AS c ON c.id = a.contact WHERE a.kind = "
constexpr const char* kClaims =
    IX_CLAIMS "0 AND a.address = ?2 UNION ALL " IX_CLAIMS "1 AND a.address = ?1";
#undef IX_CLAIMS

ContactRow decode_contact(Statement& row) {
  return {row.integer(0), row.integer32(1), row.text(2), row.text(3), row.text(4)};
}

ContactAddressRow decode_address(Statement& row) {
  return {row.integer32(0), row.text(1)};
}

ClaimRow decode_claim(Statement& row) {
  return {row.integer(0), row.integer32(1), row.text(2), row.text(3),
          row.text(4),    row.integer32(5), row.text(6)};
}

}  // namespace

Result<Rows<ContactRow>> contacts_after(Connection& connection, const ContactPosition& after,
                                        int64_t limit) {
  IX_TRY(StatementUse statement, connection.prepare(kAfter));
  statement->bind_all(after.name_key, after.id, limit);
  return Rows<ContactRow>(std::move(statement), decode_contact);
}

Result<Rows<ContactRow>> contact_with_id(Connection& connection, int64_t id) {
  IX_TRY(StatementUse statement, connection.prepare(kWithId));
  statement->bind(1, id);
  return Rows<ContactRow>(std::move(statement), decode_contact);
}

Result<Rows<ContactAddressRow>> addresses_of_contact(Connection& connection, int64_t contact) {
  IX_TRY(StatementUse statement, connection.prepare(kAddresses));
  statement->bind(1, contact);
  return Rows<ContactAddressRow>(std::move(statement), decode_address);
}

Result<Rows<ClaimRow>> claims_on(Connection& connection, std::string_view user,
                                 std::string_view number) {
  IX_TRY(StatementUse statement, connection.prepare(kClaims));
  statement->bind_all(user, number);
  return Rows<ClaimRow>(std::move(statement), decode_claim);
}

Result<int64_t> conversation_of_contact(Connection& connection, int64_t contact) {
  IX_TRY(StatementUse statement, connection.prepare(kConversationOf));
  statement->bind(1, contact);
  IX_TRY(const bool found, statement->step());
  return found ? statement->integer(0) : int64_t{0};
}

}  // namespace ix::cache
