// SPDX-License-Identifier: Apache-2.0
// Outbox entries: what the user did and the backend has not confirmed.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "model/ids.h"
#include "model/item.h"

namespace ix {

// The numbers are stored and cross the C ABI: never renumber. Each has its row in traits_of().
enum class OutboxOp : int32_t {
  send = 0,
  accept_invite = 1,
  edit = 2,
  remove = 3,
  react = 4,
  create = 5,  // the channel or group of a pending route
  join = 6,    // by address
  leave = 7,
  invite = 8,
};
constexpr int kOutboxOpCount = 9;
enum class OutboxState : int32_t { queued = 0, sending = 1, blocked = 2, failed = 3 };
// Why a queued entry is not on its way.
enum class WaitingFor : int32_t {
  nothing = 0,
  network = 1,       // goes when there is one
  sign_in = 2,       // goes after a sign-in
  earlier = 3,       // one before it in the same route must go first
  sync = 4,          // whether an earlier attempt arrived must be read first
  time = 5,          // the server or the back-off said when
  scheduled = 6,     // the user said when
  preparing = 7,     // its files are seen to
  uploading = 8,     // its files are on their way
  confirmation = 9,  // the user has to say that a file may leave as it is
  paused = 10,       // the user holds an upload
  unmetered = 11,    // an upload waits for a network that costs nothing
};

// What must have been read before something is repeated that may have arrived already.
enum class Look : int32_t {
  none = 0,     // nothing: repeating it changes nothing
  newest = 1,   // one finished sync
  history = 2,  // that, and the route's history down to its head at the first attempt
};

// What tells one operation from another on its way; the rest is the same for all.
struct OutboxOpTraits {
  Look look = Look::history;
  // Tried for so long in vain, it is given up, visibly; 0: never.
  Millis patience = 0;
  // It is done to an item, which has to be accepted first.
  bool about_item = false;
};
OutboxOpTraits traits_of(OutboxOp op);

const char* outbox_op_name(OutboxOp op);
const char* outbox_state_name(OutboxState state);
const char* waiting_for_name(WaitingFor reason);

// The backend itself said no: the attempt had no effect. Anything else may have reached it.
bool attempt_had_no_effect(ErrorCode code);

// What the error that ended an attempt says of it.
enum class Verdict : int32_t {
  unknown = 0,    // it may have arrived
  no_effect = 1,  // it did not arrive
  // The backend does not take what was asked. It knows a key that it took before, so attempts of
  // unknown outcome did not arrive either.
  refused = 2,
};
Verdict verdict_of(const Error& error);

struct OutboxEntry {
  OutboxId id;
  RouteId route;
  // Entries of one lane of a route leave in order. Empty: the route's own, where each waits until
  // the backend has taken those before it. What is done to an item has that item's lane, which no
  // message waits for, and waits itself until the item has been accepted. Who is in a route, and
  // each person invited to it, are lanes of their own, too, as is a message whose time has not
  // come.
  std::string lane;
  OutboxOp op = OutboxOp::send;
  ItemId item;         // send: the item in the thread; else the one it is about, once it is stored
  std::string target;  // its remote id; empty: not accepted yet, or about no item
  // edit: the new text; react: its key; create: what is made (NewRoom); join: the address; invite:
  // the user
  std::string text;
  // False: the user took it back. A reaction is to go; a send or an edit that may have left is not
  // sent any more, and only looked for.
  bool wanted = true;
  std::string key;  // the idempotency key, written before the first byte leaves
  OutboxState state = OutboxState::queued;
  int32_t attempts = 0;
  int32_t unsettled = 0;  // attempts that may have reached the backend
  Millis created_ms = 0;
  Millis next_try_ms = 0;      // wall time; 0: at once
  Millis send_at_ms = 0;       // send: not before this wall time; 0: at once
  bool files_pending = false;  // send: its files are not all at the backend yet
  // The first attempt that may have reached the backend: what must be known before another one.
  Millis first_attempt_ms = 0;
  std::string attempt_process;   // which run of the process made the latest attempt
  int64_t attempt_session = 0;   // under which sign-in
  int64_t attempt_head_ord = 0;  // the route's head at the first attempt
  WaitingFor waiting_for = WaitingFor::nothing;
  // What went wrong last; kept while it is tried again.
  std::optional<Failure> failure;
  // The latest attempt came to that: false while one is on its way, and where a process ended with
  // it.
  bool answered = true;

  bool may_have_left() const { return unsettled > 0; }
  // What the latest attempt came to; null: nobody knows, or there was none.
  const Failure* outcome() const { return answered && failure ? &*failure : nullptr; }
};

// The lane of what is done to an item.
std::string lane_of(ItemId item);
// The lane of a message with that key until its time has come; `first`: the key of the first of
// those that were sent together, which stay in their order afterwards.
std::string scheduled_lane(const std::string& key, const std::string& first);
bool is_in_scheduled_lane(const OutboxEntry& entry);
// As its lane tells it.
std::string first_sent_together(const OutboxEntry& entry);
// The lane of messages with files that were sent together, until the files are at the backend;
// `key`: of the first.
std::string files_lane(const std::string& key);
bool is_files_lane(const std::string& lane);
// Of a send: its route's, or the one it may have for its time.
bool is_in_a_lane_of_sends(const OutboxEntry& entry);

// So late a message still leaves at "its time"; later it would be a surprise.
constexpr Millis kScheduleGrace = 10 * 60 * 1000;
constexpr Millis kLongestSchedule = 366LL * 24 * 60 * 60 * 1000;
// By the wall clock of this moment, whatever it said before: a clock set forward brings the time
// near or makes it missed, one set back puts it off.
enum class Due : int32_t { early = 0, now = 1, late = 2 };
Due due_of(const OutboxEntry& entry, Millis now);
// The lane of whether one is in a route that the backend knows.
constexpr const char* kMembershipLane = "membership";
// The lane of inviting somebody.
std::string invite_lane(const std::string& user);
// It makes or enters its route: what is written there waits for it.
bool opens_route(OutboxOp op);
// What a wipe would lose.
bool is_unsent(const OutboxEntry& entry);

}  // namespace ix
