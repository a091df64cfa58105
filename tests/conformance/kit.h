// SPDX-License-Identifier: Apache-2.0
// The cases, and what runs them.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "conformance/backend.h"

namespace ix::conformance {

using Texts = std::vector<std::string>;

// One case on one backend while it runs: what it found wrong, and names nobody else uses.
class Stage {
 public:
  Stage(Backend& tested, int number) : backend(tested), number_(number) {}

  // Notes what does not hold. Gives `condition` back.
  bool holds(bool condition, const std::string& what, const char* file, int line);
  void fail(const std::string& what) { wrong_.push_back(what); }
  const std::vector<std::string>& wrong() const { return wrong_; }

  // A new person, called "<name> <number of the case>".
  Person person(const std::string& name, Account kind = Account::normal);
  std::string unique(const std::string& name) const { return name + std::to_string(number_); }
  // A number of a mobile phone that no other case uses.
  std::string number() const;

  Backend& backend;

 private:
  int number_;
  std::vector<std::string> wrong_;
};

// What a case says of itself. `run` returns at the first thing that is wrong.
struct Case {
  const char* area;
  const char* name;
  std::vector<Can> needs;
  void (*run)(Stage&);
};

struct Outcome {
  enum class Kind { ok, failed, not_applicable } kind = Kind::ok;
  std::vector<std::string> reasons;  // what was wrong, or why it does not apply
};

// All cases, in the order of the table.
std::vector<Case> all_cases();
std::vector<Case> session_cases();
std::vector<Case> change_cases();
std::vector<Case> route_cases();
std::vector<Case> send_cases();
std::vector<Case> item_cases();
std::vector<Case> history_cases();
std::vector<Case> setting_cases();
std::vector<Case> doing_cases();
std::vector<Case> room_cases();
std::vector<Case> media_cases();
std::vector<Case> media_fault_cases();

Outcome run_case(const Case& one, int number, Backend& backend);
// Cases by backends, and below it every reason. `outcomes` by backend name, in the cases' order.
std::string table(const std::vector<Case>& cases, const std::vector<std::string>& backends,
                  const std::map<std::string, std::vector<Outcome>>& outcomes);

// In a case: what must hold, else the case ends.
#define IX_EXPECT(condition)                                               \
  do {                                                                     \
    if (!stage.holds((condition), #condition, __FILE__, __LINE__)) return; \
  } while (false)
// The same, with the values that differ.
#define IX_EXPECT_EQ(seen, wanted)                                                   \
  do {                                                                               \
    const auto& ix_seen = (seen);                                                    \
    const std::decay_t<decltype(ix_seen)> ix_wanted(wanted);                         \
    if (!stage.holds(ix_seen == ix_wanted,                                           \
                     std::string(#seen) + " is " + ix::conformance::shown(ix_seen) + \
                         ", expected " + ix::conformance::shown(ix_wanted),          \
                     __FILE__, __LINE__)) {                                          \
      return;                                                                        \
    }                                                                                \
  } while (false)

std::string shown(const std::string& text);
std::string shown(const std::vector<std::string>& texts);
std::string shown(ErrorCode code);
template <class T>
  requires std::is_integral_v<T>
std::string shown(T value) {
  return std::to_string(value);
}
template <class T>
  requires std::is_enum_v<T>
std::string shown(T value) {
  return "#" + std::to_string(static_cast<int64_t>(value));
}

}  // namespace ix::conformance
