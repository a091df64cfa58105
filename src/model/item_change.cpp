// SPDX-License-Identifier: Apache-2.0
#include "model/item_change.h"

#include "base/utf8.h"

namespace ix {
namespace {

Error unsupported(const char* why) {
  return Error(ErrorCode::NOT_SUPPORTED, why);
}

Status check_there(const Item& item) {
  if (item.deleted) return Error(ErrorCode::NOT_FOUND, "the item was deleted");
  if (item.kind == ItemKind::gap) return unsupported("a gap is no message: fill it first");
  return {};
}

bool is_talk(const Item& item) {
  return item.kind == ItemKind::message || item.kind == ItemKind::call ||
         item.kind == ItemKind::voicemail;
}

// Known to this device only: what it stands for was never an item of the backend's.
bool is_local(const Item& item) {
  return item.remote_id.empty() && item.key.empty();
}

}  // namespace

Status may_edit(const Item& item, bool left, const Route& route, const ItemChanges& able) {
  IX_CHECK(check_there(item));
  if (item.kind != ItemKind::message) return unsupported("only messages can be edited");
  if (item.direction != Direction::out) {
    return Error(ErrorCode::CANNOT_SEND, "only who wrote a message can edit it");
  }
  if (!left) return {};
  if (!able.on(route.kind).edits) {
    return unsupported(route.kind == RouteKind::sms
                           ? "a text message cannot be edited: carriers cannot change what they"
                             " delivered"
                           : "this service cannot edit messages");
  }
  if (!item.file_names.empty()) {
    return unsupported("the caption of a file cannot be edited: delete the message instead");
  }
  return {};
}

Status may_delete(const Item& item, bool left, const Route& route, const ItemChanges& able) {
  IX_CHECK(check_there(item));
  const bool unread_kind =
      item.notice == NoticeKind::unsupported || item.notice == NoticeKind::encrypted;
  if (item.kind == ItemKind::notice && !unread_kind) {
    return unsupported("a notice cannot be deleted: it says what happened");
  }
  if (is_local(item)) {
    return unsupported("only this device knows of this call: erase its contact instead");
  }
  if (!left) return {};
  if (!able.on(route.kind).deletions) return unsupported("this service cannot delete messages");
  if (route.state != RouteState::joined) {
    return Error(ErrorCode::CANNOT_SEND, "nothing can be deleted here: you are not a member");
  }
  return {};
}

Status may_react(const Item& item, const Route& route, const ItemChanges& able) {
  IX_CHECK(check_there(item));
  if (!is_talk(item)) return unsupported("only messages and calls can be reacted to");
  if (is_local(item)) return unsupported("only this device knows of this call");
  if (!able.on(route.kind).reactions) {
    return unsupported(route.kind == RouteKind::sms
                           ? "a text message cannot be reacted to: carriers deliver no reactions"
                           : "this service has no reactions");
  }
  return {};
}

Status check_reaction(std::string_view key) {
  if (!utf8::valid(key)) return Error(ErrorCode::INVALID_UTF8);
  bool blank = true;
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      return Error(ErrorCode::INVALID_ARGUMENT,
                   "a reaction is one emoji or a word: no control"
                   " characters");
    }
    blank = blank && byte == ' ';
  }
  if (blank) return Error(ErrorCode::TEXT_EMPTY, "there is no reaction: give one emoji or a word");
  if (key.size() > kMaxReactionBytes) {
    return Error(ErrorCode::TEXT_TOO_LARGE, "a reaction has at most 200 bytes");
  }
  return {};
}

}  // namespace ix
