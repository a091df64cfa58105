// SPDX-License-Identifier: Apache-2.0
// What a host may set about the Matrix provider.
#pragma once

#include <string>

namespace ix::provider::matrix {

struct MatrixConfig {
  // Events of one room in one batch; more leave a gap.
  int timeline_limit = 20;
  // Ghosts of the SMS bridge, when the server does not say: "@sms_<digits>:<own server>".
  std::string ghost_prefix = "sms_";
  // Opens SMS routes by that prefix even where no bridge offers a number lookup. Off by default:
  // the server accepts an invitation for a ghost that no bridge will ever make.
  bool ghosts_without_lookup = false;
  // A long poll may be silent for this much longer than it was asked to wait.
  int64_t poll_grace_ms = 30'000;
};

}  // namespace ix::provider::matrix
