// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sync_filter.h"

#include <algorithm>

namespace ix::sandbox {
namespace {

bool matches(std::string_view pattern, std::string_view type) {
  if (pattern.ends_with('*')) return type.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == type;
}

}  // namespace

bool TypeFilter::allows(std::string_view type) const {
  const auto fits = [&](const std::string& pattern) { return matches(pattern, type); };
  if (std::any_of(not_types.begin(), not_types.end(), fits)) return false;
  return !types || std::any_of(types->begin(), types->end(), fits);
}

TypeFilter TypeFilter::of(json::Value filter) {
  TypeFilter result;
  if (const json::Value types = filter["types"]; types.is_array()) {
    result.types.emplace();
    for (json::Value type : types.elements()) result.types->emplace_back(type.string());
  }
  for (json::Value type : filter["not_types"].elements()) {
    result.not_types.emplace_back(type.string());
  }
  return result;
}

SyncFilter SyncFilter::parse(std::string_view text) {
  SyncFilter filter;
  auto document = json::Document::parse(std::string(text));
  if (!document.ok()) return filter;
  const json::Value root = document->root();
  const json::Value room = root["room"];
  const int64_t limit = room["timeline"]["limit"].integer_or(10);
  filter.timeline_limit = static_cast<size_t>(std::clamp<int64_t>(limit, 1, 1000));
  filter.lazy_load_members = room["state"]["lazy_load_members"].boolean();
  filter.include_leave = room["include_leave"].boolean();
  filter.timeline = TypeFilter::of(room["timeline"]);
  filter.state = TypeFilter::of(room["state"]);
  filter.ephemeral = TypeFilter::of(room["ephemeral"]);
  filter.room_account_data = TypeFilter::of(room["account_data"]);
  filter.account_data = TypeFilter::of(root["account_data"]);
  filter.messages = TypeFilter::of(root);
  return filter;
}

}  // namespace ix::sandbox
