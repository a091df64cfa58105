// SPDX-License-Identifier: Apache-2.0
// The arguments of one command: named options with or without a value, and the rest by position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// What one option may look like.
struct OptionSpec {
  enum class Value { none, required, optional };  // optional: --wait or --wait=5
  const char* name;                               // with its dashes
  Value value = Value::required;
  bool repeats = false;
};

// Arguments of a command, read against its option list. `error` is set on the first one that does
// not fit. After "--" everything is positional; so are numbers such as "-5" and a lone "-".
class Args {
 public:
  Args(const std::vector<std::string>& words, const std::vector<OptionSpec>& specs);

  const std::string& error() const { return error_; }
  const std::vector<std::string>& positional() const { return positional_; }

  bool has(std::string_view name) const;
  // The option's value; absent when it was not given, or given without one.
  std::optional<std::string> value(std::string_view name) const;
  std::vector<std::string> values(std::string_view name) const;

 private:
  struct Given {
    std::string name;
    std::optional<std::string> value;
  };

  std::vector<Given> given_;
  std::vector<std::string> positional_;
  std::string error_;
};

// A whole decimal number in a range, nothing around it.
std::optional<uint32_t> parse_count(std::string_view text, uint32_t low, uint32_t high);

}  // namespace cli
