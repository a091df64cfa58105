// SPDX-License-Identifier: Apache-2.0
// test_simulation [--seeds N] [--first S] [--seed S] [--defect NAME] [--prove] [--actions N]
//                 [--verbose]
//
// Runs seeds, every fourth twice with equal trace hashes, and checks the invariants of the
// architecture. --seed replays one and prints its trace, as does the first seed that fails; --prove
// shows that each deliberate defect is caught.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "simulation/scenario.h"

namespace ix::simulation {
namespace {

struct Arguments {
  uint64_t seeds = 200;
  uint64_t first_seed = 1;
  bool one_seed = false;
  bool prove = false;
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
};

bool parse(int count, char** values, Arguments& arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string name = values[i];
    const bool has_value = i + 1 < count;
    if (name == "--verbose") {
      arguments.run.verbose = true;
    } else if (name == "--prove") {
      arguments.prove = true;
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

std::string replay_command(const RunOptions& options) {
  std::string command = "test_simulation --seed " + std::to_string(options.seed) + " --actions " +
                        std::to_string(options.actions);
  if (options.defect != Defect::none) {
    command += std::string(" --defect ") + defect_name(options.defect);
  }
  return command;
}

// One that differs in what nobody decided differs in many seeds: every fourth tells.
bool runs_twice(uint64_t seed, bool alone) {
  return alone || seed % 4 == 0;
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
}

void print_summary(const Totals& totals) {
  int64_t faults = 0;
  for (const int64_t count : totals.faults) faults += count;
  const std::pair<const char*, int64_t> kRows[] = {
      {"seeds", static_cast<int64_t>(totals.seeds)},
      {"  of these run twice", static_cast<int64_t>(totals.twice)},
      {"steps", totals.steps},
      {"sends accepted", totals.sent},
      {"processes started", totals.processes},
      {"faults", faults}};
  std::printf("simulation\n");
  for (const auto& [name, count] : kRows) {
    std::printf("  %-24s %10lld\n", name, static_cast<long long>(count));
  }
  for (int i = 1; i < kFaultCount; ++i) {
    std::printf("    %-22s %10lld\n", fault_name(static_cast<Fault>(i)),
                static_cast<long long>(totals.faults[static_cast<size_t>(i)]));
  }
  std::printf("  %-24s %10lld\n", "violations", static_cast<long long>(totals.violations));
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

// Each defect must be caught, by the invariant it breaks.
int prove(RunOptions options) {
  constexpr std::pair<Defect, const char*> kExpected[] = {
      {Defect::fresh_transaction_ids, "no double"},
      {Defect::stripped_key, "no double"},
      {Defect::reversed_sync, "one order"},
      {Defect::false_acknowledgement, "no loss"},
      {Defect::lying_disk, "no loss"},
      {Defect::miscounted_unread, "no phantom"},
      {Defect::rosy_carrier, "true status"},
      {Defect::swallowed_events, "no loss"},
      {Defect::invented_events, "one order"},
      {Defect::misread_elsewhere, "converge"}};
  int missed = 0;
  for (const auto& [defect, invariant] : kExpected) {
    options.defect = defect;
    std::string caught;
    for (uint64_t seed = 1; seed <= 60 && caught.empty(); ++seed) {
      options.seed = seed;
      for (const std::string& line : run_scenario(options).violations) {
        if (!line.starts_with(invariant)) continue;
        caught = line;
        break;
      }
    }
    if (caught.empty()) {
      ++missed;
      std::printf("%s: NOT caught by \"%s\" in 60 seeds\n", defect_name(defect), invariant);
    } else {
      std::printf("%s: caught, seed %llu: %s\n  replay: %s\n", defect_name(defect),
                  static_cast<unsigned long long>(options.seed), caught.c_str(),
                  replay_command(options).c_str());
    }
  }
  return missed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace ix::simulation

int main(int count, char** values) {
  using namespace ix::simulation;
  Arguments arguments;
  if (!parse(count, values, arguments)) {
    std::fprintf(stderr,
                 "usage: test_simulation [--seeds N] [--first S] [--seed S] [--actions N] "
                 "[--defect NAME] [--prove] [--verbose]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const auto folder = account_root() / ("ix-simulation-" + std::to_string(::getpid()));
  arguments.run.folder = folder.string();
  int code = 0;
  if (arguments.prove) {
    code = prove(arguments.run);
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
