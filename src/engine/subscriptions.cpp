// SPDX-License-Identifier: Apache-2.0
#include "engine/subscriptions.h"

#include <algorithm>

#include "query/diff.h"

namespace ix::engine {
namespace {

Event changed(SubscriptionId id) {
  Event event;
  event.kind = EventKind::subscription_changed;
  event.subscription = id;
  return event;
}

bool contains(const std::vector<ConversationId>& ids, ConversationId id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool needs_window(LiveKind kind) {
  return kind == LiveKind::conversations || kind == LiveKind::thread || kind == LiveKind::outbox;
}

bool needs_conversation(LiveKind kind) {
  return kind == LiveKind::thread || kind == LiveKind::conversation;
}

uint32_t table_of(LiveKind kind) {
  switch (kind) {
    case LiveKind::thread:
      return IX_TABLE_ITEM;
    case LiveKind::counts:
      return IX_TABLE_PRESET;
    case LiveKind::outbox:
      return IX_TABLE_OUTBOX;
    case LiveKind::typing:
      return IX_TABLE_TYPIST;
    case LiveKind::conversations:
    case LiveKind::conversation:
      break;
  }
  return IX_TABLE_CONVERSATION;
}

std::vector<ItemId> gaps_of(const query::Page& thread) {
  std::vector<ItemId> gaps;
  for (uint32_t i = 0; i < thread.count(IX_TABLE_ITEM); ++i) {
    const auto& row = *thread.row<ix_row_item>(IX_TABLE_ITEM, i);
    if (row.kind != static_cast<int32_t>(ItemKind::gap)) continue;
    if (const auto id = ItemId::parse(thread.text_or_empty(row.id))) gaps.push_back(*id);
  }
  return gaps;
}

std::vector<Subscriptions::FileInView> files_of(const query::Page& page) {
  std::vector<Subscriptions::FileInView> files;
  for (uint32_t i = 0; i < page.count(IX_TABLE_ATTACHMENT); ++i) {
    const auto* row = page.row<ix_row_attachment>(IX_TABLE_ATTACHMENT, i);
    if (row->state != static_cast<int32_t>(FileState::remote)) continue;
    const auto id = AttachmentId::parse(page.text_or_empty(row->id));
    if (!id) continue;
    files.push_back({*id, static_cast<AttachmentKind>(row->kind), row->size,
                     page.text(row->thumbnail_path).has_value()});
  }
  return files;
}

}  // namespace

Status Subscriptions::check(const LiveQuery& query) {
  const LiveKind kind = query.kind;
  if (kind < LiveKind::conversations || kind > LiveKind::typing) {
    return Error(ErrorCode::INVALID_ARGUMENT, "unknown kind of subscription");
  }
  if (needs_window(kind) && (query.window < 1 || query.window > 1000)) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the window of a subscription is 1 to 1000 rows");
  }
  if (!needs_window(kind) && query.window != 0) {
    return Error(ErrorCode::INVALID_ARGUMENT, "this kind of subscription has no window: give 0");
  }
  if (needs_conversation(kind) && !query.conversation) {
    return Error(ErrorCode::INVALID_ARGUMENT, "this kind of subscription needs a conversation");
  }
  if (!query.conversation) return {};
  if (!needs_conversation(kind) && kind != LiveKind::typing) {
    return Error(ErrorCode::INVALID_ARGUMENT, "this kind of subscription takes no conversation");
  }
  IX_TRY(const ConversationId current, reader_.current(query.conversation));
  (void)current;
  return {};
}

Result<SubscriptionId> Subscriptions::subscribe(const LiveQuery& query) {
  IX_CHECK(check(query));
  SubscriptionId id = 0;
  {
    std::lock_guard lock(mutex_);
    if (active_.size() >= kMost) {
      return Error(ErrorCode::BUSY, "256 subscriptions are active: cancel some");
    }
    id = next_++;
    auto subscription = std::make_shared<Subscription>();
    subscription->query = query;
    active_.emplace(id, std::move(subscription));
    if (query.kind == LiveKind::typing) ++typing_followers_;
  }
  events_.push(changed(id));
  return id;
}

void Subscriptions::Changed::add(const std::vector<ConversationId>& ids) {
  std::lock_guard lock(mutex_);
  if (all_) return;
  for (const ConversationId id : ids) {
    if (!contains(ids_, id)) ids_.push_back(id);
  }
  // A page that is read whole costs less.
  if (ids_.size() > kMost) all_ = true;
}

void Subscriptions::Changed::add_all() {
  std::lock_guard lock(mutex_);
  all_ = true;
}

std::optional<std::vector<ConversationId>> Subscriptions::Changed::take() {
  std::lock_guard lock(mutex_);
  std::vector<ConversationId> ids;
  ids.swap(ids_);
  if (std::exchange(all_, false)) return std::nullopt;
  return ids;
}

Result<query::Page> Subscriptions::read_list(Subscription& subscription) {
  const LiveQuery& query = subscription.query;
  // Before the snapshot is taken: what changes after this is named for the next take.
  const auto changed = subscription.changed.take();
  Result<query::Page> now =
      changed ? reader_.refreshed(query.filter, subscription.taken, *changed, query.window)
              : reader_.conversations(query.filter, {}, query.window);
  if (!now.ok()) subscription.changed.add_all();
  return now;
}

Result<query::Page> Subscriptions::read(Subscription& subscription) {
  const LiveQuery& query = subscription.query;
  switch (query.kind) {
    case LiveKind::conversations:
      return read_list(subscription);
    case LiveKind::thread:
      return reader_.thread(query.conversation, {}, query.window);
    case LiveKind::conversation:
      return reader_.conversation(query.conversation);
    case LiveKind::counts:
      return reader_.presets();
    case LiveKind::outbox:
      return reader_.outbox(query.window);
    case LiveKind::typing:
      return reader_.typists(typing_.now(),
                             query.conversation ? std::optional(query.conversation) : std::nullopt);
  }
  return Error(ErrorCode::INTERNAL);
}

Result<query::Page> Subscriptions::take(SubscriptionId id) {
  std::shared_ptr<Subscription> subscription;
  {
    std::lock_guard lock(mutex_);
    const auto found = active_.find(id);
    if (found == active_.end()) return Error(ErrorCode::NOT_FOUND, "no such subscription");
    subscription = found->second;
  }
  std::lock_guard lock(subscription->mutex);
  const LiveQuery& query = subscription->query;
  Result<query::Page> now = read(*subscription);
  if (!now.ok()) {
    // The conversation was there, and is not any more: an empty list.
    const bool gone = query.conversation && now.error().code == ErrorCode::NOT_FOUND;
    if (!gone) return std::move(now.error());
    now = query::PageBuilder().build();
  }
  query::Page changes = query::diff(table_of(query.kind), subscription->taken, *now);
  subscription->taken = now.take();
  if (query.kind == LiveKind::thread && on_gaps_in_view) {
    std::vector<ItemId> gaps = gaps_of(subscription->taken);
    if (!gaps.empty()) on_gaps_in_view(std::move(gaps));
  }
  if (query.kind == LiveKind::thread && on_files_in_view) {
    auto files = files_of(subscription->taken);
    if (!files.empty()) on_files_in_view(std::move(files));
  }
  return changes;
}

void Subscriptions::cancel(SubscriptionId id) {
  std::lock_guard lock(mutex_);
  const auto found = active_.find(id);
  if (found == active_.end()) return;
  if (found->second->query.kind == LiveKind::typing) --typing_followers_;
  active_.erase(found);
}

Subscriptions::Active Subscriptions::active() const {
  std::lock_guard lock(mutex_);
  return Active(active_.begin(), active_.end());
}

bool Subscriptions::follow(Subscription& subscription, const store::Touched& what) {
  const bool looked_up = static_cast<bool>(subscription.current);
  if (looked_up && !contains(what.conversations, subscription.current)) return false;
  const ConversationId before = subscription.current;
  const auto current = reader_.current(subscription.query.conversation);
  // Not to be read: whatever happens next concerns it.
  subscription.current = current.ok() ? *current : ConversationId();
  return looked_up || contains(what.conversations, subscription.current) ||
         subscription.current == before;
}

bool Subscriptions::concerns(Subscription& subscription, const store::Touched& what) {
  switch (subscription.query.kind) {
    case LiveKind::conversations:
    case LiveKind::counts:
      return !what.conversations.empty();
    case LiveKind::thread:
    case LiveKind::conversation:
      return follow(subscription, what);
    case LiveKind::outbox:
      return what.outbox || what.regrouped;
    case LiveKind::typing:
      return what.regrouped && typing_.any();
  }
  return true;
}

void Subscriptions::notify(const store::Touched& what) {
  std::lock_guard lock(notifying_);
  for (const auto& [id, subscription] : active()) {
    if (!concerns(*subscription, what)) continue;
    subscription->changed.add(what.conversations);
    events_.push(changed(id));
  }
}

void Subscriptions::notify_all() {
  for (const auto& [id, subscription] : active()) {
    subscription->changed.add_all();
    events_.push(changed(id));
  }
}

void Subscriptions::notify_typing(const std::vector<std::string>& remote_routes) {
  if (remote_routes.empty() || !follow_typing()) return;
  std::vector<ConversationId> conversations;
  for (const std::string& route : remote_routes) {
    auto conversation = reader_.conversation_of_remote(route);
    if (conversation.ok() && *conversation) conversations.push_back(**conversation);
  }
  if (conversations.empty()) return;
  for (const auto& [id, subscription] : active()) {
    const LiveQuery& query = subscription->query;
    if (query.kind != LiveKind::typing) continue;
    if (query.conversation) {
      const auto current = reader_.current(query.conversation);
      if (current.ok() && !contains(conversations, *current)) continue;
    }
    events_.push(changed(id));
  }
}

std::vector<ConversationId> Subscriptions::followed_threads() const {
  std::vector<ConversationId> followed;
  for (const auto& [id, subscription] : active()) {
    const LiveQuery& query = subscription->query;
    if (query.kind == LiveKind::thread) followed.push_back(query.conversation);
  }
  return followed;
}

}  // namespace ix::engine
