// SPDX-License-Identifier: Apache-2.0
#include "attachments/preparation.h"

#include <memory>
#include <optional>
#include <utility>

#include "attachments/cleaning.h"
#include "attachments/file_name.h"
#include "attachments/file_type.h"
#include "attachments/media_info.h"
#include "attachments/scaling.h"

namespace ix {
namespace {

// Made when there is something to write; knows hash and size of it.
class Output final : public NewFile {
 public:
  Output(FileSystem& files, const std::string& path) : files_(files), path_(path) {}

  Status write(std::string_view bytes) override {
    if (!file_) {
      IX_TRY(file_, files_.create_private(path_));
    }
    hash_.update(bytes);
    bytes_ += static_cast<int64_t>(bytes.size());
    return file_->write(bytes);
  }
  Status commit() override { return file_->commit(); }

  int64_t bytes() const { return bytes_; }
  Result<std::string> sha256() { return hash_.finish(); }

 private:
  FileSystem& files_;
  const std::string& path_;
  std::unique_ptr<NewFile> file_;
  Sha256 hash_;
  int64_t bytes_ = 0;
};

// The picture's fault and not the machine's: it leaves without a thumbnail.
bool cannot_be_shown(ErrorCode code) {
  return code == ErrorCode::FILE_DAMAGED || code == ErrorCode::FILE_TOO_LARGE ||
         code == ErrorCode::NOT_SUPPORTED || code == ErrorCode::OUT_OF_MEMORY;
}

// Owns nothing; lives for one prepare().
class Preparation {
 public:
  Preparation(FileReader& file, const PrepareOptions& options, FileSystem& files,
              const std::string& output_path)
      : file_(file), options_(options), files_(files), output_path_(output_path) {}

  Result<Prepared> run() {
    if (file_.size() == 0) return Error(ErrorCode::FILE_EMPTY);
    IX_TRY(type_, file_type_of(file_));
    IX_TRY(info_, media_info_of(file_, type_.format));
    // Only a picture becomes smaller by what is taken out of it, or can be made so.
    if (is_too_large(file_.size()) && type_.kind != AttachmentKind::image) return too_large();
    IX_TRY(const bool fits, take_whole());
    if (!fits) IX_CHECK(take_scaled());
    Attachment& attachment = prepared_.attachment;
    attachment.kind = type_.kind;
    attachment.mime = type_.mime;
    attachment.name = safe_file_name(options_.name_hint, type_.format);
    attachment.width = info_.width;
    attachment.height = info_.height;
    attachment.duration_ms = info_.duration_ms;
    // Last, so that an error leaves nothing behind.
    if (prepared_.written) IX_CHECK(output_->commit());
    return std::move(prepared_);
  }

 private:
  bool is_too_large(int64_t bytes) const {
    return options_.max_bytes > 0 && bytes > options_.max_bytes;
  }

  Error too_large() const {
    return Error(ErrorCode::FILE_TOO_LARGE, "the file has " + std::to_string(file_.size()) +
                                                " bytes, " + std::to_string(options_.max_bytes) +
                                                " can be sent here: send a link, or another way");
  }

  // The file, or what is left of it when private data are gone. False: that is too large.
  Result<bool> take_whole() {
    output_.emplace(files_, output_path_);
    Cleaning cleaning = Cleaning::nothing_to_clean;
    if (!options_.keep_metadata) {
      IX_TRY(cleaning, clean(file_, type_.format, *output_, options_.cancelled));
    }
    const bool cleaned = cleaning == Cleaning::cleaned;
    if (is_too_large(cleaned ? output_->bytes() : file_.size())) return false;
    if (cleaned) {
      IX_CHECK(take_output());
    } else {
      IX_TRY(prepared_.attachment.sha256, sha256_of(file_, options_.cancelled));
      prepared_.attachment.bytes = file_.size();
    }
    prepared_.has_private_data = cleaning == Cleaning::cannot_be_cleaned;
    IX_CHECK(add_thumbnail_of_file());
    return true;
  }

  Status take_scaled() {
    if (!options_.scale_pictures || !can_decode(type_.format)) return too_large();
    auto scaled = scale_to_bytes(file_, type_.format, info_.orientation, options_.max_bytes,
                                 options_.cancelled);
    if (!scaled) {
      if (cannot_be_shown(scaled.error().code)) return too_large();
      return std::move(scaled.error());
    }
    output_.emplace(files_, output_path_);
    IX_CHECK(output_->write(scaled->jpeg));
    IX_CHECK(take_output());
    prepared_.scaled = true;
    type_ = file_type(FileFormat::jpeg);
    info_ = {};
    info_.width = scaled->image.width;
    info_.height = scaled->image.height;
    prepared_.is_its_own_thumbnail =
        is_its_own_thumbnail(output_->bytes(), {info_.width, info_.height}, options_.thumbnail);
    if (prepared_.is_its_own_thumbnail) return {};
    IX_TRY(Thumbnail thumbnail, thumbnail_of(scaled->image, options_.thumbnail));
    add_thumbnail(std::move(thumbnail));
    return {};
  }

  Status take_output() {
    IX_TRY(prepared_.attachment.sha256, output_->sha256());
    prepared_.attachment.bytes = output_->bytes();
    prepared_.written = true;
    return {};
  }

  Status add_thumbnail_of_file() {
    if (!can_decode(type_.format)) return {};
    auto made = make_thumbnail(file_, type_.format, {info_.width, info_.height}, info_.orientation,
                               options_.thumbnail, options_.cancelled);
    if (!made) {
      if (cannot_be_shown(made.error().code)) return {};
      return std::move(made.error());
    }
    prepared_.is_its_own_thumbnail = !made->has_value();
    if (made->has_value()) add_thumbnail(std::move(**made));
    return {};
  }

  void add_thumbnail(Thumbnail thumbnail) {
    Attachment& attachment = prepared_.attachment;
    attachment.thumb_mime = file_type(FileFormat::jpeg).mime;
    attachment.thumb_bytes = static_cast<int64_t>(thumbnail.jpeg.size());
    attachment.thumb_width = thumbnail.size.width;
    attachment.thumb_height = thumbnail.size.height;
    prepared_.thumbnail = std::move(thumbnail.jpeg);
  }

  FileReader& file_;
  const PrepareOptions& options_;
  FileSystem& files_;
  const std::string& output_path_;
  FileType type_{};
  MediaInfo info_;
  std::optional<Output> output_;  // gone again unless it is committed
  Prepared prepared_;
};

}  // namespace

Result<Prepared> prepare(FileReader& file, const PrepareOptions& options, FileSystem& files,
                         const std::string& output_path) {
  return Preparation(file, options, files, output_path).run();
}

}  // namespace ix
