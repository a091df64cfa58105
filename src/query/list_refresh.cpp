// SPDX-License-Identifier: Apache-2.0
#include "query/list_refresh.h"

#include <algorithm>
#include <tuple>

#include "query/conversation_rows.h"
#include "query/lists.h"

namespace ix::query {
namespace {

using cache::ListPosition;

// The list shows the greatest position first.
bool above(const ListPosition& a, const ListPosition& b) {
  return std::tie(a.pinned, a.activity_ms, a.id) > std::tie(b.pinned, b.activity_ms, b.id);
}

// A row of the new list: one of the old page, or one that was read now.
struct Entry {
  ListPosition position;
  bool fresh = false;
  uint32_t row = 0;
};

bool is_in(const std::vector<Entry>& entries, int64_t id) {
  return std::any_of(entries.begin(), entries.end(),
                     [id](const Entry& entry) { return entry.position.id == id; });
}

// Works out one refresh. Lives for one call.
//
// The old page names every row down to its last one: below that is the unknown. What changed is
// taken out and put back where it stands now; what fell below is dropped; if that leaves too few
// rows, or nobody knows any more whether there are others, the list is read on from there.
class Refresh {
 public:
  Refresh(cache::Connection& connection, const Filter& filter, const identity::NumberRules& rules,
          const Page& before, uint32_t window)
      : connection_(connection),
        filter_(filter),
        before_(before),
        window_(window),
        more_below_(before.header().more == IX_MORE_LOCAL),
        reader_(connection, rules, fresh_) {}

  // False: read the whole list.
  Result<bool> run(const std::vector<ConversationId>& changed) {
    const uint32_t old_rows = before_.count(IX_TABLE_CONVERSATION);
    // It ended early because it was full: what is missing to the window may be huge.
    if (more_below_ && old_rows < window_) return false;
    for (uint32_t i = 0; i < old_rows; ++i) {
      entries_.push_back({old_position(i), false, i});
    }
    const ListPosition horizon = entries_.empty() ? ListPosition() : entries_.back().position;
    bool below_changed = false;
    for (const ConversationId id : changed) {
      const size_t size = entries_.size();
      std::erase_if(entries_, [id](const Entry& e) { return e.position.id == id.value; });
      below_changed = below_changed || entries_.size() == size;
    }
    for (const ConversationId id : changed) {
      IX_TRY(const bool fits, put_back(id));
      if (!fits) return false;
    }
    if (more_below_) {
      std::erase_if(entries_, [&](const Entry& e) { return above(horizon, e.position); });
    }
    const auto by_place = [](const Entry& a, const Entry& b) {
      return above(a.position, b.position);
    };
    std::sort(entries_.begin(), entries_.end(), by_place);
    if (entries_.size() > window_) {
      entries_.resize(window_);
      more_below_ = true;
    } else if (more_below_ && (entries_.size() < window_ || below_changed)) {
      return read_on(horizon);
    }
    return true;
  }

  Result<Page> page() {
    const Page fresh = fresh_.build();
    PageBuilder out;
    for (const Entry& entry : entries_) {
      out.append_copy(entry.fresh ? fresh : before_, IX_TABLE_CONVERSATION, entry.row);
    }
    if (more_below_) out.set_end(IX_MORE_LOCAL, cursor_after(filter_, entries_.back().position));
    return out.build();
  }

 private:
  ListPosition old_position(uint32_t index) const {
    const auto& row = *before_.row<ix_row_conversation>(IX_TABLE_CONVERSATION, index);
    const auto id = ConversationId::parse(before_.text_or_empty(row.id));
    return {(row.flags & IX_CONVERSATION_PINNED) != 0, row.last_activity_ms, id ? id->value : 0};
  }

  Result<bool> put_back(ConversationId id) {
    if (is_in(entries_, id.value)) return true;  // named twice
    IX_TRY(auto rows, cache::conversation_in(connection_, filter_, id));
    cache::ConversationRow row;
    IX_TRY(const bool found, rows.next(row));
    return found ? add(row) : Result<bool>(true);
  }

  // False: there is more than a page holds.
  Result<bool> add(const cache::ConversationRow& row) {
    const uint32_t at = fresh_.count(IX_TABLE_CONVERSATION);
    IX_CHECK(reader_.append(row));
    entries_.push_back({{row.pinned, row.activity_ms, row.id}, true, at});
    return fresh_.size() <= kPageBudget;
  }

  Result<bool> read_on(const ListPosition& horizon) {
    const size_t missing = window_ - entries_.size();
    const auto limit = static_cast<int64_t>(missing) + 1;
    IX_TRY(auto rows, cache::conversations_after(connection_, filter_, horizon, limit));
    cache::ConversationRow row;
    for (size_t read = 0;; ++read) {
      IX_TRY(const bool found, rows.next(row));
      more_below_ = found;
      if (!found || read == missing) return true;
      // It changed in a commit that is not named yet: its old place is wrong.
      if (is_in(entries_, row.id)) return false;
      IX_TRY(const bool fits, add(row));
      if (!fits) return false;
    }
  }

  cache::Connection& connection_;
  const Filter& filter_;
  const Page& before_;
  const size_t window_;
  bool more_below_;
  PageBuilder fresh_;
  ConversationRows reader_;
  std::vector<Entry> entries_;
};

}  // namespace

Result<Page> refreshed_list(cache::Connection& connection, const Filter& filter,
                            const identity::NumberRules& rules, const Page& before,
                            const std::vector<ConversationId>& changed, uint32_t window) {
  const auto whole = [&] { return conversation_list(connection, filter, rules, {}, window); };
  if (before.size() == 0 || changed.size() > window / 4 + 1) return whole();
  Refresh refresh(connection, filter, rules, before, window);
  IX_TRY(const bool done, refresh.run(changed));
  if (!done) return whole();
  IX_TRY(Page page, refresh.page());
  if (page.size() > kPageBudget) return whole();
  return page;
}

}  // namespace ix::query
