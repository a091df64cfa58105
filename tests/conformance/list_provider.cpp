// SPDX-License-Identifier: Apache-2.0
#include "conformance/list_provider.h"

#include <algorithm>
#include <set>
#include <utility>

#include "conformance/list_files.h"
#include "transport/retry.h"

namespace ix::conformance {

using provider::CallId;
namespace {

constexpr int kNewest = 20;

}  // namespace

Error list_error(json::Value reply, bool signing_in) {
  const std::string_view why = reply["why"].string();
  if (why == "bad_key") {
    return Error(signing_in ? ErrorCode::SIGN_IN_REFUSED : ErrorCode::SIGNED_OUT);
  }
  if (why == "slow_down") {
    return Error(ErrorCode::RATE_LIMITED).with_retry_after(reply["wait_ms"].integer_or(-1));
  }
  if (why == "too_long") return Error(ErrorCode::TEXT_TOO_LARGE);
  if (why == "no_room") return Error(ErrorCode::REFUSED);
  if (why == "nobody") return Error(ErrorCode::NO_ROUTE);
  if (why == "no_message") return Error(ErrorCode::INVALID_CURSOR);
  if (why == "too_big") return Error(ErrorCode::FILE_TOO_LARGE);
  if (why == "no_file") return Error(ErrorCode::MEDIA_GONE);
  return Error(ErrorCode::REFUSED);
}

namespace {

Result<json::Document> read_reply(Result<transport::HttpResponse> response, bool signing_in) {
  if (!response.ok()) return response.error();
  const ErrorCode not_it = signing_in ? ErrorCode::NOT_A_HOMESERVER : ErrorCode::BAD_RESPONSE;
  if (response->status != 200) {
    Error error = transport::error_of_status(*response, 0);
    return signing_in && error.code == ErrorCode::REFUSED ? Error(not_it) : error;
  }
  auto reply = json::Document::parse(std::move(response->body));
  if (!reply.ok() || reply->root()["ok"].type() != json::Type::boolean) return Error(not_it);
  if (!reply->root()["ok"].boolean()) return list_error(reply->root(), signing_in);
  return reply;
}

}  // namespace

ListProvider::~ListProvider() {
  for (const auto& [call, request] : running_) http_.cancel(request);
}

provider::Capabilities ListProvider::capabilities() const {
  return {.client_keys = false,
          .max_content_bytes = 2'000,
          .changes = {.chat = {.edits = false, .deletions = false, .reactions = false},
                      .sms = {.edits = false, .deletions = false, .reactions = false}},
          .read_markers = false,
          .flags = false,
          .rooms = false,
          .files_per_message = 10,
          .reserves_media = false,
          .poll_every_ms = 10'000};
}

std::unique_ptr<json::Writer> ListProvider::asking(std::string_view what) const {
  auto body = std::make_unique<json::Writer>();
  body->begin_object().field("user", session_.user_id).field("do", what);
  body->field("key", session_.credentials.access_token.reveal());
  return body;
}

void ListProvider::ask(CallId call, std::unique_ptr<json::Writer> body, Reply reply) {
  transport::HttpRequest request;
  request.method = "POST";
  request.url = session_.server + "/api";
  request.body = body->end_object().take();
  const bool signing_in = request.body.find(R"("do":"hello")") != std::string::npos;
  running_[call] = http_.start(std::move(request),
                               [this, call, signing_in, reply = std::move(reply)](auto response) {
                                 running_.erase(call);
                                 reply(read_reply(std::move(response), signing_in));
                               });
}

CallId ListProvider::sign_in(provider::SignIn request, Done<provider::Session> done) {
  session_ = {};
  session_.server = request.server;
  session_.user_id = request.user;
  session_.credentials.access_token = request.password;
  ask(++last_, asking("hello"), [this, done](Result<json::Document> reply) {
    if (!reply.ok()) return done(reply.error());
    session_.user_id = std::string(reply->root()["id"].string());
    session_.display_name = std::string(reply->root()["name"].string());
    if (session_.user_id.empty()) return done(Error(ErrorCode::BAD_RESPONSE));
    done(session_);
  });
  return last_;
}

// Nothing expires and nothing is kept there: the password is what every request carries.
CallId ListProvider::refresh(Done<Credentials> done) {
  ask(++last_, asking("hello"), [this, done](Result<json::Document> reply) {
    if (!reply.ok()) return done(reply.error());
    done(session_.credentials);
  });
  return last_;
}

CallId ListProvider::sign_out(Done<void> done) {
  ask(++last_, asking("hello"), [done](const Result<json::Document>&) { done({}); });
  return last_;
}

// One round: the rooms, then a list for each.
struct ListProvider::Round {
  CallId call = 0;
  json::Document rooms;
  std::vector<json::Value> left;  // to list, last first
  ChangeSet changes;
  Done<ChangeSet> done;
};

CallId ListProvider::changes(std::string, Millis, Part, Done<ChangeSet> done) {
  auto round = std::make_shared<Round>();
  round->call = ++last_;
  round->done = std::move(done);
  ask(round->call, asking("rooms"), [this, round](Result<json::Document> reply) {
    if (!reply.ok()) return round->done(reply.error());
    if (!reply->root()["rooms"].is_array()) return round->done(Error(ErrorCode::BAD_RESPONSE));
    round->rooms = reply.take();
    std::set<std::string> gone;
    for (std::string& known : memory_.present_routes()) gone.insert(std::move(known));
    for (const json::Value room : round->rooms.root()["rooms"].elements()) {
      round->left.push_back(room);
      gone.erase(std::string(room["id"].string()));
    }
    for (const std::string& id : gone) {
      RouteChanges ended;
      ended.remote_id = id;
      ended.route.emplace().state = RouteState::left;
      ended.route->can_send = false;
      ended.route->cannot_send_reason = "left";
      round->changes.routes.push_back(std::move(ended));
    }
    list_next(round);
  });
  return round->call;
}

void ListProvider::list_next(const std::shared_ptr<Round>& round) {
  if (round->left.empty()) return round->done(std::move(round->changes));
  const json::Value room = round->left.back();
  round->left.pop_back();
  auto body = asking("list");
  body->field("room", room["id"].string()).field("limit", kNewest);
  ask(round->call, std::move(body), [this, round, room](Result<json::Document> reply) {
    if (!reply.ok()) return round->done(reply.error());
    RouteChanges changes;
    changes.remote_id = std::string(room["id"].string());
    changes.route = route_of(room);
    if (changes.route->kind == RouteKind::internal) {
      const std::string name(room["peer_name"].string());
      round->changes.people.push_back({changes.route->peer_user, name, {}, true});
    }
    read_items(reply->root(), changes.items, changes.relations);
    changes.from_start = reply->root()["all"].boolean();
    // Whether something lies between this and what is stored only the store can know.
    changes.limited = !changes.from_start;
    if (changes.limited && !changes.items.empty()) {
      changes.gap_token = changes.items.front().item.remote_id;
    }
    changes.own_read = std::string(room["read"].string());
    if (room["peer_read"].is_string()) changes.peer_read.emplace_back(room["peer_read"].string());
    round->changes.routes.push_back(std::move(changes));
    list_next(round);
  });
}

RouteChange ListProvider::route_of(json::Value room) const {
  RouteChange route;
  const std::string_view kind = room["kind"].string();
  route.kind = kind == "direct" ? RouteKind::internal
               : kind == "sms"  ? RouteKind::sms
                                : RouteKind::channel;
  route.title = std::string(room["title"].string());
  if (route.kind == RouteKind::internal) route.title = std::string(room["peer_name"].string());
  route.peer_number = std::string(room["number"].string());
  route.peer_user = kind == "sms" ? route.peer_number : std::string(room["peer"].string());
  route.can_send = room["may_write"].boolean(true);
  if (!route.can_send) route.cannot_send_reason = "no_permission";
  return route;
}

Item ListProvider::item_of(json::Value entry) const {
  Item item;
  item.remote_id = std::string(entry["id"].string());
  item.sender = std::string(entry["from"].string());
  item.sender_name = std::string(entry["name"].string());
  item.direction = item.sender == session_.user_id ? Direction::out : Direction::in;
  item.state = item.direction == Direction::out ? ItemState::accepted : ItemState::received;
  item.at_ms = entry["at"].integer_or(0);
  item.text = std::string(entry["text"].string());
  item.deleted = entry["deleted"].boolean();
  if (!item.deleted) item.attachments = read_files(entry["files"]);
  item.edited = entry["edits"].integer_or(0) > 0;
  const auto outcome = call_outcome_from_name(entry["outcome"].string());
  if (entry["kind"].string() == "call" && outcome) {
    item.kind = ItemKind::call;
    item.call = Call{.id = std::string(entry["call"].string()),
                     .direction = entry["incoming"].boolean() ? Direction::in : Direction::out,
                     .outcome = *outcome,
                     .duration_ms = entry["lasted"].integer_or(0),
                     .started_ms = entry["began"].integer_or(0),
                     .number = item.sender_name};
  } else if (entry["kind"].string() != "text") {
    item.kind = ItemKind::notice;
    item.notice = NoticeKind::unsupported;
  }
  return item;
}

void ListProvider::read_items(json::Value reply, std::vector<RemoteItem>& items,
                              std::vector<RelationChange>& relations) const {
  for (const json::Value entry : reply["items"].elements()) {
    Item item = item_of(entry);
    if (item.remote_id.empty()) continue;  // it lists holes, too
    if (item.edited && !item.deleted) {
      RelationChange edit;
      edit.remote_id = item.remote_id + "/" + std::to_string(entry["edits"].integer_or(0));
      edit.target = item.remote_id;
      edit.sender = item.sender;
      edit.text = item.text;
      relations.push_back(std::move(edit));
    }
    items.push_back({std::move(item)});
  }
}

CallId ListProvider::history(std::string remote_id, provider::HistoryFrom from, int limit,
                             Done<HistoryPage> done) {
  auto body = asking("list");
  // Its tokens are the ids of messages.
  const bool at_item = from.token.empty() && !from.before.empty();
  body->field("room", remote_id).field("before", at_item ? from.before : from.token);
  body->field("limit", limit);
  ask(++last_, std::move(body), [this, from, at_item, done](Result<json::Document> reply) {
    if (!reply.ok()) {
      const bool unknown = at_item && reply.error().code == ErrorCode::INVALID_CURSOR;
      return done(unknown ? Error(ErrorCode::NOT_FOUND) : reply.error());
    }
    HistoryPage page;
    page.from_token = from.token;
    read_items(reply->root(), page.items, page.relations);
    std::reverse(page.items.begin(), page.items.end());
    const bool all = reply->root()["all"].boolean() || page.items.empty();
    if (!all) page.next_token = page.items.back().item.remote_id;
    done(std::move(page));
  });
  return last_;
}

CallId ListProvider::send(std::string remote_id, provider::Outgoing message,
                          Done<std::string> done) {
  auto body = asking("post");
  body->field("room", remote_id).field("text", message.text);
  write_files(*body, message.files);
  ask(++last_, std::move(body), [done](Result<json::Document> reply) {
    if (!reply.ok()) return done(reply.error());
    done(std::string(reply->root()["id"].string()));
  });
  return last_;
}

// A number is its own user there; whether it can be reached only opening it tells.
CallId ListProvider::resolve_number(std::string e164, Done<std::string> done) {
  auto body = asking("open");
  body->field("number", e164);
  ask(++last_, std::move(body), [e164, done](Result<json::Document> reply) {
    if (!reply.ok()) return done(reply.error());
    done(e164);
  });
  return last_;
}

CallId ListProvider::open_direct(provider::OpenDirect request, Done<std::string> done) {
  auto body = asking("open");
  body->field(request.is_sms ? "number" : "peer", request.peer_user);
  ask(++last_, std::move(body), [done](Result<json::Document> reply) {
    if (!reply.ok()) return done(reply.error());
    done(std::string(reply->root()["id"].string()));
  });
  return last_;
}

CallId ListProvider::accept_invite(std::string, bool, std::string, Done<void> done) {
  ask(++last_, asking("hello"),
      [done](const Result<json::Document>&) { done(Error(ErrorCode::NOT_FOUND)); });
  return last_;
}

CallId ListProvider::search_people(std::string text, int, Done<std::vector<PersonChange>> done) {
  auto body = asking("people");
  body->field("text", text);
  ask(++last_, std::move(body), [done](Result<json::Document> reply) {
    if (!reply.ok()) return done(reply.error());
    std::vector<PersonChange> people;
    for (const json::Value one : reply->root()["people"].elements()) {
      people.push_back(
          {std::string(one["id"].string()), std::string(one["name"].string()), {}, true});
    }
    done(std::move(people));
  });
  return last_;
}

void ListProvider::cancel(CallId call) {
  const auto found = running_.find(call);
  if (found == running_.end()) return;
  http_.cancel(found->second);
  running_.erase(found);
}

}  // namespace ix::conformance
