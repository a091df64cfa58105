// SPDX-License-Identifier: Apache-2.0
// The engine: one account's core. Composition root of all layers below the C ABI.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/downloads.h"
#include "engine/environment.h"
#include "engine/event_queue.h"
#include "engine/file_keeper.h"
#include "engine/gap_filler.h"
#include "engine/numbers.h"
#include "engine/operations.h"
#include "engine/outbox_pump.h"
#include "engine/retention_keeper.h"
#include "engine/session_keeper.h"
#include "engine/settings_pump.h"
#include "engine/store_memory.h"
#include "engine/subscriptions.h"
#include "engine/sync_loop.h"
#include "engine/transfers.h"
#include "engine/turn.h"
#include "engine/typing.h"
#include "engine/upload_pump.h"
#include "model/filter.h"
#include "model/media_limits.h"
#include "model/permission.h"
#include "provider/provider.h"
#include "query/reader.h"
#include "store/store.h"

namespace ix::engine {

enum PruneFlags : uint32_t { kPruneNow = 1, kPruneSet = 2 };
enum SignOutFlags : uint32_t { kSignOutWipe = 1, kSignOutForce = 2 };

struct Counters {
  transport::NetworkKind network = transport::NetworkKind::unknown;
  transport::HttpCounters http;
  int64_t wakeups = 0;
  int64_t syncs = 0;
};

// Whom a new conversation is with, as the host gave it: exactly one is set.
struct RecipientInput {
  std::string number;
  std::string user;
  std::string contact;
};

// A message that is being written, as the host gave it: one of conversation and to is set.
struct DraftInput {
  std::string text;
  std::string conversation;
  std::string to;
  std::string via;
  uint32_t files = 0;  // those below, or more of which only the number is known
  uint32_t recipients = 0;
  std::vector<MediaFile> media;
};

struct OutgoingInput {
  std::string text;
  std::string via;
  std::string reply_to;
  Millis send_at_ms = 0;                // 0: at once
  std::vector<std::string> files = {};  // that were picked
};

// What a new channel or group is, as the host gave it.
struct RoomInput {
  NewRoom room;                      // `people`: users
  std::vector<std::string> numbers;  // as a person wrote them
};

// A source of files that the platform has, as the host gave it.
struct SourceInput {
  Source source = Source::camera;
  bool needs_permission = false;
  PermissionInput seen = PermissionInput::nothing;  // what the system says now
};

// Many contacts at once: what was done, and the numbers that are none and were left out.
struct ContactsDone {
  store::ContactSyncCounts counts;
  int64_t numbers_left_out = 0;
};

// What the host's call stack saw, as the host gave it.
struct CallReportInput {
  CallReport report;  // but for its numbers
  std::string number;
  std::string own_number;
};

// Any thread may call the public functions, but for step(), which belongs to the executor's
// thread. Commands commit on the caller's thread and then wake the engine; operations are handed
// over to the engine thread. After close() every call answers CLOSED. The environment's references
// outlive the engine; destruction joins the executor.
class Engine {
 public:
  static Result<std::unique_ptr<Engine>> open(EngineConfig config, Environment environment);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Starts the shutdown and returns.
  void close();
  // Does what is due and waits at most `max_wait`; false when the engine has closed.
  bool step(Millis max_wait);

  EventQueue& events() { return events_; }
  // CLOSED after close(), SUSPENDED while it is: for the calls below that read.
  Status open_for_calls() const;

  // --- without files for a while (suspension.cpp): what client.h says of ix_client_suspend. Only
  // hints, counters, events, suspend(), resume() and close() are legal meanwhile.
  Status suspend();
  Status resume();
  query::Reader& reader() { return reader_; }
  store::Store& store() { return *store_; }

  // --- operations
  Result<OperationId> sign_in(provider::SignIn request);
  Result<OperationId> sign_out(uint32_t flags);
  Result<OperationId> sync();
  Result<OperationId> fill_history(std::string_view gap);
  Result<OperationId> search_directory(std::string text);
  void cancel(OperationId id);

  // --- commands (commands.cpp, message_commands.cpp)
  Result<std::string> open_conversation(const RecipientInput& recipient);
  Result<std::string> send(std::string_view conversation, const OutgoingInput& message);
  Status edit(std::string_view item, const std::string& text);
  Status remove(std::string_view item);
  Status react(std::string_view item, const std::string& key, bool on);
  Result<std::string> report_call(const CallReportInput& input);
  Result<std::string> put_contact(const Contact& contact);  // numbers as a person wrote them
  // What contact.h says of ix_contacts_put.
  Result<ContactsDone> put_contacts(std::vector<Contact> contacts, store::ContactSync mode);
  Status remove_contact(std::string_view contact);
  Status erase_contact(std::string_view contact, bool force);
  Status set_flag(std::string_view conversation, RouteFlag flag, bool on);
  Status mark_read(std::string_view conversation, std::string_view item);  // empty: the newest
  Status set_draft(std::string_view conversation, const std::string& text,
                   std::string_view reply_to);  // an item; empty: it answers none
  // Empty: back to the rule.
  Status set_default_route(std::string_view conversation, std::string_view route);
  Status notifications_done(std::string_view cursor);
  Status retry(std::string_view outbox_entry);
  Status reschedule(std::string_view outbox_entry, Millis at_ms);  // 0: now
  Status discard(std::string_view outbox_entry);

  // --- files (file_commands.cpp): what attachment.h says of them
  Result<std::string> stage(const FileInput& input);
  Status confirm_file(std::string_view file);
  Status drop_file(std::string_view file);
  Result<query::Page> staged(std::string_view conversation);
  Result<OperationId> fetch(std::string_view attachment, cache::MediaPart part, int32_t priority);
  Status export_file(std::string_view attachment, const std::string& path, int fd);
  Status pin(std::string_view attachment, bool on);
  Status pause_upload(std::string_view attachment, bool on);
  Result<query::Page> transfers();
  Status set_media_policy(const MediaPolicy& policy);

  // --- channels and groups (rooms.cpp): what channel.h says of them
  Result<std::string> create_room(RoomInput input);
  Result<std::string> join_room(const std::string& address);
  Status leave_room(std::string_view conversation);
  Status invite(std::string_view conversation, const std::string& user);
  Result<OperationId> fetch_members(std::string_view conversation);

  // --- consent (consent.cpp); numbers as a person wrote them, an empty one: see consent.h
  Status put_consent(const std::string& own, const std::string& peer, ConsentState state);
  Result<query::Page> consents(bool history, const std::string& number, std::string_view cursor,
                               uint32_t limit);
  Result<query::Page> preflight(const DraftInput& draft);
  // --- sources of files (sources.cpp): what permission.h says of them
  Status set_sources(const std::vector<SourceInput>& sources);
  // An empty conversation: any. Of a tag of a language.
  Result<query::Page> sources(const std::string& conversation, std::string_view language);
  Result<PermissionStep> request_source(Source source);
  Result<PermissionStep> answer_permission(Source source, PermissionInput answer);

  // --- numbers: how they are read, and which may be texted; legal while suspended
  // What number.h says of ix_client_set_number_rules.
  Status set_number_rules(const NumberRulesInput& input);
  // As this client reads it; `input` stands in the place of its rules for this one.
  Result<PhoneNumber> number(std::string_view text, const NumberRulesInput& input);
  Result<std::string> area_codes();  // the table in use

  // --- live lists
  Result<SubscriptionId> subscribe(const LiveQuery& query);
  Result<query::Page> take(SubscriptionId id);
  void unsubscribe(SubscriptionId id);

  // --- session of the host's own keeping
  Result<std::string> credentials();
  Status credentials_kept();
  Status restore(std::string blob);

  // --- the account's files
  // A page of findings.
  Result<query::Page> check_store(bool repair);
  // What store.h says of ix_store_prune. None: the account's own rules. The number of items.
  Result<int64_t> prune(const std::optional<Retention>& rules, uint32_t flags);
  Result<Retention> retention();
  Result<query::Page> sizes();
  // Empty: the whole account. The number of records.
  Result<int64_t> export_to(std::string_view contact, const std::string& path);

  // --- hints and counters
  Status hint_network(transport::NetworkKind kind);
  Status hint_foreground(bool foreground);
  Status hint_low_memory();
  Result<Counters> counters();

 private:
  struct SyncWaiter {
    SyncLoop::Round round = 0;
    int64_t progress = 0;  // of the outbox when the round was asked for
  };

  Engine(EngineConfig config, Environment environment, std::unique_ptr<store::Store> store,
         std::shared_ptr<identity::CurrentRules> rules);
  store::ChangeLimits change_limits() const;
  Status fit_files(ConversationId conversation, store::NewMessage& message);
  Status check_rooms() const;
  void fetch_members_on_engine(OperationId id, const Route& route);
  Status check_not_closed() const;
  void tell_set_aside();
  // Takes up the requests of the process before this one.
  Status resume_requests();
  Result<PermissionStep> say(Source source, PermissionInput input);
  Status say_all(const std::vector<store::Store::PermissionSaid>& said, PermissionStep* last);
  void tell_failed(const Setting& setting, const Error& error);
  void post(std::function<void()> task);
  void run_inbox();
  void touched(store::Touched touched);
  // Answers invitations that the policy accepts.
  void answer_invites();
  // Completes sync operations that have nothing more to wait for.
  void settle_sync_waiters();
  void fail_sync_waiters(const Error& error);
  void after_round();
  // When a file is picked; once a sign-in and process.
  void ask_media_limits();
  // Of both pumps.
  void kick_pumps();
  void set_active(bool active);
  void end_backoff();
  int64_t progress() const;
  std::vector<ConversationId> followed_threads();
  void fetch_on_engine(OperationId id, AttachmentId attachment, cache::MediaPart part,
                       int32_t priority);
  // As far as the policy goes.
  void fetch_in_view(const std::vector<Subscriptions::FileInView>& files);
  // When nothing else is to be done: deleted texts leave the files.
  void tidy();
  void sign_in_on_engine(OperationId id, provider::SignIn request);
  void sign_out_on_engine(OperationId id, uint32_t flags);
  void finish_sign_out(OperationId id, uint32_t flags, const Status& outcome);
  Status wipe_files();
  void finish_close();
  Millis wait_time(Millis max_wait) const;
  void publish_counters();

  EngineConfig config_;
  Environment env_;
  std::shared_ptr<identity::CurrentRules> rules_;  // store and reader look at the same
  std::unique_ptr<store::Store> store_;
  query::Reader reader_;
  EventQueue events_;
  Operations operations_;
  Typing typing_;
  Subscriptions subscriptions_;
  StoreMemory memory_;
  std::unique_ptr<provider::Provider> provider_;
  SessionKeeper session_;
  SyncLoop sync_;
  GapFiller gaps_;
  OutboxPump pump_;
  SettingsPump settings_;
  RetentionKeeper retention_;
  MediaPolicy policy_;  // the engine thread's
  std::set<std::pair<AttachmentId, cache::MediaPart>> asked_in_view_;
  std::unique_ptr<Worker> worker_;
  Transfers transfers_;
  FileKeeper keeper_;
  UploadPump uploads_;
  Downloads downloads_;

  std::mutex inbox_mutex_;
  std::deque<std::function<void()>> inbox_;
  std::atomic<bool> closing_ = false;
  std::atomic<bool> suspended_ = false;  // written with the turn held
  Turn turn_;
  bool closed_ = false;
  std::map<OperationId, SyncWaiter> sync_waiters_;
  int64_t limits_session_ = -1;  // that was asked for what the backend takes

  // What this platform has; written by set_sources().
  struct Platform {
    bool available = false;
    bool needs_permission = true;
  };
  std::mutex platform_mutex_;
  std::array<Platform, kSourceCount> platform_;

  std::mutex counters_mutex_;
  Counters counters_;
};

}  // namespace ix::engine
