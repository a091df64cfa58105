// SPDX-License-Identifier: Apache-2.0
#include "conformance/caller.h"

#include <algorithm>
#include <utility>

namespace ix::conformance {
namespace {

// Of 50 ms each: a minute of the backend's clock.
constexpr int kMostSteps = 1200;
constexpr Millis kStep = 50;
constexpr int kMostRounds = 100;
constexpr Millis kShortPoll = 300;

}  // namespace

std::string MapMemory::route(std::string_view remote_id) {
  const auto found = routes_.find(remote_id);
  return found == routes_.end() ? std::string() : found->second;
}

std::string MapMemory::account(std::string_view key) {
  const auto found = accounts_.find(key);
  return found == accounts_.end() ? std::string() : found->second;
}

std::string MapMemory::newest_item(std::string_view remote_id) {
  const auto found = newest_.find(remote_id);
  return found == newest_.end() ? std::string() : found->second;
}

std::vector<std::string> MapMemory::present_routes() {
  return {present_.begin(), present_.end()};
}

void MapMemory::take(const ChangeSet& changes) {
  for (const RouteChanges& route : changes.routes) {
    if (route.route && route.route->state != RouteState::left) present_.insert(route.remote_id);
    if (route.route && route.route->state == RouteState::left) present_.erase(route.remote_id);
    if (!route.memory.empty()) routes_[route.remote_id] = route.memory;
    if (!route.items.empty()) newest_[route.remote_id] = route.items.back().item.remote_id;
  }
  for (const auto& [key, value] : changes.memory) accounts_[key] = value;
}

std::vector<std::string> Seen::texts() const {
  std::vector<std::string> all;
  for (const Item& item : items) {
    if (item.kind == ItemKind::message) all.push_back(item.text);
  }
  return all;
}

Caller::Caller(Stage& stage, Person person) : stage_(stage), person_(std::move(person)) {
  open();
}

Caller::~Caller() = default;

void Caller::open() {
  provider_.reset();
  http_ = std::make_unique<Wire>(stage_.backend.network(), disturbance);
  provider_ = stage_.backend.factory()({*http_, memory_, stage_.backend.clock(), log_});
}

void Caller::restart() {
  open();
  provider_->set_session(session_);
}

bool Caller::run_until(const std::function<bool()>& done) {
  for (int steps = 0; steps < kMostSteps; ++steps) {
    if (done()) return true;
    http_->run(kStep);
  }
  return done();
}

template <class T>
Result<T> Caller::finish(
    const std::function<provider::CallId(provider::Provider::Done<T>)>& start) {
  // Outlives this call, should the provider complete it twice or late.
  const auto results = std::make_shared<std::vector<Result<T>>>();
  (void)start([results](Result<T> result) { results->push_back(std::move(result)); });
  if (!results->empty()) stage_.fail("a call completed before the connection ran");
  run_until([&results] { return !results->empty(); });
  if (results->empty()) return Error(ErrorCode::TIMEOUT, "the call never completed");
  if (results->size() > 1) stage_.fail("a call completed twice");
  return std::move(results->front());
}

provider::SignIn Caller::request() const {
  provider::SignIn request;
  request.server = person_.server;
  request.user = person_.user;
  request.password = Secret(person_.password);
  return request;
}

Result<provider::Session> Caller::sign_in() {
  return sign_in(request());
}

Result<provider::Session> Caller::sign_in(provider::SignIn request) {
  auto session = finish<provider::Session>(
      [&](auto done) { return provider_->sign_in(std::move(request), std::move(done)); });
  if (session.ok()) use(*session);
  return session;
}

void Caller::use(const provider::Session& session) {
  session_ = session;
  provider_->set_session(session);
}

Status Caller::sign_out() {
  return finish<void>([&](auto done) { return provider_->sign_out(std::move(done)); });
}

Result<Credentials> Caller::refresh() {
  return finish<Credentials>([&](auto done) { return provider_->refresh(std::move(done)); });
}

Result<ChangeSet> Caller::changes_from(const std::string& token, Millis wait_ms) {
  ChangeSet all;
  const auto part = [this, &all](ChangeSet changes) -> Status {
    memory_.take(changes);
    if (!changes.next_token.empty()) stage_.fail("a part that is not the last has a token");
    for (auto& person : changes.people) all.people.push_back(std::move(person));
    for (auto& route : changes.routes) all.routes.push_back(std::move(route));
    return {};
  };
  auto last = finish<ChangeSet>(
      [&](auto done) { return provider_->changes(token, wait_ms, part, std::move(done)); });
  if (!last.ok()) return last;
  last->people.insert(last->people.begin(), all.people.begin(), all.people.end());
  last->routes.insert(last->routes.begin(), all.routes.begin(), all.routes.end());
  return last;
}

Result<ChangeSet> Caller::changes(Millis wait_ms) {
  auto changes = changes_from(token_, wait_ms);
  if (changes.ok()) take(*changes);
  return changes;
}

void Caller::take(const ChangeSet& changes) {
  memory_.take(changes);
  token_ = changes.next_token;
  for (const PersonChange& person : changes.people) people_[person.user_id] = person;
  for (const RouteChanges& route : changes.routes) {
    Seen& seen = seen_[route.remote_id];
    if (route.route) seen.route = route.route;
    for (const RemoteItem& one : route.items) {
      const auto same = [&one](const Item& item) { return item.remote_id == one.item.remote_id; };
      const auto known = std::find_if(seen.items.begin(), seen.items.end(), same);
      if (known == seen.items.end()) {
        seen.items.push_back(one.item);
      } else {
        *known = one.item;
      }
    }
    seen.relations.insert(seen.relations.end(), route.relations.begin(), route.relations.end());
    if (!route.own_read.empty()) seen.own_read = route.own_read;
    for (const std::string& read : route.peer_read) seen.peer_read.push_back(read);
    seen.limited = seen.limited || route.limited;
    if (!route.gap_token.empty()) seen.gap_token = route.gap_token;
    seen.from_start = seen.from_start || route.from_start;
  }
}

bool Caller::knows(const std::string& route) const {
  const auto found = seen_.find(route);
  return found != seen_.end() && found->second.route.has_value();
}

std::vector<std::string> Caller::routes() const {
  std::vector<std::string> all;
  for (const auto& [id, seen] : seen_) all.push_back(id);
  return all;
}

std::vector<std::string> Caller::invitations() const {
  std::vector<std::string> all;
  for (const auto& [id, seen] : seen_) {
    if (seen.route && seen.route->state == RouteState::invited) all.push_back(id);
  }
  return all;
}

bool Caller::sees(const std::function<bool()>& what) {
  for (int rounds = 0; rounds < kMostRounds; ++rounds) {
    if (what()) return true;
    auto more = changes(rounds == 0 ? 0 : kShortPoll);
    if (!more.ok()) {
      stage_.fail("a round of changes failed: " + std::string(error_name(more.error().code)) +
                  ": " + more.error().message);
      return false;
    }
  }
  return what();
}

Result<HistoryPage> Caller::history(const std::string& route, const std::string& token, int limit) {
  return finish<HistoryPage>([&](auto done) {
    return provider_->history(route, {.token = token}, limit, std::move(done));
  });
}

Result<HistoryPage> Caller::history_before(const std::string& route, const std::string& item,
                                           int limit) {
  return finish<HistoryPage>([&](auto done) {
    return provider_->history(route, {.before = item}, limit, std::move(done));
  });
}

Result<std::string> Caller::send(const std::string& route, const std::string& text,
                                 const std::string& key, const std::string& reply_to) {
  const std::string given =
      key.empty() ? stage_.unique("key") + "-" + std::to_string(++keys_) : key;
  return finish<std::string>([&](auto done) {
    return provider_->send(route, {text, given, reply_to}, std::move(done));
  });
}

Result<std::string> Caller::send(const std::string& route, provider::Outgoing message) {
  return finish<std::string>(
      [&](auto done) { return provider_->send(route, std::move(message), std::move(done)); });
}

Result<provider::MediaLimits> Caller::media_limits() {
  return finish<provider::MediaLimits>(
      [&](auto done) { return provider_->media_limits(std::move(done)); });
}

Result<std::string> Caller::reserve_media() {
  return finish<std::string>([&](auto done) { return provider_->reserve_media(std::move(done)); });
}

Result<std::string> Caller::upload(const std::string& uri, const std::string& bytes,
                                   const std::string& name, const std::string& mime) {
  provider::Upload upload;
  upload.uri = uri;
  upload.name = name;
  upload.mime = mime;
  upload.bytes = static_cast<int64_t>(bytes.size());
  upload.source = [bytes, at = size_t{0}](char* into, size_t size) mutable -> Result<size_t> {
    const size_t count = bytes.copy(into, size, at);
    at += count;
    return count;
  };
  return finish<std::string>(
      [&](auto done) { return provider_->upload(std::move(upload), std::move(done)); });
}

Result<std::string> Caller::upload_new(const std::string& bytes, const std::string& mime) {
  std::string uri;
  if (provider_->capabilities().reserves_media) {
    IX_TRY(uri, reserve_media());
  }
  return upload(uri, bytes, "a.bin", mime);
}

Fetched Caller::download(provider::Download wish) {
  Fetched fetched;
  wish.head = [&](const provider::MediaHead& head) {
    if (!fetched.heads.empty() || !fetched.bytes.empty()) {
      stage_.fail("the head of a download came twice, or after a piece of it");
    }
    fetched.heads.push_back(head);
    return Status();
  };
  wish.sink = [&](std::string_view piece) {
    if (fetched.heads.empty()) stage_.fail("a piece of a download came before its head");
    fetched.bytes += piece;
    return Status();
  };
  fetched.status = finish<void>(
      [&](auto done) { return provider_->download(std::move(wish), std::move(done)); });
  return fetched;
}

Fetched Caller::download(const std::string& uri, int64_t from, int64_t max_bytes) {
  provider::Download wish;
  wish.uri = uri;
  wish.from = from;
  wish.max_bytes = max_bytes;
  return download(std::move(wish));
}

Result<std::string> Caller::edit(const std::string& route, provider::Edit edit) {
  return finish<std::string>(
      [&](auto done) { return provider_->edit(route, std::move(edit), std::move(done)); });
}

Status Caller::remove(const std::string& route, provider::Removal removal) {
  return finish<void>(
      [&](auto done) { return provider_->remove(route, std::move(removal), std::move(done)); });
}

Result<std::string> Caller::react(const std::string& route, provider::Reaction reaction) {
  return finish<std::string>(
      [&](auto done) { return provider_->react(route, std::move(reaction), std::move(done)); });
}

Result<std::string> Caller::resolve_number(const std::string& number) {
  return finish<std::string>(
      [&](auto done) { return provider_->resolve_number(number, std::move(done)); });
}

Result<std::string> Caller::open_direct(const std::string& user, bool is_sms,
                                        const std::string& key) {
  return finish<std::string>([&](auto done) {
    return provider_->open_direct({user, is_sms, key}, std::move(done));
  });
}

Result<std::string> Caller::create_room(const NewRoom& room, const std::string& key) {
  return finish<std::string>([&](auto done) {
    return provider_->create_room({room, key}, std::move(done));
  });
}

Result<std::string> Caller::join(const std::string& address) {
  return finish<std::string>([&](auto done) { return provider_->join(address, std::move(done)); });
}

Status Caller::leave(const std::string& route) {
  return finish<void>([&](auto done) { return provider_->leave(route, std::move(done)); });
}

Status Caller::invite(const std::string& route, const std::string& user) {
  return finish<void>([&](auto done) { return provider_->invite(route, user, std::move(done)); });
}

Result<MemberList> Caller::members(const std::string& route, int limit) {
  return finish<MemberList>(
      [&](auto done) { return provider_->members(route, limit, std::move(done)); });
}

Status Caller::accept_invite(const std::string& route, bool direct, const std::string& inviter) {
  return finish<void>(
      [&](auto done) { return provider_->accept_invite(route, direct, inviter, std::move(done)); });
}

Result<std::vector<PersonChange>> Caller::search_people(const std::string& text) {
  return finish<std::vector<PersonChange>>(
      [&](auto done) { return provider_->search_people(text, 20, std::move(done)); });
}

}  // namespace ix::conformance
