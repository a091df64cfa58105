// SPDX-License-Identifier: Apache-2.0
// JPEG (ITU-T T.81) by libjpeg-turbo, scaled in its inverse transform.
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it

#include <jpeglib.h>

#include <jerror.h>

#include <algorithm>
#include <vector>

#include "attachments/area_scaler.h"
#include "attachments/codecs/source.h"

namespace ix {
namespace {

using codecs::Source;

constexpr size_t kBlock = 65536;
// A progressive picture has about ten; each is a pass over all of it, which a few bytes can ask
// for.
constexpr int kMostScans = 64;

// Plain data: see source.h.
struct Reading {
  jpeg_decompress_struct info;
  jpeg_error_mgr errors;
  jpeg_source_mgr bytes;
  jpeg_progress_mgr progress;
  jmp_buf jump;
  Source* source;
  unsigned char* block;
  int32_t edge;
  bool ended;  // the file, before the picture
  bool needs_too_much;
};

template <class Info>  // of decompression, or what is common to both directions
Reading* reading_of(Info* info) {
  return static_cast<Reading*>(info->client_data);
}

[[noreturn]] void on_error(j_common_ptr info) {
  Reading* reading = reading_of(info);
  // What the memory manager says when max_memory_to_use is not enough.
  reading->needs_too_much = info->err->msg_code == JERR_NO_BACKING_STORE;
  std::longjmp(reading->jump, 1);
}

void on_message(j_common_ptr) {}

void on_progress(j_common_ptr info) {
  Reading* reading = reading_of(info);
  if (reading->source->stopped() || reading->info.input_scan_number > kMostScans) {
    std::longjmp(reading->jump, 1);
  }
}

void start_bytes(j_decompress_ptr) {}

boolean more_bytes(j_decompress_ptr info) {
  Reading* reading = reading_of(info);
  size_t got = reading->source->read(reading->block, kBlock);
  if (got == 0) {
    if (reading->source->stopped() || reading->source->offset() == 0) {
      std::longjmp(reading->jump, 1);
    }
    // The end of a picture in place of what is missing: what is there is shown (T.81, B.2.1).
    reading->block[0] = 0xFF;
    reading->block[1] = JPEG_EOI;
    reading->ended = true;
    got = 2;
  }
  reading->bytes.next_input_byte = reading->block;
  reading->bytes.bytes_in_buffer = got;
  return TRUE;
}

void skip_bytes(j_decompress_ptr info, long count) {
  Reading* reading = reading_of(info);
  if (count <= 0) return;
  const size_t there = reading->bytes.bytes_in_buffer;
  const size_t skipped = std::min(there, static_cast<size_t>(count));
  reading->bytes.next_input_byte += skipped;
  reading->bytes.bytes_in_buffer -= skipped;
  reading->source->skip(count - static_cast<long>(skipped));
}

void end_bytes(j_decompress_ptr) {}

// The functions with setjmp() hold plain data only. False: libjpeg has given up.

bool read_header(Reading* reading) {
  if (setjmp(reading->jump) != 0) return false;
  jpeg_decompress_struct* info = &reading->info;
  info->err = jpeg_std_error(&reading->errors);
  reading->errors.error_exit = on_error;
  reading->errors.output_message = on_message;
  info->client_data = reading;
  jpeg_create_decompress(info);
  info->client_data = reading;
  info->mem->max_memory_to_use = static_cast<long>(kDecoderMemory);
  reading->bytes.init_source = start_bytes;
  reading->bytes.fill_input_buffer = more_bytes;
  reading->bytes.skip_input_data = skip_bytes;
  reading->bytes.resync_to_restart = jpeg_resync_to_restart;
  reading->bytes.term_source = end_bytes;
  info->src = &reading->bytes;
  reading->progress.progress_monitor = on_progress;
  info->progress = &reading->progress;
  return jpeg_read_header(info, TRUE) == JPEG_HEADER_OK;
}

bool start(Reading* reading) {
  if (setjmp(reading->jump) != 0) return false;
  jpeg_decompress_struct* info = &reading->info;
  const bool four_inks = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
  info->out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
  info->scale_denom = 8;
  // Of every block only what is needed is computed: the smallest that is no smaller than wanted.
  const auto longest = static_cast<int64_t>(std::max(info->image_width, info->image_height));
  unsigned int eighths = 1;
  while (eighths < 8 && reading->edge > 0 && longest * eighths < int64_t{reading->edge} * 8)
    ++eighths;
  info->scale_num = reading->edge > 0 ? eighths : 8;
  return jpeg_start_decompress(info) != FALSE;
}

bool read_row(Reading* reading, JSAMPROW row) {
  if (setjmp(reading->jump) != 0) return false;
  return jpeg_read_scanlines(&reading->info, &row, 1) == 1;
}

// Owns what libjpeg has allocated.
class Decompression {
 public:
  Decompression(Source& source, int32_t edge) : block_(kBlock) {
    reading_.source = &source;
    reading_.block = block_.data();
    reading_.edge = edge;
  }
  ~Decompression() { jpeg_destroy_decompress(&reading_.info); }
  Decompression(const Decompression&) = delete;
  Decompression& operator=(const Decompression&) = delete;
  Reading& operator*() { return reading_; }

 private:
  std::vector<unsigned char> block_;
  Reading reading_{};
};

// Inks as shares of white: Adobe's programs write them inverted, and say that they wrote the file.
void to_rgb(const uint8_t* inks, bool inverted, uint8_t* rgb, size_t pixels) {
  const unsigned int flip = inverted ? 0 : 255;
  for (size_t i = 0; i < pixels; ++i, inks += 4, rgb += kBytesAPixel) {
    const unsigned int black = inks[3] ^ flip;
    for (size_t c = 0; c < kBytesAPixel; ++c) {
      rgb[c] = static_cast<uint8_t>(((inks[c] ^ flip) * black + 127) / 255);
    }
  }
}

Error why(Reading& reading) {
  if (reading.needs_too_much) return codecs::check_memory(kDecoderMemory + (1 << 20)).error();
  return reading.source->why("JPEG");
}

}  // namespace

Result<Image> decode_jpeg(FileReader& file, int32_t edge, const Cancelled& cancelled) {
  Source source(file, cancelled);
  Decompression decompression(source, edge);
  Reading& reading = *decompression;
  const jpeg_decompress_struct& info = reading.info;
  if (!read_header(&reading)) return why(reading);
  IX_CHECK(codecs::check_size(info.image_width, info.image_height));
  if (!start(&reading)) return why(reading);

  const ImageSize decoded{static_cast<int32_t>(info.output_width),
                          static_cast<int32_t>(info.output_height)};
  const ImageSize whole{static_cast<int32_t>(info.image_width),
                        static_cast<int32_t>(info.image_height)};
  const ImageSize wanted = edge > 0 ? fitted(whole, edge) : whole;
  AreaScaler scaler(
      decoded, {std::min(wanted.width, decoded.width), std::min(wanted.height, decoded.height)});
  const bool four_inks = info.out_color_space == JCS_CMYK;
  const auto width = static_cast<size_t>(info.output_width);
  std::vector<uint8_t> row(width * static_cast<size_t>(info.output_components));
  std::vector<uint8_t> rgb(four_inks ? width * kBytesAPixel : 0);
  bool partial = false;
  for (int32_t y = 0; y < decoded.height; ++y) {
    if (!read_row(&reading, row.data())) {
      if (y == 0 || source.stopped()) return why(reading);
      partial = true;
      break;
    }
    if (four_inks) to_rgb(row.data(), info.saw_Adobe_marker != FALSE, rgb.data(), width);
    scaler.add_row(four_inks ? rgb.data() : row.data());
  }
  Image image = scaler.take();
  image.partial = partial || reading.ended || reading.errors.num_warnings > 0;
  return image;
}

}  // namespace ix
