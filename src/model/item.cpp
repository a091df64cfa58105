// SPDX-License-Identifier: Apache-2.0
#include "model/item.h"

namespace ix {

const char* item_kind_name(ItemKind kind) {
  switch (kind) {
    case ItemKind::message:
      return "message";
    case ItemKind::call:
      return "call";
    case ItemKind::voicemail:
      return "voicemail";
    case ItemKind::notice:
      return "notice";
    case ItemKind::gap:
      return "gap";
  }
  return "unknown";
}

const char* item_state_name(ItemState state) {
  switch (state) {
    case ItemState::received:
      return "received";
    case ItemState::queued:
      return "queued";
    case ItemState::sending:
      return "sending";
    case ItemState::accepted:
      return "accepted";
    case ItemState::delivered:
      return "delivered";
    case ItemState::read:
      return "read";
    case ItemState::failed:
      return "failed";
  }
  return "unknown";
}

const char* call_outcome_name(CallOutcome outcome) {
  switch (outcome) {
    case CallOutcome::answered:
      return "answered";
    case CallOutcome::missed:
      return "missed";
    case CallOutcome::declined:
      return "declined";
    case CallOutcome::voicemail:
      return "voicemail";
    case CallOutcome::failed:
      return "failed";
    case CallOutcome::ongoing:
      return "ongoing";
  }
  return "unknown";
}

const char* notice_kind_name(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::none:
      return "none";
    case NoticeKind::joined:
      return "joined";
    case NoticeKind::left:
      return "left";
    case NoticeKind::invited:
      return "invited";
    case NoticeKind::removed:
      return "removed";
    case NoticeKind::banned:
      return "banned";
    case NoticeKind::renamed:
      return "renamed";
    case NoticeKind::topic:
      return "topic";
    case NoticeKind::unsupported:
      return "unsupported";
    case NoticeKind::encrypted:
      return "encrypted";
    case NoticeKind::upgraded:
      return "upgraded";
  }
  return "unknown";
}

std::optional<CallOutcome> call_outcome_from_name(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(CallOutcome::ongoing); ++i) {
    const auto outcome = static_cast<CallOutcome>(i);
    if (name == call_outcome_name(outcome)) return outcome;
  }
  return std::nullopt;
}

Failure failure_of(const Error& error) {
  return {error.code, error.origin, error.retry, error.fixer, error.message};
}

bool counts_as_unread(const Item& item) {
  if (item.direction != Direction::in || item.deleted) return false;
  switch (item.kind) {
    case ItemKind::message:
    case ItemKind::voicemail:
      return true;
    case ItemKind::call:
      return item.call && item.call->outcome == CallOutcome::missed;
    case ItemKind::notice:
    case ItemKind::gap:
      return false;
  }
  return false;
}

bool moves_activity(const Item& item) {
  return item.kind == ItemKind::message || item.kind == ItemKind::call ||
         item.kind == ItemKind::voicemail;
}

ItemState advanced(ItemState from, ItemState to) {
  if (from == ItemState::received) return from;
  if (from == ItemState::failed) {
    return to == ItemState::delivered || to == ItemState::read ? to : from;
  }
  if (to == ItemState::failed) {
    return from == ItemState::delivered || from == ItemState::read ? from : to;
  }
  return to > from ? to : from;
}

}  // namespace ix
