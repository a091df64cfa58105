// SPDX-License-Identifier: Apache-2.0
#include "simulation/world.h"

#include <algorithm>
#include <cstdlib>

namespace ix::simulation {

void Trace::add(Millis at, const std::string& line) {
  lines_.push_back(std::to_string(at) + " " + line);
  // FNV-1a, 64 bits.
  for (const char c : lines_.back()) {
    hash_ ^= static_cast<unsigned char>(c);
    hash_ *= 0x100000001B3u;
  }
}

World::World(uint64_t seed, Defect defect) : random(seed) {
  faults.defect = defect;
  server.run_due(clock.true_wall_ms());
}

void World::at(Millis steady, std::function<void()> event) {
  events_.emplace(std::pair(std::max(steady, clock.steady_ms()), ++planned_), std::move(event));
}

bool World::run_next(Millis deadline) {
  const Millis offset = clock.true_wall_ms() - clock.steady_ms();
  Millis next = deadline + 1;
  if (!events_.empty()) next = std::min(next, events_.begin()->first.first);
  if (const auto due = server.next_due()) next = std::min(next, *due - offset);
  for (const Poll& poll : polls_) next = std::min(next, poll.until);
  if (next > deadline) {
    clock.advance_to(deadline);
    return false;
  }
  clock.advance_to(next);
  if (!events_.empty() && events_.begin()->first.first <= clock.steady_ms()) {
    const auto event = std::move(events_.begin()->second);
    events_.erase(events_.begin());
    event();
  }
  act([](sandbox::Homeserver&) {});
  return true;
}

void World::act(const std::function<void(sandbox::Homeserver&)>& what) {
  server.run_due(clock.true_wall_ms());
  what(server);
  answer_polls();
}

void World::serve(sandbox::Request request, std::shared_ptr<bool> wanted, OnReply reply) {
  sandbox::Reply answer = server.handle(request, clock.true_wall_ms());
  if (answer) {
    if (*wanted) reply(std::move(*answer));
  } else {
    const std::string timeout(request.parameter("timeout", request.parameter("timeout_ms", "0")));
    const Millis now = clock.steady_ms();
    polls_.push_back({std::move(request), now, now + std::atoll(timeout.c_str()), std::move(wanted),
                      std::move(reply)});
  }
  answer_polls();
}

void World::answer_polls() {
  for (auto poll = polls_.begin(); poll != polls_.end();) {
    sandbox::Reply answer;
    if (*poll->wanted) {
      answer =
          server.handle(poll->request, clock.true_wall_ms(), clock.steady_ms() - poll->arrived);
      if (!answer) {
        ++poll;
        continue;
      }
      poll->reply(std::move(*answer));
    }
    poll = polls_.erase(poll);
  }
}

}  // namespace ix::simulation
