// SPDX-License-Identifier: Apache-2.0
/**
 * @file client.hpp
 * One account. Include interactions.hpp, not this: the bodies stand in client_*.hpp.
 */
#ifndef INTERACTIONS_CPP_CLIENT_HPP
#define INTERACTIONS_CPP_CLIENT_HPP

#include <interactions/interactions.h>
#include <interactions/cpp/call.hpp>
#include <interactions/cpp/event.hpp>
#include <interactions/cpp/filter.hpp>
#include <interactions/cpp/handle.hpp>
#include <interactions/cpp/input.hpp>
#include <interactions/cpp/number.hpp>
#include <interactions/cpp/page.hpp>
#include <interactions/cpp/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace interactions {

/**
 * One account: its files, its engine thread, its event queue. Thread-safe; one thread at a time
 * polls. The last handle to go closes the account and waits for the engine's thread, never for the
 * network.
 *
 * Every function calls one of the C interface, which is named in brackets: kind, ownership and
 * errors stand there. What gives an Operation needs the network, and is done when its
 * IX_EVENT_OPERATION_COMPLETED has come; all else is done when it returns. Texts given are copied;
 * an empty id or cursor means none.
 */
class Client : public Handle<ix_client, ix_client_retain, ix_client_release> {
 public:
  using Handle::Handle;

  // ------------------------------------------------------------------ its life (client.h)

  /** Opens or makes the account in a folder (ix_client_open). */
  static Result<Client> open(const Config& config);
  /** A second handle of the same client. */
  Client share() const;
  /** Starts the shutdown and returns; the last event is IX_EVENT_CLOSED (ix_client_close). */
  void close() const;
  /** Closes every file, until resume(): for a system that stops apps (ix_client_suspend). */
  Status suspend() const;
  /** Opens the files again and goes on (ix_client_resume). */
  Status resume() const;
  /** Catches up, and sends what can be sent (ix_client_sync). */
  Result<Operation> sync() const;
  /** Ends an operation early; one that is complete stays so (ix_operation_cancel). */
  void cancel(Operation operation) const;
  /** Page::accounts(), one row, and its numbers (ix_account_page). */
  Result<Page> account() const;
  /** What network there is: IX_NETWORK_* (ix_client_hint_network). */
  Status hint_network(ix_network_kind kind) const;
  /** Whether a person looks at the app (ix_client_hint_foreground). */
  Status hint_foreground(bool foreground) const;
  /** The system is short of memory (ix_client_hint_low_memory). */
  Status hint_low_memory() const;
  /** Requests, bytes, wake-ups since it was opened (ix_client_counters). */
  Result<ix_counters> counters() const;

  // ------------------------------------------------------------------ session (session.h)

  /** Signs in and binds the folder to the account (ix_session_sign_in). */
  Result<Operation> sign_in(const SignIn& input) const;
  /** Signs out; flags: IX_SIGN_OUT_WIPE, IX_SIGN_OUT_FORCE (ix_session_sign_out). */
  Result<Operation> sign_out(uint32_t flags = 0) const;
  /** What the host keeps. Secret: never log it (ix_session_credentials). */
  Result<std::string> credentials() const;
  /** They were kept; those before are no longer needed (ix_session_credentials_kept). */
  Status credentials_kept() const;
  /** Gives them back after a restart (ix_session_restore). */
  Status restore(std::string_view credentials) const;

  // ------------------------------------------------------------------ numbers (number.h)

  /** How numbers are read from now on, and which may be texted (ix_client_set_number_rules). */
  Status set_number_rules(const NumberRules& rules) const;
  /** As this client reads it, and whether it would send there (ix_number_parse_with). */
  Result<Number> number(std::string_view text, const NumberRules& rules = {}) const;
  /** The table of area codes in use, as text (ix_number_area_codes). */
  Result<std::string> area_codes() const;

  // ------------------------------------------------------------------ its files (store.h)

  /** Page::findings(); none: all is well (ix_store_check). */
  Result<Page> check_store(bool repair = false) const;
  /** Removes old history and says how many items went; no rules: the account's own; flags:
   * IX_PRUNE_* (ix_store_prune). */
  Result<int64_t> prune(const std::optional<Retention>& rules, uint32_t flags = IX_PRUNE_NOW) const;
  /** The account's rules of what is kept (ix_store_retention). */
  Result<Retention> retention() const;
  /** Page::route_sizes(), the first of all routes together (ix_store_sizes). */
  Result<Page> sizes() const;
  /** Writes lines of JSON to a new file, of one contact or (empty) of the whole account, and says
   * how many (ix_store_export). */
  Result<int64_t> export_to(std::string_view path, std::string_view contact = {}) const;

  // ------------------------------------------------------------------ conversations

  /** Page::conversations() and their routes(), pinned ones first (ix_conversations_page). */
  Result<Page> conversations(const Filter& filter = {}, std::string_view cursor = {},
                             uint32_t limit = 50) const;
  /** How many a filter holds (ix_conversations_count). */
  Result<ix_counts> counts(const Filter& filter = {}) const;
  /** The number for the app's icon (ix_client_badge). */
  Result<int64_t> badge() const;
  /** One conversation, by any id it ever had (ix_conversation_get). */
  Result<Page> conversation(std::string_view id) const;
  /** Page::groupings() and their claims(): why its routes stand together
   * (ix_conversation_explain). */
  Result<Page> explain(std::string_view conversation) const;
  /** Page::items(), oldest first; without a cursor the newest (ix_thread_page). */
  Result<Page> thread(std::string_view conversation, std::string_view cursor = {},
                      uint32_t limit = 50) const;
  /** Around an item; `item` empty: around the first unread one. `row`, if given: the item's;
   * UINT32_MAX: the page is the newest, for nothing is unread (ix_thread_around). */
  Result<Page> thread_around(std::string_view conversation, std::string_view item = {},
                             uint32_t limit = 50, uint32_t* row = nullptr) const;
  /** Page::matches(), newest first; `conversation` empty: in all (ix_search_messages). */
  Result<Page> search_messages(std::string_view text, const Filter& filter = {},
                               std::string_view conversation = {}, std::string_view cursor = {},
                               uint32_t limit = 50) const;
  /** Page::matches() of titles and numbers (ix_search_conversations). */
  Result<Page> search_conversations(std::string_view text, const Filter& filter = {},
                                    uint32_t limit = 50) const;
  /** One item (ix_item_get). */
  Result<Page> item(std::string_view id) const;
  /** Fetches history across a gap, an item of its own (ix_history_fill). */
  Result<Operation> fill(std::string_view gap) const;
  /** IX_CONVERSATION_FLAG_*: muted, pinned, archived, marked unread
   * (ix_conversation_set_flag). */
  Status set_flag(std::string_view conversation, ix_conversation_flag flag, bool on) const;
  /** Up to `item`; without one, all that is stored now (ix_conversation_mark_read). */
  Status mark_read(std::string_view conversation, std::string_view item = {}) const;
  /** An empty text removes the draft that shows; `reply_to` empty: it answers nothing
   * (ix_conversation_set_draft). */
  Status set_draft(std::string_view conversation, std::string_view text,
                   std::string_view reply_to = {}) const;
  /** What a send without a route goes by; `route` empty: back to the rule
   * (ix_conversation_set_default_route). */
  Status set_default_route(std::string_view conversation, std::string_view route = {}) const;
  /** The id of the conversation with someone, made when there is none (ix_conversation_open). */
  Result<std::string> open_conversation(const Recipient& recipient) const;
  /** Page::notifications() after `cursor`; empty: after what was acknowledged
   * (ix_notifications_page). */
  Result<Page> notifications(std::string_view cursor = {}, uint32_t limit = 50) const;
  /** Everything before the cursor of a page has been shown (ix_notifications_done). */
  Status notifications_done(std::string_view cursor) const;

  // ------------------------------------------------------------------ messages (message.h)

  /** Commits a message and returns its item's id; it leaves by itself (ix_message_send). */
  Result<std::string> send(std::string_view conversation, const Outgoing& outgoing) const;
  /** Changes the text of an own message (ix_message_edit). */
  Status edit(std::string_view item, std::string_view text) const;
  /** Deletes an item for everybody (ix_message_delete). */
  Status delete_item(std::string_view item) const;
  /** Puts an own reaction to an item; `on` false: takes it back (ix_message_react). */
  Status react(std::string_view item, std::string_view key, bool on = true) const;
  /** Page::outbox(): what the backend has not confirmed, oldest first (ix_outbox_page). */
  Result<Page> outbox() const;
  /** Tries an entry that failed or is blocked again (ix_outbox_retry). */
  Status retry(std::string_view entry) const;
  /** Gives a message that has not left another time; `at_ms` 0: now (ix_outbox_reschedule). */
  Status reschedule(std::string_view entry, int64_t at_ms) const;
  /** Removes an entry and what it shows (ix_outbox_discard). */
  Status discard(std::string_view entry) const;
  /** What would become of the message: one row in Page::sms(), the word that decides in
   * consents() (ix_sms_preflight). */
  Result<Page> sms_preflight(const SmsDraft& draft) const;
  /** Page::consents(); flags: IX_CONSENT_HISTORY; `number`: of this peer (ix_consent_page). */
  Result<Page> consents(uint32_t flags = 0, std::string_view number = {},
                        std::string_view cursor = {}, uint32_t limit = 50) const;
  /** What the host knows from elsewhere; `own` empty: the account's only number
   * (ix_consent_put). */
  Status put_consent(std::string_view peer, ix_consent_state state,
                     std::string_view own = {}) const;
  /** A call that the host's call stack saw; the id of its item (ix_call_report). */
  Result<std::string> report_call(const CallReport& report) const;

  // ------------------------------------------------------------------ files (attachment.h)

  /** Takes a file that the user picked, and gives its id, for Outgoing::files. As long as copying
   * takes (ix_file_stage). */
  Result<std::string> stage(const FileInput& file) const;
  /** Page::attachments(): picked and not sent yet, of one draft or all (ix_files_page). */
  Result<Page> staged(std::string_view conversation = {}) const;
  /** It may leave with what cannot be removed from it (ix_file_confirm). */
  Status confirm(std::string_view file) const;
  /** It is not to be sent after all (ix_file_drop). */
  Status drop(std::string_view file) const;
  /** Brings the bytes to this device; the completion's page has the item
   * (ix_attachment_fetch). */
  Result<Operation> fetch(std::string_view attachment, ix_file_part part = IX_PART_FILE,
                          int32_t priority = 0) const;
  /** Copies what is here to a new file (ix_attachment_export). */
  Status export_attachment(std::string_view attachment, std::string_view path) const;
  /** The same into a descriptor of the caller's. */
  Status export_attachment(std::string_view attachment, int fd) const;
  /** It stays on this device, or need not any more (ix_attachment_pin). */
  Status pin_attachment(std::string_view attachment, bool on = true) const;
  /** Holds an upload, or lets it go on (ix_attachment_pause). */
  Status pause_upload(std::string_view attachment, bool on = true) const;
  /** Page::transfers(): what is on its way (ix_transfers_page). */
  Result<Page> transfers() const;
  /** Until the client is closed (ix_media_set_policy). */
  Status set_media_policy(const MediaPolicy& policy) const;

  // ------------------------------------------------------------------ sources of files

  /** What this platform has, and what its permissions are now (ix_sources_set). */
  Status set_sources(std::span<const SourceInput> sources) const;
  /** Page::sources(): the choice, in a conversation or any; texts in a language, "fr-CA"
   * (ix_sources_page). */
  Result<Page> sources(std::string_view conversation = {}, std::string_view language = {}) const;
  /** The user wants it; what is to be done: IX_STEP_* (ix_source_request). */
  Result<ix_permission_step> request_source(ix_source source) const;
  /** IX_ANSWER_*; what is to be done next (ix_permission_answer). */
  Result<ix_permission_step> answer_permission(ix_source source, ix_answer answer) const;

  // ------------------------------------------------------------------ people

  /** Saves a contact, and gives its id (ix_contact_put). */
  Result<std::string> put_contact(const ContactInput& contact) const;
  /** Many at once; `mode`: IX_CONTACTS_* (ix_contacts_put). */
  Result<ix_contacts_done> put_contacts(std::span<const ContactInput> contacts,
                                        ix_contacts_mode mode = IX_CONTACTS_KEEP_OTHERS) const;
  /** Its conversations are separate again (ix_contact_remove). */
  Status remove_contact(std::string_view id) const;
  /** With all that is stored of it; flags: IX_ERASE_FORCE (ix_contact_erase). */
  Status erase_contact(std::string_view id, uint32_t flags = 0) const;
  /** Page::contacts() and their addresses(), all or what `text` finds (ix_contacts_page). */
  Result<Page> contacts(std::string_view text = {}, std::string_view cursor = {},
                        uint32_t limit = 50) const;
  /** Page::recipients(), best first; `text` empty: whom one wrote with last
   * (ix_recipients_page). */
  Result<Page> recipients(std::string_view text = {}, uint32_t limit = 20) const;
  /** One contact (ix_contact_get). */
  Result<Page> contact(std::string_view id) const;
  /** Asks the backend's directory; contacts() finds what it found (ix_directory_search). */
  Result<Operation> search_directory(std::string_view text) const;
  /** The id of the conversation, which is there at once (ix_channel_create). */
  Result<std::string> create_channel(const ChannelInput& channel) const;
  /** The id of the conversation (ix_channel_join). */
  Result<std::string> join_channel(std::string_view address) const;
  /** Refused while messages wait there (ix_channel_leave). */
  Status leave_channel(std::string_view conversation) const;
  /** Asks a colleague to a channel or group (ix_channel_invite). */
  Status invite(std::string_view conversation, std::string_view user) const;
  /** Page::members(). `list`, if given, says how complete it is; its struct_size is set here
   * (ix_members_page). */
  Result<Page> members(std::string_view conversation, ix_member_list* list = nullptr) const;
  /** Asks the backend who is in it (ix_members_fetch). */
  Result<Operation> fetch_members(std::string_view conversation) const;

  // ------------------------------------------------------------------ live lists, events

  /** Follows the first conversations of a filter (ix_conversations_subscribe). */
  Result<Subscription> subscribe(const Filter& filter = {}, uint32_t window = 50) const;
  /** IX_LIVE_*: something else than a list of conversations. Only THREAD and OUTBOX have a window,
   * only THREAD, CONVERSATION and TYPING (where it may be empty) a conversation
   * (ix_subscribe). */
  Result<Subscription> follow(ix_live_kind kind, std::string_view conversation = {},
                              uint32_t window = 0) const;
  /** Page::changes() since the last take, for apply_changes() (ix_subscription_take). */
  Result<Page> take(Subscription subscription) const;
  /** Ends it (ix_subscription_cancel). */
  void unsubscribe(Subscription subscription) const;
  /** Waits up to timeout_ms for events; negative: as long as it takes (ix_client_poll). */
  Result<Events> poll(int32_t timeout_ms) const;
  /** Ends a waiting poll, or the next one (ix_client_wake). */
  void wake() const;
  /** `wakeup` is called on any thread when the queue is no longer empty, and must not call the
   * library; empty: none (ix_client_set_wakeup). */
  Status set_wakeup(std::function<void()> wakeup) const;
  /** Readable while events are queued; owned by the client (ix_client_fd). */
  Result<int> fd() const;

 private:
  using LogFunction = std::function<void(ix_log_level, std::string_view)>;

  template <class Out, class Raw, class Call>
  static Result<Out> result(Call&& call) {
    return detail::result_of<Out, Raw>(std::forward<Call>(call));
  }
  template <class Call>
  static Result<Page> page(Call&& call) {
    return detail::result_of<Page, ix_page*>(std::forward<Call>(call));
  }
  template <class Call>
  static Result<Operation> operation(Call&& call) {
    return detail::result_of<Operation, ix_operation>(std::forward<Call>(call));
  }
  template <class Call>
  static Status status(Call&& call) {
    return detail::status_of(std::forward<Call>(call));
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_HPP
