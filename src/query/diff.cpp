// SPDX-License-Identifier: Apache-2.0
#include "query/diff.h"

#include <interactions/subscription.h>

#include <algorithm>
#include <unordered_map>

namespace ix::query {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

const ix_row_conversation& conversation(const Page& page, uint32_t index) {
  return *page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, index);
}

const ix_row_route& route(const Page& page, uint32_t index) {
  return *page.row<ix_row_route>(IX_TABLE_ROUTE, index);
}

std::string_view id_of(const Page& page, uint32_t index) {
  return page.text_or_empty(conversation(page, index).id);
}

// Where each row of `page` stands in `other`; kNone: not there.
std::vector<uint32_t> places_in(const Page& page, const Page& other) {
  std::unordered_map<std::string_view, uint32_t> index_of;
  const uint32_t others = other.count(IX_TABLE_CONVERSATION);
  index_of.reserve(others);
  for (uint32_t i = 0; i < others; ++i) index_of.emplace(id_of(other, i), i);
  std::vector<uint32_t> places(page.count(IX_TABLE_CONVERSATION), kNone);
  for (uint32_t i = 0; i < places.size(); ++i) {
    const auto found = index_of.find(id_of(page, i));
    if (found != index_of.end()) places[i] = found->second;
  }
  return places;
}

// Marks the members of a longest increasing subsequence (patience sorting, O(n log n)).
std::vector<bool> longest_increasing(const std::vector<uint32_t>& values) {
  std::vector<size_t> tails;  // tails[k]: where the best subsequence of length k + 1 ends
  std::vector<size_t> before(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const auto place =
        std::lower_bound(tails.begin(), tails.end(), values[i],
                         [&](size_t at, uint32_t value) { return values[at] < value; });
    before[i] = place == tails.begin() ? i : *(place - 1);
    if (place == tails.end()) {
      tails.push_back(i);
    } else {
      *place = i;
    }
  }
  std::vector<bool> member(values.size(), false);
  if (tails.empty()) return member;
  for (size_t at = tails.back();; at = before[at]) {
    member[at] = true;
    if (before[at] == at) return member;
  }
}

bool same_text(const Page& a, ix_ref ref_a, const Page& b, ix_ref ref_b) {
  return a.text(ref_a) == b.text(ref_b);
}

bool same_route(const Page& a, const ix_row_route& x, const Page& b, const ix_row_route& y) {
  return x.kind == y.kind && x.state == y.state && x.flags == y.flags &&
         same_text(a, x.id, b, y.id) && same_text(a, x.address, b, y.address) &&
         same_text(a, x.from, b, y.from) && same_text(a, x.reason, b, y.reason);
}

bool same_routes(const Page& a, const ix_row_conversation& x, const Page& b,
                 const ix_row_conversation& y) {
  if (x.route_count != y.route_count) return false;
  for (uint32_t i = 0; i < x.route_count; ++i) {
    if (!same_route(a, route(a, x.first_route + i), b, route(b, y.first_route + i))) return false;
  }
  return true;
}

// IX_FIELD_* of what differs. A conversation's kind follows from whether it has a contact.
uint64_t fields_that_differ(const Page& a, const ix_row_conversation& x, const Page& b,
                            const ix_row_conversation& y) {
  uint64_t fields = 0;
  if (!same_text(a, x.title, b, y.title)) fields |= IX_FIELD_TITLE;
  if (x.last_activity_ms != y.last_activity_ms) fields |= IX_FIELD_ACTIVITY;
  if (x.preview_kind != y.preview_kind || x.preview_direction != y.preview_direction ||
      x.preview_outcome != y.preview_outcome || !same_text(a, x.preview_text, b, y.preview_text)) {
    fields |= IX_FIELD_PREVIEW;
  }
  const uint32_t flags = x.flags ^ y.flags;
  if (x.unread != y.unread || (flags & IX_CONVERSATION_UNREAD_LOWER_BOUND) != 0) {
    fields |= IX_FIELD_UNREAD;
  }
  if (flags != 0) fields |= IX_FIELD_FLAGS;
  if (!same_routes(a, x, b, y)) fields |= IX_FIELD_ROUTES;
  if (!same_text(a, x.draft, b, y.draft)) fields |= IX_FIELD_DRAFT;
  if (x.kind != y.kind || !same_text(a, x.contact, b, y.contact)) fields |= IX_FIELD_CONTACT;
  return fields;
}

// Writes the steps while it keeps the list as it stands after each of them.
class Steps {
 public:
  Steps(const Page& before, const Page& after) : before_(before), after_(after) {}

  Page run() {
    const std::vector<uint32_t> old_place = places_in(after_, before_);
    const std::vector<uint32_t> new_place = places_in(before_, after_);
    remove_gone(new_place);
    arrange(old_place, rows_that_stay(new_place));
    update(old_place);
    page_.set_end(
        after_.size() == 0 ? IX_MORE_START : after_.header().more,
        after_.size() == 0 ? std::string_view() : after_.text_or_empty(after_.header().cursor));
    return page_.build();
  }

 private:
  void add(int32_t op, std::string_view id, uint32_t from, uint32_t to, uint32_t row,
           uint64_t fields) {
    ix_row_change change{};
    change.id = page_.add(id);
    change.op = op;
    change.from = from;
    change.to = to;
    change.row = row;
    change.fields = fields;
    page_.append(change);
  }

  // From the end, so that each index is the row's own in the old list.
  void remove_gone(const std::vector<uint32_t>& new_place) {
    for (auto i = static_cast<uint32_t>(new_place.size()); i-- > 0;) {
      if (new_place[i] == kNone) add(IX_CHANGE_REMOVE, id_of(before_, i), i, 0, kNone, 0);
    }
    for (const uint32_t place : new_place) {
      if (place != kNone) list_.push_back(place);
    }
  }

  // By place in the new list: kept rows that need no move.
  std::vector<bool> rows_that_stay(const std::vector<uint32_t>& new_place) const {
    std::vector<bool> stays(after_.count(IX_TABLE_CONVERSATION), false);
    std::vector<uint32_t> kept;
    for (const uint32_t place : new_place) {
      if (place != kNone) kept.push_back(place);
    }
    const std::vector<bool> member = longest_increasing(kept);
    for (size_t i = 0; i < kept.size(); ++i) stays[kept[i]] = member[i];
    return stays;
  }

  // Puts every new or moved row right behind its neighbour of the new list, in the order of the
  // new list. What is still to be moved may stand anywhere meanwhile: indexes count it.
  void arrange(const std::vector<uint32_t>& old_place, const std::vector<bool>& stays) {
    for (uint32_t place = 0; place < old_place.size(); ++place) {
      if (stays[place]) continue;
      uint32_t from = kNone;
      if (old_place[place] != kNone) {
        from = index_of(place);
        list_.erase(list_.begin() + from);
      }
      const uint32_t to = place == 0 ? 0 : index_of(place - 1) + 1;
      list_.insert(list_.begin() + to, place);
      const std::string_view id = id_of(after_, place);
      if (from == kNone) {
        add(IX_CHANGE_INSERT, id, 0, to, append_row(place), 0);
      } else {
        add(IX_CHANGE_MOVE, id, from, to, kNone, 0);
      }
    }
  }

  void update(const std::vector<uint32_t>& old_place) {
    for (uint32_t place = 0; place < old_place.size(); ++place) {
      if (old_place[place] == kNone) continue;
      const uint64_t fields = fields_that_differ(before_, conversation(before_, old_place[place]),
                                                 after_, conversation(after_, place));
      if (fields == 0) continue;
      add(IX_CHANGE_UPDATE, id_of(after_, place), place, 0, append_row(place), fields);
    }
  }

  uint32_t index_of(uint32_t place) const {
    return static_cast<uint32_t>(std::find(list_.begin(), list_.end(), place) - list_.begin());
  }

  ix_ref copied(ix_ref ref) {
    const auto text = after_.text(ref);
    return text ? page_.add(*text) : ix_ref{0, 0};
  }

  uint32_t append_row(uint32_t index) {
    ix_row_conversation row = conversation(after_, index);
    uint32_t first = 0;
    for (uint32_t i = 0; i < row.route_count; ++i) {
      ix_row_route copy = route(after_, row.first_route + i);
      copy.id = copied(copy.id);
      copy.address = copied(copy.address);
      copy.from = copied(copy.from);
      copy.reason = copied(copy.reason);
      const uint32_t at = page_.append(copy);
      if (i == 0) first = at;
    }
    row.first_route = first;
    row.id = copied(row.id);
    row.title = copied(row.title);
    row.contact = copied(row.contact);
    row.preview_text = copied(row.preview_text);
    row.draft = copied(row.draft);
    return page_.append(row);
  }

  const Page& before_;
  const Page& after_;
  PageBuilder page_;
  std::vector<uint32_t> list_;  // places in the new list, in the order of the list so far
};

}  // namespace

Page diff_conversations(const Page& before, const Page& after) {
  return Steps(before, after).run();
}

}  // namespace ix::query
