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
  // Files of any size are taken in and thrown away, and given out without being kept. Sam shows
  // one of that size, of bytes of its own.
  void show_file(int64_t bytes);
  // A path that the curl program can ask for, with the same bytes.
  static std::string file_path(int64_t bytes, int number);
  static constexpr const char* kUploadPath = "/_matrix/media/v3/upload/here/curl";
  void expect_upload();
  Timer::time_point await_upload();  // when the last byte of it was in

  // Sam writes; when the bytes of a held poll's answer began to leave.
  Timer::time_point say(const std::string& text);

 private:
  void serve(test::Peer& peer);
  bool take_file(test::Peer& peer, int64_t bytes);
  bool give_file(test::Peer& peer, const std::string& target);
  transport::HttpResponse answer(const sandbox::Request& request, bool& held);

  SystemClock clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  sandbox::Homeserver server_;
  std::string alex_, sam_, room_;
  int polls_held_ = 0;
  bool message_in_ = false;
  bool poll_out_ = false;
  bool upload_in_ = false;
  bool ending_ = false;
  int files_shown_ = 0;
  Timer::time_point message_at_, poll_at_, upload_at_;
  test::LoopbackServer socket_;  // last: its threads end first
};

}  // namespace ix::bench
