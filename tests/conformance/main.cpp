// SPDX-License-Identifier: Apache-2.0
// ix_conformance [--backend NAME]... [--case TEXT] [--list] [--lines] [--prove] [--synapse URL]
//
// Runs the cases on the backends (all that need nothing from outside, when none is named) and
// prints the table of cases by backends. --case keeps those whose "area: name" holds the text;
// --list names them; --lines prints a line for each as it ends; --prove shows that defects of a
// provider are noticed; --synapse is the control address of tests/synapse/test_conformance.py,
// which runs this program with it.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "conformance/defects.h"
#include "conformance/kit.h"
#include "conformance/list_backend.h"
#include "conformance/sandbox_backend.h"
#include "conformance/synapse_backend.h"

namespace ix::conformance {
namespace {

struct Arguments {
  std::vector<std::string> backends;
  std::string text;
  std::string synapse;
  bool list = false;
  bool lines = false;
  bool prove = false;
};

bool parse(int count, char** values, Arguments& arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string name = values[i];
    const bool has_value = i + 1 < count;
    if (name == "--backend" && has_value) {
      arguments.backends.emplace_back(values[++i]);
    } else if (name == "--case" && has_value) {
      arguments.text = values[++i];
    } else if (name == "--synapse" && has_value) {
      arguments.synapse = values[++i];
    } else if (name == "--prove") {
      arguments.prove = true;
    } else if (name == "--lines") {
      arguments.lines = true;
    } else if (name == "--list") {
      arguments.list = true;
    } else {
      return false;
    }
  }
  if (arguments.backends.empty()) arguments.backends = {"sandbox", "list"};
  return true;
}

std::unique_ptr<Backend> make(const std::string& name, const Arguments& arguments) {
  if (name == "sandbox") return std::make_unique<SandboxBackend>();
  if (name == "list") return std::make_unique<ListBackend>();
  if (name == "synapse" && !arguments.synapse.empty()) {
    return std::make_unique<SynapseBackend>(arguments.synapse);
  }
  return nullptr;
}

// Each deliberate defect of a provider is noticed by some case.
int prove(const std::vector<Case>& cases) {
  bool good = true;
  for (const Defect defect : kDefects) {
    DefectiveBackend backend(defect);
    Texts caught;
    int number = 0;
    for (const Case& one : cases) {
      const Outcome outcome = run_case(one, ++number, backend);
      if (outcome.kind == Outcome::Kind::failed) caught.emplace_back(one.name);
    }
    std::printf("%s: %zu cases fail%s%s\n", name_of(defect), caught.size(),
                caught.empty() ? ", NOBODY NOTICED" : ", first: ",
                caught.empty() ? "" : caught.front().c_str());
    std::fflush(stdout);
    good = good && !caught.empty();
  }
  return good ? 0 : 1;
}

int run(const Arguments& arguments) {
  std::vector<Case> cases;
  for (Case& one : all_cases()) {
    const std::string label = std::string(one.area) + ": " + one.name;
    if (label.find(arguments.text) != std::string::npos) cases.push_back(std::move(one));
  }
  if (cases.empty()) {
    std::fprintf(stderr, "no case has \"%s\" in its name\n", arguments.text.c_str());
    return 2;
  }
  if (arguments.list) {
    for (const Case& one : cases) std::printf("%s: %s\n", one.area, one.name);
    return 0;
  }
  if (arguments.prove) return prove(cases);
  bool good = true;
  std::map<std::string, std::vector<Outcome>> outcomes;
  for (const std::string& name : arguments.backends) {
    const auto backend = make(name, arguments);
    if (!backend) {
      std::fprintf(stderr, "no backend is called %s\n", name.c_str());
      return 2;
    }
    int number = 0;
    for (const Case& one : cases) {
      outcomes[name].push_back(run_case(one, ++number, *backend));
      const Outcome& outcome = outcomes[name].back();
      good = good && outcome.kind != Outcome::Kind::failed;
      if (!arguments.lines || outcome.kind == Outcome::Kind::not_applicable) continue;
      const char* word = outcome.kind == Outcome::Kind::ok ? "ok" : "FAIL";
      std::printf("%s %s: %s: %s\n", word, name.c_str(), one.area, one.name);
      std::fflush(stdout);
    }
  }
  std::fputs(table(cases, arguments.backends, outcomes).c_str(), stdout);
  return good ? 0 : 1;
}

}  // namespace
}  // namespace ix::conformance

int main(int count, char** values) {
  ix::conformance::Arguments arguments;
  if (!ix::conformance::parse(count, values, arguments)) {
    std::fputs(
        "usage: ix_conformance [--backend NAME]... [--case TEXT] [--list] [--lines] [--prove] "
        "[--synapse URL]\n",
        stderr);
    return 2;
  }
  return ix::conformance::run(arguments);
}
