// SPDX-License-Identifier: Apache-2.0
// WebP (RFC 9649) by libwebp, scaled by its decoder. Of an animation the first frame.
#include <webp/decode.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "attachments/area_scaler.h"
#include "attachments/codecs/rgba.h"
#include "attachments/codecs/source.h"

namespace ix {
namespace {

using codecs::Source;

constexpr size_t kBlock = 65536;
constexpr size_t kHead = 4096;  // more than libwebp wants to see to know the size
constexpr int64_t kChunkHead = 8;
constexpr int64_t kFrameHead = 16;  // of ANMF, before the chunks of its picture (RFC 9649, 2.7.1.1)
constexpr int kMostChunks = 64;     // looked at on the way to the first frame

// Where the data of one picture stands in the file, and what is known of it.
struct Picture {
  int64_t begin = 0;
  int64_t end = 0;
  WebPBitstreamFeatures features{};
};

struct FreeDecoder {
  void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
};

struct FreeBuffer {
  void operator()(WebPDecBuffer* buffer) const { WebPFreeDecBuffer(buffer); }
};

uint32_t little_endian(const unsigned char* bytes) {
  return bytes[0] | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16 | uint32_t{bytes[3]} << 24;
}

size_t read_at(Source& source, int64_t offset, unsigned char* into, size_t size) {
  source.skip(offset - source.offset());
  return source.read(into, size);
}

bool features_at(Source& source, int64_t offset, WebPBitstreamFeatures& features) {
  unsigned char head[kHead];
  const size_t got = read_at(source, offset, head, sizeof head);
  return WebPGetFeatures(head, got, &features) == VP8_STATUS_OK;
}

// Its size is that of its own bitstream: a decoder allocates by that, whatever else says one.
bool find_first_frame(Source& source, Picture& picture) {
  unsigned char head[kChunkHead];
  int64_t at = 12;  // after "RIFF", the size and "WEBP"
  for (int i = 0; i < kMostChunks; ++i) {
    if (read_at(source, at, head, sizeof head) != sizeof head) return false;
    const int64_t size = little_endian(head + 4);
    if (std::memcmp(head, "ANMF", 4) == 0) {
      picture.begin = at + kChunkHead + kFrameHead;
      picture.end = std::min(source.size(), at + kChunkHead + size);
      if (read_at(source, picture.begin, head, sizeof head) != sizeof head) return false;
      const bool opacity = std::memcmp(head, "ALPH", 4) == 0;
      const int64_t alpha = kChunkHead + int64_t{little_endian(head + 4)};
      const int64_t bitstream = picture.begin + (opacity ? alpha + alpha % 2 : 0);
      if (!features_at(source, bitstream, picture.features)) return false;
      picture.features.has_alpha |= opacity ? 1 : 0;
      return true;
    }
    at += kChunkHead + size + size % 2;
  }
  return false;
}

bool find_picture(Source& source, Picture& picture) {
  picture.end = source.size();
  if (!features_at(source, 0, picture.features)) return false;
  return picture.features.has_animation == 0 || find_first_frame(source, picture);
}

}  // namespace

Result<Image> decode_webp(FileReader& file, int32_t edge, const Cancelled& cancelled) {
  Source source(file, cancelled);
  Picture picture;
  const bool found = find_picture(source, picture);
  const ImageSize whole{picture.features.width, picture.features.height};
  if (whole.width > 0) IX_CHECK(codecs::check_size(whole.width, whole.height));
  if (!found) return source.why("WebP");
  const bool with_opacity = picture.features.has_alpha != 0;
  // Only what is lossy and without opacity is decoded in bands.
  if (with_opacity || picture.features.format != 1) {
    IX_CHECK(codecs::check_memory(int64_t{whole.width} * whole.height * 4 + picture.end -
                                  picture.begin));
  }

  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) return source.why("WebP");
  const std::unique_ptr<WebPDecBuffer, FreeBuffer> freed(&config.output);
  const ImageSize size = edge > 0 ? fitted(whole, edge) : whole;
  config.options.use_scaling = size == whole ? 0 : 1;
  config.options.scaled_width = size.width;
  config.options.scaled_height = size.height;
  config.output.colorspace = with_opacity ? MODE_RGBA : MODE_RGB;
  const std::unique_ptr<WebPIDecoder, FreeDecoder> decoder(WebPIDecode(nullptr, 0, &config));
  if (!decoder) return Error(ErrorCode::OUT_OF_MEMORY);

  std::vector<unsigned char> block(kBlock);
  VP8StatusCode status = VP8_STATUS_SUSPENDED;
  source.skip(picture.begin - source.offset());
  while (status == VP8_STATUS_SUSPENDED && source.offset() < picture.end) {
    const auto left = static_cast<size_t>(picture.end - source.offset());
    const size_t got = source.read(block.data(), std::min(block.size(), left));
    if (source.stopped()) return source.why("WebP");
    if (got == 0) break;
    status = WebPIAppend(decoder.get(), block.data(), got);
  }
  int rows = 0;
  int stride = 0;
  const uint8_t* pixels = WebPIDecGetRGB(decoder.get(), &rows, nullptr, nullptr, &stride);
  if (pixels == nullptr || rows <= 0) return source.why("WebP");
  AreaScaler scaler(size, size);
  std::vector<uint8_t> rgb(with_opacity ? static_cast<size_t>(size.width) * kBytesAPixel : 0);
  for (int y = 0; y < rows; ++y) {
    scaler.add_row(codecs::on_white(pixels + std::ptrdiff_t{y} * stride, with_opacity, rgb));
  }
  Image image = scaler.take();
  image.partial = status != VP8_STATUS_OK;
  return image;
}

}  // namespace ix
