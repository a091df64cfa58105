// SPDX-License-Identifier: Apache-2.0
// The picture formats that can be read and written. Built with IX_WITH_IMAGES these are codecs/,
// else no_codecs/, where each answers NOT_SUPPORTED.
#pragma once

#include <string>

#include "attachments/image.h"
#include "attachments/sha256.h"
#include "base/file_system.h"
#include "base/result.h"

namespace ix {

// Checked before anything is allocated for the pixels. The longest side bounds a row; 100
// megapixels is what the largest phone cameras make, with nothing to spare for a decompression
// bomb.
inline constexpr int64_t kMostPixels = 100'000'000;
inline constexpr int32_t kLongestSide = 100'000;
// What a decoder may hold of a picture that it cannot read row by row: a progressive JPEG, an
// interlaced PNG, a lossless WebP.
inline constexpr int64_t kDecoderMemory = int64_t{128} << 20;

// `edge` > 0: the longest side that is wanted; what is larger is scaled down while it is read.
//
// Errors: FILE_DAMAGED: nothing of it can be shown. FILE_TOO_LARGE: too many pixels, or more memory
// than a decoder may have. NOT_SUPPORTED: built without pictures. CANCELLED, and those of the file.
// The orientation in the file's metadata is not applied.
Result<Image> decode_jpeg(FileReader& file, int32_t edge, const Cancelled& cancelled);
Result<Image> decode_png(FileReader& file, int32_t edge, const Cancelled& cancelled);
Result<Image> decode_webp(FileReader& file, int32_t edge, const Cancelled& cancelled);

// A baseline JPEG (JFIF) with the image's colour profile and no other metadata; quality 1 to 100.
Result<std::string> encode_jpeg(const Image& image, int quality);

// False: built without pictures.
bool has_codecs();

}  // namespace ix
