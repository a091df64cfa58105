// SPDX-License-Identifier: Apache-2.0
// The provider for Matrix homeservers (client-server API, spec.matrix.org).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json_reader.h"
#include "base/log.h"
#include "provider/matrix/batch_reader.h"
#include "provider/matrix/config.h"
#include "provider/matrix/reply.h"
#include "provider/matrix/room_view.h"
#include "provider/matrix/unlisted_rooms.h"
#include "provider/provider.h"
#include "transport/http.h"

namespace ix::provider::matrix {

// Engine thread only; outlived by all it is given. A call may be several requests in a row; it has
// one CallId, and cancel() ends whichever request is under way.
//
// changes() reads its reply against Memory: the store must have taken one change set, or one part,
// before the next one is read. refresh() only reports the new credentials: the old ones stay in use
// until set_session(), so that the host can put the new ones away first.
class MatrixProvider final : public Provider {
 public:
  MatrixProvider(transport::HttpClient& http, Memory& memory, Clock& clock, const Logger& log,
                 MatrixConfig config = {});
  ~MatrixProvider() override;
  MatrixProvider(const MatrixProvider&) = delete;
  MatrixProvider& operator=(const MatrixProvider&) = delete;

  Capabilities capabilities() const override { return {}; }
  CallId sign_in(SignIn request, Done<Session> done) override;
  void set_session(const Session& session) override;
  CallId refresh(Done<Credentials> done) override;
  CallId sign_out(Done<void> done) override;
  CallId changes(std::string token, Millis wait_ms, Part part, Done<ChangeSet> done) override;
  CallId history(std::string remote_id, HistoryFrom from, int limit,
                 Done<HistoryPage> done) override;
  CallId send(std::string remote_id, Outgoing message, Done<std::string> done) override;
  CallId edit(std::string remote_id, Edit edit, Done<std::string> done) override;
  CallId remove(std::string remote_id, Removal removal, Done<void> done) override;
  CallId react(std::string remote_id, Reaction reaction, Done<std::string> done) override;
  CallId resolve_number(std::string e164, Done<std::string> done) override;
  CallId open_direct(OpenDirect request, Done<std::string> done) override;
  CallId create_room(CreateRoom request, Done<std::string> done) override;
  CallId join(std::string address, Done<std::string> done) override;
  CallId leave(std::string remote_id, Done<void> done) override;
  CallId invite(std::string remote_id, std::string user, Done<void> done) override;
  CallId members(std::string remote_id, int limit, Done<MemberList> done) override;
  CallId accept_invite(std::string remote_id, bool direct, std::string inviter,
                       Done<void> done) override;
  CallId mark_read(std::string remote_id, std::string item, Done<void> done) override;
  CallId set_flag(std::string remote_id, RouteFlag flag, bool on, Done<void> done) override;
  CallId search_people(std::string text, int limit, Done<std::vector<PersonChange>> done) override;
  CallId media_limits(Done<MediaLimits> done) override;
  CallId reserve_media(Done<std::string> done) override;
  CallId upload(Upload upload, Done<std::string> done) override;
  CallId download(Download download, Done<void> done) override;
  void cancel(CallId call) override;

 private:
  using Reply = std::function<void(Result<json::Document>)>;
  using Next = std::function<void(Status)>;
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  struct SigningIn;  // session.cpp
  struct Syncing;    // sync.cpp

  // calls.cpp
  CallId begin();
  void ask(CallId call, transport::HttpRequest request, Asked asked, Reply reply);
  // The same for a response that the caller reads.
  void exchange(CallId call, transport::HttpRequest request,
                std::function<void(Result<transport::HttpResponse>)> answer);
  void note_clock(const transport::HttpResponse& response);
  // Completes the call with `error`, and from HttpClient::run() like every other.
  template <class T>
  void fail_later(CallId call, Error error, Done<T> done);
  template <class T>
  void finish(CallId call, const Done<T>& done, Result<T> result) {
    running_.erase(call);
    done(std::move(result));
  }
  // A request of the current session; `path` from /_matrix on.
  transport::HttpRequest request(const char* method, const std::string& path,
                                 const char* label) const;
  transport::HttpRequest request(const char* method, const std::string& path, const char* label,
                                 std::string body) const;

  // session.cpp
  void probe(std::shared_ptr<SigningIn> state, const std::string& base, bool may_look_further);
  void look_up_server(std::shared_ptr<SigningIn> state);
  void log_in(std::shared_ptr<SigningIn> state);
  void who_am_i(std::shared_ptr<SigningIn> state);
  void read_profile(std::shared_ptr<SigningIn> state);
  void read_numbers(std::shared_ptr<SigningIn> state);

  // sync.cpp
  void load_world();
  void read_page(CallId call, const std::string& remote_id, const std::string& asked,
                 const std::string& token, int limit, Done<HistoryPage> done);
  void load_bridge(CallId call, std::function<void()> next);
  void list_made_rooms(CallId call, std::function<void()> next);
  void sync(std::shared_ptr<Syncing> state);
  void finish_sync(std::shared_ptr<Syncing> state, Result<transport::HttpResponse> response);
  // Joins the rooms that ours were moved to, then reads what is there.
  void follow_upgrades(std::shared_ptr<Syncing> state, ChangeSet changes);
  Result<ChangeSet> read_sync(Syncing& state, json::Value root, SyncPiece piece);

  // rooms.cpp
  // Puts an event into a room's stream; `next` gets its id. The call goes on.
  void put_event(CallId call, const std::string& path, const char* label, std::string body,
                 std::function<void(Result<std::string>)> next);
  // Lists the new room as direct, and waits for a ghost to come in.
  void settle_direct(CallId call, const std::string& room, const std::string& peer,
                     const std::string& since, Done<std::string> done);
  // Adds (user, room) pairs to m.direct: read, merge, write.
  void list_as_direct(CallId call, Pairs add, Next next);
  // Goes on when `peer` has joined the room, or after a while: a bridge is told of a room's events
  // only once its ghost is in the room, so a text sent earlier would never reach the carrier.
  void await_peer(CallId call, const std::string& room, const std::string& peer, std::string since,
                  Millis until, std::function<void()> next);
  // new_rooms.cpp
  struct Wanted {
    std::string key;
    std::string alias;  // a public one that the user chose; empty: one made of the key
  };
  struct Made {
    std::string room;
    bool earlier = false;  // by an earlier request
  };
  using Body = std::function<std::string(const std::string& alias)>;
  using MadeNext = std::function<void(Result<Made>)>;
  // Asks for a room under an alias, so that the same request once more is refused instead of
  // making a second room. `next` gets the one that is there.
  void make_room(CallId call, Wanted wanted, Body body, MadeNext next);
  // The room that has the alias, if it is the one of this key.
  void find_made(CallId call, const Wanted& wanted, const Error& refusal, const Body& body,
                 const MadeNext& next);
  void check_made(CallId call, const Wanted& wanted, const std::string& room, const MadeNext& next);
  void ensure_invited(CallId call, const std::string& room, const std::string& user, Next next);
  // members.cpp
  struct Listing;
  void read_roles(const std::shared_ptr<Listing>& listing);
  void read_creators(const std::shared_ptr<Listing>& listing);
  // changes.cpp
  struct Removing;
  void remove_next(const std::shared_ptr<Removing>& state);
  // The own reaction that the server says is there already, page by page.
  void find_reaction(CallId call, const std::string& room, const Reaction& reaction,
                     const std::string& from, Done<std::string> done);
  void look_up_number(CallId call, const std::string& e164, Done<std::string> done);
  // media.cpp
  void read_media_limits(CallId call, Done<MediaLimits> next);
  void explain_broken_upload(CallId call, int64_t bytes, Error error, Done<std::string> done);
  // downloads.cpp
  struct Downloading;
  void look_at_upload(CallId call, std::string uri, int64_t bytes, Done<std::string> done);
  void fetch(const std::shared_ptr<Downloading>& state);
  void fetched(const std::shared_ptr<Downloading>& state, Result<transport::HttpResponse> response);

  transport::HttpClient& http_;
  Memory& memory_;
  Clock& clock_;
  const Logger& log_;
  const MatrixConfig config_;
  Session session_;
  CallId last_call_ = 0;
  std::map<CallId, transport::RequestId> running_;

  World world_;
  std::string direct_json_;               // what world_.direct was read from
  std::string muted_json_;                // what world_.muted was read from
  std::string stream_token_;              // the newest that this run has seen
  std::optional<Millis> clock_ahead_ms_;  // of the server
  int follow_failures_ = 0;               // to join an upgraded room, one after the other
  bool bridge_asked_ = false;             // this run has the server's word on it
  UnlistedRooms unlisted_;
};

// filters.cpp
// `include_left`: also rooms that ended before the sync began; for a sync without a token.
std::string sync_filter(int timeline_limit, bool include_left);
std::string history_filter();
std::string arrival_filter(std::string_view room);

}  // namespace ix::provider::matrix
