// SPDX-License-Identifier: Apache-2.0
// Files on this device that can be fetched again, by their content; and which attachments they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/attachment.h"
#include "model/ids.h"

namespace ix::cache {

enum class MediaPart : int32_t { file = 0, thumbnail = 1 };

struct MediaFile {
  int64_t id = 0;
  // SHA-256 of the bytes; of a small picture that was made here, "thumb:" and that of the whole.
  std::string content;
  std::string place;  // a name in the media folder
  int64_t bytes = 0;
  Millis used_ms = 0;
  bool pinned = false;
};

namespace media_table {

// The one of that content: `file` itself, or what was here before under another name.
Result<MediaFile> put(Connection& connection, const MediaFile& file);
Result<std::optional<MediaFile>> of_attachment(Connection& connection, AttachmentId attachment,
                                               MediaPart part);
Status link(Connection& connection, AttachmentId attachment, MediaPart part, int64_t media);
// Every attachment that has the same bytes at the backend.
Status link_uri(Connection& connection, std::string_view uri, MediaPart part, int64_t media);
// The file is not here any more: no attachment has it.
Status unlink(Connection& connection, int64_t media);
Status touch(Connection& connection, int64_t media, Millis now);
Status set_pinned(Connection& connection, int64_t media, bool on);

struct Total {
  int64_t files = 0;
  int64_t bytes = 0;
};
Result<Total> total(Connection& connection);
// The least recently used ones that may go: not pinned, not used since `before`.
Result<std::vector<MediaFile>> oldest(Connection& connection, Millis before, int64_t limit);
// Of no attachment any more.
Result<std::vector<MediaFile>> orphans(Connection& connection, int64_t limit);
// Items whose attachments have it.
Result<std::vector<ItemId>> items_of(Connection& connection, int64_t media);
Result<std::vector<MediaFile>> all(Connection& connection);
// Every name in the media folder that is known, of media and of files that are to leave.
Result<std::vector<std::string>> places(Connection& connection);

}  // namespace media_table
}  // namespace ix::cache
