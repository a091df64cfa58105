// SPDX-License-Identifier: Apache-2.0
#include "model/outbox.h"

#include <string_view>

namespace ix {
namespace {

constexpr std::string_view kScheduled = "at:";
constexpr std::string_view kFiles = "files:";
constexpr std::string_view kBehind = " behind ";

}  // namespace

OutboxOpTraits traits_of(OutboxOp op) {
  // Nobody waits for an edit or a reaction for days: within a day a server is back, or an admin
  // knows of it. What was tried for that long says so, and the true text shows again.
  switch (op) {
    case OutboxOp::send:
      return {Look::history, 0};
    case OutboxOp::accept_invite:
      return {Look::none, 0};
    case OutboxOp::edit:
      return {Look::history, kDay, true};  // another device's edit may have followed it
    case OutboxOp::remove:
      return {Look::newest, kDay, true};  // deleted twice is deleted
    case OutboxOp::react:
      return {Look::none, kDay, true};
    case OutboxOp::create:
      return {Look::newest, 0};  // a sync shows what was made, by its key
    case OutboxOp::join:
    case OutboxOp::leave:
    case OutboxOp::invite:
      return {Look::none, kDay};  // who is in is in
  }
  return {};
}

std::string lane_of(ItemId item) {
  return item.text();
}

std::string scheduled_lane(const std::string& key, const std::string& first) {
  std::string lane = std::string(kScheduled) + key;
  if (first != key) lane += std::string(kBehind) + first;
  return lane;
}

bool is_in_scheduled_lane(const OutboxEntry& entry) {
  const std::string own = scheduled_lane(entry.key, entry.key);
  return entry.lane == own || entry.lane.starts_with(own + std::string(kBehind));
}

std::string first_sent_together(const OutboxEntry& entry) {
  if (is_files_lane(entry.lane)) return entry.lane.substr(kFiles.size());
  const size_t behind = entry.lane.find(kBehind);
  if (!is_in_scheduled_lane(entry) || behind == std::string::npos) return entry.key;
  return entry.lane.substr(behind + kBehind.size());
}

std::string files_lane(const std::string& key) {
  return std::string(kFiles) + key;
}

bool is_files_lane(const std::string& lane) {
  return lane.starts_with(kFiles);
}

bool is_in_a_lane_of_sends(const OutboxEntry& entry) {
  return entry.lane.empty() || is_files_lane(entry.lane) ||
         (entry.send_at_ms > 0 && is_in_scheduled_lane(entry));
}

Due due_of(const OutboxEntry& entry, Millis now) {
  if (entry.op != OutboxOp::send || entry.send_at_ms == 0) return Due::now;
  if (now < entry.send_at_ms) return Due::early;
  return now - entry.send_at_ms <= kScheduleGrace ? Due::now : Due::late;
}

std::string invite_lane(const std::string& user) {
  return "invite " + user;
}

bool opens_route(OutboxOp op) {
  return op == OutboxOp::create || op == OutboxOp::join || op == OutboxOp::accept_invite;
}

bool is_unsent(const OutboxEntry& entry) {
  switch (entry.op) {
    case OutboxOp::send:
      return entry.wanted;
    case OutboxOp::accept_invite:
      return false;
    case OutboxOp::edit:
    case OutboxOp::remove:
    case OutboxOp::react:
      // One that failed is undone already.
      return entry.state != OutboxState::failed && (entry.wanted || entry.op == OutboxOp::react);
    case OutboxOp::create:
      return entry.wanted;
    case OutboxOp::join:
    case OutboxOp::leave:
    case OutboxOp::invite:
      return entry.state != OutboxState::failed;
  }
  return true;
}

Verdict verdict_of(const Error& error) {
  if (!attempt_had_no_effect(error.code)) return Verdict::unknown;
  switch (error.code) {
    case ErrorCode::REFUSED:
      // Something on the way may have spoken.
      return error.retry == RetryAdvice::later ? Verdict::unknown : Verdict::refused;
    case ErrorCode::NOT_FOUND:
    case ErrorCode::TEXT_TOO_LARGE:
    case ErrorCode::CANNOT_SEND:
    case ErrorCode::ENCRYPTED:
    case ErrorCode::OPTED_OUT:
      return Verdict::refused;
    default:
      return Verdict::no_effect;
  }
}

bool attempt_had_no_effect(ErrorCode code) {
  switch (code) {
    case ErrorCode::RATE_LIMITED:
    case ErrorCode::REFUSED:
    case ErrorCode::NOT_FOUND:
    case ErrorCode::NO_ROUTE:
    case ErrorCode::TEXT_TOO_LARGE:
    case ErrorCode::CANNOT_SEND:
    case ErrorCode::ENCRYPTED:
    case ErrorCode::OPTED_OUT:
    case ErrorCode::SESSION_EXPIRED:
    case ErrorCode::SIGNED_OUT:
    case ErrorCode::INVALID_URL:
    case ErrorCode::TLS_UNTRUSTED:
    case ErrorCode::TLS_WRONG_HOST:
    case ErrorCode::SCHEDULE_MISSED:
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
    case OutboxOp::edit:
      return "edit";
    case OutboxOp::remove:
      return "delete";
    case OutboxOp::react:
      return "react";
    case OutboxOp::create:
      return "create";
    case OutboxOp::join:
      return "join";
    case OutboxOp::leave:
      return "leave";
    case OutboxOp::invite:
      return "invite";
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
    case WaitingFor::scheduled:
      return "scheduled";
    case WaitingFor::preparing:
      return "preparing";
    case WaitingFor::uploading:
      return "uploading";
    case WaitingFor::confirmation:
      return "confirmation";
    case WaitingFor::paused:
      return "paused";
    case WaitingFor::unmetered:
      return "unmetered";
  }
  return "unknown";
}

}  // namespace ix
