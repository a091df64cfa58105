// SPDX-License-Identifier: Apache-2.0
#include "when.h"

#include <chrono>
#include <ctime>

namespace cli {

namespace {

// Reads a text from its front.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  // Just so many digits, from `low` to `high`.
  bool number(size_t digits, int low, int high, int& out) {
    if (text_.size() < digits) return false;
    int value = 0;
    for (const char c : text_.substr(0, digits)) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(digits);
    out = value;
    return value >= low && value <= high;
  }

 private:
  std::string_view text_;
};

std::optional<int64_t> from_now(std::string_view text, int64_t now_ms) {
  if (text.size() < 3 || text.size() > 8) return std::nullopt;
  int64_t unit = 0;
  switch (text.back()) {
    case 's':
      unit = 1000;
      break;
    case 'm':
      unit = 60'000;
      break;
    case 'h':
      unit = 3'600'000;
      break;
    case 'd':
      unit = 86'400'000;
      break;
    default:
      return std::nullopt;
  }
  Reader reader(text.substr(1, text.size() - 2));
  int count = 0;
  if (!reader.number(text.size() - 2, 1, 9'999'999, count)) return std::nullopt;
  return now_ms + count * unit;
}

}  // namespace

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::optional<int64_t> parse_when(std::string_view text, int64_t now_ms) {
  if (text.starts_with('+')) return from_now(text, now_ms);
  Reader reader(text);
  std::tm given{};
  int year = 0, month = 0;
  const bool date =
      reader.number(4, 1970, 9999, year) && reader.take('-') && reader.number(2, 1, 12, month) &&
      reader.take('-') && reader.number(2, 1, 31, given.tm_mday) &&
      (reader.take('T') || reader.take(' ')) && reader.number(2, 0, 23, given.tm_hour) &&
      reader.take(':') && reader.number(2, 0, 59, given.tm_min);
  if (!date) return std::nullopt;
  if (reader.take(':') && !reader.number(2, 0, 59, given.tm_sec)) return std::nullopt;
  given.tm_year = year - 1900;
  given.tm_mon = month - 1;
  given.tm_isdst = -1;
  const int day = given.tm_mday;
  std::time_t seconds = 0;
  if (reader.done()) {
    seconds = std::mktime(&given);
  } else {
    int ahead = 0;
    if (!reader.take('Z')) {
      const bool east = reader.take('+');
      int hours = 0, minutes = 0;
      const bool zone = (east || reader.take('-')) && reader.number(2, 0, 14, hours) &&
                        (reader.take(':') || true) && reader.number(2, 0, 59, minutes);
      if (!zone) return std::nullopt;
      ahead = (hours * 60 + minutes) * (east ? 60 : -60);
    }
    if (!reader.done()) return std::nullopt;
    seconds = timegm(&given) - ahead;
  }
  // The 31st of a month of 30 days would be the 1st of the next.
  if (given.tm_mday != day) return std::nullopt;
  return static_cast<int64_t>(seconds) * 1000;
}

}  // namespace cli
