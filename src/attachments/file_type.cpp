// SPDX-License-Identifier: Apache-2.0
// Magic numbers as in the formats' own specifications; ISO media brands as registered at mp4ra.org.
#include "attachments/file_type.h"

#include <string_view>

#include "attachments/byte_window.h"
#include "attachments/container_type.h"
#include "attachments/text_type.h"

namespace ix {
namespace {

constexpr AttachmentKind image = AttachmentKind::image;
constexpr AttachmentKind video = AttachmentKind::video;
constexpr AttachmentKind audio = AttachmentKind::audio;
constexpr AttachmentKind file = AttachmentKind::file;

// In the order of FileFormat.
constexpr FileType types[] = {
    {FileFormat::unknown, file, "application/octet-stream", ""},
    {FileFormat::jpeg, image, "image/jpeg", "jpg"},
    {FileFormat::png, image, "image/png", "png"},
    {FileFormat::gif, image, "image/gif", "gif"},
    {FileFormat::webp, image, "image/webp", "webp"},
    {FileFormat::heic, image, "image/heic", "heic"},
    {FileFormat::heif, image, "image/heif", "heif"},
    {FileFormat::avif, image, "image/avif", "avif"},
    {FileFormat::bmp, image, "image/bmp", "bmp"},
    {FileFormat::tiff, image, "image/tiff", "tiff"},
    {FileFormat::svg, file, "image/svg+xml", "svg"},
    {FileFormat::mp4, video, "video/mp4", "mp4"},
    {FileFormat::mp4_audio, audio, "audio/mp4", "m4a"},
    {FileFormat::mov, video, "video/quicktime", "mov"},
    {FileFormat::three_gp, video, "video/3gpp", "3gp"},
    {FileFormat::three_gp_audio, audio, "audio/3gpp", "3gp"},
    {FileFormat::three_g2, video, "video/3gpp2", "3g2"},
    {FileFormat::webm, video, "video/webm", "webm"},
    {FileFormat::webm_audio, audio, "audio/webm", "webm"},
    {FileFormat::matroska, video, "video/x-matroska", "mkv"},
    {FileFormat::matroska_audio, audio, "audio/x-matroska", "mka"},
    {FileFormat::avi, video, "video/x-msvideo", "avi"},
    {FileFormat::mp3, audio, "audio/mpeg", "mp3"},
    {FileFormat::aac, audio, "audio/aac", "aac"},
    {FileFormat::ogg, audio, "audio/ogg", "ogg"},
    {FileFormat::ogg_video, video, "video/ogg", "ogv"},
    {FileFormat::flac, audio, "audio/flac", "flac"},
    {FileFormat::wav, audio, "audio/wav", "wav"},
    {FileFormat::aiff, audio, "audio/aiff", "aiff"},
    {FileFormat::amr, audio, "audio/amr", "amr"},
    {FileFormat::amr_wb, audio, "audio/amr-wb", "awb"},
    {FileFormat::pdf, file, "application/pdf", "pdf"},
    {FileFormat::docx, file,
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {FileFormat::xlsx, file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     "xlsx"},
    {FileFormat::pptx, file,
     "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    {FileFormat::odt, file, "application/vnd.oasis.opendocument.text", "odt"},
    {FileFormat::ods, file, "application/vnd.oasis.opendocument.spreadsheet", "ods"},
    {FileFormat::odp, file, "application/vnd.oasis.opendocument.presentation", "odp"},
    {FileFormat::doc, file, "application/msword", "doc"},
    {FileFormat::xls, file, "application/vnd.ms-excel", "xls"},
    {FileFormat::ppt, file, "application/vnd.ms-powerpoint", "ppt"},
    {FileFormat::ole, file, "application/x-ole-storage", ""},
    {FileFormat::rtf, file, "application/rtf", "rtf"},
    {FileFormat::vcard, file, "text/vcard", "vcf"},
    {FileFormat::icalendar, file, "text/calendar", "ics"},
    {FileFormat::html, file, "text/html", "html"},
    {FileFormat::xml, file, "text/xml", "xml"},
    {FileFormat::text, file, "text/plain", "txt"},
    {FileFormat::text_utf16, file, "text/plain", "txt"},
    {FileFormat::zip, file, "application/zip", "zip"},
    {FileFormat::gzip, file, "application/gzip", "gz"},
    {FileFormat::seven_zip, file, "application/x-7z-compressed", "7z"},
    {FileFormat::rar, file, "application/vnd.rar", "rar"},
    {FileFormat::exe, file, "application/vnd.microsoft.portable-executable", "exe"},
    {FileFormat::elf, file, "application/x-executable", ""},
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
