// SPDX-License-Identifier: Apache-2.0
// The ledger of consent and the preflight through the C ABI.
#include "abi_support.h"

namespace {

ix_str text(const char* words) {
  return {words, SIZE_MAX};
}

ix_status put(ix_client* client, ix_consent_state state, const char* peer, const char* own) {
  ix_consent_input input = IX_CONSENT_INPUT_INIT;
  input.state = state;
  input.peer = text(peer);
  input.own = text(own);
  return ix_consent_put(client, &input, nullptr);
}

ix_sms_view preflight(ix_client* client, const ix_sms_draft& draft, ix_page** page) {
  REQUIRE_EQ(ix_sms_preflight(client, &draft, page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(*page, IX_TABLE_SMS), 1);
  ix_sms_view view = IX_VIEW_INIT(ix_sms_view);
  REQUIRE_EQ(ix_page_sms(*page, 0, &view), IX_OK);
  return view;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "consent: what the host says is listed, page by page") {
  const abi::Client client;
  REQUIRE_EQ(put(client, IX_CONSENT_OPTED_OUT, "416 555 0142", "613 555 0100"), IX_OK);
  REQUIRE_EQ(put(client, IX_CONSENT_OPTED_IN, "416 555 0142", "613 555 0100"), IX_OK);
  REQUIRE_EQ(put(client, IX_CONSENT_OPTED_OUT, "416 555 0143", "613 555 0100"), IX_OK);
  const ix_str none = {nullptr, 0};
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_consent_page(client, 0, none, none, 1, &page, nullptr), IX_OK);
  ix_consent_view view = IX_VIEW_INIT(ix_consent_view);
  REQUIRE_EQ(ix_page_consent(page, 0, &view), IX_OK);
  CHECK_EQ(abi::text_of(view.peer), "+14165550142");
  CHECK_EQ(abi::text_of(view.own), "+16135550100");
  CHECK_EQ(view.state, IX_CONSENT_OPTED_IN);
  CHECK_EQ(view.source, IX_CONSENT_BY_HOST);
  CHECK_GT(view.at_ms, 0);
  CHECK_EQ(view.keyword.data, nullptr);
  CHECK_EQ(view.conversation.data, nullptr);
  CHECK_EQ(ix_page_consent(page, 1, &view), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_page_more(page), IX_MORE_LOCAL);
  ix_page* next = nullptr;
  REQUIRE_EQ(ix_consent_page(client, 0, none, ix_page_cursor(page), 1, &next, nullptr), IX_OK);
  CHECK_EQ(ix_page_cursor(next).data, nullptr);
  ix_page_release(next);
  CHECK_EQ(
      ix_consent_page(client, IX_CONSENT_HISTORY, none, ix_page_cursor(page), 1, &next, nullptr),
      IX_ERROR_INVALID_CURSOR);
  ix_page_release(page);
  REQUIRE_EQ(ix_consent_page(client, IX_CONSENT_HISTORY, text("(416) 555-0142"), none, 1000, &page,
                             nullptr),
             IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONSENT), 2);
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "consent: bad input is refused") {
  const abi::Client client;
  const ix_str none = {nullptr, 0};
  ix_page* page = nullptr;
  CHECK_EQ(ix_consent_page(client, 2, none, none, 1, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_consent_page(client, 0, none, none, 0, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_consent_page(client, 0, none, none, 1, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_consent_page(client, 0, text("x"), none, 1, &page, nullptr), IX_ERROR_NUMBER_INVALID);
  CHECK_EQ(ix_consent_page(nullptr, 0, none, none, 1, &page, nullptr), IX_ERROR_INVALID_HANDLE);
  CHECK_EQ(put(client, IX_CONSENT_REFUSED, "416 555 0142", "613 555 0100"),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(put(client, 77, "416 555 0142", "613 555 0100"), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(put(client, IX_CONSENT_OPTED_IN, "", "613 555 0100"), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(put(client, IX_CONSENT_OPTED_IN, "12", "613 555 0100"), IX_ERROR_NUMBER_INVALID);
  CHECK_EQ(ix_consent_put(client, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(page, nullptr);
}

TEST_CASE_FIXTURE(abi::Live, "preflight: before there is a conversation, and in it") {
  const abi::Client client;
  ix_sms_draft draft = IX_SMS_DRAFT_INIT;
  ix_page* page = nullptr;
  CHECK_EQ(ix_sms_preflight(client, &draft, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  draft.to = text("416 555 0142");
  draft.text = text("Ça va, l\u2019été?");
  draft.attachment_count = 1;
  ix_sms_view view = preflight(client, draft, &page);
  CHECK_EQ(view.encoding, IX_SMS_UCS2);
  CHECK_EQ(view.flip_count, 1);
  CHECK_EQ(view.by_sms, 1);
  CHECK_EQ(view.mms, IX_MMS_ATTACHMENT);
  CHECK_EQ(view.consent, IX_CONSENT_UNKNOWN);
  CHECK_EQ(view.reason.data, nullptr);
  CHECK_EQ(view.route.data, nullptr);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONSENT), 0);
  ix_page_release(page);

  REQUIRE_EQ(put(client, IX_CONSENT_OPTED_OUT, "416 555 0142", "613 555 0100"), IX_OK);
  ix_recipient recipient = IX_RECIPIENT_INIT;
  recipient.number = draft.to;
  ix_text* conversation = nullptr;
  REQUIRE_EQ(ix_conversation_open(client, &recipient, &conversation, nullptr), IX_OK);
  draft.to = {nullptr, 0};
  draft.conversation = ix_text_str(conversation);
  view = preflight(client, draft, &page);
  CHECK_EQ(abi::text_of(view.route), abi::text_of(ix_text_str(conversation)));
  CHECK_EQ(view.consent, IX_CONSENT_OPTED_OUT);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONSENT), 1);
  ix_page_release(page);
  // It only warns.
  ix_outgoing outgoing = IX_OUTGOING_INIT;
  outgoing.text = text("hello");
  CHECK_EQ(ix_message_send(client, draft.conversation, &outgoing, nullptr, nullptr), IX_OK);
  REQUIRE_EQ(ix_conversation_get(client, draft.conversation, &page, nullptr), IX_OK);
  ix_route_view route = IX_VIEW_INIT(ix_route_view);
  REQUIRE_EQ(ix_page_route(page, 0, &route), IX_OK);
  CHECK_EQ(route.flags & (IX_ROUTE_OPTED_OUT | IX_ROUTE_CAN_SEND),
           IX_ROUTE_OPTED_OUT | IX_ROUTE_CAN_SEND);
  ix_page_release(page);

  draft.to = text("416 555 0142");
  CHECK_EQ(ix_sms_preflight(client, &draft, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  draft.to = {nullptr, 0};
  draft.conversation = text("r999");
  CHECK_EQ(ix_sms_preflight(client, &draft, &page, nullptr), IX_ERROR_NOT_FOUND);
  const std::string long_text(65 * 1024, 'x');
  draft.text = {long_text.data(), long_text.size()};
  CHECK_EQ(ix_sms_preflight(client, &draft, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_sms_preflight(client, nullptr, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  ix_text_release(conversation);
}

TEST_CASE_FIXTURE(abi::Live, "preflight: what becomes of the files, by the host's limits") {
  const abi::Client client;
  ix_draft_file files[2] = {IX_DRAFT_FILE_INIT, IX_DRAFT_FILE_INIT};
  files[0].kind = IX_ATTACHMENT_IMAGE;
  files[0].mime_type = text("image/jpeg");
  files[0].bytes = 4'000'000;
  files[1].mime_type = text("application/zip");
  files[1].bytes = 1000;
  ix_sms_draft draft = IX_SMS_DRAFT_INIT;
  draft.to = text("416 555 0142");
  draft.files = files;
  draft.file_count = 1;
  ix_page* page = nullptr;
  ix_sms_view view = preflight(client, draft, &page);
  // Described files are files.
  CHECK_EQ(view.mms, IX_MMS_ATTACHMENT);
  CHECK_EQ(view.files, IX_FILE_PLAN_SCALED);
  CHECK_EQ(view.media_bytes, 600'000);
  CHECK_EQ(view.reason.data, nullptr);
  CHECK_EQ(ix_page_count(page, IX_TABLE_FILE_PLAN), 1);
  ix_file_plan_view plan = IX_VIEW_INIT(ix_file_plan_view);
  REQUIRE_EQ(ix_page_file_plan(page, 0, &plan), IX_OK);
  CHECK_EQ(plan.verdict, IX_FILE_PLAN_SCALED);
  CHECK_LT(plan.sent_bytes, 600'000);
  CHECK_EQ(ix_page_file_plan(page, 1, &plan), IX_ERROR_NOT_FOUND);
  ix_page_release(page);

  ix_number_rules rules = IX_NUMBER_RULES_INIT;
  rules.media_limits = text("mms soft=300000 hard=400000 types=any\nmms/local files=1");
  REQUIRE_EQ(ix_client_set_number_rules(client, &rules, nullptr), IX_OK);
  draft.file_count = 2;
  view = preflight(client, draft, &page);
  CHECK_EQ(view.media_bytes, 300'000);
  CHECK_EQ(view.files, IX_FILE_PLAN_TOO_MANY);
  CHECK_EQ(abi::text_of(view.reason), "too_many_files");
  REQUIRE_EQ(ix_page_file_plan(page, 1, &plan), IX_OK);
  CHECK_EQ(plan.verdict, IX_FILE_PLAN_TOO_MANY);
  CHECK_EQ(plan.sent_bytes, 1000);
  ix_page_release(page);

  // What cannot be read changes nothing; the library's own come back.
  rules.media_limits = text("mms soft=x");
  ix_error* error = nullptr;
  CHECK_EQ(ix_client_set_number_rules(client, &rules, &error), IX_ERROR_INVALID_ARGUMENT);
  CHECK_NE(abi::text_of(ix_error_message(error)).find("line 1"), std::string::npos);
  ix_error_release(error);
  view = preflight(client, draft, &page);
  CHECK_EQ(view.files, IX_FILE_PLAN_TOO_MANY);
  ix_page_release(page);
  rules.media_limits = text("");
  REQUIRE_EQ(ix_client_set_number_rules(client, &rules, nullptr), IX_OK);
  view = preflight(client, draft, &page);
  CHECK_EQ(view.files, IX_FILE_PLAN_TYPE);
  CHECK_EQ(abi::text_of(view.reason), "file_type");
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "preflight: files that are described badly") {
  const abi::Client client;
  ix_draft_file files[2] = {IX_DRAFT_FILE_INIT, IX_DRAFT_FILE_INIT};
  ix_sms_draft draft = IX_SMS_DRAFT_INIT;
  draft.to = text("416 555 0142");
  draft.files = files;
  const auto refused = [&] {
    ix_page* page = nullptr;
    const ix_status status = ix_sms_preflight(client, &draft, &page, nullptr);
    ix_page_release(page);
    return status;
  };
  draft.file_count = 1001;
  CHECK_EQ(refused(), IX_ERROR_INVALID_ARGUMENT);
  draft.file_count = 2;
  files[1].bytes = -1;
  CHECK_EQ(refused(), IX_ERROR_INVALID_ARGUMENT);
  files[1].bytes = 0;
  for (const ix_attachment_kind kind : {-1, 4}) {
    files[1].kind = kind;
    CHECK_EQ(refused(), IX_ERROR_INVALID_ARGUMENT);
  }
  files[1].kind = IX_ATTACHMENT_FILE;
  files[1].struct_size = 8;
  CHECK_EQ(refused(), IX_ERROR_INVALID_ARGUMENT);
  files[1].struct_size = sizeof(ix_draft_file);
  files[1].mime_type = text("\xff");
  CHECK_EQ(refused(), IX_ERROR_INVALID_UTF8);
  files[1].mime_type = text("x");
  CHECK_EQ(refused(), IX_OK);
  draft.files = nullptr;
  CHECK_EQ(refused(), IX_ERROR_INVALID_ARGUMENT);
}
