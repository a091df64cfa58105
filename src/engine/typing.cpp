// SPDX-License-Identifier: Apache-2.0
#include "engine/typing.h"

#include <algorithm>

namespace ix::engine {
namespace {

bool same(const std::vector<Typist>& a, const std::vector<Typist>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Typist& x, const Typist& y) {
    return x.user == y.user && x.name == y.name;
  });
}

}  // namespace

std::vector<std::string> Typing::told(const std::vector<RouteTyping>& routes) {
  const Millis until = clock_.steady_ms() + kHolds;
  std::vector<std::string> changed;
  std::lock_guard lock(mutex_);
  for (const RouteTyping& one : routes) {
    const auto known = words_.find(one.remote_route);
    const bool was = known != words_.end();
    if (was ? !same(known->second.typists, one.typists) : !one.typists.empty()) {
      changed.push_back(one.remote_route);
    }
    if (!one.typists.empty()) {
      words_[one.remote_route] = {one.typists, until};
    } else if (was) {
      words_.erase(known);
    }
  }
  return changed;
}

std::vector<std::string> Typing::expire() {
  const Millis now = clock_.steady_ms();
  std::vector<std::string> changed;
  std::lock_guard lock(mutex_);
  for (auto it = words_.begin(); it != words_.end();) {
    const bool over = it->second.until <= now;
    if (over) changed.push_back(it->first);
    it = over ? words_.erase(it) : std::next(it);
  }
  return changed;
}

std::vector<std::string> Typing::clear() {
  std::vector<std::string> changed;
  std::lock_guard lock(mutex_);
  for (const auto& [route, word] : words_) changed.push_back(route);
  words_.clear();
  return changed;
}

std::vector<RouteTyping> Typing::now() const {
  const Millis now = clock_.steady_ms();
  std::vector<RouteTyping> out;
  std::lock_guard lock(mutex_);
  for (const auto& [route, word] : words_) {
    if (word.until > now) out.push_back({route, word.typists});
  }
  return out;
}

bool Typing::any() const {
  std::lock_guard lock(mutex_);
  return !words_.empty();
}

std::optional<Millis> Typing::deadline() const {
  std::lock_guard lock(mutex_);
  std::optional<Millis> first;
  for (const auto& [route, word] : words_) first = std::min(first.value_or(word.until), word.until);
  return first;
}

}  // namespace ix::engine
