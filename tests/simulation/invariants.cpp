// SPDX-License-Identifier: Apache-2.0
#include "simulation/invariants.h"

#include <map>
#include <set>

#include "base/json_reader.h"
#include "simulation/cache_query.h"

namespace ix::simulation {
namespace {

struct StoredItem {
  int64_t id = 0;
  int64_t route = 0;
  bool placed = false;
  int64_t ord = 0;
  int64_t sort_key = 0;
  std::string remote_id;
  int64_t kind = 0;
  int64_t state = 0;
  std::string text;
  bool counts = false;
  bool failed = false;
};

struct StoredRoute {
  int64_t id = 0;
  int64_t conversation = 0;
  std::string remote_id;
  int64_t read_ord = 0;
  int64_t unread = 0;
};

struct ServerMessage {
  std::string room;
  std::string text;
  std::string key;
  std::string id;
  bool is_edit = false;
  bool erased = false;  // told before the erase of whom the room is with
};

class Check {
 public:
  Check(Hand& hand, const sandbox::Homeserver& server, std::string_view own_user)
      : hand_(hand), engine_(hand.engine()), server_(server), own_user_(own_user) {}

  std::vector<std::string> run() {
    read_cache();
    read_server();
    for (const SetAsideTold& told : hand_.device.set_asides()) losses_told_ += told.lost;
    sends();
    order_of_sends();
    statuses();
    order_and_history();
    unread();
    threads();
    leftovers();
    doctor();
    return std::move(found_);
  }

 private:
  void violated(const char* invariant, const std::string& what) {
    found_.push_back(std::string(invariant) + ": " + what);
  }

  template <class Row>
  void query(const char* sql, Row row) {
    const Status read = each_row(engine_, sql, row);
    if (!read.ok()) violated("cache", read.error().message);
  }

  void read_cache() {
    query("SELECT id, conversation, remote_id, read_ord, unread FROM route",
          [&](cache::Statement& row) {
            routes_.push_back(
                {row.integer(0), row.integer(1), row.string(2), row.integer(3), row.integer(4)});
          });
    query(
        "SELECT id, route, ord, sort_key, remote_id, kind, state, text, counts, failure_code "
        "FROM item ORDER BY route, ord IS NULL, ord, id",
        [&](cache::Statement& row) {
          StoredItem item;
          item.id = row.integer(0);
          item.route = row.integer(1);
          item.placed = !row.is_null(2);
          item.ord = row.integer(2);
          item.sort_key = row.integer(3);
          item.remote_id = row.string(4);
          item.kind = row.integer(5);
          item.state = row.integer(6);
          item.text = row.string(7);
          item.counts = row.boolean(8);
          item.failed = !row.is_null(9);
          items_.push_back(std::move(item));
        });
    // A lane is strictly in order: behind a refused message the others wait, and say so.
    query(
        "SELECT item FROM outbox AS o WHERE state = 0 AND waiting_for = 3 AND EXISTS ("
        "SELECT 1 FROM outbox AS head WHERE head.route = o.route AND head.id < o.id"
        " AND head.state IN (2, 3))",
        [&](cache::Statement& row) { held_.insert(row.integer(0)); });
    query("PRAGMA integrity_check", [&](cache::Statement& row) {
      if (row.text(0) != "ok") violated("cache", "integrity_check: " + row.string(0));
    });
  }

  // Whether the event need not be here any more.
  bool is_erased(const std::string& room, const sandbox::Event& event) const {
    const auto until = hand_.erased.rooms.find(room);
    return until != hand_.erased.rooms.end() && event.at_ms <= until->second;
  }

  void read_server() {
    for (const auto& [id, room] : server_.rooms()) {
      for (const sandbox::Event& event : room->events()) {
        auto content = json::Document::parse(event.content);
        if (!content.ok()) continue;
        const json::Value root = content->root();
        if (event.type == "m.room.message" && event.sender == own_user_) {
          messages_.push_back({id, std::string(root["body"].string()),
                               std::string(root["org.interactions.key"].string()), event.id,
                               root["m.relates_to"]["rel_type"].string() == "m.replace",
                               is_erased(id, event)});
        }
        if (event.type == "com.beeper.message_send_status") {
          const std::string about(root["m.relates_to"]["event_id"].string());
          reports_[about] = std::string(root["status"].string());
        }
        const std::string made(root["org.interactions.key"].string());
        if (event.type == "m.room.create" && event.sender == own_user_ && !made.empty()) {
          ++creations_["made " + made];
        }
        if (event.type.starts_with("org.interactions.") && event.state_key &&
            event.sender == own_user_) {
          ++creations_[event.type + event.content];
        }
      }
    }
  }

  void sends() {
    std::map<std::string, int> at_server, keys, in_thread;
    std::set<std::string> erased;
    std::map<std::string, const StoredItem*> items;
    for (const ServerMessage& message : messages_) {
      if (!message.is_edit) ++at_server[message.text];
      if (message.erased) erased.insert(message.text);
      if (!message.key.empty()) ++keys[message.key];
    }
    for (const StoredItem& item : items_) {
      if (item.kind != static_cast<int64_t>(ItemKind::message)) continue;
      ++in_thread[item.text];
      items[item.text] = &item;
    }
    for (const Sent& send : hand_.sent) {
      int here = 0;
      int there = 0;
      const StoredItem* item_of = nullptr;
      bool told_erased = false;
      for (const std::string& text : send.texts) {
        here += in_thread[text];
        there += at_server[text];
        told_erased |= erased.contains(text);
        if (items.contains(text)) item_of = items[text];
      }
      if (here > 1) {
        violated("no double", send.text() + " is " + std::to_string(here) + " times in the thread");
      }
      if (there > 1) {
        violated("no double",
                 send.text() + " is " + std::to_string(there) + " times at the server");
      }
      if (send.deleted) continue;  // see doings.h
      if (send.may_be_given_up && here == there) continue;
      if (send.given_up) {
        // Where it left, it is shown; else it is not.
        if (here != there && !send.erased && !told_erased) {
          violated("no loss", send.text() + " was given up, is " + std::to_string(there) +
                                  " times at the server and " + std::to_string(here) +
                                  " times in the thread");
        }
        continue;
      }
      // A damaged file may cost unsent messages: as many as the host was told of.
      const bool gone = send.accepted && there == 0 && here == 0;
      const bool was_erased = send.erased || told_erased;
      const bool may_be_lost = was_erased || (gone && losses_told_-- > 0);
      if (send.accepted && here == 0 && !may_be_lost) {
        violated("no loss", send.text() + " left the thread");
      }
      if (!send.accepted && there > 0 && here == 0 && !was_erased) {
        violated("no loss", send.text() + " is at the server but not in the thread");
      }
      if (here == 0) continue;
      const StoredItem& item = *item_of;
      const auto state = static_cast<ItemState>(item.state);
      const bool visible_failure = state == ItemState::failed || item.failed;
      if (there == 0 && held_.contains(item.id)) continue;
      if (there == 0 && !visible_failure) {
        violated("no loss",
                 send.text() + " is shown as " + item_state_name(state) + " and not at the server");
      }
      if (there == 0 && visible_failure && !send.may_fail) {
        violated("no loss", send.text() + " failed although everything works again");
      }
      if (there == 1 && !item.placed) violated("one order", send.text() + " was never placed");
    }
    for (const auto& [key, count] : keys) {
      if (count > 1)
        violated("no double", "a key is at the server " + std::to_string(count) + " times");
    }
    for (const auto& [creation, count] : creations_) {
      if (count > 1)
        violated("no double", "one route was opened as " + std::to_string(count) + " rooms");
    }
  }

  // What one device sent to one room arrived in the order in which it was accepted.
  void order_of_sends() {
    std::map<std::string, size_t> place;  // of what was sent
    for (size_t i = 0; i < hand_.sent.size(); ++i) {
      if (hand_.sent[i].accepted && !hand_.sent[i].timed) place[hand_.sent[i].text()] = i;
    }
    std::map<std::string, const ServerMessage*> latest;
    for (const ServerMessage& message : messages_) {
      const auto sent = place.find(message.text);
      if (message.is_edit || sent == place.end()) continue;
      const ServerMessage*& before = latest[message.room];
      if (before != nullptr && place[before->text] > sent->second) {
        violated("in order", message.text + " arrived after " + before->text);
      }
      before = &message;
    }
  }

  // What the screen says of a text is what the carrier reported, and nothing else.
  void statuses() {
    std::map<std::string, const StoredItem*> by_remote_id;
    for (const StoredItem& item : items_) by_remote_id[item.remote_id] = &item;
    for (const ServerMessage& message : messages_) {
      const auto found = by_remote_id.find(message.id);
      const auto told = reports_.find(message.id);
      if (found == by_remote_id.end()) continue;
      const auto state = static_cast<ItemState>(found->second->state);
      const std::string shown = message.text + " is shown as " + item_state_name(state);
      if (told == reports_.end()) {
        if (state == ItemState::delivered || state == ItemState::failed) {
          violated("true status", shown + " and the carrier reported nothing");
        }
      } else if (told->second == "SUCCESS") {
        if (state != ItemState::delivered && state != ItemState::read) {
          violated("true status", shown + " and the carrier delivered it");
        }
      } else if (state != ItemState::failed) {
        violated("true status", shown + " and the carrier reported " + told->second);
      }
    }
  }

  // The stored part of each room against the room: same order, nothing missing, nothing invented.
  void order_and_history() {
    for (const StoredRoute& route : routes_) {
      const sandbox::Room* room = route.remote_id.empty() ? nullptr : server_.room(route.remote_id);
      if (room == nullptr) continue;
      std::map<std::string, size_t> place;
      for (size_t i = 0; i < room->events().size(); ++i) place[room->events()[i].id] = i;
      std::set<std::string> stored;
      size_t last_place = 0;
      int64_t last_key = INT64_MIN;
      bool has_gap = false;
      for (const StoredItem& item : items_) {
        if (item.route != route.id || !item.placed) continue;
        if (item.kind == static_cast<int64_t>(ItemKind::gap)) {
          has_gap = true;
          continue;
        }
        if (item.sort_key < last_key) violated("one order", "sort keys fall along a route");
        last_key = item.sort_key;
        const auto found = place.find(item.remote_id);
        if (found == place.end()) {
          violated("one order", "an item is placed that the server does not have");
          continue;
        }
        if (!stored.insert(item.remote_id).second)
          violated("no double", "an event is stored twice");
        if (stored.size() > 1 && found->second < last_place) {
          violated("one order", "item i" + std::to_string(item.id) + " stands above an older one");
        }
        last_place = found->second;
      }
      if (has_gap || !room->is_joined(own_user_)) continue;
      for (const sandbox::Event& event : room->events()) {
        const bool shown = event.type == "m.room.message" && event.redacted_by.empty() &&
                           event.content.find("\"m.replace\"") == std::string::npos;
        if (is_erased(room->id(), event)) continue;
        if (shown && !stored.contains(event.id)) {
          violated("no loss", "a message of the server is missing below no gap");
        }
      }
    }
  }

  void unread() {
    std::map<int64_t, int64_t> of_conversation;
    for (const StoredRoute& route : routes_) {
      int64_t counted = 0;
      for (const StoredItem& item : items_) {
        if (item.route == route.id && item.placed && item.counts && item.ord > route.read_ord) {
          ++counted;
        }
      }
      if (counted != route.unread) {
        violated("no phantom", "unread says " + std::to_string(route.unread) + ", a recount " +
                                   std::to_string(counted));
      }
      of_conversation[route.conversation] += counted;
    }
    query("SELECT id, unread FROM conversation", [&](cache::Statement& row) {
      if (of_conversation[row.integer(0)] != row.integer(1)) {
        violated("no phantom", "a conversation's unread is not the sum of its routes");
      }
    });
  }

  // What a person pages through: every item once, each route in its own order.
  void threads() {
    std::map<std::string, const StoredItem*> by_id;
    for (const StoredItem& item : items_) by_id["i" + std::to_string(item.id)] = &item;
    std::set<int64_t> conversations;
    for (const StoredRoute& route : routes_) conversations.insert(route.conversation);
    size_t shown = 0;
    for (const int64_t conversation : conversations) {
      std::vector<std::string> ids;  // newest first
      std::string cursor;
      for (int pages = 0; pages < 1000; ++pages) {
        auto page = engine_.reader().thread(ConversationId{conversation}, cursor, 50);
        if (!page.ok()) {
          violated("thread", "a page cannot be read: " + page.error().message);
          break;
        }
        for (uint32_t i = page->count(IX_TABLE_ITEM); i > 0; --i) {
          const auto* row = page->row<ix_row_item>(IX_TABLE_ITEM, i - 1);
          ids.emplace_back(page->text_or_empty(row->id));
        }
        cursor = page->text_or_empty(page->header().cursor);
        if (cursor.empty()) break;
      }
      shown += ids.size();
      std::map<int64_t, int64_t> above;  // route -> ord of the item shown after it
      std::set<std::string> once;
      for (const std::string& id : ids) {
        if (!once.insert(id).second) violated("no double", id + " is on two pages");
        const auto found = by_id.find(id);
        if (found == by_id.end()) {
          violated("thread", id + " is shown and not stored");
          continue;
        }
        const StoredItem& item = *found->second;
        if (!item.placed) continue;
        const auto [at, first] = above.try_emplace(item.route, item.ord);
        if (!first && at->second <= item.ord) violated("one order", id + " is paged out of order");
        at->second = item.ord;
      }
    }
    if (shown != items_.size()) {
      violated("thread", std::to_string(items_.size()) + " items are stored and " +
                             std::to_string(shown) + " can be paged to");
    }
  }

  void leftovers() {
    query("SELECT state, waiting_for, attempts, item FROM outbox", [&](cache::Statement& row) {
      if (held_.contains(row.integer(3))) return;
      const auto state = static_cast<OutboxState>(row.integer(0));
      if (state == OutboxState::queued || state == OutboxState::sending) {
        violated("no loss", std::string("an entry is still ") + outbox_state_name(state) +
                                ", waiting for " +
                                waiting_for_name(static_cast<WaitingFor>(row.integer(1))) +
                                ", after " + std::to_string(row.integer(2)) + " attempts");
      }
    });
  }

  // Whatever is derived, over all that is stored.
  void doctor() {
    auto findings = engine_.store().check();
    if (!findings.ok()) return violated("doctor", findings.error().message);
    for (const Finding& finding : *findings) {
      violated("doctor", std::string(store_check_name(finding.check)) + " is wrong " +
                             std::to_string(finding.count) + " times, such as " + finding.first);
    }
  }

  Hand& hand_;
  engine::Engine& engine_;
  const sandbox::Homeserver& server_;
  std::string own_user_;
  std::vector<StoredRoute> routes_;
  std::vector<StoredItem> items_;
  std::set<int64_t> held_;  // items that wait behind a refused one of their route
  std::vector<ServerMessage> messages_;
  std::map<std::string, int> creations_;
  std::map<std::string, std::string> reports_;  // message event -> the carrier's last word
  int64_t losses_told_ = 0;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> violations(Hand& hand, const sandbox::Homeserver& server,
                                    std::string_view own_user) {
  return Check(hand, server, own_user).run();
}

}  // namespace ix::simulation
