// SPDX-License-Identifier: Apache-2.0
#include "model/outbox.h"

namespace ix {

bool attempt_had_no_effect(ErrorCode code) {
  switch (code) {
    case ErrorCode::RATE_LIMITED:
    case ErrorCode::REFUSED:
    case ErrorCode::NOT_FOUND:
    case ErrorCode::NO_ROUTE:
    case ErrorCode::TEXT_TOO_LARGE:
    case ErrorCode::CANNOT_SEND:
    case ErrorCode::ENCRYPTED:
    case ErrorCode::SESSION_EXPIRED:
    case ErrorCode::SIGNED_OUT:
    case ErrorCode::INVALID_URL:
    case ErrorCode::TLS_UNTRUSTED:
    case ErrorCode::TLS_WRONG_HOST:
      return true;
    default:
      return false;
  }
}

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
