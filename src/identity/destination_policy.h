// SPDX-License-Identifier: Apache-2.0
// Which numbers may be texted, as the host decides: by class, and by the first digits of a number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "identity/number_class.h"

namespace ix::identity {

// By default Canadian and toll-free numbers and those with an unknown area code. A plain value;
// reading it is thread-safe. Classes that nobody can text (emergency, short_code, premium, invalid)
// are no matter of policy: whoever asks has refused them before.
class DestinationPolicy {
 public:
  struct Decision {
    bool allowed = false;
    std::string_view rule;  // of the policy's own text; empty: no rule speaks of it, so the default
  };

  DestinationPolicy();
  // Rules with commas or blanks between them: a class ("us"), or "+" and the first 1 to 7 digits of
  // numbers ("+44", "+1876"); with "-" in front it refuses. They add to the default; "all" or
  // "none" puts another base below them. The longest digits win, then the class, then the base;
  // their order does not matter. INVALID_ARGUMENT: names the rule, and what is expected.
  static Result<DestinationPolicy> parse(std::string_view text);

  // `e164`: begins with "+".
  Decision decide(NumberClass number_class, std::string_view e164) const;

 private:
  struct Rule {
    std::string text;
    bool allows = true;
  };
  struct Prefix : Rule {
    std::string digits;
  };

  Status add(std::string_view term);
  Status add_base(std::string_view term);

  bool by_default_[kNumberClassCount] = {};
  Rule by_class_[kNumberClassCount];  // an empty text: no rule
  std::vector<Prefix> prefixes_;      // the longest first
  std::string base_;                  // "all", "none"; empty: the default
};

}  // namespace ix::identity
