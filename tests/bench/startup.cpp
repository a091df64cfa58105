// SPDX-License-Identifier: Apache-2.0
// Opening, memory and sizes: what is seen from outside the process.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bench/floor.h"
#include "bench/measure.h"
#include "bench/sdk.h"

extern char** environ;

namespace ix::bench {
namespace {

constexpr int kPresetAll = 0;

int64_t rss_anon_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::atoll(line.c_str() + 8);
  }
  return 0;
}

// Runs this program again as `what` on an account; what it printed. `first_ms`: until it did.
int64_t run_child(const Setup& setup, const std::string& what, double& first_ms) {
  int ends[2];
  if (pipe(ends) != 0) give_up("pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  std::string program = setup.program, flag = "--child", kind = what, folder = setup.data;
  char* arguments[] = {program.data(), flag.data(), kind.data(), folder.data(), nullptr};
  pid_t child = 0;
  const auto start = Timer::now();
  if (posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ) != 0) {
    give_up("cannot start " + program);
  }
  close(ends[1]);
  std::string text;
  char bytes[64];
  first_ms = 0;
  for (ssize_t got; (got = read(ends[0], bytes, sizeof bytes)) > 0;) {
    if (first_ms == 0) first_ms = ms_since(start);
    text.append(bytes, static_cast<size_t>(got));
  }
  close(ends[0]);
  posix_spawn_file_actions_destroy(&actions);
  int state = 0;
  waitpid(child, &state, 0);
  if (state != 0 || text.empty()) give_up("the child " + what + " failed");
  return std::atoll(text.c_str());
}

void say(int64_t value) {
  const std::string line = std::to_string(value) + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(3);
}

int64_t busiest_route(Floor& floor) {
  Plan plan;
  return floor.number("SELECT id FROM route WHERE remote_id = '" + plan.remote_id() + "'");
}

}  // namespace

int child_main(const std::string& what, const std::string& folder) {
  const bool measures_memory = what.starts_with("memory");
  if (what.ends_with("sdk")) {
    Sdk sdk(folder);
    sdk.list(nullptr);
    if (!measures_memory) say(1);
    if (measures_memory) {
      sdk.thread("r1", {});
      sdk.search("merci ", {});
      say(rss_anon_kb());
    }
    return 0;
  }
  Floor connection(folder + "/cache.db");
  FloorReads floor(connection);
  floor.list(kPresetAll);
  if (!measures_memory) say(1);
  if (measures_memory) {
    floor.thread({busiest_route(connection)}, INT64_MAX, INT64_MAX);
    floor.search("{body} : \"merci\"");
    say(rss_anon_kb());
  }
  return 0;
}

void measure_opening(const Setup& setup, Report& report) {
  Row warm;
  warm.name = "open and first list, warm, in process";
  warm.budget = 5;
  warm.measure = Row::Measure::median;
  for (int turn = 0; turn <= setup.turns / 10 + 2; ++turn) {
    auto start = Timer::now();
    {
      Floor connection(setup.database());
      FloorReads floor(connection);
      floor.list(kPresetAll);
      if (turn > 0) warm.floor.add(ms_since(start));
    }
    start = Timer::now();
    Sdk sdk(setup.data);
    sdk.list(nullptr);
    if (turn > 0) warm.sdk.add(ms_since(start));
  }
  report.add(std::move(warm));

  Row fresh;
  fresh.name = "open and first list, as a new process";
  fresh.budget = 40;
  fresh.measure = Row::Measure::median;
  Row memory;
  memory.name = "private memory above the floor's (RssAnon)";
  memory.unit = "MB";
  memory.budget = 8;
  memory.measure = Row::Measure::median;
  for (int turn = 0; turn < (setup.quick ? 2 : 15); ++turn) {
    double took = 0;
    run_child(setup, "open-floor", took);
    fresh.floor.add(took);
    run_child(setup, "open-sdk", took);
    fresh.sdk.add(took);
    const int64_t floor = run_child(setup, "memory-floor", took);
    const int64_t sdk = run_child(setup, "memory-sdk", took);
    memory.sdk.add(static_cast<double>(sdk - floor) / 1024);
  }
  report.add(std::move(fresh));
  report.add(std::move(memory));
}

void measure_sizes(const Setup& setup, Report& report) {
  // The same rows with what the reads above need: places, remote ids, and words with their route.
  const std::string path = setup.scratch + "/plain.db";
  std::filesystem::remove(path);
  {
    Floor floor(path, false);
    floor.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ATTACH '" +
                  setup.database() + "' AS big");
    for (const char* table : {"route", "conversation", "contact", "contact_address", "item"}) {
      floor.execute(floor.text(std::string("SELECT sql FROM big.sqlite_master WHERE name = '") +
                               table + "'"));
      floor.execute(std::string("INSERT INTO main.") + table + " SELECT * FROM big." + table);
    }
    floor.execute(
        "CREATE UNIQUE INDEX place ON item (route, ord); CREATE INDEX remote ON item (remote_id);"
        "CREATE VIRTUAL TABLE words USING fts5 (body, route, content = '', tokenize = 'ix_words');"
        "INSERT INTO words (rowid, body, route) SELECT (at_ms / 1000 << 30) | id, text,"
        " 'r' || route FROM big.item WHERE text <> '' ORDER BY at_ms, id");
  }
  const auto megabytes = [](const std::string& file) {
    return static_cast<double>(std::filesystem::file_size(file)) / (1 << 20);
  };
  Row size;
  size.name = "database size, floor: the same rows, two indexes, words";
  size.unit = "MB";
  size.budget = 1.3;
  size.floor.add(megabytes(path));
  size.sdk.add(megabytes(setup.database()));
  report.add(std::move(size));
  std::filesystem::remove(path);

  const std::string stripped = setup.scratch + "/stripped.so";
  const std::string command = "strip -o '" + stripped + "' '" + setup.library + "'";
  if (std::system(command.c_str()) != 0) give_up("strip failed");
  Row library;
  library.name = "library, stripped";
  library.unit = "MB";
  library.budget = 2.0;
  library.measure = Row::Measure::median;
  library.sdk.add(megabytes(stripped));
  report.add(std::move(library));
  std::filesystem::remove(stripped);
}

}  // namespace ix::bench
