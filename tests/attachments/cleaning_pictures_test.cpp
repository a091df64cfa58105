// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "attachments/cleaned.h"
#include "attachments/exif.h"
#include "attachments/pictures.h"
#include "attachments/sample_bytes.h"

using namespace ix;
using namespace ix::test;

namespace {

const std::string exif_prefix("Exif\0\0", 6);

std::string exif_segment(int orientation) {
  return jpeg_segment(0xE1, exif_prefix + phone_exif(orientation));
}
std::string turned_segment(int orientation) {
  return jpeg_segment(0xE1, exif_prefix + minimal_exif(orientation));
}
const std::string icc = jpeg_segment(0xE2, std::string("ICC_PROFILE\0\1\1", 14) + "profile");
const std::string adobe = jpeg_segment(0xEE, std::string("Adobe\0\x64\0\0\0\0\1", 12));

}  // namespace

TEST_CASE("JPEG: all that is no picture goes, and the picture stays as it is") {
  const std::string mpf = jpeg_segment(0xE2, std::string("MPF\0", 4) + zeros(40));
  const Cleaned cleaned = clean_bytes(
      jpeg(64, 48,
           {exif_segment(1),
            jpeg_segment(0xE1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) + phone_xmp()),
            icc, mpf, jpeg_segment(0xED, std::string("Photoshop 3.0\0", 14) + "8BIM"),
            jpeg_segment(0xFE, "by Ann"), adobe, jpeg_segment(0xE5, "anything"),
            jpeg_segment(0xE0, std::string("JFXX\0\x10", 6) + "thumbnail")},
           jpeg(32, 24, {exif_segment(1)}) + "and more"));
  CHECK(cleaned.result == Cleaning::cleaned);
  CHECK(cleaned.bytes == jpeg(64, 48, {icc, adobe}));
}

TEST_CASE("JPEG: how it is to be turned stays") {
  for (int orientation = 2; orientation <= 8; ++orientation) {
    const Cleaned cleaned = clean_bytes(jpeg(64, 48, {exif_segment(orientation)}));
    CHECK(cleaned.result == Cleaning::cleaned);
    CHECK(cleaned.bytes == jpeg(64, 48, {turned_segment(orientation)}));
  }
  // The first Exif counts; one that says nothing leaves nothing.
  CHECK(clean_bytes(jpeg(64, 48, {exif_segment(1), exif_segment(6)})).bytes == jpeg(64, 48));
  CHECK(clean_bytes(jpeg(64, 48, {exif_segment(6), exif_segment(3)})).bytes ==
        jpeg(64, 48, {turned_segment(6)}));
  CHECK(clean_bytes(jpeg(64, 48, {jpeg_segment(0xE1, exif_prefix + "damaged")})).bytes ==
        jpeg(64, 48));
}

TEST_CASE("JPEG: where there is nothing to clean, nothing is written") {
  CHECK(clean_bytes(jpeg(64, 48)).result == Cleaning::nothing_to_clean);
  CHECK(clean_bytes(jpeg(64, 48, {turned_segment(6), icc, adobe})).result ==
        Cleaning::nothing_to_clean);
}

TEST_CASE("JPEG: the thumbnail of JFIF, fill bytes, restarts, and a comment between scans") {
  const std::string plain = jpeg(64, 48);
  std::string with_thumbnail = plain;
  with_thumbnail.replace(2, 18,
                         jpeg_segment(0xE0, std::string("JFIF\0\1\1\0\0\1\0\1\1\1", 14) + "RGB"));
  CHECK(clean_bytes(with_thumbnail).bytes == plain);
  std::string filled = plain;
  filled.insert(20, "\xFF\xFF\xFF");
  CHECK(clean_bytes(filled).result == Cleaning::nothing_to_clean);
  filled.insert(20, "\xFF" + jpeg_segment(0xFE, "a"));
  CHECK(clean_bytes(filled).result == Cleaning::cleaned);
  // Coded data with stuffed bytes and restarts; a comment and a second scan behind it.
  const std::string scan = jpeg_segment(0xDA, std::string("\1\1\0\0\x3F\0", 6));
  std::string coded = std::string("\xFF\0\xFF\xD0\x12\xFF\0", 7) + std::string(9000, '\xFE');
  for (int i = 0; i < 3000; ++i) coded += std::string("\xFF\0\xFF\xD7", 4);
  const std::string start = plain.substr(0, plain.size() - 2 - 12);
  CHECK(clean_bytes(start + coded + jpeg_segment(0xFE, "a") + scan + coded + "\xFF\xD9" + "b")
            .bytes == start + coded + scan + coded + "\xFF\xD9");
}

TEST_CASE("JPEG: what is damaged or unknown cannot be cleaned; a picture that is cut off can") {
  const std::string whole = jpeg(64, 48, {exif_segment(6)});
  const size_t coded = whole.size() - 2 - 12;
  for (size_t size = 3; size < coded; ++size) {
    CHECK(clean_bytes(whole.substr(0, size)).result == Cleaning::cannot_be_cleaned);
  }
  CHECK(clean_bytes(whole.substr(0, coded + 3)).result == Cleaning::cleaned);
  CHECK(clean_bytes(jpeg(8, 8, {jpeg_segment(0xF7, "JPEG-LS")})).result ==
        Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes(jpeg(8, 8, {std::string("\xFF\xE1\0\1", 4)})).result ==
        Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes(jpeg(8, 8, {"zeros between"})).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("PNG: only what pixels need stays") {
  const std::string colours = png_chunk("gAMA", big_endian(45455, 4));
  const std::string size = png_chunk("pHYs", big_endian(2835, 4) + big_endian(2835, 4) + "\1");
  const Cleaned cleaned = clean_bytes(
      png(20, 10,
          {colours, png_chunk("tEXt", std::string("Author\0Ann", 10)), size,
           png_chunk("eXIf", phone_exif(1)), png_chunk("zTXt", std::string("a\0\0b", 4)),
           png_chunk("iTXt", std::string("XML:com.adobe.xmp\0\0\0\0\0", 22) + phone_xmp()),
           png_chunk("tIME", std::string("\7\xE8\1\1\1\1\1", 7)), png_chunk("zzZz", "unknown")},
          {png_chunk("tEXt", std::string("Comment\0here", 12))}, "behind"));
  CHECK(cleaned.result == Cleaning::cleaned);
  CHECK(cleaned.bytes == png(20, 10, {colours, size}));
  CHECK(clean_bytes(png(20, 10, {colours})).result == Cleaning::nothing_to_clean);
}

TEST_CASE("PNG: how it is to be turned stays, before the pixels or behind them") {
  const std::string turned = png_chunk("eXIf", minimal_exif(6));
  CHECK(clean_bytes(png(20, 10, {png_chunk("eXIf", phone_exif(6))})).bytes ==
        png(20, 10, {turned}));
  CHECK(clean_bytes(png(20, 10, {}, {png_chunk("eXIf", phone_exif(6))})).bytes ==
        png(20, 10, {}, {turned}));
  CHECK(clean_bytes(png(20, 10, {turned})).result == Cleaning::nothing_to_clean);
  CHECK(clean_bytes(png(20, 10, {turned, png_chunk("eXIf", phone_exif(3))})).bytes ==
        png(20, 10, {turned}));
}

TEST_CASE("PNG: what is damaged or unknown cannot be cleaned") {
  const std::string whole = png(20, 10, {png_chunk("tEXt", "a")});
  for (size_t size = 8; size < whole.size(); ++size) {
    CHECK(clean_bytes(whole.substr(0, size)).result == Cleaning::cannot_be_cleaned);
  }
  CHECK(clean_bytes(png(20, 10, {png_chunk("CgBI", zeros(4))})).result ==
        Cleaning::cannot_be_cleaned);
  std::string huge = whole;
  huge.replace(33, 4, "\xFF\xFF\xFF\xFF");
  CHECK(clean_bytes(huge).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("WebP: Exif, XMP and what nobody knows go; flags and size follow") {
  constexpr int exif = 8, xmp = 4, icc_flag = 0x20, alpha = 0x10;
  const std::string profile = riff_chunk("ICCP", "profile");
  const Cleaned cleaned =
      clean_bytes(webp_extended(64, 48, exif | xmp | alpha | icc_flag,
                                profile + riff_chunk("EXIF", phone_exif(1)) +
                                    riff_chunk("XMP ", phone_xmp()) + riff_chunk("zzzz", "odd")) +
                  "behind");
  CHECK(cleaned.result == Cleaning::cleaned);
  CHECK(cleaned.bytes == webp_extended(64, 48, alpha | icc_flag, profile));
  CHECK(clean_bytes(webp_extended(64, 48, exif | xmp, "")).bytes == webp_extended(64, 48, 0, ""));
  CHECK(clean_bytes(webp_lossy(64, 48)).result == Cleaning::nothing_to_clean);
  CHECK(clean_bytes(webp_lossless(64, 48)).result == Cleaning::nothing_to_clean);
}

TEST_CASE("WebP: how it is to be turned stays") {
  const std::string turned = webp_extended(64, 48, 8, riff_chunk("EXIF", minimal_exif(6)));
  CHECK(clean_bytes(webp_extended(64, 48, 12, riff_chunk("EXIF", phone_exif(6)))).bytes == turned);
  CHECK(clean_bytes(webp_extended(64, 48, 8, riff_chunk("EXIF", exif_prefix + phone_exif(6))))
            .bytes == turned);
  CHECK(clean_bytes(turned).result == Cleaning::nothing_to_clean);
}

TEST_CASE("WebP: what is damaged cannot be cleaned") {
  const std::string whole = webp_extended(64, 48, 8, riff_chunk("EXIF", phone_exif(6)));
  for (size_t size = 12; size < whole.size(); ++size) {
    CHECK(clean_bytes(whole.substr(0, size)).result == Cleaning::cannot_be_cleaned);
  }
  const std::string frame = zeros(16) + webp_lossless(8, 8).substr(12);
  const std::string start = riff_chunk("VP8X", "\2" + zeros(9)) + riff_chunk("ANIM", zeros(6));
  CHECK(clean_bytes(riff("WEBP", start + riff_chunk("ANMF", frame))).result ==
        Cleaning::nothing_to_clean);
  CHECK(clean_bytes(riff("WEBP", start + riff_chunk("ANMF", frame + riff_chunk("zzzz", "aa"))))
            .result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("WebP: what begins with a chunk that nobody knows cannot be cleaned") {
  // Without it the next one would say what the file is: another size, or none.
  for (const std::string& behind : {std::string(), webp_lossless(8, 8).substr(12)}) {
    CHECK(clean_bytes(riff("WEBP", riff_chunk("zzzz", "odd") + behind)).result ==
          Cleaning::cannot_be_cleaned);
  }
  const std::string first_is_behind = riff("WEBP", "") + webp_lossless(8, 8).substr(12);
  CHECK(clean_bytes(first_is_behind).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("GIF: comments, texts and application blocks go, the loop stays") {
  const std::string loop = gif_extension(0xFF, {"NETSCAPE2.0", std::string("\1\0\0", 3)});
  const std::string control = gif_extension(0xF9, {zeros(4)});
  const std::string text = gif_extension(0x01, {zeros(12), "words"});
  const std::string comment = gif_extension(0xFE, {"by Ann", std::string(255, 'x')});
  const std::string xmp = gif_extension(0xFF, {"XMP DataXMP", phone_xmp().substr(0, 255)});
  const std::string padded = gif_extension(0xFF, {"NETSCAPE2.0", std::string(40, '\1')});
  const Cleaned cleaned = clean_bytes(
      gif(3, 2, loop + comment + xmp + padded + control + comment + text + control, "behind"));
  CHECK(cleaned.result == Cleaning::cleaned);
  CHECK(cleaned.bytes == gif(3, 2, loop + control));
  CHECK(clean_bytes(gif(3, 2, loop + control)).result == Cleaning::nothing_to_clean);
  const std::string whole = gif(3, 2, comment);
  for (size_t size = 20; size < whole.size() - 1; ++size) {
    // Between two blocks a file may end, as many do.
    const bool between = size == 19 + comment.size() || size == 19;
    CAPTURE(size);
    CHECK((clean_bytes(whole.substr(0, size)).result == Cleaning::cannot_be_cleaned) == !between);
  }
}

TEST_CASE("HEIF: Exif and XMP are emptied where they lie") {
  for (const bool in_idat : {false, true}) {
    for (const char* brand : {"heic", "avif", "mif1"}) {
      HeifParts parts;
      parts.brand = brand;
      parts.in_idat = in_idat;
      parts.exif = phone_exif(6);
      parts.xmp = phone_xmp();
      parts.turns = 3;
      const std::string before = heif(parts);
      const Cleaned cleaned = clean_bytes(before);
      CHECK(cleaned.result == Cleaning::cleaned);
      REQUIRE(cleaned.bytes.size() == before.size());
      CHECK(cleaned.bytes.find("PhoneMaker9") == std::string::npos);
      CHECK(cleaned.bytes.find("GPSLatitude") == std::string::npos);
      // All else is the same: the same file with other items of the same size.
      std::string exif = std::string("MM\0*\0\0\0\x08", 8) + zeros(parts.exif.size() - 8);
      std::string expected = before;
      const size_t at = before.find(std::string("Exif\0\0MM", 8));
      expected.replace(at, 6 + parts.exif.size(), exif + zeros(6));
      expected.replace(at - 4, 4, zeros(4));
      const std::string empty = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";
      expected.replace(before.find(parts.xmp), parts.xmp.size(),
                       empty + std::string(parts.xmp.size() - empty.size(), ' '));
      CHECK(cleaned.bytes == expected);
    }
  }
  CHECK(clean_bytes(heif({})).result == Cleaning::nothing_to_clean);
}

TEST_CASE("HEIF: boxes that nobody needs become free space; a trailer goes") {
  HeifParts parts;
  const std::string plain = heif(parts);
  parts.behind = box("mpvd", "a moving picture") + box("uuid", std::string(16, 'u') + phone_xmp());
  const Cleaned cleaned = clean_bytes(heif(parts) + "SEFT of a phone");
  CHECK(cleaned.result == Cleaning::cleaned);
  CHECK(cleaned.bytes ==
        plain + box("free", zeros(16)) + box("free", zeros(16 + phone_xmp().size())));
}

TEST_CASE("HEIF: another kind of meta box in front cannot be cleaned") {
  // Freed, it would make the next one the first.
  std::string whole = heif({});
  const std::string other =
      full_box("meta", 0, 0, full_box("hdlr", 0, 0, zeros(4) + "mdir" + zeros(13)));
  const size_t start = whole.find("meta") - 4, place = whole.find("iloc") + 4 + 8 + 8;
  whole.replace(place, 4, big_endian(whole.find("mdat") + 4 + other.size(), 4));
  CHECK(clean_bytes(whole.substr(0, start) + other + whole.substr(start)).result ==
        Cleaning::cannot_be_cleaned);
}

TEST_CASE("HEIF: a picture said to lie in idat, and beyond it, cannot be cleaned") {
  std::string bytes = heif({}) + "behind";
  const size_t item = bytes.find("iloc") + 4 + 8;
  REQUIRE(bytes.substr(item, 4) == std::string("\0\1\0\0", 4));
  CHECK(clean_bytes(bytes).result == Cleaning::cleaned);
  bytes[item + 3] = 1;
  CHECK(clean_bytes(bytes).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("HEIF: items that lie where they may not cannot be cleaned") {
  HeifParts parts;
  parts.exif = phone_exif(1);
  const std::string whole = heif(parts);
  CHECK(clean_bytes(whole).result == Cleaning::cleaned);
  const size_t item = whole.find("iloc") + 4 + 4 + 2 + 2 + 16;  // the second item
  REQUIRE(whole.substr(item, 2) == std::string("\0\2", 2));
  const auto moved = [&](uint32_t at, uint32_t size) {
    std::string bytes = whole;
    bytes.replace(item + 8, 8, big_endian(at, 4) + big_endian(size, 4));
    return clean_bytes(bytes).result;
  };
  const uint32_t data = static_cast<uint32_t>(whole.find("mdat") + 4);
  CHECK(moved(data + 200, 100) == Cleaning::cleaned);
  CHECK(moved(data + 199, 100) == Cleaning::cannot_be_cleaned);  // a byte of the picture
  CHECK(moved(40, 20) == Cleaning::cannot_be_cleaned);           // in `meta`
  CHECK(moved(data + 200, 0xFFFFFFFF) == Cleaning::cannot_be_cleaned);
  CHECK(moved(0xFFFFFFFF, 8) == Cleaning::cannot_be_cleaned);
  CHECK(moved(data + 200, 0) == Cleaning::cannot_be_cleaned);
  // The picture's own data behind the last box are no trailer.
  std::string shifted = whole;
  shifted.insert(data - 8, "\1");
  CHECK(clean_bytes(shifted).result == Cleaning::cannot_be_cleaned);
  // Nor is what describes it to be taken for remarks on a movie.
  std::string unknown = whole;
  unknown.replace(unknown.find("pict"), 4, "what");
  CHECK(clean_once(unknown, FileFormat::heic).result == Cleaning::cannot_be_cleaned);
  for (size_t size = 60; size < whole.size(); ++size) {
    CHECK(clean_once(whole.substr(0, size), FileFormat::heic).result ==
          Cleaning::cannot_be_cleaned);
  }
}
