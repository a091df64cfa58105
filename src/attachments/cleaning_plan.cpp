// SPDX-License-Identifier: Apache-2.0
#include "attachments/cleaning_plan.h"

#include <algorithm>
#include <utility>

namespace ix {
namespace {

// One for each piece of a track of places: an hour of them, and more.
constexpr size_t most_edits = 32768;
constexpr size_t kPiece = size_t{128} * 1024;

bool same(ByteWindow& window, int64_t at, int64_t size, std::string_view begin, char fill) {
  if (window.look(at, begin.size()) != begin) return false;
  for (int64_t done = static_cast<int64_t>(begin.size()); done < size;) {
    const std::string_view seen =
        window.look(at + done, static_cast<size_t>(std::min<int64_t>(
                                   size - done, static_cast<int64_t>(ByteWindow::block))));
    if (seen.empty() || seen.find_first_not_of(fill) != std::string_view::npos) return false;
    done += static_cast<int64_t>(seen.size());
  }
  return true;
}

// The bytes from `at` to `end` go over as they are.
Status copy(FileReader& file, int64_t at, int64_t end, NewFile& out, std::vector<char>& buffer,
            const Cancelled& cancelled) {
  while (at < end) {
    if (cancelled && cancelled()) return Error(ErrorCode::CANCELLED);
    const size_t size =
        static_cast<size_t>(std::min<int64_t>(end - at, static_cast<int64_t>(kPiece)));
    IX_TRY(const size_t got, file.read_at(at, buffer.data(), size));
    if (got < size) return Error(ErrorCode::FILE_CHANGED);
    IX_CHECK(out.write({buffer.data(), got}));
    at += static_cast<int64_t>(got);
  }
  return {};
}

Status write_fill(int64_t count, char fill, NewFile& out, std::vector<char>& buffer,
                  const Cancelled& cancelled) {
  std::fill(buffer.begin(), buffer.begin() + std::min<int64_t>(count, static_cast<int64_t>(kPiece)),
            fill);
  while (count > 0) {
    if (cancelled && cancelled()) return Error(ErrorCode::CANCELLED);
    const int64_t size = std::min<int64_t>(count, static_cast<int64_t>(kPiece));
    IX_CHECK(out.write({buffer.data(), static_cast<size_t>(size)}));
    count -= size;
  }
  return {};
}

}  // namespace

void CleaningPlan::add(Edit edit) {
  if (edits_.size() >= most_edits) {
    too_many_ = true;
    return;
  }
  growth_ += static_cast<int64_t>(edit.bytes.size()) + edit.filled - edit.size;
  // Comments by the thousand are one gap.
  if (!edits_.empty() && edit.bytes.empty() && edit.filled == 0) {
    Edit& last = edits_.back();
    if (last.bytes.empty() && last.filled == 0 && last.at + last.size == edit.at) {
      last.size += edit.size;
      return;
    }
  }
  edits_.push_back(std::move(edit));
}

void CleaningPlan::replace(int64_t at, int64_t size, std::string bytes) {
  if (size > 0 || !bytes.empty()) add({at, size, 0, std::move(bytes), '\0'});
}

void CleaningPlan::overwrite(ByteWindow& window, int64_t at, int64_t size, std::string_view begin,
                             char fill) {
  if (size <= 0) return;
  if (static_cast<int64_t>(begin.size()) > size) begin = {};
  if (same(window, at, size, begin, fill)) return;
  add({at, size, size - static_cast<int64_t>(begin.size()), std::string(begin), fill});
}

bool CleaningPlan::settle() {
  std::sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.at < b.at; });
  for (size_t i = 1; i < edits_.size(); ++i) {
    if (edits_[i - 1].at + edits_[i - 1].size > edits_[i].at) return false;
  }
  return !too_many_;
}

Status CleaningPlan::carry_out(FileReader& file, NewFile& out, const Cancelled& cancelled) const {
  std::vector<char> buffer(kPiece);
  int64_t at = 0;
  for (const Edit& edit : edits_) {
    IX_CHECK(copy(file, at, edit.at, out, buffer, cancelled));
    IX_CHECK(out.write(edit.bytes));
    IX_CHECK(write_fill(edit.filled, edit.fill, out, buffer, cancelled));
    at = edit.at + edit.size;
  }
  return copy(file, at, file.size(), out, buffer, cancelled);
}

}  // namespace ix
