// SPDX-License-Identifier: Apache-2.0
// Figures, and the table and JSON they end in.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace ix::bench {

using Timer = std::chrono::steady_clock;
inline double ms_between(Timer::time_point from, Timer::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}
inline double ms_since(Timer::time_point start) {
  return ms_between(start, Timer::now());
}

// What one side took, or is. Milliseconds unless the row says otherwise.
struct Samples {
  std::vector<double> values;
  void add(double value) { values.push_back(value); }
  bool empty() const { return values.empty(); }
  double at(double quantile) const;  // 0 for none
  double median() const { return at(0.5); }
};

struct Row {
  std::string name;
  Samples floor;  // empty: there is none
  Samples sdk;
  std::string unit = "ms";
  // What is compared with the budget: SDK / floor (or the other way for rates), or a figure.
  enum class Measure {
    ratio,
    rate_ratio,
    rate,
    median,
    p95,
    p99,
    recorded
  } measure = Measure::ratio;
  double budget = 0;

  double value() const;
  bool passes() const;
};

class Report {
 public:
  Report();  // looks at how busy the machine is, before it is busy with the benchmark
  void add(Row row);
  std::string table() const;
  // What machine it was, and one object a row: name, unit, floor and sdk {median, p95}, value,
  // budget, pass.
  std::string json(bool quick) const;
  int missed() const;

 private:
  std::string machine_;
  std::vector<Row> rows_;
};

// How far above its present memory the process was at most, in megabytes.
double peak_mb(const std::function<void()>& work);

// Floor and SDK in turns, so that what else the machine does meets both. The first turn of each is
// not counted.
Row interleaved(std::string name, int turns, double budget, const std::function<void(int)>& floor,
                const std::function<void(int)>& sdk);

}  // namespace ix::bench
