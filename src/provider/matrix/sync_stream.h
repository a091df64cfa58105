// SPDX-License-Identifier: Apache-2.0
// A /sync reply of any size, read as it comes.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "base/result.h"

namespace ix::provider::matrix {

// A small reply is kept and given back whole. A large one, say the first of ten thousand rooms, is
// cut between rooms: each piece is a reply of its own with some of the rooms, and goes out as soon
// as it is complete; what nobody reads is dropped on the way. Held is never more than one piece and
// one room.
//
// Made for one reply; engine thread. Only the cut is found here: each piece is then parsed like any
// other text, so that nothing of a broken piece is used.
class SyncStream {
 public:
  using Part = std::function<Status(const json::Document&)>;

  static constexpr size_t kPiece = 256 << 10;
  static constexpr size_t kLargestValue = 16 << 20;  // one room, or the account's data

  explicit SyncStream(Part part) : part_(std::move(part)) {}

  // BAD_RESPONSE, RESPONSE_TOO_LARGE, or the error of `part`.
  Status take(std::string_view bytes);
  // The end of the reply: the text that no part had. BAD_RESPONSE when a large one is cut off.
  Result<std::string> finish();

  // The most bytes that were ever kept.
  size_t most_held() const { return most_held_; }

 private:
  enum class At { start, first_key, key, key_text, colon, value, in_value, after_value, end };

  Status scan(std::string_view bytes);
  // One byte that is not inside a key or a value; false: it cannot stand there.
  bool structure(char c);
  void begin_value(char c);
  // Reads on in a value; the number of bytes taken.
  size_t read_value(std::string_view bytes);
  void end_value();
  bool end_level();
  std::string piece();
  Status give_part();
  size_t held() const;

  Part part_;
  std::string whole_;  // until it is too much
  bool divided_ = false;
  size_t most_held_ = 0;

  At at_ = At::start;
  int level_ = 0;       // objects that are looked into: the reply, `rooms`, a section
  size_t section_ = 0;  // at level 3
  std::string key_;     // as written, without quotes
  std::string value_;   // of a wanted key
  size_t value_size_ = 0;
  bool keep_ = false;  // the value is wanted
  int nesting_ = 0;    // inside the value
  bool in_string_ = false;
  bool escaped_ = false;

  std::string next_;                     // next_batch as written
  std::string head_;                     // what else of the reply is no room
  std::array<std::string, 3> sections_;  // members of join, invite, leave
};

}  // namespace ix::provider::matrix
