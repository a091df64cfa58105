// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <pthread.h>

#include <csignal>
#include <thread>
#include <vector>

#include "transport/connection_pool.h"
#include "transport/pipe_signal_guard.h"

using namespace ix::transport;

namespace {

bool blocked() {
  sigset_t mask;
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return sigismember(&mask, SIGPIPE) == 1;
}

bool pending() {
  sigset_t set;
  sigpending(&set);
  return sigismember(&set, SIGPIPE) == 1;
}

}  // namespace

TEST_CASE("pipe signal guard: the signal of a broken connection is swallowed, the mask restored") {
  REQUIRE_FALSE(blocked());
  {
    const PipeSignalGuard guard;
    pthread_kill(pthread_self(), SIGPIPE);
    CHECK(pending());
  }
  // Still here: the signal's default is to end the process.
  CHECK_FALSE(pending());
  CHECK_FALSE(blocked());
}

TEST_CASE("pipe signal guard: a signal that the host holds back is left to it") {
  sigset_t pipe;
  sigset_t before;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  pthread_kill(pthread_self(), SIGPIPE);
  { const PipeSignalGuard guard; }
  CHECK(pending());
  int signal = 0;
  sigwait(&pipe, &signal);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("connection pool: many that close at once leave the host's handler of SIGPIPE") {
  struct sigaction own = {};
  struct sigaction before = {};
  own.sa_handler = [](int) {};
  sigaction(SIGPIPE, &own, &before);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([] {
      for (int round = 0; round < 500; ++round) const ConnectionPool pool;
    });
  }
  for (std::thread& thread : threads) thread.join();
  struct sigaction after = {};
  sigaction(SIGPIPE, &before, &after);
  const bool unchanged = after.sa_handler == own.sa_handler;
  CHECK(unchanged);
}
