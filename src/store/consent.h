// SPDX-License-Identifier: Apache-2.0
// The ledger of consent: what is put into it, and what routes show of it.
//
// A word is a pure function of the item that said it (an incoming text that is a keyword; an own
// one that failed because the recipient has opted out, with the time of the message, which is when
// the carrier looked), or of the gateway's own report. It is written in the transaction that writes
// the item. So the ledger is the same whatever order things come in, and how often.
#pragma once

#include <optional>
#include <string_view>

#include "cache/check_reads.h"
#include "cache/consent_table.h"
#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/change_set.h"
#include "store/store.h"

namespace ix::store {

// Why one cannot send where the ledger says `refused`.
constexpr const char* kOptedOut = "opted_out";

// What the item says in that route; nullopt: nothing. `text`: as it came; edits say nothing.
std::optional<ConsentWord> word_of(const cache::StoredRoute& route, const Item& item,
                                   std::string_view text);
// The same of the gateway's report; nullopt: it is none.
std::optional<ConsentWord> word_of(const cache::StoredRoute& route, const RelationChange& report);

// Adds a word of the route `in`, which is shown what became of it and is the caller's to write;
// other routes of the peer are written here, their list row is the one of `in`. True: `in` changed.
Result<bool> hear_word(cache::Connection& connection, ConsentWord word, cache::StoredRoute& in);
// The word was none after all: the carrier delivered it.
Result<bool> unhear_word(cache::Connection& connection, const ConsentWord& word,
                         cache::StoredRoute& in);

// Gives the route what the ledger says of its pair, and whether one may send. True: it changed.
Result<bool> show_consent(cache::Connection& connection, cache::StoredRoute& route);
// The same for all routes to a peer, written, with their list rows.
Status show_consent_of(cache::Connection& connection, std::string_view peer, Touched& touched);

// The route stands between two other numbers than before, or is an sms route only now: what its
// stored items say is written, and it shows it.
Status learn_pair(cache::Connection& connection, cache::StoredRoute& route);
// Writes what the stored items of an sms route say.
Status read_words(cache::Connection& connection, const cache::StoredRoute& route);
Item item_of(const cache::consent_table::SayingItem& row);
// The account has these numbers now.
Status learn_own_numbers(cache::Connection& connection, Touched& touched);

// --- for the doctor (consent_check.cpp)
// Words that do not fit the items they come from, items whose word is missing, and routes that show
// something else than the ledger.
Result<cache::Wrong> consent_differences(cache::Connection& connection);
// Derives them again from what is stored; words whose items are not here stay. List rows are the
// caller's.
Status mend_consent(cache::Connection& connection);

}  // namespace ix::store
