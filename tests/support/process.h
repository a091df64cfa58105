// SPDX-License-Identifier: Apache-2.0
// Programs and folders that a test needs for a while.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace ix::test {

// The path of a program, also in the sbin folders; empty when it is not installed.
std::string find_program(const std::string& name);

// A port on 127.0.0.1 that nobody listened on a moment ago.
uint16_t free_port();

// Whether something accepts connections there.
bool listens(uint16_t port);

// The exit status and what the program wrote to stdout and stderr.
struct CommandResult {
  int exit_code = -1;
  std::string output;
};
CommandResult run_command(const std::vector<std::string>& arguments);

// A folder under the system's temporary one; removed with all it holds.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void write_file(const std::string& path, const std::string& content);
std::string read_file(const std::string& path);

// A program in the background. Ends with the object, and with the test program, however that ends.
class ChildProcess {
 public:
  // stdout and stderr go to `log_file`.
  ChildProcess(const std::vector<std::string>& arguments, const std::string& log_file);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  bool running();
  void stop();

 private:
  pid_t pid_ = -1;
};

}  // namespace ix::test
