// SPDX-License-Identifier: Apache-2.0
// test_simulation [--seeds N] [--first S] [--seed S] [--defect NAME] [--prove] [--actions N]
//                 [--until-caught] [--verbose]
//
// Runs seeds, every ninth twice with equal trace hashes, and checks the invariants of the
// architecture. --seed replays one and prints its trace, as does the first seed that fails; --prove
// shows that each deliberate defect is caught; --until-caught ends at the first violation with one
// line (of mutants.py).
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "simulation/action.h"
#include "simulation/prove.h"
#include "simulation/scenario.h"
#include "simulation/shrink.h"

namespace ix::simulation {
namespace {

struct Arguments {
  uint64_t seeds = 200;
  uint64_t first_seed = 1;
  bool one_seed = false;
  bool prove = false;
  bool until_caught = false;
  RunOptions run;
};

struct Totals {
  uint64_t seeds = 0;
  uint64_t twice = 0;
  int64_t steps = 0;
  int64_t sent = 0;
  int64_t processes = 0;
  int64_t violations = 0;
  std::array<int64_t, kFaultCount> faults{};
  std::vector<int64_t> actions = std::vector<int64_t>(all_actions().size());
  std::map<std::string, int64_t> counts;
};

bool parse(int count, char** values, Arguments& arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string name = values[i];
    const bool has_value = i + 1 < count;
    if (name == "--verbose") {
      arguments.run.verbose = true;
    } else if (name == "--prove") {
      arguments.prove = true;
    } else if (name == "--until-caught") {
      arguments.until_caught = true;
    } else if (name == "--seeds" && has_value) {
      arguments.seeds = std::strtoull(values[++i], nullptr, 10);
    } else if (name == "--first" && has_value) {
      arguments.first_seed = std::strtoull(values[++i], nullptr, 10);
    } else if (name == "--seed" && has_value) {
      arguments.first_seed = std::strtoull(values[++i], nullptr, 10);
      arguments.seeds = 1;
      arguments.one_seed = true;
    } else if (name == "--actions" && has_value) {
      arguments.run.actions = std::atoi(values[++i]);
    } else if (name == "--defect" && has_value) {
      if (!defect_of(values[++i], arguments.run.defect)) return false;
    } else {
      return false;
    }
  }
  return true;
}

void print_trace(const RunResult& result) {
  for (const std::string& line : result.trace) std::printf("  %s\n", line.c_str());
}

// One that differs in what nobody decided differs in many seeds: every ninth tells, with
// a second device or without.
bool runs_twice(uint64_t seed, bool alone) {
  return alone || seed % 9 == 0;
}

// The first difference between the traces of two runs of one seed is a violation.
void compare_runs(const RunResult& first, const RunResult& second,
                  std::vector<std::string>& violations) {
  if (first.trace_hash == second.trace_hash) return;
  size_t at = 0;
  while (at < first.trace.size() && at < second.trace.size() &&
         first.trace[at] == second.trace[at]) {
    ++at;
  }
  violations.push_back("determinism: two runs differ from trace line " + std::to_string(at) + ": " +
                       (at < first.trace.size() ? first.trace[at] : "(end)") + " | " +
                       (at < second.trace.size() ? second.trace[at] : "(end)"));
}

void run_seed(const RunOptions& options, bool print, Totals& totals) {
  const RunResult first = run_scenario(options);
  std::vector<std::string> violations = first.violations;
  if (runs_twice(options.seed, print)) {
    compare_runs(first, run_scenario(options), violations);
    ++totals.twice;
  }
  ++totals.seeds;
  totals.steps += first.steps;
  totals.sent += first.sent;
  totals.processes += first.processes;
  for (size_t i = 0; i < totals.faults.size(); ++i) totals.faults[i] += first.faults[i];
  for (size_t i = 0; i < totals.actions.size(); ++i) totals.actions[i] += first.actions[i];
  for (const auto& [what, times] : first.counts) totals.counts[what] += times;
  // One story is read at a time: the first that went wrong.
  const bool first_failure = !violations.empty() && totals.violations == 0;
  totals.violations += static_cast<int64_t>(violations.size());
  if (print || first_failure) print_trace(first);
  if (violations.empty()) return;
  std::printf("seed %llu: %zu violations\n", static_cast<unsigned long long>(options.seed),
              violations.size());
  std::map<std::string, int> distinct;
  for (const std::string& line : violations) ++distinct[line];
  for (const auto& [line, times] : distinct) {
    std::printf("  VIOLATION %s%s\n", line.c_str(),
                times == 1 ? "" : (" (" + std::to_string(times) + " times)").c_str());
  }
  std::printf("  replay: %s\n", replay_command(options).c_str());
  if (first_failure && !first.violations.empty()) {
    const RunOptions fewest = shrink(options, first.violations.front());
    std::printf("  fewest actions: %s\n", replay_command(fewest).c_str());
  }
}

int until_caught(RunOptions options, uint64_t seeds) {
  for (const uint64_t last = options.seed + seeds; options.seed < last; ++options.seed) {
    const RunResult result = run_scenario(options);
    if (result.violations.empty()) continue;
    std::printf("seed %llu: VIOLATION %s\n", static_cast<unsigned long long>(options.seed),
                result.violations.front().c_str());
    return 1;
  }
  return 0;
}

void print_row(const char* indent, const char* name, int64_t count) {
  const int width = 28 - static_cast<int>(std::strlen(indent));
  std::printf("%s%-*s %10lld\n", indent, width, name, static_cast<long long>(count));
}

void print_summary(const Totals& totals) {
  std::printf("simulation\n");
  print_row("  ", "seeds", static_cast<int64_t>(totals.seeds));
  print_row("    ", "of these run twice", static_cast<int64_t>(totals.twice));
  print_row("  ", "steps", totals.steps);
  print_row("  ", "sends accepted", totals.sent);
  print_row("  ", "processes started", totals.processes);
  print_row("  ", "faults",
            std::accumulate(totals.faults.begin(), totals.faults.end(), int64_t{0}));
  for (size_t i = 1; i < totals.faults.size(); ++i) {
    print_row("    ", fault_name(static_cast<Fault>(i)), totals.faults[i]);
  }
  print_row("  ", "actions",
            std::accumulate(totals.actions.begin(), totals.actions.end(), int64_t{0}));
  for (size_t i = 0; i < totals.actions.size(); ++i) {
    print_row("    ", all_actions()[i].name, totals.actions[i]);
  }
  for (const auto& [what, times] : totals.counts) print_row("  ", what.c_str(), times);
  print_row("  ", "violations", totals.violations);
}

// In memory where there is room: what survives a power loss is the fault VFS's word, not the
// disk's.
std::filesystem::path account_root() {
  constexpr const char* kMemory = "/dev/shm";
  constexpr uintmax_t kEnough = 256u << 20;
  std::error_code failed;
  const auto space = std::filesystem::space(kMemory, failed);
  const bool usable = !failed && space.available >= kEnough && ::access(kMemory, W_OK) == 0;
  return usable ? std::filesystem::path(kMemory) : std::filesystem::temp_directory_path();
}

}  // namespace
}  // namespace ix::simulation

int main(int count, char** values) {
  using namespace ix::simulation;
  Arguments arguments;
  if (!parse(count, values, arguments)) {
    std::fprintf(stderr,
                 "usage: test_simulation [--seeds N] [--first S] [--seed S] [--actions N] "
                 "[--defect NAME] [--prove] [--until-caught] [--verbose]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const auto folder = account_root() / ("ix-simulation-" + std::to_string(::getpid()));
  arguments.run.folder = folder.string();
  int code = 0;
  if (arguments.prove) {
    code = prove(arguments.run);
  } else if (arguments.until_caught) {
    arguments.run.seed = arguments.first_seed;
    code = until_caught(arguments.run, arguments.seeds);
  } else {
    Totals totals;
    for (uint64_t i = 0; i < arguments.seeds; ++i) {
      arguments.run.seed = arguments.first_seed + i;
      run_seed(arguments.run, arguments.one_seed, totals);
    }
    print_summary(totals);
    code = totals.violations == 0 ? 0 : 1;
  }
  std::filesystem::remove_all(folder);
  return code;
}
