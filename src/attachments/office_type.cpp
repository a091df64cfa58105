// SPDX-License-Identifier: Apache-2.0
// ZIP: APPNOTE 6.3.10, 4.3; what is in it: ECMA-376 part 2, 10.1 and OpenDocument 1.3 part 2, 3.3.
// Compound files: [MS-CFB] 2.2, 2.3 and 2.6.
#include <algorithm>

#include "attachments/container_type.h"

namespace ix {
namespace {

constexpr std::string_view end_of_directory("PK\5\6", 4);

// Where the last "end of central directory" begins; a comment of up to 64 KiB may follow it. -1.
int64_t find_end(ByteWindow& window) {
  constexpr int64_t fixed = 22;
  constexpr int64_t step = static_cast<int64_t>(ByteWindow::block) - fixed;
  const int64_t last = std::max<int64_t>(window.size() - fixed - 0xFFFF, 0);
  int64_t at = window.size() - fixed;
  while (at >= last) {
    const int64_t from = std::max<int64_t>(at - step, last);
    const std::string_view seen = window.look(from, static_cast<size_t>(at - from + fixed));
    const size_t found = seen.rfind(end_of_directory);
    if (found != std::string_view::npos) return from + static_cast<int64_t>(found);
    at = from - 1;
  }
  return -1;
}

FileFormat open_xml(ByteWindow& window) {
  const int64_t end = find_end(window);
  if (end < 0) return FileFormat::zip;
  const std::string_view record = window.look(end, 22);
  const uint32_t count = little(record, 10, 2);
  int64_t at = little(record, 16, 4);
  bool types = false;
  FileFormat found = FileFormat::zip;
  for (uint32_t i = 0; i < count && !(types && found != FileFormat::zip); ++i) {
    const std::string_view entry = window.look(at, 46 + 32);
    if (!entry.starts_with(std::string_view("PK\1\2", 4)) || entry.size() < 46) break;
    const size_t length = little(entry, 28, 2);
    const std::string_view name = entry.substr(46, length);
    types = types || name == "[Content_Types].xml";
    if (name.starts_with("word/")) found = FileFormat::docx;
    if (name.starts_with("xl/")) found = FileFormat::xlsx;
    if (name.starts_with("ppt/")) found = FileFormat::pptx;
    at += 46 + static_cast<int64_t>(length) + little(entry, 30, 2) + little(entry, 32, 2);
  }
  return types ? found : FileFormat::zip;
}

FileFormat zip_type(ByteWindow& window) {
  const std::string_view first = window.look(0, 30 + 8 + 64);
  // OpenDocument: its type stands in the first file, not compressed.
  if (little(first, 26, 2) == 8 && from(first, 30).starts_with("mimetype") &&
      little(first, 8, 2) == 0) {
    const size_t at = 38 + little(first, 28, 2);
    const std::string_view said =
        at < first.size() ? first.substr(at, little(first, 18, 4)) : std::string_view();
    for (const FileFormat format : {FileFormat::odt, FileFormat::ods, FileFormat::odp}) {
      if (said == file_type(format).mime) return format;
    }
  }
  return open_xml(window);
}

// The sector after `sector` in its chain, by the part of the table that the header points to.
uint32_t next_sector(ByteWindow& window, uint32_t sector, uint32_t shift) {
  constexpr uint32_t none = 0xFFFFFFFE;
  const uint32_t each = 1U << (shift - 2);
  const uint32_t part = sector / each;
  if (part >= 109) return none;
  const std::string_view table = window.look(76 + int64_t{part} * 4, 4);
  if (table.size() < 4) return none;
  const int64_t at = (int64_t{little(table, 0, 4)} + 1) << shift;
  const std::string_view entry = window.look(at + int64_t{sector % each} * 4, 4);
  return entry.size() < 4 ? none : little(entry, 0, 4);
}

FileFormat of_stream(std::string_view entry) {
  struct Known {
    std::string_view name;
    FileFormat format;
  };
  static constexpr Known known[] = {{"WordDocument", FileFormat::doc},
                                    {"Workbook", FileFormat::xls},
                                    {"Book", FileFormat::xls},
                                    {"PowerPoint Document", FileFormat::ppt}};
  for (const Known& one : known) {
    bool same = little(entry, 64, 2) == (one.name.size() + 1) * 2;
    for (size_t i = 0; same && i < one.name.size(); ++i) {
      same = little(entry, i * 2, 2) == static_cast<unsigned char>(one.name[i]);
    }
    if (same) return one.format;
  }
  return FileFormat::ole;
}

FileFormat ole_type(ByteWindow& window, std::string_view head) {
  constexpr int most_sectors = 256;
  const uint32_t shift = little(head, 30, 2);
  if (shift != 9 && shift != 12) return FileFormat::ole;
  uint32_t sector = little(head, 48, 4);
  for (int i = 0; i < most_sectors && sector < 0xFFFFFFFA; ++i) {
    const int64_t at = (int64_t{sector} + 1) << shift;
    for (int64_t entry = 0; entry < int64_t{1} << shift; entry += 128) {
      const FileFormat found = of_stream(window.look(at + entry, 128));
      if (found != FileFormat::ole) return found;
    }
    sector = next_sector(window, sector, shift);
  }
  return FileFormat::ole;
}

}  // namespace

FileFormat office_type(ByteWindow& window, std::string_view head) {
  if (head.starts_with(std::string_view("PK\3\4", 4))) return zip_type(window);
  if (head.starts_with(end_of_directory)) return FileFormat::zip;  // an empty one
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return ole_type(window, head);
  return FileFormat::unknown;
}

}  // namespace ix
