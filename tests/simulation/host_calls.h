// SPDX-License-Identifier: Apache-2.0
// Calls that the device's own call stack sees and reports, phase by phase, while the backend's
// record of the same call comes before, in between, after, or never. In the end each is one item.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/call_report.h"

namespace ix::simulation {

class Life;
struct Hand;

// Times are right, whatever the device's clock says.
struct HostCall {
  std::string id;      // the host's
  std::string number;  // the peer's, or
  std::string user;
  Direction direction = Direction::in;
  Millis started = 0;
  Millis answered = 0;  // 0: not
  Millis ended = 0;     // 0: not yet
  CallOutcome outcome = CallOutcome::missed;

  // --- told to the library
  bool reported[3] = {};  // by phase: accepted in this epoch of the device
  int64_t epoch = 0;
  std::string item;  // the one it gave
  bool erased = false;

  // --- told by the backend
  std::string record_id;  // of its record; the host's, or, where that is certain, another or none
  std::string record;     // the event; empty: not yet
};

// When there were calls with a number. A call whose record has another id is known by its time, and
// so has none beside it.
class CallTimes {
 public:
  bool is_free(const std::string& number, Millis now) const;
  bool was_quiet(const std::string& number, Millis now) const;
  void note(const std::string& number, Millis now) { last_[number] = now; }
  void keep_free(const std::string& number, Millis now);

 private:
  std::map<std::string, Millis> last_;
  std::map<std::string, Millis> taken_until_;
};

// All that is still to be reported is, and some records come.
void finish_calls(Life& life, Hand& hand);
// Each call of the device is one item, as everybody was told.
void check_calls(Life& life, Hand& hand);

}  // namespace ix::simulation
