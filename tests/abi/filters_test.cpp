// SPDX-License-Identifier: Apache-2.0
// Filters through the C ABI: what is refused, what stays alive, what an empty account counts.
#include "abi_support.h"

#include <cstdint>
#include <vector>

using abi::str;

namespace {

// An owned filter.
class Filter {
 public:
  explicit Filter(ix_filter* filter) : filter_(filter) { REQUIRE(filter != nullptr); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;
  ~Filter() { ix_filter_release(filter_); }
  operator const ix_filter*() const { return filter_; }

 private:
  ix_filter* filter_;
};

ix_filter* flagged(ix_filter_flag flag) {
  ix_filter* filter = nullptr;
  CHECK_EQ(ix_filter_flagged(flag, &filter, nullptr), IX_OK);
  return filter;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "filters: a number that no enumeration has is refused") {
  ix_filter* filter = nullptr;
  for (const int32_t number : {-1, 99, INT32_MAX, INT32_MIN}) {
    CHECK_EQ(ix_filter_preset(number, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
    CHECK_EQ(ix_filter_kind(number, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
    CHECK_EQ(ix_filter_transport(number, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
    CHECK_EQ(ix_filter_flagged(number, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  }
  CHECK_EQ(ix_filter_participant(str(""), &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_participant({}, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_active(5, 5, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(filter, nullptr);
}

TEST_CASE_FIXTURE(abi::Live, "filters: NULL parts and absurd counts are refused") {
  ix_filter* filter = nullptr;
  const ix_filter* parts[] = {nullptr};
  CHECK_EQ(ix_filter_all_of(parts, 1, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_any_of(nullptr, 1, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_any_of(parts, SIZE_MAX, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_none_of(nullptr, &filter, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_filter_all_of(nullptr, 0, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(filter, nullptr);
}

TEST_CASE_FIXTURE(abi::Live,
                  "filters: nesting 10,000 deep ends with an error, not with the stack") {
  ix_filter* filter = flagged(IX_FILTER_UNREAD);
  ix_status status = IX_OK;
  int depth = 1;
  for (; depth < 10'000 && status == IX_OK; ++depth) {
    ix_filter* outer = nullptr;
    status = ix_filter_none_of(filter, &outer, nullptr);
    if (status != IX_OK) break;
    ix_filter_release(filter);
    filter = outer;
  }
  ix_filter_release(filter);
  CHECK_EQ(status, IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(depth, 16);
}

TEST_CASE_FIXTURE(abi::Live, "filters: a whole keeps its parts when they are released") {
  const abi::Client client;
  ix_filter* whole = nullptr;
  {
    const Filter unread(flagged(IX_FILTER_UNREAD));
    const Filter muted(flagged(IX_FILTER_MUTED));
    const ix_filter* parts[] = {unread, muted};
    REQUIRE_EQ(ix_filter_all_of(parts, 2, &whole, nullptr), IX_OK);
  }
  const Filter owned(whole);
  ix_page* page = nullptr;
  CHECK_EQ(ix_conversations_page(client, owned, {}, 10, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONVERSATION), 0);
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "counts and badge of an empty account are zero") {
  const abi::Client client;
  ix_counts counts = IX_VIEW_INIT(ix_counts);
  counts.conversations = 7;
  CHECK_EQ(ix_conversations_count(client, nullptr, &counts, nullptr), IX_OK);
  CHECK_EQ(counts.conversations, 0);
  CHECK_EQ(counts.unread_conversations, 0);
  CHECK_EQ(counts.unread_items, 0);
  CHECK_EQ(counts.flags, 0);
  int64_t badge = 7;
  CHECK_EQ(ix_client_badge(client, &badge, nullptr), IX_OK);
  CHECK_EQ(badge, 0);
  CHECK_EQ(ix_client_badge(client, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_conversations_count(client, nullptr, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_client_badge(nullptr, &badge, nullptr), IX_ERROR_INVALID_HANDLE);
}
