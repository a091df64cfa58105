// SPDX-License-Identifier: Apache-2.0
// GIF89a specification, sections 15 to 27, and the looping extension of Netscape 2.0.
#include "attachments/cleaning_plan.h"

namespace ix {
namespace {

// Behind the blocks at `at`, the last of which is empty; -1: cut off.
int64_t behind_blocks(ByteWindow& window, int64_t at) {
  for (;;) {
    const std::string_view head = window.look(at, 1);
    if (head.empty()) return -1;
    const int64_t size = big(head, 0, 1);
    at += 1 + size;
    if (size == 0) return at;
  }
}

// Bytes of a table of colours, by the packed byte before it.
int64_t colours(uint32_t packed) {
  return (packed & 0x80) != 0 ? 3 << ((packed & 7) + 1) : 0;
}

// How often it is played, and how much of it first; nothing else.
bool is_loop(std::string_view extension, int64_t size) {
  return (size == 19 || size == 25) && (from(extension, 3).starts_with("NETSCAPE2.0") ||
                                        from(extension, 3).starts_with("ANIMEXTS1.0"));
}

}  // namespace

bool plan_gif(ByteWindow& window, CleaningPlan& plan) {
  const std::string_view header = window.look(0, 13);
  if (header.size() < 13) return false;
  int64_t at = 13 + colours(big(header, 10, 1));
  int64_t control = -1;  // a graphic control block, meant for what follows
  int64_t control_end = -1;
  while (at < window.size()) {
    const std::string_view head = window.look(at, 14);
    const uint32_t introducer = big(head, 0, 1);
    if (introducer == 0x3B) {
      plan.drop(at + 1, window.size() - at - 1);
      return true;
    }
    int64_t end = -1;
    if (introducer == 0x2C && head.size() >= 10) {
      end = behind_blocks(window, at + 10 + colours(big(head, 9, 1)) + 1);
      control = -1;
    } else if (introducer == 0x21 && head.size() >= 3) {
      const uint32_t label = big(head, 1, 1);
      end = behind_blocks(window, at + 2);
      if (label == 0xF9) {
        control = at;
        control_end = end;
      } else if (end > 0 && !(label == 0xFF && is_loop(window.look(at, 14), end - at))) {
        // Text that nobody shows takes the control block that is meant for it along.
        if (label == 0x01 && control >= 0) {
          plan.drop(control, control_end - control);
          control = -1;
        }
        plan.drop(at, end - at);
      }
    }
    if (end < 0) return false;
    at = end;
  }
  return at == window.size();
}

}  // namespace ix
