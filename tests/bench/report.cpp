// SPDX-License-Identifier: Apache-2.0
#include "bench/report.h"

#include <malloc.h>
#include <sqlite3.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <utility>

#include "base/json_writer.h"

namespace ix::bench {
namespace {

std::string figure(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value >= 100 ? "%.0f" : value >= 1 ? "%.2f" : "%.3f", value);
  return text;
}

const char* measure_name(Row::Measure measure) {
  switch (measure) {
    case Row::Measure::ratio:
      return "x floor";
    case Row::Measure::rate_ratio:
      return "x floor's rate";
    case Row::Measure::rate:
      return "rate";
    case Row::Measure::median:
      return "median";
    case Row::Measure::p95:
      return "p95";
    case Row::Measure::p99:
      return "p99";
    case Row::Measure::recorded:
      return "recorded";
  }
  return "";
}

std::string padded(std::string text, size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string left_padded(const std::string& text, size_t width) {
  return std::string(text.size() < width ? width - text.size() : 0, ' ') + text;
}

double status_mb(const char* name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::atof(line.c_str() + std::string(name).size()) / 1024;
  }
  return 0;
}

}  // namespace

double Samples::at(double quantile) const {
  if (values.empty()) return 0;
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const double place = quantile * static_cast<double>(sorted.size());
  const auto index = static_cast<size_t>(std::max(0.0, std::ceil(place) - 1));
  return sorted[std::min(index, sorted.size() - 1)];
}

double Row::value() const {
  switch (measure) {
    case Measure::ratio:
    case Measure::rate_ratio:
      return floor.median() > 0 ? sdk.median() / floor.median() : 0;
    case Measure::p95:
      return sdk.at(0.95);
    case Measure::p99:
      return sdk.at(0.99);
    default:
      return sdk.median();
  }
}

bool Row::passes() const {
  if (measure == Measure::recorded) return true;
  const bool more_is_better = measure == Measure::rate_ratio || measure == Measure::rate;
  return more_is_better ? value() >= budget : value() <= budget;
}

Report::Report() {
  utsname system{};
  uname(&system);
  double load = 0;
  if (getloadavg(&load, 1) != 1) load = 0;
  machine_ = std::to_string(std::thread::hardware_concurrency()) + " cores, " + system.sysname +
             " " + system.machine + ", SQLite " + sqlite3_libversion() + ", load before the run " +
             figure(load);
}

void Report::add(Row row) {
  std::fprintf(stderr, "  %s: %s (budget %s)\n", row.name.c_str(), figure(row.value()).c_str(),
               figure(row.budget).c_str());
  rows_.push_back(std::move(row));
}

std::string Report::table() const {
  std::string out =
      padded("operation", 52) + "     floor       sdk   sdk p95     value    budget  of\n";
  for (const Row& row : rows_) {
    out += padded(row.name, 52);
    out += left_padded(row.floor.empty() ? "-" : figure(row.floor.median()), 10);
    out += left_padded(figure(row.sdk.median()), 10) + left_padded(figure(row.sdk.at(0.95)), 10);
    out += left_padded(figure(row.value()), 10);
    out += left_padded(row.measure == Row::Measure::recorded ? "-" : figure(row.budget), 10);
    out += "  " + std::string(measure_name(row.measure)) + ", " + row.unit;
    out += row.passes() ? "\n" : "  MISSED\n";
  }
  return out;
}

std::string Report::json(bool quick) const {
  // A line a row, so that two results can be compared with diff.
  std::string out = std::string("{\"quick\": ") + (quick ? "true" : "false") + ", \"machine\": \"" +
                    machine_ + "\", \"rows\": [\n";
  for (size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    json::Writer name;
    name.begin_object().field("name", row.name).field("unit", row.unit);
    name.field("measure", std::string_view(measure_name(row.measure))).end_object();
    std::string head = name.take();
    head.pop_back();
    out += head;
    if (!row.floor.empty()) {
      out += ",\"floor\":{\"median\":" + figure(row.floor.median()) +
             ",\"p95\":" + figure(row.floor.at(0.95)) + "}";
    }
    out += ",\"sdk\":{\"median\":" + figure(row.sdk.median()) +
           ",\"p95\":" + figure(row.sdk.at(0.95)) + "},\"value\":" + figure(row.value());
    if (row.measure != Row::Measure::recorded) {
      out += ",\"budget\":" + figure(row.budget);
      out += std::string(",\"pass\":") + (row.passes() ? "true" : "false");
    }
    out += i + 1 < rows_.size() ? "},\n" : "}\n";
  }
  return out + "]}\n";
}

int Report::missed() const {
  return static_cast<int>(
      std::count_if(rows_.begin(), rows_.end(), [](const Row& row) { return !row.passes(); }));
}

double peak_mb(const std::function<void()>& work) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew: proc(5)
  const double before = status_mb("VmRSS:");
  work();
  return status_mb("VmHWM:") - before;
}

Row interleaved(std::string name, int turns, double budget, const std::function<void(int)>& floor,
                const std::function<void(int)>& sdk) {
  Row row;
  row.name = std::move(name);
  row.budget = budget;
  for (int turn = 0; turn <= turns; ++turn) {
    // Whoever is second finds the file's pages warm: they take turns at that, too.
    for (int side = 0; side < 2; ++side) {
      const bool is_floor = (side + turn) % 2 == 0;
      const auto start = Timer::now();
      (is_floor ? floor : sdk)(turn);
      const double took = ms_since(start);
      if (turn > 0) (is_floor ? row.floor : row.sdk).add(took);
    }
  }
  return row;
}

}  // namespace ix::bench
