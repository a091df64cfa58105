// SPDX-License-Identifier: Apache-2.0
// Live lists: what each subscriber last took, and the steps from there to now.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/event_queue.h"
#include "engine/typing.h"
#include "model/filter.h"
#include "query/reader.h"
#include "store/store.h"

namespace ix::engine {

// The numbers cross the C ABI: never renumber.
enum class LiveKind : int32_t {
  conversations = 1,
  thread = 2,
  conversation = 3,
  counts = 4,
  outbox = 5,
  typing = 6,
};

// What is followed. Each kind uses the members that its comment in subscription.h names.
struct LiveQuery {
  LiveKind kind = LiveKind::conversations;
  Filter filter;
  ConversationId conversation;  // typing: none for all
  uint32_t window = 0;
};

// Thread-safe. Outlived by the reader, the queue and what is typed. A change costs an event for the
// subscriptions that it can concern; they are read again only when somebody takes: of a list of
// conversations what changed, of anything else its window.
class Subscriptions {
 public:
  Subscriptions(query::Reader& reader, EventQueue& events, const Typing& typing)
      : reader_(reader), events_(events), typing_(typing) {}

  static constexpr size_t kMost = 256;

  // BUSY; NOT_FOUND: no such conversation; INVALID_ARGUMENT for a window that is not allowed.
  Result<SubscriptionId> subscribe(const LiveQuery& query);
  Result<query::Page> take(SubscriptionId id);  // NOT_FOUND
  void cancel(SubscriptionId id);

  // After a commit; any thread.
  void notify(const store::Touched& what);
  // Anything may be different.
  void notify_all();
  // Other people write in these routes than before.
  void notify_typing(const std::vector<std::string>& remote_routes);
  // The conversations whose threads are followed, by the ids that were given.
  std::vector<ConversationId> followed_threads() const;
  // Somebody wants to know who is writing.
  bool follow_typing() const { return typing_followers_ > 0; }

  // Gaps among the items that somebody has just taken of a thread. Called on the taker's thread;
  // set before the first subscription.
  std::function<void(std::vector<ItemId>)> on_gaps_in_view;
  // The same for files of theirs that are not here.
  struct FileInView {
    AttachmentId id;
    AttachmentKind kind = AttachmentKind::file;
    int64_t bytes = 0;  // 0: not said
    bool has_thumbnail = false;
  };
  std::function<void(std::vector<FileInView>)> on_files_in_view;

 private:
  // What changed in a list since its last take. Thread-safe.
  class Changed {
   public:
    void add(const std::vector<ConversationId>& ids);
    void add_all();
    // nullopt: anything may have changed. Nothing has afterwards.
    std::optional<std::vector<ConversationId>> take();

   private:
    static constexpr size_t kMost = 250;
    std::mutex mutex_;
    bool all_ = true;
    std::vector<ConversationId> ids_;
  };
  struct Subscription {
    LiveQuery query;
    Changed changed;  // of a list of conversations
    // The conversation that query.conversation means now; none: not looked up yet. Written inside
    // notifying_ only.
    ConversationId current;
    std::mutex mutex;  // one take at a time
    query::Page taken;
  };
  using Active = std::vector<std::pair<SubscriptionId, std::shared_ptr<Subscription>>>;

  Status check(const LiveQuery& query);
  Result<query::Page> read(Subscription& subscription);
  Result<query::Page> read_list(Subscription& subscription);
  Active active() const;
  bool concerns(Subscription& subscription, const store::Touched& what);
  // Whether the commit touched the subscription's conversation, which may be another one now.
  bool follow(Subscription& subscription, const store::Touched& what);

  query::Reader& reader_;
  EventQueue& events_;
  const Typing& typing_;
  mutable std::mutex mutex_;
  // One notification at a time: what a conversation is now must not be overwritten by what it was.
  std::mutex notifying_;
  SubscriptionId next_ = 1;
  std::map<SubscriptionId, std::shared_ptr<Subscription>> active_;
  std::atomic<int> typing_followers_ = 0;
};

}  // namespace ix::engine
