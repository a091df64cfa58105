// SPDX-License-Identifier: Apache-2.0
#include "model/account.h"

namespace ix {

const char* session_state_name(SessionState state) {
  switch (state) {
    case SessionState::signed_out:
      return "signed_out";
    case SessionState::signed_in:
      return "signed_in";
    case SessionState::expired:
      return "expired";
  }
  return "unknown";
}

}  // namespace ix
