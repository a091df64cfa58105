// SPDX-License-Identifier: Apache-2.0
// Reading: the stream of changes and pages of history.
#include <algorithm>
#include <charconv>
#include <optional>

#include "provider/matrix/batch_reader.h"
#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/sync_stream.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

// A server may think long about a first sync of many rooms before its first byte.
constexpr int kFirstSyncPatience = 10;
// Read as it comes, so this bounds time and not memory.
constexpr int64_t kMostSyncBytes = int64_t{4} << 30;
constexpr int kMaxTries = 3;

// Synapse counts its stream in the token, "s<position>_...". Other shapes say nothing.
std::optional<int64_t> position_in(std::string_view token) {
  if (!token.starts_with('s')) return std::nullopt;
  int64_t position = 0;
  const char* end = token.data() + token.size();
  const auto [stop, code] = std::from_chars(token.data() + 1, end, position);
  const bool plain = code == std::errc() && (stop == end || *stop == '_');
  return plain ? std::optional(position) : std::nullopt;
}

// A server that was restored from a backup counts on from there. It takes a token from its own lost
// future for "now", and would never tell what happened between the backup and this moment.
bool went_back(std::string_view since, std::string_view next) {
  const auto before = position_in(since);
  const auto after = position_in(next);
  return before && after && *after < *before;
}

}  // namespace

// The store's word is what counts: a change set that it did not take has not happened.
void MatrixProvider::load_world() {
  std::string direct = memory_.account(kDirectKey);
  if (direct != direct_json_ || world_.self != session_.user_id) {
    world_.direct = DirectList::from_json(direct);
    direct_json_ = std::move(direct);
  }
  std::string muted = memory_.account(kMutedKey);
  if (muted != muted_json_ || world_.self != session_.user_id) {
    world_.muted = muted_from_json(muted);
    muted_json_ = std::move(muted);
  }
  world_.self = session_.user_id;
  unlisted_.add_all(UnlistedRooms::from_json(memory_.account(kUnlistedKey)));
  if (world_.bridge.prefix.empty()) {
    world_.bridge =
        bridge_from_json(memory_.account(kBridgeKey),
                         default_bridge(config_.ghost_prefix, server_of(session_.user_id)));
  }
}

// One round of changes on its way. Shared by the requests of its call.
struct MatrixProvider::Syncing {
  CallId call = 0;
  std::string token;
  Millis wait_ms = 0;
  bool from_start = false;
  Part part;
  Done<ChangeSet> done;
  std::unique_ptr<SyncStream> stream;
  RollCall roll;
  std::vector<std::string> heirs;  // rooms to be joined
  bool followed = false;
};

CallId MatrixProvider::changes(std::string token, Millis wait_ms, Part part, Done<ChangeSet> done) {
  auto state = std::make_shared<Syncing>();
  state->call = begin();
  state->wait_ms = token.empty() ? 0 : std::max<Millis>(wait_ms, 0);
  state->token = std::move(token);
  state->part = std::move(part);
  state->done = std::move(done);
  load_world();
  stream_token_ = state->token;
  load_bridge(state->call,
              [this, state] { list_made_rooms(state->call, [this, state] { sync(state); }); });
  return state->call;
}

// How the SMS bridge names its ghosts must be known before the first room is read. Asked once a
// run; a server that fails here is asked again with the next round, by the last word known.
void MatrixProvider::load_bridge(CallId call, std::function<void()> next) {
  if (bridge_asked_) return next();
  ask(call, request("GET", "/_matrix/client/v3/thirdparty/protocols", "protocols"), Asked::anything,
      [this, next](Result<json::Document> reply) {
        if (reply.ok() && is_protocols(reply->root())) {
          world_.bridge = bridge_from_protocols(reply->root(), world_.bridge);
          bridge_asked_ = true;
        } else if (!reply.ok()) {
          const Error& error = reply.error();
          bridge_asked_ = error.code == ErrorCode::NOT_FOUND ||
                          (error.code == ErrorCode::REFUSED && error.retry != RetryAdvice::later);
          log_.write(LogLevel::info, "matrix", "no list of bridged networks",
                     {{"error", reply.error()}});
        }
        next();
      });
}

void MatrixProvider::list_made_rooms(CallId call, std::function<void()> next) {
  unlisted_.settle(world_.direct);
  Pairs missing = unlisted_.take_due(clock_.steady_ms());
  if (missing.empty()) return next();
  list_as_direct(call, std::move(missing), [this, next](Status status) {
    if (!status.ok()) {
      log_.write(LogLevel::warn, "matrix", "direct rooms could not be listed",
                 {{"error", status.error()}});
    }
    next();
  });
}

void MatrixProvider::sync(std::shared_ptr<Syncing> state) {
  const bool from_start = state->token.empty();
  state->from_start = from_start;
  // With a cache it matters how a room ended; a new account never saw those that did.
  const bool include_left = from_start && !memory_.present_routes().empty();
  std::string path = "/_matrix/client/v3/sync?filter=" +
                     escaped(sync_filter(config_.timeline_limit, include_left));
  path += "&set_presence=offline&timeout=" + std::to_string(state->wait_ms);
  if (!from_start) path += "&since=" + escaped(state->token);
  auto poll = request("GET", path, "sync");
  poll.poll_ms = state->wait_ms;
  if (from_start) poll.patience = kFirstSyncPatience;
  poll.max_response_bytes = kMostSyncBytes;
  poll.compressed_sink = true;
  state->stream = std::make_unique<SyncStream>([this, raw = state.get()](json::Document piece) {
    auto changes = read_sync(*raw, piece.root(), SyncPiece::part);
    return changes.ok() ? raw->part(changes.take()) : Status(changes.error());
  });
  poll.sink = [state](std::string_view bytes) { return state->stream->take(bytes); };
  exchange(state->call, std::move(poll), [this, state](Result<transport::HttpResponse> response) {
    finish_sync(state, std::move(response));
  });
}

void MatrixProvider::finish_sync(std::shared_ptr<Syncing> state,
                                 Result<transport::HttpResponse> response) {
  const auto fail = [this, &state](Error error) {
    finish<ChangeSet>(state->call, state->done, std::move(error));
  };
  const bool streamed = response.ok() && response->status >= 200 && response->status <= 299;
  if (streamed) {
    auto rest = state->stream->finish();
    if (!rest.ok()) return fail(rest.error());
    response->body = rest.take();
  }
  auto reply = read_reply(std::move(response), Asked::cursor, clock_);
  if (!reply.ok()) return fail(reply.error());
  if (went_back(state->token, reply->root()["next_batch"].string())) {
    return fail(
        Error(ErrorCode::INVALID_CURSOR, "the server goes on from an earlier state of itself"));
  }
  auto changes = read_sync(*state, reply->root(), SyncPiece::last);
  if (!changes.ok() || state->heirs.empty()) {
    return finish<ChangeSet>(state->call, state->done, std::move(changes));
  }
  follow_upgrades(state, changes.take());
}

void MatrixProvider::follow_upgrades(std::shared_ptr<Syncing> state, ChangeSet changes) {
  if (state->heirs.empty()) {
    // What was read so far is a part now: the new rooms belong to the same batch.
    state->token = changes.next_token;
    state->wait_ms = 0;
    state->followed = true;
    changes.next_token.clear();
    if (Status taken = state->part(std::move(changes)); !taken.ok()) {
      return finish<ChangeSet>(state->call, state->done, taken.error());
    }
    return sync(state);
  }
  const std::string room = std::move(state->heirs.back());
  state->heirs.pop_back();
  ask(state->call, request("POST", "/_matrix/client/v3/join/" + escaped(room), "join", "{}"),
      Asked::anything,
      [this, state, changes = std::move(changes)](Result<json::Document> reply) mutable {
        const bool passes = !reply.ok() && reply.error().retry == RetryAdvice::later;
        if (passes && ++follow_failures_ < kMaxTries) {
          return finish<ChangeSet>(state->call, state->done, reply.error());
        }
        follow_failures_ = 0;
        // Who is not let in keeps the old room, read-only.
        if (!reply.ok()) {
          log_.write(LogLevel::info, "matrix", "an upgraded room cannot be joined",
                     {{"error", reply.error()}});
        }
        follow_upgrades(state, std::move(changes));
      });
}

Result<ChangeSet> MatrixProvider::read_sync(Syncing& state, json::Value root, SyncPiece piece) {
  load_world();
  SyncReader reader(world_, memory_, state.from_start ? &state.roll : nullptr);
  IX_TRY(ChangeSet changes, reader.read(root, piece));
  for (const auto& [key, value] : changes.memory) {
    if (key == kDirectKey) direct_json_ = value;
    if (key == kMutedKey) muted_json_ = value;
  }
  if (piece == SyncPiece::last) stream_token_ = changes.next_token;
  changes.clock_ahead_ms = clock_ahead_ms_;
  if (!state.followed) {
    state.heirs.insert(state.heirs.end(), reader.heirs().begin(), reader.heirs().end());
  }
  for (const auto& [user, room] : reader.unlisted()) unlisted_.add(room, user);
  unlisted_.settle(world_.direct);
  if (std::string rooms = unlisted_.to_json(); rooms != memory_.account(kUnlistedKey)) {
    changes.memory.emplace_back(kUnlistedKey, std::move(rooms));
  }
  if (const std::string bridge = world_.bridge.to_json(); bridge != memory_.account(kBridgeKey)) {
    changes.memory.emplace_back(kBridgeKey, bridge);
  }
  return changes;
}

CallId MatrixProvider::history(std::string remote_id, HistoryFrom from, int limit,
                               Done<HistoryPage> done) {
  const CallId call = begin();
  if (!from.token.empty() || from.before.empty()) {
    read_page(call, remote_id, from.token, from.token, limit, std::move(done));
    return call;
  }
  const std::string path = "/_matrix/client/v3/rooms/" + escaped(remote_id) + "/context/" +
                           escaped(from.before) + "?limit=0";
  ask(call, request("GET", path, "context"), Asked::anything,
      [this, call, remote_id, limit, done](Result<json::Document> reply) {
        if (!reply.ok()) return finish<HistoryPage>(call, done, reply.error());
        // Behind the event, not before it: of two that were sent at once, the token before one may
        // leave out the other. That the event comes again itself is known for what it is.
        const std::string token(reply->root()["end"].string());
        if (token.empty()) {
          return finish<HistoryPage>(
              call, done, Error(ErrorCode::BAD_RESPONSE, "the reply has no place of the event"));
        }
        read_page(call, remote_id, {}, token, limit, done);
      });
  return call;
}

// `asked`: the token the caller gave.
void MatrixProvider::read_page(CallId call, const std::string& remote_id, const std::string& asked,
                               const std::string& token, int limit, Done<HistoryPage> done) {
  std::string path = "/_matrix/client/v3/rooms/" + escaped(remote_id) + "/messages?dir=b";
  path += "&limit=" + std::to_string(std::clamp(limit, 1, 1000));
  if (!token.empty()) path += "&from=" + escaped(token);
  path += "&filter=" + escaped(history_filter());
  ask(call, request("GET", path, "history"), Asked::cursor,
      [this, call, remote_id, asked, token, done](Result<json::Document> reply) {
        if (!reply.ok()) return finish<HistoryPage>(call, done, reply.error());
        load_world();
        const RoomFacts facts = RoomFacts::from_json(memory_.route(remote_id));
        std::string replaces;
        if (!facts.predecessor.empty() &&
            RoomFacts::from_json(memory_.route(facts.predecessor)).replacement == remote_id) {
          replaces = facts.predecessor;
        }
        const Standing standing = standing_of(remote_id, facts, world_, replaces);
        auto page = read_history(reply->root(), facts, standing, world_, token);
        if (page.ok()) page->from_token = asked;
        finish<HistoryPage>(call, done, std::move(page));
      });
}

}  // namespace ix::provider::matrix
