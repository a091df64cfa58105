// SPDX-License-Identifier: Apache-2.0
// The two scenes that most cases begin with: Bob writes to Ann.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "conformance/caller.h"
#include "conformance/device.h"

namespace ix::conformance {

// Ann's provider by itself.
struct Talk {
  explicit Talk(Stage& given)
      : stage(given), bob(given.person("Bob")), ann(given, given.person("Ann")) {
    route = stage.backend.direct(bob, ann.person());
    if (route.empty()) stage.fail("the backend made no direct route");
  }
  std::string says(const std::string& text) { return stage.backend.say(bob, route, text); }
  // Signed in, and the route is known.
  bool begins() {
    return ann.sign_in().ok() && ann.sees([this] { return ann.knows(route); });
  }
  bool sees(size_t messages) {
    return ann.sees([this, messages] { return ann.seen(route).texts().size() >= messages; });
  }
  std::vector<std::string> texts() { return ann.seen(route).texts(); }
  std::vector<std::string> held() { return stage.backend.texts(bob, route); }

  Stage& stage;
  Person bob;
  Caller ann;
  std::string route;
};

// Ann with the whole core.
struct Chat {
  explicit Chat(Stage& given, Account kind = Account::normal)
      : stage(given),
        bob(given.person("Bob", kind)),
        ann(given.person("Ann", kind)),
        device(given, ann) {
    route = stage.backend.direct(bob, ann);
    if (route.empty()) stage.fail("the backend made no direct route");
  }
  std::string says(const std::string& text) { return stage.backend.say(bob, route, text); }
  // Signed in, and `text` of Bob is shown.
  bool begins(const std::string& text) {
    return !says(text).empty() && !device.sign_in() && sees(text);
  }
  bool sees(const std::string& text) {
    return device.sees([&] {
      const auto all = messages();
      return std::find(all.begin(), all.end(), bob.name + ": " + text) != all.end();
    });
  }
  bool sees_outbox(const std::vector<std::string>& entries) {
    return device.sees([&] { return device.outbox() == entries; });
  }
  std::string conversation() { return device.conversation(bob.name); }
  std::string sends(const std::string& text) { return device.send(conversation(), text); }
  std::vector<std::string> messages() { return device.messages(conversation()); }
  std::vector<std::string> from_bob(std::vector<std::string> texts) const {
    for (std::string& text : texts) text = bob.name + ": " + text;
    return texts;
  }
  std::vector<std::string> held() { return stage.backend.texts(bob, route); }

  Stage& stage;
  Person bob;
  Person ann;
  std::string route;
  Device device;
};

// "<word> 1" to "<word> <count>".
inline Texts counted(const std::string& word, int count) {
  Texts all;
  for (int i = 1; i <= count; ++i) all.push_back(word + " " + std::to_string(i));
  return all;
}

}  // namespace ix::conformance
