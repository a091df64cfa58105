// SPDX-License-Identifier: Apache-2.0
// What was handed out means nothing else after a damaged database was set aside.
#include <string>

#include "rescue_fixture.h"

using namespace ix;
using namespace ix::testing;

TEST_CASE("an attachment's id is never another's in the new database") {
  Unsent store(0);
  const auto with_file = [](const std::string& id) {
    RemoteItem item = message(id);
    item.item.attachments = {{AttachmentKind::file, "plan.pdf", "application/pdf",
                              "mxc://example.org/plan", 1, 0, 0, 0}};
    return item;
  };
  store.ingest(changes("!c", {with_file("$f1")}));
  const int64_t handed_out = store.number("SELECT max(id) FROM attachment");
  store.lose_the_first_page();
  REQUIRE(store->set_aside());
  store.ingest(changes("!c", {with_file("$f2")}));
  CHECK(store.number("SELECT id FROM attachment WHERE item = (SELECT id FROM item WHERE remote_id ="
                     " '$f2')") > handed_out);
}

TEST_CASE("a host's cursor of what it notified stays good in the new database") {
  Unsent store;
  // A cursor is a number of this table: what comes later stands above it.
  const int64_t cursor = store.number("SELECT max(seq) FROM notification");
  REQUIRE(cursor > 100);
  store.lose_the_first_page();
  REQUIRE(store->set_aside());
  store.ingest(limited("!c", {message("$h599")}, "t"));
  CHECK(store.number("SELECT count(*) FROM notification") == 0);
  store.ingest(changes("!c", {message("$news")}));
  CHECK(store.number("SELECT min(seq) FROM notification") > cursor);
}
