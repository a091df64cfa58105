// SPDX-License-Identifier: Apache-2.0
// History that leaves the device: how fast, how long commands wait for it, and what the file is
// then.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "bench/floor.h"
#include "bench/measure.h"

namespace ix::bench {
namespace {

constexpr int kTransaction = 200;  // items; what the store takes at most

double megabytes(const std::string& file) {
  return static_cast<double>(std::filesystem::file_size(file)) / (1 << 20);
}

store::Pruning some_history(const Setup& setup) {
  store::Pruning pass;
  pass.rules.max_route_items = setup.quick ? 5 : 100;
  return pass;
}

// The same rows, oldest first by route as the store takes them, and nothing else: no gap, no count,
// no row of the list.
double floor_rate(const std::string& whole, const std::string& pruned) {
  std::vector<int64_t> ids;
  {
    Floor both(whole);
    both.execute("ATTACH '" + pruned + "' AS pruned");
    const auto gone = both.prepare(
        "SELECT id FROM item WHERE kind <> 4 AND id NOT IN"
        " (SELECT id FROM pruned.item) ORDER BY route, ord");
    while (gone->step()) ids.push_back(gone->integer(0));
  }
  FloorWriter floor(whole, FloorWriter::Synchronous::normal);
  const auto remove = floor.prepare("DELETE FROM item WHERE id = ?1");
  const auto start = Timer::now();
  for (size_t at = 0; at < ids.size();) {
    floor.begin();
    for (int i = 0; i < kTransaction && at < ids.size(); ++i) remove->bind(1, ids[at++]).run();
    floor.commit();
  }
  return static_cast<double>(ids.size()) / ms_since(start) * 1000;
}

// Alone, and the same rows bare.
void measure_rate(const Setup& setup, Report& report) {
  const std::string folder = setup.scratch + "/pruned";
  const std::string file = folder + "/cache.db";
  const std::string bare = setup.scratch + "/bare";
  copy_account(setup.data, folder);
  Row rate, step, smaller, size;
  rate.name = "retention by count, items that go";
  rate.unit = "items/s";
  rate.measure = Row::Measure::rate_ratio;
  rate.budget = 0.5;
  step.name = "retention by count, the longest of its transactions";
  step.measure = Row::Measure::median;
  step.budget = 40;
  smaller.name = "the file made smaller afterwards, search index merged";
  smaller.measure = Row::Measure::recorded;
  size.name = "database size then, floor: the same vacuumed";
  size.unit = "MB";
  size.budget = 1.3;
  {
    OpenStore store(folder);
    store::Pruning pass = some_history(setup);
    double longest = 0;
    const auto begun = Timer::now();
    for (bool more = true; more;) {
      store::Touched touched;
      const bool writes = static_cast<bool>(pass.route);
      const auto start = Timer::now();
      more = must(store->prune_step(pass, touched));
      if (writes) longest = std::max(longest, ms_since(start));
    }
    rate.sdk.add(static_cast<double>(pass.items) / ms_since(begun) * 1000);
    step.sdk.add(longest);
    const auto start = Timer::now();
    must(store->forget_deleted());
    smaller.sdk.add(ms_since(start));
  }
  size.sdk.add(megabytes(file));
  copy_account(setup.data, bare);
  rate.floor.add(floor_rate(bare + "/cache.db", file));
  std::filesystem::remove_all(bare);
  const std::string vacuumed = setup.scratch + "/vacuumed.db";
  {
    Floor floor(file);
    floor.execute("VACUUM INTO '" + vacuumed + "'");
  }
  size.floor.add(megabytes(vacuumed));
  std::filesystem::remove(vacuumed);
  std::filesystem::remove_all(folder);
  for (Row* row : {&rate, &step, &smaller, &size}) report.add(std::move(*row));
}

// What a person waits who sends meanwhile.
Row sends_while(const char* name, store::Store& store, const std::vector<ConversationId>& some,
                const std::function<bool()>& busy) {
  Row row;
  row.name = name;
  row.measure = Row::Measure::p99;
  row.budget = 10;
  for (size_t turn = 0; turn == 0 || busy(); ++turn) {
    const auto start = Timer::now();
    store::Touched touched;
    store::NewMessage message;
    message.text = kMessage;
    (void)must(store.send(some[turn % some.size()], message, touched));
    row.sdk.add(ms_since(start));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return row;
}

void measure_waiting(const Setup& setup, Report& report) {
  const std::string folder = setup.scratch + "/pruned";
  copy_account(setup.data, folder);
  {
    std::vector<ConversationId> some;
    {
      Floor floor(folder + "/cache.db");
      const auto rows =
          floor.prepare("SELECT conversation FROM route WHERE can_send AND state = 1 LIMIT 50");
      while (rows->step()) some.push_back(ConversationId{rows->integer(0)});
    }
    if (some.empty()) give_up("no conversation to send in");
    OpenStore store(folder);
    std::atomic<bool> pruning = true;
    std::atomic<bool> tidying = true;
    std::thread pruner([&] {
      store::Pruning pass = some_history(setup);
      for (bool more = true; more;) {
        store::Touched touched;
        more = must(store->prune_step(pass, touched));
      }
      pruning = false;
      must(store->forget_deleted());
      tidying = false;
    });
    Row pruned = sends_while("durable send while history is pruned", *store, some,
                             [&] { return pruning.load(); });
    Row tidied = sends_while("durable send while the file is made smaller", *store, some,
                             [&] { return tidying.load(); });
    pruner.join();
    report.add(std::move(pruned));
    report.add(std::move(tidied));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

void measure_prune(const Setup& setup, Report& report) {
  measure_rate(setup, report);
  measure_waiting(setup, report);
}

}  // namespace ix::bench
