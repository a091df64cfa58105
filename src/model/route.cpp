// SPDX-License-Identifier: Apache-2.0
#include "model/route.h"

namespace ix {
namespace {

constexpr const char* kPresetNames[kPresetCount] = {"all",      "direct", "channels", "external",
                                                    "internal", "calls",  "unread",   "archived"};

constexpr uint32_t bit(Preset preset) {
  return 1u << static_cast<int>(preset);
}

}  // namespace

const char* route_kind_name(RouteKind kind) {
  switch (kind) {
    case RouteKind::internal:
      return "internal";
    case RouteKind::sms:
      return "sms";
    case RouteKind::channel:
      return "channel";
    case RouteKind::group:
      return "group";
    case RouteKind::phone:
      return "phone";
  }
  return "unknown";
}

bool& flag_of(Route& route, RouteFlag flag) {
  switch (flag) {
    case RouteFlag::muted:
      return route.muted;
    case RouteFlag::pinned:
      return route.pinned;
    case RouteFlag::archived:
      return route.archived;
    case RouteFlag::marked_unread:
      break;
  }
  return route.marked_unread;
}

const char* conversation_kind_name(ConversationKind kind) {
  switch (kind) {
    case ConversationKind::contact:
      return "contact";
    case ConversationKind::number:
      return "number";
    case ConversationKind::channel:
      return "channel";
    case ConversationKind::group:
      return "group";
  }
  return "unknown";
}

const char* contact_kind_name(ContactKind kind) {
  return kind == ContactKind::external ? "external" : "member";
}

const char* preset_name(Preset preset) {
  const auto index = static_cast<int>(preset);
  return index >= 0 && index < kPresetCount ? kPresetNames[index] : "unknown";
}

std::optional<Preset> preset_from_name(std::string_view name) {
  for (int i = 0; i < kPresetCount; ++i) {
    if (name == kPresetNames[i]) return static_cast<Preset>(i);
  }
  return std::nullopt;
}

uint32_t presets_of(const PresetFacts& facts) {
  if (facts.archived) return bit(Preset::archived);
  const bool person =
      facts.kind == ConversationKind::contact || facts.kind == ConversationKind::number;
  uint32_t presets = bit(Preset::all);
  if (person && (facts.has_internal || facts.has_sms)) presets |= bit(Preset::direct);
  if (!person) presets |= bit(Preset::channels);
  if (facts.has_sms) presets |= bit(Preset::external);
  if (facts.has_internal) presets |= bit(Preset::internal);
  if (facts.has_call) presets |= bit(Preset::calls);
  if (facts.has_unread) presets |= bit(Preset::unread);
  return presets;
}

}  // namespace ix
