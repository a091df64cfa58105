// SPDX-License-Identifier: Apache-2.0
#include "support/nginx.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace ix::test {

bool Nginx::available() {
  return !find_program("nginx").empty();
}

Nginx::Nginx(const std::string& folder, const std::string& servers, uint16_t port) {
  const std::string config = folder + "/nginx.conf";
  const std::string log = folder + "/nginx.log";
  // One process, in the foreground and as the user who runs the test: its pid is the one to end.
  std::string text = "daemon off;\nmaster_process off;\nworker_processes 1;\n";
  text += "pid " + folder + "/nginx.pid;\nerror_log " + log + " warn;\n";
  text += "events { worker_connections 256; }\nhttp {\n  access_log off;\n";
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text += std::string("  ") + kind + "_temp_path " + folder + "/" + kind + ";\n";
  }
  write_file(config, text + servers + "}\n");
  process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{find_program("nginx"), "-p", folder, "-e", log, "-c", config}, log);
  for (int i = 0; i < 1000; ++i) {
    if (listens(port)) return;
    if (!process_->running()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("nginx did not start: " + read_file(log));
}

}  // namespace ix::test
