// SPDX-License-Identifier: Apache-2.0
// What is measured, by group. Each adds its rows to the report.
#pragma once

#include <string>

#include "bench/data.h"
#include "bench/report.h"

namespace ix::bench {

struct Setup {
  std::string data;     // the big account, kept between runs
  std::string small;    // the small one
  std::string scratch;  // emptied before and after
  std::string library;  // path of libinteractions
  std::string program;  // this program, to start it again
  Scale scale;
  int turns = 0;   // of a read
  int writes = 0;  // of a durable write
  bool quick = false;

  std::string database() const { return data + "/cache.db"; }
};

void measure_lists(const Setup& setup, Report& report);
void measure_threads(const Setup& setup, Report& report);
void measure_searches(const Setup& setup, Report& report);
void measure_filters(const Setup& setup, Report& report);
void measure_sends(const Setup& setup, Report& report);
void measure_contention(const Setup& setup, Report& report);
void measure_live(const Setup& setup, Report& report);
void measure_import(const Setup& setup, Report& report);
void measure_sync(const Setup& setup, Report& report);
void measure_wire(const Setup& setup, Report& report);
void measure_merge(const Setup& setup, Report& report);
void measure_prune(const Setup& setup, Report& report);
void measure_opening(const Setup& setup, Report& report);
void measure_pictures(const Setup& setup, Report& report);  // built with IX_WITH_IMAGES
void measure_transfers(const Setup& setup, Report& report);
void measure_sizes(const Setup& setup, Report& report);

// What the program does when it was started to be looked at from outside; the process's RssAnon in
// kB goes to standard output.
int child_main(const std::string& what, const std::string& folder);
// A copy of an account's files without its lock.
void copy_account(const std::string& from, const std::string& to);

}  // namespace ix::bench
