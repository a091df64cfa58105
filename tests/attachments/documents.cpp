// SPDX-License-Identifier: Apache-2.0
#include "attachments/documents.h"

#include "attachments/pictures.h"
#include "attachments/recordings.h"
#include "attachments/sample_bytes.h"

namespace ix::test {
namespace {

std::string ole_entry(const std::string& name, int type) {
  std::string wide;
  for (const char c : name) wide += std::string(1, c) + zeros(1);
  return wide + zeros(64 - wide.size()) + little_endian(wide.size() + 2, 2) +
         little_endian(static_cast<uint64_t>(type), 1) + "\1" + std::string(12, '\xFF') +
         zeros(36) + little_endian(0xFFFFFFFE, 4) + zeros(8);
}

std::string office(const std::string& folder) {
  return zip({{"[Content_Types].xml", "<Types/>"},
              {"_rels/.rels", "<Relationships/>"},
              {folder + "/a.xml", "<a/>"}});
}

std::string open_document(const std::string& kind) {
  return zip({{"mimetype", "application/vnd.oasis.opendocument." + kind}, {"content.xml", "<a/>"}});
}

MovieParts film(const std::string& brand) {
  MovieParts parts;
  parts.brand = brand;
  parts.tracks = {{"vide", std::string(100, 'v'), 640, 360, 0, "", ""},
                  {"soun", std::string(50, 's'), 0, 0, 0, "", ""}};
  return parts;
}

MovieParts sound(const std::string& brand) {
  MovieParts parts;
  parts.brand = brand;
  parts.tracks = {{"soun", std::string(50, 's'), 0, 0, 0, "", ""}};
  return parts;
}

}  // namespace

std::string zip(const std::vector<std::pair<std::string, std::string>>& files,
                const std::string& comment) {
  std::string out, directory;
  for (const auto& [name, content] : files) {
    const std::string sizes = little_endian(content.size(), 4) + little_endian(content.size(), 4) +
                              little_endian(name.size(), 2);
    const std::string common = little_endian(20, 2) + zeros(2 + 2 + 4 + 4) + sizes;
    directory += std::string("PK\1\2", 4) + little_endian(20, 2) + common + zeros(12) +
                 little_endian(out.size(), 4) + name;
    out += std::string("PK\3\4", 4) + common + zeros(2) + name + content;
  }
  return out + directory + std::string("PK\5\6", 4) + zeros(4) + little_endian(files.size(), 2) +
         little_endian(files.size(), 2) + little_endian(directory.size(), 4) +
         little_endian(out.size(), 4) + little_endian(comment.size(), 2) + comment;
}

std::string ole(const std::string& stream) {
  // Sector 0: the table; 1 and 3: the directory; 2: nothing.
  const uint32_t end = 0xFFFFFFFE, spare = 0xFFFFFFFF;
  std::string head = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + zeros(16) + little_endian(0x3E, 2) +
                     little_endian(3, 2) + little_endian(0xFFFE, 2) + little_endian(9, 2) +
                     little_endian(6, 2) + zeros(10) + little_endian(1, 4) + little_endian(1, 4) +
                     zeros(4) + little_endian(4096, 4) + little_endian(end, 4) + zeros(4) +
                     little_endian(end, 4) + zeros(4) + little_endian(0, 4);
  head += std::string(512 - head.size(), '\xFF');
  std::string table = little_endian(0xFFFFFFFD, 4) + little_endian(3, 4) + little_endian(spare, 4) +
                      little_endian(end, 4);
  table += std::string(512 - table.size(), '\xFF');
  std::string first = ole_entry("Root Entry", 5);
  for (int i = 0; i < 3; ++i) first += ole_entry("\5SummaryInformation", 2);
  std::string second = ole_entry(stream, 2);
  second += zeros(512 - second.size());
  return head + table + first + zeros(512) + second;
}

std::string utf16(const std::string& ascii, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) out += big ? zeros(1) + c : std::string(1, c) + zeros(1);
  return out;
}

std::vector<Sample> samples() {
  using F = FileFormat;
  std::string exe = "MZ" + zeros(58) + little_endian(128, 4);
  exe += zeros(128 - exe.size()) + std::string("PE\0\0\x64\x86", 6) + zeros(200);
  HeifParts av1, other;
  av1.brand = "avif";
  other.brand = "mif1";
  const std::string words = "Bonjour, ça va? — 你好 😀\r\n";
  std::string many;
  for (int i = 0; i < 1000; ++i) many += words;
  return {
      {"photo.jpg", F::jpeg,
       jpeg(64, 48, {jpeg_segment(0xE1, std::string("Exif\0\0", 6) + phone_exif(6))})},
      {"picture.png", F::png, png(20, 10)},
      {"small.gif", F::gif, gif(3, 2)},
      {"lossy.webp", F::webp, webp_lossy(64, 48)},
      {"lossless.webp", F::webp, webp_lossless(64, 48)},
      {"extended.webp", F::webp, webp_extended(64, 48, 0, "")},
      {"photo.heic", F::heic, heif({})},
      {"photo_mif1.heic", F::heic, heif(other)},
      {"photo.avif", F::avif, heif(av1)},
      {"other.heif", F::heif, box("ftyp", "mif1" + zeros(4) + "mif1miaf") + zeros(40)},
      {"picture.bmp", F::bmp, bmp(20, 10)},
      {"scan.tiff", F::tiff, tiff(200, 100, 6)},
      {"drawing.svg", F::svg,
       "<?xml version=\"1.0\"?>\n<!-- a -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"},
      {"film.mp4", F::mp4, movie(film("isom"))},
      {"film42.mp4", F::mp4, movie(film("mp42"))},
      {"voice.m4a", F::mp4_audio, movie(sound("M4A "))},
      {"voice_isom.m4a", F::mp4_audio, movie(sound("isom"))},
      {"film.mov", F::mov, movie(film("qt  "))},
      {"old.mov", F::mov, movie(film(""))},
      {"film.3gp", F::three_gp, movie(film("3gp4"))},
      {"voice.3gp", F::three_gp_audio, movie(sound("3gp5"))},
      {"film.3g2", F::three_g2, movie(film("3g2a"))},
      {"film.webm", F::webm, matroska("webm", true)},
      {"voice.webm", F::webm_audio, matroska("webm", false)},
      {"film.mkv", F::matroska, matroska("matroska", true)},
      {"voice.mka", F::matroska_audio, matroska("matroska", false)},
      {"film.avi", F::avi, avi()},
      {"bare.mp3", F::mp3, mp3(20)},
      {"tagged.mp3", F::mp3, id3("TIT2" + zeros(30)) + mp3(20)},
      {"sound.aac", F::aac, adts(20)},
      {"voice.opus", F::ogg, ogg("opus")},
      {"sound.ogg", F::ogg, ogg("vorbis")},
      {"film.ogv", F::ogg_video, ogg("theora")},
      {"sound.flac", F::flac, flac()},
      {"sound.wav", F::wav, wav(1)},
      {"sound.aiff", F::aiff,
       "FORM" + big_endian(30, 4) + "AIFFCOMM" + big_endian(18, 4) + zeros(18)},
      {"voice.amr", F::amr, amr(50)},
      {"voice.awb", F::amr_wb, amr_wb(50)},
      {"letter.pdf", F::pdf,
       "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"},
      {"letter.docx", F::docx, office("word")},
      {"sheet.xlsx", F::xlsx, office("xl")},
      {"slides.pptx", F::pptx, office("ppt")},
      {"letter.odt", F::odt, open_document("text")},
      {"sheet.ods", F::ods, open_document("spreadsheet")},
      {"slides.odp", F::odp, open_document("presentation")},
      {"letter.doc", F::doc, ole("WordDocument")},
      {"sheet.xls", F::xls, ole("Workbook")},
      {"slides.ppt", F::ppt, ole("PowerPoint Document")},
      {"thumbs.db", F::ole, ole("Catalog")},
      {"letter.rtf", F::rtf, "{\\rtf1\\ansi Hello}"},
      {"person.vcf", F::vcard, "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\nEND:VCARD\r\n"},
      {"meeting.ics", F::icalendar, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"},
      {"page.html", F::html, "<!DOCTYPE html>\n<html><head><title>a</title></head></html>\n"},
      {"data.xml", F::xml, "<?xml version=\"1.0\"?>\n<data/>\n"},
      {"note.txt", F::text, words},
      {"long.txt", F::text, many},
      {"letter16le.txt", F::text_utf16, utf16("Hello, how are you?\r\n", false)},
      {"letter16be.txt", F::text_utf16, utf16("Hello, how are you?\r\n", true)},
      {"files.zip", F::zip, zip({{"a.txt", "hello"}, {"b.txt", "hello"}})},
      {"empty.zip", F::zip, zip({})},
      {"note.gz", F::gzip, std::string("\x1F\x8B\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0", 20)},
      {"files.7z", F::seven_zip, std::string("7z\xBC\xAF\x27\x1C\0\4", 8) + zeros(24)},
      {"files.rar", F::rar, std::string("Rar!\x1A\x07\1\0", 8) + zeros(24)},
      {"program.exe", F::exe, exe},
      {"program", F::elf,
       std::string("\x7F"
                   "ELF\2\1\1\0",
                   8) +
           zeros(8) + little_endian(3, 2) + little_endian(62, 2) + little_endian(1, 4) + zeros(40)},
  };
}

}  // namespace ix::test
