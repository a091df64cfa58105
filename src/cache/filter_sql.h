// SPDX-License-Identifier: Apache-2.0
// A filter as a condition of SQL over the table conversation, aliased c.
#pragma once

#include <string>
#include <vector>

#include "cache/sqlite.h"
#include "model/filter.h"

namespace ix::cache {

// How the condition is asked. each: for a few conversations that something else has found. all: for
// every conversation; what items say is then gathered once, along their index.
enum class FilterScope { each, all };

// Owns the texts it binds: keep it until the statement has been reset.
class FilterSql {
 public:
  // Parameters are numbered from `first_parameter` on.
  FilterSql(const Filter& filter, int first_parameter, FilterScope scope);

  const std::string& condition() const { return condition_; }
  void bind(Statement& statement) const;

 private:
  void add(const Filter::Node& node);
  void add_parts(const Filter::Node& node, const char* between, const char* of_none);
  void add_flag(FilterFlag flag);
  void add_participant(const std::string& who);
  void add_items(const char* condition);

  std::string condition_;
  std::vector<std::string> texts_;
  int first_;
  FilterScope scope_;
};

}  // namespace ix::cache
