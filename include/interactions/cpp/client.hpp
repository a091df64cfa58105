// SPDX-License-Identifier: Apache-2.0
/**
 * @file client.hpp
 * Events, filters, numbers and the client of the C++ wrapper. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_HPP
#define INTERACTIONS_CPP_CLIENT_HPP

#include <interactions/cpp/input.hpp>
#include <interactions/cpp/rows.hpp>

#include <functional>
#include <initializer_list>
#include <vector>

namespace interactions {

// --------------------------------------------------------------------------------- events

/** One event; which members are set depends on `kind` (IX_EVENT_*). */
struct Event {
  ix_event_kind kind = 0;
  Operation operation = 0;
  Subscription subscription = 0;
  ix_status status = IX_OK;
  std::optional<Error> error; /**< of a failed operation */
  Page page;                  /**< an operation's result; may be empty */
  std::string_view from, to;
  int64_t count = 0;
};

/** A batch of events. */
class Events : public Handle<ix_event_batch, ix_event_batch_retain, ix_event_batch_release> {
 public:
  using Handle::Handle;

  Events share() const { return Events(retained()); }
  size_t size() const { return ix_event_batch_count(get()); }
  bool empty() const { return size() == 0; }
  Event operator[](size_t index) const& {
    auto raw = detail::sized<ix_event>();
    Event out;
    if (ix_event_batch_get(get(), index, &raw) != IX_OK) return out;
    out.kind = raw.kind;
    out.operation = raw.operation;
    out.subscription = raw.subscription;
    out.status = raw.status;
    if (raw.status != IX_OK) out.error = Error::from(raw.status, raw.error);
    out.page = Page(ix_page_retain(raw.page));
    out.from = view(raw.from);
    out.to = view(raw.to);
    out.count = raw.count;
    return out;
  }

  /** Goes over the events; the batch must outlive it. */
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Event;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Event;

    iterator() = default;
    iterator(const Events* events, size_t index) : events_(events), index_(index) {}
    Event operator*() const { return (*events_)[index_]; }
    iterator& operator++() {
      ++index_;
      return *this;
    }
    iterator operator++(int) { return iterator(events_, index_++); }
    bool operator==(const iterator&) const = default;

   private:
    const Events* events_ = nullptr;
    size_t index_ = 0;
  };
  iterator begin() const& { return iterator(this, 0); }
  iterator end() const& { return iterator(this, size()); }
};

// --------------------------------------------------------------------- filters and numbers

/** Which conversations a list is about; an empty Filter means all. */
class Filter : public Handle<ix_filter, ix_filter_retain, ix_filter_release> {
 public:
  using Handle::Handle;

  static Result<Filter> preset(ix_preset preset) {
    return make([&](auto** out, auto** error) { return ix_filter_preset(preset, out, error); });
  }
  static Result<Filter> kind(ix_conversation_kind kind) {
    return make([&](auto** out, auto** error) { return ix_filter_kind(kind, out, error); });
  }
  static Result<Filter> transport(ix_route_kind kind) {
    return make([&](auto** out, auto** error) { return ix_filter_transport(kind, out, error); });
  }
  /** `flag`: IX_FILTER_*. */
  static Result<Filter> flagged(ix_filter_flag flag) {
    return make([&](auto** out, auto** error) { return ix_filter_flagged(flag, out, error); });
  }
  /** A user id, a number in E.164, or a contact's id. */
  static Result<Filter> participant(std::string_view who) {
    return make(
        [&](auto** out, auto** error) { return ix_filter_participant(str(who), out, error); });
  }
  static Result<Filter> active(int64_t from_ms, int64_t before_ms) {
    return make(
        [&](auto** out, auto** error) { return ix_filter_active(from_ms, before_ms, out, error); });
  }
  static Result<Filter> all_of(std::initializer_list<const Filter*> parts) {
    return join(parts, ix_filter_all_of);
  }
  static Result<Filter> any_of(std::initializer_list<const Filter*> parts) {
    return join(parts, ix_filter_any_of);
  }
  static Result<Filter> none_of(const Filter& part) {
    return make(
        [&](auto** out, auto** error) { return ix_filter_none_of(part.get(), out, error); });
  }
  Filter share() const { return Filter(retained()); }

 private:
  template <class Call>
  static Result<Filter> make(Call&& call) {
    return detail::result_of<Filter, ix_filter*>(
        [&](ix_filter** out, ix_error** error) { return call(out, error); });
  }
  template <class Join>
  static Result<Filter> join(std::initializer_list<const Filter*> parts, Join join_parts) {
    std::vector<const ix_filter*> raw;
    for (const Filter* part : parts) raw.push_back(part->get());
    return make(
        [&](auto** out, auto** error) { return join_parts(raw.data(), raw.size(), out, error); });
  }
};

/** What is known of a phone number, without the network. */
class Number : public Handle<ix_number, ix_number_retain, ix_number_release> {
 public:
  using Handle::Handle;

  /** Text that is no number gives class IX_NUMBER_INVALID. */
  static Result<Number> parse(std::string_view text, std::string_view region = {}) {
    return detail::result_of<Number, ix_number*>([&](ix_number** out, ix_error** error) {
      return ix_number_parse(str(text), str(region), out, error);
    });
  }
  /** By these rules in the place of the library's own. */
  static Result<Number> parse(std::string_view text, const NumberRules& rules) {
    return parse(nullptr, text, rules);
  }
  /** As the client reads it, with these rules in the place of its own. */
  static Result<Number> parse(ix_client* client, std::string_view text, const NumberRules& rules) {
    const ix_number_rules raw = rules.raw();
    return detail::result_of<Number, ix_number*>([&](ix_number** out, ix_error** error) {
      return ix_number_parse_with(client, str(text), &raw, out, error);
    });
  }
  Number share() const { return Number(retained()); }
  std::string_view e164() const { return view(ix_number_e164(get())); }
  std::string_view national() const { return view(ix_number_national(get())); }
  std::string_view region() const { return view(ix_number_region(get())); }
  std::string_view reason() const { return view(ix_number_reason(get())); }
  std::string_view rule() const { return view(ix_number_rule(get())); }
  std::string_view extension() const { return view(ix_number_extension(get())); }
  ix_number_class number_class() const { return ix_number_get_class(get()); }
  bool verified() const { return ix_number_is_verified(get()) != 0; }
  bool sendable() const { return ix_number_is_sendable(get()) != 0; }
};

/** The library's own table of area codes, as text. */
inline Result<std::string> area_codes() {
  return detail::text_of(
      [](ix_text** out, ix_error** error) { return ix_number_area_codes(nullptr, out, error); });
}

/** What `text` costs as an SMS from the own number `from` (absent: a local one): a page with one
 * row in Page::sms. Needs no client. */
inline Result<Page> sms_parts(std::string_view text, std::string_view from = {}) {
  return detail::result_of<Page, ix_page*>([&](ix_page** out, ix_error** error) {
    return ix_sms_parts(str(text), str(from), out, error);
  });
}

// --------------------------------------------------------------------------------- client

/** One account: its files, its engine thread, its event queue. See client.h for its life. */
class Client : public Handle<ix_client, ix_client_retain, ix_client_release> {
 public:
  using Handle::Handle;

  static Result<Client> open(const Config& config) {
    ix_client_config raw;
    ix_client_config_init(&raw, sizeof raw);
    raw.folder = str(config.folder);
    raw.sync_mode = config.sync_mode;
    raw.region = str(config.region);
    raw.user_agent = str(config.user_agent);
    raw.ca_file = str(config.ca_file);
    raw.ca_pem = str(config.ca_pem);
    raw.pinned_keys = str(config.pinned_keys);
    raw.proxy = str(config.proxy);
    raw.credentials = config.credentials;
    raw.log_level = config.log_level;
    raw.answer_timeout_ms = config.answer_timeout_ms;
    raw.destinations = str(config.destinations);
    raw.area_codes = str(config.area_codes);
    std::unique_ptr<LogFunction> log;
    if (config.log) {
      log = std::make_unique<LogFunction>(config.log);
      raw.log = [](void* ctx, ix_log_level level, ix_str line) {
        (*static_cast<LogFunction*>(ctx))(level, view(line));
      };
      raw.log_ctx = log.get();
      raw.log_free = detail::Callback<LogFunction>::drop;
    }
    auto client = result<Client, ix_client*>(
        [&](ix_client** out, ix_error** error) { return ix_client_open(&raw, out, error); });
    // A client that was opened owns the function; one that was not leaves it here.
    if (client) static_cast<void>(log.release());
    return client;
  }

  Client share() const { return Client(retained()); }
  void close() const { ix_client_close(get()); }
  Status suspend() const {
    return status([&](ix_error** error) { return ix_client_suspend(get(), error); });
  }
  Status resume() const {
    return status([&](ix_error** error) { return ix_client_resume(get(), error); });
  }

  // Session (session.h)

  Result<Operation> sign_in(const SignIn& input) const {
    ix_sign_in raw;
    ix_sign_in_init(&raw, sizeof raw);
    raw.server = str(input.server);
    raw.user = str(input.user);
    raw.password = str(input.password);
    raw.token = str(input.token);
    raw.device_name = str(input.device_name);
    return operation([&](ix_operation* out, ix_error** error) {
      return ix_session_sign_in(get(), &raw, out, error);
    });
  }
  /** `flags`: IX_SIGN_OUT_WIPE, IX_SIGN_OUT_FORCE. */
  Result<Operation> sign_out(uint32_t flags = 0) const {
    return operation([&](ix_operation* out, ix_error** error) {
      return ix_session_sign_out(get(), flags, out, error);
    });
  }
  /** Secret: never log it. */
  Result<std::string> credentials() const {
    return detail::text_of(
        [&](ix_text** out, ix_error** error) { return ix_session_credentials(get(), out, error); });
  }
  Status credentials_kept() const {
    return status([&](ix_error** error) { return ix_session_credentials_kept(get(), error); });
  }
  Status restore(std::string_view credentials) const {
    return status(
        [&](ix_error** error) { return ix_session_restore(get(), str(credentials), error); });
  }

  // Account, network (client.h)

  Result<Operation> sync() const {
    return operation(
        [&](ix_operation* out, ix_error** error) { return ix_client_sync(get(), out, error); });
  }
  void cancel(Operation operation) const { ix_operation_cancel(get(), operation); }
  Result<Page> account() const {
    return page(
        [&](ix_page** out, ix_error** error) { return ix_account_page(get(), out, error); });
  }
  Status hint_network(ix_network_kind kind) const {
    return status([&](ix_error** error) { return ix_client_hint_network(get(), kind, error); });
  }
  Status hint_foreground(bool foreground) const {
    return status([&](ix_error** error) {
      return ix_client_hint_foreground(get(), foreground ? 1 : 0, error);
    });
  }
  Status hint_low_memory() const {
    return status([&](ix_error** error) { return ix_client_hint_low_memory(get(), error); });
  }
  Result<ix_counters> counters() const {
    auto out = detail::sized<ix_counters>();
    Status done = status([&](ix_error** error) { return ix_client_counters(get(), &out, error); });
    if (!done) return done.error();
    return out;
  }

  // Numbers (number.h)

  Status set_number_rules(const NumberRules& rules) const {
    const ix_number_rules raw = rules.raw();
    return status([&](ix_error** error) { return ix_client_set_number_rules(get(), &raw, error); });
  }
  /** As this client reads it, and whether it would send there. */
  Result<Number> number(std::string_view text, const NumberRules& rules = {}) const {
    return Number::parse(get(), text, rules);
  }
  /** The table of area codes in use, as text. */
  Result<std::string> area_codes() const {
    return detail::text_of(
        [&](ix_text** out, ix_error** error) { return ix_number_area_codes(get(), out, error); });
  }

  // The account's files (store.h)

  /** Page::findings(); none: all is well. */
  Result<Page> check_store(bool repair = false) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_store_check(get(), repair ? uint32_t{IX_STORE_REPAIR} : 0, out, error);
    });
  }

  /** Absent: the account's own rules. `flags`: IX_PRUNE_*. How many items went. */
  Result<int64_t> prune(const std::optional<Retention>& rules,
                        uint32_t flags = IX_PRUNE_NOW) const {
    const ix_retention raw = rules.value_or(Retention()).raw();
    return result<int64_t, int64_t>([&](int64_t* out, ix_error** error) {
      return ix_store_prune(get(), rules ? &raw : nullptr, flags, out, error);
    });
  }
  Result<Retention> retention() const {
    auto out = detail::sized<ix_retention>();
    Status done = status([&](ix_error** error) { return ix_store_retention(get(), &out, error); });
    if (!done) return done.error();
    return Retention{out.max_age_ms, out.max_route_items, out.max_route_bytes, out.max_total_bytes};
  }
  /** Page::route_sizes(), the first of all routes. */
  Result<Page> sizes() const {
    return page([&](ix_page** out, ix_error** error) { return ix_store_sizes(get(), out, error); });
  }

  /** Lines of JSON; `contact` empty: the whole account. The number of records. */
  Result<int64_t> export_to(std::string_view path, std::string_view contact = {}) const {
    return result<int64_t, int64_t>([&](int64_t* out, ix_error** error) {
      return ix_store_export(get(), contact.empty() ? ix_str{nullptr, 0} : str(contact), str(path),
                             out, error);
    });
  }

  // Conversations (conversation.h)

  Result<Page> conversations(const Filter& filter = {}, std::string_view cursor = {},
                             uint32_t limit = 50) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_conversations_page(get(), filter.get(), str(cursor), limit, out, error);
    });
  }
  Result<ix_counts> counts(const Filter& filter = {}) const {
    auto out = detail::sized<ix_counts>();
    Status done = status(
        [&](ix_error** error) { return ix_conversations_count(get(), filter.get(), &out, error); });
    if (!done) return done.error();
    return out;
  }
  Result<int64_t> badge() const {
    return result<int64_t, int64_t>(
        [&](int64_t* out, ix_error** error) { return ix_client_badge(get(), out, error); });
  }
  Result<Page> conversation(std::string_view id) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_conversation_get(get(), str(id), out, error);
    });
  }
  /** Page::groupings() and their claims: why its routes stand together. */
  Result<Page> explain(std::string_view conversation) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_conversation_explain(get(), str(conversation), out, error);
    });
  }
  Result<Page> thread(std::string_view conversation, std::string_view cursor = {},
                      uint32_t limit = 50) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_thread_page(get(), str(conversation), str(cursor), limit, out, error);
    });
  }
  /** Around an item; `item` empty: around the first unread one. `row`: the item's; UINT32_MAX: the
   * page is the newest, for nothing is unread. */
  Result<Page> thread_around(std::string_view conversation, std::string_view item = {},
                             uint32_t limit = 50, uint32_t* row = nullptr) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_thread_around(get(), str(conversation),
                              item.empty() ? ix_str{nullptr, 0} : str(item), limit, out, row,
                              error);
    });
  }
  /** `conversation` empty: in all of them. */
  Result<Page> search_messages(std::string_view text, const Filter& filter = {},
                               std::string_view conversation = {}, std::string_view cursor = {},
                               uint32_t limit = 50) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_search_messages(get(), str(text), filter.get(),
                                conversation.empty() ? ix_str{nullptr, 0} : str(conversation),
                                str(cursor), limit, out, error);
    });
  }
  Result<Page> search_conversations(std::string_view text, const Filter& filter = {},
                                    uint32_t limit = 50) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_search_conversations(get(), str(text), filter.get(), limit, out, error);
    });
  }
  Result<Page> item(std::string_view id) const {
    return page(
        [&](ix_page** out, ix_error** error) { return ix_item_get(get(), str(id), out, error); });
  }
  Result<Operation> fill(std::string_view gap) const {
    return operation([&](ix_operation* out, ix_error** error) {
      return ix_history_fill(get(), str(gap), out, error);
    });
  }
  Status set_flag(std::string_view conversation, ix_conversation_flag flag, bool on) const {
    return status([&](ix_error** error) {
      return ix_conversation_set_flag(get(), str(conversation), flag, on ? 1 : 0, error);
    });
  }
  /** Up to `item`; without one, all that is stored now. */
  Status mark_read(std::string_view conversation, std::string_view item = {}) const {
    return status([&](ix_error** error) {
      return ix_conversation_mark_read(get(), str(conversation), str(item), error);
    });
  }
  /** An empty text removes the draft that shows; `reply_to` empty: it answers nothing. */
  Status set_draft(std::string_view conversation, std::string_view text,
                   std::string_view reply_to = {}) const {
    ix_draft raw;
    ix_draft_init(&raw, sizeof raw);
    raw.text = str(text);
    raw.reply_to = str(reply_to);
    return status([&](ix_error** error) {
      return ix_conversation_set_draft(get(), str(conversation), &raw, error);
    });
  }
  /** `route` empty: back to the rule. */
  Status set_default_route(std::string_view conversation, std::string_view route = {}) const {
    return status([&](ix_error** error) {
      return ix_conversation_set_default_route(
          get(), str(conversation), route.empty() ? ix_str{nullptr, 0} : str(route), error);
    });
  }
  /** The id of the conversation with someone; made when there is none. */
  Result<std::string> open_conversation(const Recipient& recipient) const {
    ix_recipient raw;
    ix_recipient_init(&raw, sizeof raw);
    raw.number = str(recipient.number);
    raw.user = str(recipient.user);
    raw.contact = str(recipient.contact);
    return detail::text_of([&](ix_text** out, ix_error** error) {
      return ix_conversation_open(get(), &raw, out, error);
    });
  }

  // What to notify of (notification.h)

  /** Page::notifications() after `cursor`; empty: after what was acknowledged. */
  Result<Page> notifications(std::string_view cursor = {}, uint32_t limit = 50) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_notifications_page(get(), cursor.empty() ? ix_str{nullptr, 0} : str(cursor), limit,
                                   out, error);
    });
  }
  /** Everything before the cursor of a page has been shown. */
  Status notifications_done(std::string_view cursor) const {
    return status(
        [&](ix_error** error) { return ix_notifications_done(get(), str(cursor), error); });
  }

  // Messages, outbox (message.h)

  /** The id of the new item. */
  Result<std::string> send(std::string_view conversation, const Outgoing& outgoing) const {
    ix_outgoing raw;
    ix_outgoing_init(&raw, sizeof raw);
    raw.text = str(outgoing.text);
    raw.via = str(outgoing.via);
    raw.reply_to = str(outgoing.reply_to);
    raw.send_at_ms = outgoing.send_at_ms;
    return detail::text_of([&](ix_text** out, ix_error** error) {
      return ix_message_send(get(), str(conversation), &raw, out, error);
    });
  }
  Status edit(std::string_view item, std::string_view text) const {
    return status(
        [&](ix_error** error) { return ix_message_edit(get(), str(item), str(text), error); });
  }
  Status delete_item(std::string_view item) const {
    return status([&](ix_error** error) { return ix_message_delete(get(), str(item), error); });
  }
  /** `on` false: takes it back. */
  Status react(std::string_view item, std::string_view key, bool on = true) const {
    return status([&](ix_error** error) {
      return ix_message_react(get(), str(item), str(key), on ? 1 : 0, error);
    });
  }
  Result<Page> outbox() const {
    return page([&](ix_page** out, ix_error** error) { return ix_outbox_page(get(), out, error); });
  }
  Status retry(std::string_view entry) const {
    return status([&](ix_error** error) { return ix_outbox_retry(get(), str(entry), error); });
  }
  /** `at_ms` 0: now. */
  Status reschedule(std::string_view entry, int64_t at_ms) const {
    return status(
        [&](ix_error** error) { return ix_outbox_reschedule(get(), str(entry), at_ms, error); });
  }
  Status discard(std::string_view entry) const {
    return status([&](ix_error** error) { return ix_outbox_discard(get(), str(entry), error); });
  }

  // Before sending, and who wants no texts (sms.h, consent.h)

  /** What would become of the message: one row in Page::sms, the word that decides in consents. */
  Result<Page> sms_preflight(const SmsDraft& draft) const {
    ix_sms_draft raw;
    ix_sms_draft_init(&raw, sizeof raw);
    raw.text = str(draft.text);
    raw.conversation = str(draft.conversation);
    raw.to = str(draft.to);
    raw.via = str(draft.via);
    raw.attachment_count = draft.attachment_count;
    raw.recipient_count = draft.recipient_count;
    return page(
        [&](ix_page** out, ix_error** error) { return ix_sms_preflight(get(), &raw, out, error); });
  }
  /** Page::consents(). flags: IX_CONSENT_HISTORY. `number`: of this peer. */
  Result<Page> consents(uint32_t flags = 0, std::string_view number = {},
                        std::string_view cursor = {}, uint32_t limit = 50) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_consent_page(get(), flags, str(number), str(cursor), limit, out, error);
    });
  }
  /** `own` empty: the account's only number. */
  Status put_consent(std::string_view peer, ix_consent_state state,
                     std::string_view own = {}) const {
    ix_consent_input raw;
    ix_consent_input_init(&raw, sizeof raw);
    raw.state = state;
    raw.peer = str(peer);
    raw.own = str(own);
    return status([&](ix_error** error) { return ix_consent_put(get(), &raw, error); });
  }

  // Channels and groups (channel.h)

  /** The id of the conversation, which is there at once. */
  Result<std::string> create_channel(const ChannelInput& channel) const {
    const std::vector<ix_str> users = strs(channel.users);
    const std::vector<ix_str> numbers = strs(channel.numbers);
    ix_channel_input raw;
    ix_channel_input_init(&raw, sizeof raw);
    raw.flags = channel.group ? IX_CHANNEL_GROUP : 0;
    raw.name = str(channel.name);
    raw.topic = str(channel.topic);
    raw.alias = str(channel.alias);
    raw.users = users.data();
    raw.user_count = static_cast<uint32_t>(users.size());
    raw.numbers = numbers.data();
    raw.number_count = static_cast<uint32_t>(numbers.size());
    return detail::text_of([&](ix_text** out, ix_error** error) {
      return ix_channel_create(get(), &raw, out, error);
    });
  }
  Result<std::string> join_channel(std::string_view address) const {
    return detail::text_of([&](ix_text** out, ix_error** error) {
      return ix_channel_join(get(), str(address), out, error);
    });
  }
  Status leave_channel(std::string_view conversation) const {
    return status(
        [&](ix_error** error) { return ix_channel_leave(get(), str(conversation), error); });
  }
  Status invite(std::string_view conversation, std::string_view user) const {
    return status([&](ix_error** error) {
      return ix_channel_invite(get(), str(conversation), str(user), error);
    });
  }
  /** Page::members(). `list`, if given, says how complete it is; its struct_size is set here. */
  Result<Page> members(std::string_view conversation, ix_member_list* list = nullptr) const {
    if (list != nullptr) *list = detail::sized<ix_member_list>();
    return page([&](ix_page** out, ix_error** error) {
      return ix_members_page(get(), str(conversation), out, list, error);
    });
  }
  Result<Operation> fetch_members(std::string_view conversation) const {
    return operation([&](ix_operation* out, ix_error** error) {
      return ix_members_fetch(get(), str(conversation), out, error);
    });
  }

  // Calls (call.h)

  /** The id of the call's item. */
  Result<std::string> report_call(const CallReport& report) const {
    ix_call_report_input raw;
    ix_call_report_input_init(&raw, sizeof raw);
    raw.call_id = str(report.call_id);
    raw.number = str(report.number);
    raw.user = str(report.user);
    raw.own_number = str(report.own_number);
    raw.direction = report.direction;
    raw.phase = report.phase;
    raw.outcome = report.outcome;
    raw.at_ms = report.at_ms;
    raw.duration_ms = report.duration_ms;
    return detail::text_of(
        [&](ix_text** out, ix_error** error) { return ix_call_report(get(), &raw, out, error); });
  }

  // Contacts (contact.h)

  /** The id of the saved contact. */
  Result<std::string> put_contact(const ContactInput& contact) const {
    const RawContact raw(contact);
    return detail::text_of([&](ix_text** out, ix_error** error) {
      return ix_contact_put(get(), &raw.input, out, error);
    });
  }
  /** Many at once; `mode`: IX_CONTACTS_*. */
  Result<ix_contacts_done> put_contacts(std::span<const ContactInput> contacts,
                                        ix_contacts_mode mode = IX_CONTACTS_KEEP_OTHERS) const {
    std::vector<RawContact> kept(contacts.begin(), contacts.end());
    std::vector<ix_contact_input> raw;
    for (const RawContact& one : kept) raw.push_back(one.input);
    auto out = detail::sized<ix_contacts_done>();
    Status done = status([&](ix_error** error) {
      return ix_contacts_put(get(), raw.data(), raw.size(), mode, &out, error);
    });
    if (!done) return done.error();
    return out;
  }
  Status remove_contact(std::string_view id) const {
    return status([&](ix_error** error) { return ix_contact_remove(get(), str(id), error); });
  }
  /** With all that is stored of it; `flags`: IX_ERASE_FORCE. */
  Status erase_contact(std::string_view id, uint32_t flags = 0) const {
    return status([&](ix_error** error) { return ix_contact_erase(get(), str(id), flags, error); });
  }
  Result<Page> contacts(std::string_view text = {}, std::string_view cursor = {},
                        uint32_t limit = 50) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_contacts_page(get(), str(text), str(cursor), limit, out, error);
    });
  }
  /** Page::recipients(), best first; `text` empty: whom one wrote with last. */
  Result<Page> recipients(std::string_view text = {}, uint32_t limit = 20) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_recipients_page(get(), str(text), limit, out, error);
    });
  }
  Result<Page> contact(std::string_view id) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_contact_get(get(), str(id), out, error);
    });
  }
  Result<Operation> search_directory(std::string_view text) const {
    return operation([&](ix_operation* out, ix_error** error) {
      return ix_directory_search(get(), str(text), out, error);
    });
  }

  // Live lists (subscription.h)

  Result<Subscription> subscribe(const Filter& filter = {}, uint32_t window = 50) const {
    return result<Subscription, ix_subscription>([&](ix_subscription* out, ix_error** error) {
      return ix_conversations_subscribe(get(), filter.get(), window, out, error);
    });
  }
  /** IX_LIVE_*: something else than a list of conversations. Only THREAD and OUTBOX have a window,
   * only THREAD, CONVERSATION and TYPING (where it may be empty) a conversation. */
  Result<Subscription> follow(ix_live_kind kind, std::string_view conversation = {},
                              uint32_t window = 0) const {
    return result<Subscription, ix_subscription>([&](ix_subscription* out, ix_error** error) {
      return ix_subscribe(get(), kind,
                          conversation.empty() ? ix_str{nullptr, 0} : str(conversation), window,
                          out, error);
    });
  }
  /** Page::changes(), which refer to the rows of what was subscribed. */
  Result<Page> take(Subscription subscription) const {
    return page([&](ix_page** out, ix_error** error) {
      return ix_subscription_take(get(), subscription, out, error);
    });
  }
  void unsubscribe(Subscription subscription) const { ix_subscription_cancel(get(), subscription); }

  // The event queue (event.h)

  /** Waits up to timeout_ms; negative: as long as it takes. */
  Result<Events> poll(int32_t timeout_ms) const {
    return result<Events, ix_event_batch*>([&](ix_event_batch** out, ix_error** error) {
      return ix_client_poll(get(), timeout_ms, out, error);
    });
  }
  void wake() const { ix_client_wake(get()); }
  /** `wakeup` is called on any thread and must not call the library; empty: none. */
  Status set_wakeup(std::function<void()> wakeup) const {
    using Function = std::function<void()>;
    if (!wakeup) {
      return status([&](ix_error** error) {
        return ix_client_set_wakeup(get(), nullptr, nullptr, nullptr, error);
      });
    }
    auto kept = std::make_unique<Function>(std::move(wakeup));
    Status done = status([&](ix_error** error) {
      return ix_client_set_wakeup(
          get(), [](void* ctx) { (*static_cast<Function*>(ctx))(); }, kept.get(),
          detail::Callback<Function>::drop, error);
    });
    if (done) static_cast<void>(kept.release());
    return done;
  }
  /** Readable while events are queued; owned by the client. */
  Result<int> fd() const {
    return result<int, int>(
        [&](int* out, ix_error** error) { return ix_client_fd(get(), out, error); });
  }

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
  // The arrays of a contact, and the struct that points to them: moving keeps the arrays in place.
  struct RawContact {
    RawContact(const ContactInput& contact)
        : numbers(strs(contact.numbers)),
          users(strs(contact.users)),
          extensions(strs(contact.extensions)) {
      ix_contact_input_init(&input, sizeof input);
      input.source_id = str(contact.source_id);
      input.name = str(contact.name);
      input.numbers = numbers.data();
      input.number_count = static_cast<uint32_t>(numbers.size());
      input.users = users.data();
      input.user_count = static_cast<uint32_t>(users.size());
      input.extensions = extensions.data();
      input.extension_count = static_cast<uint32_t>(extensions.size());
    }
    RawContact(RawContact&&) = default;
    RawContact(const RawContact&) = delete;

    std::vector<ix_str> numbers, users, extensions;
    ix_contact_input input;
  };

  static std::vector<ix_str> strs(std::span<const std::string_view> texts) {
    std::vector<ix_str> out;
    out.reserve(texts.size());
    for (const std::string_view text : texts) out.push_back(str(text));
    return out;
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_HPP
