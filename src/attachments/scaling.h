// SPDX-License-Identifier: Apache-2.0
// A picture made to fit into a number of bytes, such as what a carrier takes of an MMS.
#pragma once

#include <string>

#include "attachments/image_decoder.h"

namespace ix {

struct ScaledImage {
  std::string jpeg;  // upright, on white, without metadata; of an animation the first frame
  Image image;       // its pixels
};

// Tries at most kScalingTries sizes and qualities, the next one from how far the last one missed;
// the same bytes in give the same bytes out. Never enlarges. Errors: FILE_TOO_LARGE when it does
// not get there; those of decode_image().
Result<ScaledImage> scale_to_bytes(FileReader& file, FileFormat format, int orientation,
                                   int64_t max_bytes, const Cancelled& cancelled);

inline constexpr int kScalingTries = 6;

}  // namespace ix
