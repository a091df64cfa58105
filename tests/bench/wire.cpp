// SPDX-License-Identifier: Apache-2.0
// What the SDK adds to a message on its way, and what it does when nothing happens.
#include <curl/curl.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "bench/backend.h"
#include "bench/measure.h"
#include "bench/sdk.h"

namespace ix::bench {
namespace {

// The floor: the same request by libcurl alone on a connection that is open. It is refused (there
// is no session), which the server says after the bytes are in.
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

// Takes events until there is one of that kind.
void await_event(ix_client* client, ix_event_kind kind) {
  ix_error* error = nullptr;
  for (int tries = 0; tries < 200; ++tries) {
    ix_event_batch* batch = nullptr;
    expect(ix_client_poll(client, 100, &batch, &error), error);
    bool found = false;
    for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
      ix_event event = IX_EVENT_INIT;
      (void)ix_event_batch_get(batch, i, &event);
      if (event.kind != kind) continue;
      expect(event.status, event.error);
      found = true;
    }
    ix_event_batch_release(batch);
    if (found) return;
  }
  give_up("no event of kind " + std::to_string(kind));
}

void drain(ix_client* client) {
  ix_error* error = nullptr;
  for (size_t taken = 1; taken > 0;) {
    ix_event_batch* batch = nullptr;
    expect(ix_client_poll(client, 0, &batch, &error), error);
    taken = ix_event_batch_count(batch);
    ix_event_batch_release(batch);
  }
}

void take(ix_client* client, ix_subscription subscription) {
  ix_error* error = nullptr;
  ix_page* page = nullptr;
  expect(ix_subscription_take(client, subscription, &page, &error), error);
  ix_page_release(page);
}

std::string only_conversation(ix_client* client) {
  ix_error* error = nullptr;
  ix_page* page = nullptr;
  expect(ix_conversations_page(client, nullptr, {nullptr, 0}, 1, &page, &error), error);
  ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
  if (ix_page_conversation(page, 0, &view) != IX_OK) give_up("the sync brought no conversation");
  std::string id(view.id.data, view.id.size);
  ix_page_release(page);
  return id;
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
  std::filesystem::remove_all(folder);
  {
    Sdk sdk(folder, IX_SYNC_CONTINUOUS);
    ix_client* const client = sdk.get();
    const std::string url = backend.url();
    ix_sign_in sign_in = IX_SIGN_IN_INIT;
    sign_in.server = str(url);
    sign_in.user = ix_str_of("alex");
    sign_in.password = ix_str_of(Backend::kPassword);
    ix_operation operation = 0;
    ix_error* error = nullptr;
    expect(ix_session_sign_in(client, &sign_in, &operation, &error), error);
    await_event(client, IX_EVENT_OPERATION_COMPLETED);
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
    CurlSend curl(url);
    Row out, in;
    out.name = "a message out: call to bytes at the server";
    in.name = "a message in: bytes from the server to the event";
    for (int turn = 0; turn <= setup.writes / 3 + 1; ++turn) {
      quiet();
      auto start = Timer::now();
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
}

}  // namespace ix::bench
