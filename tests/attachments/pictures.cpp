// SPDX-License-Identifier: Apache-2.0
#include "attachments/pictures.h"

#include <algorithm>
#include <cstdint>

#include "attachments/sample_bytes.h"

namespace ix::test {
namespace {

std::string tiff_entry(int tag, int type, uint32_t count, const std::string& value) {
  return big_endian(static_cast<uint64_t>(tag), 2) + big_endian(static_cast<uint64_t>(type), 2) +
         big_endian(count, 4) + value;
}

uint32_t crc32(const std::string& bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<uint8_t>(byte);
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (0xEDB88320 & (0U - (crc & 1)));
  }
  return ~crc;
}

// A zlib stream without compression.
std::string stored(const std::string& bytes) {
  std::string out("\x78\x01", 2);
  uint32_t a = 1, b = 0;
  for (const char byte : bytes) {
    a = (a + static_cast<uint8_t>(byte)) % 65521;
    b = (b + a) % 65521;
  }
  for (size_t at = 0; at < bytes.size(); at += 0xFFFF) {
    const size_t size = std::min<size_t>(0xFFFF, bytes.size() - at);
    out += at + size == bytes.size() ? '\1' : '\0';
    out += little_endian(size, 2) + little_endian(~size & 0xFFFF, 2) + bytes.substr(at, size);
  }
  return out + big_endian(b << 16 | a, 4);
}

}  // namespace

std::string phone_exif(int orientation) {
  // The first directory at 8 with 3 entries, the maker behind it, then the directory of the place.
  const uint32_t maker = 8 + 2 + 3 * 12 + 4;
  const uint32_t place = maker + 12;
  const uint32_t degrees = place + 2 + 4 * 12 + 4;
  const auto angle = [](uint32_t whole) {
    return big_endian(whole, 4) + big_endian(1, 4) + big_endian(30, 4) + big_endian(1, 4) +
           big_endian(15, 4) + big_endian(1, 4);
  };
  return std::string("MM\0*", 4) + big_endian(8, 4) + big_endian(3, 2) +
         tiff_entry(0x010F, 2, 12, big_endian(maker, 4)) +
         tiff_entry(0x0112, 3, 1, big_endian(static_cast<uint64_t>(orientation), 2) + zeros(2)) +
         tiff_entry(0x8825, 4, 1, big_endian(place, 4)) + zeros(4) +
         std::string("PhoneMaker9\0", 12) + big_endian(4, 2) +
         tiff_entry(1, 2, 2, std::string("N\0\0\0", 4)) +
         tiff_entry(2, 5, 3, big_endian(degrees, 4)) +
         tiff_entry(3, 2, 2, std::string("E\0\0\0", 4)) +
         tiff_entry(4, 5, 3, big_endian(degrees + 24, 4)) + zeros(4) + angle(48) + angle(11);
}

std::string phone_xmp() {
  return "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
         "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
         "xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='48,30.25N' "
         "exif:GPSLongitude='11,30.25E'/></rdf:RDF></x:xmpmeta>";
}

std::string jpeg_segment(int marker, const std::string& content) {
  return "\xFF" + big_endian(static_cast<uint64_t>(marker), 1) + big_endian(content.size() + 2, 2) +
         content;
}

std::string jpeg(int width, int height, const std::vector<std::string>& segments,
                 const std::string& behind) {
  std::string out = "\xFF\xD8" + jpeg_segment(0xE0, std::string("JFIF\0\1\1\0\0\1\0\1\0\0", 14));
  for (const std::string& segment : segments) out += segment;
  out += jpeg_segment(0xDB, zeros(1) + std::string(64, '\1'));
  out += jpeg_segment(0xC0, "\x08" + big_endian(static_cast<uint64_t>(height), 2) +
                                big_endian(static_cast<uint64_t>(width), 2) +
                                std::string("\1\1\x11\0", 4));
  // One code of one bit each: no difference, and the end of the block.
  for (const char table : {'\0', '\x10'}) {
    out += jpeg_segment(0xC4, std::string(1, table) + "\1" + zeros(15) + zeros(1));
  }
  out += jpeg_segment(0xDA, std::string("\1\1\0\0\x3F\0", 6));
  const int bits = (width + 7) / 8 * ((height + 7) / 8) * 2;
  out += zeros(static_cast<size_t>(bits / 8));
  if (bits % 8 != 0) out += static_cast<char>(0xFF >> (bits % 8));
  return out + "\xFF\xD9" + behind;
}

std::string png_chunk(const std::string& type, const std::string& content) {
  return big_endian(content.size(), 4) + type + content + big_endian(crc32(type + content), 4);
}

std::string png(int width, int height, const std::vector<std::string>& chunks,
                const std::vector<std::string>& later, const std::string& behind) {
  std::string out =
      "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", big_endian(static_cast<uint64_t>(width), 4) +
                                                  big_endian(static_cast<uint64_t>(height), 4) +
                                                  std::string("\x08\0\0\0\0", 5));
  for (const std::string& chunk : chunks) out += chunk;
  const std::string row = zeros(1) + std::string(static_cast<size_t>(width), '\x7F');
  std::string pixels;
  for (int y = 0; y < height; ++y) pixels += row;
  out += png_chunk("IDAT", stored(pixels));
  for (const std::string& chunk : later) out += chunk;
  return out + png_chunk("IEND", "") + behind;
}

std::string gif_extension(int label, const std::vector<std::string>& blocks) {
  std::string out = "\x21" + big_endian(static_cast<uint64_t>(label), 1);
  for (const std::string& block : blocks) out += big_endian(block.size(), 1) + block;
  return out + zeros(1);
}

std::string gif(int width, int height, const std::string& blocks, const std::string& behind) {
  return "GIF89a" + little_endian(static_cast<uint64_t>(width), 2) +
         little_endian(static_cast<uint64_t>(height), 2) + std::string("\x80\0\0", 3) +
         std::string("\0\0\0\xFF\xFF\xFF", 6) + blocks +
         std::string("\x2C\0\0\0\0\1\0\1\0\0\2\2\x44\1\0", 15) + ";" + behind;
}

std::string webp_lossy(int width, int height) {
  return riff(
      "WEBP",
      riff_chunk("VP8 ", std::string("\x50\1\0\x9D\x01\x2A", 6) +
                             little_endian(static_cast<uint64_t>(width), 2) +
                             little_endian(static_cast<uint64_t>(height), 2) +
                             std::string("\2\0\x34\x25\xA4\0\x03\x70\0\xFE\xFB\x94\0", 13)));
}

std::string webp_lossless(int width, int height) {
  const uint32_t bits =
      static_cast<uint32_t>(width - 1) | static_cast<uint32_t>(height - 1) << 14 | 1U << 28;
  return riff("WEBP", riff_chunk("VP8L", "\x2F" + little_endian(bits, 4) +
                                             std::string("\x07\x10\x11\x11\x88\x88\xFE\x07", 8)));
}

std::string webp_extended(int width, int height, int flags, const std::string& chunks) {
  const std::string plain = webp_lossless(width, height).substr(12);
  return riff("WEBP", riff_chunk("VP8X", little_endian(static_cast<uint64_t>(flags), 4) +
                                             little_endian(static_cast<uint64_t>(width - 1), 3) +
                                             little_endian(static_cast<uint64_t>(height - 1), 3)) +
                          plain + chunks);
}

std::string heif(const HeifParts& parts) {
  const bool av1 = parts.brand == "avif";
  const std::string picture(200, '\x5A');
  const std::string exif =
      parts.exif.empty() ? "" : big_endian(6, 4) + std::string("Exif\0\0", 6) + parts.exif;
  std::string entries =
      full_box("infe", 2, 0, std::string("\0\1\0\0", 4) + (av1 ? "av01" : "hvc1") + zeros(1));
  if (!exif.empty()) {
    entries += full_box("infe", 2, 1, std::string("\0\2\0\0", 4) + "Exif" + zeros(1));
  }
  if (!parts.xmp.empty()) {
    entries += full_box(
        "infe", 2, 1,
        std::string("\0\3\0\0", 4) + "mime" + zeros(1) + std::string("application/rdf+xml\0", 20));
  }
  const int items = 1 + (exif.empty() ? 0 : 1) + (parts.xmp.empty() ? 0 : 1);

  std::string properties = full_box("ispe", 0, 0,
                                    big_endian(static_cast<uint64_t>(parts.width), 4) +
                                        big_endian(static_cast<uint64_t>(parts.height), 4));
  std::string numbers = "\1";
  if (parts.turns != 0) {
    properties += box("irot", big_endian(static_cast<uint64_t>(parts.turns), 1));
    numbers += static_cast<char>(0x80 | (numbers.size() + 1));
  }
  if (parts.mirror >= 0) {
    properties += box("imir", big_endian(static_cast<uint64_t>(parts.mirror), 1));
    numbers += static_cast<char>(0x80 | (numbers.size() + 1));
  }
  const std::string brands = parts.brand + zeros(4) + (av1 ? "mif1avif" : "mif1heic");
  const std::string start = box("ftyp", brands);
  // Twice: the places depend on the size of what names them.
  std::string meta;
  for (int pass = 0; pass < 2; ++pass) {
    const size_t data = start.size() + meta.size() + 8;
    const size_t own = parts.in_idat ? 0 : data + picture.size();
    const auto item = [](int id, int method, size_t at, size_t size) {
      return big_endian(static_cast<uint64_t>(id), 2) +
             big_endian(static_cast<uint64_t>(method), 2) + big_endian(0, 2) + big_endian(1, 2) +
             big_endian(at, 4) + big_endian(size, 4);
    };
    const int method = parts.in_idat ? 1 : 0;
    const std::string places =
        std::string("\x44\0", 2) + big_endian(static_cast<uint64_t>(items), 2) +
        item(1, 0, data, picture.size()) + (exif.empty() ? "" : item(2, method, own, exif.size())) +
        (parts.xmp.empty() ? "" : item(3, method, own + exif.size(), parts.xmp.size()));
    meta =
        full_box("meta", 0, 0,
                 full_box("hdlr", 0, 0, zeros(4) + "pict" + zeros(13)) +
                     full_box("pitm", 0, 0, big_endian(1, 2)) + full_box("iloc", 1, 0, places) +
                     full_box("iinf", 0, 0, big_endian(static_cast<uint64_t>(items), 2) + entries) +
                     box("iprp", box("ipco", properties) +
                                     full_box("ipma", 0, 0,
                                              big_endian(1, 4) + big_endian(1, 2) +
                                                  big_endian(numbers.size(), 1) + numbers)) +
                     (parts.in_idat ? box("idat", exif + parts.xmp) : ""));
  }
  return start + meta + box("mdat", picture + (parts.in_idat ? "" : exif + parts.xmp)) +
         parts.behind;
}

std::string bmp(int width, int height) {
  const size_t row = (static_cast<size_t>(width) * 3 + 3) / 4 * 4;
  const size_t rows = static_cast<size_t>(height < 0 ? -height : height);
  return "BM" + little_endian(54 + row * rows, 4) + zeros(4) + little_endian(54, 4) +
         little_endian(40, 4) + little_endian(static_cast<uint64_t>(width), 4) +
         little_endian(static_cast<uint32_t>(height), 4) + little_endian(1, 2) +
         little_endian(24, 2) + zeros(24) + std::string(row * rows, '\x7F');
}

std::string tiff(int width, int height, int orientation) {
  const auto number = [](int tag, int value) {
    return tiff_entry(tag, 4, 1, big_endian(static_cast<uint64_t>(value), 4));
  };
  return std::string("MM\0*", 4) + big_endian(8, 4) + big_endian(3, 2) + number(0x0100, width) +
         number(0x0101, height) +
         tiff_entry(0x0112, 3, 1, big_endian(static_cast<uint64_t>(orientation), 2) + zeros(2)) +
         zeros(4);
}

}  // namespace ix::test
