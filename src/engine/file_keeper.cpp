// SPDX-License-Identifier: Apache-2.0
#include "engine/file_keeper.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "attachments/file_name.h"
#include "attachments/preparation.h"

namespace ix::engine {
namespace {

Error invalid(const char* why) {
  return Error(ErrorCode::INVALID_ARGUMENT, why);
}

MediaFolder::Source bytes_source(std::string_view bytes) {
  return [bytes](char* into, size_t size) mutable -> Result<size_t> {
    const size_t n = std::min(size, bytes.size());
    std::memcpy(into, bytes.data(), n);
    bytes.remove_prefix(n);
    return n;
  };
}

}  // namespace

FileKeeper::FileKeeper(Random& random, const Logger& log, FileSystem& files, Worker& worker,
                       store::Store& store)
    : random_(random),
      log_(log),
      files_(files),
      worker_(worker),
      store_(store),
      folder_(files, store.database().media_folder()) {}

std::string FileKeeper::path_of(const OutgoingFile& file) const {
  if (file.is_reference && file.send_place.empty()) return file.place;
  return folder_.path_of(file.bytes_at());
}

// Places that no row names yet: tidying leaves them alone.
class FileKeeper::Making {
 public:
  Making(FileKeeper& keeper, std::initializer_list<std::string> places)
      : keeper_(keeper), places_(places) {
    std::lock_guard lock(keeper_.mutex_);
    keeper_.being_made_.insert(places_.begin(), places_.end());
  }
  ~Making() {
    std::lock_guard lock(keeper_.mutex_);
    for (const std::string& place : places_) keeper_.being_made_.erase(place);
  }
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;

 private:
  FileKeeper& keeper_;
  const std::vector<std::string> places_;
};

Result<int64_t> FileKeeper::copy(const FileInput& input, const std::string& place) {
  if (!input.path.empty()) {
    IX_TRY(const auto reader, files_.open_to_read(input.path));
    return folder_.copy_in(place, reader_source(*reader));
  }
  if (input.fd >= 0) return folder_.copy_in(place, descriptor_source(input.fd));
  if (input.bytes) return folder_.copy_in(place, bytes_source(*input.bytes));
  return folder_.copy_in(place, input.source);
}

// The host's file stays where it is, and is looked at again before it leaves.
Status FileKeeper::refer_to(const std::string& path, OutgoingFile& file) {
  if (path.empty()) return invalid("only a path can be a reference");
  IX_TRY(const auto reader, files_.open_to_read(path));
  file.place = path;
  file.is_reference = true;
  file.picked_bytes = reader->size();
  file.picked_ms = reader->modified_ms();
  if (file.picked_bytes == 0) return Error(ErrorCode::FILE_EMPTY);
  return {};
}

Result<FileId> FileKeeper::stage(const FileInput& input, store::Touched& touched) {
  const int given = int{!input.path.empty()} + int{input.fd >= 0} + int{input.bytes.has_value()} +
                    int{input.source != nullptr};
  if (given != 1) return invalid("give exactly one of path, fd, data and read");
  if (input.max_bytes < 0) return invalid("max_bytes is below 0");
  OutgoingFile file;
  if (!input.conversation.empty()) {
    const auto parsed = ConversationId::parse(input.conversation);
    if (!parsed) return Error(ErrorCode::NOT_FOUND, "no such conversation: use an id from a list");
    file.route = *parsed;
  }
  const std::string& called = input.name.empty() ? input.path : input.name;
  file.hint = called.substr(called.find_last_of('/') + 1);
  file.file.name = safe_file_name(file.hint, FileFormat::unknown);
  file.keep_metadata = input.keep_metadata;
  file.max_bytes = input.max_bytes;
  file.place = "out/" + random_.uuid();
  const std::string thumb = file.place + ".jpg";
  const Making making(*this, {file.place, thumb});
  const auto keep = [&]() -> Result<FileId> {
    if (input.reference) {
      IX_CHECK(refer_to(input.path, file));
    } else {
      IX_TRY(file.picked_bytes, copy(input, file.place));
    }
    file.file.bytes = file.picked_bytes;
    if (!input.thumbnail.empty()) {
      IX_TRY(file.file.thumb_bytes, folder_.copy_in(thumb, bytes_source(input.thumbnail)));
      file.thumb_place = thumb;
      file.file.thumb_mime = "image/jpeg";
      file.file.thumb_width = input.thumbnail_width;
      file.file.thumb_height = input.thumbnail_height;
    }
    return store_.stage(file, touched);
  };
  auto id = keep();
  if (!id.ok()) {
    if (!file.is_reference) (void)folder_.remove(file.place);
    (void)folder_.remove(thumb);
    return id;
  }
  prepare(*id);
  return id;
}

void FileKeeper::prepare(FileId id) {
  worker_.post([this, id, now = interruptions_.load()] { prepare_now(id, now); });
}

void FileKeeper::resume() {
  ++interruptions_;
  const auto files = store_.outgoing_files();
  if (!files.ok()) return;
  for (const OutgoingFile& file : *files) {
    if (file.state == FileState::preparing) prepare(file.id);
  }
}

void FileKeeper::prepare_now(FileId id, uint64_t interruptions) {
  if (interruptions != interruptions_) return;  // it is asked for again
  auto file = store_.outgoing_file(id);
  if (!file.ok() || file->state != FileState::preparing) return;
  const std::string made = "out/" + random_.uuid();
  const std::string thumb = made + ".jpg";
  const Making making(*this, {made, thumb});
  const Status done = prepare_file(*file, made, thumb, interruptions);
  if (interruptions != interruptions_) return;
  if (done.ok()) return report(store_.file_prepared(*file));
  log_.write(LogLevel::info, "files", "a file cannot be prepared", {{"error", done.error()}});
  // A full disk says nothing of the file: it waits until it is tidied up (prepare_left).
  if (done.error().code == ErrorCode::STORE_FULL) return;
  report(store_.file_failed(id, done.error()));
}

Status FileKeeper::prepare_file(OutgoingFile& file, const std::string& made,
                                const std::string& thumb, uint64_t interruptions) {
  const std::string picked = file.is_reference ? file.place : folder_.path_of(file.place);
  IX_TRY(const auto reader, files_.open_to_read(picked));
  if (file.is_reference &&
      (reader->size() != file.picked_bytes || reader->modified_ms() != file.picked_ms)) {
    return Error(ErrorCode::FILE_CHANGED);
  }
  PrepareOptions options;
  options.name_hint = file.hint;
  options.keep_metadata = file.keep_metadata;
  options.max_bytes = file.max_bytes;
  options.cancelled = [this, interruptions] { return interruptions != interruptions_; };
  IX_CHECK(folder_.make());
  IX_TRY(Prepared prepared, ix::prepare(*reader, options, files_, folder_.path_of(made)));
  Attachment& said = prepared.attachment;
  if (prepared.thumbnail.empty() && file.has_thumb()) {
    said.thumb_mime = file.file.thumb_mime;
    said.thumb_bytes = file.file.thumb_bytes;
    said.thumb_width = file.file.thumb_width;
    said.thumb_height = file.file.thumb_height;
  } else if (!prepared.thumbnail.empty()) {
    IX_TRY(said.thumb_bytes, folder_.copy_in(thumb, bytes_source(prepared.thumbnail)));
    file.thumb_place = thumb;
  }
  file.file = std::move(said);
  file.send_place = prepared.written ? made : std::string();
  file.state =
      prepared.has_private_data && !file.keep_metadata ? FileState::unconfirmed : FileState::ready;
  return {};
}

Status FileKeeper::remove_all() {
  suspend();
  IX_TRY(const auto places, folder_.places());
  for (const std::string& place : places) IX_CHECK(folder_.remove(place));
  return {};
}

void FileKeeper::tidy(const MediaPolicy& policy) {
  worker_.post([this, policy, now = interruptions_.load()] {
    if (now != interruptions_) return;
    const Status done = tidy_now(policy);
    if (done.ok() || now != interruptions_) return;
    log_.write(LogLevel::warn, "files", "cannot be tidied", {{"error", done.error()}});
  });
}

Status FileKeeper::tidy_now(const MediaPolicy& policy) {
  for (;;) {
    store::Touched touched;
    IX_TRY(const auto gone, store_.trim_media({policy.cache_bytes, policy.cache_age_ms}, touched));
    report(std::move(touched));
    if (gone.empty()) break;
  }
  IX_CHECK(sweep());
  return prepare_left();
}

// What the disk had no room for when it was picked.
Status FileKeeper::prepare_left() {
  IX_TRY(const auto files, store_.outgoing_files());
  for (const OutgoingFile& file : files) {
    if (file.state == FileState::preparing) prepare(file.id);
  }
  return {};
}

Status FileKeeper::sweep() {
  IX_TRY(const auto gone, strays());
  return remove_strays(gone);
}

Status FileKeeper::remove_strays(const std::vector<std::string>& places) {
  if (places.empty()) return {};
  // The rows that had them may come back with a loss of power, and the files do not: they go when
  // the loss of the rows is on the disk.
  IX_TRY(const bool on_disk, store_.database().empty_log());
  if (!on_disk) return {};  // somebody reads: the next time
  for (const std::string& place : places) IX_CHECK(folder_.remove(place));
  return {};
}

Result<std::vector<std::string>> FileKeeper::strays() {
  // First what is there, then who has it: what is made meanwhile is not looked at.
  IX_TRY(const auto there, folder_.places());
  std::vector<std::string> had = parts_in_use ? parts_in_use() : std::vector<std::string>();
  {
    std::lock_guard lock(mutex_);
    had.insert(had.end(), being_made_.begin(), being_made_.end());
  }
  IX_TRY(auto known, store_.media_places());
  std::move(known.begin(), known.end(), std::back_inserter(had));
  std::sort(had.begin(), had.end());
  std::vector<std::string> out;
  for (const std::string& place : there) {
    // A file that is being written has its name with an ending.
    constexpr std::string_view kUnfinished = ".new";
    std::string_view name = place;
    if (name.ends_with(kUnfinished)) name.remove_suffix(kUnfinished.size());
    if (std::binary_search(had.begin(), had.end(), name) || may_go_on(name)) continue;
    out.push_back(place);
  }
  return out;
}

bool FileKeeper::may_go_on(std::string_view place) {
  constexpr std::string_view kPart = "part/";
  if (!place.starts_with(kPart)) return false;
  std::string_view name = place.substr(kPart.size());
  const auto id = AttachmentId::parse(name.substr(0, name.find('-')));
  if (!id) return false;
  const auto part = name.find('-') == std::string_view::npos ? cache::MediaPart::file
                                                             : cache::MediaPart::thumbnail;
  const auto wanted = store_.wanted(*id, part);
  return wanted.ok() && wanted->place.empty();
}

void FileKeeper::report(Result<store::Touched> touched) {
  if (!touched.ok()) {
    log_.write(LogLevel::error, "files", "the store refused", {{"error", touched.error()}});
    return;
  }
  if (on_touched) on_touched(touched.take());
}

}  // namespace ix::engine
