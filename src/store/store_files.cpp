// SPDX-License-Identifier: Apache-2.0
// Files on their way out: picked, prepared, uploaded.
#include <utility>

#include "cache/media_table.h"
#include "cache/outbox_table.h"
#include "cache/outgoing_file_table.h"
#include "store/files.h"
#include "store/impl.h"
#include "store/outbox_steps.h"
#include "store/store.h"

namespace ix::store {
namespace {

namespace files = cache::outgoing_file_table;
namespace entries = cache::outbox_table;

Status touch_draft(Connection& connection, const OutgoingFile& file, Touched& touched) {
  if (!file.route) return {};
  IX_TRY(const auto route, cache::route_table::find(connection, file.route));
  if (route) touched.touch(route->conversation);
  return {};
}

// All of its item's files are at the backend: the message may leave.
Status check_complete(Connection& connection, const OutgoingFile& file, Touched& touched) {
  IX_TRY(const bool pending, files::any_pending(connection, file.item));
  if (pending) return {};
  IX_TRY(auto entry, entries::send_of(connection, file.item));
  if (!entry || !entry->files_pending) return {};
  entry->files_pending = false;
  if (entry->waiting_for != WaitingFor::scheduled) entry->waiting_for = WaitingFor::nothing;
  IX_CHECK(entries::update(connection, *entry));
  return show_send(connection, *entry, touched);
}

// Its state is another one: what shows it follows.
Status changed(Connection& connection, const OutgoingFile& file, Touched& touched) {
  IX_CHECK(files::update(connection, file));
  touched.files = true;
  return touch_draft(connection, file, touched);
}

// The same bytes were sent before: they are at the backend still.
Status know_again(Connection& connection, OutgoingFile& file, Millis now) {
  const auto known = [&](bool thumbnail, std::string& uri, bool& uploaded) -> Status {
    if (!uri.empty()) return {};
    IX_TRY(uri, files::uploaded_uri(connection, content_of(file, thumbnail), now - kSameFileFor));
    uploaded = !uri.empty();
    return {};
  };
  IX_CHECK(known(false, file.uri, file.uploaded));
  if (!file.has_thumb()) return {};
  return known(true, file.thumb_uri, file.thumb_uploaded);
}

}  // namespace

Result<FileId> Store::stage(OutgoingFile file, Touched& touched) {
  FileId id;
  const auto work = [&](Connection& connection, Touched& what) -> Status {
    if (file.route) {
      IX_TRY(file.route, need_conversation(connection, file.route));
    }
    file.created_ms = impl_->now();
    IX_TRY(id, files::insert(connection, file));
    what.files = true;
    return touch_draft(connection, file, what);
  };
  // What the host was told is kept outlives a loss of power.
  IX_TRY(Touched changes, impl_->transact(Priority::command, Durability::full, work));
  touched.add(std::move(changes));
  return id;
}

Result<std::vector<OutgoingFile>> Store::outgoing_files() {
  return impl_->read([](Connection& connection) { return files::all(connection); });
}

Result<OutgoingFile> Store::outgoing_file(FileId id) {
  return impl_->read([id](Connection& connection) -> Result<OutgoingFile> {
    IX_TRY(auto file, files::find(connection, id));
    if (!file) return Error(ErrorCode::NOT_FOUND, "no such file: it may be sent already");
    return std::move(*file);
  });
}

Result<Touched> Store::file_prepared(const OutgoingFile& prepared) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto file, files::find(connection, prepared.id));
    if (!file) return {};  // dropped meanwhile
    file->state = prepared.state;
    if (file->confirmed && file->state == FileState::unconfirmed) file->state = FileState::ready;
    file->file = prepared.file;
    file->send_place = prepared.send_place;
    file->thumb_place = prepared.thumb_place;
    file->failure.reset();
    IX_CHECK(know_again(connection, *file, impl_->now()));
    IX_CHECK(changed(connection, *file, touched));
    if (!file->item) return {};
    touched.outbox = true;
    IX_CHECK(describe_again(connection, file->item, impl_->backend_now(), touched));
    return check_complete(connection, *file, touched);
  });
}

Result<Touched> Store::file_failed(FileId id, const Error& error) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto file, files::find(connection, id));
    if (!file) return {};
    file->state = FileState::failed;
    file->failure = failure_of(error);
    IX_CHECK(changed(connection, *file, touched));
    if (!file->item) return {};
    IX_TRY(auto entry, entries::send_of(connection, file->item));
    if (!entry || entry->state == OutboxState::sending) return {};
    entry->state = OutboxState::blocked;
    entry->failure = file->failure;
    entry->answered = !entry->may_have_left();
    entry->waiting_for = WaitingFor::nothing;
    IX_CHECK(entries::update(connection, *entry));
    return show_send(connection, *entry, touched);
  });
}

Result<Touched> Store::confirm_file(FileId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto file, files::find(connection, id));
    if (!file) return Error(ErrorCode::NOT_FOUND, "no such file: it may be sent already");
    file->confirmed = true;
    if (file->state == FileState::unconfirmed) file->state = FileState::ready;
    touched.outbox = touched.outbox || file->item;
    return changed(connection, *file, touched);
  });
}

Result<Touched> Store::drop_file(FileId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const auto file, files::find(connection, id));
    if (!file) return {};
    if (file->item) {
      return Error(ErrorCode::CANNOT_SEND, "the file is in a message: discard or delete that");
    }
    IX_CHECK(files::remove(connection, id));
    touched.files = true;
    return touch_draft(connection, *file, touched);
  });
}

Result<Touched> Store::file_reserved(FileId id, bool thumbnail, const std::string& uri) {
  // The bytes may be there under this name after a loss of power, too.
  return impl_->transact(Priority::command, Durability::full,
                         [&](Connection& connection, Touched&) -> Status {
                           IX_TRY(auto file, files::find(connection, id));
                           if (!file) return Error(ErrorCode::NOT_FOUND, "the file was dropped");
                           (thumbnail ? file->thumb_uri : file->uri) = uri;
                           if (!thumbnail) file->uri_ms = impl_->now();
                           return files::update(connection, *file);
                         });
}

Result<Touched> Store::file_uploaded(FileId id, bool thumbnail, const std::string& uri) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto file, files::find(connection, id));
    if (!file) return {};
    (thumbnail ? file->thumb_uri : file->uri) = uri;
    (thumbnail ? file->thumb_uploaded : file->uploaded) = true;
    IX_CHECK(files::note_uploaded(connection, content_of(*file, thumbnail), uri, impl_->now()));
    IX_CHECK(changed(connection, *file, touched));
    IX_CHECK(describe_again(connection, file->item, impl_->backend_now(), touched));
    return check_complete(connection, *file, touched);
  });
}

Result<Touched> Store::set_upload_paused(AttachmentId attachment, bool paused) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto file, files::of_attachment(connection, attachment));
    if (!file) {
      return Error(ErrorCode::NOT_FOUND, "no such upload: the file is at the service already");
    }
    file->paused = paused;
    touched.outbox = true;
    return changed(connection, *file, touched);
  });
}

Result<std::optional<OutgoingFile>> Store::upload_of(AttachmentId attachment) {
  return impl_->read([attachment](Connection& connection) {
    return files::of_attachment(connection, attachment);
  });
}

Result<Touched> Store::set_upload_waiting(ItemId item, WaitingFor reason) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::send_of(connection, item));
    // One that was taken back waits for no upload.
    if (!entry || !entry->wanted || !entry->files_pending || entry->waiting_for == reason ||
        entry->waiting_for == WaitingFor::scheduled) {
      return {};
    }
    entry->waiting_for = reason;
    IX_CHECK(entries::update(connection, *entry));
    return show_send(connection, *entry, touched);
  });
}

Result<Touched> Store::files_are_there(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry || entry->files_pending || !is_files_lane(entry->lane)) return {};
    const std::string lane = std::exchange(entry->lane, {});
    IX_CHECK(entries::update(connection, *entry));
    IX_CHECK(wake_lane(connection, entry->route, lane));
    return show_send(connection, *entry, touched);
  });
}

}  // namespace ix::store
