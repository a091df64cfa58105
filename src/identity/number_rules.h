// SPDX-License-Identifier: Apache-2.0
// All that decides what a number is, whether it may be texted and with what files, but for the
// number itself.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "identity/area_codes.h"
#include "identity/destination_policy.h"
#include "model/media_limits.h"

namespace ix::identity {

// A plain value.
struct NumberRules {
  std::string region = "CA";  // of numbers without a country code
  std::shared_ptr<const AreaCodes> areas = AreaCodes::own();
  DestinationPolicy destinations;
  std::shared_ptr<const MediaLimits> media = MediaLimits::own();
};

// What becomes of a table of area codes that is older than the one in use.
enum class OlderTable {
  refuse,       // INVALID_ARGUMENT
  leave_aside,  // the one in use stays
  take,
};

// What a host says. None: as it is; empty: the library's own.
struct NumberRulesInput {
  std::optional<std::string> region = {};
  std::optional<std::string> destinations = {};
  std::optional<std::string> area_codes = {};
  std::optional<std::string> media_limits = {};
  OlderTable older = OlderTable::refuse;
};

// `from` with what the input says in its place. All of it or nothing: INVALID_ARGUMENT.
Result<NumberRules> with_input(const NumberRules& from, const NumberRulesInput& input);

// The rules of one client. They are exchanged as a whole, by any thread; who has asked for them
// keeps what it got.
class CurrentRules {
 public:
  CurrentRules() : rules_(std::make_shared<const NumberRules>()) {}
  explicit CurrentRules(NumberRules rules)
      : rules_(std::make_shared<const NumberRules>(std::move(rules))) {}

  std::shared_ptr<const NumberRules> get() const {
    const std::lock_guard lock(mutex_);
    return rules_;
  }
  // INVALID_ARGUMENT changes nothing.
  Status change(const NumberRulesInput& input);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const NumberRules> rules_;
};

}  // namespace ix::identity
