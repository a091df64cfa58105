// SPDX-License-Identifier: Apache-2.0
// The engine's commands on messages and on their way out: as commands.cpp.
#include <utility>

#include "engine/no_such.h"

#include "engine/engine.h"

namespace ix::engine {
namespace {

Error cannot_take(MediaVerdict verdict, std::string_view reason) {
  switch (verdict) {
    case MediaVerdict::too_many:
      return Error(ErrorCode::CANNOT_SEND, "a text message takes no more files: send fewer");
    case MediaVerdict::type:
      return Error(ErrorCode::CANNOT_SEND, "a text message does not take files of this type");
    case MediaVerdict::too_large_message:
      return Error(ErrorCode::FILE_TOO_LARGE,
                   "too large for a text message: send a link, or choose chat");
    case MediaVerdict::too_large_server:
      return Error(ErrorCode::FILE_TOO_LARGE, "larger than the service takes");
    default:
      return Error(ErrorCode::CANNOT_SEND, "files cannot go this way: " + std::string(reason));
  }
}

}  // namespace

// What does not fit is refused here, and pictures that are to be smaller are made so.
Status Engine::fit_files(ConversationId conversation, store::NewMessage& message) {
  if (message.files.empty()) return {};
  query::MessageDraft draft;
  draft.text = message.text;
  draft.conversation = conversation;
  draft.via = message.via;
  draft.files = static_cast<uint32_t>(message.files.size());
  for (const FileId id : message.files) {
    IX_TRY(const OutgoingFile file, store_->outgoing_file(id));
    draft.media.push_back(
        {file.file.bytes, file.file.mime, file.file.kind, is_scalable(file.file.mime)});
  }
  IX_TRY(const query::Page page, reader_.preflight(draft));
  const auto* row = page.row<ix_row_sms>(IX_TABLE_SMS, 0);
  const auto verdict = static_cast<MediaVerdict>(row->files);
  const std::string_view reason = page.text_or_empty(row->reason);
  if (is_refused(verdict) || reason == "no_mms") return cannot_take(verdict, reason);
  message.scaled_to.resize(message.files.size());
  for (uint32_t i = 0; i < page.count(IX_TABLE_FILE_PLAN); ++i) {
    const auto* plan = page.row<ix_row_file_plan>(IX_TABLE_FILE_PLAN, i);
    if (plan->verdict != static_cast<int32_t>(MediaVerdict::scaled)) continue;
    message.scaled_to[i] = plan->sent_bytes;
  }
  return {};
}

Result<std::string> Engine::send(std::string_view conversation, const OutgoingInput& input) {
  IX_CHECK(open_for_calls());
  const auto id = ConversationId::parse(conversation);
  if (!id) return no_such("conversation");
  store::NewMessage message;
  message.text = input.text;
  message.send_at_ms = input.send_at_ms;
  message.max_content_bytes = provider_->capabilities().max_content_bytes;
  if (!input.via.empty()) {
    const auto via = RouteId::parse(input.via);
    if (!via) return no_such("route");
    message.via = *via;
  }
  if (!input.reply_to.empty()) {
    const auto reply_to = ItemId::parse(input.reply_to);
    if (!reply_to) return no_such("item to reply to");
    message.reply_to = *reply_to;
  }
  message.files_per_message = provider_->capabilities().files_per_message;
  for (const std::string& file : input.files) {
    const auto given = FileId::parse(file);
    if (!given) return no_such("file that was picked");
    message.files.push_back(*given);
  }
  IX_CHECK(fit_files(*id, message));
  // On demand a message leaves when the host asks for it next, whatever is going on now.
  if (config_.sync_mode == SyncMode::continuous) message.attempter = pump_.attempter();
  store::Touched changes;
  IX_TRY(const ItemId item, store_->send(*id, message, changes));
  touched(std::move(changes));
  for (size_t i = 0; i < message.scaled_to.size(); ++i) {
    if (message.scaled_to[i] > 0) keeper_.prepare(message.files[i]);
  }
  return item.text();
}

store::ChangeLimits Engine::change_limits() const {
  const provider::Capabilities able = provider_->capabilities();
  return {able.changes, able.max_content_bytes};
}

Status Engine::edit(std::string_view item, const std::string& text) {
  IX_CHECK(open_for_calls());
  const auto id = ItemId::parse(item);
  if (!id) return no_such("item");
  IX_TRY(store::Touched changes, store_->edit_item(*id, text, change_limits()));
  touched(std::move(changes));
  return {};
}

Status Engine::remove(std::string_view item) {
  IX_CHECK(open_for_calls());
  const auto id = ItemId::parse(item);
  if (!id) return no_such("item");
  IX_TRY(store::Touched changes, store_->delete_item(*id, change_limits()));
  touched(std::move(changes));
  return {};
}

Status Engine::react(std::string_view item, const std::string& key, bool on) {
  IX_CHECK(open_for_calls());
  const auto id = ItemId::parse(item);
  if (!id) return no_such("item");
  IX_TRY(store::Touched changes, store_->react_to_item(*id, key, on, change_limits()));
  touched(std::move(changes));
  return {};
}

Status Engine::retry(std::string_view entry) {
  IX_CHECK(open_for_calls());
  const auto id = OutboxId::parse(entry);
  if (!id) return no_such("outbox entry");
  IX_TRY(store::Touched changes, store_->retry(*id));
  touched(std::move(changes));
  return {};
}

Status Engine::reschedule(std::string_view entry, Millis at_ms) {
  IX_CHECK(open_for_calls());
  const auto id = OutboxId::parse(entry);
  if (!id) return no_such("outbox entry");
  IX_TRY(store::Touched changes, store_->reschedule(*id, at_ms));
  touched(std::move(changes));
  return {};
}

Status Engine::discard(std::string_view entry) {
  IX_CHECK(open_for_calls());
  const auto id = OutboxId::parse(entry);
  if (!id) return no_such("outbox entry");
  IX_TRY(store::Touched changes, store_->discard(*id));
  touched(std::move(changes));
  return {};
}

}  // namespace ix::engine
