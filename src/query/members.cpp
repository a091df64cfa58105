// SPDX-License-Identifier: Apache-2.0
#include "query/members.h"

#include <string>
#include <utility>

#include "cache/contact_table.h"
#include "cache/conversation_reads.h"
#include "query/lists.h"

namespace ix::query {
namespace {

Result<RouteId> room_of(cache::Connection& connection, ConversationId conversation) {
  IX_TRY(const ConversationId id, current_conversation(connection, conversation));
  IX_TRY(auto routes, cache::routes_of_conversation(connection, id));
  cache::RouteRow row;
  IX_TRY(const bool found, routes.next(row));
  if (!found) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  const auto kind = static_cast<RouteKind>(row.kind);
  if (kind != RouteKind::channel && kind != RouteKind::group) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the conversation is no channel or group");
  }
  return RouteId{row.id};
}

Result<std::string> name_of(cache::Connection& connection, const std::string& user) {
  IX_TRY(const ContactId id, cache::contact_table::first_claimant(connection, user, {}));
  if (!id) return user;
  IX_TRY(const auto contact, cache::contact_table::find(connection, id));
  return contact && !contact->name.empty() ? contact->name : user;
}

}  // namespace

Result<MembersPage> members_page(cache::Connection& connection, ConversationId conversation) {
  IX_TRY(const RouteId route, room_of(connection, conversation));
  IX_TRY(const auto head, cache::member_table::head(connection, route));
  IX_TRY(auto rows, cache::member_table::all(connection, route));
  PageBuilder page;
  cache::MemberRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    ix_row_member out{};
    out.user = page.add(row.user);
    if (row.name.empty()) {
      IX_TRY(const std::string name, name_of(connection, std::string(row.user)));
      out.name = page.add(name);
    } else {
      out.name = page.add(row.name);
    }
    out.state = row.state;
    out.role = row.role;
    page.append(out);
  }
  return MembersPage{page.build(), head.value_or(cache::member_table::Head{})};
}

}  // namespace ix::query
