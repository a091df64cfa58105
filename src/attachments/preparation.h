// SPDX-License-Identifier: Apache-2.0
// From the file that a person picked to the bytes that leave, with all that is said of them.
#pragma once

#include <string>

#include "attachments/sha256.h"
#include "attachments/thumbnail.h"
#include "base/file_system.h"
#include "base/result.h"
#include "model/attachment.h"

namespace ix {

struct PrepareOptions {
  std::string name_hint;  // what the host calls it; becomes a safe name with the right extension
  bool keep_metadata = false;
  // The most that may leave; 0: no limit. A picture that is larger is scaled down to it, unless
  // `scale_pictures` is false.
  int64_t max_bytes = 0;
  bool scale_pictures = true;
  ThumbnailOptions thumbnail;
  Cancelled cancelled;
};

struct Prepared {
  // Of the bytes that leave: kind, name, mime, bytes, width, height, duration_ms, sha256, and the
  // thumbnail's type and sizes. The uris are empty.
  Attachment attachment;
  // The bytes that leave stand at the output path; else they are those of the file itself.
  bool written = false;
  bool scaled = false;
  // The file may hold private data that cannot be removed: it leaves when the person has confirmed
  // (NOT_CLEANED).
  bool has_private_data = false;
  // A JPEG; empty: there is none. Then `is_its_own_thumbnail` says whether the picture is small
  // enough to be shown itself.
  std::string thumbnail;
  bool is_its_own_thumbnail = false;
};

// Takes as long as reading the file, and a picture's decoding: run on a worker. What the file is
// comes from its content. A picture that cannot be decoded is sent all the same, without a
// thumbnail. After an error nothing stands at the output path that was not there before.
//
// Errors: FILE_EMPTY; FILE_TOO_LARGE: above the limit, and no picture that can be scaled to it;
// FILE_CHANGED: it was written to meanwhile; CANCELLED; and those of reading and writing.
Result<Prepared> prepare(FileReader& file, const PrepareOptions& options, FileSystem& files,
                         const std::string& output_path);

}  // namespace ix
