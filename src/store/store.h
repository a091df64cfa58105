// SPDX-License-Identifier: Apache-2.0
// The conversation store: everything that writes the cache, in the model's terms.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/log.h"
#include "base/random.h"
#include "cache/database.h"
#include "cache/media_table.h"
#include "identity/number_rules.h"
#include "model/account.h"
#include "model/call_report.h"
#include "model/change_set.h"
#include "model/finding.h"
#include "model/item_change.h"
#include "model/outbox.h"
#include "model/outgoing_file.h"
#include "model/permission.h"
#include "model/retention.h"
#include "model/room.h"
#include "model/setting.h"

namespace ix::cache {
struct StoredItem;
}

namespace ix::store {

// What a commit changed, so that live lists and the outbox pump can be told.
struct Touched {
  struct Replaced {
    ConversationId from;
    ConversationId to;
  };
  std::vector<ConversationId> conversations;  // rows to read again, also those that went away
  std::vector<Replaced> replaced;             // ids that now mean another conversation
  bool regrouped = false;  // some route stands in another conversation than before
  bool outbox = false;
  bool contacts = false;
  bool account = false;
  bool notifications = false;  // something to notify came in
  bool files = false;          // a file that was picked is in another state
  OutboxId begun;              // its first attempt is noted already, and still to be made

  void touch(ConversationId id);
  void add(Touched other);
};

struct StoreOptions {
  std::string folder;
  std::string vfs;                // empty: SQLite's default; a test's fault shim otherwise
  std::string media_folder = {};  // of files that came and that are to leave; empty: in the folder
  // What may be texted; the host may change them while the store is open.
  std::shared_ptr<const identity::CurrentRules> rules = std::make_shared<identity::CurrentRules>();
};

// Who makes an attempt.
struct Attempter {
  std::string process;  // this run of it
  int64_t session = 0;  // the sign-in
};

// What the composer gives.
struct NewMessage {
  std::string text;
  RouteId via;            // none: the default route
  ItemId reply_to;        // none: no reply
  Millis send_at_ms = 0;  // wall time; 0: at once
  int64_t max_content_bytes = 60'000;
  std::vector<FileId> files = {};  // in this order; with some the text may be empty
  // Pictures that are to be made so small first, in bytes; 0: as they are. As many as files, or
  // none.
  std::vector<int64_t> scaled_to = {};
  int32_t files_per_message = 1;  // more are several messages; the first has the text
  // Who can send it at once: the attempt is noted in the same commit (Touched::begun), unless
  // something of the message or its route is waited for. None: it is noted when it is made.
  std::optional<Attempter> attempter = {};
};

// What may be kept of files that came; 0: no bound.
struct MediaBudget {
  int64_t max_bytes = 0;
  Millis max_age_ms = 0;  // since it was last used
};

// What the backend takes of what is done to items.
struct ChangeLimits {
  ItemChanges able;
  int64_t max_content_bytes = 60'000;  // of a message that has not left
};

// Whom a new conversation is with: exactly one is set.
struct Recipient {
  std::string number;  // E.164, already found sendable
  std::string user;    // a colleague's backend id
  ContactId contact;   // a saved contact: its best route
};

// What becomes of the contacts of a source that were saved before (sync_contacts).
enum class ContactSync {
  keep_others,  // those given are saved, the others stay
  replace_all,  // those given are saved, the others are removed
  remove,       // those given are removed, by source_id
};

struct ContactSyncCounts {
  int64_t added = 0;
  int64_t changed = 0;
  int64_t unchanged = 0;
  int64_t removed = 0;
};

// How often the account's own rules are applied.
constexpr Millis kRetentionEvery = 24LL * 60 * 60 * 1000;

// One pass over all routes that takes off what the rules leave out (route_pruner.h says what always
// stays); the caller sets the first two, prune_step() the rest. A pass that is not taken to its end
// leaves everything right.
struct Pruning {
  Retention rules;
  std::vector<ConversationId> spared;  // left as they are

  int64_t items = 0;  // that went
  bool begun = false;
  Millis oldest = 0;
  RouteId route;     // at work; none: to be found
  int64_t last = 0;  // up to where the rules leave it out
  int64_t from = 0;  // how far it is
  RouteId done;      // the last one looked at
};

// Thread-safe: each method is one transaction of its own on the caller's thread. Outlived by the
// clock, random, files and log it was given. Every method may fail with STORE_FULL, STORE_IO,
// STORE_CORRUPT; the rest is said at each.
class Store {
 public:
  struct Environment {
    Clock& clock;
    Random& random;
    FileSystem& files;
    const Logger& log;
  };

  // Errors as cache::Database::open.
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options, Environment environment);
  ~Store();

  cache::Database& database();
  // Closes the account's files for a while; see cache::Database. Every other call: SUSPENDED.
  void suspend();
  Status resume();
  // The damaged database that opening set aside, if there was one.
  const std::optional<cache::SetAside>& set_aside() const;

  // --- account (store_account.cpp)
  Result<Account> account();
  // Binds the folder to (server, user) at the first sign-in; WRONG_ACCOUNT for another one later.
  // Durable. Counts session_serial up.
  Result<Touched> signed_in(const Account& account);
  Result<Touched> set_session(SessionState state);
  // Forgets the token: the next sync starts from the beginning and keeps the cache.
  Status drop_sync_token();
  // The entries that a wipe would lose.
  Result<int64_t> unsent_count();
  std::string memory_of_route(std::string_view remote_id);  // empty: none, or unreadable
  std::string memory_of_account(std::string_view key);
  std::vector<std::string> present_routes();  // remote ids of those joined or invited
  // Remote id of the newest item that the backend has placed; empty: none.
  std::string newest_item(std::string_view remote_id);

  // --- ingest (ingest.cpp): one change set in chunks, each its own transaction
  // Applies a batch: people, then each route in chunks of at most 200 items that release the gate
  // in between, then memory and token with the last chunk. Applying a batch again, or half of it
  // and then all of it, changes nothing more. `report` is called after each commit.
  Status ingest(const ChangeSet& changes, const std::function<void(Touched)>& report);
  // The same for a part that is not the last of its batch: the token stays as it is.
  Status ingest_part(const ChangeSet& changes, const std::function<void(Touched)>& report);
  // People found by a directory search.
  Result<Touched> ingest_people(const std::vector<PersonChange>& people);
  // A page of history for a gap; a gap that is gone or has another token changes nothing.
  Result<Touched> fill_gap(ItemId gap, const HistoryPage& page);
  struct Gap {
    ItemId id;
    RouteId route;
    std::string remote_route;
    std::string token;   // empty: it is read from the item after it
    std::string before;  // remote id of that item; empty: there is none
  };
  // NOT_FOUND when it is no gap (any more).
  Result<Gap> gap(ItemId id);
  // The newest gap of a route above `ord`, if any.
  Result<std::optional<Gap>> gap_above(RouteId route, int64_t ord);

  // --- contacts and grouping (store_contacts.cpp, grouping.cpp)
  // Adds, or replaces the one with the same (source, source_id); numbers are E.164 already.
  Result<ContactId> put_contact(const Contact& contact, Touched& touched);
  // Many of one source (contact_sync.cpp); each has that source and a source_id of its own. Commits
  // in chunks and calls `report` after each; what is the same already is not written. Doing it
  // again after half of it gives the same end.
  Result<ContactSyncCounts> sync_contacts(const std::string& source,
                                          const std::vector<Contact>& given, ContactSync mode,
                                          const std::function<void(Touched)>& report);
  // NOT_FOUND; INVALID_ARGUMENT for a member of the directory.
  Result<Touched> remove_contact(ContactId id);
  // The contact and what its routes hold, at once or not at all (store_erase.cpp). Of any kind.
  // Call forget_deleted() for the files. NOT_FOUND; UNSENT_ITEMS unless forced; BUSY while one is
  // sent.
  Result<Touched> erase_contact(ContactId id, bool force);
  // Any id ever handed out for a conversation (each route id is one). NOT_FOUND.
  Result<ConversationId> resolve_conversation(ConversationId id);
  // An existing conversation with the recipient, or a new pending route. CANNOT_SEND when a
  // contact has no address that can be written to.
  Result<ConversationId> open_conversation(const Recipient& recipient, Touched& touched);

  // --- what the user sets (store_settings.cpp), for all routes of a conversation. NOT_FOUND.
  Result<Touched> set_flag(ConversationId conversation, RouteFlag flag, bool on);
  // Up to the item, in every route what stands no later in the thread; none: up to the newest.
  // Never moves a marker backwards. Ends `marked_unread`.
  Result<Touched> mark_read(ConversationId conversation, ItemId up_to);
  // Kept on this device. Replaces the draft that shows, or begins one on the route of the item it
  // answers, else on the default one; an empty text removes the one that shows. INVALID_UTF8,
  // TEXT_TOO_LARGE; of `reply_to` what a send says.
  Result<Touched> set_draft(ConversationId conversation, const std::string& text, int64_t max_bytes,
                            ItemId reply_to = {});
  // Kept on this device, with the route. None: the conversation has no choice any more. A choice
  // before it in the same conversation is forgotten. NOT_FOUND, CANNOT_SEND.
  Result<Touched> set_default_route(ConversationId conversation, RouteId route);
  // Those whose route the backend knows.
  Result<std::vector<Setting>> settings_to_send();
  // The backend has it, or refuses it for good: nothing is to be sent any more, unless the user set
  // another one meanwhile.
  Status setting_settled(const Setting& setting);

  // Everything up to this number has been shown to the user.
  Status notifications_done(int64_t seq);

  // --- consent (consent.h; store_consent.cpp)
  // What the host knows of it from elsewhere: a word newer than all there are of the pair. state:
  // opted_in or opted_out; numbers E.164; an empty own one: the account's only one.
  // INVALID_ARGUMENT.
  Result<Touched> put_consent(const std::string& own, const std::string& peer, ConsentState state);

  // --- sources of files (model/permission.h; store_permission.cpp)
  struct PermissionSaid {
    Source source = Source::camera;
    PermissionInput input = PermissionInput::nothing;
    bool needed = true;
  };
  struct PermissionChange {
    SourcePermission now;
    bool news = false;  // there is something else to do, or the same again
  };
  // Those of which something was ever said.
  Result<std::vector<SourcePermission>> permissions();
  // One commit; a change for each that was said.
  Result<std::vector<PermissionChange>> change_permissions(const std::vector<PermissionSaid>& said);
  // The largest file that the backend takes, as it says; 0: it does not.
  Status set_max_file_bytes(int64_t bytes);

  // --- calls (host_calls.cpp)
  // What the host's call stack saw; times by our clock, numbers E.164. The item that shows the
  // call, whoever told of it first. INVALID_ARGUMENT.
  Result<ItemId> report_call(const CallReport& report, Touched& touched);

  // --- what the user does to items (store_changes.cpp), shown at once. An item of one's own that
  // has not left is only rewritten or dropped. What is as wanted already changes nothing.
  // NOT_FOUND, and what model/item_change.h says.
  Result<Touched> edit_item(ItemId id, const std::string& text, const ChangeLimits& limits);
  Result<Touched> delete_item(ItemId id, const ChangeLimits& limits);
  Result<Touched> react_to_item(ItemId id, const std::string& key, bool on,
                                const ChangeLimits& limits);

  // --- outbox (store_outbox.cpp)
  // Item and outbox entry in one durable commit; returns before anything is sent. NOT_FOUND,
  // TEXT_EMPTY, TEXT_TOO_LARGE, INVALID_UTF8, CANNOT_SEND, ENCRYPTED.
  Result<ItemId> send(ConversationId conversation, const NewMessage& message, Touched& touched);
  // With files: the first of the messages that carry them. FileId errors: store/files.h.
  // The first entry of every lane, oldest first. A message that failed stays the first of its
  // route: those behind it wait until the user retries or discards it, so that nothing leaves out
  // of order. What is done to an item and failed is passed over.
  Result<std::vector<OutboxEntry>> lane_heads();
  Result<std::vector<OutboxEntry>> outbox_entries();
  Result<OutboxEntry> outbox_entry(OutboxId id);  // NOT_FOUND
  // What an entry takes to the backend.
  struct Leaving {
    std::string text;               // of a message or an edit
    std::string reply_to;           // of a message
    std::vector<std::string> gone;  // remote ids of what is to be taken back, the item itself first
    std::vector<Attachment> files;  // of a message
  };
  Result<Leaving> leaving(OutboxId id);  // NOT_FOUND
  // All of a message whose attempt was noted with it.
  struct Begun {
    OutboxEntry entry;
    Route route;
    Leaving leaving;
  };
  Result<Begun> begun(OutboxId id);  // NOT_FOUND: also when it is not being sent
  Result<Route> route(RouteId id);   // NOT_FOUND
  Result<Item> item(ItemId id);      // NOT_FOUND
  // Durable, before the first byte leaves: attempts + 1, state sending; the route's head is noted
  // at the first attempt.
  Result<Touched> begin_attempt(OutboxId id, const std::string& process, int64_t session);
  // The first attempt, noted with the message, was not made: it is as if it had not been noted.
  Result<Touched> attempt_not_made(OutboxId id);
  // The backend has it, under that remote id where it made something: the entry is gone and what it
  // asked for is so. Also after the echo came first.
  Result<Touched> attempt_accepted(OutboxId id, const std::string& remote_id);
  // The backend's item that the latest attempt made, as far as one can tell without client keys:
  // own, of that text, above the head at the attempt, claimed by nobody. Its remote id.
  Result<std::optional<std::string>> unclaimed_echo(OutboxId id);
  // It did not arrive, or nobody knows: queued again until next_try_ms, or blocked or failed. What
  // was done to an item and failed no longer shows.
  Result<Touched> attempt_failed(OutboxId id, const Error& error, OutboxState state,
                                 Millis next_try_ms);
  // It is not tried (again) until the user does something; says nothing of its attempts.
  Result<Touched> block(OutboxId id, const Error& error);
  // The backend does not have what the user took back: it is gone.
  Result<Touched> did_not_leave(OutboxId id);
  // Whether something of its route is still to leave that was asked for before it.
  Result<bool> any_before(const OutboxEntry& entry);
  Result<Touched> set_waiting(OutboxId id, WaitingFor reason);
  // It waits for no time any more.
  Result<Touched> end_wait(OutboxId id);
  // By the user. One that waits for its time, or has missed it, is sent now. NOT_FOUND.
  Result<Touched> retry(OutboxId id);
  // --- messages that are to leave at a time (store_schedule.cpp)
  // It has not come: the message holds nothing back.
  Result<Touched> wait_for_time(OutboxId id);
  // It has come: the message takes its place among those of its route.
  Result<Touched> time_came(OutboxId id);
  // It has passed: the user has to say what becomes of it. SCHEDULE_MISSED stands with it.
  Result<Touched> missed_time(OutboxId id);
  // By the user; 0: now. NOT_FOUND, INVALID_ARGUMENT, CANNOT_SEND while it is being sent.
  Result<Touched> reschedule(OutboxId id, Millis at_ms);
  // Removes the entry and what it shows: a message, or what was done to one. A message that may
  // have left stays, shown as deleted, until the next sync has told. CANNOT_SEND while it is being
  // sent; NOT_FOUND.
  Result<Touched> discard(OutboxId id);
  // Entries left in `sending` by a process that ended are queued again.
  Result<Touched> recover_outbox(const std::string& process);

  // --- files on their way out (store_files.cpp); what is gone meanwhile changes nothing
  // A file that was picked: kept until it is sent or dropped. `route`: a conversation whose draft
  // it belongs to, or none. NOT_FOUND: no such conversation.
  Result<FileId> stage(OutgoingFile file, Touched& touched);
  Result<std::vector<OutgoingFile>> outgoing_files();  // all, oldest first
  Result<OutgoingFile> outgoing_file(FileId id);       // NOT_FOUND
  Result<std::optional<OutgoingFile>> upload_of(AttachmentId attachment);
  // What became of it: state, description, places.
  Result<Touched> file_prepared(const OutgoingFile& prepared);
  // The message that carries it waits for the user.
  Result<Touched> file_failed(FileId id, const Error& error);
  // By the user: it may leave with what could not be removed. NOT_FOUND.
  Result<Touched> confirm_file(FileId id);
  // By the user. CANNOT_SEND: it is in a message.
  Result<Touched> drop_file(FileId id);
  // The backend's name for the bytes, durable before the first of them leaves.
  Result<Touched> file_reserved(FileId id, bool thumbnail, const std::string& uri);
  Result<Touched> file_uploaded(FileId id, bool thumbnail, const std::string& uri);
  Result<Touched> set_upload_paused(AttachmentId attachment, bool paused);  // NOT_FOUND
  Result<Touched> set_upload_waiting(ItemId item, WaitingFor reason);
  // The message takes its place in its route's lane.
  Result<Touched> files_are_there(OutboxId id);

  // --- files that came (store_media.cpp)
  struct Wanted {
    ItemId item;
    Attachment attachment;
    std::string place;  // of the bytes; empty: they are not here
    bool is_reference = false;
    bool outgoing = false;
    int64_t media = 0;
    int64_t bytes = 0;
    bool pinned = false;
  };
  Result<Wanted> wanted(AttachmentId id, cache::MediaPart part);  // NOT_FOUND
  // The bytes are here; `place`: where, which is another one where the same were here already.
  Result<Touched> media_arrived(AttachmentId id, cache::MediaPart part, const std::string& uri,
                                const cache::MediaFile& file, std::string& place);
  Result<Touched> media_lost(int64_t media);  // its file is gone
  Status media_used(int64_t media);
  Status pin_media(int64_t media, bool on);
  // What nobody has any more, and what is beyond the budget, a hundred at most: the names of files
  // to be removed.
  Result<std::vector<std::string>> trim_media(const MediaBudget& budget, Touched& touched);
  Result<std::vector<cache::MediaFile>> media_files();  // all
  Result<std::vector<std::string>> media_places();      // sorted
  // The backend does not have it any more.
  Status forget_uploaded(const std::string& uri);

  // --- new routes and invitations (store_openings.cpp)
  // The new room of a pending route. If another route has that remote id already, the lane moves
  // there. NOT_FOUND.
  Result<Touched> route_opened(RouteId id, const std::string& remote_id);
  // The backend's user for an SMS number.
  Result<Touched> set_peer_user(RouteId id, const std::string& user);
  // The create request of a pending route is about to leave; durable. Returns its key.
  Result<std::string> begin_create(RouteId id, OutboxId entry, const std::string& process,
                                   int64_t session);
  // Routes with an invitation that no entry answers yet.
  Result<std::vector<Route>> unanswered_invites();
  // Queues the answer; it leaves like everything else.
  Result<Touched> accept_invite(RouteId id);

  // --- channels and groups (store_rooms.cpp); users by the backend's ids
  // A new one: its conversation, which is there at once. An entry of its own makes it before what
  // is written there leaves, others invite its people. Where a group of the same people is known,
  // that is it. INVALID_ARGUMENT.
  Result<ConversationId> create_room(const NewRoom& room, Touched& touched);
  // The conversation of the address, there at once and written to once one is in. CANNOT_SEND while
  // it is being left just now.
  Result<ConversationId> join_room(const std::string& address, Touched& touched);
  // One that is not made yet is taken back. NOT_FOUND, INVALID_ARGUMENT; UNSENT_ITEMS while
  // messages wait there; CANNOT_SEND while it is being joined just now.
  Result<Touched> leave_room(ConversationId conversation);
  // NOT_FOUND, INVALID_ARGUMENT, CANNOT_SEND where one is not in (any more).
  Result<Touched> invite_user(ConversationId conversation, const std::string& user);
  // The route of a channel or group. NOT_FOUND, INVALID_ARGUMENT.
  Result<Route> room_of(ConversationId conversation);
  // Who is in it, as the backend says now.
  Result<Touched> put_members(RouteId route, const MemberList& members);

  // Texts that were deleted since the last time leave every file: the search index is merged,
  // unused pages go, the log is emptied. Nothing to do: one small read. In small transactions that
  // commands go ahead of; one that fails is taken up again by the next call.
  Status forget_deleted();

  // --- retention (store_prune.cpp)
  Result<Retention> retention();
  // Other ones than before are due at once.
  Status set_retention(const Retention& rules);
  // There are rules, and they were not applied for kRetentionEvery.
  Result<bool> retention_due();
  Status retention_applied();
  // The next small transaction, which commands go ahead of. False: the pass is over.
  Result<bool> prune_step(Pruning& pass, Touched& touched);
  // Of every route that holds an item. Reads all that is stored.
  Result<std::vector<ItemSizes>> sizes();

  // --- the doctor (doctor.h)
  // Everything derived against what it was derived from; empty: all is well. Writers do not wait.
  Result<std::vector<Finding>> check();
  // Checks, derives again what was wrong, in one durable commit, and checks again. The findings of
  // before, each repaired or not.
  Result<std::vector<Finding>> repair(Touched& touched);

 private:
  Store(const StoreOptions& options, Environment environment);
  // Of items that were stored before there was a ledger.
  Status read_due_words();
  Status apply_batch(const ChangeSet& changes, bool last_part,
                     const std::function<void(Touched)>& report);
  Result<Touched> note_failure(OutboxId id, const Error& error, OutboxState state,
                               Millis next_try_ms, bool by_attempt);
  static Result<Gap> gap_of(cache::Connection& connection, const cache::StoredItem& item);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ix::store
