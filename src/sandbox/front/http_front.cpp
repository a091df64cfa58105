// SPDX-License-Identifier: Apache-2.0
#include "sandbox/front/http_front.h"

#include <httplib.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>

#include "sandbox/control.h"

namespace ix::sandbox {
namespace {

constexpr const char* kHost = "127.0.0.1";
// A long poll holds a thread for as long as it waits.
constexpr size_t kThreads = 64;
// A file of the largest size, and some more: what is larger the sandbox itself refuses.
constexpr size_t kMaxBody = 300u << 20;
constexpr auto kNothingDue = std::chrono::hours(1);

Request request_from(const httplib::Request& asked) {
  constexpr std::string_view kBearer = "Bearer ";
  std::string bearer = asked.get_header_value("Authorization");
  bearer = bearer.starts_with(kBearer) ? bearer.substr(kBearer.size()) : std::string();
  Request request = make_request(asked.method, asked.target, bearer, asked.body);
  request.content_type = asked.get_header_value("Content-Type");
  request.range = asked.get_header_value("Range");
  return request;
}

// A body of known length is sent as it is. What set_content() takes is compressed as well as can be
// whenever the client allows it: minutes for a large sync, and nothing is saved on loopback.
void give(transport::HttpResponse reply, httplib::Response& response) {
  std::string type = "application/json";
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) {
    if (name == "content-type") {
      type = value;
    } else if (name != "content-length") {
      response.set_header(name, value);
    }
  }
  std::string body = std::move(reply.body);
  const size_t size = body.size();
  if (size == 0) return response.set_content("", type);
  response.set_content_provider(
      size, type, [body = std::move(body)](size_t offset, size_t length, httplib::DataSink& sink) {
        return sink.write(body.data() + offset, length);
      });
}

// The server's constructor has SIGPIPE ignored in the whole process, which is the host's affair (a
// JVM checks its handlers). The server's own threads do without: they block it.
std::unique_ptr<httplib::Server> make_server() {
  static std::mutex making;  // two at once would put back what the other one set
  const std::lock_guard lock(making);
  struct sigaction before = {};
  sigaction(SIGPIPE, nullptr, &before);
  auto server = std::make_unique<httplib::Server>();
  sigaction(SIGPIPE, &before, nullptr);
  return server;
}

// Threads that this one starts block it, too.
void block_pipe_signal() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

}  // namespace

HttpFront::HttpFront(std::unique_ptr<Company> company, Clock& clock)
    : company_(std::move(company)), clock_(clock), server_(make_server()) {}

Result<std::unique_ptr<HttpFront>> HttpFront::start(std::unique_ptr<Company> company, uint16_t port,
                                                    Clock& clock) {
  std::unique_ptr<HttpFront> front(new HttpFront(std::move(company), clock));
  httplib::Server& server = *front->server_;
  const auto handler = [self = front.get()](const httplib::Request& asked,
                                            httplib::Response& response) {
    give(self->answer(request_from(asked)), response);
    // The core has cut out the range already. The server's own request is no constant.
    const_cast<httplib::Request&>(asked).ranges.clear();
  };
  server.Get(".*", handler).Post(".*", handler).Put(".*", handler).Delete(".*", handler);
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_payload_max_length(kMaxBody);
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000);
  server.set_keep_alive_timeout(1);
  // Not the default's SO_REUSEPORT: a port that somebody serves is refused.
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  const int bound = port == 0                          ? server.bind_to_any_port(kHost)
                    : server.bind_to_port(kHost, port) ? port
                                                       : -1;
  if (bound <= 0) {
    return Error(ErrorCode::STORE_IO, "port " + std::to_string(port) +
                                          " cannot be had on 127.0.0.1: it is in use, or not "
                                          "allowed; take another, or 0 for a free one");
  }
  front->port_ = static_cast<uint16_t>(bound);
  front->listener_ = std::thread([&server] {
    block_pipe_signal();
    server.listen_after_bind();
  });
  front->timers_ = std::thread([self = front.get()] { self->run_timers(); });
  // A stop before the listener runs would be lost.
  while (!server.is_running()) std::this_thread::yield();
  return front;
}

HttpFront::~HttpFront() {
  stop();
}

void HttpFront::stop() {
  std::call_once(stopped_, [this] {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (listener_.joinable()) server_->stop();
    if (listener_.joinable()) listener_.join();
    if (timers_.joinable()) timers_.join();
  });
}

void HttpFront::advance(Millis ms) {
  const std::lock_guard lock(mutex_);
  ahead_ms_ += ms;
  company_->server().run_due(now());
  changed_.notify_all();
}

void HttpFront::run_timers() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto due = company_->server().next_due();
    if (due && *due <= now()) {
      company_->server().run_due(now());
      changed_.notify_all();
      continue;
    }
    const auto wait = due ? std::chrono::milliseconds(*due - now()) : kNothingDue;
    changed_.wait_for(lock, std::max<std::chrono::nanoseconds>(wait, std::chrono::milliseconds(1)));
  }
}

transport::HttpResponse HttpFront::answer(const Request& request) {
  std::unique_lock lock(mutex_);
  Homeserver& server = company_->server();
  if (is_control(request)) {
    Millis ahead = 0;
    server.run_due(now());
    auto reply = control(*company_, request, ahead);
    ahead_ms_ += ahead;
    server.run_due(now());
    changed_.notify_all();
    return reply;
  }
  const Millis began = clock_.steady_ms();
  while (!stopping_) {
    const StreamPosition before = server.position();
    const Millis waited = clock_.steady_ms() - began;
    Reply reply = server.handle(request, now(), waited);
    // Somebody may wait for what this request did, and the timers for what it planned.
    if (server.position() != before || reply) changed_.notify_all();
    if (reply) return std::move(*reply);
    const std::string timeout(
        request.parameter("timeout", request.parameter("timeout_ms", "20000")));
    const auto left = std::chrono::milliseconds(
        std::clamp<Millis>(std::atoll(timeout.c_str()) - waited, 1, 600'000));
    const StreamPosition position = server.position();
    changed_.wait_for(lock, left, [&] { return stopping_ || server.position() != position; });
  }
  return error_reply(503, "M_UNKNOWN", "The sandbox is stopping");
}

}  // namespace ix::sandbox
