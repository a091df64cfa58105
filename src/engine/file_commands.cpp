// SPDX-License-Identifier: Apache-2.0
// The engine's commands and operations on files.
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "engine/no_such.h"
#include "query/page.h"

namespace ix::engine {
namespace {

Status write_all(int fd, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t n = ::write(fd, bytes, size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      return errno == ENOSPC || errno == EDQUOT
                 ? Error(ErrorCode::STORE_FULL, "the disk is full")
                 : Error(ErrorCode::INVALID_ARGUMENT,
                         "writing the descriptor failed with error " + std::to_string(errno));
    }
    bytes += n;
    size -= static_cast<size_t>(n);
  }
  return {};
}

// Every byte of the file to `put`.
template <class Put>
Status copy_out(FileReader& from, Put put) {
  std::vector<char> block(size_t{256} << 10);
  const auto source = reader_source(from);
  for (;;) {
    IX_TRY(const size_t got, source(block.data(), block.size()));
    if (got == 0) return {};
    IX_CHECK(put(block.data(), got));
  }
}

}  // namespace

Result<std::string> Engine::stage(const FileInput& input) {
  IX_CHECK(open_for_calls());
  store::Touched changes;
  IX_TRY(const FileId id, keeper_.stage(input, changes));
  touched(std::move(changes));
  // Who sends no files asks for nothing.
  if (config_.sync_mode == SyncMode::continuous) post([this] { ask_media_limits(); });
  return id.text();
}

void Engine::ask_media_limits() {
  if (limits_session_ == session_.serial() || !session_.usable()) return;
  limits_session_ = session_.serial();
  (void)provider_->media_limits([this](Result<provider::MediaLimits> limits) {
    if (limits.ok()) (void)store_->set_max_file_bytes(limits->max_file_bytes);
  });
}

Status Engine::confirm_file(std::string_view file) {
  IX_CHECK(open_for_calls());
  const auto id = FileId::parse(file);
  if (!id) return no_such("file that was picked");
  IX_TRY(store::Touched changes, store_->confirm_file(*id));
  touched(std::move(changes));
  return {};
}

Status Engine::drop_file(std::string_view file) {
  IX_CHECK(open_for_calls());
  const auto id = FileId::parse(file);
  if (!id) return no_such("file that was picked");
  IX_TRY(store::Touched changes, store_->drop_file(*id));
  touched(std::move(changes));
  post([this] { keeper_.tidy(policy_); });
  return {};
}

Result<query::Page> Engine::staged(std::string_view conversation) {
  IX_CHECK(open_for_calls());
  std::optional<ConversationId> id;
  if (!conversation.empty()) {
    id = ConversationId::parse(conversation);
    if (!id) return no_such("conversation");
  }
  return reader_.staged(id);
}

Result<OperationId> Engine::fetch(std::string_view attachment, cache::MediaPart part,
                                  int32_t priority) {
  IX_CHECK(open_for_calls());
  const auto wanted = AttachmentId::parse(attachment);
  if (!wanted) return no_such("attachment");
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, wanted = *wanted, part, priority] {
    if (operations_.active(id)) fetch_on_engine(id, wanted, part, priority);
  });
  return id;
}

void Engine::fetch_on_engine(OperationId id, AttachmentId attachment, cache::MediaPart part,
                             int32_t priority) {
  downloads_.fetch(
      attachment, part, priority, id, [this, id, attachment, part](const Status& done) {
        if (!done.ok()) {
          operations_.complete(id, done.error());
          return;
        }
        const auto wanted = store_->wanted(attachment, part);
        auto page = wanted.ok() ? reader_.item(wanted->item) : Result<query::Page>(wanted.error());
        operations_.complete(id, std::nullopt,
                             page.ok() ? std::make_shared<query::Page>(page.take()) : nullptr);
      });
  operations_.on_cancel(id, [this, id] { downloads_.cancel(id); });
  // Without a sign-in nothing would ever come.
  if (!session_.signed_in()) downloads_.stop(Error(ErrorCode::SIGNED_OUT));
}

void Engine::fetch_in_view(const std::vector<Subscriptions::FileInView>& files) {
  if (!session_.usable()) return;
  const bool metered = counters_.network == transport::NetworkKind::metered;
  const int64_t most = metered ? policy_.auto_bytes_metered : policy_.auto_bytes;
  // Nobody waits for it; what failed is asked for again by the next process, or by the user.
  constexpr uint64_t kNobody = 0;
  const auto nothing = [](const Status&) {};
  for (const Subscriptions::FileInView& file : files) {
    const bool has_picture =
        file.kind == AttachmentKind::image || file.kind == AttachmentKind::video;
    if (policy_.auto_thumbnails && has_picture && !file.has_thumbnail &&
        asked_in_view_.insert({file.id, cache::MediaPart::thumbnail}).second) {
      downloads_.fetch(file.id, cache::MediaPart::thumbnail, 1, kNobody, nothing);
    }
    if (file.bytes > 0 && file.bytes <= most &&
        asked_in_view_.insert({file.id, cache::MediaPart::file}).second) {
      downloads_.fetch(file.id, cache::MediaPart::file, 0, kNobody, nothing);
    }
  }
}

Status Engine::export_file(std::string_view attachment, const std::string& path, int fd) {
  IX_CHECK(open_for_calls());
  const auto id = AttachmentId::parse(attachment);
  if (!id) return no_such("attachment");
  if (path.empty() == (fd < 0)) {
    return Error(ErrorCode::INVALID_ARGUMENT, "give either a path or a descriptor");
  }
  IX_TRY(const auto wanted, store_->wanted(*id, cache::MediaPart::file));
  if (wanted.place.empty()) {
    return Error(ErrorCode::MEDIA_GONE, "the file is not on this device: fetch it first");
  }
  IX_TRY(const auto from,
         env_.files.open_to_read(wanted.is_reference ? wanted.place
                                                     : keeper_.folder().path_of(wanted.place)));
  if (wanted.media != 0) IX_CHECK(store_->media_used(wanted.media));
  if (fd >= 0) {
    return copy_out(*from,
                    [fd](const char* bytes, size_t size) { return write_all(fd, bytes, size); });
  }
  IX_TRY(const auto taken, env_.files.size(path));
  if (taken) {
    return Error(ErrorCode::INVALID_ARGUMENT, path + " is there already: choose another name");
  }
  IX_TRY(auto to, env_.files.create_private(path));
  IX_CHECK(copy_out(*from, [&to](const char* bytes, size_t size) {
    return to->write({bytes, size});
  }));
  return to->commit();
}

Status Engine::pin(std::string_view attachment, bool on) {
  IX_CHECK(open_for_calls());
  const auto id = AttachmentId::parse(attachment);
  if (!id) return no_such("attachment");
  IX_TRY(const auto wanted, store_->wanted(*id, cache::MediaPart::file));
  if (wanted.media == 0) {
    return Error(ErrorCode::MEDIA_GONE, "the file is not on this device: fetch it first");
  }
  return store_->pin_media(wanted.media, on);
}

Status Engine::pause_upload(std::string_view attachment, bool on) {
  IX_CHECK(open_for_calls());
  const auto id = AttachmentId::parse(attachment);
  if (!id) return no_such("attachment");
  IX_TRY(store::Touched changes, store_->set_upload_paused(*id, on));
  touched(std::move(changes));
  if (on) post([this, id = *id] { uploads_.hold(id); });
  return {};
}

Result<query::Page> Engine::transfers() {
  IX_CHECK(open_for_calls());
  query::PageBuilder page;
  for (const Transfer& transfer : transfers_.all()) {
    ix_row_transfer row{};
    row.attachment = page.add(transfer.attachment.text());
    row.done = transfer.done;
    row.total = transfer.total;
    row.bytes_per_second = transfer.bytes_per_second;
    row.part = static_cast<int32_t>(transfer.part);
    row.upload = transfer.upload ? 1 : 0;
    page.append(row);
  }
  return page.build();
}

Status Engine::set_media_policy(const MediaPolicy& policy) {
  IX_CHECK(open_for_calls());
  post([this, policy] {
    policy_ = policy;
    uploads_.kick();
    keeper_.tidy(policy_);
  });
  return {};
}

}  // namespace ix::engine
