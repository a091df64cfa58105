// SPDX-License-Identifier: Apache-2.0
// Local ids. Inside the core they are row numbers, never reused; outside they are opaque strings
// ("r12", "i340", "p3", "o7", "a2"): the letter makes a mixed-up id a clear error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ix {

template <char Letter>
struct LocalId {
  int64_t value = 0;  // 0: none

  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(LocalId, LocalId) = default;

  std::string text() const { return Letter + std::to_string(value); }
  static std::optional<LocalId> parse(std::string_view text);
};

using RouteId = LocalId<'r'>;
// A conversation's id is the id of its oldest local route.
using ConversationId = RouteId;
using ItemId = LocalId<'i'>;
using ContactId = LocalId<'p'>;
using OutboxId = LocalId<'o'>;
using AttachmentId = LocalId<'a'>;
using FileId = LocalId<'f'>;  // of a file that was picked

// Digits only, no sign, no leading zero, at most 18 digits.
std::optional<int64_t> parse_local_id(char letter, std::string_view text);

template <char Letter>
std::optional<LocalId<Letter>> LocalId<Letter>::parse(std::string_view text) {
  const auto value = parse_local_id(Letter, text);
  if (!value) return std::nullopt;
  return LocalId{*value};
}

}  // namespace ix
