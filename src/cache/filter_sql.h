// SPDX-License-Identifier: Apache-2.0
// A filter as a condition of SQL over the table conversation, aliased c.
#pragma once

#include <string>
#include <vector>

#include "cache/sqlite.h"
#include "model/filter.h"

namespace ix::cache {

// Owns the texts it binds: keep it until the statement has been reset.
class FilterSql {
 public:
  // Parameters are numbered from `first_parameter` on.
  FilterSql(const Filter& filter, int first_parameter);

  const std::string& condition() const { return condition_; }
  void bind(Statement& statement) const;

 private:
  void add(const Filter::Node& node);
  void add_parts(const Filter::Node& node, const char* between, const char* of_none);
  void add_flag(FilterFlag flag);
  void add_participant(const std::string& who);

  std::string condition_;
  std::vector<std::string> texts_;
  int first_;
};

}  // namespace ix::cache
