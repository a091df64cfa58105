// SPDX-License-Identifier: Apache-2.0
// The files that the sandbox keeps, and the places that were reserved for files to come.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace ix::sandbox {

struct Media {
  std::string owner;
  std::string name;
  std::string mime;
  Millis reserved_ms = 0;
  bool filled = false;
  std::shared_ptr<const std::string> bytes;
  Millis recording_ms = 0;  // not 0: a recording of that length, which is made when it is read
};

// In memory, and no more of it than `max_total`. One thread.
class MediaStore {
 public:
  static constexpr Millis kUnusedFor = 24 * 3'600'000;
  static constexpr size_t kMostPending = 5;  // of one owner, as with Synapse

  explicit MediaStore(int64_t max_total) : max_total_(max_total) {}

  Media& reserve(const std::string& id, const std::string& owner, Millis now);
  // Null: nothing and nobody has this id, or its time is over.
  Media* find(std::string_view id, Millis now);
  // Reservations of the owner that wait for their file, and when the first of them ends.
  size_t pending(const std::string& owner, Millis now, Millis& first_ends) const;
  bool has_room(size_t bytes) const;
  void fill(Media& media, std::string_view name, std::string_view mime, std::string bytes);
  void remove(std::string_view id);
  const std::map<std::string, Media, std::less<>>& all() const { return media_; }

 private:
  static bool is_over(const Media& media, Millis now) {
    return !media.filled && now - media.reserved_ms > kUnusedFor;
  }
  int64_t max_total_;
  int64_t total_ = 0;
  std::map<std::string, Media, std::less<>> media_;
};

// A recording as voicemail systems make it: RIFF WAVE, 8,000 samples of 16 bits a second, one
// channel; two soft tones that take turns. Always the same for the same length.
std::string recording(Millis length);
constexpr int64_t recording_bytes(Millis length) {
  return 44 + length * 16;
}

// RFC 4648, section 4; false: it is none.
bool decode_base64(std::string_view text, std::string& into);

}  // namespace ix::sandbox
