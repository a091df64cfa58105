// SPDX-License-Identifier: Apache-2.0
// A chat with a message of the peer and one of the user, and what is done to them.
#pragma once

#include <string>

#include "store_fixture.h"

namespace ix::testing {

class Changes : public StoreFixture {
 public:
  using Kind = RelationChange::Kind;
  static constexpr const char* kAnn = "@ann:example.org";

  Changes() {
    ingest(changes("!r", {message("$1"), message("$2", kSelf, kNow - 500, "at noon")},
                   internal_route(kAnn)));
  }

  ItemId id_of(const std::string& remote_id) {
    return ItemId{number("SELECT id FROM item WHERE remote_id = '" + remote_id + "'")};
  }
  ErrorCode edit(ItemId item, const std::string& text) {
    return code_of(store().edit_item(item, text, limits));
  }
  ErrorCode erase(ItemId item) { return code_of(store().delete_item(item, limits)); }
  ErrorCode react(ItemId item, const std::string& key, bool on = true) {
    return code_of(store().react_to_item(item, key, on, limits));
  }
  ItemId send(const std::string& words) {
    store::Touched touched;
    return take(store().send(route_of("!r"), text(words), touched));
  }
  // What is first of the lanes, the oldest.
  OutboxEntry next() {
    const auto heads = take(store().lane_heads());
    REQUIRE_FALSE(heads.empty());
    return heads.front();
  }
  OutboxEntry only() {
    const auto all = take(store().outbox_entries());
    REQUIRE(all.size() == 1);
    return all.front();
  }
  void begin(OutboxId entry) { take(store().begin_attempt(entry, "p", 1)); }
  void refuse(OutboxId entry) {
    take(store().attempt_failed(entry, Error(ErrorCode::REFUSED), OutboxState::failed, 0));
  }
  void lose(OutboxId entry) {
    take(store().attempt_failed(entry, Error(ErrorCode::TIMEOUT), OutboxState::queued, kNow + 1));
  }
  std::string shown(ItemId item) {
    const auto found = store().item(item);
    if (!found.ok()) return "-";
    return found->text + (found->edited ? " (edited)" : "") + (found->deleted ? " [deleted]" : "");
  }
  int64_t hits(const std::string& word) {
    return number("SELECT count(*) FROM item_search WHERE item_search MATCH '" + word + "'");
  }
  void sound() {
    for (const Finding& one : take(store().check())) {
      const std::string what = std::string(store_check_name(one.check)) + " " + one.first;
      FAIL_CHECK(what);
    }
  }

  store::ChangeLimits limits;
};

}  // namespace ix::testing
