// SPDX-License-Identifier: Apache-2.0
#include "query/page.h"

#include <doctest/doctest.h>

#include <cstring>
#include <string>

using namespace ix;
using namespace ix::query;

namespace {

uint32_t u32(const Page& page, size_t at) {
  const auto* bytes = static_cast<const unsigned char*>(page.data());
  return bytes[at] | uint32_t{bytes[at + 1]} << 8 | uint32_t{bytes[at + 2]} << 16 |
         uint32_t{bytes[at + 3]} << 24;
}

std::string text_at(const Page& page, size_t ref_at) {
  const auto* bytes = static_cast<const char*>(page.data());
  REQUIRE(u32(page, ref_at) != 0);
  return std::string(bytes + u32(page, ref_at), u32(page, ref_at + 4));
}

}  // namespace

TEST_CASE("a block has the layout of row_block.h, byte by byte") {
  PageBuilder builder;
  ix_row_address first{};
  first.address = builder.add("+15145550101");
  first.sendable = 1;
  ix_row_address second{};
  second.address = builder.add("");
  second.kind = 2;
  second.reason = builder.add("extension");
  ix_row_change change{};
  change.id = builder.add("r7");
  change.op = 3;
  change.row = UINT32_MAX;
  change.fields = 0x8000000000000001u;
  CHECK(builder.append(first) == 0);
  CHECK(builder.append(change) == 0);
  CHECK(builder.append(second) == 1);
  builder.set_end(IX_MORE_LOCAL, "next");
  const size_t size = builder.size();
  const Page page = builder.build();

  CHECK(page.size() == size);
  CHECK(reinterpret_cast<uintptr_t>(page.data()) % 8 == 0);
  CHECK(u32(page, 0) == 0x4B425849u);
  CHECK(std::memcmp(page.data(), "IXBK", 4) == 0);
  CHECK((u32(page, 4) & 0xFFFF) == 1);
  CHECK((u32(page, 4) >> 16) == 40);
  CHECK(u32(page, 8) == page.size());
  CHECK(page.size() % 8 == 0);
  CHECK(u32(page, 12) == 2);
  CHECK(u32(page, 16) == 0);
  CHECK(text_at(page, 24) == "next");
  CHECK(u32(page, 32) == 0);  // no newer cursor
  CHECK(u32(page, 36) == 0);
  // The directory: kind, count, stride, offset.
  CHECK(u32(page, 40) == 5);
  CHECK(u32(page, 44) == 2);
  CHECK(u32(page, 48) == 24);
  CHECK(u32(page, 52) == 72);
  CHECK(u32(page, 56) == 8);
  CHECK(u32(page, 60) == 1);
  CHECK(u32(page, 64) == 32);
  CHECK(u32(page, 68) == 72 + 48);
  // The rows.
  CHECK(text_at(page, 72) == "+15145550101");
  CHECK(u32(page, 72 + 12) == 1);
  CHECK(u32(page, 72 + 16) == 0);
  CHECK(u32(page, 96) != 0);  // empty, yet present
  CHECK(u32(page, 100) == 0);
  CHECK(text_at(page, 96 + 16) == "extension");
  CHECK(text_at(page, 120) == "r7");
  CHECK(u32(page, 120 + 20) == UINT32_MAX);
  CHECK(u32(page, 120 + 24) == 1);
  CHECK(u32(page, 120 + 28) == 0x80000000u);
  // Every text ends in a NUL and lies behind the rows, inside the block.
  const auto* bytes = static_cast<const char*>(page.data());
  for (const size_t ref : {24u, 72u, 96u, 112u, 120u}) {
    CHECK(u32(page, ref) >= 152);
    CHECK(u32(page, ref) + u32(page, ref + 4) < page.size());
    CHECK(bytes[u32(page, ref) + u32(page, ref + 4)] == '\0');
  }
}

TEST_CASE("refs of every column of every table are made absolute") {
  PageBuilder builder;
  const auto ref = [&builder] { return builder.add("text"); };
  builder.append(ix_row_conversation{.id = ref(),
                                     .title = ref(),
                                     .contact = ref(),
                                     .last_activity_ms = 0,
                                     .kind = 0,
                                     .flags = 0,
                                     .unread = 0,
                                     .preview_kind = 0,
                                     .preview_direction = 0,
                                     .first_route = 0,
                                     .route_count = 0,
                                     .preview_outcome = 0,
                                     .preview_text = ref(),
                                     .draft = ref(),
                                     .draft_reply = ref()});
  ix_row_route route{};
  for (ix_ref* column : {&route.id, &route.address, &route.from, &route.reason}) *column = ref();
  builder.append(route);
  ix_row_item item{};
  for (ix_ref* column : {&item.id, &item.sender, &item.sender_name, &item.route, &item.text,
                         &item.reply_to, &item.call_number, &item.call_id, &item.failure_message}) {
    *column = ref();
  }
  builder.append(item);
  ix_row_contact contact{};
  for (ix_ref* column : {&contact.id, &contact.name, &contact.conversation, &contact.source_id}) {
    *column = ref();
  }
  builder.append(contact);
  ix_row_address address{};
  address.address = ref();
  address.reason = ref();
  builder.append(address);
  ix_row_outbox outbox{};
  for (ix_ref* column : {&outbox.id, &outbox.conversation, &outbox.item, &outbox.failure_message}) {
    *column = ref();
  }
  builder.append(outbox);
  ix_row_account account{};
  for (ix_ref* column :
       {&account.server, &account.user_id, &account.display_name, &account.device_id}) {
    *column = ref();
  }
  builder.append(account);
  ix_row_change change{};
  change.id = ref();
  builder.append(change);
  const Page page = builder.build();

  const auto text = [&page](ix_ref at) { return page.text_or_empty(at) == "text"; };
  const auto& c = *page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0);
  CHECK((text(c.id) && text(c.title) && text(c.contact) && text(c.preview_text) && text(c.draft)));
  CHECK(text(c.draft_reply));
  const auto& r = *page.row<ix_row_route>(IX_TABLE_ROUTE, 0);
  CHECK((text(r.id) && text(r.address) && text(r.from) && text(r.reason)));
  const auto& i = *page.row<ix_row_item>(IX_TABLE_ITEM, 0);
  CHECK((text(i.id) && text(i.sender) && text(i.sender_name) && text(i.route) && text(i.text) &&
         text(i.reply_to) && text(i.call_number) && text(i.call_id) && text(i.failure_message)));
  const auto& p = *page.row<ix_row_contact>(IX_TABLE_CONTACT, 0);
  CHECK((text(p.id) && text(p.name) && text(p.conversation) && text(p.source_id)));
  const auto& a = *page.row<ix_row_address>(IX_TABLE_ADDRESS, 0);
  CHECK((text(a.address) && text(a.reason)));
  const auto& o = *page.row<ix_row_outbox>(IX_TABLE_OUTBOX, 0);
  CHECK((text(o.id) && text(o.conversation) && text(o.item) && text(o.failure_message)));
  const auto& s = *page.row<ix_row_account>(IX_TABLE_ACCOUNT, 0);
  CHECK((text(s.server) && text(s.user_id) && text(s.display_name) && text(s.device_id)));
  CHECK(text(page.row<ix_row_change>(IX_TABLE_CHANGE, 0)->id));
  CHECK(page.row<ix_row_change>(IX_TABLE_CHANGE, 1) == nullptr);
}

TEST_CASE("an absent ref stays absent, and an empty page has no tables") {
  PageBuilder builder;
  ix_row_route row{};
  row.reason = builder.add_or_absent("");
  builder.append(row);
  const Page page = builder.build();
  const auto* built = page.row<ix_row_route>(IX_TABLE_ROUTE, 0);
  CHECK_FALSE(page.text(built->id).has_value());
  CHECK_FALSE(page.text(built->reason).has_value());
  CHECK_FALSE(page.text(page.header().cursor).has_value());
  CHECK(page.header().more == IX_MORE_START);
  CHECK(page.count(IX_TABLE_ITEM) == 0);
  CHECK(Page().count(IX_TABLE_ITEM) == 0);
  CHECK(Page().row<ix_row_item>(IX_TABLE_ITEM, 0) == nullptr);
}

TEST_CASE("rollback forgets rows, tables and text; reverse turns a table around") {
  PageBuilder builder;
  ix_row_contact contact{};
  contact.id = builder.add("p1");
  builder.append(contact);
  const size_t size = builder.size();
  const PageBuilder::Mark mark = builder.mark();
  ix_row_address address{};
  address.address = builder.add("+15145550101");
  builder.append(address);
  builder.append(contact);
  builder.rollback(mark);
  CHECK(builder.size() == size);
  contact.id = builder.add("p2");
  builder.append(contact);
  builder.reverse(IX_TABLE_CONTACT);
  const Page page = builder.build();
  CHECK(page.count(IX_TABLE_ADDRESS) == 0);
  REQUIRE(page.count(IX_TABLE_CONTACT) == 2);
  CHECK(page.text(page.row<ix_row_contact>(IX_TABLE_CONTACT, 0)->id) == "p2");
  CHECK(page.text(page.row<ix_row_contact>(IX_TABLE_CONTACT, 1)->id) == "p1");
}

TEST_CASE("a text is cut at a character, so that one row always fits into a block") {
  PageBuilder builder;
  std::string text(kMaxText - 1, 'x');
  text += "\u00e9 and more";
  ix_row_item row{};
  row.text = builder.add(text);
  builder.append(row);
  const Page page = builder.build();
  CHECK(page.text_or_empty(page.row<ix_row_item>(IX_TABLE_ITEM, 0)->text) ==
        std::string(kMaxText - 1, 'x'));
}
