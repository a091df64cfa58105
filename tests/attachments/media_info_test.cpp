// SPDX-License-Identifier: Apache-2.0
#include "attachments/media_info.h"

#include <doctest/doctest.h>

#include <string>

#include "attachments/documents.h"
#include "attachments/memory_file.h"
#include "attachments/pictures.h"
#include "attachments/recordings.h"
#include "attachments/sample_bytes.h"

using namespace ix;
using namespace ix::test;

namespace {

MediaInfo info_of(std::string bytes) {
  MemoryFile file(std::move(bytes));
  const FileFormat format = file_type_of(file).take().format;
  return media_info_of(file, format).take();
}

MediaInfo picture(int32_t width, int32_t height, int orientation = 1) {
  return {width, height, orientation, 0};
}

std::string exif_segment(int orientation) {
  return jpeg_segment(0xE1, std::string("Exif\0\0", 6) + phone_exif(orientation));
}

MovieParts film() {
  MovieParts parts;
  parts.tracks = {{"soun", std::string(50, 's'), 0, 0, 0, "", ""},
                  {"vide", std::string(100, 'v'), 1920, 1080, 0, "", ""}};
  return parts;
}

}  // namespace

TEST_CASE("the size of a picture is in its header") {
  CHECK(info_of(jpeg(64, 48)) == picture(64, 48));
  CHECK(info_of(png(20, 10)) == picture(20, 10));
  CHECK(info_of(gif(300, 200)) == picture(300, 200));
  CHECK(info_of(webp_lossy(640, 480)) == picture(640, 480));
  CHECK(info_of(webp_lossless(16384, 1)) == picture(16384, 1));
  CHECK(info_of(webp_extended(16777216, 7, 0, "")) == picture(16777216, 7));
  CHECK(info_of(bmp(20, 10)) == picture(20, 10));
  CHECK(info_of(bmp(20, -10)) == picture(20, 10));
  CHECK(info_of(heif({})) == picture(4032, 3024));
}

TEST_CASE("WebP: what lies behind the picture is no part of it") {
  CHECK(info_of(riff("WEBP", "") + webp_lossy(64, 48).substr(12)) == picture(0, 0));
  CHECK(info_of(riff("WEBP", riff_chunk("VP8L", "")) + webp_lossy(64, 48).substr(12)) ==
        picture(0, 0));
}

TEST_CASE("a picture that is to be turned has the size that is seen") {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    const bool turned = orientation >= 5;
    const MediaInfo seen = picture(turned ? 48 : 64, turned ? 64 : 48, orientation);
    CHECK(info_of(jpeg(64, 48, {exif_segment(orientation)})) == seen);
    CHECK(info_of(png(64, 48, {png_chunk("eXIf", phone_exif(orientation))})) == seen);
    CHECK(info_of(png(64, 48, {}, {png_chunk("eXIf", phone_exif(orientation))})) == seen);
    CHECK(info_of(webp_extended(64, 48, 8, riff_chunk("EXIF", phone_exif(orientation)))) == seen);
    CHECK(info_of(webp_extended(
              64, 48, 8,
              riff_chunk("EXIF", std::string("Exif\0\0", 6) + phone_exif(orientation)))) == seen);
    CHECK(info_of(tiff(64, 48, orientation)) == seen);
  }
  // What no orientation is, is none; the first Exif counts; XMP is no Exif.
  CHECK(info_of(jpeg(64, 48, {exif_segment(9)})) == picture(64, 48));
  CHECK(info_of(jpeg(64, 48, {exif_segment(0)})) == picture(64, 48));
  CHECK(info_of(jpeg(64, 48, {exif_segment(1), exif_segment(6)})) == picture(64, 48));
  CHECK(info_of(jpeg(64, 48, {jpeg_segment(0xE1, phone_xmp()), exif_segment(6)})) ==
        picture(48, 64, 6));
}

// ISO/IEC 23008-12: turned anticlockwise first, then mirrored; the same table as libavif's.
TEST_CASE("HEIF: how the main item is turned and mirrored") {
  struct Case {
    int turns, mirror, orientation;
  };
  for (const Case& one : {Case{0, -1, 1}, Case{1, -1, 8}, Case{2, -1, 3}, Case{3, -1, 6},
                          Case{0, 0, 4}, Case{0, 1, 2}, Case{1, 0, 5}, Case{1, 1, 7}, Case{2, 0, 2},
                          Case{2, 1, 4}, Case{3, 0, 7}, Case{3, 1, 5}}) {
    CAPTURE(one.turns);
    CAPTURE(one.mirror);
    HeifParts parts;
    parts.turns = one.turns;
    parts.mirror = one.mirror;
    const bool turned = one.turns % 2 == 1;
    CHECK(info_of(heif(parts)) ==
          picture(turned ? 3024 : 4032, turned ? 4032 : 3024, one.orientation));
  }
}

TEST_CASE("HEIF: properties that are counted beyond their box are none") {
  HeifParts parts;
  parts.turns = 1;
  std::string bytes = heif(parts);
  const size_t count = bytes.rfind("ipma") + 14;
  REQUIRE(bytes.substr(count, 3) == "\2\1\x82");
  bytes.replace(count, 3, "\3\1\1");
  bytes.resize(bytes.find("mdat") - 4);
  CHECK(info_of(bytes + "\2") == picture(4032, 3024));
}

TEST_CASE("a movie: its first picture track, its turn, and how long it is") {
  MovieParts parts = film();
  CHECK(info_of(movie(parts)) == MediaInfo{1920, 1080, 1, 12500});
  parts.wide = true;
  CHECK(info_of(movie(parts)) == MediaInfo{1920, 1080, 1, 12500});
  parts.data_first = true;
  parts.scale = 600;
  CHECK(info_of(movie(parts)) == MediaInfo{1920, 1080, 1, 20833});
  for (const int turns : {1, 3}) {
    parts.tracks[1].turns = turns;
    CHECK(info_of(movie(parts)) == MediaInfo{1080, 1920, 1, 20833});
  }
  parts.tracks[1].turns = 2;
  CHECK(info_of(movie(parts)) == MediaInfo{1920, 1080, 1, 20833});
  // In fragments: mvhd says nothing, mehd does.
  parts = film();
  parts.duration = 0;
  parts.extra = box("mvex", full_box("mehd", 0, 0, big_endian(7000, 4)));
  CHECK(info_of(movie(parts)).duration_ms == 7000);
  parts.duration = UINT32_MAX;
  CHECK(info_of(movie(parts)).duration_ms == 7000);
  parts.extra = "";
  CHECK(info_of(movie(parts)).duration_ms == 0);
  parts.brand = "M4A ";
  parts.duration = 12500;
  parts.tracks.pop_back();
  CHECK(info_of(movie(parts)) == MediaInfo{0, 0, 1, 12500});
}

TEST_CASE("recordings: how long they last") {
  CHECK(info_of(wav(3)).duration_ms == 3000);
  CHECK(info_of(wav(3, riff_chunk("LIST", "INFO"))).duration_ms == 3000);
  CHECK(info_of(wav(3).substr(0, 44 + 8000)).duration_ms == 1000);  // cut off
  CHECK(info_of(riff("WAVE", riff_chunk("fmt ", "") + riff_chunk("JUNK", little_endian(1, 4)) +
                                 riff_chunk("data", zeros(8))))
            .duration_ms == 0);
  CHECK(info_of(avi()) == MediaInfo{320, 240, 1, 10000});
  CHECK(info_of(mp3(100)).duration_ms == 100 * 1152 * 1000 / 44100);
  CHECK(info_of(id3(zeros(100)) + mp3(100)).duration_ms == 100 * 1152 * 1000 / 44100);
  CHECK(info_of(mp3_counted(5000)).duration_ms == 5000LL * 1152 * 1000 / 44100);
  CHECK(info_of(adts(500)).duration_ms == 500LL * 1024 * 1000 / 44100);
  CHECK(info_of(flac()).duration_ms == 10000);
  CHECK(info_of(id3(zeros(100)) + flac()).duration_ms == 10000);
  CHECK(info_of(ogg("opus")).duration_ms == 3000);
  CHECK(info_of(ogg("vorbis")).duration_ms == 3000);
  CHECK(info_of(amr(50)).duration_ms == 1000);
  CHECK(info_of(amr(5000)).duration_ms == 100000);
  CHECK(info_of(amr_wb(50)).duration_ms == 1000);
  CHECK(info_of(matroska("webm", true)) == MediaInfo{640, 360, 1, 2500});
  CHECK(info_of(matroska("matroska", false)) == MediaInfo{0, 0, 1, 2500});
  CHECK(info_of("just text") == MediaInfo{});
}

TEST_CASE("numbers that cannot be are none, and nothing overflows") {
  MediaInfo info;
  set_size(info, uint64_t{1} << 31, 5);
  CHECK(info == MediaInfo{});
  CHECK(duration_of(UINT64_MAX, 1) == 0);
  CHECK(duration_of(5, 0) == 0);
  CHECK(duration_of(UINT64_MAX, UINT64_MAX) == 0);
  CHECK(duration_of(366ULL * 24 * 3600 * UINT32_MAX, UINT32_MAX) == 366LL * 24 * 3600 * 1000);
  MovieParts parts = film();
  parts.wide = true;
  parts.duration = UINT64_MAX - 1;
  CHECK(info_of(movie(parts)).duration_ms == 0);
  parts.scale = 0;
  CHECK(info_of(movie(parts)).duration_ms == 0);
  std::string large = png(1, 1);
  large.replace(16, 8, std::string(8, '\xFF'));
  CHECK(info_of(large) == MediaInfo{});
}

TEST_CASE("hostile headers cost a bounded number of looks") {
  // A million segments, boxes and chunks without content.
  std::string segments = "\xFF\xD8";
  std::string boxes = box("ftyp", "isom" + zeros(4) + "isom");
  std::string chunks = png(1, 1).substr(0, 33);
  for (int i = 0; i < 1000000; ++i) {
    segments += std::string("\xFF\xE5\0\2", 4);
    boxes += box("free", "");
    chunks += png_chunk("tEXt", "").substr(0, 8) + zeros(4);
  }
  for (const std::string* bytes : {&segments, &boxes, &chunks}) {
    MemoryFile file(*bytes);
    const FileFormat format = file_type_of(file).take().format;
    file.bytes_read = 0;
    CHECK(media_info_of(file, format).ok());
    CHECK(file.bytes_read < 256 * 1024);
  }
  // Sizes that point nowhere, at every place where a number may stand.
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const size_t end = std::min<size_t>(sample.bytes.size(), 700);
    for (size_t at = 0; at + 4 <= end; ++at) {
      for (const char fill : {'\0', '\x7F', '\xFF'}) {
        std::string bytes = sample.bytes;
        bytes.replace(at, 4, std::string(4, fill));
        MemoryFile file(std::move(bytes));
        REQUIRE(media_info_of(file, sample.format).ok());
        REQUIRE(file.bytes_read < 33 * 1024 * 1024);
      }
    }
  }
}

TEST_CASE("a file that cannot be read is an error") {
  MemoryFile broken(jpeg(8, 8));
  broken.fails = true;
  CHECK(media_info_of(broken, FileFormat::jpeg).error().code == ErrorCode::STORE_IO);
}
