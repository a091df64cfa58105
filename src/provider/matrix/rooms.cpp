// SPDX-License-Identifier: Apache-2.0
// Writing: messages, new rooms, invitations; and finding people.
#include <algorithm>

#include "base/json_writer.h"
#include "provider/matrix/batch_reader.h"
#include "provider/matrix/events.h"
#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/new_room.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

std::string message_body(const Outgoing& message) {
  json::Writer out;
  out.begin_object();
  if (message.files.empty()) {
    out.field("msgtype", "m.text").field("body", message.text);
  } else {
    write_attachment(out, message.files.front(), message.text);
  }
  out.field("org.interactions.key", message.key);
  if (!message.reply_to.empty()) {
    out.key("m.relates_to").begin_object().key("m.in_reply_to").begin_object();
    out.field("event_id", message.reply_to).end_object().end_object();
  }
  out.end_object();
  return out.take();
}

// Absent members are left out: a null makes some servers fail.
std::string create_body(const OpenDirect& request, const std::string& alias) {
  json::Writer out;
  out.begin_object().field("is_direct", true).field("preset", "trusted_private_chat");
  if (!alias.empty()) out.field("room_alias_name", alias);
  out.key("creation_content").begin_object().field(kMadeKey, request.create_key).end_object();
  out.key("invite").begin_array().string(request.peer_user).end_array();
  out.key("initial_state").begin_array().begin_object();
  out.field("type", "org.interactions.create").field("state_key", "");
  out.key("content").begin_object().field("key", request.create_key).end_object();
  out.end_object();
  write_no_name(out, alias);
  out.end_array().end_object();
  return out.take();
}

constexpr Millis kArrivalPatience = 20'000;

// A join of `user` in one part of a room's batch.
bool has_join(json::Value part, std::string_view user) {
  for (const json::Value event : part["events"].elements()) {
    if (event["type"].string() == "m.room.member" && event["state_key"].string() == user &&
        event["content"]["membership"].string() == "join") {
      return true;
    }
  }
  return false;
}

}  // namespace

CallId MatrixProvider::send(std::string remote_id, Outgoing message, Done<std::string> done) {
  const CallId call = begin();
  if (message.files.size() > 1) {
    fail_later<std::string>(
        call, Error(ErrorCode::INVALID_ARGUMENT, "a message of this service carries one file"),
        std::move(done));
    return call;
  }
  put_event(call,
            "/_matrix/client/v3/rooms/" + escaped(remote_id) + "/send/m.room.message/" +
                escaped(message.key),
            "send", message_body(message), [this, call, done](Result<std::string> id) {
              finish<std::string>(call, done, std::move(id));
            });
  return call;
}

void MatrixProvider::put_event(CallId call, const std::string& path, const char* label,
                               std::string body, std::function<void(Result<std::string>)> next) {
  ask(call, request("PUT", path, label, std::move(body)), Asked::message,
      [next](Result<json::Document> reply) {
        if (!reply.ok()) return next(reply.error());
        const std::string_view id = reply->root()["event_id"].string();
        if (id.empty() || id.size() > kMaxId) {
          return next(Error(ErrorCode::BAD_RESPONSE, "the reply to a send names no message"));
        }
        next(std::string(id));
      });
}

CallId MatrixProvider::resolve_number(std::string e164, Done<std::string> done) {
  const CallId call = begin();
  load_world();
  // A server that had no lookup when it was asked may have one now.
  if (world_.bridge.protocol.empty()) bridge_asked_ = false;
  load_bridge(call, [this, call, e164, done] { look_up_number(call, e164, done); });
  return call;
}

void MatrixProvider::look_up_number(CallId call, const std::string& e164, Done<std::string> done) {
  if (world_.bridge.protocol.empty()) {
    if (config_.ghosts_without_lookup && is_e164(e164)) {
      return finish<std::string>(call, done, world_.bridge.ghost_of(e164));
    }
    // Not knowing is no answer: without the server's word this is tried again.
    Error error = bridge_asked_ ? Error(ErrorCode::NO_ROUTE) : Error(ErrorCode::SERVER_ERROR);
    return finish<std::string>(call, done, std::move(error));
  }
  const std::string path = "/_matrix/client/v3/thirdparty/user/" + escaped(world_.bridge.protocol) +
                           "?phone=" + escaped(e164);
  ask(call, request("GET", path, "lookup"), Asked::anything,
      [this, call, e164, done](Result<json::Document> reply) {
        if (!reply.ok()) {
          const bool none = reply.error().code == ErrorCode::NOT_FOUND;
          return finish<std::string>(call, done, none ? Error(ErrorCode::NO_ROUTE) : reply.error());
        }
        for (const json::Value entry : reply->root().elements()) {
          const std::string_view user = entry["userid"].string();
          if (!is_user_id(user)) continue;
          world_.bridge.learn(e164, user);
          return finish<std::string>(call, done, std::string(user));
        }
        // Only an empty list says that there is nobody.
        const bool nobody = reply->root().is_array() && reply->root().size() == 0;
        finish<std::string>(call, done,
                            nobody ? Error(ErrorCode::NO_ROUTE)
                                   : Error(ErrorCode::BAD_RESPONSE, "the reply names no user"));
      });
}

CallId MatrixProvider::open_direct(OpenDirect wanted, Done<std::string> done) {
  const CallId call = begin();
  load_world();
  const bool ghost = wanted.is_sms || !world_.bridge.number_of(wanted.peer_user).empty();
  // From before the room: whoever joins it, joins after this.
  const std::string since = ghost ? stream_token_ : std::string();
  auto body = [wanted](const std::string& alias) { return create_body(wanted, alias); };
  make_room(call, {wanted.create_key, {}}, std::move(body),
            [this, call, since, wanted, done](Result<Made> made) {
              if (!made.ok()) return finish<std::string>(call, done, made.error());
              const auto next = [this, call, since, wanted, done, room = made->room](Status in) {
                if (!in.ok()) return finish<std::string>(call, done, in.error());
                settle_direct(call, room, wanted.peer_user, since, done);
              };
              // The request that made it may have ended before it invited anybody.
              if (made->earlier) return ensure_invited(call, made->room, wanted.peer_user, next);
              next({});
            });
  return call;
}

void MatrixProvider::settle_direct(CallId call, const std::string& room, const std::string& peer,
                                   const std::string& since, Done<std::string> done) {
  unlisted_.add(room, peer);
  // The room is there whatever becomes of the list, and must not be made twice: if listing fails
  // now, the next round of changes does it.
  list_as_direct(call, {{peer, room}}, [this, call, since, room, peer, done](Status) {
    await_peer(call, room, peer, since, clock_.steady_ms() + kArrivalPatience,
               [this, call, room, done] { finish<std::string>(call, done, room); });
  });
}

void MatrixProvider::await_peer(CallId call, const std::string& room, const std::string& peer,
                                std::string since, Millis until, std::function<void()> next) {
  const Millis left = until - clock_.steady_ms();
  if (since.empty() || left <= 0) return next();
  auto poll = request("GET",
                      "/_matrix/client/v3/sync?filter=" + escaped(arrival_filter(room)) +
                          "&set_presence=offline&timeout=" + std::to_string(left) +
                          "&since=" + escaped(since),
                      "arrival");
  poll.poll_ms = left;
  ask(call, std::move(poll), Asked::cursor,
      [this, call, room, peer, since, until, next](Result<json::Document> reply) {
        if (!reply.ok()) return next();
        const json::Value joined = reply->root()["rooms"]["join"][room];
        std::string token(reply->root()["next_batch"].string());
        const bool here = has_join(joined["state"], peer) || has_join(joined["timeline"], peer);
        // A reply that leads nowhere would be asked for again and again.
        if (here || token == since) return next();
        await_peer(call, room, peer, std::move(token), until, next);
      });
}

CallId MatrixProvider::accept_invite(std::string remote_id, bool direct, std::string inviter,
                                     Done<void> done) {
  const CallId call = begin();
  direct = direct && is_user_id(inviter);
  ask(call, request("POST", "/_matrix/client/v3/join/" + escaped(remote_id), "join", "{}"),
      Asked::anything,
      [this, call, remote_id, direct, inviter, done](Result<json::Document> reply) {
        if (!reply.ok()) return finish<void>(call, done, reply.error());
        if (!direct) return finish<void>(call, done, {});
        unlisted_.add(remote_id, inviter);
        list_as_direct(call, {{inviter, remote_id}},
                       [this, call, done](Status status) { finish<void>(call, done, status); });
      });
  return call;
}

void MatrixProvider::list_as_direct(CallId call, Pairs add, Next next) {
  const std::string path =
      "/_matrix/client/v3/user/" + escaped(session_.user_id) + "/account_data/m.direct";
  ask(call, request("GET", path, "direct"), Asked::anything,
      [this, call, path, add = std::move(add), next](Result<json::Document> reply) {
        const bool none = !reply.ok() && reply.error().code == ErrorCode::NOT_FOUND;
        if (!reply.ok() && !none) return next(reply.error());
        const json::Value content = none ? json::Value() : reply->root();
        // The list is written whole: what is none must not take its place.
        if (!none && !is_direct_content(content)) {
          return next(Error(ErrorCode::BAD_RESPONSE, "the reply is no list of direct rooms"));
        }
        std::string merged = merged_direct_content(content, add);
        if (merged.empty()) return next({});
        ask(call, request("PUT", path, "direct", std::move(merged)), Asked::anything,
            [next](Result<json::Document> stored) {
              next(stored.ok() ? Status() : Status(stored.error()));
            });
      });
}

CallId MatrixProvider::search_people(std::string text, int limit,
                                     Done<std::vector<PersonChange>> done) {
  const CallId call = begin();
  json::Writer body;
  body.begin_object().field("search_term", text).field("limit", std::clamp(limit, 1, 100));
  body.end_object();
  ask(call, request("POST", "/_matrix/client/v3/user_directory/search", "people", body.take()),
      Asked::anything, [this, call, done](Result<json::Document> reply) {
        if (!reply.ok()) return finish<std::vector<PersonChange>>(call, done, reply.error());
        if (!reply->root()["results"].is_array()) {
          return finish<std::vector<PersonChange>>(
              call, done, Error(ErrorCode::BAD_RESPONSE, "the reply holds no people"));
        }
        load_world();
        std::vector<PersonChange> people;
        for (const json::Value entry : reply->root()["results"].elements()) {
          const std::string_view user = entry["user_id"].string();
          if (world_.bridge.is_bot(user)) continue;
          auto person = person_of(user, entry["display_name"].string(), world_);
          if (person) people.push_back(std::move(*person));
        }
        finish<std::vector<PersonChange>>(call, done, std::move(people));
      });
  return call;
}

}  // namespace ix::provider::matrix
