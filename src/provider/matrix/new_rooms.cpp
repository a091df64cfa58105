// SPDX-License-Identifier: Apache-2.0
// Making rooms: see new_room.h.
#include <utility>

#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/new_room.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

bool is_taken(const Error& error) {
  return error.server_code == "M_ROOM_IN_USE" || server_said(error, 409);
}

Error address_taken() {
  Error error(ErrorCode::REFUSED, "another channel has this public address: choose another one");
  error.retry = RetryAdvice::after_user_action;
  error.fixer = Fixer::user;
  return error;
}

// Somebody else's room may have an alias that a person chose; nobody else's has one of our keys.
Error not_ours(bool chosen) {
  if (chosen) return address_taken();
  return Error(ErrorCode::SERVER_ERROR, "the server is still making the room");
}

std::string create_body(const CreateRoom& request, const std::string& alias) {
  const NewRoom& room = request.room;
  json::Writer out;
  out.begin_object().field("preset", room.alias.empty() ? "private_chat" : "public_chat");
  if (!room.name.empty()) out.field("name", room.name);
  if (!room.topic.empty()) out.field("topic", room.topic);
  if (!alias.empty()) out.field("room_alias_name", alias);
  out.key("creation_content").begin_object().field(kMadeKey, request.create_key);
  const bool group = room.kind == RouteKind::group;
  out.field(kMadeAs, group ? kMadeGroup : kMadeChannel);
  if (group) {
    out.key(kMadeWith).begin_array();
    for (const std::string& user : room.people) out.string(user);
    out.end_array();
  }
  out.end_object();
  if (room.alias.empty() && !alias.empty()) {
    out.key("initial_state").begin_array();
    write_no_name(out, alias);
    out.end_array();
  }
  out.end_object();
  return out.take();
}

}  // namespace

std::string guard_alias(const std::string& key) {
  return "ix." + key;
}

void write_no_name(json::Writer& out, const std::string& alias) {
  if (alias.empty()) return;
  out.begin_object().field("type", "m.room.canonical_alias").field("state_key", "");
  out.key("content").begin_object().end_object().end_object();
}

CallId MatrixProvider::create_room(CreateRoom wanted, Done<std::string> done) {
  const CallId call = begin();
  auto body = [wanted](const std::string& alias) { return create_body(wanted, alias); };
  make_room(call, {wanted.create_key, wanted.room.alias}, std::move(body),
            [this, call, done](Result<Made> made) {
              if (!made.ok()) return finish<std::string>(call, done, made.error());
              finish<std::string>(call, done, std::move(made->room));
            });
  return call;
}

void MatrixProvider::make_room(CallId call, Wanted wanted, Body body, MadeNext next) {
  const std::string alias = wanted.alias.empty() ? guard_alias(wanted.key) : wanted.alias;
  std::string asked = body(alias);
  ask(call, request("POST", "/_matrix/client/v3/createRoom", "create", std::move(asked)),
      Asked::anything,
      [this, call, wanted = std::move(wanted), body = std::move(body),
       next = std::move(next)](Result<json::Document> reply) {
        if (!reply.ok()) {
          const Error& error = reply.error();
          // Not allowed: the alias, the room, or somebody in it; only the alias tells.
          const bool look = is_taken(error) || server_said(error, 403);
          return look ? find_made(call, wanted, error, body, next) : next(error);
        }
        const std::string room(reply->root()["room_id"].string());
        if (is_room_id(room)) return next(Made{room, false});
        next(Error(ErrorCode::BAD_RESPONSE, "the reply to a creation names no room"));
      });
}

void MatrixProvider::find_made(CallId call, const Wanted& wanted, const Error& refusal,
                               const Body& body, const MadeNext& next) {
  const std::string local = wanted.alias.empty() ? guard_alias(wanted.key) : wanted.alias;
  const std::string alias = "#" + local + ":" + std::string(server_of(session_.user_id));
  ask(call, request("GET", "/_matrix/client/v3/directory/room/" + escaped(alias), "alias"),
      Asked::anything, [this, call, wanted, refusal, body, next](Result<json::Document> reply) {
        if (reply.ok()) {
          const std::string room(reply->root()["room_id"].string());
          if (is_room_id(room)) return check_made(call, wanted, room, next);
          return next(Error(ErrorCode::BAD_RESPONSE, "the reply to an alias names no room"));
        }
        if (reply.error().code != ErrorCode::NOT_FOUND) return next(reply.error());
        if (is_taken(refusal)) return next(not_ours(!wanted.alias.empty()));
        if (!wanted.alias.empty()) return next(refusal);
        // A server may keep aliases for admins. Then there is only the look before a repetition.
        ask(call, request("POST", "/_matrix/client/v3/createRoom", "create", body({})),
            Asked::anything, [next](Result<json::Document> plain) {
              if (!plain.ok()) return next(plain.error());
              const std::string room(plain->root()["room_id"].string());
              if (is_room_id(room)) return next(Made{room, false});
              next(Error(ErrorCode::BAD_RESPONSE, "the reply to a creation names no room"));
            });
      });
}

void MatrixProvider::check_made(CallId call, const Wanted& wanted, const std::string& room,
                                const MadeNext& next) {
  const std::string path = "/_matrix/client/v3/rooms/" + escaped(room) + "/state/m.room.create";
  ask(call, request("GET", path, "made"), Asked::anything,
      [wanted, room, next](Result<json::Document> reply) {
        if (reply.ok() && reply->root()[kMadeKey].string() == wanted.key) {
          return next(Made{room, true});
        }
        const bool outside =
            reply.ok() || server_said(reply.error(), 403) || server_said(reply.error(), 404);
        next(outside ? not_ours(!wanted.alias.empty()) : reply.error());
      });
}

}  // namespace ix::provider::matrix
