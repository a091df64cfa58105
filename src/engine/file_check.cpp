// SPDX-License-Identifier: Apache-2.0
// FileKeeper: the doctor's look at the disk.
#include <algorithm>
#include <utility>

#include "attachments/sha256.h"
#include "engine/file_keeper.h"

namespace ix::engine {

struct FileKeeper::Damage {
  std::vector<OutgoingFile> outgoing;   // less of it is here than its row says
  std::vector<cache::MediaFile> media;  // not here, or of other bytes
  std::vector<std::string> strays;      // what no row names

  Finding finding() const {
    Finding out{StoreCheck::files, static_cast<int64_t>(outgoing.size() + media.size()), {}, false};
    out.count += static_cast<int64_t>(strays.size());
    if (!outgoing.empty()) {
      out.first = outgoing.front().id.text();
    } else if (!media.empty()) {
      out.first = media.front().place;
    } else if (!strays.empty()) {
      out.first = strays.front();
    }
    return out;
  }
};

bool FileKeeper::is_here(const std::string& path, int64_t bytes) {
  const auto size = files_.size(path);
  return size.ok() && *size == bytes;
}

bool FileKeeper::picked_is_here(const OutgoingFile& file) {
  return is_here(file.is_reference ? file.place : folder_.path_of(file.place), file.picked_bytes);
}

bool FileKeeper::leaves_whole(const OutgoingFile& file) {
  if (file.uploaded) return true;
  if (file.state == FileState::preparing) return picked_is_here(file);
  return is_here(path_of(file), file.file.bytes);
}

bool FileKeeper::has_its_thumb(const OutgoingFile& file) {
  return !file.has_thumb() || file.thumb_uploaded ||
         is_here(folder_.path_of(file.thumb_place), file.file.thumb_bytes);
}

bool FileKeeper::is_whole(const cache::MediaFile& file) {
  const std::string path = folder_.path_of(file.place);
  if (!is_here(path, file.bytes)) return false;
  // A small picture that was made here goes by the hash of the whole one.
  if (file.content.starts_with("thumb:")) return true;
  const auto reader = files_.open_to_read(path);
  if (!reader.ok()) return false;
  const auto hash = sha256_of(**reader, [] { return false; });
  return hash.ok() && *hash == file.content;
}

Result<FileKeeper::Damage> FileKeeper::damage() {
  Damage out;
  IX_TRY(const auto outgoing, store_.outgoing_files());
  for (const OutgoingFile& file : outgoing) {
    if (file.state == FileState::failed || (leaves_whole(file) && has_its_thumb(file))) continue;
    const auto still = store_.outgoing_file(file.id);
    if (still.ok() && still->bytes_at() == file.bytes_at()) out.outgoing.push_back(file);
  }
  IX_TRY(const auto media, store_.media_files());
  for (const cache::MediaFile& file : media) {
    if (!is_whole(file)) out.media.push_back(file);
  }
  if (!out.media.empty()) {
    // What was tidied away meanwhile is not missed.
    IX_TRY(const auto known, store_.media_places());
    std::erase_if(out.media, [&known](const cache::MediaFile& one) {
      return !std::binary_search(known.begin(), known.end(), one.place);
    });
  }
  IX_TRY(out.strays, strays());
  return out;
}

Result<Finding> FileKeeper::check(bool repair) {
  IX_TRY(const Damage before, damage());
  Finding found = before.finding();
  if (!repair || found.count == 0) return found;
  for (const OutgoingFile& file : before.outgoing) mend(file);
  for (const cache::MediaFile& file : before.media) {
    report(store_.media_lost(file.id));
    IX_CHECK(folder_.remove(file.place));
  }
  IX_CHECK(remove_strays(before.strays));
  IX_TRY(const Damage after, damage());
  found.repaired = after.finding().count == 0;
  return found;
}

void FileKeeper::mend(OutgoingFile file) {
  if (picked_is_here(file)) {
    file.state = FileState::preparing;
    file.send_place.clear();
    file.thumb_place.clear();
    // Another making may give other bytes, which need another name.
    if (!file.uploaded) report(store_.file_reserved(file.id, false, {}));
    if (!file.thumb_uploaded) report(store_.file_reserved(file.id, true, {}));
    report(store_.file_prepared(file));
    return prepare(file.id);
  }
  if (!leaves_whole(file)) {
    return report(store_.file_failed(file.id, Error(ErrorCode::FILE_UNREADABLE)));
  }
  // It can do without the small picture.
  file.thumb_place.clear();
  file.file.thumb_mime.clear();
  file.file.thumb_bytes = 0;
  file.file.thumb_width = file.file.thumb_height = 0;
  report(store_.file_prepared(file));
}

}  // namespace ix::engine
