// SPDX-License-Identifier: Apache-2.0
// A server on a raw socket that does exactly what a test tells it, however wrong.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace ix::test {

// One accepted connection, used on the thread of its handler.
class Peer {
 public:
  explicit Peer(int fd) : fd_(fd) {}

  // The next request up to and with its empty line; empty when the client has gone.
  std::string read_head();
  // The next `size` bytes; fewer when the client has gone.
  std::string read_body(size_t size);
  // False when the client has gone.
  bool write(std::string_view bytes);
  // A complete 200 that keeps the connection.
  bool reply(std::string_view body);
  // Returns when the client closes (or the server is destroyed); drops what it still sends.
  void wait_until_closed();

 private:
  bool fill();

  int fd_;
  std::string buffer_;
};

// Listens on a free port of 127.0.0.1; each connection runs the handler on its own thread and is
// closed when that returns. The destructor closes all connections and waits for the handlers, so a
// handler must end when its reads and writes fail.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::function<void(Peer&)> handler);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  uint16_t port() const { return port_; }
  std::string url(std::string_view path) const;
  int accepted() const { return accepted_; }

 private:
  struct Connection {
    int fd;
    std::thread thread;
  };
  void accept_loop();

  std::function<void(Peer&)> handler_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::atomic<int> accepted_{0};
  std::mutex mutex_;
  bool stopping_ = false;
  std::list<Connection> connections_;
  std::thread acceptor_;
};

// The value of a header in a request's head; names are compared without case.
std::string header_of(const std::string& head, const std::string& name);

}  // namespace ix::test
