// SPDX-License-Identifier: Apache-2.0
// Channels and groups through the C ABI: what commits at once, and what is refused.
#include "abi_support.h"

namespace {

ix_str text(const char* words) {
  return {words, SIZE_MAX};
}

std::string create(ix_client* client, const ix_channel_input& input) {
  ix_text* id = nullptr;
  REQUIRE_EQ(ix_channel_create(client, &input, &id, nullptr), IX_OK);
  std::string out = abi::text_of(ix_text_str(id));
  ix_text_release(id);
  return out;
}

ix_status refusal(ix_client* client, const ix_channel_input& input) {
  ix_text* id = nullptr;
  return ix_channel_create(client, &input, &id, nullptr);
}

ix_str str(const std::string& words) {
  return {words.data(), words.size()};
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "channels: made at once, with entries in the outbox that say whom") {
  const abi::Client client;
  const ix_str users[] = {text("@bo:example.org"), text("@cy:example.org")};
  ix_channel_input input = IX_CHANNEL_INPUT_INIT;
  input.name = text("Sales");
  input.users = users;
  input.user_count = 1;
  const std::string sales = create(client, input);
  REQUIRE_EQ(ix_channel_invite(client, str(sales), users[1], nullptr), IX_OK);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_outbox_page(client, &page, nullptr), IX_OK);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_OUTBOX), 3);
  ix_outbox_view entry = IX_VIEW_INIT(ix_outbox_view);
  REQUIRE_EQ(ix_page_outbox(page, 2, &entry), IX_OK);
  CHECK_EQ(entry.op, IX_OUTBOX_OP_INVITE);
  CHECK_EQ(abi::text_of(entry.subject), "@cy:example.org");
  REQUIRE_EQ(ix_page_outbox(page, 0, &entry), IX_OK);
  CHECK_EQ(entry.op, IX_OUTBOX_OP_CREATE);
  CHECK(entry.subject.data == nullptr);
  ix_page_release(page);

  ix_member_list list = IX_VIEW_INIT(ix_member_list);
  REQUIRE_EQ(ix_members_page(client, str(sales), &page, &list, nullptr), IX_OK);
  CHECK_EQ(list.fetched_ms, 0);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_MEMBER), 2);
  ix_member_view member = IX_VIEW_INIT(ix_member_view);
  REQUIRE_EQ(ix_page_member(page, 0, &member), IX_OK);
  CHECK_EQ(abi::text_of(member.user), "@bo:example.org");
  CHECK_EQ(member.state, IX_MEMBER_ASKED);
  CHECK_EQ(member.role, IX_ROLE_MEMBER);
  ix_page_release(page);
  ix_operation operation = 0;
  CHECK_EQ(ix_members_fetch(client, str(sales), &operation, nullptr), IX_ERROR_NOT_FOUND);

  REQUIRE_EQ(ix_channel_leave(client, str(sales), nullptr), IX_OK);
  REQUIRE_EQ(ix_conversations_page(client, nullptr, {nullptr, 0}, 10, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONVERSATION), 0);
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "channels: a group of the same people is one, and takes no numbers") {
  const abi::Client client;
  const ix_str users[] = {text("@cy:example.org"), text("@bo:example.org")};
  const ix_str numbers[] = {text("613 555 0142")};
  ix_channel_input input = IX_CHANNEL_INPUT_INIT;
  input.flags = IX_CHANNEL_GROUP;
  input.users = users;
  input.user_count = 2;
  const std::string both = create(client, input);
  const ix_str turned[] = {users[1], users[0]};
  input.users = turned;
  CHECK_EQ(create(client, input), both);
  input.numbers = numbers;
  input.number_count = 1;
  CHECK_EQ(refusal(client, input), IX_ERROR_NOT_SUPPORTED);
  input.number_count = 0;
  input.user_count = 1;
  CHECK_EQ(refusal(client, input), IX_ERROR_INVALID_ARGUMENT);
}

TEST_CASE_FIXTURE(abi::Live, "channels: bad input is refused") {
  const abi::Client client;
  ix_channel_input input = IX_CHANNEL_INPUT_INIT;
  CHECK_EQ(refusal(client, input), IX_ERROR_INVALID_ARGUMENT);  // no name
  input.name = text("  ");
  CHECK_EQ(refusal(client, input), IX_ERROR_INVALID_ARGUMENT);
  input.name = text("a\xC3");
  CHECK_EQ(refusal(client, input), IX_ERROR_INVALID_UTF8);
  input.name = text("Sales");
  input.alias = text("#sales:example.org");
  CHECK_EQ(refusal(client, input), IX_ERROR_INVALID_ARGUMENT);
  input.alias = text("sales");
  input.flags = 2;
  CHECK_EQ(refusal(client, input), IX_ERROR_INVALID_ARGUMENT);
  input.flags = 0;
  input.user_count = 1;  // and no array
  CHECK_EQ(refusal(client, input), IX_ERROR_INVALID_ARGUMENT);
  ix_text* id = nullptr;
  CHECK_EQ(ix_channel_join(client, text("two words"), &id, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_channel_leave(client, text("r99"), nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_channel_invite(client, text("r99"), text("@a:b"), nullptr), IX_ERROR_NOT_FOUND);
  ix_page* page = nullptr;
  CHECK_EQ(ix_members_page(client, text("r99"), &page, nullptr, nullptr), IX_ERROR_NOT_FOUND);
}
