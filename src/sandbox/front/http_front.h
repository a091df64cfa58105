// SPDX-License-Identifier: Apache-2.0
// The company on a port of 127.0.0.1.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "sandbox/company.h"

namespace httplib {
class Server;
}

namespace ix::sandbox {

// Owns the company, the server's threads, and the thread that does what is due. The clock outlives
// it. Everything is thread-safe; the company is touched under one lock.
class HttpFront {
 public:
  // STORE_IO: the port cannot be had. Port 0: a free one.
  static Result<std::unique_ptr<HttpFront>> start(std::unique_ptr<Company> company, uint16_t port,
                                                  Clock& clock);
  ~HttpFront();
  HttpFront(const HttpFront&) = delete;
  HttpFront& operator=(const HttpFront&) = delete;

  uint16_t port() const { return port_; }
  const CompanyFile& file() const { return company_->file(); }  // immutable
  // Ends polls and connections, and joins the threads. Idempotent.
  void stop();
  void advance(Millis ms);

  // work(Company&) under the lock, at the present time; waiting polls look again afterwards.
  template <class Work>
  auto with_company(Work&& work) {
    const std::lock_guard lock(mutex_);
    company_->server().run_due(now());
    auto result = work(*company_);
    changed_.notify_all();
    return result;
  }

 private:
  HttpFront(std::unique_ptr<Company> company, Clock& clock);
  Millis now() const { return clock_.wall_ms() + ahead_ms_; }
  void run_timers();
  transport::HttpResponse answer(const Request& request);

  std::unique_ptr<Company> company_;
  Clock& clock_;
  std::unique_ptr<httplib::Server> server_;
  uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;  // the stream moved, something new is due, or the end
  bool stopping_ = false;
  Millis ahead_ms_ = 0;
  std::once_flag stopped_;
  std::thread listener_;
  std::thread timers_;
};

}  // namespace ix::sandbox
