// SPDX-License-Identifier: Apache-2.0
// The ledger of consent as it is listed: SQL only, all by index.
#pragma once

#include <string_view>

#include "cache/row_reads.h"

namespace ix::cache {

struct ConsentPairRow {
  std::string_view peer;
  std::string_view own;
};

struct ConsentWordRow {
  int64_t id = 0;
  std::string_view peer;
  std::string_view own;
  int64_t at_ms = 0;
  int32_t state = 0;
  int32_t source = 0;
  std::string_view keyword;
};

// A place in the ledger; the default is before the first row.
struct ConsentPlace {
  std::string_view peer;
  std::string_view own;
  int64_t at_ms = -1;
  int64_t id = 0;
};

// Pairs of which there is a word, after a place, by their numbers. `only`: of this peer; empty: of
// all. The texts stay until the rows are done with.
Result<Rows<ConsentPairRow>> consent_pairs_after(Connection& connection, std::string_view only,
                                                 const ConsentPlace& after);
// Words after a place, by their numbers, then times.
Result<Rows<ConsentWordRow>> consent_words_after(Connection& connection, std::string_view only,
                                                 const ConsentPlace& after);
// Where texts with the number stand; 0: nowhere.
Result<int64_t> conversation_of_number(Connection& connection, std::string_view peer);

}  // namespace ix::cache
