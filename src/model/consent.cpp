// SPDX-License-Identifier: Apache-2.0
#include "model/consent.h"

#include <tuple>

namespace ix {
namespace {

// Later words have higher ranks.
auto rank(const ConsentWord& word) {
  return std::tuple(word.at_ms, word.source == ConsentSource::reported,
                    word.state == ConsentState::opted_out, word.source,
                    std::string_view(word.evidence));
}

bool later(const ConsentWord& word, const ConsentWord* than) {
  return than == nullptr || rank(word) > rank(*than);
}

}  // namespace

const char* consent_state_name(ConsentState state) {
  switch (state) {
    case ConsentState::unknown:
      return "unknown";
    case ConsentState::opted_in:
      return "opted_in";
    case ConsentState::opted_out:
      return "opted_out";
    case ConsentState::refused:
      return "refused";
    case ConsentState::help:
      return "help";
  }
  return "unknown";
}

const char* consent_source_name(ConsentSource source) {
  switch (source) {
    case ConsentSource::keyword:
      return "keyword";
    case ConsentSource::reported:
      return "reported";
    case ConsentSource::host:
      return "host";
  }
  return "unknown";
}

Consent consent_of(const std::vector<ConsentWord>& words, std::string_view own) {
  const ConsentWord* in = nullptr;
  const ConsentWord* out = nullptr;
  const ConsentWord* report = nullptr;
  for (const ConsentWord& word : words) {
    if (word.own != own && !word.own.empty() && !own.empty()) continue;
    if (word.state == ConsentState::opted_in) {
      if (later(word, in)) in = &word;
    } else if (word.state == ConsentState::opted_out) {
      if (later(word, out)) out = &word;
      const bool reported = word.source == ConsentSource::reported && word.own == own;
      if (reported && later(word, report)) report = &word;
    }
  }
  if (report != nullptr && later(*report, in)) return {ConsentState::refused, report};
  if (out != nullptr && later(*out, in)) return {ConsentState::opted_out, out};
  if (in != nullptr) return {ConsentState::opted_in, in};
  return {};
}

Millis consent_time(Millis at_ms) {
  constexpr Millis kYear2000 = 946'684'800'000;
  constexpr Millis kYear2100 = 4'102'444'800'000;
  return at_ms >= kYear2000 && at_ms < kYear2100 ? at_ms : 0;
}

}  // namespace ix
