// SPDX-License-Identifier: Apache-2.0
// The words that carriers and gateways take for consent: STOP and its kin.
#pragma once

#include <optional>
#include <string_view>

#include "model/consent.h"

namespace ix::identity {

struct ConsentKeyword {
  ConsentState state = ConsentState::opted_out;  // opted_out, opted_in or help
  std::string_view word;                         // as it is listed: "ARRET"; static
};

// A text that is nothing but a keyword, in English or French, as carriers match it: case, accents,
// white space and punctuation around it do not count ("« Arrêt. »"); within a sentence it is a word
// like any other ("Stop by later"). Out: STOP, STOPALL, ARRET, ARRETE, END, QUIT, CANCEL,
// UNSUBSCRIBE, UNSUB, TD, REMOVE, REVOKE, OPTOUT. In: START, UNSTOP. Help: HELP, AIDE, INFO. YES,
// which some gateways take for START, answers too many other questions. `text` is UTF-8. Pure;
// under a microsecond for what is no keyword.
std::optional<ConsentKeyword> consent_keyword(std::string_view text);

}  // namespace ix::identity
