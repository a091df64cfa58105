// SPDX-License-Identifier: Apache-2.0
// The runner of the C++ wrapper, whose lines are the reference: scenarios SCENARIO FOLDER
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

#include "line.h"
#include "scenarios.h"
#include "world.h"

namespace {

struct Entry {
  std::string_view name;
  void (*run)(const scenario::World& world);
  bool needs_server;
};

constexpr Entry kScenarios[] = {
    {"sign_in", scenario::sign_in, true},
    {"list", scenario::list, true},
    {"filters", scenario::filters, true},
    {"thread", scenario::thread, true},
    {"live_changes", scenario::live_changes, true},
    {"send", scenario::send, true},
    {"files", scenario::files, true},
    {"new_number", scenario::new_number, true},
    {"merge_contact", scenario::merge_contact, true},
    {"cancel", scenario::cancel, true},
    {"sign_out", scenario::sign_out, true},
    {"errors", scenario::errors, true},
    {"big_page", scenario::big_page, false},
    {"text", scenario::text, false},
    {"close_busy", scenario::close_busy, true},
    {"many_clients", scenario::many_clients, false},
    {"collected", scenario::collected, false},
    {"permissions", scenario::permissions, false},
    {"credentials", scenario::credentials, true},
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s SCENARIO FOLDER\n", argv[0]);
    return 2;
  }
  for (const Entry& entry : kScenarios) {
    if (entry.name != argv[1]) continue;
    entry.run(scenario::World::make(argv[2], entry.needs_server));
    scenario::Line()
        .number("live_objects",
                interactions::live_objects() + interactions::Sandbox::live_objects())
        .print();
    return 0;
  }
  std::fprintf(stderr, "no such scenario: %s\n", argv[1]);
  return 2;
} catch (const std::exception& error) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
