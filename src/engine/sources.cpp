// SPDX-License-Identifier: Apache-2.0
// Where files come from, and the permissions of the platform: the host tells and is told.
#include <algorithm>
#include <utility>

#include "engine/engine.h"
#include "query/sources.h"

namespace ix::engine {
namespace {

size_t index_of(Source source) {
  return static_cast<size_t>(source);
}

}  // namespace

Status Engine::set_sources(const std::vector<SourceInput>& sources) {
  IX_CHECK(open_for_calls());
  std::array<Platform, kSourceCount> platform;
  std::vector<store::Store::PermissionSaid> said;
  for (const SourceInput& one : sources) {
    Platform& here = platform[index_of(one.source)];
    if (here.available) {
      return Error(
          ErrorCode::INVALID_ARGUMENT,
          std::string("source ") + std::string(source_name(one.source)) + " is given twice");
    }
    here = {true, one.needs_permission};
    said.push_back({one.source, one.seen, one.needs_permission});
  }
  {
    std::lock_guard lock(platform_mutex_);
    platform_ = platform;
  }
  return say_all(said, nullptr);
}

Result<query::Page> Engine::sources(const std::string& conversation, std::string_view language) {
  IX_CHECK(open_for_calls());
  std::string reason;
  if (!conversation.empty()) {
    DraftInput draft;
    draft.conversation = conversation;
    draft.files = 1;
    IX_TRY(const query::Page way, preflight(draft));
    reason = way.text_or_empty(way.row<ix_row_sms>(IX_TABLE_SMS, 0)->reason);
  }
  if (reason.empty() && provider_->capabilities().files_per_message == 0) reason = "no_files";
  IX_TRY(const std::vector<SourcePermission> stored, store_->permissions());
  std::vector<query::SourceEntry> entries;
  std::lock_guard lock(platform_mutex_);
  for (int32_t number = 0; number < kSourceCount; ++number) {
    query::SourceEntry entry;
    entry.permission.source = static_cast<Source>(number);
    for (const SourcePermission& one : stored) {
      if (one.source == entry.permission.source) entry.permission = one;
    }
    const Platform& here = platform_[static_cast<size_t>(number)];
    entry.available = here.available;
    entry.needs_permission = here.available && here.needs_permission;
    entries.push_back(entry);
  }
  return query::sources_page(entries, reason, text_language(language));
}

Result<PermissionStep> Engine::request_source(Source source) {
  IX_CHECK(open_for_calls());
  {
    std::lock_guard lock(platform_mutex_);
    if (!platform_[index_of(source)].available) {
      return Error(ErrorCode::NOT_SUPPORTED,
                   std::string("there is no source ") + std::string(source_name(source)) +
                       " here: ix_sources_set() says what this platform has");
    }
  }
  return say(source, PermissionInput::want);
}

Result<PermissionStep> Engine::answer_permission(Source source, PermissionInput answer) {
  IX_CHECK(open_for_calls());
  return say(source, answer);
}

Result<PermissionStep> Engine::say(Source source, PermissionInput input) {
  bool needed = true;
  {
    std::lock_guard lock(platform_mutex_);
    needed = platform_[index_of(source)].needs_permission;
  }
  PermissionStep step = PermissionStep::none;
  IX_CHECK(say_all({{source, input, needed}}, &step));
  return step;
}

Status Engine::say_all(const std::vector<store::Store::PermissionSaid>& said,
                       PermissionStep* last) {
  IX_TRY(const auto changes, store_->change_permissions(said));
  for (const store::Store::PermissionChange& change : changes) {
    if (last) *last = change.now.now.step;
    if (!change.news) continue;
    Event event;
    event.kind = EventKind::permission_needed;
    event.from = source_name(change.now.source);
    event.count = static_cast<int64_t>(change.now.source);
    events_.push(std::move(event));
  }
  return {};
}

Status Engine::resume_requests() {
  IX_TRY(const auto stored, store_->permissions());
  std::vector<store::Store::PermissionSaid> said;
  for (const SourcePermission& one : stored) {
    if (one.now.step != PermissionStep::none) {
      said.push_back({one.source, PermissionInput::restarted});
    }
  }
  if (said.empty()) return {};
  return say_all(said, nullptr);
}

}  // namespace ix::engine
