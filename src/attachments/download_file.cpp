// SPDX-License-Identifier: Apache-2.0
#include "attachments/download_file.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ix {
namespace {

constexpr int64_t kStride = int64_t{2} << 20;  // the worker is sent after so many bytes
constexpr size_t kHashBlock = size_t{256} << 10;

}  // namespace

Result<std::shared_ptr<DownloadFile>> DownloadFile::open(FileSystem& files, Worker& worker,
                                                         const std::string& path) {
  IX_TRY(auto file, files.open_growing(path));
  std::shared_ptr<DownloadFile> download(new DownloadFile(files, worker, path, std::move(file)));
  download->written_ = download->size();
  return download;
}

Status DownloadFile::append(std::string_view bytes) {
  IX_CHECK(file_->append(bytes));
  written_ = file_->size();
  if (written_ - announced_ < kStride) return {};
  announced_ = written_;
  worker_.post([self = shared_from_this()] {
    // What goes wrong here goes wrong again in finish(), which says so.
    (void)self->hash_more();
  });
  return {};
}

void DownloadFile::finish(std::function<void(Result<DownloadedFile>)> done) {
  written_ = file_->size();
  worker_.post([self = shared_from_this(), done = std::move(done)] { done(self->conclude()); });
}

Status DownloadFile::hash_more() {
  if (abandoned_) return Error(ErrorCode::CANCELLED);
  if (!reader_) {
    IX_TRY(reader_, files_.open_to_read(path_));
  }
  std::vector<char> block(kHashBlock);
  while (hashed_ < written_ && !abandoned_) {
    const auto wanted = static_cast<size_t>(std::min<int64_t>(kHashBlock, written_ - hashed_));
    IX_TRY(const size_t got, reader_->read_at(hashed_, block.data(), wanted));
    if (got == 0) return Error(ErrorCode::STORE_IO, "a file that was downloaded became shorter");
    hash_.update({block.data(), got});
    hashed_ += static_cast<int64_t>(got);
  }
  return {};
}

Result<DownloadedFile> DownloadFile::conclude() {
  IX_CHECK(hash_more());
  if (abandoned_) return Error(ErrorCode::CANCELLED);
  IX_CHECK(file_->sync());
  IX_TRY(auto whole, files_.open_to_read(path_));
  DownloadedFile out;
  IX_TRY(out.type, file_type_of(*whole));
  IX_TRY(out.sha256, hash_.finish());
  out.bytes = hashed_;
  return out;
}

}  // namespace ix
