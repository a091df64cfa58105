// SPDX-License-Identifier: Apache-2.0
// Consent: whether a number still wants texts from an own number, and who said so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/ids.h"

namespace ix {

// Of a pair of numbers; of one word in the ledger never `unknown` or `refused`. The numbers are
// stored and cross the C ABI: never renumber.
enum class ConsentState : int32_t {
  unknown = 0,    // nobody said anything
  opted_in = 1,   // the last word was START
  opted_out = 2,  // seems so: the last word was STOP, which a person may have meant otherwise
  refused = 3,    // the gateway or the carrier said so, and no START came since
  help = 4,       // of a word only: HELP, which changes nothing
};
constexpr int kConsentStateCount = 5;

// Who said it. Stored, and crosses the C ABI: never renumber.
enum class ConsentSource : int32_t {
  keyword = 0,   // the peer, in a text that is nothing but a keyword
  reported = 1,  // the gateway or the carrier
  host = 2,      // the host, for what was said elsewhere
};
constexpr int kConsentSourceCount = 3;

const char* consent_state_name(ConsentState state);
const char* consent_source_name(ConsentSource source);

// One word of the ledger. Words are only ever added, so what they come to does not depend on the
// order they are heard in, nor on how often.
struct ConsentWord {
  std::string own;   // E.164; empty: not known
  std::string peer;  // E.164
  ConsentState state = ConsentState::opted_out;
  ConsentSource source = ConsentSource::keyword;
  Millis at_ms = 0;      // by the backend's clock; 0: not known
  std::string keyword;   // the peer's, as it is listed: "STOP"
  RouteId route;         // where it was said; none: nowhere here
  std::string evidence;  // what makes the same word the same: the remote id of the item

  bool operator==(const ConsentWord&) const = default;
};

// What the words of a pair come to, and the word that decides; null: there is none.
struct Consent {
  ConsentState state = ConsentState::unknown;
  const ConsentWord* by = nullptr;
};

// Of the words of a peer, for an own number (empty: not known). The newest word counts, but a STOP
// after a report does not take the report's place: only a later START lifts it. Of two at the same
// time a report goes before a keyword, and out before in. Where one of the own numbers is not
// known, a report may be of another one: it says what seems, and refuses nothing. Words of other
// own numbers say nothing. A pure function of the set of words.
Consent consent_of(const std::vector<ConsentWord>& words, std::string_view own);

// The time of a word: 0 where it cannot be right (outside the years 2000 to 2100).
Millis consent_time(Millis at_ms);

}  // namespace ix
