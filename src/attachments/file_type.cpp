// SPDX-License-Identifier: Apache-2.0
// Magic numbers as in the formats' own specifications; ISO media brands as registered at mp4ra.org.
#include "attachments/file_type.h"

#include <string_view>

#include "attachments/byte_window.h"
#include "attachments/container_type.h"
#include "attachments/text_type.h"

namespace ix {
namespace {

constexpr AttachmentKind kImage = AttachmentKind::image;
constexpr AttachmentKind kVideo = AttachmentKind::video;
constexpr AttachmentKind kAudio = AttachmentKind::audio;
constexpr AttachmentKind kFile = AttachmentKind::file;

// In the order of FileFormat.
constexpr FileType types[] = {
    {FileFormat::unknown, kFile, "application/octet-stream", ""},
    {FileFormat::jpeg, kImage, "image/jpeg", "jpg"},
    {FileFormat::png, kImage, "image/png", "png"},
    {FileFormat::gif, kImage, "image/gif", "gif"},
    {FileFormat::webp, kImage, "image/webp", "webp"},
    {FileFormat::heic, kImage, "image/heic", "heic"},
    {FileFormat::heif, kImage, "image/heif", "heif"},
    {FileFormat::avif, kImage, "image/avif", "avif"},
    {FileFormat::bmp, kImage, "image/bmp", "bmp"},
    {FileFormat::tiff, kImage, "image/tiff", "tiff"},
    {FileFormat::svg, kFile, "image/svg+xml", "svg"},
    {FileFormat::mp4, kVideo, "video/mp4", "mp4"},
    {FileFormat::mp4_audio, kAudio, "audio/mp4", "m4a"},
    {FileFormat::mov, kVideo, "video/quicktime", "mov"},
    {FileFormat::three_gp, kVideo, "video/3gpp", "3gp"},
    {FileFormat::three_gp_audio, kAudio, "audio/3gpp", "3gp"},
    {FileFormat::three_g2, kVideo, "video/3gpp2", "3g2"},
    {FileFormat::webm, kVideo, "video/webm", "webm"},
    {FileFormat::webm_audio, kAudio, "audio/webm", "webm"},
    {FileFormat::matroska, kVideo, "video/x-matroska", "mkv"},
    {FileFormat::matroska_audio, kAudio, "audio/x-matroska", "mka"},
    {FileFormat::avi, kVideo, "video/x-msvideo", "avi"},
    {FileFormat::mp3, kAudio, "audio/mpeg", "mp3"},
    {FileFormat::aac, kAudio, "audio/aac", "aac"},
    {FileFormat::ogg, kAudio, "audio/ogg", "ogg"},
    {FileFormat::ogg_video, kVideo, "video/ogg", "ogv"},
    {FileFormat::flac, kAudio, "audio/flac", "flac"},
    {FileFormat::wav, kAudio, "audio/wav", "wav"},
    {FileFormat::aiff, kAudio, "audio/aiff", "aiff"},
    {FileFormat::amr, kAudio, "audio/amr", "amr"},
    {FileFormat::amr_wb, kAudio, "audio/amr-wb", "awb"},
    {FileFormat::pdf, kFile, "application/pdf", "pdf"},
    {FileFormat::docx, kFile,
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {FileFormat::xlsx, kFile, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     "xlsx"},
    {FileFormat::pptx, kFile,
     "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    {FileFormat::odt, kFile, "application/vnd.oasis.opendocument.text", "odt"},
    {FileFormat::ods, kFile, "application/vnd.oasis.opendocument.spreadsheet", "ods"},
    {FileFormat::odp, kFile, "application/vnd.oasis.opendocument.presentation", "odp"},
    {FileFormat::doc, kFile, "application/msword", "doc"},
    {FileFormat::xls, kFile, "application/vnd.ms-excel", "xls"},
    {FileFormat::ppt, kFile, "application/vnd.ms-powerpoint", "ppt"},
    {FileFormat::ole, kFile, "application/x-ole-storage", ""},
    {FileFormat::rtf, kFile, "application/rtf", "rtf"},
    {FileFormat::vcard, kFile, "text/vcard", "vcf"},
    {FileFormat::icalendar, kFile, "text/calendar", "ics"},
    {FileFormat::html, kFile, "text/html", "html"},
    {FileFormat::xml, kFile, "text/xml", "xml"},
    {FileFormat::text, kFile, "text/plain", "txt"},
    {FileFormat::text_utf16, kFile, "text/plain", "txt"},
    {FileFormat::zip, kFile, "application/zip", "zip"},
    {FileFormat::gzip, kFile, "application/gzip", "gz"},
    {FileFormat::seven_zip, kFile, "application/x-7z-compressed", "7z"},
    {FileFormat::rar, kFile, "application/vnd.rar", "rar"},
    {FileFormat::exe, kFile, "application/vnd.microsoft.portable-executable", "exe"},
    {FileFormat::elf, kFile, "application/x-executable", ""},
};
constexpr size_t formats = static_cast<size_t>(FileFormat::elf) + 1;
static_assert(sizeof types / sizeof types[0] == formats);

struct Magic {
  FileFormat format;
  uint8_t size;
  const char* bytes;
};

// What the first bytes alone decide.
constexpr Magic magics[] = {
    {FileFormat::jpeg, 3, "\xFF\xD8\xFF"},
    {FileFormat::png, 8, "\x89PNG\r\n\x1A\n"},
    {FileFormat::gif, 6, "GIF87a"},
    {FileFormat::gif, 6, "GIF89a"},
    {FileFormat::tiff, 4, "II*\0"},
    {FileFormat::tiff, 4, "MM\0*"},
    {FileFormat::tiff, 4, "II+\0"},  // BigTIFF
    {FileFormat::tiff, 4, "MM\0+"},
    {FileFormat::flac, 4, "fLaC"},
    {FileFormat::amr, 6, "#!AMR\n"},
    {FileFormat::amr_wb, 9, "#!AMR-WB\n"},
    {FileFormat::pdf, 5, "%PDF-"},
    {FileFormat::rtf, 5, "{\\rtf"},
    {FileFormat::gzip, 3, "\x1F\x8B\x08"},
    {FileFormat::seven_zip, 6, "7z\xBC\xAF\x27\x1C"},
    {FileFormat::rar, 7, "Rar!\x1A\x07\0"},
    {FileFormat::rar, 8, "Rar!\x1A\x07\x01\0"},
    {FileFormat::elf, 4,
     "\x7F"
     "ELF"},
};

FileFormat by_magic(std::string_view head) {
  for (const Magic& magic : magics) {
    if (head.starts_with({magic.bytes, magic.size})) return magic.format;
  }
  return FileFormat::unknown;
}

FileFormat riff(std::string_view head) {
  const bool large = head.starts_with("RF64");
  if (!large && !head.starts_with("RIFF")) return FileFormat::unknown;
  switch (big(head, 8, 4)) {
    case four("WEBP"):
      return FileFormat::webp;
    case four("AVI "):
      return FileFormat::avi;
    case four("WAVE"):
      return FileFormat::wav;
    default:
      return FileFormat::unknown;
  }
}

// "BM" alone begins many texts: the header after it has one of the known sizes, and one plane.
bool is_bmp(std::string_view head) {
  if (!head.starts_with("BM")) return false;
  const uint32_t header = little(head, 14, 4);
  if (header == 12) return little(head, 22, 2) == 1;
  for (const uint32_t known : {40U, 52U, 56U, 64U, 108U, 124U}) {
    if (header == known) return little(head, 26, 2) == 1;
  }
  return false;
}

FileFormat format_of(ByteWindow& window) {
  // A copy: every further look moves the window.
  char bytes[64];
  const std::string_view seen = window.look(0, sizeof bytes);
  const size_t size = seen.copy(bytes, sizeof bytes);
  const std::string_view head(bytes, size);
  if (head.empty()) return FileFormat::unknown;
  FileFormat found = by_magic(head);
  if (found == FileFormat::unknown) found = riff(head);
  if (found == FileFormat::unknown && is_bmp(head)) found = FileFormat::bmp;
  if (found == FileFormat::unknown && head.starts_with("FORM") &&
      (from(head, 8).starts_with("AIFF") || from(head, 8).starts_with("AIFC"))) {
    found = FileFormat::aiff;
  }
  if (found == FileFormat::unknown) found = container_type(window, head);
  if (found == FileFormat::unknown) found = text_type(window);
  return found;
}

}  // namespace

const FileType& file_type(FileFormat format) {
  const size_t index = static_cast<size_t>(format);
  return types[index < formats ? index : 0];
}

Result<FileType> file_type_of(FileReader& opened) {
  ByteWindow window(opened);
  const FileFormat format = format_of(window);
  if (!window.status().ok()) return window.status().error();
  return file_type(format);
}

}  // namespace ix
