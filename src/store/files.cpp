// SPDX-License-Identifier: Apache-2.0
#include "store/files.h"

#include <algorithm>
#include <set>
#include <utility>

#include "cache/attachment_table.h"
#include "cache/media_table.h"
#include "cache/outgoing_file_table.h"
#include "store/impl.h"
#include "store/overlay.h"
#include "store/route_writer.h"

namespace ix::store {
namespace {

namespace files_table = cache::outgoing_file_table;
namespace attachments = cache::attachment_table;
namespace media = cache::media_table;

Status keep(Connection& connection, AttachmentId attachment, cache::MediaPart part,
            std::string content, const std::string& place, int64_t bytes, Millis now) {
  cache::MediaFile file;
  file.content = std::move(content);
  file.place = place;
  file.bytes = bytes;
  file.used_ms = now;
  IX_TRY(const cache::MediaFile kept, media::put(connection, file));
  return media::link(connection, attachment, part, kept.id);
}

}  // namespace

std::vector<Attachment> descriptions(const std::vector<OutgoingFile>& files) {
  std::vector<Attachment> out;
  for (const OutgoingFile& file : files) {
    Attachment one = file.file;
    if (file.uploaded) one.uri = file.uri;
    if (file.thumb_uploaded) one.thumb_uri = file.thumb_uri;
    out.push_back(std::move(one));
  }
  return out;
}

std::string content_of(const OutgoingFile& file, bool thumbnail) {
  return (thumbnail ? "thumb:" : "") + file.file.sha256;
}

Result<std::vector<OutgoingFile>> files_to_send(Connection& connection,
                                                const std::vector<FileId>& ids) {
  std::vector<OutgoingFile> out;
  std::set<FileId> seen;
  for (const FileId id : ids) {
    IX_TRY(auto file, files_table::find(connection, id));
    if (!file || file->item) {
      return Error(ErrorCode::NOT_FOUND,
                   id.text() + " is no file that was picked: it may be sent already, or dropped");
    }
    if (!seen.insert(id).second) {
      return Error(ErrorCode::INVALID_ARGUMENT, id.text() + " is given twice");
    }
    if (file->state == FileState::unconfirmed) return Error(ErrorCode::NOT_CLEANED);
    if (file->state == FileState::failed && file->failure) {
      return Error(file->failure->code, file->failure->message);
    }
    out.push_back(std::move(*file));
  }
  return out;
}

Status attach(Connection& connection, cache::StoredItem& item, std::vector<OutgoingFile>& files) {
  IX_TRY(const auto ids, attachments::ids_of(connection, item.id));
  if (ids.size() != files.size()) {
    return Error(ErrorCode::INTERNAL, "a message has not got the files it was given");
  }
  for (size_t i = 0; i < files.size(); ++i) {
    files[i].item = item.id;
    files[i].route = item.route;
    files[i].attachment = ids[i];
    IX_CHECK(files_table::update(connection, files[i]));
  }
  return {};
}

Status describe_again(Connection& connection, ItemId id, Millis now, Touched& touched) {
  IX_TRY(auto item, find_lifted(connection, id));
  if (!item || item->deleted) return {};
  IX_TRY(const auto files, files_table::of_item(connection, id));
  if (files.empty()) return {};
  item->attachments = descriptions(files);
  item->file_names = names_of(item->attachments);
  IX_TRY(cache::StoredRoute route, need_route(connection, item->route));
  RouteWriter writer(connection, std::move(route), now);
  writer.note_own_change();
  IX_CHECK(writer.lay_again(*item));
  return writer.finish(touched);
}

Status settle_files(Connection& connection, ItemId item, Millis now) {
  IX_TRY(const auto files, files_table::of_item(connection, item));
  for (const OutgoingFile& file : files) {
    // A reference is the host's own file, which may go at any time.
    if (file.uploaded && !(file.is_reference && file.send_place.empty())) {
      IX_CHECK(keep(connection, file.attachment, cache::MediaPart::file, content_of(file, false),
                    file.bytes_at(), file.file.bytes, now));
    }
    if (file.has_thumb()) {
      IX_CHECK(keep(connection, file.attachment, cache::MediaPart::thumbnail,
                    content_of(file, true), file.thumb_place, file.file.thumb_bytes, now));
    }
    IX_CHECK(files_table::remove(connection, file.id));
  }
  return {};
}

Status try_files_again(Connection& connection, ItemId item) {
  IX_TRY(auto files, files_table::of_item(connection, item));
  for (OutgoingFile& file : files) {
    if (file.state != FileState::failed) continue;
    // One that was never prepared is seen to from its beginning.
    file.state = file.file.sha256.empty() ? FileState::preparing : FileState::ready;
    file.failure.reset();
    IX_CHECK(files_table::update(connection, file));
  }
  return {};
}

std::string lane_without_time(const OutboxEntry& entry) {
  const std::string first = first_sent_together(entry);
  const bool waits = entry.files_pending || first != entry.key || is_files_lane(entry.lane);
  return waits ? files_lane(first) : std::string();
}

}  // namespace ix::store
