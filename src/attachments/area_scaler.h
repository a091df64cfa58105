// SPDX-License-Identifier: Apache-2.0
// Makes a picture smaller while its rows come in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "attachments/image.h"

namespace ix {

// Each pixel of the result is the mean of the area it covers, parts of pixels included: a box
// filter in whole numbers, the same on every machine. Holds the result and one row. One thread.
class AreaScaler {
 public:
  // `to` is no larger than `from` in either direction.
  AreaScaler(ImageSize from, ImageSize to);

  // The next row from the top, RGB; `from.height` of them.
  void add_row(const uint8_t* row);
  // Rows that did not come are white.
  Image take();

 private:
  // What a pixel of the result takes of a row: weights of `count` pixels from `first` on, 65536
  // together.
  struct Span {
    int32_t first = 0;
    int32_t count = 0;
    size_t weights = 0;
  };

  void narrow(const uint8_t* row);
  void add_narrowed(uint32_t weight);
  void finish_row();

  ImageSize from_;
  ImageSize to_;
  std::vector<Span> spans_;
  std::vector<uint32_t> weights_;
  std::vector<uint16_t> narrowed_;  // one row of the result's width, 8.8 bits
  std::vector<uint32_t> sums_;      // the row of the result that is being added up, 8.24 bits
  int32_t next_row_ = 0;
  int32_t done_rows_ = 0;
  Image out_;
};

}  // namespace ix
