// SPDX-License-Identifier: Apache-2.0
// The search index against the texts it was made from.
#pragma once

#include "cache/check_reads.h"
#include "cache/sqlite.h"

namespace ix::cache {

// Compares every word of every text, and its place, with what both indexes hold. Items and titles
// whose words are missing, too many or others. Takes about 50 bytes of memory an item. A reading
// connection will do: it makes temporary tables only.
Result<Wrong> search_differences(Connection& connection);
// Fills the index of messages, which is empty, from their texts.
Status index_messages(Connection& connection);
// Empties both indexes and fills them from the texts.
Status rebuild_search(Connection& connection);

}  // namespace ix::cache
