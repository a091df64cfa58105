// SPDX-License-Identifier: Apache-2.0
// What is changed in a file to clean it. All else is copied, so that pixels and sounds cannot
// change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attachments/byte_window.h"
#include "attachments/sha256.h"

namespace ix {

// Made by the planner of a format, then carried out. Of bounded size. One thread.
class CleaningPlan {
 public:
  // `size` bytes at `at` become `bytes`.
  void replace(int64_t at, int64_t size, std::string bytes);
  void drop(int64_t at, int64_t size) { replace(at, size, {}); }
  // The same number of bytes: `begin`, where there is room for it, and `fill` behind it. No change
  // where they are there already.
  void overwrite(ByteWindow& window, int64_t at, int64_t size, std::string_view begin, char fill);
  void zero(ByteWindow& window, int64_t at, int64_t size) { overwrite(window, at, size, {}, '\0'); }

  // Puts the changes into their order. False: too many, or two of the same bytes.
  bool settle();
  bool empty() const { return edits_.empty(); }
  // How much longer the file becomes by the changes so far.
  int64_t growth() const { return growth_; }
  Status carry_out(FileReader& file, NewFile& out, const Cancelled& cancelled) const;

 private:
  struct Edit {
    int64_t at;
    int64_t size;
    int64_t filled;  // bytes of `fill` behind `bytes`
    std::string bytes;
    char fill;
  };
  void add(Edit edit);

  std::vector<Edit> edits_;
  int64_t growth_ = 0;
  bool too_many_ = false;
};

// Each plans the changes of its formats; false: not such a file, damaged, or with something
// unknown.
bool plan_jpeg(ByteWindow& window, CleaningPlan& plan);
bool plan_png(ByteWindow& window, CleaningPlan& plan);
bool plan_gif(ByteWindow& window, CleaningPlan& plan);
bool plan_webp(ByteWindow& window, CleaningPlan& plan);
bool plan_wav(ByteWindow& window, CleaningPlan& plan);
bool plan_heif(ByteWindow& window, CleaningPlan& plan);  // HEIC, HEIF, AVIF
bool plan_movie(ByteWindow& window, CleaningPlan& plan);
bool plan_tagged_sound(ByteWindow& window, CleaningPlan& plan);  // MP3, AAC
bool plan_flac(ByteWindow& window, CleaningPlan& plan);
bool plan_ogg(ByteWindow& window, CleaningPlan& plan);

}  // namespace ix
