// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <poll.h>

#include <atomic>
#include <thread>

#include "engine/operations.h"

using namespace ix;
using namespace ix::engine;

namespace {

Event of(EventKind kind, SubscriptionId subscription = 0) {
  Event event;
  event.kind = kind;
  event.subscription = subscription;
  return event;
}

bool readable(int fd) {
  pollfd entry{fd, POLLIN, 0};
  return ::poll(&entry, 1, 0) == 1;
}

}  // namespace

TEST_CASE("events: state events coalesce by key, completions never") {
  EventQueue queue;
  queue.push(of(EventKind::subscription_changed, 1));
  queue.push(of(EventKind::subscription_changed, 1));
  queue.push(of(EventKind::subscription_changed, 2));
  Event done = of(EventKind::operation_completed);
  done.operation = 7;
  queue.push(done);
  queue.push(done);
  CHECK(queue.poll(0).value().size() == 4);
  // Taken: the next change is an event again.
  queue.push(of(EventKind::subscription_changed, 1));
  CHECK(queue.poll(0).value().size() == 1);
}

TEST_CASE("events: each setting that failed is told, and once") {
  EventQueue queue;
  Event failed = of(EventKind::setting_failed);
  failed.from = "r1";
  for (const char* setting : {"muted", "pinned", "muted"}) {
    failed.to = setting;
    queue.push(failed);
  }
  CHECK(queue.poll(0).value().size() == 2);
  // Of what a conversation was replaced with the last word counts.
  Event replaced = of(EventKind::conversation_replaced);
  for (const char* with : {"r2", "r3"}) {
    replaced.from = "r1";
    replaced.to = with;
    queue.push(replaced);
  }
  const auto told = queue.poll(0);
  REQUIRE(told->size() == 1);
  CHECK(told->front().to == "r3");
}

TEST_CASE("events: CLOSED is the last one, then polling is an error") {
  EventQueue queue;
  queue.push(of(EventKind::session_changed));
  queue.close();
  queue.push(of(EventKind::subscription_changed, 1));
  const auto batch = queue.poll(-1);
  REQUIRE(batch->size() == 2);
  CHECK(batch->back().kind == EventKind::closed);
  CHECK(queue.poll(0).error().code == ErrorCode::CLOSED);
}

TEST_CASE("events: the wake-up comes from empty to non-empty and when installed on a full queue") {
  EventQueue queue;
  int calls = 0;
  int released = 0;
  queue.push(of(EventKind::session_changed));
  queue.set_wakeup(
      [&] {
        ++calls;
        CHECK(EventQueue::inside_wakeup());
      },
      [&] { ++released; });
  CHECK(calls == 1);
  queue.push(of(EventKind::subscription_changed, 1));
  CHECK(calls == 1);
  REQUIRE(queue.poll(0).ok());
  queue.push(of(EventKind::subscription_changed, 1));
  CHECK(calls == 2);
  CHECK_FALSE(EventQueue::inside_wakeup());
  queue.set_wakeup(nullptr, nullptr);
  CHECK(released == 1);
}

TEST_CASE("events: the descriptor is readable exactly while events are queued") {
  EventQueue queue;
  queue.push(of(EventKind::session_changed));
  const int fd = queue.descriptor().value();
  CHECK(readable(fd));
  REQUIRE(queue.poll(0).ok());
  CHECK_FALSE(readable(fd));
  queue.push(of(EventKind::session_changed));
  CHECK(readable(fd));
}

TEST_CASE("events: a waiting poll is ended by wake, and a second one is refused") {
  EventQueue queue;
  std::atomic<bool> inside = false;
  std::thread consumer([&] {
    inside = true;
    const auto batch = queue.poll(-1);
    CHECK(batch.ok());
    CHECK(batch->empty());
  });
  while (!inside) std::this_thread::yield();
  // Until the consumer waits a poll here may win; both outcomes end the loop.
  for (;;) {
    const auto second = queue.poll(0);
    if (!second.ok()) {
      CHECK(second.error().code == ErrorCode::POLL_IN_USE);
      break;
    }
    std::this_thread::yield();
  }
  queue.wake();
  consumer.join();
}

TEST_CASE("operations: one completion each, also when cancelled after completion") {
  EventQueue queue;
  Operations operations(queue);
  const OperationId a = operations.begin().value();
  const OperationId b = operations.begin().value();
  int stopped = 0;
  operations.on_cancel(b, [&] { ++stopped; });
  CHECK(operations.complete(a, std::nullopt));
  CHECK_FALSE(operations.complete(a, std::nullopt));
  operations.cancel(a);
  operations.cancel(b);
  operations.cancel(b);
  operations.cancel(99);
  CHECK(stopped == 1);
  const auto batch = queue.poll(0);
  REQUIRE(batch->size() == 2);
  CHECK_FALSE((*batch)[0].error.has_value());
  CHECK((*batch)[1].error->code == ErrorCode::CANCELLED);
}

TEST_CASE("operations: their number is bounded, and closing completes the rest") {
  EventQueue queue;
  Operations operations(queue);
  for (size_t i = 0; i < Operations::kMostInFlight; ++i) REQUIRE(operations.begin().ok());
  CHECK(operations.begin().error().code == ErrorCode::BUSY);
  operations.complete_all(Error(ErrorCode::CLOSED));
  CHECK(queue.poll(0)->size() == Operations::kMostInFlight);
}
