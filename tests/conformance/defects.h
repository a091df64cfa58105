// SPDX-License-Identifier: Apache-2.0
// Providers with one deliberate defect each: what the cases must notice.
#pragma once

#include <array>
#include <memory>

#include "conformance/sandbox_backend.h"

namespace ix::conformance {

enum class Defect {
  loses_newest,     // the newest item of a round is not told
  new_key,          // each attempt has a key of its own
  two_completions,  // a call completes twice
  too_early,        // a call completes before the connection ran
  deaf_to_cancel,   // a cancelled call completes
  all_is_internal,  // every error is INTERNAL
  history_ends,     // a failed page reads as the start of the route
  same_page,        // a page leads to itself
  backwards,        // history comes oldest first
  no_own,           // own messages look like others'
};
inline constexpr std::array kDefects = {
    Defect::loses_newest,   Defect::new_key,         Defect::two_completions, Defect::too_early,
    Defect::deaf_to_cancel, Defect::all_is_internal, Defect::history_ends,    Defect::same_page,
    Defect::backwards,      Defect::no_own};
const char* name_of(Defect defect);

// The sandbox, reached by such a provider.
class DefectiveBackend final : public SandboxBackend {
 public:
  explicit DefectiveBackend(Defect defect) : defect_(defect) {}
  provider::Factory factory() override;

 private:
  Defect defect_;
};

}  // namespace ix::conformance
