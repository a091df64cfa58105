// SPDX-License-Identifier: Apache-2.0
// Somebody who calls a provider by its contract alone: no store, no engine.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conformance/kit.h"
#include "conformance/wire.h"

namespace ix::conformance {

// Keeps what providers keep, as a store would: written by change sets that were taken.
class MapMemory final : public provider::Memory {
 public:
  std::string route(std::string_view remote_id) override;
  std::string account(std::string_view key) override;
  std::string newest_item(std::string_view remote_id) override;
  std::vector<std::string> present_routes() override;
  void take(const ChangeSet& changes);

 private:
  std::map<std::string, std::string, std::less<>> routes_;
  std::map<std::string, std::string, std::less<>> accounts_;
  std::map<std::string, std::string, std::less<>> newest_;
  std::set<std::string> present_;
};

// What was told of one route so far.
struct Seen {
  std::optional<RouteChange> route;
  std::vector<Item> items;  // by their first appearance
  std::vector<RelationChange> relations;
  std::string own_read;
  std::vector<std::string> peer_read;
  bool limited = false;
  std::string gap_token;
  bool from_start = false;

  std::vector<std::string> texts() const;  // of the messages
};

// What a download brought.
struct Fetched {
  Status status;
  std::vector<provider::MediaHead> heads;
  std::string bytes;
};

// One device of one person. Not signed in at first.
class Caller {
 public:
  Caller(Stage& stage, Person person);
  ~Caller();

  Result<provider::Session> sign_in();
  Result<provider::Session> sign_in(provider::SignIn request);
  provider::SignIn request() const;
  Status sign_out();
  Result<Credentials> refresh();
  // From where the last one ended; what it gives is taken.
  Result<ChangeSet> changes(Millis wait_ms = 0);
  // From any token; taken only by take().
  Result<ChangeSet> changes_from(const std::string& token, Millis wait_ms = 0);
  void take(const ChangeSet& changes);
  // Takes changes until it holds; false: it never did.
  bool sees(const std::function<bool()>& what);
  Result<HistoryPage> history(const std::string& route, const std::string& token, int limit = 20);
  // Back from an item.
  Result<HistoryPage> history_before(const std::string& route, const std::string& item,
                                     int limit = 20);
  Result<std::string> send(const std::string& route, const std::string& text,
                           const std::string& key = {}, const std::string& reply_to = {});
  Result<std::string> send(const std::string& route, provider::Outgoing message);
  Result<provider::MediaLimits> media_limits();
  Result<std::string> reserve_media();
  // To a place that was reserved, or (empty) to one that is told.
  Result<std::string> upload(const std::string& uri, const std::string& bytes,
                             const std::string& name = "a.txt",
                             const std::string& mime = "text/plain");
  // To a place that is reserved for it where the backend has that.
  Result<std::string> upload_new(const std::string& bytes, const std::string& mime = "text/plain");
  Fetched download(provider::Download wish);
  Fetched download(const std::string& uri, int64_t from = 0, int64_t max_bytes = 0);
  Result<std::string> edit(const std::string& route, provider::Edit edit);
  Status remove(const std::string& route, provider::Removal removal);
  Result<std::string> react(const std::string& route, provider::Reaction reaction);
  Result<std::string> resolve_number(const std::string& number);
  Result<std::string> open_direct(const std::string& user, bool is_sms, const std::string& key);
  Result<std::string> create_room(const NewRoom& room, const std::string& key);
  Result<std::string> join(const std::string& address);
  Status leave(const std::string& route);
  Status invite(const std::string& route, const std::string& user);
  Result<MemberList> members(const std::string& route, int limit);
  Status accept_invite(const std::string& route, bool direct, const std::string& inviter);
  Result<std::vector<PersonChange>> search_people(const std::string& text);

  // A new process: the same session, memory and token, another provider.
  void restart();
  // Runs the connection until `done` holds; false: it never did.
  bool run_until(const std::function<bool()>& done);

  const Seen& seen(const std::string& route) { return seen_[route]; }
  bool knows(const std::string& route) const;
  std::vector<std::string> routes() const;       // remote ids of those known
  std::vector<std::string> invitations() const;  // of those that wait for an answer
  const std::map<std::string, PersonChange>& people() const { return people_; }
  provider::Provider& provider() { return *provider_; }
  const std::string& token() const { return token_; }
  // What follows reaches the backend as this session.
  void use(const provider::Session& session);
  const provider::Session& session() const { return session_; }
  const Person& person() const { return person_; }
  Disturbance disturbance;

 private:
  void open();
  template <class T>
  Result<T> finish(const std::function<provider::CallId(provider::Provider::Done<T>)>& start);

  Stage& stage_;
  Person person_;
  MapMemory memory_;
  Logger log_;
  std::unique_ptr<Wire> http_;
  std::unique_ptr<provider::Provider> provider_;
  provider::Session session_;
  std::string token_;
  std::map<std::string, Seen> seen_;
  std::map<std::string, PersonChange> people_;
  int keys_ = 0;
};

// OK for none.
template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result.ok() ? ErrorCode::OK : result.error().code;
}
inline ErrorCode code_of(const std::optional<Error>& error) {
  return error ? error->code : ErrorCode::OK;
}

}  // namespace ix::conformance
