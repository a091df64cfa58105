// SPDX-License-Identifier: Apache-2.0
// A homeserver on loopback that notes when bytes came in and went out.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "bench/report.h"
#include "sandbox/homeserver.h"
#include "support/loopback_server.h"

namespace ix::bench {

// The sandbox's core behind a raw socket: what a real server would do before it reads, and after it
// has written, is not in the figures. Thread-safe. Two people, @alex with the password "secret" and
// @sam, share one room, which is direct.
class Backend {
 public:
  static constexpr const char* kPassword = "secret";

  Backend();
  ~Backend();
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;
  std::string url() const { return socket_.url(""); }
  const std::string& room() const { return room_; }

  // Waits until a client's long poll is held.
  void await_poll();
  // Forgets what was noted before; then: when the next message came in.
  void expect_message();
  Timer::time_point await_message();
  // Sam writes; when the bytes of a held poll's answer began to leave.
  Timer::time_point say(const std::string& text);

 private:
  void serve(test::Peer& peer);
  transport::HttpResponse answer(const sandbox::Request& request, bool& held);

  SystemClock clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  sandbox::Homeserver server_;
  std::string alex_, sam_, room_;
  int polls_held_ = 0;
  bool message_in_ = false;
  bool poll_out_ = false;
  bool ending_ = false;
  Timer::time_point message_at_, poll_at_;
  test::LoopbackServer socket_;  // last: its threads end first
};

}  // namespace ix::bench
