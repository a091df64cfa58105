// SPDX-License-Identifier: Apache-2.0
// The ledger of consent, as pages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cache/sqlite.h"
#include "model/consent.h"
#include "query/page.h"

namespace ix::query {

struct ConsentQuery {
  bool history = false;  // every word; else what each pair stands at
  std::string peer;      // E.164: of this one; empty: of all
};

// Limits are checked by Reader. INVALID_CURSOR.
Result<Page> consent_list(cache::Connection& connection, const ConsentQuery& query,
                          std::string_view cursor, uint32_t limit);

// Of texts to the number, from the account's only one.
Result<ConsentState> consent_with(cache::Connection& connection, std::string_view peer);
// Whether the gateway or the carrier refuses texts to the number, from the account's only one.
Result<bool> refuses_texts(cache::Connection& connection, std::string_view peer);
// Appends a row for the word, standing for `state`.
Status append_consent(cache::Connection& connection, const ConsentWord& word, ConsentState state,
                      PageBuilder& page);

}  // namespace ix::query
