// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <pthread.h>

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
