// SPDX-License-Identifier: Apache-2.0
#include "args.h"

#include <algorithm>
#include <charconv>

namespace cli {
namespace {

bool is_option(std::string_view word) {
  if (word.size() < 2 || word[0] != '-') return false;
  return word[1] < '0' || word[1] > '9';
}

const OptionSpec* find_spec(const std::vector<OptionSpec>& specs, std::string_view name) {
  for (const OptionSpec& spec : specs) {
    if (name == spec.name) return &spec;
  }
  return nullptr;
}

}  // namespace

Args::Args(const std::vector<std::string>& words, const std::vector<OptionSpec>& specs) {
  for (size_t i = 0; i < words.size() && error_.empty(); ++i) {
    if (words[i] == "--") {
      positional_.insert(positional_.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                         words.end());
      return;
    }
    if (!is_option(words[i])) {
      positional_.push_back(words[i]);
      continue;
    }
    const size_t equals = words[i].find('=');
    const std::string name = words[i].substr(0, equals);
    const OptionSpec* spec = find_spec(specs, name);
    if (!spec) {
      error_ = "unknown option " + name;
    } else if (has(name) && !spec->repeats) {
      error_ = name + " is given twice";
    } else if (equals != std::string::npos) {
      if (spec->value == OptionSpec::Value::none) error_ = name + " takes no value";
      given_.push_back({name, words[i].substr(equals + 1)});
    } else if (spec->value == OptionSpec::Value::required) {
      if (i + 1 == words.size()) {
        error_ = name + " needs a value";
      } else {
        given_.push_back({name, words[++i]});
      }
    } else {
      given_.push_back({name, std::nullopt});
    }
  }
}

bool Args::has(std::string_view name) const {
  return std::any_of(given_.begin(), given_.end(),
                     [&](const Given& given) { return given.name == name; });
}

std::optional<std::string> Args::value(std::string_view name) const {
  for (const Given& given : given_) {
    if (given.name == name) return given.value;
  }
  return std::nullopt;
}

std::vector<std::string> Args::values(std::string_view name) const {
  std::vector<std::string> out;
  for (const Given& given : given_) {
    if (given.name == name && given.value) out.push_back(*given.value);
  }
  return out;
}

std::optional<uint32_t> parse_count(std::string_view text, uint32_t low, uint32_t high) {
  uint32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, value);
  if (code != std::errc() || stop != end || value < low || value > high) return std::nullopt;
  return value;
}

}  // namespace cli
