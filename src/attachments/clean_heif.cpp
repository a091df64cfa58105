// SPDX-License-Identifier: Apache-2.0
// Items: ISO/IEC 14496-12, 8.11.3 (iloc), 8.11.6 (iinf); Exif and XMP among them: ISO/IEC 23008-12,
// annex A; descriptions for people: 6.5.20 (udes).
#include <algorithm>
#include <utility>

#include "attachments/clean_iso.h"

namespace ix {
namespace {

// More than any picture has; what has more is not cleaned.
constexpr size_t most_private = 256;
constexpr int most_extents = 16384;

constexpr std::string_view empty_exif("\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0", 18);
constexpr std::string_view empty_xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";

struct Extent {
  uint32_t item;
  bool in_idat;
  bool elsewhere;  // in another file, or made from other items
  bool first;      // of its item
  int64_t at;
  int64_t size;
};

// The extents of all items, one after another.
class ItemLocations {
 public:
  ItemLocations(ByteWindow& window, const IsoBox& iloc) : window_(window), end_(iloc.end) {
    const std::string_view head = content_of(window, iloc, 12);
    version_ = big(head, 0, 1);
    offset_size_ = big(head, 4, 1) >> 4;
    length_size_ = big(head, 4, 1) & 15;
    base_size_ = big(head, 5, 1) >> 4;
    index_size_ = version_ == 0 ? 0 : big(head, 5, 1) & 15;
    items_ = big(head, 6, version_ < 2 ? 2 : 4);
    at_ = iloc.inside + (version_ < 2 ? 8 : 10);
    good_ = version_ <= 2 && is_size(offset_size_) && is_size(length_size_) &&
            is_size(base_size_) && is_size(index_size_);
  }

  // False at the end; good() says whether it was one.
  bool next(Extent& extent) {
    while (good_ && extents_ == 0) {
      if (items_ == 0) return false;
      --items_;
      begin_item();
    }
    if (!good_) return false;
    --extents_;
    number(index_size_);
    const uint64_t offset = number(offset_size_);
    const uint64_t length = number(length_size_);
    const uint64_t most = static_cast<uint64_t>(window_.size());
    extent = {item_, method_ == 1, method_ > 1 || elsewhere_, first_, 0, 0};
    first_ = false;
    if (!extent.elsewhere) {
      if (base_ > most || offset > most || length > most) good_ = false;
      extent.at = static_cast<int64_t>(base_ + offset);
      extent.size = static_cast<int64_t>(length);
    }
    return good_;
  }
  bool good() const { return good_; }

 private:
  static bool is_size(uint32_t size) { return size == 0 || size == 4 || size == 8; }

  uint64_t number(uint32_t size) {
    if (size > static_cast<uint64_t>(std::max<int64_t>(end_ - at_, 0))) good_ = false;
    const std::string_view bytes = window_.look(at_, size);
    at_ += size;
    return size == 8 ? big64(bytes, 0) : big(bytes, 0, size);
  }

  void begin_item() {
    item_ = static_cast<uint32_t>(number(version_ < 2 ? 2 : 4));
    method_ = version_ == 0 ? 0 : static_cast<uint32_t>(number(2)) & 15;
    elsewhere_ = number(2) != 0;
    base_ = number(base_size_);
    extents_ = static_cast<uint32_t>(number(2));
    first_ = true;
  }

  ByteWindow& window_;
  const int64_t end_;
  int64_t at_;
  uint32_t version_, offset_size_, length_size_, base_size_, index_size_, items_;
  bool good_;
  uint32_t item_ = 0;
  uint32_t method_ = 0;
  bool elsewhere_ = false;
  bool first_ = false;
  uint64_t base_ = 0;
  uint32_t extents_ = 0;
};

class ItemCleaner {
 public:
  ItemCleaner(ByteWindow& window, CleaningPlan& plan) : window_(window), plan_(plan) {}

  bool run(const IsoBox& meta) {
    IsoBox box, iinf, iloc;
    const int64_t inside = inside_meta(window_, meta);
    const bool items = find_box(window_, inside, meta.end, four("iinf"), iinf) &&
                       find_box(window_, inside, meta.end, four("iloc"), iloc);
    if (!items || !read_items(iinf)) return false;
    if (find_box(window_, inside, meta.end, four("idat"), box)) idat_ = box;
    if (!erase(iloc)) return false;
    int64_t at = inside;
    for (; read_box(window_, at, meta.end, box); at = box.end) {
      if (box.type == four("hdlr")) clean_handler(window_, plan_, box);
      if (box.type == four("iprp")) properties(box);
      if (!is_kept(box.type)) free_box(window_, plan_, box);
    }
    return at == meta.end;
  }

 private:
  static bool is_kept(uint32_t type) {
    switch (type) {
      case four("hdlr"):
      case four("pitm"):
      case four("iloc"):
      case four("iinf"):
      case four("iprp"):
      case four("iref"):
      case four("idat"):
      case four("dinf"):
      case four("grpl"):
      case four("ipro"):
        return true;
      default:
        return false;
    }
  }

  // Notes which items say something of the picture.
  bool read_items(const IsoBox& iinf) {
    const bool few = big(content_of(window_, iinf, 1), 0, 1) == 0;
    IsoBox infe;
    int64_t at = iinf.inside + (few ? 6 : 8);
    for (; read_box(window_, at, iinf.end, infe); at = infe.end) {
      const std::string_view head = content_of(window_, infe, 14);
      const uint32_t version = big(head, 0, 1);
      if (infe.type != four("infe") || version < 2 || version > 3) return false;
      const size_t id_size = version == 2 ? 2 : 4;
      const uint32_t type = big(head, 4 + id_size + 2, 4);
      if (type != four("Exif") && type != four("mime") && type != four("uri ")) continue;
      if (private_.size() == most_private) return false;
      private_.push_back({big(head, 4, id_size), type == four("Exif")});
    }
    return at == iinf.end;
  }

  struct Private {
    uint32_t item;
    bool exif;
  };
  const Private* find(uint32_t item) const {
    for (const Private& one : private_) {
      if (one.item == item) return &one;
    }
    return nullptr;
  }

  bool erase(const IsoBox& iloc) {
    int seen = 0;
    Extent extent;
    ItemLocations places(window_, iloc);
    while (places.next(extent)) {
      if (++seen > most_extents) return false;
      const Private* one = find(extent.item);
      if (one != nullptr && !erase(extent, one->exif)) return false;
    }
    return places.good() && pictures_stay(iloc);
  }

  bool erase(Extent extent, bool exif) {
    // Length 0 is "to the end": of what, is not worth a guess.
    if (extent.elsewhere || erased_.size() == most_private) return false;
    if (extent.size == 0) return false;
    if (!is_there(extent)) return false;
    if (extent.in_idat) extent.at += idat_.inside;
    erased_.push_back({extent.at, extent.at + extent.size});
    const std::string_view begin = exif ? empty_exif : empty_xmp;
    plan_.overwrite(window_, extent.at, extent.size, extent.first ? begin : std::string_view(),
                    exif ? '\0' : ' ');
    return true;
  }

  // Whether it lies where data are kept.
  bool is_there(const Extent& extent) {
    if (!extent.in_idat) return is_media_data(window_, extent.at, extent.size);
    return extent.size <= idat_.content() && extent.at <= idat_.content() - extent.size;
  }

  // The other items are where data are kept, and no byte of them is among those erased.
  bool pictures_stay(const IsoBox& iloc) {
    Extent extent;
    ItemLocations places(window_, iloc);
    while (places.next(extent)) {
      if (extent.elsewhere || find(extent.item) != nullptr) continue;
      const int64_t at = extent.at + (extent.in_idat ? idat_.inside : 0);
      const int64_t end = extent.size == 0 ? window_.size() : at + extent.size;
      if (!is_there(extent)) return false;
      for (const auto& [from, to] : erased_) {
        if (at < to && from < end) return false;
      }
    }
    return true;
  }

  void properties(const IsoBox& iprp) {
    IsoBox ipco, box;
    if (!find_box(window_, iprp.inside, iprp.end, four("ipco"), ipco)) return;
    for (int64_t at = ipco.inside; read_box(window_, at, ipco.end, box); at = box.end) {
      // Its place in the list counts: it stays, with empty texts.
      if (box.type == four("udes")) plan_.zero(window_, box.inside + 4, box.content() - 4);
    }
  }

  ByteWindow& window_;
  CleaningPlan& plan_;
  IsoBox idat_;
  std::vector<Private> private_;
  std::vector<std::pair<int64_t, int64_t>> erased_;
};

}  // namespace

bool clean_items(ByteWindow& window, CleaningPlan& plan, const IsoBox& meta) {
  return ItemCleaner(window, plan).run(meta);
}

}  // namespace ix
