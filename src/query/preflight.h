// SPDX-License-Identifier: Apache-2.0
// What would become of a message if it were sent now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cache/sqlite.h"
#include "identity/number_rules.h"
#include "model/ids.h"
#include "model/media_limits.h"
#include "query/page.h"

namespace ix::query {

// A message that is being written. Exactly one of conversation and number is set.
struct MessageDraft {
  std::string text;  // valid UTF-8
  std::optional<ConversationId> conversation;
  RouteId via;         // none: the conversation's default route
  std::string number;  // E.164, where there is no conversation yet
  std::string unsent;  // why the destination policy refuses `number`; empty: it does not
  uint32_t files = 0;
  uint32_t recipients = 0;       // numbers it goes to at once
  std::vector<MediaFile> media;  // of these files more is known
};

// What sms.h says of ix_sms_preflight. NOT_FOUND.
Result<Page> preflight_page(cache::Connection& connection, const identity::NumberRules& rules,
                            const MessageDraft& draft);

}  // namespace ix::query
