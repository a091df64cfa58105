// SPDX-License-Identifier: Apache-2.0
#include "model/consent.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ix;

namespace {

constexpr Millis kNoon = 1'750'000'000'000;
constexpr const char* kOwn = "+16135550100";

ConsentWord word(ConsentState state, ConsentSource source, Millis at, const char* evidence = "") {
  ConsentWord out;
  out.own = kOwn;
  out.peer = "+14165550142";
  out.state = state;
  out.source = source;
  out.at_ms = at;
  out.evidence = evidence;
  return out;
}
ConsentWord stop(Millis at) {
  return word(ConsentState::opted_out, ConsentSource::keyword, kNoon + at);
}
ConsentWord start(Millis at) {
  return word(ConsentState::opted_in, ConsentSource::keyword, kNoon + at);
}
ConsentWord report(Millis at) {
  return word(ConsentState::opted_out, ConsentSource::reported, kNoon + at);
}

}  // namespace

TEST_CASE("the newest word counts, and only START lifts what was reported") {
  struct Row {
    const char* what;
    std::vector<ConsentWord> words;
    ConsentState state;
    Millis decided_at;  // -1: by nothing
  };
  const Row rows[] = {
      {"nothing", {}, ConsentState::unknown, -1},
      {"help asks for nothing",
       {word(ConsentState::help, ConsentSource::keyword, kNoon)},
       ConsentState::unknown,
       -1},
      {"stop", {stop(1)}, ConsentState::opted_out, 1},
      {"stop, start", {stop(1), start(2)}, ConsentState::opted_in, 2},
      {"start, stop", {start(1), stop(2)}, ConsentState::opted_out, 2},
      {"stop, reported", {stop(1), report(2)}, ConsentState::refused, 2},
      {"reported, stop", {report(1), stop(2)}, ConsentState::refused, 1},
      {"reported, start", {report(1), start(2)}, ConsentState::opted_in, 2},
      {"start, reported", {start(1), report(2)}, ConsentState::refused, 2},
      {"reported, start, stop", {report(1), start(2), stop(3)}, ConsentState::opted_out, 3},
      {"at one time: a report before a keyword", {start(1), report(1)}, ConsentState::refused, 1},
      {"at one time: out before in", {start(1), stop(1)}, ConsentState::opted_out, 1},
      {"the host lifts it, too",
       {report(1), word(ConsentState::opted_in, ConsentSource::host, kNoon + 2)},
       ConsentState::opted_in,
       2},
      {"the host's own opt-out refuses nothing",
       {word(ConsentState::opted_out, ConsentSource::host, kNoon + 2)},
       ConsentState::opted_out,
       2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::vector<ConsentWord> words = row.words;
    for (int turn = 0; turn < 2; ++turn) {
      const Consent found = consent_of(words, kOwn);
      CHECK(found.state == row.state);
      CHECK((found.by == nullptr) == (row.decided_at < 0));
      if (found.by != nullptr) CHECK(found.by->at_ms == kNoon + row.decided_at);
      std::reverse(words.begin(), words.end());
    }
  }
}

TEST_CASE("a time that cannot be right is none: it outranks nothing") {
  CHECK(consent_time(kNoon) == kNoon);
  CHECK(consent_time(946'684'799'999) == 0);
  CHECK(consent_time(4'102'444'800'000) == 0);
  CHECK(consent_time(-1) == 0);
}

TEST_CASE("words of another own number say nothing, of one that is not known what seems") {
  std::vector<ConsentWord> words = {report(1)};
  CHECK(consent_of(words, "+14505550177").state == ConsentState::unknown);
  CHECK(consent_of(words, "").state == ConsentState::opted_out);
  words[0].own.clear();
  CHECK(consent_of(words, kOwn).state == ConsentState::opted_out);
  CHECK(consent_of(words, "").state == ConsentState::refused);
  words.push_back(report(0));
  CHECK(consent_of(words, kOwn).state == ConsentState::refused);
}
