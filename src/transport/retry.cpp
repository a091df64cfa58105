// SPDX-License-Identifier: Apache-2.0
#include "transport/retry.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace ix::transport {
namespace {

// A server that asks for more than a day is mistaken, or its clock is.
constexpr Millis kLongestRetryAfter = 24 * 3600 * 1000;

using ascii::is_digit;

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Days since 1970-01-01 in the Gregorian calendar: whole 400-year cycles, years counted from March
// so that the leap day comes last.
int64_t days_since_epoch(int64_t year, int64_t month, int64_t day) {
  if (month <= 2) --year;
  const int64_t cycle = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_cycle = year - cycle * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_cycle =
      year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return cycle * 146'097 + day_of_cycle - 719'468;
}

// Reads a date piece by piece; the first piece that does not fit fails all that follow.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  void literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) return fail();
    rest_.remove_prefix(expected.size());
  }

  int64_t digits(size_t count) {
    int64_t value = 0;
    for (size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || !is_digit(rest_[i])) {
        fail();
        return 0;
      }
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  // asctime pads the day with a blank.
  int64_t padded_day() {
    if (rest_.starts_with(' ')) {
      rest_.remove_prefix(1);
      return digits(1);
    }
    return digits(2);
  }

  int64_t month() {
    static constexpr std::array<std::string_view, 12> kNames = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (size_t i = 0; i < kNames.size(); ++i) {
      if (!rest_.starts_with(kNames[i])) continue;
      rest_.remove_prefix(3);
      return static_cast<int64_t>(i) + 1;
    }
    fail();
    return 1;
  }

  Millis time_of_day() {
    const int64_t hour = digits(2);
    literal(":");
    const int64_t minute = digits(2);
    literal(":");
    const int64_t second = digits(2);  // 60 is a leap second
    if (hour > 23 || minute > 59 || second > 60) fail();
    return ((hour * 60 + minute) * 60 + second) * 1000;
  }

  void fail() {
    failed_ = true;
    rest_ = {};
  }
  bool complete() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

std::optional<Millis> from_civil(const DateReader& reader, int64_t year, int64_t month, int64_t day,
                                 Millis time_of_day) {
  if (!reader.complete() || day < 1 || day > 31 || year < 1970) return std::nullopt;
  return days_since_epoch(year, month, day) * 86'400'000 + time_of_day;
}

}  // namespace

// The weekday's name is not held against the date: it carries nothing.
std::optional<Millis> parse_http_date(std::string_view text, Millis wall_now_ms) {
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos) {  // Sun Nov  6 08:49:37 1994
    if (text.size() < 4) return std::nullopt;
    DateReader reader(text.substr(3));
    reader.literal(" ");
    const int64_t month = reader.month();
    reader.literal(" ");
    const int64_t day = reader.padded_day();
    reader.literal(" ");
    const Millis time = reader.time_of_day();
    reader.literal(" ");
    const int64_t year = reader.digits(4);
    return from_civil(reader, year, month, day, time);
  }
  DateReader reader(text.substr(comma + 1));
  reader.literal(" ");
  const int64_t day = reader.digits(2);
  const bool two_digit_year = comma > 3;  // Sunday, 06-Nov-94 08:49:37 GMT
  const std::string_view separator = two_digit_year ? "-" : " ";
  reader.literal(separator);
  const int64_t month = reader.month();
  reader.literal(separator);
  int64_t year = reader.digits(two_digit_year ? 2 : 4);
  if (two_digit_year) {
    // One that would be more than 50 years ahead is of the century before.
    const int64_t this_year = 1970 + wall_now_ms / 31'556'952'000;
    year += this_year / 100 * 100;
    if (year > this_year + 50) year -= 100;
  }
  reader.literal(" ");
  const Millis time = reader.time_of_day();
  reader.literal(" GMT");
  return from_civil(reader, year, month, day, time);
}

Millis Backoff::delay(int attempts, Millis retry_after_ms) const {
  Millis cap = std::min(first_ms_, longest_ms_);
  for (int i = 1; i < attempts && cap < longest_ms_; ++i) cap = std::min(cap * 2, longest_ms_);
  const Millis low = std::min(first_ms_ / 2, cap);
  const auto span = static_cast<uint64_t>(cap - low + 1);
  const Millis jittered = low + static_cast<Millis>(random_.below(span));
  return std::max(jittered, retry_after_ms);
}

std::optional<Millis> retry_after_ms(std::string_view header, Millis wall_now_ms) {
  header = without_blanks(header);
  if (header.empty()) return std::nullopt;
  if (std::all_of(header.begin(), header.end(), is_digit)) {
    Millis seconds = 0;
    for (const char digit : header) {
      seconds = seconds * 10 + (digit - '0');
      if (seconds * 1000 > kLongestRetryAfter) return std::nullopt;
    }
    return seconds * 1000;
  }
  const std::optional<Millis> date = parse_http_date(header, wall_now_ms);
  if (!date || *date - wall_now_ms > kLongestRetryAfter) return std::nullopt;
  return std::max<Millis>(*date - wall_now_ms, 0);
}

Error error_of_status(const HttpResponse& response, Millis wall_now_ms) {
  const int status = response.status;
  ErrorCode code = ErrorCode::BAD_RESPONSE;
  if (status == 429) {
    code = ErrorCode::RATE_LIMITED;
  } else if (status >= 500 && status <= 599) {
    code = ErrorCode::SERVER_ERROR;
  } else if (status == 408) {
    code = ErrorCode::TIMEOUT;
  } else if (status >= 400 && status <= 499) {
    code = ErrorCode::REFUSED;
  } else if (status >= 300 && status <= 399) {
    code = ErrorCode::REDIRECT_REFUSED;
  }
  Error error(code);
  error.message += " (HTTP " + std::to_string(status) + ")";
  error.http_status = status;
  error.origin = ErrorOrigin::service;
  if (code == ErrorCode::RATE_LIMITED || code == ErrorCode::SERVER_ERROR) {
    error.retry_after_ms = retry_after_ms(response.header("retry-after"), wall_now_ms).value_or(-1);
  }
  return error;
}

}  // namespace ix::transport
