// SPDX-License-Identifier: Apache-2.0
#include "model/outgoing_file.h"

namespace ix {

const char* file_state_name(FileState state) {
  switch (state) {
    case FileState::remote:
      return "remote";
    case FileState::local:
      return "local";
    case FileState::preparing:
      return "preparing";
    case FileState::unconfirmed:
      return "unconfirmed";
    case FileState::ready:
      return "ready";
    case FileState::transferring:
      return "transferring";
    case FileState::paused:
      return "paused";
    case FileState::failed:
      break;
  }
  return "failed";
}

}  // namespace ix
