// SPDX-License-Identifier: Apache-2.0
// Where the samples of a track lie: ISO/IEC 14496-12, 8.7.3 (stsz), 8.7.4 (stsc), 8.7.5 (stco,
// co64).
#include "attachments/clean_iso.h"

namespace ix {
namespace {

// One table of a track: a full box, a count, and entries of one size.
struct Table {
  int64_t at = 0;
  uint32_t count = 0;
  int64_t each = 0;

  bool open(ByteWindow& window, const IsoBox& box, int64_t before, int64_t entry) {
    count = big(content_of(window, box, 4, before - 4), 0, 4);
    at = box.inside + before;
    each = entry;
    return box.content() >= before && count <= (box.content() - before) / entry;
  }
  std::string_view entry(ByteWindow& window, uint32_t index) const {
    return window.look(at + int64_t{index} * each, static_cast<size_t>(each));
  }
};

class Samples {
 public:
  explicit Samples(ByteWindow& window) : window_(window) {}

  bool open(const IsoBox& trak) {
    IsoBox mdia, minf, stbl, box;
    if (!find_box(window_, trak.inside, trak.end, four("mdia"), mdia) ||
        !find_box(window_, mdia.inside, mdia.end, four("minf"), minf) ||
        !find_box(window_, minf.inside, minf.end, four("stbl"), stbl) ||
        !find_box(window_, stbl.inside, stbl.end, four("stsc"), box) ||
        !runs_.open(window_, box, 8, 12) ||
        !find_box(window_, stbl.inside, stbl.end, four("stsz"), box)) {
      return false;
    }
    all_of_ = big(content_of(window_, box, 8), 4, 4);
    if (all_of_ == 0 && !sizes_.open(window_, box, 12, 4)) return false;
    if (find_box(window_, stbl.inside, stbl.end, four("stco"), box)) {
      return chunks_.open(window_, box, 8, 4);
    }
    return find_box(window_, stbl.inside, stbl.end, four("co64"), box) &&
           chunks_.open(window_, box, 8, 8);
  }

  bool erase(CleaningPlan& plan) {
    for (uint32_t chunk = 0; chunk < chunks_.count; ++chunk) {
      const std::string_view entry = chunks_.entry(window_, chunk);
      const uint64_t at = chunks_.each == 8 ? big64(entry, 0) : big(entry, 0, 4);
      int64_t size = 0;
      if (!size_of(chunk, size) || at > static_cast<uint64_t>(window_.size())) return false;
      const int64_t place = static_cast<int64_t>(at);
      if (!window_.has(place, size) || (size > 0 && !is_media_data(window_, place, size))) {
        return false;
      }
      plan.zero(window_, place, size);
    }
    return true;
  }

 private:
  // Runs of chunks with as many samples each: (first chunk, from 1; samples; description).
  bool size_of(uint32_t chunk, int64_t& size) {
    while (run_ + 1 < runs_.count &&
           big(runs_.entry(window_, run_ + 1), 0, 4) <= uint64_t{chunk} + 1) {
      ++run_;
    }
    if (run_ >= runs_.count) return false;
    const uint32_t samples = big(runs_.entry(window_, run_), 4, 4);
    if (all_of_ != 0) {
      if (samples > window_.size() / all_of_) return false;
      size = int64_t{samples} * all_of_;
      return true;
    }
    if (samples > sizes_.count - sample_) return false;
    for (uint32_t i = 0; i < samples; ++i) size += big(sizes_.entry(window_, sample_++), 0, 4);
    return true;
  }

  ByteWindow& window_;
  Table runs_;
  Table sizes_;
  Table chunks_;
  uint32_t all_of_ = 0;  // one size for all
  uint32_t run_ = 0;
  uint32_t sample_ = 0;
};

}  // namespace

bool erase_samples(ByteWindow& window, CleaningPlan& plan, const IsoBox& trak) {
  Samples samples(window);
  return samples.open(trak) && samples.erase(plan);
}

}  // namespace ix
