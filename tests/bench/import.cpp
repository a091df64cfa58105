// SPDX-License-Identifier: Apache-2.0
// Many items at once: change sets, and the reply of a server that they are read from.
#include <filesystem>
#include <functional>

#include "base/json_reader.h"
#include "bench/floor.h"
#include "bench/measure.h"
#include "engine/store_memory.h"
#include "provider/matrix/matrix_provider.h"
#include "sandbox/history.h"
#include "sandbox/homeserver.h"

namespace ix::bench {
namespace {

// Statement for statement what a first sync stores of an item: its row, and its words.
class FloorImport {
 public:
  explicit FloorImport(const std::string& path) : floor_(path, FloorWriter::Synchronous::normal) {
    route_ = floor_.prepare(
        "INSERT INTO route (kind, state, remote_id) VALUES (?2, 1, ?1)"
        " ON CONFLICT DO UPDATE SET head_ord = head_ord + 1 RETURNING id");
    item_ = floor_.prepare(
        "INSERT INTO item (route, ord, sort_key, remote_id, kind, direction, sender, sender_name,"
        " at_ms, state, text, call_id, call_direction, call_outcome, call_duration_ms,"
        " call_started_ms, call_number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?3, ?9, ?10, ?11,"
        " ?12, ?13, ?14, ?15, ?16)");
  }
  void ingest(const ChangeSet& set, int64_t from) {
    for (const RouteChanges& changes : set.routes) {
      floor_.begin();
      (void)route_->bind(1, std::string_view(changes.remote_id)).bind(2, int64_t{2}).step();
      const int64_t route = route_->integer(0);
      route_->reset();
      int64_t ord = from;
      for (const RemoteItem& remote : changes.items) insert(route, ++ord, remote.item);
      floor_.commit();
    }
  }

 private:
  void insert(int64_t route, int64_t ord, const Item& item) {
    item_->bind(1, route).bind(2, ord).bind(3, item.at_ms);
    item_->bind(4, std::string_view(item.remote_id)).bind(5, static_cast<int64_t>(item.kind));
    item_->bind(6, static_cast<int64_t>(item.direction)).bind(7, std::string_view(item.sender));
    item_->bind(8, std::string_view(item.sender_name)).bind(9, static_cast<int64_t>(item.state));
    item_->bind(10, std::string_view(item.text));
    const Call call = item.call.value_or(Call());
    item_->bind(11, std::string_view(call.id)).bind(12, static_cast<int64_t>(call.direction));
    item_->bind(13, static_cast<int64_t>(call.outcome)).bind(14, call.duration_ms);
    item_->bind(15, call.started_ms).bind(16, std::string_view(call.number));
    item_->run();
    const bool searched = item.kind == ItemKind::message || item.kind == ItemKind::voicemail;
    if (searched && !item.text.empty()) floor_.add_words(route, item.at_ms, item.text);
  }

  FloorWriter floor_;
  std::unique_ptr<FloorStatement> route_, item_;
};

// Answers each sync with one text, in pieces as they come from a socket, and knows nothing else.
class OneReply final : public transport::HttpClient {
 public:
  explicit OneReply(const std::string& body) : body_(body) {}

  transport::RequestId start(transport::HttpRequest request, Completion done) override {
    started_.push_back({std::move(request), std::move(done)});
    return started_.size();
  }
  void run(Millis) override {
    while (!started_.empty()) {
      auto [request, done] = std::move(started_.back());
      started_.pop_back();
      done(answer(request));
    }
  }
  void cancel(transport::RequestId) override {}
  void wake() override {}
  void reset_connections() override {}
  transport::HttpCounters counters() const override { return {}; }

 private:
  Result<transport::HttpResponse> answer(const transport::HttpRequest& request) {
    if (!request.sink) return sandbox::error_reply(404, "M_UNRECOGNIZED", "Unrecognized request");
    constexpr size_t kPiece = 16 << 10;
    for (size_t at = 0; at < body_.size(); at += kPiece) {
      IX_CHECK(request.sink(std::string_view(body_).substr(at, kPiece)));
    }
    transport::HttpResponse response;
    response.status = 200;
    return response;
  }

  const std::string& body_;
  std::vector<std::pair<transport::HttpRequest, Completion>> started_;
};

// The first sync of an account, as a server words it.
std::string first_sync(const Setup& setup) {
  sandbox::Homeserver server;
  server.run_due(kNewest);
  const std::string alex = server.add_user("alex", "secret", "Alex");
  sandbox::add_history(server, alex, setup.quick ? 2'000 : 100'000, kNewest);
  const auto reply = [&](const sandbox::Request& request) {
    sandbox::Reply out = server.handle(request, kNewest);
    if (!out || out->status != 200) give_up("the sandbox did not answer");
    return out->body;
  };
  const std::string session = reply(sandbox::make_request(
      "POST", "/_matrix/client/v3/login", {},
      R"({"type":"m.login.password","identifier":{"type":"m.id.user","user":"alex"},"password":"secret"})"));
  const auto token = must(json::Document::parse(session));
  return reply(
      sandbox::make_request("GET",
                            "/_matrix/client/v3/sync?filter=" +
                                sandbox::percent_encoded(provider::matrix::sync_filter(50, false)),
                            token.root()["access_token"].string()));
}

// Reads the reply as the engine does; each part and the end go to `store` on the way.
void read_sync(const std::string& body, store::Store& store,
               const std::function<void(const ChangeSet&, bool last)>& take) {
  SystemClock clock;
  const Logger log;
  engine::StoreMemory memory(store);
  OneReply http(body);
  provider::matrix::MatrixProvider provider(http, memory, clock, log);
  provider::Session session;
  session.server = "http://server.test";
  session.user_id = "@alex:pbx.test";
  provider.set_session(session);
  bool ended = false;
  provider.changes(
      {}, 0,
      [&](const ChangeSet& part) {
        take(part, false);
        return Status();
      },
      [&](Result<ChangeSet> rest) {
        take(must(std::move(rest)), true);
        ended = true;
      });
  // More than one request, but not many.
  for (int rounds = 0; rounds < 100 && !ended; ++rounds) http.run(0);
  if (!ended) give_up("the provider asks without end");
}

}  // namespace

void measure_import(const Setup& setup, Report& report) {
  const Scale scale = setup.quick ? Scale{1'000, 50, 0} : Scale{40'000, 1'000, 0};
  const Generator generator(scale);
  std::vector<ChangeSet> pages;
  for (int64_t from = 0;; from += Generator::kPageItems) {
    pages.push_back(generator.page(from));
    if (!pages.back().routes.empty()) continue;
    pages.pop_back();
    break;
  }
  Row row;
  row.name = "import of change sets, searchable when done";
  row.unit = "items/s";
  row.measure = Row::Measure::rate_ratio;
  row.budget = 0.7;
  for (int turn = 0; turn < (setup.quick ? 1 : 5); ++turn) {
    const std::string folder = setup.scratch + "/import";
    const auto rate = [&](const std::function<void()>& work) {
      const auto start = Timer::now();
      work();
      return static_cast<double>(scale.items) / ms_since(start) * 1000;
    };
    std::filesystem::remove_all(folder);
    { OpenStore schema(folder); }
    {
      FloorImport floor(folder + "/cache.db");
      row.floor.add(rate([&] {
        int64_t from = 0;
        for (const ChangeSet& set : pages) {
          floor.ingest(set, from);
          from += Generator::kPageItems;
        }
      }));
    }
    std::filesystem::remove_all(folder);
    {
      OpenStore store(folder);
      row.sdk.add(rate([&] {
        for (const ChangeSet& set : pages) must(store->ingest(set, nullptr));
      }));
    }
    std::filesystem::remove_all(folder);
  }
  report.add(std::move(row));
}

// From the bytes of the reply to what can be listed and found, against the same rows alone.
void measure_sync(const Setup& setup, Report& report) {
  const std::string body = first_sync(setup);
  const std::string folder = setup.scratch + "/import";
  std::vector<ChangeSet> parts;
  int64_t items = 0;
  {
    std::filesystem::remove_all(folder);
    OpenStore store(folder);
    read_sync(body, *store, [&](const ChangeSet& part, bool) {
      must(store->ingest_part(part, nullptr));
      for (const RouteChanges& changes : part.routes) {
        items += static_cast<int64_t>(changes.items.size());
      }
      parts.push_back(part);
    });
  }
  Row row, parse;
  row.name = "Matrix sync, from its JSON to searchable";
  row.unit = "items/s";
  row.measure = Row::Measure::rate_ratio;
  row.budget = 0.5;
  parse.name = "Matrix sync, its JSON parsed alone";
  parse.unit = "MB/s";
  parse.measure = Row::Measure::rate;
  parse.budget = 200;
  for (int turn = 0; turn < (setup.quick ? 1 : 5); ++turn) {
    std::filesystem::remove_all(folder);
    { OpenStore schema(folder); }
    auto start = Timer::now();
    {
      FloorImport floor(folder + "/cache.db");
      for (const ChangeSet& part : parts) floor.ingest(part, 0);
    }
    row.floor.add(static_cast<double>(items) / ms_since(start) * 1000);
    std::filesystem::remove_all(folder);
    {
      OpenStore store(folder);
      start = Timer::now();
      read_sync(body, *store, [&](const ChangeSet& part, bool last) {
        must(last ? store->ingest(part, nullptr) : store->ingest_part(part, nullptr));
      });
      row.sdk.add(static_cast<double>(items) / ms_since(start) * 1000);
    }
    std::filesystem::remove_all(folder);
    start = Timer::now();
    (void)must(json::Document::parse(body));
    parse.sdk.add(static_cast<double>(body.size()) / ms_since(start) / 1000);
  }
  report.add(std::move(row));
  report.add(std::move(parse));
}

}  // namespace ix::bench
