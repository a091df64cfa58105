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
  // Others in a room are not told what was read here; the account's own devices are.
  bool private_read_receipts = false;
};

}  // namespace ix::provider::matrix
