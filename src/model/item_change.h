// SPDX-License-Identifier: Apache-2.0
// What may be done to an item after it was sent: rules, as pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "model/item.h"
#include "model/route.h"

namespace ix {

// What a way to a peer carries beside messages.
struct Carries {
  bool edits = true;
  bool deletions = true;
  bool reactions = true;
};

// What a backend takes.
struct ItemChanges {
  Carries chat;
  // What went to a telephone cannot be edited there. Deleted, it goes from the account's own
  // devices.
  Carries sms = {.edits = false, .deletions = true, .reactions = false};
  int64_t max_edit_bytes = 28'000;  // of an edit's text, as JSON

  const Carries& on(RouteKind kind) const { return kind == RouteKind::sms ? sms : chat; }
};

constexpr size_t kMaxReactionBytes = 200;

// `item` as the thread shows it; `left`: the backend has it, or may have: until then an own message
// is only rewritten or dropped. NOT_FOUND: it was deleted; NOT_SUPPORTED: nothing of this kind can,
// or not on this way; CANNOT_SEND: not by this person, or not here (any more).
Status may_edit(const Item& item, bool left, const Route& route, const ItemChanges& able);
Status may_delete(const Item& item, bool left, const Route& route, const ItemChanges& able);
Status may_react(const Item& item, const Route& route, const ItemChanges& able);

// TEXT_EMPTY, INVALID_UTF8, TEXT_TOO_LARGE, INVALID_ARGUMENT: no key of a reaction.
Status check_reaction(std::string_view key);

}  // namespace ix
