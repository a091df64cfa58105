// SPDX-License-Identifier: Apache-2.0
#include "bench/backend.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "bench/data.h"

namespace ix::bench {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);
constexpr size_t kPiece = size_t{256} << 10;

}  // namespace

Backend::Backend() : socket_([this](test::Peer& peer) { serve(peer); }) {
  const std::lock_guard lock(mutex_);
  server_.run_due(clock_.wall_ms());
  alex_ = server_.add_user("alex", kPassword, "Alex");
  sam_ = server_.add_user("sam", kPassword, "Sam");
  room_ = server_.add_direct(sam_, alex_);
  server_.post_message(room_, sam_, "Salut!");
}

Backend::~Backend() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
  changed_.notify_all();
}

void Backend::await_poll() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kPatience, [this] { return polls_held_ > 0; })) {
    give_up("no client waits for changes");
  }
}

void Backend::expect_message() {
  const std::lock_guard lock(mutex_);
  message_in_ = false;
}

Timer::time_point Backend::await_message() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kPatience, [this] { return message_in_; })) {
    give_up("no message came to the server");
  }
  return message_at_;
}

std::string Backend::file_path(int64_t bytes, int number) {
  return "/_matrix/client/v1/media/download/here/f" + std::to_string(bytes) + "-" +
         std::to_string(number);
}

void Backend::show_file(int64_t bytes) {
  const std::lock_guard lock(mutex_);
  const std::string path = file_path(bytes, ++files_shown_);
  const std::string place = path.substr(path.find("/here/"));
  server_.run_due(clock_.wall_ms());
  server_.post_event(room_, sam_, "m.room.message",
                     R"({"msgtype":"m.file","body":"film.bin","url":"mxc:/)" + place +
                         R"(","info":{"mimetype":"application/octet-stream","size":)" +
                         std::to_string(bytes) + "}}");
  changed_.notify_all();
}

void Backend::expect_upload() {
  const std::lock_guard lock(mutex_);
  upload_in_ = false;
}

Timer::time_point Backend::await_upload() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kPatience, [this] { return upload_in_; })) {
    give_up("no file came to the server");
  }
  return upload_at_;
}

bool Backend::take_file(test::Peer& peer, int64_t bytes) {
  while (bytes > 0) {
    const auto piece = static_cast<size_t>(std::min<int64_t>(bytes, kPiece));
    if (peer.read_body(piece).size() != piece) return false;
    bytes -= static_cast<int64_t>(piece);
  }
  {
    const std::lock_guard lock(mutex_);
    upload_at_ = Timer::now();
    upload_in_ = true;
    changed_.notify_all();
  }
  return peer.reply("{}");
}

// The number at its end is in its bytes, so that no two files are the same.
bool Backend::give_file(test::Peer& peer, const std::string& target) {
  const size_t at = target.find("/here/f") + std::string("/here/f").size();
  int64_t left = std::atoll(target.c_str() + at);
  std::string piece(kPiece, 'x');
  const std::string number = target.substr(target.find('-', at));
  piece.replace(0, number.size(), number);
  if (!peer.write("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: " +
                  std::to_string(left) + "\r\n\r\n")) {
    return false;
  }
  for (; left > 0; left -= static_cast<int64_t>(kPiece)) {
    const auto most = static_cast<size_t>(std::min<int64_t>(left, kPiece));
    if (!peer.write(std::string_view(piece).substr(0, most))) return false;
  }
  return true;
}

Timer::time_point Backend::say(const std::string& text) {
  std::unique_lock lock(mutex_);
  poll_out_ = false;
  server_.run_due(clock_.wall_ms());
  server_.post_message(room_, sam_, text);
  changed_.notify_all();
  if (!changed_.wait_for(lock, kPatience, [this] { return poll_out_; })) {
    give_up("no poll was answered");
  }
  return poll_at_;
}

void Backend::serve(test::Peer& peer) {
  for (std::string head; !(head = peer.read_head()).empty();) {
    const auto arrived = Timer::now();
    const size_t method_end = head.find(' ');
    const size_t target_end = head.find(' ', method_end + 1);
    const std::string target = head.substr(method_end + 1, target_end - method_end - 1);
    std::string bearer = test::header_of(head, "authorization");
    bearer.erase(0, std::string("Bearer ").size());
    const std::string size = test::header_of(head, "content-length");
    if (target.find("/media/v3/upload/") != std::string::npos) {
      if (!take_file(peer, std::atoll(size.c_str()))) return;
      continue;
    }
    if (target.find("/media/download/here/") != std::string::npos) {
      if (!give_file(peer, target)) return;
      continue;
    }
    // The core would wait for the bytes of each place it gave out, and give out five at most.
    if (target.find("/media/v1/create") != std::string::npos) {
      (void)peer.read_body(static_cast<size_t>(std::atoll(size.c_str())));
      if (!peer.reply(R"({"content_uri":"mxc://here/up"})")) return;
      continue;
    }
    const std::string body = peer.read_body(static_cast<size_t>(std::atoll(size.c_str())));
    if (target.find("/send/m.room.message/") != std::string::npos) {
      const std::lock_guard lock(mutex_);
      message_at_ = arrived;
      message_in_ = true;
      changed_.notify_all();
    }
    bool held = false;
    const transport::HttpResponse response =
        answer(sandbox::make_request(head.substr(0, method_end), target, bearer, body), held);
    std::string bytes = "HTTP/1.1 " + std::to_string(response.status) + " OK\r\n";
    for (const auto& [name, value] : response.headers)
      bytes.append(name).append(": ").append(value).append("\r\n");
    bytes += "content-length: " + std::to_string(response.body.size()) + "\r\n\r\n";
    bytes += response.body;
    if (held) {
      const std::lock_guard lock(mutex_);
      poll_at_ = Timer::now();
      poll_out_ = true;
      changed_.notify_all();
    }
    if (!peer.write(bytes)) return;
  }
}

transport::HttpResponse Backend::answer(const sandbox::Request& request, bool& held) {
  std::unique_lock lock(mutex_);
  const Millis began = clock_.steady_ms();
  for (;;) {
    const Millis waited = clock_.steady_ms() - began;
    sandbox::Reply reply = server_.handle(request, clock_.wall_ms(), waited);
    if (ending_) return {};
    if (reply) {
      changed_.notify_all();  // others may see what this one did
      return std::move(*reply);
    }
    held = true;
    ++polls_held_;
    changed_.notify_all();
    const sandbox::StreamPosition seen = server_.position();
    changed_.wait_for(lock, std::chrono::seconds(1),
                      [&] { return ending_ || server_.position() != seen; });
    --polls_held_;
  }
}

}  // namespace ix::bench
