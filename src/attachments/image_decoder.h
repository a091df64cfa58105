// SPDX-License-Identifier: Apache-2.0
// From a picture file to pixels, as they are to be looked at.
#pragma once

#include "attachments/codecs.h"
#include "attachments/file_type.h"

namespace ix {

// JPEG, PNG and WebP, where the library is built with pictures.
bool can_decode(FileFormat format);

// `edge`: the longest side that is wanted, 0 for all there is. `orientation`: of the file's
// metadata (image.h); it is applied. Errors: those of codecs.h; NOT_SUPPORTED for a format that
// cannot be decoded.
Result<Image> decode_image(FileReader& file, FileFormat format, int32_t edge, int orientation,
                           const Cancelled& cancelled);

}  // namespace ix
