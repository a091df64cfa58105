// SPDX-License-Identifier: Apache-2.0
// The engine's commands: each commits on the caller's thread and returns before any network.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/engine.h"
#include "engine/no_such.h"
#include "identity/phone_number.h"
#include "query/export.h"
#include "query/findings.h"
#include "query/sizes.h"

namespace ix::engine {
namespace {

// The source of what the host saves.
constexpr const char* kHost = "host";
// More than any address book writes; a page of contacts has to hold at least one.
constexpr size_t kLongestName = 4096;
constexpr size_t kLongestAddress = 1024;

Status check_contact(const Contact& contact) {
  const auto refused = [](const char* why) { return Error(ErrorCode::INVALID_ARGUMENT, why); };
  if (contact.source_id.empty() || contact.name.empty()) {
    return refused("a contact needs a name and a source_id");
  }
  if (contact.name.size() > kLongestName) return refused("a name has at most 4096 bytes");
  bool fits = contact.source_id.size() <= kLongestAddress;
  for (const auto* list : {&contact.numbers, &contact.users, &contact.extensions}) {
    for (const std::string& text : *list) fits = fits && text.size() <= kLongestAddress;
  }
  if (!fits) return refused("a source_id, number, user or extension has at most 1024 bytes");
  return {};
}

}  // namespace

Result<std::string> Engine::open_conversation(const RecipientInput& input) {
  IX_CHECK(open_for_calls());
  const int given =
      int{!input.number.empty()} + int{!input.user.empty()} + int{!input.contact.empty()};
  if (given != 1) {
    return Error(ErrorCode::INVALID_ARGUMENT, "give exactly one of number, user and contact");
  }
  store::Recipient recipient;
  if (!input.number.empty()) {
    const PhoneNumber number = identity::parse_phone_number(input.number, *rules_->get());
    if (!number.sendable) {
      const bool invalid = number.number_class == NumberClass::invalid;
      return Error(invalid ? ErrorCode::NUMBER_INVALID : ErrorCode::NUMBER_NOT_SENDABLE,
                   identity::why_not_sendable(number.number_class, number.reason, number.rule));
    }
    recipient.number = number.e164;
  } else if (!input.user.empty()) {
    recipient.user = input.user;
  } else {
    const auto contact = ContactId::parse(input.contact);
    if (!contact) return no_such("contact");
    recipient.contact = *contact;
  }
  store::Touched changes;
  IX_TRY(const ConversationId id, store_->open_conversation(recipient, changes));
  touched(std::move(changes));
  return id.text();
}

Result<std::string> Engine::report_call(const CallReportInput& input) {
  IX_CHECK(open_for_calls());
  CallReport report = input.report;
  const auto read = [this](const std::string& text, const char* name, std::string& e164) -> Status {
    if (text.empty()) return {};
    e164 = identity::to_e164(text, *rules_->get());
    if (!e164.empty()) return {};
    return Error(
        ErrorCode::NUMBER_INVALID,
        std::string(name) + " is not a phone number: give ten digits, or + and the country code");
  };
  IX_CHECK(read(input.number, "number", report.number));
  IX_CHECK(read(input.own_number, "own_number", report.own_number));
  store::Touched changes;
  IX_TRY(const ItemId item, store_->report_call(report, changes));
  touched(std::move(changes));
  return item.text();
}

Result<std::string> Engine::put_contact(const Contact& input) {
  IX_CHECK(open_for_calls());
  IX_CHECK(check_contact(input));
  Contact contact = input;
  contact.kind = ContactKind::external;
  contact.source = kHost;
  contact.numbers.clear();
  const auto rules = rules_->get();
  for (const std::string& number : input.numbers) {
    std::string e164 = identity::to_e164(number, *rules);
    if (e164.empty()) {
      return Error(ErrorCode::NUMBER_INVALID, "number " +
                                                  std::to_string(contact.numbers.size() + 1) +
                                                  " of the contact is not a phone number");
    }
    contact.numbers.push_back(std::move(e164));
  }
  store::Touched changes;
  IX_TRY(const ContactId id, store_->put_contact(contact, changes));
  touched(std::move(changes));
  return id.text();
}

Result<ContactsDone> Engine::put_contacts(std::vector<Contact> contacts, store::ContactSync mode) {
  IX_CHECK(open_for_calls());
  ContactsDone done;
  std::unordered_map<std::string_view, size_t> seen;
  const auto rules = rules_->get();
  for (size_t i = 0; i < contacts.size(); ++i) {
    Contact& contact = contacts[i];
    const auto refused = [i](const std::string& why) {
      return Error(ErrorCode::INVALID_ARGUMENT, "contact " + std::to_string(i) + ": " + why);
    };
    if (mode != store::ContactSync::remove) {
      if (const Status fits = check_contact(contact); !fits.ok()) {
        return refused(fits.error().message);
      }
    }
    const auto [other, is_new] = seen.emplace(contact.source_id, i);
    if (!is_new) return refused("has the source_id of contact " + std::to_string(other->second));
    contact.kind = ContactKind::external;
    contact.source = kHost;
    for (std::string& number : contact.numbers) {
      number = identity::to_e164(number, *rules);
      if (number.empty()) ++done.numbers_left_out;
    }
    std::erase(contact.numbers, std::string());
  }
  IX_TRY(done.counts, store_->sync_contacts(kHost, contacts, mode, [this](store::Touched changes) {
    touched(std::move(changes));
  }));
  return done;
}

Status Engine::remove_contact(std::string_view contact) {
  IX_CHECK(open_for_calls());
  const auto id = ContactId::parse(contact);
  if (!id) return no_such("contact");
  IX_TRY(store::Touched changes, store_->remove_contact(*id));
  touched(std::move(changes));
  return {};
}

Status Engine::erase_contact(std::string_view contact, bool force) {
  IX_CHECK(open_for_calls());
  const auto id = ContactId::parse(contact);
  if (!id) return no_such("contact");
  IX_TRY(store::Touched changes, store_->erase_contact(*id, force));
  touched(std::move(changes));
  // Now, not at the next idle. Should it fail, the next idle does it.
  tidy();
  return {};
}

Result<int64_t> Engine::export_to(std::string_view contact, const std::string& path) {
  IX_CHECK(open_for_calls());
  std::optional<ContactId> id;
  if (!contact.empty()) {
    id = ContactId::parse(contact);
    if (!id) return no_such("contact");
  }
  const std::string name = path.substr(path.find_last_of('/') + 1);
  for (const char* own : {"", "cache.db", "cache.db-wal", "cache.db-shm", "credentials", "lock"}) {
    if (name != own) continue;
    return Error(ErrorCode::INVALID_ARGUMENT, "path is no name for a file of the host's own");
  }
  return query::export_to(store_->database(), env_.files, id, path);
}

Status Engine::set_flag(std::string_view conversation, RouteFlag flag, bool on) {
  IX_CHECK(open_for_calls());
  const auto id = ConversationId::parse(conversation);
  if (!id) return no_such("conversation");
  IX_TRY(store::Touched changes, store_->set_flag(*id, flag, on));
  touched(std::move(changes));
  return {};
}

Status Engine::mark_read(std::string_view conversation, std::string_view item) {
  IX_CHECK(open_for_calls());
  const auto id = ConversationId::parse(conversation);
  if (!id) return no_such("conversation");
  ItemId up_to;
  if (!item.empty()) {
    const auto given = ItemId::parse(item);
    if (!given) return no_such("item to read up to");
    up_to = *given;
  }
  IX_TRY(store::Touched changes, store_->mark_read(*id, up_to));
  touched(std::move(changes));
  return {};
}

Status Engine::set_draft(std::string_view conversation, const std::string& text,
                         std::string_view reply_to) {
  IX_CHECK(open_for_calls());
  const auto id = ConversationId::parse(conversation);
  if (!id) return no_such("conversation");
  ItemId answers;
  if (!reply_to.empty()) {
    const auto given = ItemId::parse(reply_to);
    if (!given) return no_such("item to reply to");
    answers = *given;
  }
  IX_TRY(store::Touched changes,
         store_->set_draft(*id, text, provider_->capabilities().max_content_bytes, answers));
  touched(std::move(changes));
  return {};
}

Status Engine::set_default_route(std::string_view conversation, std::string_view route) {
  IX_CHECK(open_for_calls());
  const auto id = ConversationId::parse(conversation);
  if (!id) return no_such("conversation");
  RouteId chosen;
  if (!route.empty()) {
    const auto given = RouteId::parse(route);
    if (!given) return no_such("route");
    chosen = *given;
  }
  IX_TRY(store::Touched changes, store_->set_default_route(*id, chosen));
  touched(std::move(changes));
  return {};
}

Status Engine::notifications_done(std::string_view cursor) {
  IX_CHECK(open_for_calls());
  IX_TRY(const int64_t place, query::notification_place(cursor));
  return store_->notifications_done(place);
}

Result<query::Page> Engine::check_store(bool repair) {
  IX_CHECK(open_for_calls());
  std::vector<Finding> findings;
  if (repair) {
    store::Touched changes;
    IX_TRY(findings, store_->repair(changes));
    touched(std::move(changes));
  } else {
    IX_TRY(findings, store_->check());
  }
  const auto files = keeper_.check(repair);
  if (files.ok()) {
    if (files->count > 0) add_finding(findings, *files);
  } else if (files.error().code != ErrorCode::STORE_CORRUPT ||
             !has_finding(findings, StoreCheck::file)) {
    return files.error();
  }
  for (const Finding& finding : findings) {
    env_.log.write(LogLevel::warn, "store", "finding",
                   {{"check", static_cast<int64_t>(finding.check)},
                    {"count", finding.count},
                    {"repaired", int64_t{finding.repaired}}});
  }
  return query::findings_page(findings);
}

Result<int64_t> Engine::prune(const std::optional<Retention>& rules, uint32_t flags) {
  IX_CHECK(open_for_calls());
  const auto refused = [](const char* why) { return Error(ErrorCode::INVALID_ARGUMENT, why); };
  if (flags == 0 || (flags & ~(kPruneNow | kPruneSet)) != 0) {
    return refused("give IX_PRUNE_NOW or IX_PRUNE_SET, or both");
  }
  if (!rules && (flags & kPruneSet) != 0) return refused("there are no rules to set");
  store::Pruning pass;
  if (rules) {
    pass.rules = *rules;
    if (std::min({rules->max_age_ms, rules->max_route_items, rules->max_route_bytes,
                  rules->max_total_bytes}) < 0) {
      return refused("a limit is 0 (none) or more");
    }
  } else {
    IX_TRY(pass.rules, store_->retention());
  }
  if ((flags & kPruneSet) != 0) IX_CHECK(store_->set_retention(pass.rules));
  if ((flags & kPruneNow) == 0) return int64_t{0};
  for (bool more = true; more;) {
    store::Touched changes;
    IX_TRY(more, store_->prune_step(pass, changes));
    touched(std::move(changes));
  }
  // What the account's own rules leave out has just gone.
  const bool own = !rules || (flags & kPruneSet) != 0;
  if (own) IX_CHECK(store_->retention_applied());
  tidy();
  return pass.items;
}

Result<Retention> Engine::retention() {
  IX_CHECK(open_for_calls());
  return store_->retention();
}

Result<query::Page> Engine::sizes() {
  IX_CHECK(open_for_calls());
  IX_TRY(const auto all, store_->sizes());
  return query::sizes_page(all);
}

Status Engine::set_number_rules(const NumberRulesInput& input) {
  IX_CHECK(check_not_closed());
  IX_CHECK(rules_->change(input));
  // What can be written to, and which route is the default, may be different in any list.
  subscriptions_.notify_all();
  return {};
}

Result<PhoneNumber> Engine::number(std::string_view text, const NumberRulesInput& input) {
  IX_CHECK(check_not_closed());
  const auto rules = rules_->get();
  if (!input.region && !input.destinations && !input.area_codes && !input.media_limits) {
    return identity::parse_phone_number(text, *rules);
  }
  IX_TRY(const identity::NumberRules own, identity::with_input(*rules, input));
  return identity::parse_phone_number(text, own);
}

Result<std::string> Engine::area_codes() {
  IX_CHECK(check_not_closed());
  return rules_->get()->areas->text();
}

Result<SubscriptionId> Engine::subscribe(const LiveQuery& query) {
  IX_CHECK(open_for_calls());
  auto id = subscriptions_.subscribe(query);
  // What is typed expires by a timer that only runs while somebody wants to know.
  if (query.kind == LiveKind::typing) env_.http->wake();
  return id;
}

Result<query::Page> Engine::take(SubscriptionId id) {
  IX_CHECK(open_for_calls());
  return subscriptions_.take(id);
}

void Engine::unsubscribe(SubscriptionId id) {
  subscriptions_.cancel(id);
}

}  // namespace ix::engine
