// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>
#include <atomic>
#include <filesystem>
#include <thread>

#include "bench/floor_send.h"
#include "bench/measure.h"
#include "bench/sdk.h"
#include "query/reader.h"

namespace ix::bench {

void copy_account(const std::string& from, const std::string& to) {
  std::filesystem::remove_all(to);
  std::filesystem::create_directories(to);
  for (const char* name : {"cache.db", "cache.db-wal"}) {
    const std::filesystem::path file = std::filesystem::path(from) / name;
    if (std::filesystem::exists(file)) {
      std::filesystem::copy_file(file, std::filesystem::path(to) / name);
    }
  }
  sync();  // else what follows waits for the disk to take the copy
}

void measure_sends(const Setup& setup, Report& report) {
  const std::string sdk_folder = setup.scratch + "/sdk";
  const std::string floor_folder = setup.scratch + "/floor";
  copy_account(setup.data, sdk_folder);
  copy_account(setup.data, floor_folder);
  {
    FloorSend floor(floor_folder + "/cache.db");
    Sdk sdk(sdk_folder);
    ix_error* error = nullptr;
    expect(ix_client_hint_network(sdk.get(), IX_NETWORK_NONE, &error), error);
    const auto routes = floor.routes(setup.writes + 1);
    if (routes.empty()) give_up("no route to send on");
    const auto at = [&routes](int turn) {
      return routes[static_cast<size_t>(turn) % routes.size()];
    };
    report.add(interleaved(
        "durable send while offline, synchronous=FULL", setup.writes, 3,
        [&](int turn) { floor.send(at(turn), turn, kMessage); },
        [&](int turn) { sdk.send("r" + std::to_string(at(turn)), kMessage); }));
  }
  std::filesystem::remove_all(floor_folder);
}

// The store's own functions: to ingest is not for hosts, and a folder has one owner.
void measure_contention(const Setup& setup, Report& report) {
  const std::string folder = setup.scratch + "/busy";
  copy_account(setup.data, folder);
  {
    OpenStore store(folder);
    query::Reader reader(store->database());
    std::vector<ConversationId> some;
    for (const char* cursor = ""; some.empty();) {
      const query::Page page =
          must(reader.conversations(Filter::preset(Preset::direct), cursor, 50));
      for (uint32_t i = 0; i < page.count(IX_TABLE_CONVERSATION); ++i) {
        const auto* row = page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, i);
        const auto id = ConversationId::parse(page.text_or_empty(row->id));
        if (id && (row->flags & IX_CONVERSATION_CAN_SEND) != 0) some.push_back(*id);
      }
      if (some.empty()) give_up("no conversation to send in");
    }
    const Generator other(
        {setup.quick ? 2'000 : 100'000, setup.quick ? size_t{50} : size_t{1'000}, 0});
    std::atomic<bool> ended = false;
    std::thread ingest([&] {
      for (int64_t from = 0;; from += Generator::kPageItems) {
        ChangeSet set = other.page(from);
        if (set.routes.empty()) break;
        for (RouteChanges& changes : set.routes) changes.remote_id.insert(1, "other");
        must(store->ingest(set, nullptr));
      }
      ended = true;
    });
    Row sends, reads, lists;
    sends.name = "durable send while items are ingested";
    reads.name = "thread: newest 50, while items are ingested";
    lists.name = "list of 50: All, while items are ingested";
    for (Row* row : {&sends, &reads, &lists}) {
      row->measure = Row::Measure::p99;
      row->budget = 10;
    }
    for (size_t turn = 0; turn == 0 || !ended; ++turn) {
      auto start = Timer::now();
      store::Touched touched;
      store::NewMessage message;
      message.text = kMessage;
      (void)must(store->send(some[turn % some.size()], message, touched));
      sends.sdk.add(ms_since(start));
      start = Timer::now();
      (void)must(reader.thread(some[turn * 7 % some.size()], {}, 50));
      reads.sdk.add(ms_since(start));
      start = Timer::now();
      (void)must(reader.conversations(Filter::preset(Preset::all), {}, 50));
      lists.sdk.add(ms_since(start));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ingest.join();
    for (Row* row : {&sends, &reads, &lists}) report.add(std::move(*row));
  }
  std::filesystem::remove_all(folder);
}

void measure_merge(const Setup& setup, Report& report) {
  const Generator generator(setup.scale);
  const Plan& busy = generator.unclaimed_customer(setup.quick ? 100 : 10'000);
  std::string other;
  for (const Plan& plan : generator.plans()) {
    if (plan.peer == Peer::customer && plan.rank % 2 == 1 &&
        plan.rank > setup.scale.conversations / 2) {
      other = plan.number();
      break;
    }
  }
  const std::string folder = setup.scratch + "/sdk";
  copy_account(setup.data, folder);
  Sdk sdk(folder);
  const std::string busy_number = busy.number();
  const ix_str numbers[] = {str(busy_number), str(other)};
  Row merge, split;
  merge.name = "merge by a contact with a route of " + std::to_string(busy.count) + " items";
  split.name = "the same contact removed";
  for (int turn = 0; turn < setup.writes / 4 + 1; ++turn) {
    ix_contact_input input;
    ix_contact_input_init(&input, sizeof input);
    input.source_id = ix_str_of("merged");
    input.name = ix_str_of("Merged");
    input.numbers = numbers;
    input.number_count = 2;
    ix_error* error = nullptr;
    ix_text* id = nullptr;
    auto start = Timer::now();
    expect(ix_contact_put(sdk.get(), &input, &id, &error), error);
    merge.sdk.add(ms_since(start));
    start = Timer::now();
    expect(ix_contact_remove(sdk.get(), ix_text_str(id), &error), error);
    split.sdk.add(ms_since(start));
    ix_text_release(id);
  }
  for (Row* row : {&merge, &split}) {
    row->measure = Row::Measure::median;
    row->budget = 10;
    report.add(std::move(*row));
  }
}

}  // namespace ix::bench
