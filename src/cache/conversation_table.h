// SPDX-License-Identifier: Apache-2.0
// The rows of the list, derived from routes.
#pragma once

#include <optional>

#include "cache/sqlite.h"
#include "model/route.h"

namespace ix::cache::conversation_table {

Result<std::optional<Conversation>> find(Connection& connection, ConversationId id);
Status put(Connection& connection, const Conversation& conversation);
Status remove(Connection& connection, ConversationId id);

}  // namespace ix::cache::conversation_table
