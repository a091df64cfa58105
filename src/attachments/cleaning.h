// SPDX-License-Identifier: Apache-2.0
// Where and with what a picture or a recording was made is taken out before it is sent.
//
// | format                       | what goes |
// |------------------------------|------------------------------------------------------------------|
// | JPEG                         | Exif, XMP, IPTC, comments, all application segments but JFIF, |
// |                              | ICC and Adobe's colours; the thumbnail in JFIF; what lies behind
// | |                              | the picture (more pictures, a moving one) | | PNG | texts,
// times, Exif, every chunk that pixels do not need; the end | | WebP                         |
// Exif, XMP, unknown chunks; the end                               | | GIF | comments, texts,
// application blocks but the loop; the end        | | HEIC, HEIF, AVIF             | Exif, XMP and
// other described items are overwritten in place     | | MP4, M4A, MOV, 3GP, 3G2      | user data,
// metadata, times, tracks that are neither picture nor  | |                              | sound
// (places, time codes, texts): overwritten in place          | | MP3, AAC                     | ID3
// and APE tags                                                 | | FLAC, WAV                    |
// comments, pictures, notes: overwritten in place                  | | Ogg | nothing: without
// comments there is nothing to clean, with them   | |                              | it cannot be
// cleaned                                             | | BMP, AMR, text, vCard,       | nothing:
// they hold what is seen, heard or read                   | | iCalendar                    | | |
// all others: PDF, Office,     | nothing: they cannot be cleaned                                  |
// | TIFF and RAW, Matroska and   | | | WebM, AVI, AIFF, HTML, SVG,  | | | archives, programs,
// unknown  |                                                                  |
//
// How a picture is to be turned stays, as an Exif with nothing else. Coded pictures and sounds stay
// as they are, bit by bit.
#pragma once

#include <cstdint>

#include "attachments/file_type.h"
#include "attachments/sha256.h"
#include "base/file_system.h"
#include "base/result.h"

namespace ix {

enum class Cleaning : uint8_t {
  cleaned,           // the other file holds what may be sent; it is still to be committed
  nothing_to_clean,  // the file may be sent as it is
  // It may hold private data, and has a format that is not cleaned, or a structure that is damaged
  // or not known.
  cannot_be_cleaned,
};

// Reads the file twice and writes into `out`, which stays empty unless it was cleaned; memory does
// not depend on the size. `format` as file_type_of() found it. Errors: those of reading, of
// writing, FILE_CHANGED and CANCELLED.
Result<Cleaning> clean(FileReader& file, FileFormat format, NewFile& out,
                       const Cancelled& cancelled);

}  // namespace ix
