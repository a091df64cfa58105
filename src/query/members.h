// SPDX-License-Identifier: Apache-2.0
// Who is in a channel or group, as a page.
#pragma once

#include "cache/member_table.h"
#include "query/page.h"

namespace ix::query {

struct MembersPage {
  Page page;
  cache::member_table::Head head;
};
// NOT_FOUND; INVALID_ARGUMENT for a conversation of another kind.
Result<MembersPage> members_page(cache::Connection& connection, ConversationId conversation);

}  // namespace ix::query
