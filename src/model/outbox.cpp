// SPDX-License-Identifier: Apache-2.0
#include "model/outbox.h"

namespace ix {

const char* outbox_op_name(OutboxOp op) {
  switch (op) {
    case OutboxOp::send:
      return "send";
    case OutboxOp::accept_invite:
      return "accept_invite";
  }
  return "unknown";
}

const char* outbox_state_name(OutboxState state) {
  switch (state) {
    case OutboxState::queued:
      return "queued";
    case OutboxState::sending:
      return "sending";
    case OutboxState::blocked:
      return "blocked";
    case OutboxState::failed:
      return "failed";
  }
  return "unknown";
}

const char* waiting_for_name(WaitingFor reason) {
  switch (reason) {
    case WaitingFor::nothing:
      return "";
    case WaitingFor::network:
      return "network";
    case WaitingFor::sign_in:
      return "sign_in";
    case WaitingFor::earlier:
      return "earlier";
    case WaitingFor::sync:
      return "sync";
    case WaitingFor::time:
      return "time";
  }
  return "unknown";
}

}  // namespace ix
