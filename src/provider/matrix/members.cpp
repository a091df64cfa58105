// SPDX-License-Identifier: Apache-2.0
// Who is in a room: joining, leaving, inviting, and the list of all. What Synapse answers to each
// the second time was measured: joining and leaving again are fine, who is in cannot be invited.
#include <algorithm>
#include <set>
#include <tuple>

#include "base/json_writer.h"
#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/room_facts.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

constexpr int64_t kModerator = 50;
constexpr int64_t kAdmin = 100;

std::string room_path(const std::string& room, const char* rest) {
  return "/_matrix/client/v3/rooms/" + escaped(room) + rest;
}

bool forbidden(const Error& error) {
  return server_said(error, 403);
}

// It has no such room. Synapse has no errcode of its own for that; M_UNRECOGNIZED is another thing:
// a server, or something in front of it, that does not know the request.
bool no_such_room(const Error& error) {
  return server_said(error, 404) && error.server_code != "M_UNRECOGNIZED";
}

// The same refusal in words for the person who asked.
Error in_words(Error error, const char* banned, const char* otherwise) {
  if (!forbidden(error)) return error;
  error.message = error.server_code == "M_BAD_STATE" ? banned : otherwise;
  return error;
}

}  // namespace

CallId MatrixProvider::join(std::string address, Done<std::string> done) {
  const CallId call = begin();
  ask(call, request("POST", "/_matrix/client/v3/join/" + escaped(address), "join", "{}"),
      Asked::anything, [this, call, done](Result<json::Document> reply) {
        if (reply.ok()) {
          const std::string room(reply->root()["room_id"].string());
          if (is_room_id(room)) return finish<std::string>(call, done, room);
          return finish<std::string>(
              call, done, Error(ErrorCode::BAD_RESPONSE, "the reply to a join names no room"));
        }
        Error error = in_words(std::move(reply.error()), "you are banned from it",
                               "it can be entered by invitation only");
        if (no_such_room(error)) {
          error.code = ErrorCode::NOT_FOUND;
          error.retry = RetryAdvice::never;
          error.message = "no channel has this address: check its spelling";
        } else if (server_said(error, 400)) {
          error.message = "this is no address: give #name:server or the room's id";
        }
        finish<std::string>(call, done, std::move(error));
      });
  return call;
}

CallId MatrixProvider::leave(std::string remote_id, Done<void> done) {
  const CallId call = begin();
  ask(call, request("POST", room_path(remote_id, "/leave"), "leave", "{}"), Asked::anything,
      [this, call, done](Result<json::Document> reply) {
        if (reply.ok()) return finish<void>(call, done, {});
        // Synapse says this of whoever is not in it.
        const bool outside =
            no_such_room(reply.error()) ||
            (forbidden(reply.error()) && reply.error().server_code == "M_FORBIDDEN");
        finish<void>(call, done, outside ? Status() : Status(reply.error()));
      });
  return call;
}

CallId MatrixProvider::invite(std::string remote_id, std::string user, Done<void> done) {
  const CallId call = begin();
  ensure_invited(call, remote_id, user,
                 [this, call, done](Status status) { finish<void>(call, done, status); });
  return call;
}

void MatrixProvider::ensure_invited(CallId call, const std::string& room, const std::string& user,
                                    Next next) {
  json::Writer body;
  body.begin_object().field("user_id", user).end_object();
  ask(call, request("POST", room_path(room, "/invite"), "invite", body.take()), Asked::anything,
      [this, call, room, user, next](Result<json::Document> reply) {
        if (reply.ok()) return next({});
        Error error = in_words(std::move(reply.error()), "this person is banned from it",
                               "you are not allowed to invite this person here");
        if (!forbidden(error) || error.server_code != "M_FORBIDDEN") return next(error);
        // It says so of who is in already, too.
        const std::string path = room_path(room, "/state/m.room.member/") + escaped(user);
        ask(call, request("GET", path, "member"), Asked::anything,
            [error, next](Result<json::Document> member) {
              if (member.ok()) {
                const std::string_view is = member->root()["membership"].string();
                if (is.empty()) return next(Error(ErrorCode::BAD_RESPONSE));
                return next(is == "join" ? Status() : Status(error));
              }
              // Without an answer nobody knows.
              const bool out = forbidden(member.error()) || server_said(member.error(), 404);
              next(out ? error : member.error());
            });
      });
}

// --------------------------------------------------------------------------------------- lists

struct MatrixProvider::Listing {
  CallId call = 0;
  std::string room;
  size_t limit = 0;
  std::vector<Member> members;
  Done<MemberList> done;
};

CallId MatrixProvider::members(std::string remote_id, int limit, Done<MemberList> done) {
  auto listing = std::make_shared<Listing>();
  listing->call = begin();
  listing->room = std::move(remote_id);
  listing->limit = static_cast<size_t>(std::max(limit, 1));
  listing->done = std::move(done);
  load_world();
  const std::string path = room_path(listing->room, "/members?not_membership=leave");
  ask(listing->call, request("GET", path, "members"), Asked::anything,
      [this, listing](Result<json::Document> reply) {
        if (reply.ok() && !reply->root()["chunk"].is_array()) {
          reply = Error(ErrorCode::BAD_RESPONSE, "the reply holds no members");
        }
        if (!reply.ok()) return finish<MemberList>(listing->call, listing->done, reply.error());
        for (const json::Value event : reply->root()["chunk"].elements()) {
          const std::string_view user = event["state_key"].string();
          const std::string_view state = event["content"]["membership"].string();
          const bool here = state == "join" || state == "invite";
          if (!here || !is_user_id(user) || world_.bridge.is_bot(user)) continue;
          Member member;
          member.user = user;
          member.name = bounded(event["content"]["displayname"].string(), kMaxName);
          if (member.name.empty()) member.name = localpart(user);
          if (state == "invite") member.state = MemberState::invited;
          listing->members.push_back(std::move(member));
        }
        read_roles(listing);
      });
  return listing->call;
}

void MatrixProvider::read_roles(const std::shared_ptr<Listing>& listing) {
  const std::string path = room_path(listing->room, "/state/m.room.power_levels");
  ask(listing->call, request("GET", path, "roles"), Asked::anything,
      [this, listing](Result<json::Document> reply) {
        const bool none = !reply.ok() && reply.error().code == ErrorCode::NOT_FOUND;
        if (!reply.ok() && !none) {
          return finish<MemberList>(listing->call, listing->done, reply.error());
        }
        const json::Value content = none ? json::Value() : reply->root();
        const int64_t others = content["users_default"].integer_or(0);
        for (Member& member : listing->members) {
          const int64_t level = content["users"][member.user].integer_or(others);
          if (level >= kModerator) member.role = MemberRole::moderator;
          if (level >= kAdmin) member.role = MemberRole::admin;
        }
        read_creators(listing);
      });
}

void MatrixProvider::read_creators(const std::shared_ptr<Listing>& listing) {
  // From room version 12 on the power levels do not name who made the room.
  const std::string path = room_path(listing->room, "/state/m.room.create?format=event");
  ask(listing->call, request("GET", path, "creators"), Asked::anything,
      [this, listing](Result<json::Document> reply) {
        const json::Value content = reply.ok() ? reply->root()["content"] : json::Value();
        if (creators_rule(content["room_version"].string())) {
          const json::Value event = reply->root();
          std::set<std::string_view> creators = {event["sender"].string()};
          for (const json::Value user : content["additional_creators"].elements()) {
            creators.insert(user.string());
          }
          for (Member& member : listing->members) {
            if (creators.contains(member.user)) member.role = MemberRole::admin;
          }
        }
        MemberList list;
        list.total = std::ssize(listing->members);
        std::sort(listing->members.begin(), listing->members.end(),
                  [](const Member& a, const Member& b) {
                    if (a.role != b.role) return a.role > b.role;
                    return std::tie(a.state, a.name, a.user) < std::tie(b.state, b.name, b.user);
                  });
        if (listing->members.size() > listing->limit) listing->members.resize(listing->limit);
        list.members = std::move(listing->members);
        finish<MemberList>(listing->call, listing->done, std::move(list));
      });
}

}  // namespace ix::provider::matrix
