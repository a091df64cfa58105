// SPDX-License-Identifier: Apache-2.0
#include "conformance/kit.h"

#include <algorithm>
#include <utility>

namespace ix::conformance {

bool Stage::holds(bool condition, const std::string& what, const char* file, int line) {
  if (condition) return true;
  std::string_view path(file);
  path.remove_prefix(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
  wrong_.push_back(std::string(path) + ":" + std::to_string(line) + ": " + what);
  return false;
}

Person Stage::person(const std::string& name, Account kind) {
  Person made = backend.person(unique(name), kind);
  if (made.id.empty()) fail("the backend gave no person");
  return made;
}

std::string Stage::number() const {
  std::string digits = std::to_string(1000 + number_);
  return "+1416555" + digits;
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (auto part :
       {session_cases(), change_cases(), route_cases(), send_cases(), item_cases(), history_cases(),
        setting_cases(), doing_cases(), room_cases(), media_cases(), media_fault_cases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

Outcome run_case(const Case& one, int number, Backend& backend) {
  Outcome outcome;
  for (const Can need : one.needs) {
    const std::string reason = backend.lacks(need);
    if (reason.empty()) continue;
    outcome.kind = Outcome::Kind::not_applicable;
    outcome.reasons = {reason};
    return outcome;
  }
  Stage stage(backend, number);
  one.run(stage);
  outcome.reasons = stage.wrong();
  if (!outcome.reasons.empty()) outcome.kind = Outcome::Kind::failed;
  return outcome;
}

std::string table(const std::vector<Case>& cases, const std::vector<std::string>& backends,
                  const std::map<std::string, std::vector<Outcome>>& outcomes) {
  static const char* const kWords[] = {"ok", "FAIL", "n/a"};
  size_t widest = 0;
  const auto label = [](const Case& one) { return std::string(one.area) + ": " + one.name; };
  for (const Case& one : cases) widest = std::max(widest, label(one).size());
  std::string text = "case" + std::string(widest - 4, ' ');
  for (const std::string& backend : backends) text += "  " + backend;
  text += "\n";
  std::string reasons;
  std::map<std::string, std::array<int, 3>> counts;
  for (size_t i = 0; i < cases.size(); ++i) {
    text += label(cases[i]) + std::string(widest - label(cases[i]).size(), ' ');
    for (const std::string& backend : backends) {
      const Outcome& outcome = outcomes.at(backend)[i];
      const auto kind = static_cast<size_t>(outcome.kind);
      ++counts[backend][kind];
      std::string word = kWords[kind];
      word.resize(std::max(backend.size(), word.size()), ' ');
      text += "  " + word;
      for (const std::string& reason : outcome.reasons) {
        reasons += std::string("  ") + kWords[kind] + " " + backend + ": " + label(cases[i]) +
                   ": " + reason + "\n";
      }
    }
    while (text.back() == ' ') text.pop_back();
    text += "\n";
  }
  for (const std::string& backend : backends) {
    const auto& count = counts[backend];
    text += backend + ": " + std::to_string(count[0]) + " ok, " + std::to_string(count[1]) +
            " failed, " + std::to_string(count[2]) + " n/a\n";
  }
  return text + reasons;
}

std::string shown(const std::string& text) {
  return '"' + text + '"';
}

std::string shown(const std::vector<std::string>& texts) {
  std::string all = "[";
  for (const std::string& text : texts) all += (all.size() > 1 ? ", " : "") + shown(text);
  return all + "]";
}

std::string shown(ErrorCode code) {
  return code == ErrorCode::OK ? "no error" : error_name(code);
}

}  // namespace ix::conformance
