// SPDX-License-Identifier: Apache-2.0
// Contacts by name: SQL only.
#pragma once

#include <string_view>

#include "cache/row_reads.h"

namespace ix::cache {

struct ContactRow {
  int64_t id = 0;
  int32_t kind = 0;
  std::string_view source_id;
  std::string_view name;
  std::string_view name_key;
};

struct ContactAddressRow {
  int32_t kind = 0;
  std::string_view address;
};

// Just before the contacts that come next in the list of all: after (name_key, id). The default is
// the beginning.
struct ContactPosition {
  std::string_view name_key;
  int64_t id = 0;
};

// The bytes of the parameters stay until the rows have ended.
Result<Rows<ContactRow>> contacts_after(Connection& connection, const ContactPosition& after,
                                        int64_t limit);
Result<Rows<ContactRow>> contact_with_id(Connection& connection, int64_t id);

// Numbers, then user ids, then extensions.
Result<Rows<ContactAddressRow>> addresses_of_contact(Connection& connection, int64_t contact);
// A contact that has the user or the number of a route.
struct ClaimRow {
  int64_t contact = 0;
  int32_t contact_kind = 0;
  std::string_view source;
  std::string_view source_id;
  std::string_view name;
  int32_t address_kind = 0;
  std::string_view address;
};

// Those with the number, then those with the user; a contact that has both comes twice. Empty: no
// contact has it.
Result<Rows<ClaimRow>> claims_on(Connection& connection, std::string_view user,
                                 std::string_view number);
// 0: it has none yet.
Result<int64_t> conversation_of_contact(Connection& connection, int64_t contact);

}  // namespace ix::cache
