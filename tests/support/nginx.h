// SPDX-License-Identifier: Apache-2.0
// A real web server for tests.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "support/process.h"

namespace ix::test {

// One nginx process with all its files in one folder, ended with the object. The caller's `server`
// blocks go into the http block; they listen on ports of free_port().
class Nginx {
 public:
  static bool available();

  // Returns when `port` accepts connections. Throws std::runtime_error with nginx's log.
  Nginx(const std::string& folder, const std::string& servers, uint16_t port);

  void stop() { process_->stop(); }

 private:
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace ix::test
