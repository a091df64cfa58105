// SPDX-License-Identifier: Apache-2.0
#include "attachments/pictures/pictures.h"

#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

namespace ix::test {
namespace {

std::string bytes_of(uint32_t value, int count, bool big) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    const int shift = 8 * (big ? count - 1 - i : i);
    out += static_cast<char>(value >> shift & 0xFF);
  }
  return out;
}

std::string little(uint32_t value, int count) {
  return bytes_of(value, count, false);
}

std::string entry(uint32_t tag, uint32_t type, uint32_t count, const std::string& value) {
  return little(tag, 2) + little(type, 2) + little(count, 4) + value;
}

uint8_t grey_of(const uint8_t* rgb) {
  return static_cast<uint8_t>((rgb[0] + rgb[1] + rgb[2]) / 3);
}

// A row as the colour space wants it.
std::vector<uint8_t> jpeg_row(const Image& image, int32_t y, const JpegKind& kind) {
  const uint8_t* rgb =
      image.pixels.data() + static_cast<size_t>(y) * static_cast<size_t>(image.width) * 3;
  std::vector<uint8_t> row;
  for (int32_t x = 0; x < image.width; ++x, rgb += 3) {
    if (kind.colour == JpegKind::Colour::rgb) {
      row.insert(row.end(), rgb, rgb + 3);
    } else if (kind.colour == JpegKind::Colour::grey) {
      row.push_back(grey_of(rgb));
    } else {
      // Ink is what is missing to white; black ink is used up to none.
      for (int c = 0; c < 3; ++c) row.push_back(kind.adobe ? rgb[c] : uint8_t(255 - rgb[c]));
      row.push_back(kind.adobe ? 255 : 0);
    }
  }
  return row;
}

void append_png(png_structp png, png_bytep data, size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(data), size);
}

void flush_png(png_structp) {}

// 3:3:2 bits.
uint8_t palette_index(const uint8_t* rgb) {
  return static_cast<uint8_t>((rgb[0] & 0xE0) | (rgb[1] & 0xE0) >> 3 | rgb[2] >> 6);
}

std::vector<uint8_t> png_row(const uint8_t* rgb, int32_t width, const PngKind& kind) {
  using Colour = PngKind::Colour;
  std::vector<uint8_t> row;
  const auto put = [&](uint8_t value) {
    row.push_back(value);
    if (kind.bits == 16) row.push_back(value);  // 257 times as much
  };
  int filled = 0;
  for (int32_t x = 0; x < width; ++x, rgb += 3) {
    if (kind.bits < 8) {
      // Grey in few bits, packed from the left.
      if (filled == 0) row.push_back(0);
      const int value = grey_of(rgb) >> (8 - kind.bits);
      row.back() = static_cast<uint8_t>(row.back() | value << (8 - kind.bits - filled));
      filled = (filled + kind.bits) % 8;
      continue;
    }
    const bool grey = kind.colour == Colour::grey || kind.colour == Colour::grey_opacity;
    if (kind.colour == Colour::palette) {
      row.push_back(palette_index(rgb));
    } else if (grey) {
      put(grey_of(rgb));
    } else {
      for (int c = 0; c < 3; ++c) put(rgb[c]);
    }
    if (kind.colour == Colour::rgb_opacity || kind.colour == Colour::grey_opacity) {
      put(kind.opacity);
    }
  }
  return row;
}

std::string chunk(std::string_view name, const std::string& data) {
  std::string out = std::string(name) + little(static_cast<uint32_t>(data.size()), 4) + data;
  if (data.size() % 2 != 0) out += '\0';
  return out;
}

uint32_t crc_of(const std::string& bytes) {
  uint32_t crc = ~uint32_t{0};
  for (const char byte : bytes) {
    crc ^= static_cast<uint8_t>(byte);
    for (int i = 0; i < 8; ++i) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
  }
  return ~crc;
}

std::string png_chunk(const std::string& name, const std::string& data) {
  return bytes_of(static_cast<uint32_t>(data.size()), 4, true) + name + data +
         bytes_of(crc_of(name + data), 4, true);
}

}  // namespace

Image gradient(int32_t width, int32_t height) {
  Image image{width, height, {}, {}, false};
  for (int32_t y = 0; y < height; ++y) {
    for (int32_t x = 0; x < width; ++x) {
      image.pixels.push_back(static_cast<uint8_t>(32 + 192 * x / width));
      image.pixels.push_back(static_cast<uint8_t>(32 + 192 * y / height));
      image.pixels.push_back(static_cast<uint8_t>(x < width / 2 && y < height / 2 ? 200 : 40));
    }
  }
  return image;
}

Image plain(int32_t width, int32_t height, uint8_t red, uint8_t green, uint8_t blue) {
  Image image{width, height, {}, {}, false};
  for (int32_t i = 0; i < width * height; ++i) {
    image.pixels.insert(image.pixels.end(), {red, green, blue});
  }
  return image;
}

Image noisy(Image image, int amount) {
  uint32_t seed = 1;
  for (uint8_t& value : image.pixels) {
    seed = seed * 1664525 + 1013904223;
    const int changed = value + static_cast<int>(seed >> 16) % (2 * amount + 1) - amount;
    value = static_cast<uint8_t>(changed < 0 ? 0 : changed > 255 ? 255 : changed);
  }
  return image;
}

std::string exif_segment(int orientation) {
  // Little-endian TIFF: the main directory with camera, orientation and the place of the GPS one.
  const uint32_t main = 8;
  const uint32_t camera = main + 2 + 3 * 12 + 4;
  const uint32_t gps = camera + 8;
  const uint32_t latitude = gps + 2 + 2 * 12 + 4;
  std::string tiff = std::string("II*\0", 4) + little(main, 4);
  tiff += little(3, 2);
  tiff += entry(0x010F, 2, 8, little(camera, 4));
  tiff += entry(0x0112, 3, 1, little(static_cast<uint32_t>(orientation), 4));
  tiff += entry(0x8825, 4, 1, little(gps, 4));
  tiff += little(0, 4);
  tiff += std::string("TestCam\0", 8);
  tiff += little(2, 2);
  tiff += entry(0x0001, 2, 2, std::string("N\0\0\0", 4));
  tiff += entry(0x0002, 5, 3, little(latitude, 4));
  tiff += little(0, 4);
  for (const uint32_t part : {48U, 51U, 24U}) tiff += little(part, 4) + little(1, 4);
  const std::string content = std::string("Exif\0\0", 6) + tiff;
  return "\xFF\xE1" + bytes_of(static_cast<uint32_t>(content.size()) + 2, 2, true) + content;
}

std::string jpeg_file(const Image& image, const JpegKind& kind) {
  using Colour = JpegKind::Colour;
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &out, &size);
  info.image_width = static_cast<JDIMENSION>(image.width);
  info.image_height = static_cast<JDIMENSION>(image.height);
  const bool inks = kind.colour == Colour::cmyk || kind.colour == Colour::ycck;
  info.input_components = kind.colour == Colour::grey ? 1 : inks ? 4 : 3;
  info.in_color_space = kind.colour == Colour::grey ? JCS_GRAYSCALE : inks ? JCS_CMYK : JCS_RGB;
  jpeg_set_defaults(&info);
  if (kind.colour == Colour::ycck) jpeg_set_colorspace(&info, JCS_YCCK);
  if (inks) info.write_Adobe_marker = kind.adobe ? TRUE : FALSE;
  jpeg_set_quality(&info, kind.quality, TRUE);
  if (kind.progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  for (int32_t y = 0; y < image.height; ++y) {
    std::vector<uint8_t> row = jpeg_row(image, y, kind);
    JSAMPROW rows = row.data();
    jpeg_write_scanlines(&info, &rows, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string file(reinterpret_cast<char*>(out), size);
  std::free(out);
  if (kind.orientation != 0) file.insert(2, exif_segment(kind.orientation));
  return file;
}

std::string png_file(const Image& image, const PngKind& kind) {
  using Colour = PngKind::Colour;
  std::string file;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &file, append_png, flush_png);
  const int colour = kind.colour == Colour::rgb            ? PNG_COLOR_TYPE_RGB
                     : kind.colour == Colour::grey         ? PNG_COLOR_TYPE_GRAY
                     : kind.colour == Colour::palette      ? PNG_COLOR_TYPE_PALETTE
                     : kind.colour == Colour::grey_opacity ? PNG_COLOR_TYPE_GRAY_ALPHA
                                                           : PNG_COLOR_TYPE_RGB_ALPHA;
  png_set_IHDR(png, info, static_cast<png_uint_32>(image.width),
               static_cast<png_uint_32>(image.height), kind.bits, colour,
               kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_color palette[256];
  png_byte opacities[256];
  for (int i = 0; i < 256; ++i) {
    palette[i] = {static_cast<png_byte>((i >> 5) * 255 / 7),
                  static_cast<png_byte>((i >> 2 & 7) * 255 / 7),
                  static_cast<png_byte>((i & 3) * 255 / 3)};
    opacities[i] = kind.opacity;
  }
  if (kind.colour == Colour::palette) {
    png_set_PLTE(png, info, palette, 256);
    if (kind.opacity != 255) png_set_tRNS(png, info, opacities, 256, nullptr);
  }
  png_write_info(png, info);
  std::vector<std::vector<uint8_t>> rows;
  std::vector<png_bytep> pointers;
  for (int32_t y = 0; y < image.height; ++y) {
    const size_t at = static_cast<size_t>(y) * static_cast<size_t>(image.width) * 3;
    rows.push_back(png_row(image.pixels.data() + at, image.width, kind));
  }
  for (auto& row : rows) pointers.push_back(row.data());
  png_write_image(png, pointers.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return file;
}

std::string png_header(uint32_t width, uint32_t height, bool interlaced) {
  std::string header = bytes_of(width, 4, true) + bytes_of(height, 4, true);
  header += std::string("\x08\x06\0\0", 4);
  header += interlaced ? '\1' : '\0';
  return "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", header) +
         png_chunk("IDAT", std::string("\x78\x9C\x63\x00\x00", 5));
}

std::string webp_file(const Image& image, const WebpKind& kind) {
  std::vector<uint8_t> pixels;
  for (size_t i = 0; i < image.pixels.size(); i += 3) {
    pixels.insert(pixels.end(), image.pixels.data() + i, image.pixels.data() + i + 3);
    pixels.push_back(kind.with_opacity ? kind.opacity : 255);
  }
  uint8_t* out = nullptr;
  const int stride = image.width * 4;
  const size_t size =
      kind.lossless ? WebPEncodeLosslessRGBA(pixels.data(), image.width, image.height, stride, &out)
                    : WebPEncodeRGBA(pixels.data(), image.width, image.height, stride, 92, &out);
  std::string file(reinterpret_cast<char*>(out), size);
  WebPFree(out);
  if (!kind.animated) return file;
  // RFC 9649, 2.7: the chunks of the picture, without an extended header of their own.
  std::string picture = file.substr(12);
  if (picture.substr(0, 4) == "VP8X") picture = picture.substr(18);
  const auto w = static_cast<uint32_t>(image.width - 1);
  const auto h = static_cast<uint32_t>(image.height - 1);
  const std::string frame =
      little(0, 3) + little(0, 3) + little(w, 3) + little(h, 3) + little(100, 3) + '\0' + picture;
  const char flags = kind.with_opacity ? 0x12 : 0x02;
  const std::string canvas =
      std::string(1, flags) + std::string(3, '\0') + little(w, 3) + little(h, 3);
  const std::string content =
      "WEBP" + chunk("VP8X", canvas) + chunk("ANIM", std::string(6, '\0')) + chunk("ANMF", frame);
  return "RIFF" + little(static_cast<uint32_t>(content.size()), 4) + content;
}

int difference(const Image& a, const Image& b, int32_t border) {
  if (a.width != b.width || a.height != b.height || a.pixels.size() != b.pixels.size()) return 256;
  int largest = 0;
  for (int32_t y = border; y < a.height - border; ++y) {
    for (int32_t x = border; x < a.width - border; ++x) {
      for (int32_t c = 0; c < 3; ++c) {
        const auto at = static_cast<size_t>((y * a.width + x) * 3 + c);
        const int apart = std::abs(a.pixels[at] - b.pixels[at]);
        largest = apart > largest ? apart : largest;
      }
    }
  }
  return largest;
}

}  // namespace ix::test
