// SPDX-License-Identifier: Apache-2.0
// Enumerations in words: the end of their C name in lower case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace scenario {

template <size_t N>
constexpr std::string_view word(const std::string_view (&words)[N], int32_t value) {
  return value >= 0 && static_cast<size_t>(value) < N ? words[value] : "unknown";
}

inline constexpr std::string_view kSession[] = {"signed_out", "signed_in", "expired"};
inline constexpr std::string_view kConversation[] = {"contact", "number", "channel", "group"};
inline constexpr std::string_view kRoute[] = {"internal", "sms", "channel", "group", "phone"};
inline constexpr std::string_view kRouteState[] = {"pending", "joined", "invited", "left"};
inline constexpr std::string_view kItem[] = {"message", "call", "voicemail", "notice", "gap"};
inline constexpr std::string_view kDirection[] = {"in", "out"};
inline constexpr std::string_view kState[] = {"received",  "queued", "sending", "accepted",
                                              "delivered", "read",   "failed"};
inline constexpr std::string_view kOutcome[] = {"answered",  "missed", "declined",
                                                "voicemail", "failed", "ongoing"};
inline constexpr std::string_view kWaiting[] = {
    "nothing",   "network",   "sign_in",   "earlier",      "sync",   "time",
    "scheduled", "preparing", "uploading", "confirmation", "paused", "unmetered"};
inline constexpr std::string_view kOutboxOp[] = {
    "send", "accept_invite", "edit", "delete", "react", "create", "join", "leave", "invite"};
inline constexpr std::string_view kOutboxState[] = {"queued", "sending", "blocked", "failed"};
inline constexpr std::string_view kMore[] = {"local", "gap", "start"};
inline constexpr std::string_view kContact[] = {"external", "member"};
inline constexpr std::string_view kAddress[] = {"number", "user", "extension"};
inline constexpr std::string_view kReason[] = {"by_contact", "by_number", "alone", "shared"};
inline constexpr std::string_view kVerdict[] = {"won", "lost_to_external", "lost_by_order"};
inline constexpr std::string_view kRecipient[] = {"member", "external", "number", "channel",
                                                  "group"};
inline constexpr std::string_view kPermission[] = {
    "not_asked", "explained", "asked", "granted", "limited", "denied", "blocked", "restricted"};
inline constexpr std::string_view kStep[] = {"none", "explain",  "ask",   "wait",
                                             "open", "settings", "refuse"};
inline constexpr std::string_view kFileKind[] = {"image", "video", "audio", "file"};
inline constexpr std::string_view kFileState[] = {
    "remote", "local", "preparing", "unconfirmed", "ready", "transferring", "paused", "failed"};
inline constexpr std::string_view kFilePart[] = {"file", "thumbnail"};
inline constexpr std::string_view kEncoding[] = {"gsm7", "ucs2"};

}  // namespace scenario
