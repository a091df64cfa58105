// SPDX-License-Identifier: Apache-2.0
#include "identity/consent_keyword.h"

#include <doctest/doctest.h>

#include <string>

using namespace ix;
using identity::consent_keyword;

namespace {

std::string read(std::string_view text) {
  const auto keyword = consent_keyword(text);
  if (!keyword) return "-";
  return std::string(consent_state_name(keyword->state)) + " " + std::string(keyword->word);
}

}  // namespace

TEST_CASE("the keywords of both languages, whatever their case, accents and surroundings") {
  for (const char* word : {"STOP", "STOPALL", "ARRET", "ARRETE", "END", "QUIT", "CANCEL",
                           "UNSUBSCRIBE", "UNSUB", "TD", "REMOVE", "REVOKE", "OPTOUT"}) {
    CHECK(read(word) == std::string("opted_out ") + word);
  }
  for (const char* word : {"START", "UNSTOP"}) CHECK(read(word) == std::string("opted_in ") + word);
  for (const char* word : {"HELP", "AIDE", "INFO"}) {
    CHECK(read(word) == std::string("help ") + word);
  }
  struct Row {
    const char* text;
    const char* what;
  };
  const Row rows[] = {
      {"stop", "opted_out STOP"},
      {"  Stop. \n", "opted_out STOP"},
      {"\"STOP!\"", "opted_out STOP"},
      {"\u00AB\u00A0Arr\u00EAt\u00A0\u00BB", "opted_out ARRET"},
      {"ARR\u00CAT", "opted_out ARRET"},
      {"arre\u0302t", "opted_out ARRET"},  // the accent as a character of its own
      {"Arr\u00EAte!", "opted_out ARRETE"},
      {"arr\u00EAt\u00E9", "opted_out ARRETE"},
      {"\u201Cstop\u201D\u2026", "opted_out STOP"},
      {"\u200BSTOP\uFEFF", "opted_out STOP"},
      {"\uFF33\uFF34\uFF2F\uFF30", "opted_out STOP"},  // full-width letters
      {"opt-out", "opted_out OPTOUT"},
      {"Opt out", "opted_out OPTOUT"},
      {"opt\u2011out", "opted_out OPTOUT"},
      {"stop all", "opted_out STOPALL"},
      {"td", "opted_out TD"},
      {"(start)", "opted_in START"},
      {"Unstop", "opted_in UNSTOP"},
      {"aide ?", "help AIDE"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read(row.text) == row.what);
  }
}

TEST_CASE("a keyword within a sentence, or with something of its own beside it, is chat") {
  for (const char* text : {"",
                           " ",
                           "!",
                           "Stop by later",
                           "Please stop",
                           "stop it",
                           "I want to quit",
                           "STOP STOP",
                           "the end",
                           "STOP 2",
                           "stop2",
                           "S T O P",
                           "ST OP",
                           "STOPP",
                           "STO",
                           "END-UP",
                           "Non-stop",
                           "yes",
                           "oui",
                           "start over",
                           "help me",
                           "stop \U0001F602",
                           "\U0001F6D1",
                           "arr\u00EAt\u00E9s",
                           "caf\u00E9",
                           "\u0421\u0422\u041E\u0420",
                           "UNSUBSCRIBENOW",
                           "$STOP",
                           "=END",
                           "Fin",
                           "stop\xFF"}) {
    CAPTURE(text);
    CHECK(read(text) == "-");
  }
  CHECK(read(std::string(97, ' ')) == "-");
  CHECK(read(std::string(92, ' ') + "STOP") == "opted_out STOP");
  CHECK(read(std::string(93, ' ') + "STOP") == "-");
}
