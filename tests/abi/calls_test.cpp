// SPDX-License-Identifier: Apache-2.0
// Calls that the host reports, over the C ABI.
#include <climits>

#include "abi/abi_support.h"

using abi::str;
using abi::text_of;

namespace {

constexpr int64_t kStart = 1'750'000'000'000;

ix_call_report_input call_at(int64_t at_ms) {
  ix_call_report_input call;
  ix_call_report_input_init(&call, sizeof call);
  call.call_id = str("c1");
  call.number = str("(613) 555-0123");
  call.at_ms = at_ms;
  return call;
}

std::string report(ix_client* client, const ix_call_report_input& call) {
  ix_text* item = nullptr;
  REQUIRE_EQ(ix_call_report(client, &call, &item, nullptr), IX_OK);
  std::string id = text_of(ix_text_str(item));
  ix_text_release(item);
  return id;
}

ix_status status_of(ix_client* client, const ix_call_report_input& call) {
  ix_text* item = nullptr;
  const ix_status status = ix_call_report(client, &call, &item, nullptr);
  CHECK_EQ(item != nullptr, status == IX_OK);
  ix_text_release(item);
  return status;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "a call from its start to its end is one item of one conversation") {
  const abi::Client client;
  ix_call_report_input call = call_at(kStart);
  const std::string id = report(client, call);
  call.phase = IX_CALL_PHASE_ANSWERED;
  call.at_ms = kStart + 4000;
  CHECK_EQ(report(client, call), id);
  call.phase = IX_CALL_PHASE_ENDED;
  call.at_ms = kStart + 64'000;
  call.outcome = IX_CALL_ANSWERED;
  CHECK_EQ(report(client, call), id);

  ix_page* page = nullptr;
  REQUIRE_EQ(ix_item_get(client, str(id), &page, nullptr), IX_OK);
  ix_item_view item = IX_VIEW_INIT(ix_item_view);
  REQUIRE_EQ(ix_page_item(page, 0, &item), IX_OK);
  CHECK_EQ(item.kind, IX_ITEM_CALL);
  CHECK_EQ(text_of(item.call_id), "c1");
  CHECK_EQ(text_of(item.call_number), "+16135550123");
  CHECK_EQ(item.call_outcome, IX_CALL_ANSWERED);
  CHECK_EQ(item.call_started_ms, kStart);
  CHECK_EQ(item.call_duration_ms, 60'000);
  ix_page_release(page);
  REQUIRE_EQ(ix_conversations_page(client, nullptr, {}, 10, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONVERSATION), 1);
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "a report that no call can have is refused and stores nothing") {
  const abi::Client client;
  const auto with = [](auto change) {
    ix_call_report_input call = call_at(kStart);
    change(call);
    return call;
  };
  using Call = ix_call_report_input;
  for (const int32_t odd : {-1, 99, INT_MAX, INT_MIN}) {
    CAPTURE(odd);
    CHECK_EQ(status_of(client, with([odd](Call& call) { call.phase = odd; })),
             IX_ERROR_INVALID_ARGUMENT);
    CHECK_EQ(status_of(client, with([odd](Call& call) { call.outcome = odd; })),
             IX_ERROR_INVALID_ARGUMENT);
    CHECK_EQ(status_of(client, with([odd](Call& call) { call.direction = odd; })),
             IX_ERROR_INVALID_ARGUMENT);
  }
  for (const int64_t at : {INT64_MIN, int64_t{-1}, int64_t{0}, kStart * 2, INT64_MAX}) {
    CAPTURE(at);
    CHECK_EQ(status_of(client, with([at](Call& call) { call.at_ms = at; })),
             IX_ERROR_INVALID_ARGUMENT);
  }
  for (const int64_t length : {INT64_MIN, int64_t{-1}, INT64_MAX}) {
    CAPTURE(length);
    CHECK_EQ(status_of(client, with([length](Call& call) { call.duration_ms = length; })),
             IX_ERROR_INVALID_ARGUMENT);
  }
  CHECK_EQ(status_of(client, with([](Call& call) { call.call_id = {}; })),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(status_of(client, with([](Call& call) { call.number = {}; })),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(status_of(client, with([](Call& call) { call.user = str("@ana:example.org"); })),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(status_of(client, with([](Call& call) { call.number = str("nobody"); })),
           IX_ERROR_NUMBER_INVALID);
  CHECK_EQ(status_of(client, with([](Call& call) { call.own_number = str("mine"); })),
           IX_ERROR_NUMBER_INVALID);
  CHECK_EQ(status_of(client, with([](Call& call) { call.call_id = str("\xff"); })),
           IX_ERROR_INVALID_UTF8);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_conversations_page(client, nullptr, {}, 10, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONVERSATION), 0);
  ix_page_release(page);
}
