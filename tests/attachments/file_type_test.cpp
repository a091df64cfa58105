// SPDX-License-Identifier: Apache-2.0
#include "attachments/file_type.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "attachments/documents.h"
#include "attachments/memory_file.h"
#include "attachments/pictures.h"
#include "attachments/recordings.h"
#include "attachments/sample_bytes.h"

using namespace ix;
using namespace ix::test;

namespace {
FileFormat format_of(std::string bytes) {
  MemoryFile file(std::move(bytes));
  return file_type_of(file).take().format;
}
}  // namespace

TEST_CASE("a file's type is found by its content") {
  std::set<FileFormat> seen{FileFormat::unknown};
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    MemoryFile file(sample.bytes);
    const FileType type = file_type_of(file).take();
    CHECK(static_cast<int>(type.format) == static_cast<int>(sample.format));
    CHECK(file.bytes_read < 64 * 1024);
    seen.insert(sample.format);
  }
  // No format without a sample.
  CHECK(seen.size() == static_cast<size_t>(FileFormat::elf) + 1);
}

TEST_CASE("each format has a row of its own") {
  for (int i = 0; i <= static_cast<int>(FileFormat::elf); ++i) {
    const FileType& type = file_type(static_cast<FileFormat>(i));
    CHECK(static_cast<int>(type.format) == i);
    CHECK(std::string(type.mime).find('/') != std::string::npos);
  }
  CHECK(file_type(FileFormat::jpeg).kind == AttachmentKind::image);
  CHECK(file_type(FileFormat::svg).kind == AttachmentKind::file);
  CHECK(file_type(FileFormat::mp4_audio).kind == AttachmentKind::audio);
  CHECK(file_type(FileFormat::mov).kind == AttachmentKind::video);
  CHECK(file_type(static_cast<FileFormat>(200)).format == FileFormat::unknown);
}

TEST_CASE("nothing, and what is nothing known, has no type") {
  CHECK(format_of("") == FileFormat::unknown);
  CHECK(format_of(zeros(1)) == FileFormat::unknown);
  CHECK(format_of(zeros(100000)) == FileFormat::unknown);
  CHECK(format_of("\x80\x81\x82\x83 no UTF-8") == FileFormat::unknown);
}

TEST_CASE("a file that cannot be read, or became shorter, is an error") {
  MemoryFile broken("abc");
  broken.fails = true;
  CHECK(file_type_of(broken).error().code == ErrorCode::STORE_IO);
  MemoryFile shrunk("abc", 100);
  CHECK(file_type_of(shrunk).error().code == ErrorCode::FILE_CHANGED);
}

TEST_CASE("every beginning of every sample has some type, and costs little") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    for (size_t size = 0; size < sample.bytes.size(); size += size < 300 ? 1 : 97) {
      MemoryFile file(sample.bytes.substr(0, size));
      REQUIRE(file_type_of(file).ok());
      REQUIRE(file.bytes_read < 512 * 1024);
    }
  }
}

TEST_CASE("text is UTF-8 or UTF-16 without controls, from the beginning to the end") {
  CHECK(format_of("a") == FileFormat::text);
  CHECK(format_of("\xEF\xBB\xBFtext") == FileFormat::text);
  CHECK(format_of("tab\there\x1B[0m\r\n\f") == FileFormat::text);
  CHECK(format_of(std::string("text\0text", 9)) == FileFormat::unknown);
  CHECK(format_of("text\x01") == FileFormat::unknown);
  CHECK(format_of("text\x7F") == FileFormat::unknown);
  CHECK(format_of("BMW drives like this") == FileFormat::text);
  CHECK(format_of("MZ is the name of it") == FileFormat::text);
  CHECK(format_of("ID3") == FileFormat::text);
  // Cut in the middle of a character where the samples of it end, at every place.
  for (size_t shift = 0; shift < 4; ++shift) {
    std::string text(shift, 'x');
    while (text.size() < 20000) text += "😀";
    CHECK(format_of(text) == FileFormat::text);
    CHECK(format_of(text.substr(0, 20000 - 40) + "\xF0\x9F") == FileFormat::unknown);
  }
  // Text first, and something else behind it or between.
  const std::string text(10000, 'a');
  CHECK(format_of(text + zeros(10)) == FileFormat::unknown);
  CHECK(format_of(text.substr(0, 5000) + zeros(10) + text) == FileFormat::text);  // not looked at
  CHECK(format_of(text + zeros(2000) + text) == FileFormat::unknown);
  CHECK(format_of(utf16(text, true)) == FileFormat::text_utf16);
  CHECK(format_of(utf16(text, false) + "a") == FileFormat::unknown);
  CHECK(format_of("\xFF\xFE" + std::string("\x3D\xD8\x00\xDE", 4)) == FileFormat::text_utf16);
  CHECK(format_of("\xFF\xFE" + std::string("\x3D\xD8", 2)) == FileFormat::unknown);
  CHECK(format_of("\xFF\xFE" + std::string("\x00\xDE", 2)) == FileFormat::unknown);
}

TEST_CASE("markup is told from text that only mentions it") {
  CHECK(format_of("We use <svg> here") == FileFormat::text);
  CHECK(format_of("<svg/>") == FileFormat::svg);
  CHECK(format_of("<svgx/>") == FileFormat::text);
  CHECK(format_of("\xEF\xBB\xBF \n<SVG width='1'>") == FileFormat::svg);
  CHECK(format_of("<!DOCTYPE svg [ <!ENTITY a '>'> ]><!-- <html> --><svg/>") == FileFormat::svg);
  CHECK(format_of("<?xml version='1.0'?><!DOCTYPE html><html/>") == FileFormat::html);
  CHECK(format_of("<?xml version='1.0'?><svg:svg/>") == FileFormat::svg);
  CHECK(format_of("<!-- never closed") == FileFormat::text);
  CHECK(format_of("  <script>alert(1)</script>") == FileFormat::html);
  CHECK(format_of("begin:vcard\r\n") == FileFormat::vcard);
}

TEST_CASE("what begins as one thing is that, whatever lies behind it") {
  const std::string archive = zip({{"a.txt", "hello"}});
  CHECK(format_of(jpeg(8, 8) + archive) == FileFormat::jpeg);
  CHECK(format_of(gif(1, 1, "", "<html><script>")) == FileFormat::gif);
  CHECK(format_of("%PDF-1.7\n" + archive) == FileFormat::pdf);
  CHECK(format_of("GIF89a=1;/*") == FileFormat::gif);
  CHECK(format_of(png(1, 1, {}, {}, "<?php ?>")) == FileFormat::png);
  // An Office file needs its list of types, and not only a folder.
  CHECK(format_of(zip({{"word/a.xml", "x"}})) == FileFormat::zip);
  CHECK(format_of(zip({{"[Content_Types].xml", "x"}, {"word/a.xml", "x"}}, "a comment")) ==
        FileFormat::docx);
  CHECK(format_of(zip({{"mimetype", "application/epub+zip"}})) == FileFormat::zip);
}

TEST_CASE("one frame of sound is found in anything, three are not") {
  CHECK(format_of(mp3(1)) == FileFormat::mp3);  // the whole file
  CHECK(format_of(mp3(1) + zeros(400)) == FileFormat::unknown);
  CHECK(format_of(mp3(2) + zeros(400)) == FileFormat::unknown);
  CHECK(format_of(mp3(3) + zeros(400)) == FileFormat::mp3);
  CHECK(format_of(adts(1) + zeros(400)) == FileFormat::unknown);
  CHECK(format_of(id3(zeros(20)) + adts(3)) == FileFormat::aac);
  CHECK(format_of(id3(zeros(20)) + flac()) == FileFormat::flac);
  CHECK(format_of(id3(zeros(20)) + zeros(100) + mp3(3)) == FileFormat::mp3);
}

TEST_CASE("brands of ISO media: the main one first, then the others") {
  CHECK(format_of(box("ftyp", "zzzz" + zeros(4) + "qt  ") + zeros(20)) == FileFormat::mov);
  CHECK(format_of(box("ftyp", "zzzz" + zeros(4) + "yyyy") + zeros(20)) == FileFormat::unknown);
  CHECK(format_of(box("ftyp", "mif1" + zeros(4) + "mif1avif") + zeros(20)) == FileFormat::avif);
  CHECK(format_of(box("ftyp", "crx " + zeros(4) + "crx ") + zeros(20)) == FileFormat::unknown);
  // A text whose second four letters are a box's name.
  CHECK(format_of("The moov, and some more text of it") == FileFormat::text);
}

TEST_CASE("a directory that runs in circles ends") {
  std::string circle = ole("Catalog");
  circle.replace(512 + 3 * 4, 4,
                 little_endian(1, 4));  // its second sector is followed by its first
  MemoryFile file(circle);
  CHECK(file_type_of(file).take().format == FileFormat::ole);
  // 60,000 names, none of which decides.
  std::string many = zip({{"a", "x"}});
  const std::string entry = std::string("PK\1\2", 4) + zeros(42);
  const size_t at = many.size();
  for (int i = 0; i < 60000; ++i) many += entry;
  many += std::string("PK\5\6", 4) + zeros(4) + little_endian(60000, 2) + little_endian(60000, 2) +
          zeros(4) + little_endian(at, 4) + zeros(2);
  MemoryFile large(many);
  CHECK(file_type_of(large).take().format == FileFormat::zip);
  CHECK(large.bytes_read < 1024 * 1024);
}
