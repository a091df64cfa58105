// SPDX-License-Identifier: Apache-2.0
// What a file is, by its content only: names and what a sender says of it are never trusted.
#pragma once

#include <cstdint>

#include "base/file_system.h"
#include "base/result.h"
#include "model/attachment.h"

namespace ix {

enum class FileFormat : uint8_t {
  unknown,
  // pictures
  jpeg,
  png,
  gif,
  webp,
  heic,
  heif,
  avif,
  bmp,
  tiff,
  svg,  // a plain file: it can hold scripts and is never rendered
  // video and sound
  mp4,
  mp4_audio,  // M4A, and MP4 without a picture
  mov,
  three_gp,
  three_gp_audio,
  three_g2,
  webm,
  webm_audio,
  matroska,
  matroska_audio,
  avi,
  mp3,
  aac,
  ogg,  // Vorbis, Opus, Speex or FLAC
  ogg_video,
  flac,
  wav,
  aiff,
  amr,
  amr_wb,
  // documents
  pdf,
  docx,
  xlsx,
  pptx,
  odt,
  ods,
  odp,
  doc,
  xls,
  ppt,
  ole,  // a compound file that is none of the three
  rtf,
  vcard,
  icalendar,
  html,
  xml,
  text,  // UTF-8
  text_utf16,
  // archives and programs
  zip,
  gzip,
  seven_zip,
  rar,
  exe,
  elf,
};

struct FileType {
  FileFormat format;
  AttachmentKind kind;
  const char* mime;
  const char* extension;  // the usual one, without a dot; empty: none
};

const FileType& file_type(FileFormat format);

// An empty file is `unknown`. Looks at a bounded number of bytes, whatever the file says. Errors:
// only those of reading.
Result<FileType> file_type_of(FileReader& file);

}  // namespace ix
