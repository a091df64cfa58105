// SPDX-License-Identifier: Apache-2.0
// What files a message may take along, as data: by the way it leaves and the own number's kind; and
// what becomes of given files, without any I/O.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/attachment.h"

namespace ix {

// How a message leaves. The numbers are indexes.
enum class MediaWay : int32_t {
  internal = 0,   // between colleagues: only the backend's own limit
  mms_local = 1,  // from a number with ten digits
  mms_toll_free = 2,
  mms_short_code = 3,
};
inline constexpr int32_t kMediaWayCount = 4;

// 0: no limit.
struct MediaLimit {
  int64_t soft_bytes = 0;          // of the message: images are scaled down to it
  int64_t hard_bytes = 0;          // of the message: more is refused
  int64_t image_bytes = 0;         // of one image
  int64_t file_bytes = 0;          // of one file
  int64_t files = 0;               // of a message
  int64_t name_bytes = 0;          // of a file's name; longer ones are shortened
  std::vector<std::string> types;  // "image/*", "text/vcard"; empty: any

  bool allows(std::string_view mime) const;
};

// Of all ways. A plain value; reading it is thread-safe.
class MediaLimits {
 public:
  // The library's own; date and sources stand with its table.
  MediaLimits();
  // Lines of a way and what is another there, in the place of the library's own:
  //     mms soft=300000 hard=600000
  //     mms/toll_free files=1 types=image/jpeg,image/png
  //     internal file=50000000
  // Ways: internal, mms (all numbers), mms/local, mms/toll_free, mms/short_code. Keys: soft, hard,
  // image, file (bytes), files, name (bytes), types ("any": all). "#" and what follows is a
  // comment. INVALID_ARGUMENT: names the line, and what is expected.
  static Result<MediaLimits> parse(std::string_view text);
  static const std::shared_ptr<const MediaLimits>& own();
  // In that form.
  std::string text() const;

  const MediaLimit& of(MediaWay way) const { return limits_[static_cast<size_t>(way)]; }

 private:
  Status add_line(std::string_view line);

  std::array<MediaLimit, kMediaWayCount> limits_;
};

// An image that can be made smaller: animations cannot.
bool is_scalable(std::string_view mime);

// A file that is to go with a message.
struct MediaFile {
  int64_t bytes = 0;
  std::string mime;
  AttachmentKind kind = AttachmentKind::file;
  bool scalable = false;  // an image that can be made smaller
};

// The numbers cross the C ABI: never renumber.
enum class MediaVerdict : int32_t {
  as_is = 0,
  scaled = 1,             // to `bytes`
  too_many = 2,           // the message takes no more files
  type = 3,               // of no kind that may go this way
  too_large_message = 4,  // for a text message: send a link, or choose chat
  too_large_server = 5,   // for the backend
};
inline bool is_refused(MediaVerdict verdict) {
  return verdict >= MediaVerdict::too_many;
}

struct MediaPlan {
  struct File {
    MediaVerdict verdict = MediaVerdict::as_is;
    int64_t bytes = 0;  // as it leaves, at most; of a refused one as it is
  };
  std::vector<File> files;  // in the order given
  int64_t bytes = 0;        // of what leaves, with the text and what the parts cost
  MediaVerdict verdict = MediaVerdict::as_is;  // the gravest
};

// What becomes of the files. `max_file_bytes`: of the backend, 0: not said.
MediaPlan plan_media(const MediaLimit& limit, int64_t max_file_bytes, int64_t text_bytes,
                     const std::vector<MediaFile>& files);

}  // namespace ix
