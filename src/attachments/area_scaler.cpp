// SPDX-License-Identifier: Apache-2.0
#include "attachments/area_scaler.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ix {
namespace {

constexpr int64_t kOne = 65536;

// Where pixel `at` of `from` begins in units of 1/65536 pixel of the result. Exact at both ends, so
// that the weights of each pixel of the result make exactly one.
int64_t place(int64_t at, int32_t from, int32_t to) {
  return at * to * kOne / from;
}

}  // namespace

AreaScaler::AreaScaler(ImageSize from, ImageSize to) : from_(from), to_(to) {
  out_.width = to.width;
  out_.height = to.height;
  const size_t row = size_t(to.width) * kBytesAPixel;
  out_.pixels.assign(row * size_t(to.height), 255);
  narrowed_.resize(row);
  sums_.resize(row);
  spans_.resize(size_t(to.width));
  for (int32_t x = 0; x < from.width; ++x) {
    int64_t begin = place(x, from.width, to.width);
    const int64_t end = place(int64_t{x} + 1, from.width, to.width);
    while (begin < end) {
      const int64_t bin = begin / kOne;
      const int64_t stop = std::min(end, (bin + 1) * kOne);
      Span& span = spans_[size_t(bin)];
      if (span.count == 0) {
        span.first = x;
        span.weights = weights_.size();
      }
      // A pixel too small to count has no weight, but its place.
      while (span.first + span.count < x) {
        weights_.push_back(0);
        ++span.count;
      }
      weights_.push_back(uint32_t(stop - begin));
      ++span.count;
      begin = stop;
    }
  }
}

void AreaScaler::narrow(const uint8_t* row) {
  if (from_.width == to_.width) {
    for (size_t i = 0; i < narrowed_.size(); ++i) narrowed_[i] = uint16_t(row[i] << 8);
    return;
  }
  uint16_t* to = narrowed_.data();
  for (const Span& span : spans_) {
    const uint32_t* weight = weights_.data() + span.weights;
    const uint8_t* pixel = row + size_t(span.first) * kBytesAPixel;
    uint32_t red = 128;
    uint32_t green = 128;
    uint32_t blue = 128;
    for (int32_t i = 0; i < span.count; ++i, pixel += kBytesAPixel) {
      red += weight[i] * pixel[0];
      green += weight[i] * pixel[1];
      blue += weight[i] * pixel[2];
    }
    to[0] = uint16_t(red >> 8);
    to[1] = uint16_t(green >> 8);
    to[2] = uint16_t(blue >> 8);
    to += kBytesAPixel;
  }
}

void AreaScaler::add_narrowed(uint32_t weight) {
  for (size_t i = 0; i < sums_.size(); ++i) sums_[i] += weight * narrowed_[i];
}

void AreaScaler::finish_row() {
  uint8_t* to = out_.pixels.data() + size_t(done_rows_) * sums_.size();
  for (size_t i = 0; i < sums_.size(); ++i) {
    // 255 * 2^24 and half of the last place still fit.
    to[i] = uint8_t((sums_[i] + (uint32_t{1} << 23)) >> 24);
    sums_[i] = 0;
  }
  ++done_rows_;
}

void AreaScaler::add_row(const uint8_t* row) {
  if (next_row_ >= from_.height) return;
  if (from_ == to_) {
    const size_t bytes = sums_.size();
    std::memcpy(out_.pixels.data() + size_t(next_row_++) * bytes, row, bytes);
    return;
  }
  narrow(row);
  int64_t begin = place(next_row_, from_.height, to_.height);
  const int64_t end = place(int64_t{++next_row_}, from_.height, to_.height);
  while (begin < end) {
    const int64_t stop = std::min(end, (int64_t{done_rows_} + 1) * kOne);
    add_narrowed(uint32_t(stop - begin));
    if (stop == (int64_t{done_rows_} + 1) * kOne) finish_row();
    begin = stop;
  }
}

Image AreaScaler::take() {
  return std::move(out_);
}

}  // namespace ix
