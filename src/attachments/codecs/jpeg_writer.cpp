// SPDX-License-Identifier: Apache-2.0
// JPEG (ITU-T T.81, in JFIF) by libjpeg-turbo.
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it

#include <jpeglib.h>

#include "attachments/codecs.h"

namespace ix {
namespace {

constexpr size_t kBlock = 32768;

// Plain data: see source.h.
struct Writing {
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  jpeg_destination_mgr bytes;
  jmp_buf jump;
  std::string* out;
  unsigned char* block;
};

[[noreturn]] void on_error(j_common_ptr info) {
  std::longjmp(static_cast<Writing*>(info->client_data)->jump, 1);
}

void on_message(j_common_ptr) {}

void put(Writing* writing, size_t count) {
  writing->out->append(reinterpret_cast<const char*>(writing->block), count);
}

void start_bytes(j_compress_ptr info) {
  auto* writing = static_cast<Writing*>(info->client_data);
  writing->bytes.next_output_byte = writing->block;
  writing->bytes.free_in_buffer = kBlock;
}

boolean full(j_compress_ptr info) {
  put(static_cast<Writing*>(info->client_data), kBlock);
  start_bytes(info);
  return TRUE;
}

void end_bytes(j_compress_ptr info) {
  auto* writing = static_cast<Writing*>(info->client_data);
  put(writing, kBlock - writing->bytes.free_in_buffer);
}

// Plain data only. False: libjpeg has given up.
bool write(Writing* writing, const Image* image, int quality) {
  if (setjmp(writing->jump) != 0) return false;
  jpeg_compress_struct* info = &writing->info;
  info->err = jpeg_std_error(&writing->errors);
  writing->errors.error_exit = on_error;
  writing->errors.output_message = on_message;
  info->client_data = writing;
  jpeg_create_compress(info);
  info->client_data = writing;
  writing->bytes.init_destination = start_bytes;
  writing->bytes.empty_output_buffer = full;
  writing->bytes.term_destination = end_bytes;
  info->dest = &writing->bytes;
  info->image_width = static_cast<JDIMENSION>(image->width);
  info->image_height = static_cast<JDIMENSION>(image->height);
  info->input_components = kBytesAPixel;
  info->in_color_space = JCS_RGB;
  jpeg_set_defaults(info);
  jpeg_set_quality(info, quality, TRUE);
  jpeg_start_compress(info, TRUE);
  if (!image->profile.empty()) {
    jpeg_write_icc_profile(info, reinterpret_cast<const JOCTET*>(image->profile.data()),
                           static_cast<unsigned int>(image->profile.size()));
  }
  while (info->next_scanline < info->image_height) {
    // libjpeg does not write into the row: its interface is older than const.
    JSAMPROW row = const_cast<JSAMPROW>(image->pixels.data()) +
                   size_t{info->next_scanline} * info->image_width * kBytesAPixel;
    jpeg_write_scanlines(info, &row, 1);
  }
  jpeg_finish_compress(info);
  return true;
}

}  // namespace

Result<std::string> encode_jpeg(const Image& image, int quality) {
  std::string out;
  std::string block(kBlock, '\0');
  Writing writing{};
  writing.out = &out;
  writing.block = reinterpret_cast<unsigned char*>(block.data());
  const bool written = write(&writing, &image, quality);
  jpeg_destroy_compress(&writing.info);
  if (!written) return Error(ErrorCode::OUT_OF_MEMORY, "a JPEG could not be made of the picture");
  return out;
}

}  // namespace ix
