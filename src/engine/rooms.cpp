// SPDX-License-Identifier: Apache-2.0
// Channels and groups: the commands, and asking who is in one.
#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "engine/engine.h"
#include "identity/phone_number.h"

namespace ix::engine {
namespace {

constexpr size_t kLongestName = 255;
constexpr size_t kLongestTopic = 1000;
constexpr size_t kLongestId = 255;

Error refused(std::string why) {
  return Error(ErrorCode::INVALID_ARGUMENT, std::move(why));
}

Status check_words(const NewRoom& room) {
  for (const std::string* text : {&room.name, &room.topic, &room.alias}) {
    if (!utf8::valid(*text)) {
      return Error(ErrorCode::INVALID_UTF8, "name, topic or alias is not valid UTF-8");
    }
  }
  const bool blank = room.name.find_first_not_of(" \t\r\n") == std::string::npos;
  if (room.kind == RouteKind::channel && blank) return refused("a channel needs a name");
  if (room.name.size() > kLongestName) return refused("a name has at most 255 bytes");
  if (room.topic.size() > kLongestTopic) return refused("a topic has at most 1000 bytes");
  if (room.alias.empty()) return {};
  if (room.kind != RouteKind::channel) return refused("only a channel has a public address");
  const bool odd = room.alias.find_first_of(" \t\r\n:#/") != std::string::npos;
  if (odd || room.alias.size() > 200) {
    return refused(
        "alias is the first part of the address, such as \"sales\" of #sales:example.org:"
        " no spaces, ':', '#' or '/', at most 200 bytes");
  }
  return {};
}

Status check_user(const std::string& user) {
  if (!utf8::valid(user)) return Error(ErrorCode::INVALID_UTF8, "a user is not valid UTF-8");
  const bool fits = !user.empty() && user.size() <= kLongestId &&
                    user.find_first_of(" \t\r\n") == std::string::npos;
  return fits ? Status() : Status(refused("a user is given by the backend's id, without spaces"));
}

}  // namespace

Status Engine::check_rooms() const {
  if (provider_->capabilities().rooms) return {};
  return Error(ErrorCode::NOT_SUPPORTED, "this account's service makes and joins no channels");
}

Result<std::string> Engine::create_room(RoomInput input) {
  IX_CHECK(open_for_calls());
  IX_CHECK(check_rooms());
  NewRoom& room = input.room;
  if (room.kind != RouteKind::channel && room.kind != RouteKind::group) {
    return refused("kind is channel or group");
  }
  IX_CHECK(check_words(room));
  for (const std::string& user : room.people) IX_CHECK(check_user(user));
  if (!input.numbers.empty() &&
      (room.kind == RouteKind::channel || !provider_->capabilities().numbers_in_groups)) {
    return Error(ErrorCode::NOT_SUPPORTED,
                 "phone numbers cannot be in a channel or group here: text them one by one");
  }
  for (const std::string& text : input.numbers) {
    const PhoneNumber number = identity::parse_phone_number(text, *rules_->get());
    if (!number.sendable) {
      const bool invalid = number.number_class == NumberClass::invalid;
      return Error(invalid ? ErrorCode::NUMBER_INVALID : ErrorCode::NUMBER_NOT_SENDABLE,
                   identity::why_not_sendable(number.number_class, number.reason, number.rule));
    }
    room.people.push_back(number.e164);
  }
  if (room.people.size() > kMostInvited) {
    return refused("at most 100 people at once: invite the others afterwards");
  }
  store::Touched changes;
  IX_TRY(const ConversationId id, store_->create_room(room, changes));
  touched(std::move(changes));
  return id.text();
}

Result<std::string> Engine::join_room(const std::string& address) {
  IX_CHECK(open_for_calls());
  IX_CHECK(check_rooms());
  if (!utf8::valid(address)) return Error(ErrorCode::INVALID_UTF8, "address is not valid UTF-8");
  const bool odd = address.find_first_of(" \t\r\n") != std::string::npos;
  if (address.empty() || odd || address.size() > kLongestId) {
    return refused("address is none: give #name:server, or the backend's id of the channel");
  }
  store::Touched changes;
  IX_TRY(const ConversationId id, store_->join_room(address, changes));
  touched(std::move(changes));
  return id.text();
}

Status Engine::leave_room(std::string_view conversation) {
  IX_CHECK(open_for_calls());
  IX_CHECK(check_rooms());
  const auto id = ConversationId::parse(conversation);
  if (!id) return Error(ErrorCode::NOT_FOUND, "no such conversation: use an id from a list");
  IX_TRY(store::Touched changes, store_->leave_room(*id));
  touched(std::move(changes));
  return {};
}

Status Engine::invite(std::string_view conversation, const std::string& user) {
  IX_CHECK(open_for_calls());
  IX_CHECK(check_rooms());
  IX_CHECK(check_user(user));
  const auto id = ConversationId::parse(conversation);
  if (!id) return Error(ErrorCode::NOT_FOUND, "no such conversation: use an id from a list");
  IX_TRY(store::Touched changes, store_->invite_user(*id, user));
  touched(std::move(changes));
  return {};
}

Result<OperationId> Engine::fetch_members(std::string_view conversation) {
  IX_CHECK(open_for_calls());
  IX_CHECK(check_rooms());
  const auto given = ConversationId::parse(conversation);
  if (!given) return Error(ErrorCode::NOT_FOUND, "no such conversation: use an id from a list");
  IX_TRY(const Route route, store_->room_of(*given));
  if (route.remote_id.empty()) {
    return Error(ErrorCode::NOT_FOUND, "the backend does not have it yet: nobody is in it");
  }
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, route] {
    if (operations_.active(id)) fetch_members_on_engine(id, route);
  });
  return id;
}

void Engine::fetch_members_on_engine(OperationId id, const Route& route) {
  if (!session_.usable()) {
    operations_.complete(id, Error(ErrorCode::SIGNED_OUT));
    return;
  }
  const provider::CallId call = provider_->members(
      route.remote_id, kMostMembers, [this, id, route = route.id](Result<MemberList> members) {
        std::optional<Error> error;
        if (!members.ok()) {
          error = members.error();
          session_.call_failed(members.error());
        } else if (auto stored = store_->put_members(route, *members); !stored.ok()) {
          error = stored.error();
        } else {
          touched(stored.take());
        }
        operations_.complete(id, std::move(error));
      });
  operations_.on_cancel(id, [this, call] { provider_->cancel(call); });
}

}  // namespace ix::engine
