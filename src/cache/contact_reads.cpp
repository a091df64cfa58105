// SPDX-License-Identifier: Apache-2.0
#include "cache/contact_reads.h"

#include <algorithm>
#include <array>

namespace ix::cache {
namespace {

constexpr const char* kAfter =
    "SELECT id, kind, source_id, name, name_key FROM contact"
    " WHERE (name_key, id) > (?1, ?2) ORDER BY name_key, id LIMIT ?3";
constexpr const char* kWithId =
    "SELECT id, kind, source_id, name, name_key FROM contact WHERE id = ?1";

// A key that begins with the parameter: U+10FFFF is above all that may follow. No key begins with
// kNothing.
#define IX_BEGINS(parameter) "key >= " parameter " AND key < " parameter " || char(1114111)"
#define IX_HAVING(parameter) "SELECT contact FROM contact_key WHERE " IX_BEGINS(parameter)
constexpr std::string_view kNothing = "~";
constexpr size_t kMostKeys = 4;

// Sorts what matches, and reads nothing else.
#define IX_MATCHING(words) \
  "WITH found (contact, place) AS ("                                                          \
  " SELECT contact, min(place) FROM (SELECT contact, 0 AS place FROM (" words ")"             \
  "  UNION ALL SELECT contact, 0 FROM contact_key WHERE " IX_BEGINS("?5")                     \
  "  UNION ALL SELECT contact, 0 FROM contact_key WHERE " IX_BEGINS("?6")                     \
  "  UNION ALL SELECT contact, 0 FROM contact_key WHERE " IX_BEGINS("?7")                     \
  "  UNION ALL SELECT contact, 0 FROM contact_key WHERE " IX_BEGINS("?8")                     \
  "  UNION ALL SELECT contact, 1 FROM contact_key WHERE " IX_BEGINS("?9") ")"                 \
  " GROUP BY contact),"                                                                       \
  " ranked AS (SELECT c.id AS id, c.kind AS kind, c.source_id AS source_id, c.name AS name,"  \
  "  c.name_key AS name_key, f.place AS place,"                                               \
  "  (SELECT ifnull(max(v.activity_ms), 0) FROM route r JOIN conversation v"                  \
  "   ON v.id = r.conversation WHERE r.contact = c.id) AS used"                               \
  "  FROM found f CROSS JOIN contact c ON c.id = f.contact)"                                  \
  " SELECT id, kind, source_id, name, name_key, place, used FROM ranked"                      \
  " WHERE (place, -used, name_key, id) > (?10, -?11, ?12, ?13)"                               \
  " ORDER BY place, -used, name_key, id LIMIT ?14"

constexpr std::array kMatching = {
    IX_MATCHING(IX_HAVING("?1")),
    IX_MATCHING(IX_HAVING("?1") " INTERSECT " IX_HAVING("?2")),
    IX_MATCHING(IX_HAVING("?1") " INTERSECT " IX_HAVING("?2") " INTERSECT " IX_HAVING("?3")),
    IX_MATCHING(IX_HAVING("?1") " INTERSECT " IX_HAVING("?2") " INTERSECT " IX_HAVING(
        "?3") " INTERSECT " IX_HAVING("?4")),
};
#undef IX_MATCHING
#undef IX_HAVING
#undef IX_BEGINS

constexpr const char* kAddresses =
    "SELECT kind, address FROM contact_address WHERE contact = ?1 ORDER BY kind, address";
constexpr const char* kConversation =
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

FoundContactRow decode_found(Statement& row) {
  return {decode_contact(row), row.integer32(5), row.integer(6)};
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

Result<Rows<FoundContactRow>> contacts_matching(Connection& connection, const ContactMatch& match,
                                                const FoundPosition& after, int64_t limit) {
  const size_t words = std::clamp<size_t>(match.words.size(), 1, kMostKeys);
  IX_TRY(StatementUse statement, connection.prepare(kMatching[words - 1]));
  const auto bind_keys = [&statement](std::span<const std::string> keys, size_t count, int first) {
    for (size_t i = 0; i < count; ++i) {
      const std::string_view key = i < keys.size() ? std::string_view(keys[i]) : kNothing;
      statement->bind(first + static_cast<int>(i), key);
    }
  };
  bind_keys(match.words, words, 1);
  bind_keys(match.numbers, kMostKeys, 5);
  statement->bind(9, match.spelled.empty() ? kNothing : match.spelled);
  statement->bind(10, after.place);
  statement->bind(11, after.used_ms);
  statement->bind(12, after.contact.name_key);
  statement->bind(13, after.contact.id);
  statement->bind(14, limit);
  return Rows<FoundContactRow>(std::move(statement), decode_found);
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
  IX_TRY(StatementUse statement, connection.prepare(kConversation));
  statement->bind(1, contact);
  IX_TRY(const bool found, statement->step());
  return found ? statement->integer(0) : int64_t{0};
}

}  // namespace ix::cache
