// SPDX-License-Identifier: Apache-2.0
// What the program writes: JSON lines or text for people on stdout, errors and progress on stderr.
#pragma once

#include <interactions/interactions.hpp>

#include <string>
#include <string_view>

namespace cli {

// The exit codes are a contract with scripts.
enum Exit {
  kDone = 0,
  kRefused = 1,
  kUsage = 2,
  kSignedOut = 3,
  kUnreachable = 4,
  kLocalData = 5,
};

Exit exit_of(ix_status status);

// Owns nothing; set once by main, before any command runs.
class Console {
 public:
  void set_json(bool json) { json_ = json; }
  bool json() const { return json_; }

  // One line on stdout.
  void line(std::string_view text) const;
  // A remark for people on stderr; silent with --json, where stderr holds errors only.
  void note(std::string_view text) const;
  // What a person or script has to know beside the answer: on stderr, with --json as an object.
  void notice(std::string_view body, std::string_view text) const;
  // Reports an error. `more`: further JSON members (",\"key\":..."), and lines for people.
  Exit fail(const interactions::Error& error, std::string_view more_json = {},
            std::string_view more_text = {}) const;
  // Wrong usage: exit code 2.
  Exit usage(std::string_view message) const;

  // A progress remark that replaces the one before it; only on a terminal.
  void progress(std::string_view text) const;
  void progress_end() const;

 private:
  bool json_ = false;
};

interactions::Error local_error(ix_status code, std::string_view message);

// Text that came from elsewhere, safe for a terminal: control characters become blanks.
std::string plain(std::string_view text);
// The same on one line of at most `width` columns (characters), cut with "...".
std::string column(std::string_view text, size_t width);
// Local time: "2026-03-01 14:05"; empty for 0.
std::string time_text(int64_t ms);
// "3:07" of a duration.
std::string duration_text(int64_t ms);

}  // namespace cli
