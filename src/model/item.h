// SPDX-License-Identifier: Apache-2.0
// Items: the entries of a timeline.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/attachment.h"
#include "model/ids.h"

namespace ix {

// The numbers are stored and cross the C ABI: never renumber.
enum class ItemKind : int32_t { message = 0, call = 1, voicemail = 2, notice = 3, gap = 4 };
enum class Direction : int32_t { in = 0, out = 1 };
// Out: queued -> sending -> accepted -> delivered -> read, or failed. In: received.
enum class ItemState : int32_t {
  received = 0,
  queued = 1,
  sending = 2,
  accepted = 3,
  delivered = 4,
  read = 5,
  failed = 6,
};
enum class NoticeKind : int32_t {
  none = 0,
  joined = 1,
  left = 2,
  invited = 3,
  removed = 4,
  banned = 5,
  renamed = 6,
  topic = 7,
  unsupported = 8,
  encrypted = 9,
  upgraded = 10,
};
enum class CallOutcome : int32_t {
  answered = 0,
  missed = 1,
  declined = 2,
  voicemail = 3,
  failed = 4,
  ongoing = 5,
};

const char* item_kind_name(ItemKind kind);
const char* item_state_name(ItemState state);
const char* call_outcome_name(CallOutcome outcome);
const char* notice_kind_name(NoticeKind kind);
std::optional<CallOutcome> call_outcome_from_name(std::string_view name);

struct Call {
  std::string id;  // the same for every report of one call; may be empty
  Direction direction = Direction::in;
  CallOutcome outcome = CallOutcome::answered;
  Millis duration_ms = 0;
  Millis started_ms = 0;
  std::string number;  // E.164, empty when withheld
};

// Why an item failed, in the user's terms.
struct Failure {
  ErrorCode code = ErrorCode::INTERNAL;
  ErrorOrigin origin = ErrorOrigin::local;
  RetryAdvice retry = RetryAdvice::never;
  Fixer fixer = Fixer::nobody;
  std::string message;
};
Failure failure_of(const Error& error);

struct Item {
  ItemId id;
  RouteId route;
  std::optional<int64_t> ord;  // nullopt: own and not yet placed by the backend's stream
  Millis sort_key = 0;
  std::string remote_id;
  std::string key;  // the client key of an own send; empty otherwise
  ItemKind kind = ItemKind::message;
  Direction direction = Direction::in;
  std::string sender;       // backend user id
  std::string sender_name;  // as shown when it was read
  Millis at_ms = 0;
  ItemState state = ItemState::received;
  std::string text;  // message: its text; voicemail: the transcript; notice: what it names
  // As a provider read them. Items from the cache leave them empty: attachment_table has them.
  std::vector<Attachment> attachments;
  std::string file_names;  // their names, a line each; the cache keeps them by itself
  bool edited = false;
  bool deleted = false;
  std::string reply_to;  // remote id of the item it answers
  NoticeKind notice = NoticeKind::none;
  std::optional<Call> call;  // call and voicemail
  std::optional<Failure> failure;
  std::string gap_token;  // gap: where the backend goes on
};

// Others' messages, voicemails and missed calls count as unread.
bool counts_as_unread(const Item& item);
// Messages, calls and voicemails move a conversation up.
bool moves_activity(const Item& item);
// Delivery only goes forward: a late or repeated report never moves a state back. `failed` ends
// only by `delivered` or `read` (the carrier's later word), and comes only before those.
ItemState advanced(ItemState from, ItemState to);

}  // namespace ix
