// SPDX-License-Identifier: Apache-2.0
// Outbox entries: what the user did and the backend has not confirmed.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "model/ids.h"
#include "model/item.h"

namespace ix {

// The numbers are stored and cross the C ABI: never renumber.
enum class OutboxOp : int32_t { send = 0, accept_invite = 1 };
enum class OutboxState : int32_t { queued = 0, sending = 1, blocked = 2, failed = 3 };
// Why a queued entry is not on its way.
enum class WaitingFor : int32_t {
  nothing = 0,
  network = 1,  // goes when there is one
  sign_in = 2,  // goes after a sign-in
  earlier = 3,  // one before it in the same route must go first
  sync = 4,     // whether an earlier attempt arrived must be read first
  time = 5,     // the server or the back-off said when
};

const char* outbox_op_name(OutboxOp op);
const char* outbox_state_name(OutboxState state);
const char* waiting_for_name(WaitingFor reason);

// The backend itself said no: the attempt had no effect. Anything else may have reached it.
bool attempt_had_no_effect(ErrorCode code);

struct OutboxEntry {
  OutboxId id;
  RouteId route;  // its lane: entries of one route leave in order
  OutboxOp op = OutboxOp::send;
  ItemId item;      // send: the item in the thread
  std::string key;  // send: the idempotency key, written before the first byte leaves
  OutboxState state = OutboxState::queued;
  int32_t attempts = 0;
  Millis created_ms = 0;
  Millis next_try_ms = 0;  // wall time; 0: at once
  // The first attempt that may have reached the backend: what must be known before another one.
  Millis first_attempt_ms = 0;
  std::string attempt_process;   // which run of the process made the latest attempt
  int64_t attempt_session = 0;   // under which sign-in
  int64_t attempt_head_ord = 0;  // the route's head at the first attempt
  WaitingFor waiting_for = WaitingFor::nothing;
  std::optional<Failure> failure;
};

}  // namespace ix
