// SPDX-License-Identifier: Apache-2.0
#include "model/setting.h"

namespace ix {

// They cross the C ABI, in IX_EVENT_SETTING_FAILED.
const char* setting_name(SettingKind kind) {
  switch (kind) {
    case SettingKind::muted:
      return "muted";
    case SettingKind::pinned:
      return "pinned";
    case SettingKind::archived:
      return "archived";
    case SettingKind::marked_unread:
      return "marked_unread";
    case SettingKind::read_marker:
      return "read_marker";
  }
  return "unknown";
}

}  // namespace ix
