// SPDX-License-Identifier: Apache-2.0
// Subscriptions over a real store, fed by hand: a host that keeps its lists, and the truth.
#pragma once

#include <interactions/row_block.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/subscriptions.h"
#include "store/store_fixture.h"
#include "support/apply_changes.h"
#include "support/shown_rows.h"

namespace ix::testing {

inline engine::LiveQuery live(engine::LiveKind kind, ConversationId conversation = {},
                              uint32_t window = 0) {
  engine::LiveQuery query;
  query.kind = kind;
  query.conversation = conversation;
  query.window = window;
  return query;
}

// What a host has of one subscription: the rows as its takes left them.
struct HostList {
  engine::LiveQuery query;
  std::vector<ShownRow> rows;
};

class LiveRig {
 public:
  uint32_t table(engine::LiveKind kind) const {
    switch (kind) {
      case engine::LiveKind::thread:
        return IX_TABLE_ITEM;
      case engine::LiveKind::counts:
        return IX_TABLE_PRESET;
      case engine::LiveKind::outbox:
        return IX_TABLE_OUTBOX;
      case engine::LiveKind::typing:
        return IX_TABLE_TYPIST;
      default:
        return IX_TABLE_CONVERSATION;
    }
  }

  // What a page call would give now, read past the subscriptions.
  query::Page truth(const engine::LiveQuery& query) {
    switch (query.kind) {
      case engine::LiveKind::thread:
        return ix::testing::take(reader.thread(query.conversation, {}, query.window));
      case engine::LiveKind::conversation:
        return ix::testing::take(reader.conversation(query.conversation));
      case engine::LiveKind::counts:
        return ix::testing::take(reader.presets());
      case engine::LiveKind::outbox:
        return ix::testing::take(reader.outbox(query.window));
      case engine::LiveKind::typing:
        return ix::testing::take(reader.typists(
            typing.now(), query.conversation ? std::optional(query.conversation) : std::nullopt));
      default:
        return ix::testing::take(reader.conversations(query.filter, {}, query.window));
    }
  }

  engine::SubscriptionId follow(const engine::LiveQuery& query) {
    const auto id = ix::testing::take(subscriptions.subscribe(query));
    lists[id] = {query, {}};
    return id;
  }

  // The subscriptions that have an event since the last call.
  std::set<engine::SubscriptionId> told() {
    std::set<engine::SubscriptionId> ids;
    for (const engine::Event& event : ix::testing::take(events.poll(0))) {
      if (event.kind == engine::EventKind::subscription_changed) ids.insert(event.subscription);
    }
    return ids;
  }
  // The same after everybody took what there was.
  std::set<engine::SubscriptionId> told_and_taken() {
    auto ids = told();
    for (const engine::SubscriptionId id : ids) (void)take(id);
    return ids;
  }

  // The steps, applied; they must give what a page call gives.
  query::Page take(engine::SubscriptionId id) {
    HostList& list = lists.at(id);
    const uint32_t kind = table(list.query.kind);
    query::Page changes = ix::testing::take(subscriptions.take(id));
    list.rows = apply_steps(
        std::move(list.rows), changes,
        [kind](const query::Page& page, uint32_t row) { return row_of(kind, page, row); });
    const query::Page now = truth(list.query);
    CHECK(list.rows == rows_of(kind, now));
    CHECK(changes.header().more == now.header().more);
    CHECK(changes.text(changes.header().cursor) == now.text(now.header().cursor));
    return changes;
  }

  void ingest(RouteChanges changes) { subscriptions.notify(f.ingest(std::move(changes))); }
  void touched(Result<store::Touched> what) {
    if (what.ok()) subscriptions.notify(*what);
  }

  StoreFixture f;
  query::Reader reader{f->database()};
  engine::EventQueue events;
  engine::Typing typing{f.clock};
  engine::Subscriptions subscriptions{reader, events, typing};
  std::map<engine::SubscriptionId, HostList> lists;
};

}  // namespace ix::testing
