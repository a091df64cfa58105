// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "cache/contact_table.h"
#include "cache/route_table.h"
#include "identity/phone_number.h"
#include "identity/search_key.h"
#include "store/consent.h"
#include "store/contact_index.h"
#include "store/grouping.h"
#include "store/impl.h"
#include "store/route_policy.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredRoute;
namespace contacts = cache::contact_table;
namespace routes = cache::route_table;

constexpr const char* kDirectory = "directory";

Status check_text(const Contact& contact) {
  bool valid =
      utf8::valid(contact.source) && utf8::valid(contact.source_id) && utf8::valid(contact.name);
  for (const auto* list : {&contact.numbers, &contact.users, &contact.extensions}) {
    for (const std::string& text : *list) valid = valid && utf8::valid(text);
  }
  if (!valid) return Error(ErrorCode::INVALID_UTF8, "the contact's text is not valid UTF-8");
  if (contact.source.empty() || contact.source_id.empty()) {
    return Error(ErrorCode::INVALID_ARGUMENT, "a contact needs a source and a source_id");
  }
  return {};
}

// A new way to a peer: nothing at the backend until the first send.
Result<RouteId> make_pending(Connection& connection, RouteKind kind, std::string user,
                             std::string number, Touched& touched) {
  StoredRoute route;
  route.kind = kind;
  route.state = RouteState::pending;
  route.peer_user = std::move(user);
  route.peer_number = std::move(number);
  route.begins = true;
  route.read_ord = cache::kBelowAll;
  IX_TRY(const bool refused, show_consent(connection, route));
  (void)refused;
  IX_TRY(const RouteId id, routes::insert(connection, route));
  IX_CHECK(regroup(connection, {id}, touched));
  return id;
}

// Where one can write to the peer now or after accepting; a route that was left is none.
const StoredRoute* usable(const std::vector<StoredRoute>& found) {
  const StoredRoute* best = nullptr;
  for (const StoredRoute& route : found) {
    if (route.state == RouteState::left || route.kind == RouteKind::phone) continue;
    if (best == nullptr || (route.can_send && !best->can_send)) best = &route;
  }
  return best;
}

Error no_address(const Contact& contact, const identity::NumberRules& rules) {
  std::string why = "the contact has no colleague's id and no number that can be texted";
  if (!contact.numbers.empty()) {
    const auto first = identity::destination_of(contact.numbers.front(), rules);
    why += "; of the first: " +
           identity::why_not_sendable(first.number_class, first.reason, first.rule);
  }
  return Error(ErrorCode::CANNOT_SEND, std::move(why));
}

Result<ConversationId> open_direct(Connection& connection, RouteKind kind, const std::string& user,
                                   const std::string& number, Touched& touched) {
  IX_TRY(const RouteId id, direct_route(connection, kind, user, number, touched));
  return need_conversation(connection, id);
}

Result<ConversationId> open_contact(Connection& connection, ContactId id,
                                    const identity::NumberRules& rules, Touched& touched) {
  IX_TRY(const auto contact, contacts::find(connection, id));
  if (!contact) return Error(ErrorCode::NOT_FOUND, "no such contact: use an id from a list");
  IX_TRY(const auto found, routes::of_contact(connection, id));
  auto allowed = found;
  std::erase_if(allowed, [&rules](const StoredRoute& one) { return !policy_allows(one, rules); });
  if (const StoredRoute* route = usable(allowed)) return route->conversation;
  if (!contact->users.empty()) {
    return open_direct(connection, RouteKind::internal, contact->users.front(), {}, touched);
  }
  for (const std::string& number : contact->numbers) {
    if (!identity::destination_of(number, rules).allowed) continue;
    return open_direct(connection, RouteKind::sms, {}, number, touched);
  }
  // One may still look at it; a text is refused with the same words.
  if (const StoredRoute* route = usable(found)) return route->conversation;
  return no_address(*contact, rules);
}

}  // namespace

Result<RouteId> direct_route(Connection& connection, RouteKind kind, const std::string& user,
                             const std::string& number, Touched& touched) {
  IX_TRY(const auto found, routes::of_peer(connection, kind, user, number));
  if (const StoredRoute* route = usable(found)) {
    if (route->hidden) {
      StoredRoute shown = *route;
      shown.hidden = false;
      IX_CHECK(routes::update(connection, shown));
      IX_CHECK(regroup(connection, {shown.id}, touched));
    }
    return route->id;
  }
  return make_pending(connection, kind, user, number, touched);
}

Result<ContactId> write_contact(Connection& connection, Contact contact, Touched& touched) {
  IX_CHECK(check_text(contact));
  IX_TRY(const auto stored, contacts::by_source(connection, contact.source, contact.source_id));
  std::set<RouteId> affected;
  if (stored) {
    contact.id = stored->id;
    IX_TRY(const auto before, contacts::routes_touched(connection, stored->id));
    affected.insert(before.begin(), before.end());
  } else {
    contact.id = {};
  }
  IX_TRY(const ContactId id, contacts::put(connection, contact, identity::search_key(contact.name),
                                           search_keys_of(contact)));
  IX_TRY(const auto after, contacts::routes_touched(connection, id));
  affected.insert(after.begin(), after.end());
  touched.contacts = true;
  IX_CHECK(regroup(connection, {affected.begin(), affected.end()}, touched));
  return id;
}

Status write_person(Connection& connection, const PersonChange& person, Touched& touched) {
  if (!person.is_member || person.user_id.empty()) return {};
  IX_TRY(auto stored, contacts::by_source(connection, kDirectory, person.user_id));
  Contact contact;
  if (stored) {
    if (person.name.empty() || person.name == stored->name) return {};
    contact = std::move(*stored);
  } else {
    contact.kind = ContactKind::member;
    contact.source = kDirectory;
    contact.source_id = person.user_id;
    contact.users = {person.user_id};
  }
  contact.name = utf8::repaired(person.name);
  IX_TRY(const ContactId id, write_contact(connection, std::move(contact), touched));
  (void)id;
  return {};
}

Result<ContactId> Store::put_contact(const Contact& contact, Touched& touched) {
  ContactId id;
  IX_TRY(Touched changes,
         impl_->command([&contact, &id](Connection& connection, Touched& what) -> Status {
           IX_TRY(id, write_contact(connection, contact, what));
           return {};
         }));
  touched.add(std::move(changes));
  return id;
}

Result<Touched> Store::remove_contact(ContactId id) {
  return impl_->command([id](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const auto contact, contacts::find(connection, id));
    if (!contact) return Error(ErrorCode::NOT_FOUND, "no such contact: use an id from a list");
    if (contact->source == kDirectory) {
      return Error(ErrorCode::INVALID_ARGUMENT,
                   "a member of the company's directory cannot be removed");
    }
    IX_TRY(const auto affected, contacts::routes_touched(connection, id));
    IX_CHECK(contacts::remove(connection, id));
    touched.contacts = true;
    return regroup(connection, affected, touched);
  });
}

Result<ConversationId> Store::resolve_conversation(ConversationId id) {
  return impl_->read([id](Connection& connection) { return need_conversation(connection, id); });
}

Result<ConversationId> Store::open_conversation(const Recipient& recipient, Touched& touched) {
  const int given = int{!recipient.number.empty()} + int{!recipient.user.empty()} +
                    int{static_cast<bool>(recipient.contact)};
  if (given != 1) {
    return Error(ErrorCode::INVALID_ARGUMENT, "give exactly one of number, user and contact");
  }
  ConversationId id;
  IX_TRY(Touched changes,
         impl_->command([this, &recipient, &id](Connection& connection, Touched& what) -> Status {
           if (recipient.contact) {
             IX_TRY(id, open_contact(connection, recipient.contact, *impl_->rules(), what));
           } else if (!recipient.user.empty()) {
             IX_TRY(id, open_direct(connection, RouteKind::internal, recipient.user, {}, what));
           } else {
             IX_TRY(id, open_direct(connection, RouteKind::sms, {}, recipient.number, what));
           }
           return {};
         }));
  touched.add(std::move(changes));
  return id;
}

}  // namespace ix::store
