// SPDX-License-Identifier: Apache-2.0
#include "query/diff.h"

#include <interactions/subscription.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "query/row_shape.h"

namespace ix::query {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

std::string_view id_of(const Page& page, uint32_t table, uint32_t index) {
  // The first column of every live list's row.
  return page.text_or_empty(*page.row<ix_ref>(table, index));
}

// Where each row of `page` stands in `other`; kNone: not there.
std::vector<uint32_t> places_in(const Page& page, const Page& other, uint32_t table) {
  std::unordered_map<std::string_view, uint32_t> index_of;
  const uint32_t others = other.count(table);
  index_of.reserve(others);
  for (uint32_t i = 0; i < others; ++i) index_of.emplace(id_of(other, table, i), i);
  std::vector<uint32_t> places(page.count(table), kNone);
  for (uint32_t i = 0; i < places.size(); ++i) {
    const auto found = index_of.find(id_of(page, table, i));
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

template <class T>
T column(const unsigned char* row, size_t offset) {
  T value;
  std::memcpy(&value, row + offset, sizeof value);
  return value;
}

bool same(const Page& a, const unsigned char* x, const Page& b, const unsigned char* y,
          const ComparedColumn& by) {
  if (by.is_text) {
    return a.text(column<ix_ref>(x, by.offset)) == b.text(column<ix_ref>(y, by.offset));
  }
  if (by.size == sizeof(uint32_t)) {
    return ((column<uint32_t>(x, by.offset) ^ column<uint32_t>(y, by.offset)) & by.mask) == 0;
  }
  return std::memcmp(x + by.offset, y + by.offset, by.size) == 0;
}

// IX_FIELD_* of what differs between two versions of a row.
uint64_t fields_that_differ(uint32_t table, const Page& a, uint32_t i, const Page& b, uint32_t j) {
  const RowShape& shape = shape_of(table);
  const unsigned char* x = a.bytes(table, i);
  const unsigned char* y = b.bytes(table, j);
  uint64_t fields = 0;
  for (const ComparedColumn& by : shape.compared) {
    if (!same(a, x, b, y, by)) fields |= by.fields;
  }
  for (const ChildRange& child : shape.children) {
    const auto count = column<uint32_t>(x, child.count);
    bool differ = count != column<uint32_t>(y, child.count);
    const auto first_x = column<uint32_t>(x, child.first);
    const auto first_y = column<uint32_t>(y, child.first);
    for (uint32_t k = 0; k < count && !differ; ++k) {
      differ = fields_that_differ(child.table, a, first_x + k, b, first_y + k) != 0;
    }
    if (differ) fields |= child.fields;
  }
  return fields;
}

// Writes the steps while it keeps the list as it stands after each of them.
class Steps {
 public:
  Steps(uint32_t table, const Page& before, const Page& after)
      : table_(table), before_(before), after_(after) {}

  Page run() {
    const std::vector<uint32_t> old_place = places_in(after_, before_, table_);
    const std::vector<uint32_t> new_place = places_in(before_, after_, table_);
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
      if (new_place[i] == kNone) add(IX_CHANGE_REMOVE, id_of(before_, table_, i), i, 0, kNone, 0);
    }
    for (const uint32_t place : new_place) {
      if (place != kNone) list_.push_back(place);
    }
  }

  // By place in the new list: kept rows that need no move.
  std::vector<bool> rows_that_stay(const std::vector<uint32_t>& new_place) const {
    std::vector<bool> stays(after_.count(table_), false);
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
      const std::string_view id = id_of(after_, table_, place);
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
      const uint64_t fields = fields_that_differ(table_, before_, old_place[place], after_, place);
      if (fields == 0) continue;
      add(IX_CHANGE_UPDATE, id_of(after_, table_, place), place, 0, append_row(place), fields);
    }
  }

  uint32_t index_of(uint32_t place) const {
    return static_cast<uint32_t>(std::find(list_.begin(), list_.end(), place) - list_.begin());
  }

  uint32_t append_row(uint32_t index) { return page_.append_copy(after_, table_, index); }

  const uint32_t table_;
  const Page& before_;
  const Page& after_;
  PageBuilder page_;
  std::vector<uint32_t> list_;  // places in the new list, in the order of the list so far
};

}  // namespace

Page diff(uint32_t table, const Page& before, const Page& after) {
  return Steps(table, before, after).run();
}

}  // namespace ix::query
