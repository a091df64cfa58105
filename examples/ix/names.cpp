// SPDX-License-Identifier: Apache-2.0
#include "names.h"

namespace cli {
namespace {

// The names stand in the order of the numbers, which begin with 0.
template <size_t N>
const char* name_at(const char* const (&names)[N], int32_t value) {
  if (value < 0 || static_cast<size_t>(value) >= N) return "unknown";
  return names[value];
}

template <size_t N>
std::optional<int32_t> index_of(const char* const (&names)[N], std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (name == names[i]) return static_cast<int32_t>(i);
  }
  return std::nullopt;
}

constexpr const char* kPresets[] = {"all",      "direct", "channels", "external",
                                    "internal", "calls",  "unread",   "archived"};
constexpr const char* kConversationKinds[] = {"contact", "number", "channel", "group"};
constexpr const char* kRouteKinds[] = {"internal", "sms", "channel", "group", "phone"};
constexpr const char* kFilterFlags[] = {"unread", "pinned", "archived", "muted",
                                        "draft",  "failed", "missed"};
constexpr const char* kLogLevels[] = {"error", "warn", "info", "debug", "trace"};

}  // namespace

const char* conversation_kind_name(ix_conversation_kind kind) {
  return name_at(kConversationKinds, kind);
}

const char* route_kind_name(ix_route_kind kind) {
  return name_at(kRouteKinds, kind);
}

const char* item_kind_name(ix_item_kind kind) {
  constexpr const char* kNames[] = {"message", "call", "voicemail", "notice", "gap"};
  return name_at(kNames, kind);
}

const char* direction_name(ix_direction direction) {
  constexpr const char* kNames[] = {"in", "out"};
  return name_at(kNames, direction);
}

const char* item_state_name(ix_item_state state) {
  constexpr const char* kNames[] = {"received",  "queued", "sending", "accepted",
                                    "delivered", "read",   "failed"};
  return name_at(kNames, state);
}

const char* notice_name(ix_notice_kind notice) {
  constexpr const char* kNames[] = {"none",        "joined",    "left",    "invited",
                                    "removed",     "banned",    "renamed", "topic",
                                    "unsupported", "encrypted", "upgraded"};
  return name_at(kNames, notice);
}

const char* call_outcome_name(ix_call_outcome outcome) {
  constexpr const char* kNames[] = {"answered",  "missed", "declined",
                                    "voicemail", "failed", "ongoing"};
  return name_at(kNames, outcome);
}

const char* match_field_name(ix_match_field field) {
  constexpr const char* kNames[] = {"text", "transcript", "title", "number", "file_name"};
  return name_at(kNames, field);
}

const char* file_state_name(ix_file_state state) {
  constexpr const char* kNames[] = {"remote", "local",        "preparing", "unconfirmed",
                                    "ready",  "transferring", "paused",    "failed"};
  return name_at(kNames, state);
}

const char* attachment_kind_name(ix_attachment_kind kind) {
  constexpr const char* kNames[] = {"image", "video", "audio", "file"};
  return name_at(kNames, kind);
}

const char* contact_kind_name(ix_contact_kind kind) {
  constexpr const char* kNames[] = {"external", "member"};
  return name_at(kNames, kind);
}

const char* recipient_kind_name(ix_recipient_kind kind) {
  constexpr const char* kNames[] = {"member", "external", "number", "channel", "group"};
  return name_at(kNames, kind);
}

const char* grouping_reason_name(ix_grouping_reason reason) {
  constexpr const char* kNames[] = {"contact", "number", "alone", "shared"};
  return name_at(kNames, reason);
}

const char* claim_verdict_name(ix_claim_verdict verdict) {
  constexpr const char* kNames[] = {"won", "lost_to_external", "lost_by_order"};
  return name_at(kNames, verdict);
}

const char* outbox_op_name(ix_outbox_op op) {
  constexpr const char* kNames[] = {"send",   "accept_invite", "edit",  "delete", "react",
                                    "create", "join",          "leave", "invite"};
  return name_at(kNames, op);
}

const char* outbox_state_name(ix_outbox_state state) {
  constexpr const char* kNames[] = {"queued", "sending", "blocked", "failed"};
  return name_at(kNames, state);
}

const char* member_state_name(ix_member_state state) {
  constexpr const char* kNames[] = {"joined", "invited", "asked"};
  return name_at(kNames, state);
}

const char* member_role_name(ix_member_role role) {
  constexpr const char* kNames[] = {"member", "moderator", "admin"};
  return name_at(kNames, role);
}

const char* waiting_for_name(ix_waiting_for waiting) {
  constexpr const char* kNames[] = {nullptr,     "network",      "sign_in",   "earlier",
                                    "sync",      "time",         "scheduled", "preparing",
                                    "uploading", "confirmation", "paused",    "unmetered"};
  return name_at(kNames, waiting);
}

const char* session_name(ix_session_state session) {
  constexpr const char* kNames[] = {"signed_out", "signed_in", "expired"};
  return name_at(kNames, session);
}

const char* more_name(int32_t more) {
  constexpr const char* kNames[] = {"local", "gap", "start"};
  return name_at(kNames, more);
}

const char* network_name(ix_network_kind kind) {
  constexpr const char* kNames[] = {"unknown", "none", "unmetered", "metered"};
  return name_at(kNames, kind);
}

const char* number_class_name(ix_number_class number_class) {
  constexpr const char* kNames[] = {"invalid",       "canadian",    "us",         "caribbean",
                                    "toll_free",     "premium",     "short_code", "emergency",
                                    "international", "nanp_unknown"};
  return name_at(kNames, number_class);
}

const char* consent_state_name(ix_consent_state state) {
  constexpr const char* kNames[] = {"unknown", "opted_in", "opted_out", "refused", "help"};
  return name_at(kNames, state);
}

const char* consent_source_name(ix_consent_source source) {
  constexpr const char* kNames[] = {"keyword", "reported", "host"};
  return name_at(kNames, source);
}

const char* file_verdict_name(ix_file_verdict verdict) {
  constexpr const char* kNames[] = {"as_it_is", "scaled",    "too_many",
                                    "type",     "too_large", "too_large_for_server"};
  return name_at(kNames, verdict);
}

const char* permission_state_name(ix_permission_state state) {
  constexpr const char* kNames[] = {"not_asked", "explained", "asked",   "granted",
                                    "limited",   "denied",    "blocked", "restricted"};
  return name_at(kNames, state);
}

const char* permission_step_name(ix_permission_step step) {
  constexpr const char* kNames[] = {"none", "explain", "ask", "wait", "open", "settings", "refuse"};
  return name_at(kNames, step);
}

std::optional<ix_answer> permission_answer_of(std::string_view name) {
  constexpr const char* kNames[] = {"continue", "not-now", "done",   "not-asked", "not-granted",
                                    "granted",  "limited", "denied", "blocked",   "restricted"};
  const auto index = index_of(kNames, name);
  if (!index) return std::nullopt;
  return *index + IX_ANSWER_CONTINUE;
}

std::optional<ix_preset> preset_of(std::string_view name) {
  return index_of(kPresets, name);
}

const char* preset_name(ix_preset preset) {
  return name_at(kPresets, preset);
}

std::optional<ix_conversation_kind> conversation_kind_of(std::string_view name) {
  return index_of(kConversationKinds, name);
}

std::optional<ix_route_kind> route_kind_of(std::string_view name) {
  return index_of(kRouteKinds, name);
}

std::optional<ix_filter_flag> filter_flag_of(std::string_view name) {
  return index_of(kFilterFlags, name);
}

std::optional<ix_log_level> log_level_of(std::string_view name) {
  return index_of(kLogLevels, name);
}

}  // namespace cli
