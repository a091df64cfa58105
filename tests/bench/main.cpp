// SPDX-License-Identifier: Apache-2.0
// Measures the SDK against bare SQLite on the same data. See README.md beside this file.
#include <unistd.h>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "bench/measure.h"

using namespace ix::bench;
namespace fs = std::filesystem;

namespace {

struct Group {
  const char* name;
  void (*run)(const Setup&, Report&);
};
constexpr Group kGroups[] = {{"lists", measure_lists},
                             {"threads", measure_threads},
                             {"searches", measure_searches},
                             {"filters", measure_filters},
                             {"opening", measure_opening},
                             {"sends", measure_sends},
                             {"contention", measure_contention},
                             {"live", measure_live},
                             {"merge", measure_merge},
                             {"prune", measure_prune},
                             {"wire", measure_wire},
                             {"import", measure_import},
                             {"sync", measure_sync},
#ifdef IX_WITH_IMAGES
                             {"pictures", measure_pictures},
#endif
                             {"transfers", measure_transfers},
                             {"sizes", measure_sizes}};

// Made once: a folder that is complete has the file that says so.
void build_once(const std::string& folder, const Scale& scale) {
  const std::string mark = folder + "/complete";
  const std::string version = "1 " + std::to_string(scale.items);
  {
    std::ifstream file(mark);
    std::string line;
    if (std::getline(file, line) && line == version) return;
  }
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::fprintf(stderr, "making %lld items in %s\n", static_cast<long long>(scale.items),
               folder.c_str());
  {
    OpenStore store(folder);
    const Generator generator(scale);
    int64_t said = 0;
    must(generator.fill(*store, [&said](int64_t done) {
      if (done - said < 100'000) return;
      said = done;
      std::fprintf(stderr, "  %lld\n", static_cast<long long>(done));
    }));
  }
  std::ofstream(mark) << version << "\n";
}

[[noreturn]] void usage() {
  std::fprintf(stderr,
               "usage: ix_bench --data DIR --library FILE [--quick] [--json FILE] [--only GROUP]\n"
               "groups:");
  for (const Group& group : kGroups) std::fprintf(stderr, " %s", group.name);
  std::fprintf(stderr, "\n");
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "--child") == 0) return child_main(argv[2], argv[3]);
  Setup setup;
  std::string data, json, only;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--quick") {
      setup.quick = true;
      continue;
    }
    if (i + 1 == argc) usage();
    const std::string value = argv[++i];
    if (word == "--data") {
      data = value;
    } else if (word == "--library") {
      setup.library = value;
    } else if (word == "--json") {
      json = value;
    } else if (word == "--only") {
      only = value;
    } else {
      usage();
    }
  }
  if (data.empty() || setup.library.empty()) usage();
  setup.program = fs::read_symlink("/proc/self/exe").string();
  setup.small = data + "/small";
  setup.data = setup.quick ? data + "/quick" : data + "/full";
  setup.scratch = data + "/scratch";
  setup.scale = setup.quick ? Scale::small() : Scale::full();
  setup.turns = setup.quick ? 4 : 400;
  setup.writes = setup.quick ? 4 : 300;
  fs::remove_all(setup.scratch);
  fs::create_directories(setup.scratch);
  build_once(setup.small, Scale::small());
  build_once(setup.data, setup.scale);

  Report report;
  for (const Group& group : kGroups) {
    if (only.empty() || only == group.name) group.run(setup, report);
  }
  fs::remove_all(setup.scratch);
  std::fputs(report.table().c_str(), stdout);
  if (!json.empty()) std::ofstream(json) << report.json(setup.quick);
  // Figures of a smoke run mean nothing: it passes when everything could be measured.
  return setup.quick || report.missed() == 0 ? 0 : 1;
}
