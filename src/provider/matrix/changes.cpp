// SPDX-License-Identifier: Apache-2.0
// What is done to messages: edits, redactions, reactions (Matrix client-server API, "Event
// replacements", "Redactions", "Event annotations and reactions").
#include "base/json_writer.h"
#include "provider/matrix/events.h"
#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

// The text outside is for clients that know no edits.
std::string edit_body(const Edit& edit) {
  json::Writer out;
  out.begin_object().field("msgtype", "m.text").field("body", "* " + edit.text);
  out.field("org.interactions.key", edit.key);
  out.key("m.new_content").begin_object();
  out.field("msgtype", "m.text").field("body", edit.text).end_object();
  out.key("m.relates_to").begin_object();
  out.field("rel_type", "m.replace").field("event_id", edit.item).end_object();
  out.end_object();
  return out.take();
}

std::string reaction_body(const Reaction& reaction) {
  json::Writer out;
  out.begin_object().key("m.relates_to").begin_object();
  out.field("rel_type", "m.annotation").field("event_id", reaction.item);
  out.field("key", reaction.reaction).end_object().end_object();
  return out.take();
}

// What is left of a redacted edit looks like a message of its own to whoever never saw the edit:
// the redaction says what it was.
std::string redaction_body(const Removal& removal, bool first) {
  json::Writer out;
  out.begin_object();
  if (!first) out.field(kEditOf, removal.items.front());
  out.end_object();
  return out.take();
}

// Of what says the same once more only a later answer is worth waiting for: what the server will
// never take back it may keep, the message itself is gone.
bool may_end(const Status& outcome, bool first) {
  if (outcome.ok() || outcome.error().code == ErrorCode::NOT_FOUND) return true;
  return !first && outcome.error().retry == RetryAdvice::never &&
         outcome.error().code == ErrorCode::REFUSED;
}

}  // namespace

CallId MatrixProvider::edit(std::string remote_id, Edit edit, Done<std::string> done) {
  const CallId call = begin();
  put_event(call,
            "/_matrix/client/v3/rooms/" + escaped(remote_id) + "/send/m.room.message/" +
                escaped(edit.key),
            "edit", edit_body(edit), [this, call, done](Result<std::string> id) {
              finish<std::string>(call, done, std::move(id));
            });
  return call;
}

struct MatrixProvider::Removing {
  CallId call = 0;
  std::string room;
  Removal removal;
  size_t next = 0;
  Done<void> done;
};

CallId MatrixProvider::remove(std::string remote_id, Removal removal, Done<void> done) {
  auto state = std::make_shared<Removing>();
  state->call = begin();
  state->room = std::move(remote_id);
  state->removal = std::move(removal);
  state->done = std::move(done);
  remove_next(state);
  return state->call;
}

void MatrixProvider::remove_next(const std::shared_ptr<Removing>& state) {
  const bool first = state->next == 0;
  const std::string& target = state->removal.items[state->next];
  // A transaction of its own for each: with one for all the server would take them for one.
  const std::string transaction = state->removal.key + (first ? std::string() : "-" + target);
  const std::string path = "/_matrix/client/v3/rooms/" + escaped(state->room) + "/redact/" +
                           escaped(target) + "/" + escaped(transaction);
  ask(state->call, request("PUT", path, "redact", redaction_body(state->removal, first)),
      Asked::anything, [this, state, first](Result<json::Document> reply) {
        const Status outcome = reply.ok() ? Status() : Status(reply.error());
        const bool goes_on = may_end(outcome, first);
        if (goes_on && ++state->next < state->removal.items.size()) return remove_next(state);
        finish<void>(state->call, state->done, goes_on ? Status() : outcome);
      });
}

CallId MatrixProvider::react(std::string remote_id, Reaction reaction, Done<std::string> done) {
  const CallId call = begin();
  put_event(call,
            "/_matrix/client/v3/rooms/" + escaped(remote_id) + "/send/m.reaction/" +
                escaped(reaction.key),
            "react", reaction_body(reaction),
            [this, call, remote_id, reaction, done](Result<std::string> id) {
              const bool twice = !id.ok() && id.error().server_code == "M_DUPLICATE_ANNOTATION";
              if (!twice) return finish<std::string>(call, done, std::move(id));
              find_reaction(call, remote_id, reaction, {}, done);
            });
  return call;
}

void MatrixProvider::find_reaction(CallId call, const std::string& room, const Reaction& reaction,
                                   const std::string& from, Done<std::string> done) {
  std::string path = "/_matrix/client/v1/rooms/" + escaped(room) + "/relations/" +
                     escaped(reaction.item) + "/m.annotation/m.reaction?limit=100";
  if (!from.empty()) path += "&from=" + escaped(from);
  ask(call, request("GET", path, "reactions"), Asked::anything,
      [this, call, room, reaction, from, done](Result<json::Document> reply) {
        if (!reply.ok()) return finish<std::string>(call, done, reply.error());
        const json::Value root = reply->root();
        if (!root["chunk"].is_array()) {
          return finish<std::string>(
              call, done, Error(ErrorCode::BAD_RESPONSE, "the reply holds no reactions"));
        }
        for (const json::Value event : root["chunk"].elements()) {
          const bool own = event["sender"].string() == session_.user_id;
          const std::string_view id = event["event_id"].string();
          if (own && event["content"]["m.relates_to"]["key"].string() == reaction.reaction &&
              !id.empty() && id.size() <= kMaxId) {
            return finish<std::string>(call, done, std::string(id));
          }
        }
        const std::string next(root["next_batch"].string());
        if (next.empty() || next == from) {
          // It says both, that there is one and that there is none: later it may have made up its
          // mind.
          return finish<std::string>(call, done, Error(ErrorCode::SERVER_ERROR));
        }
        find_reaction(call, room, reaction, next, done);
      });
}

}  // namespace ix::provider::matrix
