// SPDX-License-Identifier: Apache-2.0
// FLAC: RFC 9639, 8. Comments in Ogg:
// RFC 7845, 5.2 (Opus); Vorbis I, 5.2.1; Speex has the same without a name before them.
#include "attachments/cleaning_plan.h"
#include "attachments/mpeg_audio.h"

namespace ix {
namespace {

// Drops what stands before and behind the sound. False: there is none.
bool drop_tags(ByteWindow& window, CleaningPlan& plan, int64_t& start, int64_t& end) {
  start = after_id3(window, 0);
  if (start >= window.size()) return false;
  end = before_end_tags(window, start);
  plan.drop(0, start);
  plan.drop(end, window.size() - end);
  return end > start;
}

// Whether `comments` are those of an encoder only: what it is called, and how it was set.
bool are_plain(std::string_view comments) {
  constexpr uint32_t most = 16;
  const uint32_t vendor = little(comments, 0, 4);
  if (vendor > comments.size() || comments.size() - vendor < 8) return false;
  size_t at = 4 + size_t{vendor};
  const uint32_t count = little(comments, at, 4);
  at += 4;
  if (count > most) return false;
  for (uint32_t i = 0; i < count; ++i) {
    if (comments.size() - at < 4) return false;
    const uint32_t size = little(comments, at, 4);
    at += 4;
    if (size > comments.size() - at) return false;
    const std::string_view name = comments.substr(at, 7);
    if (name != "ENCODER" && name != "encoder") return false;
    at += size;
  }
  return true;
}

}  // namespace

bool plan_tagged_sound(ByteWindow& window, CleaningPlan& plan) {
  int64_t start = 0, end = 0;
  // Without its tags it must still be known for what it is.
  return drop_tags(window, plan, start, end) &&
         (frames_follow(window, start, end, read_adts_frame) ||
          frames_follow(window, start, end, read_mp3_frame));
}

bool plan_flac(ByteWindow& window, CleaningPlan& plan) {
  int64_t at = 0, end = 0;
  if (!drop_tags(window, plan, at, end) || window.look(at, 4) != "fLaC") return false;
  at += 4;
  // First of all, once, and of one size: how the sound is coded.
  if ((big(window.look(at, 4), 0, 4) & 0x7FFFFFFF) != 34) return false;
  for (bool last = false; !last;) {
    const std::string_view head = window.look(at, 4);
    const int64_t size = big(head, 1, 3);
    if (head.size() < 4 || 4 + size > end - at) return false;
    constexpr uint32_t stream_info = 0, padding = 1, seek_table = 3;
    const uint32_t type = big(head, 0, 1) & 0x7F;
    last = (big(head, 0, 1) & 0x80) != 0;
    if (type != stream_info && type != seek_table) {
      const char name = static_cast<char>(padding | (last ? 0x80 : 0));
      plan.overwrite(window, at, 1, {&name, 1}, '\0');
      plan.zero(window, at + 4, size);
    }
    at += 4 + size;
  }
  return true;
}

bool plan_ogg(ByteWindow& window, CleaningPlan&) {
  // The comments are the second packet, and begin a page.
  const std::string_view first = window.look(0, 27 + 255);
  int64_t at = 27 + int64_t{big(first, 26, 1)};
  for (size_t s = 0; s < big(first, 26, 1); ++s) at += big(first, 27 + s, 1);
  const std::string_view start = window.look(at, ByteWindow::block);
  if (!start.starts_with("OggS")) return false;
  const std::string_view packet = from(start, 27 + big(start, 26, 1));
  if (packet.starts_with("OpusTags")) return are_plain(packet.substr(8));
  if (packet.starts_with("\x03vorbis")) return are_plain(packet.substr(7));
  return false;
}

}  // namespace ix
