// SPDX-License-Identifier: Apache-2.0
// Whom a new message may go to: contacts, recent conversations and the number that is typed, ranked
// as one list. Each key press asks anew, so all that is read is bounded.
#include <interactions/contact.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "cache/contact_search.h"
#include "cache/recipient_reads.h"
#include "identity/contact_keys.h"
#include "identity/phone_number.h"
#include "identity/search_key.h"
#include "query/lists.h"
#include "query/recipient_way.h"

namespace ix::query {
namespace {

// Conversations without a contact are found by a text among so many of the newest, pinned ones
// apart: older ones are what the search is for.
constexpr int64_t kRecent = 1000;

// In front of all others, by what was typed as a number.
constexpr int32_t kTypedFirst = -1;
constexpr int32_t kTypedLast = 2;

struct Candidate {
  int32_t place = 0;  // 0: by words or digits, 1: by the keys of a telephone
  int64_t used_ms = 0;
  std::string name_key;
  int64_t contact = 0;       // 0: none
  int64_t conversation = 0;  // of no contact
  int32_t kind = 0;          // of that conversation
  std::string title;
  bool typed = false;

  bool operator<(const Candidate& other) const {
    return std::tie(place, other.used_ms, name_key, contact, conversation) <
           std::tie(other.place, used_ms, other.name_key, other.contact, other.conversation);
  }
};

class Recipients {
 public:
  Recipients(cache::Connection& connection, std::string_view text,
             const identity::NumberRules& rules, uint32_t limit)
      : connection_(connection),
        text_(text),
        rules_(rules),
        limit_(limit),
        ways_(connection, rules) {}

  Result<Page> run() {
    const bool any = !identity::search_key(text_).empty();
    if (any) {
      probe_ = identity::contact_probe(text_);
      IX_CHECK(read_typed());
      IX_CHECK(find_contacts());
    }
    for (const bool pinned : {true, false}) IX_CHECK(find_recent(pinned, any));
    // Most numbers begin like a short code: one is spoken of where nothing else is meant.
    if (typed_.number_class == identity::NumberClass::short_code && found_.size() > 1) {
      std::erase_if(found_, [](const Candidate& one) { return one.typed; });
    }
    std::sort(found_.begin(), found_.end());
    bool more = false;
    for (const Candidate& one : found_) {
      more = page_.count(IX_TABLE_RECIPIENT) == limit_;
      const PageBuilder::Mark before = page_.mark();
      if (!more) {
        IX_CHECK(append(one));
        more = page_.count(IX_TABLE_RECIPIENT) > 1 && page_.size() > kPageBudget;
        if (more) page_.rollback(before);
      }
      if (more) break;
    }
    if (more) page_.set_end(IX_MORE_LOCAL, {});
    return page_.build();
  }

 private:
  // Whose number it is that was typed: it stands once, with him.
  Status read_typed() {
    if (text_.find_first_of("0123456789") == std::string_view::npos) return {};
    typed_ = identity::parse_phone_number(text_, rules_);
    if (typed_.number_class == identity::NumberClass::invalid) return {};
    Candidate one;
    one.typed = true;
    one.kind = static_cast<int32_t>(ConversationKind::number);
    one.place = typed_.sendable ? kTypedFirst : kTypedLast;
    one.title = typed_.national.empty() ? std::string(text_) : typed_.national;
    if (!typed_.e164.empty()) {
      IX_TRY(one.contact, claimant(typed_.e164));
      IX_TRY(typed_way_, ways_.to_number(typed_.e164));
      // A conversation that is there is nearer than what only could be.
      if (one.contact != 0 || typed_way_.conversation != 0) one.place = kTypedFirst;
      if (one.contact == 0) one.conversation = typed_way_.conversation;
    } else {
      typed_way_.address = text_;
      typed_way_.reason = typed_.reason;
    }
    found_.push_back(std::move(one));
    return {};
  }

  // The contact that has the number: the first claimant in the order of claims. 0: nobody.
  Result<int64_t> claimant(std::string_view e164) {
    IX_TRY(auto rows, cache::claims_on(connection_, {}, e164));
    using Order = std::tuple<int32_t, std::string, std::string>;
    std::optional<Order> first;
    int64_t contact = 0;
    cache::ClaimRow row;
    for (;;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) return contact;
      Order order(row.contact_kind, row.source, row.source_id);
      if (first && *first <= order) continue;
      first = std::move(order);
      contact = row.contact;
    }
  }

  bool is_typed(int64_t contact, int64_t conversation) const {
    return std::any_of(found_.begin(), found_.end(), [&](const Candidate& one) {
      return one.typed && one.contact == contact && one.conversation == conversation;
    });
  }

  Status find_contacts() {
    // One more tells whether there are more, one may be the one that stands first already.
    IX_TRY(auto rows,
           cache::contacts_matching(connection_, {probe_.words, probe_.numbers, probe_.spelled}, {},
                                    limit_ + int64_t{2}));
    cache::FoundContactRow row;
    for (;;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) return {};
      if (is_typed(row.contact.id, 0)) continue;
      Candidate one;
      one.place = row.place;
      one.used_ms = row.used_ms;
      one.name_key = row.contact.name_key;
      one.contact = row.contact.id;
      found_.push_back(std::move(one));
    }
  }

  // Without a text all of them, with their contacts; else those without one that it finds.
  Status find_recent(bool pinned, bool by_text) {
    const int64_t most = by_text ? kRecent : limit_ + int64_t{1};
    IX_TRY(auto rows, cache::recent_conversations(connection_, pinned, most));
    cache::RecentRow row;
    for (;;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) return {};
      Candidate one;
      if (by_text) {
        if (row.contact != 0 || is_typed(0, row.id)) continue;
        const auto place = place_of(row, one.name_key);
        if (!place) continue;
        one.place = *place;
      }
      one.used_ms = row.activity_ms;
      one.contact = row.contact;
      if (row.contact == 0) {
        one.conversation = row.id;
        one.kind = row.kind;
        one.title = row.title;
      }
      found_.push_back(std::move(one));
    }
  }

  // A number's conversation is named by it: its digits are no words.
  std::optional<int> place_of(const cache::RecentRow& row, std::string& name_key) const {
    const bool number =
        row.kind == static_cast<int32_t>(ConversationKind::number) && row.title.starts_with('+');
    if (!number) name_key = identity::search_key(row.title);
    return identity::place_of(probe_, name_key, number ? row.title : std::string_view());
  }

  Status append(const Candidate& from) {
    ix_row_recipient row{};
    RecipientWay way;
    if (from.contact != 0) {
      IX_TRY(const bool there, add_contact(from.contact, row, way));
      if (!there) return {};
    } else {
      row.kind = kind_of(from);
      row.title = page_.add(from.title);
      if (!from.typed) {
        IX_TRY(way, ways_.in_conversation(from.conversation));
      }
    }
    if (from.typed) {
      const int64_t conversation = way.conversation;
      way = typed_way_;
      if (way.conversation == 0) way.conversation = conversation;
      row.flags |= IX_RECIPIENT_TYPED;
    }
    row.used_ms = from.used_ms;
    fill(row, way);
    page_.append(row);
    return {};
  }

  static int32_t kind_of(const Candidate& from) {
    switch (static_cast<ConversationKind>(from.kind)) {
      case ConversationKind::channel:
        return IX_RECIPIENT_KIND_CHANNEL;
      case ConversationKind::group:
        return IX_RECIPIENT_KIND_GROUP;
      case ConversationKind::contact:
        return IX_RECIPIENT_KIND_MEMBER;
      case ConversationKind::number:
        break;
    }
    return IX_RECIPIENT_KIND_NUMBER;
  }

  // False: he is gone.
  Result<bool> add_contact(int64_t contact, ix_row_recipient& row, RecipientWay& way) {
    {
      IX_TRY(auto rows, cache::contact_with_id(connection_, contact));
      cache::ContactRow from;
      IX_TRY(const bool there, rows.next(from));
      if (!there) return false;
      row.title = page_.add(from.name);
      row.kind = from.kind == static_cast<int32_t>(ContactKind::member)
                     ? IX_RECIPIENT_KIND_MEMBER
                     : IX_RECIPIENT_KIND_EXTERNAL;
    }
    row.contact = page_.add(ContactId{contact}.text());
    std::vector<ContactAddress> addresses;
    {
      IX_TRY(auto rows, cache::addresses_of_contact(connection_, contact));
      cache::ContactAddressRow from;
      for (;;) {
        IX_TRY(const bool found, rows.next(from));
        if (!found) break;
        addresses.push_back({from.kind, std::string(from.address)});
        IX_TRY(const ix_row_address shown, address_row(connection_, from, rules_, page_));
        const uint32_t index = page_.append(shown);
        if (row.address_count++ == 0) row.first_address = index;
      }
    }
    IX_TRY(way, ways_.to_contact(contact, addresses));
    return true;
  }

  void fill(ix_row_recipient& row, const RecipientWay& way) {
    if (way.conversation != 0) {
      row.conversation = page_.add(ConversationId{way.conversation}.text());
    }
    if (way.route != 0) row.route = page_.add(RouteId{way.route}.text());
    row.address = page_.add_or_absent(way.address);
    row.reason = page_.add_or_absent(way.reason);
    row.route_kind = static_cast<int32_t>(way.kind);
    row.sendable = way.reason.empty() ? 1 : 0;
    row.flags |= flag_if(way.opted_out, IX_RECIPIENT_OPTED_OUT);
    const bool typed = (row.flags & IX_RECIPIENT_TYPED) != 0;
    const bool number = way.kind == RouteKind::sms || way.kind == RouteKind::phone;
    if (typed) {
      row.number_class = static_cast<int32_t>(typed_.number_class);
    } else if (number && way.address.starts_with('+')) {
      row.number_class =
          static_cast<int32_t>(identity::destination_of(way.address, rules_).number_class);
    }
  }

  cache::Connection& connection_;
  const std::string_view text_;
  const identity::NumberRules& rules_;
  const uint32_t limit_;
  RecipientWays ways_;
  identity::ContactProbe probe_;
  identity::PhoneNumber typed_;
  RecipientWay typed_way_;
  std::vector<Candidate> found_;
  PageBuilder page_;
};

}  // namespace

Result<Page> recipient_list(cache::Connection& connection, std::string_view text,
                            const identity::NumberRules& rules, uint32_t limit) {
  return Recipients(connection, text, rules, limit).run();
}

}  // namespace ix::query
