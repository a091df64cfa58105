// SPDX-License-Identifier: Apache-2.0
// ITU-T T.81, annex B; JFIF 1.02; ICC.1, B.4; Adobe TN 5116 (its APP14); CIPA DC-008, 4.5.4.
#include "attachments/cleaning_plan.h"
#include "attachments/exif.h"

namespace ix {
namespace {

std::string exif_segment(int orientation) {
  const std::string tiff = minimal_exif(orientation);
  return std::string("\xFF\xE1\0", 3) + static_cast<char>(2 + 6 + tiff.size()) +
         std::string("Exif\0\0", 6) + tiff;
}

// Behind the coded data at `at`: the next marker that is no restart; or the end of the file.
int64_t end_of_scan(ByteWindow& window, int64_t at) {
  for (;;) {
    const std::string_view seen = window.look(at, ByteWindow::block);
    if (seen.empty()) return window.size();
    size_t mark = seen.find('\xFF');
    while (mark != std::string_view::npos && mark + 1 < seen.size()) {
      const auto next = static_cast<unsigned char>(seen[mark + 1]);
      if (next != 0 && (next < 0xD0 || next > 0xD7)) return at + static_cast<int64_t>(mark);
      mark = seen.find('\xFF', mark + 2);
    }
    // A mark at the end of what is seen: its second byte comes with the next look.
    const size_t done = mark == std::string_view::npos ? seen.size() : mark;
    if (done == 0) return window.size();
    at += static_cast<int64_t>(done);
  }
}

// What a decoder needs: frames, tables, scans, restarts. Not the extensions JPEG never used.
bool is_coding(uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xDF && marker != 0xC8;
}

class JpegPlanner {
 public:
  JpegPlanner(ByteWindow& window, CleaningPlan& plan) : window_(window), plan_(plan) {}

  bool run() {
    if (window_.look(0, 2) != "\xFF\xD8") return false;
    bool coded = false;
    for (int64_t at = 2;;) {
      const std::string_view head = window_.look(at, 4);
      // Many a picture that was cut off has no end; it needs coded data.
      if (head.size() < 2) return coded;
      const uint32_t marker = big(head, 1, 1);
      if (head[0] != '\xFF' || marker == 0xD8) return false;
      if (marker == 0xFF) {  // a fill byte
        ++at;
        continue;
      }
      if (marker == 0xD9) {
        plan_.drop(at + 2, window_.size() - at - 2);
        return coded;
      }
      const int64_t length = big(head, 2, 2);
      if (head.size() < 4 || length < 2 || !window_.has(at, 2 + length)) return false;
      if (!segment(marker, at, 2 + length)) return false;
      at += 2 + length;
      if (marker == 0xDA) {
        coded = true;
        at = end_of_scan(window_, at);
      }
    }
  }

 private:
  // False: not known, and perhaps needed.
  bool segment(uint32_t marker, int64_t at, int64_t size) {
    if (is_coding(marker)) return true;
    // A copy, as the window moves on.
    char bytes[18];
    const std::string_view head(bytes, window_.look(at, sizeof bytes).copy(bytes, sizeof bytes));
    const std::string_view name = from(head, 4);
    if (marker == 0xE0 && name.starts_with(std::string_view("JFIF\0", 5)) && size >= 18) {
      // Without the thumbnail that it may hold.
      std::string plain(head);
      plain.replace(2, 2, std::string("\0\x10", 2));
      plain.replace(16, 2, std::string("\0\0", 2));
      change(at, size, jfif_ ? std::string() : std::move(plain));
      jfif_ = true;
    } else if (marker == 0xE1 && name.starts_with(std::string_view("Exif\0", 5)) && !exif_) {
      exif_ = true;
      const int orientation = exif_orientation(window_, at + 10, at + size);
      change(at, size, orientation == 1 ? std::string() : exif_segment(orientation));
    } else if ((marker == 0xE2 && name.starts_with(std::string_view("ICC_PROFILE\0", 12))) ||
               (marker == 0xEE && name.starts_with("Adobe") && size == 16)) {
      return true;
    } else if ((marker >= 0xE0 && marker <= 0xEF) || marker == 0xFE) {
      plan_.drop(at, size);
    } else {
      return false;
    }
    return true;
  }

  void change(int64_t at, int64_t size, std::string bytes) {
    if (static_cast<int64_t>(bytes.size()) == size && window_.look(at, bytes.size()) == bytes)
      return;
    plan_.replace(at, size, std::move(bytes));
  }

  ByteWindow& window_;
  CleaningPlan& plan_;
  bool jfif_ = false;
  bool exif_ = false;
};

}  // namespace

bool plan_jpeg(ByteWindow& window, CleaningPlan& plan) {
  return JpegPlanner(window, plan).run();
}

}  // namespace ix
