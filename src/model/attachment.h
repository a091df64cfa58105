// SPDX-License-Identifier: Apache-2.0
// Files that came with an item: what the backend says of them, not their bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace ix {

// The numbers are stored and cross the C ABI: never renumber.
enum class AttachmentKind : int32_t { image = 0, video = 1, audio = 2, file = 3 };

const char* attachment_kind_name(AttachmentKind kind);

// As its sender described it: a name, a type or a size may be wrong. 0 and empty: not
// said.
struct Attachment {
  AttachmentKind kind = AttachmentKind::file;
  std::string name;  // without a path; never empty
  std::string mime;
  std::string uri;  // where the backend keeps the bytes
  int64_t bytes = 0;
  int32_t width = 0;
  int32_t height = 0;
  Millis duration_ms = 0;
  std::string thumb_uri = {};  // of a small picture of it; empty: none
  std::string thumb_mime = {};
  std::string sha256 = {};  // of the bytes, 64 hexadecimal digits; empty: not said
  int64_t thumb_bytes = 0;
  int32_t thumb_width = 0;
  int32_t thumb_height = 0;

  bool operator==(const Attachment&) const = default;
};

// A line a file: what tells that there are some, what is searched, and what a list shows of an item
// without words.
std::string names_of(const std::vector<Attachment>& attachments);

}  // namespace ix
