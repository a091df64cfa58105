// SPDX-License-Identifier: Apache-2.0
#include "cache/contact_search.h"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <limits>
#include <tuple>

namespace ix::cache {
namespace {

// A key that begins with the parameter: U+10FFFF is above all that may follow.
constexpr const char* kHaving =
    "SELECT contact FROM contact_key WHERE key >= ?1 AND key < ?1 || char(1114111)";
constexpr const char* kUsed =
    "SELECT contact, activity_ms FROM conversation"
    " WHERE contact IS NOT NULL AND activity_ms > 0 AND activity_ms <= ?1"
    " ORDER BY activity_ms DESC, contact";
constexpr const char* kByName =
    "SELECT id, name_key FROM contact WHERE (name_key, id) > (?1, ?2) ORDER BY name_key, id";
constexpr const char* kNameOf = "SELECT name_key FROM contact WHERE id = ?1";
constexpr const char* kNameAndUseOf =
    "SELECT name_key, (SELECT ifnull(max(v.activity_ms), 0) FROM route AS r JOIN conversation AS v"
    " ON v.id = r.conversation WHERE r.contact = c.id AND r.contact IS NOT NULL)"
    " FROM contact AS c WHERE id = ?1";

using Ids = std::vector<int64_t>;  // ascending, each once

void in_order(Ids& ids) {
  // Those of one key are.
  if (!std::is_sorted(ids.begin(), ids.end())) std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

// Asked thousands of times for ids that mostly are not among `ids`, which outlive it: a Bloom
// filter of one hash in front of them.
class Members {
 public:
  explicit Members(const Ids& ids) : ids_(ids) {
    for (const int64_t id : ids) filter_.set(bit_of(id));
  }
  bool has(int64_t id) const {
    return filter_[bit_of(id)] && std::binary_search(ids_.begin(), ids_.end(), id);
  }

 private:
  static constexpr size_t kBits = 1 << 16;
  static size_t bit_of(int64_t id) { return static_cast<size_t>(id) % kBits; }

  const Ids& ids_;
  std::bitset<kBits> filter_;
};

// Adds those of `among`, or all, that have such a key: in no order, some more than once.
Status add_having(Connection& connection, std::string_view key, const Members* among, Ids& ids) {
  IX_TRY(StatementUse statement, connection.prepare(kHaving));
  statement->bind(1, key);
  for (;;) {
    IX_TRY(const bool found, statement->step());
    if (!found) return {};
    const int64_t id = statement->integer(0);
    if (among == nullptr || among->has(id)) ids.push_back(id);
  }
}

Result<Ids> by_words_or_numbers(Connection& connection, const ContactMatch& match) {
  Ids found;
  for (const std::string& word : match.words) {
    Ids having;
    if (&word == &match.words.front()) {
      IX_CHECK(add_having(connection, word, nullptr, having));
    } else {
      const Members among(found);
      IX_CHECK(add_having(connection, word, &among, having));
    }
    in_order(having);
    found = std::move(having);
  }
  for (const std::string& number : match.numbers) {
    IX_CHECK(add_having(connection, number, nullptr, found));
  }
  in_order(found);
  return found;
}

struct Named {
  std::string name_key;
  int64_t id = 0;
  int64_t used_ms = 0;
  // The one used last comes first.
  bool operator<(const Named& other) const {
    return std::tie(other.used_ms, name_key, id) < std::tie(used_ms, other.name_key, other.id);
  }
  bool is_behind(int64_t position_used_ms, const ContactPosition& position) const {
    if (used_ms != position_used_ms) return used_ms < position_used_ms;
    const int order = std::string_view(name_key).compare(position.name_key);
    return order > 0 || (order == 0 && id > position.id);
  }
};

// `used_ms`: all of them were used at that moment; nullopt: when is read, too.
Result<std::vector<Named>> names_of(Connection& connection, const Ids& ids,
                                    std::optional<int64_t> used_ms) {
  std::vector<Named> out;
  out.reserve(ids.size());
  IX_TRY(StatementUse statement, connection.prepare(used_ms ? kNameOf : kNameAndUseOf));
  for (const int64_t id : ids) {
    statement->reset();
    statement->bind(1, id);
    IX_TRY(const bool found, statement->step());
    if (!found) continue;
    out.push_back(
        {std::string(statement->text(0)), id, used_ms ? *used_ms : statement->integer(1)});
  }
  return out;
}

// Few are looked up one by one and sorted; above that it is cheaper to go along all contacts.
constexpr size_t kFew = 1000;

// Ranks those that match in one place. To sort thousands for a page of fifty is what costs; so many
// are found the other way: along all contacts in the order that is wanted, picking those that
// match.
class Ranking {
 public:
  Ranking(Connection& connection, const Ids& matching, int32_t place, size_t limit,
          std::vector<FoundContacts::Hit>& out)
      : connection_(connection), matching_(matching), place_(place), limit_(limit), out_(out) {}

  Status run(const FoundPosition& after) {
    const bool goes_on = after.place == place_;
    if (matching_.size() <= kFew) return sort_few(goes_on ? &after : nullptr);
    if (!goes_on || after.used_ms > 0) {
      IX_CHECK(take_used(goes_on ? after : FoundPosition{place_, kNewest, {}}));
      if (full()) return {};
    }
    // Those used later than where this page begins were not met.
    if (goes_on) IX_CHECK(each_used(kNewest, [](int64_t, int64_t) { return Status(); }));
    in_order(used_);
    return take_unused(goes_on && after.used_ms == 0 ? after.contact : ContactPosition());
  }

 private:
  static constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();

  bool full() const { return out_.size() >= limit_; }

  Status sort_few(const FoundPosition* after) {
    IX_TRY(std::vector<Named> named, names_of(connection_, matching_, std::nullopt));
    std::sort(named.begin(), named.end());
    for (const Named& one : named) {
      if (full()) break;
      if (after && !one.is_behind(after->used_ms, after->contact)) continue;
      out_.push_back({one.id, place_, one.used_ms});
    }
    return {};
  }

  // Those that match and have a conversation, the last used first, until the page is full.
  template <class Visit>
  Status each_used(int64_t from_ms, Visit visit) {
    const Members matching(matching_);
    IX_TRY(StatementUse statement, connection_.prepare(kUsed));
    statement->bind(1, from_ms);
    while (!full()) {
      IX_TRY(const bool found, statement->step());
      if (!found) break;
      const int64_t contact = statement->integer(0);
      if (!matching.has(contact)) continue;
      used_.push_back(contact);
      IX_CHECK(visit(contact, statement->integer(1)));
    }
    return {};
  }

  Status take_used(const FoundPosition& after) {
    Ids together;  // were used at the same moment
    int64_t used_ms = 0;
    const auto visit = [&](int64_t contact, int64_t at_ms) -> Status {
      if (at_ms != used_ms) {
        IX_CHECK(append(together, used_ms, after));
        together.clear();
        used_ms = at_ms;
      }
      together.push_back(contact);
      return {};
    };
    IX_CHECK(each_used(after.used_ms, visit));
    return full() ? Status() : append(together, used_ms, after);
  }

  Status append(const Ids& together, int64_t used_ms, const FoundPosition& after) {
    if (together.size() == 1 && used_ms != after.used_ms) {
      out_.push_back({together.front(), place_, used_ms});
      return {};
    }
    IX_TRY(std::vector<Named> named, names_of(connection_, together, used_ms));
    std::sort(named.begin(), named.end());
    for (const Named& one : named) {
      if (!one.is_behind(after.used_ms, after.contact)) continue;
      if (full()) break;
      out_.push_back({one.id, place_, used_ms});
    }
    return {};
  }

  // Those that were never used, by name.
  Status take_unused(const ContactPosition& after) {
    Ids left;
    std::set_difference(matching_.begin(), matching_.end(), used_.begin(), used_.end(),
                        std::back_inserter(left));
    // Many that match are met soon on the way along all names, unless they stand together at its
    // end.
    if (left.size() > kFew) {
      IX_TRY(const bool done, walk_names(left, after));
      if (done) return {};
    }
    IX_TRY(std::vector<Named> named, names_of(connection_, left, 0));
    std::erase_if(named, [&after](const Named& one) { return !one.is_behind(0, after); });
    const size_t room = std::min(limit_ - out_.size(), named.size());
    std::partial_sort(named.begin(), named.begin() + static_cast<std::ptrdiff_t>(room),
                      named.end());
    for (size_t i = 0; i < room; ++i) out_.push_back({named[i].id, place_, 0});
    return {};
  }

  // False, and nothing taken: it would take too long.
  Result<bool> walk_names(const Ids& left, const ContactPosition& after) {
    constexpr size_t kPatience = 5'000;
    const size_t before = out_.size();
    const Members wanted(left);
    IX_TRY(StatementUse statement, connection_.prepare(kByName));
    statement->bind_all(after.name_key, after.id);
    for (size_t steps = 0; !full(); ++steps) {
      IX_TRY(const bool found, statement->step());
      if (!found) break;
      if (steps == kPatience) {
        out_.resize(before);
        return false;
      }
      const int64_t id = statement->integer(0);
      if (wanted.has(id)) out_.push_back({id, place_, 0});
    }
    return true;
  }

  Connection& connection_;
  const Ids& matching_;
  const int32_t place_;
  const size_t limit_;
  std::vector<FoundContacts::Hit>& out_;
  Ids used_;  // of those that match
};

}  // namespace

Result<FoundContacts> contacts_matching(Connection& connection, const ContactMatch& match,
                                        const FoundPosition& after, int64_t limit) {
  const auto most = static_cast<size_t>(std::max<int64_t>(limit, 0));
  std::vector<FoundContacts::Hit> hits;
  IX_TRY(const Ids first, by_words_or_numbers(connection, match));
  if (after.place <= 0) IX_CHECK(Ranking(connection, first, 0, most, hits).run(after));
  if (hits.size() < most && !match.spelled.empty()) {
    Ids spelled, second;
    IX_CHECK(add_having(connection, match.spelled, nullptr, spelled));
    in_order(spelled);
    std::set_difference(spelled.begin(), spelled.end(), first.begin(), first.end(),
                        std::back_inserter(second));
    IX_CHECK(Ranking(connection, second, 1, most, hits).run(after));
  }
  return FoundContacts(connection, std::move(hits));
}

Result<bool> FoundContacts::next(FoundContactRow& row) {
  shown_.reset();
  while (at_ < hits_.size()) {
    const Hit& hit = hits_[at_++];
    IX_TRY(auto contact, contact_with_id(connection_, hit.id));
    shown_.emplace(std::move(contact));
    IX_TRY(const bool found, shown_->next(row.contact));
    if (!found) continue;
    row.place = hit.place;
    row.used_ms = hit.used_ms;
    return true;
  }
  return false;
}

}  // namespace ix::cache
