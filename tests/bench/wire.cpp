// SPDX-License-Identifier: Apache-2.0
// What the SDK adds to a message on its way, and what it does when nothing happens.
#include <curl/curl.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "bench/backend.h"
#include "bench/floor_send.h"
#include "bench/measure.h"
#include "bench/sdk.h"

namespace ix::bench {
namespace {

// The same request by libcurl alone on a connection that is open. It is refused (there is no
// session), which the server says after the bytes are in.
class CurlSend {
 public:
  explicit CurlSend(const std::string& url) : handle_(curl_easy_init()) {
    curl_easy_setopt(handle_, CURLOPT_URL,
                     (url + "/_matrix/client/v3/rooms/r/send/m.room.message/1").c_str());
    curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, "PUT");
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, "{\"msgtype\":\"m.text\",\"body\":\"Merci\"}");
    curl_easy_setopt(handle_, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(
        handle_, CURLOPT_WRITEFUNCTION,
        +[](char*, size_t size, size_t count, void*) { return size * count; });
  }
  ~CurlSend() { curl_easy_cleanup(handle_); }
  CurlSend(const CurlSend&) = delete;
  CurlSend& operator=(const CurlSend&) = delete;
  void send() {
    if (curl_easy_perform(handle_) != CURLE_OK) give_up("curl cannot reach the server");
  }

 private:
  CURL* handle_;
};

void take(ix_client* client, ix_subscription subscription) {
  ix_error* error = nullptr;
  ix_page* page = nullptr;
  expect(ix_subscription_take(client, subscription, &page, &error), error);
  ix_page_release(page);
}

ix_counters counters(ix_client* client) {
  ix_error* error = nullptr;
  ix_counters out = IX_VIEW_INIT(ix_counters);
  expect(ix_client_counters(client, &out, &error), error);
  return out;
}

void measure_idle(const Setup& setup, const std::string& name, ix_client* client, Report& report) {
  const auto span = std::chrono::milliseconds(setup.quick ? 200 : 10'000);
  const ix_counters before = counters(client);
  std::this_thread::sleep_for(span);
  const ix_counters after = counters(client);
  for (const auto& [what, count] : {std::pair("wake-ups", after.wakeups - before.wakeups),
                                    std::pair("requests", after.requests - before.requests)}) {
    Row row;
    row.name = std::string(what) + " in 10 s of doing nothing, " + name;
    row.unit = "times";
    row.measure = Row::Measure::median;
    row.sdk.add(static_cast<double>(count));
    report.add(std::move(row));
  }
}

}  // namespace

void measure_wire(const Setup& setup, Report& report) {
  Backend backend;
  const std::string folder = setup.scratch + "/wire";
  const std::string floor_folder = setup.scratch + "/floor";
  std::filesystem::remove_all(folder);
  copy_account(setup.small, floor_folder);
  {
    FloorSend kept(floor_folder + "/cache.db");
    const auto routes = kept.routes(1);
    if (routes.empty()) give_up("no route to send on");
    Sdk sdk(folder, IX_SYNC_CONTINUOUS);
    ix_client* const client = sdk.get();
    ix_error* error = nullptr;
    sdk.sign_in(backend.url(), "alex", Backend::kPassword);
    backend.await_poll();
    const std::string conversation = only_conversation(client);
    ix_subscription thread = 0;
    expect(ix_subscribe(client, IX_LIVE_THREAD, str(conversation), 50, &thread, &error), error);

    const auto quiet = [&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      backend.await_poll();
      drain(client);
      take(client, thread);
      backend.expect_message();
    };
    CurlSend curl(backend.url());
    Row out, in;
    out.name = "a message out: call to bytes at the server";
    in.name = "a message in: bytes from the server to the event";
    for (int turn = 0; turn <= setup.writes / 3 + 1; ++turn) {
      quiet();
      auto start = Timer::now();
      kept.send(routes.front(), turn, kMessage);
      curl.send();
      const double floor = ms_between(start, backend.await_message());
      quiet();
      start = Timer::now();
      sdk.send(conversation, kMessage);
      const double sent = ms_between(start, backend.await_message());
      quiet();
      // The host waits already when the message comes.
      Timer::time_point readable;
      std::thread host([&] {
        await_event(client, IX_EVENT_SUBSCRIPTION_CHANGED);
        readable = Timer::now();
      });
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const auto left = backend.say(kMessage);
      host.join();
      if (turn == 0) continue;
      out.floor.add(floor);
      out.sdk.add(sent);
      in.sdk.add(ms_between(left, readable));
    }
    for (Row* row : {&out, &in}) {
      row->measure = Row::Measure::median;
      row->budget = 1;
      report.add(std::move(*row));
    }
    quiet();
    measure_idle(setup, "online", client, report);
    expect(ix_client_hint_network(client, IX_NETWORK_NONE, &error), error);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    measure_idle(setup, "offline", client, report);
  }
  std::filesystem::remove_all(folder);
  std::filesystem::remove_all(floor_folder);
}

}  // namespace ix::bench
