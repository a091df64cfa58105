// SPDX-License-Identifier: Apache-2.0
// PNG (W3C Recommendation, third edition) by libpng, row by row.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <vector>

#include "attachments/area_scaler.h"
#include "attachments/codecs/rgba.h"
#include "attachments/codecs/source.h"

namespace ix {
namespace {

using codecs::Source;

constexpr size_t kBlock = 65536;

// Of what makes a picture only these matter to its pixels; texts, profiles and the like are passed
// over without being unpacked.
constexpr unsigned char kPassedOver[] =
    "bKGD\0cHRM\0cICP\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0"
    "pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0sTER\0tEXt\0tIME\0zTXt";

// Plain data: see source.h.
struct Reading {
  png_structp png;
  png_infop info;
  jmp_buf jump;
  Source* source;
  unsigned char* block;
  size_t taken;  // of what is in the block
  size_t filled;
};

[[noreturn]] void on_error(png_structp png, png_const_charp) {
  std::longjmp(static_cast<Reading*>(png_get_error_ptr(png))->jump, 1);
}

void on_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep into, size_t size) {
  auto* reading = static_cast<Reading*>(png_get_io_ptr(png));
  while (size > 0) {
    if (reading->taken == reading->filled) {
      reading->taken = 0;
      reading->filled = reading->source->read(reading->block, kBlock);
      if (reading->filled == 0) std::longjmp(reading->jump, 1);
    }
    const size_t part = std::min(size, reading->filled - reading->taken);
    std::memcpy(into, reading->block + reading->taken, part);
    reading->taken += part;
    into += part;
    size -= part;
  }
}

// The functions with setjmp() hold plain data only. False: libpng has given up.

bool read_header(Reading* reading) {
  if (setjmp(reading->jump) != 0) return false;
  reading->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reading, on_error, on_warning);
  if (reading->png == nullptr) return false;
  reading->info = png_create_info_struct(reading->png);
  if (reading->info == nullptr) return false;
  png_set_read_fn(reading->png, reading, read_bytes);
  // The size is checked afterwards, with an error that says what it is. A chunk may be of any
  // length: none that is is kept.
  png_set_user_limits(reading->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(reading->png, 0);
  png_set_keep_unknown_chunks(reading->png, PNG_HANDLE_CHUNK_NEVER, kPassedOver,
                              static_cast<int>(sizeof kPassedOver / 5));
  png_read_info(reading->png, reading->info);
  return true;
}

// Any kind becomes 8 bits of red, green, blue, and perhaps opacity. `passes`: more than one when
// interlaced.
bool start(Reading* reading, int* passes) {
  if (setjmp(reading->jump) != 0) return false;
  png_set_expand(reading->png);
  png_set_scale_16(reading->png);
  png_set_gray_to_rgb(reading->png);
  *passes = png_set_interlace_handling(reading->png);
  png_read_update_info(reading->png, reading->info);
  return true;
}

bool read_row(Reading* reading, png_bytep row) {
  if (setjmp(reading->jump) != 0) return false;
  // As a row to show: what later passes fill is meanwhile filled from this one.
  png_read_row(reading->png, nullptr, row);
  return true;
}

// Owns what libpng has allocated.
class Decompression {
 public:
  explicit Decompression(Source& source) : block_(kBlock) {
    reading_.source = &source;
    reading_.block = block_.data();
  }
  ~Decompression() { png_destroy_read_struct(&reading_.png, &reading_.info, nullptr); }
  Decompression(const Decompression&) = delete;
  Decompression& operator=(const Decompression&) = delete;
  Reading& operator*() { return reading_; }

 private:
  std::vector<unsigned char> block_;
  Reading reading_{};
};

}  // namespace

Result<Image> decode_png(FileReader& file, int32_t edge, const Cancelled& cancelled) {
  Source source(file, cancelled);
  Decompression decompression(source);
  Reading& reading = *decompression;
  if (!read_header(&reading)) return source.why("PNG");
  const int64_t width = png_get_image_width(reading.png, reading.info);
  const int64_t height = png_get_image_height(reading.png, reading.info);
  IX_CHECK(codecs::check_size(width, height));
  int passes = 1;
  if (!start(&reading, &passes)) return source.why("PNG");
  const size_t row_bytes = png_get_rowbytes(reading.png, reading.info);
  const bool with_opacity = png_get_channels(reading.png, reading.info) == 4;
  // Interlaced, each pass has some of all rows: it cannot be scaled on the way.
  const size_t rows = passes > 1 ? static_cast<size_t>(height) : 1;
  IX_CHECK(codecs::check_memory(static_cast<int64_t>(rows * row_bytes)));

  const ImageSize whole{static_cast<int32_t>(width), static_cast<int32_t>(height)};
  AreaScaler scaler(whole, edge > 0 ? fitted(whole, edge) : whole);
  std::vector<uint8_t> pixels(rows * row_bytes, 255);
  std::vector<uint8_t> rgb(with_opacity ? static_cast<size_t>(width) * kBytesAPixel : 0);
  bool partial = false;
  int64_t read = 0;
  for (int pass = 0; pass < passes && !partial; ++pass) {
    for (int64_t y = 0; y < height; ++y) {
      uint8_t* row = pixels.data() + (passes > 1 ? static_cast<size_t>(y) * row_bytes : 0);
      if (source.stopped()) return source.why("PNG");
      if (!read_row(&reading, row)) {
        if (read == 0 || source.stopped()) return source.why("PNG");
        partial = true;
        break;
      }
      ++read;
      if (passes == 1) scaler.add_row(codecs::on_white(row, with_opacity, rgb));
    }
  }
  for (size_t y = 0; passes > 1 && y < rows; ++y) {
    scaler.add_row(codecs::on_white(pixels.data() + y * row_bytes, with_opacity, rgb));
  }
  Image image = scaler.take();
  image.partial = partial;
  return image;
}

}  // namespace ix
