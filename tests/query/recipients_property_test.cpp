// SPDX-License-Identifier: Apache-2.0
// The list of recipients of random stores against a plain reading of the rule in contact.h.
#include <algorithm>
#include <set>
#include <tuple>

#include "identity/phone_number.h"
#include "recipients_fixture.h"
#include "support/sanitized.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kWords[] = {"Zo\u00e9", "Tremblay",  "Anna", "O'Brien",
                                  "Roy-Team", "b\u0153uf", "5"};

struct Person {
  int64_t id = 0;
  ContactKind kind = ContactKind::external;
  std::string name;
  Texts numbers;
};

struct Talk {
  int64_t id = 0;
  ConversationKind kind = ConversationKind::number;
  int64_t contact = 0;
  std::string title;
  int64_t used_ms = 0;
};

// Everything that is there, read without an index.
class Model {
 public:
  explicit Model(uint64_t seed) : random_(seed) {
    for (int64_t id = 1; id <= 25; ++id) add_person(id);
    for (int64_t id = 1; id <= 25; ++id) add_talk(id);
  }

  // Ids in order: "p1" a contact, "r1" a conversation, "+1..." a number of nobody's.
  Texts list(const std::string& text) const {
    using Rank = std::tuple<int, int64_t, std::string, int64_t, int64_t>;
    std::vector<std::pair<Rank, std::string>> found;
    const bool any = !identity::search_key(text).empty();
    const auto typed = any && text.find_first_of("0123456789") != std::string::npos
                           ? identity::parse_phone_number(text)
                           : identity::PhoneNumber();
    std::string first;
    if (!typed.e164.empty()) {
      first = owner(typed.e164);
      const bool bare = first == typed.e164;
      found.push_back({Rank(!bare || typed.sendable ? -1 : 2, 0, "", 0, 0), first});
    }
    for (const Person& one : people_) {
      const std::string id = ContactId{one.id}.text();
      const Talk* talk = talk_of(one.id);
      const int64_t used = talk ? talk->used_ms : 0;
      const int place = any ? place_of(text, identity::search_key(one.name), one.numbers) : 0;
      const bool listed = any ? place >= 0 : talk != nullptr && talk->used_ms > 0;
      if (!listed || id == first) continue;
      const std::string key = any ? identity::search_key(one.name) : std::string();
      found.push_back({Rank(place, -used, key, one.id, 0), id});
    }
    for (const Talk& one : talks_) {
      const std::string id = ConversationId{one.id}.text();
      if (one.contact != 0 || one.used_ms == 0 || id == first) continue;
      const bool number = one.kind == ConversationKind::number;
      const std::string key = number ? std::string() : identity::search_key(one.title);
      const int place = any ? place_of(text, key, number ? Texts{one.title} : Texts{}) : 0;
      if (place < 0) continue;
      found.push_back({Rank(place, -one.used_ms, any ? key : std::string(), 0, one.id), id});
    }
    std::sort(found.begin(), found.end());
    Texts out;
    for (const auto& [rank, id] : found) out.push_back(id);
    return out;
  }

  std::string some_text() {
    const std::string word = kWords[below(std::size(kWords))];
    const std::string& number = numbers_[below(numbers_.size())];
    switch (below(7)) {
      case 0:
        return word.substr(0, 1);
      case 1:
        return word;
      case 2:
        return word + " " + std::string(kWords[below(std::size(kWords))]);
      case 3:
        return number.substr(2, below(9));
      case 4:
        return number.substr(2);
      case 5:
        return number.substr(number.size() - 4);
      default:
        return std::string(1, static_cast<char>('2' + below(8))) +
               static_cast<char>('2' + below(8));
    }
  }

  RecipientsFixture f;

 private:
  uint64_t below(uint64_t end) { return random_.below(end); }
  std::string new_number() {
    // Some of them may not be texted.
    const char* area = below(5) == 0 ? "900" : (below(4) == 0 ? "212" : "514");
    numbers_.push_back("+1" + std::string(area) + "55501" + std::to_string(10 + below(90)));
    return numbers_.back();
  }
  std::string new_name() {
    std::string name = kWords[below(std::size(kWords))];
    if (below(2)) name += std::string(" ") + kWords[below(std::size(kWords))];
    return name;
  }
  void add_person(int64_t id) {
    Person one{id, below(2) ? ContactKind::external : ContactKind::member, new_name(), {}};
    for (uint64_t n = below(3); n > 0; --n) {
      const std::string number = new_number();
      if (std::find(one.numbers.begin(), one.numbers.end(), number) == one.numbers.end()) {
        one.numbers.push_back(number);
      }
    }
    f.contact(id, one.kind, one.name, one.numbers);
    people_.push_back(std::move(one));
  }
  void add_talk(int64_t id) {
    Talk one{id, ConversationKind::number, 0, {}, static_cast<int64_t>(below(40)) * 10};
    const bool pinned = below(4) == 0;
    const auto which = below(3);
    if (which == 0) {
      const Person& whose = people_[below(people_.size())];
      if (talk_of(whose.id)) return;
      one.contact = whose.id;
      one.kind = ConversationKind::contact;
      one.title = whose.name;
      f.conversation(id, one.kind, one.contact, one.title, one.used_ms, pinned);
      f.route(id, RouteKind::internal, id, one.contact, "@u" + std::to_string(id) + ":b", "");
    } else if (which == 1) {
      one.kind = below(2) ? ConversationKind::channel : ConversationKind::group;
      one.title = new_name();
      f.conversation(id, one.kind, 0, one.title, one.used_ms, pinned);
      f.route(id, RouteKind::channel, id, 0, "", "");
    } else {
      one.title = new_number();
      if (owner(one.title) != one.title) return;  // somebody's already
      f.conversation(id, one.kind, 0, one.title, one.used_ms, pinned);
      f.route(id, RouteKind::sms, id, 0, "", one.title);
    }
    talks_.push_back(std::move(one));
  }

  const Talk* talk_of(int64_t contact) const {
    for (const Talk& one : talks_) {
      if (one.contact == contact) return &one;
    }
    return nullptr;
  }
  // Whose row a number is.
  std::string owner(const std::string& number) const {
    const Person* best = nullptr;
    const auto order = [](const Person& one) {
      return std::tuple(one.kind, "s" + std::to_string(one.id));
    };
    for (const Person& one : people_) {
      if (std::find(one.numbers.begin(), one.numbers.end(), number) == one.numbers.end()) continue;
      if (!best || order(one) < order(*best)) best = &one;
    }
    if (best) return ContactId{best->id}.text();
    for (const Talk& one : talks_) {
      if (one.kind == ConversationKind::number && one.title == number) {
        return ConversationId{one.id}.text();
      }
    }
    return number;
  }
  // By the stored keys' own words. -1: not found.
  static int place_of(const std::string& text, const std::string& key, const Texts& numbers) {
    const auto keys = identity::contact_keys(key, numbers, {}, {});
    const auto has = [&keys](const std::string& begin) {
      return std::any_of(keys.begin(), keys.end(),
                         [&begin](const std::string& one) { return one.starts_with(begin); });
    };
    const identity::ContactProbe probe = identity::contact_probe(text);
    if (std::any_of(probe.numbers.begin(), probe.numbers.end(), has)) return 0;
    if (!probe.words.empty() && std::all_of(probe.words.begin(), probe.words.end(), has)) return 0;
    return !probe.spelled.empty() && has(probe.spelled) ? 1 : -1;
  }

  SeededRandom random_;
  Texts numbers_;
  std::vector<Person> people_;
  std::vector<Talk> talks_;
};

Texts ids_of(const query::Page& page) {
  Texts out;
  for (uint32_t i = 0; i < page.count(IX_TABLE_RECIPIENT); ++i) {
    const auto& row = *page.row<ix_row_recipient>(IX_TABLE_RECIPIENT, i);
    const ix_ref id = row.contact.offset != 0        ? row.contact
                      : row.conversation.offset != 0 ? row.conversation
                                                     : row.address;
    out.emplace_back(page.text_or_empty(id));
  }
  return out;
}

}  // namespace

TEST_CASE("the list of recipients is what the rule says, in random stores") {
  int found = 0, typed = 0;
  for (uint64_t seed = 1; seed <= last_seed(40); ++seed) {
    CAPTURE(seed);
    Model model(seed);
    for (int i = 0; i < 40; ++i) {
      const std::string text = i == 0 ? std::string() : model.some_text();
      CAPTURE(text);
      Texts expected = model.list(text);
      const uint32_t limit = i % 3 == 0 ? 3 : 50;
      const query::Page page = take(model.f.cache.reader().recipients(text, limit));
      Texts ids = ids_of(page);
      CHECK((page.header().more == IX_MORE_LOCAL) == (expected.size() > limit));
      if (expected.size() > limit) expected.resize(limit);
      // A short code stands only where nothing else is found; the reference knows of none.
      if (expected.empty() && ids.size() == 1 && ids.front().size() < 7) ids.clear();
      CHECK(ids == expected);
      CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
      found += static_cast<int>(ids.size());
      for (uint32_t at = 0; at < page.count(IX_TABLE_RECIPIENT); ++at) {
        const auto* row = page.row<ix_row_recipient>(IX_TABLE_RECIPIENT, at);
        typed += (row->flags & IX_RECIPIENT_TYPED) != 0 ? 1 : 0;
      }
    }
  }
  CHECK(found > enough(3000));
  CHECK(typed > enough(100));
}
