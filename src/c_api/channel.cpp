// SPDX-License-Identifier: Apache-2.0
#include <interactions/channel.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

Result<engine::RoomInput> room_in(const ix_channel_input* input) {
  IX_TRY(const ix_channel_input given, struct_in(input, "input"));
  IX_CHECK(require((given.flags & ~IX_CHANNEL_GROUP) == 0, "flags has unknown bits"));
  engine::RoomInput out;
  out.room.kind = (given.flags & IX_CHANNEL_GROUP) != 0 ? RouteKind::group : RouteKind::channel;
  IX_TRY(out.room.name, text_in(given.name, "name"));
  IX_TRY(out.room.topic, text_in(given.topic, "topic"));
  IX_TRY(out.room.alias, text_in(given.alias, "alias"));
  IX_TRY(out.room.people, texts_in(given.users, given.user_count, "user"));
  IX_TRY(out.numbers, texts_in(given.numbers, given.number_count, "number"));
  return out;
}

}  // namespace

void ix_channel_input_init(ix_channel_input* input, size_t size) noexcept {
  struct_init(input, size);
}

ix_status ix_channel_create(ix_client* client, const ix_channel_input* input,
                            ix_text** out_conversation, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out_conversation != nullptr, "out_conversation is NULL"));
    IX_TRY(engine::RoomInput room, room_in(input));
    return text_out(engine.create_room(std::move(room)), out_conversation);
  });
}

ix_status ix_channel_join(ix_client* client, ix_str address, ix_text** out_conversation,
                          ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out_conversation != nullptr, "out_conversation is NULL"));
    IX_TRY(const std::string to, required_text_in(address, "address"));
    return text_out(engine.join_room(to), out_conversation);
  });
}

ix_status ix_channel_leave(ix_client* client, ix_str conversation, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    return engine.leave_room(id);
  });
}

ix_status ix_channel_invite(ix_client* client, ix_str conversation, ix_str user,
                            ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    IX_TRY(const std::string whom, required_text_in(user, "user"));
    return engine.invite(id, whom);
  });
}

ix_status ix_members_page(ix_client* client, ix_str conversation, ix_page** out,
                          ix_member_list* list, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ConversationId id, id_in<ConversationId>(conversation, "conversation"));
    IX_TRY(query::MembersPage members, engine.reader().members(id));
    if (list != nullptr) {
      ix_member_list filled{};
      filled.total = members.head.total;
      filled.fetched_ms = members.head.fetched_ms;
      IX_CHECK(view_out(list, filled));
    }
    return page_out(std::move(members.page), out);
  });
}

ix_status ix_members_fetch(ix_client* client, ix_str conversation, ix_operation* out,
                           ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    return id_out(engine.fetch_members(id), out);
  });
}
