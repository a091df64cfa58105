// SPDX-License-Identifier: Apache-2.0
// A write to a connection that the peer has closed raises SIGPIPE, which would end the host.
#pragma once

#include <csignal>

namespace ix::transport {

// While it lives, SIGPIPE does not reach this thread; one raised meanwhile is swallowed. libcurl's
// own way changes the whole process's handler, which a library in somebody's app must not do.
class PipeSignalGuard {
 public:
  PipeSignalGuard() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    was_pending_ = pending();
    if (!was_pending_) pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~PipeSignalGuard() {
    if (was_pending_) return;  // already blocked by the host, and not ours to take
    if (pending()) {
      int signal = 0;
      sigwait(&pipe_, &signal);
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  PipeSignalGuard(const PipeSignalGuard&) = delete;
  PipeSignalGuard& operator=(const PipeSignalGuard&) = delete;

 private:
  static bool pending() {
    sigset_t set;
    sigemptyset(&set);
    sigpending(&set);
    return sigismember(&set, SIGPIPE) == 1;
  }

  sigset_t pipe_;
  sigset_t before_;
  bool was_pending_ = false;
};

}  // namespace ix::transport
