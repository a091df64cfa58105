// SPDX-License-Identifier: Apache-2.0
// A store on disk with a clock that stands still, and the words of a backend to feed it.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "store/store.h"

namespace ix::testing {

constexpr Millis kNow = 1'750'000'000'000;
constexpr const char* kSelf = "@me:example.org";

class FixedClock final : public Clock {
 public:
  Millis wall_ms() override { return now; }
  Millis steady_ms() override { return now; }
  Millis now = kNow;
};

// A value that must be there.
template <class T>
T take(Result<T> result) {
  INFO((result.ok() ? std::string() : result.error().message));
  REQUIRE(result.ok());
  return result.take();
}

inline void done(const Status& status) {
  INFO((status.ok() ? std::string() : status.error().message));
  REQUIRE(status.ok());
}

template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result.ok() ? ErrorCode::OK : result.error().code;
}

class StoreFixture {
 public:
  StoreFixture() : folder_((base() / ("ix-store-" + SystemRandom().uuid())).string()) {
    open();
    Account account;
    account.server = "https://example.org";
    account.user_id = kSelf;
    account.device_id = "D1";
    account.display_name = "Me";
    take(store_->signed_in(account));
  }
  ~StoreFixture() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Closes and opens again: what another run of the process finds.
  void open() { done(try_open(files_)); }
  Status try_open(FileSystem& files) {
    close();
    store::StoreOptions options;
    options.folder = folder_;
    options.rules = number_rules;
    IX_TRY(store_, store::Store::open(options, {clock, random, files, log_}));
    return {};
  }
  void close() { store_.reset(); }
  const std::string& folder() const { return folder_; }

  store::Store& store() { return *store_; }
  store::Store* operator->() { return store_.get(); }

  // One batch with one route's part.
  store::Touched ingest(RouteChanges changes) {
    ChangeSet set;
    set.routes.push_back(std::move(changes));
    set.next_token = "token";
    return ingest(set);
  }
  store::Touched ingest(const ChangeSet& set) {
    store::Touched all;
    done(store_->ingest(set, [&all](store::Touched touched) { all.add(std::move(touched)); }));
    return all;
  }

  // One pass of retention to its end. How many items went.
  int64_t prune(const Retention& limits, store::Touched* touched = nullptr) {
    store::Pruning pass;
    pass.rules = limits;
    store::Touched all;
    while (take(store_->prune_step(pass, touched ? *touched : all))) {
    }
    return pass.items;
  }

  // Each row's columns joined by '|'.
  std::vector<std::string> rows(const std::string& sql) {
    auto lease = take(store_->database().read());
    auto statement = take(lease.connection().prepare_once(sql));
    std::vector<std::string> out;
    while (take(statement->step())) {
      std::string row;
      for (int i = 0; i < columns_; ++i) row += (i ? "|" : "") + statement->string(i);
      out.push_back(std::move(row));
    }
    return out;
  }
  // One column.
  std::vector<std::string> column(const std::string& sql) {
    columns_ = 1;
    return rows(sql);
  }
  std::vector<std::string> rows(const std::string& sql, int columns) {
    columns_ = columns;
    return rows(sql);
  }
  int64_t number(const std::string& sql) {
    const auto found = column(sql);
    REQUIRE(found.size() == 1);
    return std::stoll(found.front());
  }
  // What no call of the store can do yet.
  void write(const std::string& sql) {
    auto lease =
        take(store_->database().write(cache::Priority::command, cache::Durability::normal));
    done(lease.connection().execute(sql.c_str()));
    done(lease.commit());
  }
  // The thread of a route: remote ids by position, "-" for a gap.
  std::string order(const std::string& remote_id) {
    std::string out;
    for (const std::string& one :
         column("SELECT CASE WHEN kind = 4 THEN '-' ELSE remote_id END FROM item WHERE ord IS NOT"
                " NULL AND route = (SELECT id FROM route WHERE remote_id = '" +
                remote_id + "') ORDER BY ord")) {
      out += (out.empty() ? "" : " ") + one;
    }
    return out;
  }
  RouteId route_of(const std::string& remote_id) {
    return RouteId{number("SELECT id FROM route WHERE remote_id = '" + remote_id + "'")};
  }
  std::vector<ItemId> gaps() {
    std::vector<ItemId> out;
    for (const std::string& id : column("SELECT id FROM item WHERE kind = 4 ORDER BY id")) {
      out.push_back(ItemId{std::stoll(id)});
    }
    return out;
  }
  // All that is derived or stored for people and lists, as text.
  std::vector<std::string> dump() {
    std::vector<std::string> out;
    const auto add = [&](const std::string& table, const std::string& order_by) {
      std::string concat;
      for (const std::string& name :
           column("SELECT name FROM pragma_table_info('" + table + "')")) {
        concat += (concat.empty() ? "" : " || '|' || ") + ("ifnull(" + name + ", '~')");
      }
      for (std::string& row :
           column("SELECT " + concat + " FROM " + table + " ORDER BY " + order_by)) {
        out.push_back(table + ": " + row);
      }
    };
    add("contact", "id");
    add("contact_address", "kind, address, contact");
    add("contact_key", "key, contact");
    add("route", "id");
    add("route_alias", "remote_id");
    add("conversation", "id");
    add("item", "id");
    add("item_version", "item, remote_id");
    add("reaction", "route, remote_id");
    add("attachment", "item, position");
    add("parked_relation", "route, target, remote_id");
    add("outbox", "id");
    return out;
  }

  FixedClock clock;
  SeededRandom random{1};
  std::shared_ptr<identity::CurrentRules> number_rules = std::make_shared<identity::CurrentRules>();

 private:
  // In memory where the system has such a folder: what is tested here needs no disk.
  static std::filesystem::path base() {
    const std::filesystem::path memory = "/dev/shm";
    return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
  }

  std::string folder_;
  int columns_ = 1;
  SystemFileSystem files_;
  Logger log_;
  std::unique_ptr<store::Store> store_;
};

// --- words of the backend

inline RemoteItem message(const std::string& remote_id,
                          const std::string& sender = "@ann:example.org",
                          Millis at_ms = kNow - 1000, const std::string& text = "hello") {
  RemoteItem out;
  out.item.remote_id = remote_id;
  out.item.kind = ItemKind::message;
  out.item.direction = sender == kSelf ? Direction::out : Direction::in;
  out.item.sender = sender;
  out.item.sender_name = sender;
  out.item.at_ms = at_ms;
  out.item.state = sender == kSelf ? ItemState::accepted : ItemState::received;
  out.item.text = text;
  return out;
}

inline RemoteItem echo(const std::string& remote_id, const std::string& key,
                       const std::string& text = "hello") {
  RemoteItem out = message(remote_id, kSelf, kNow, text);
  out.item.key = key;
  return out;
}

inline RouteChange internal_route(const std::string& user) {
  RouteChange route;
  route.kind = RouteKind::internal;
  route.peer_user = user;
  return route;
}

inline RouteChange sms_route(const std::string& number) {
  RouteChange route;
  route.kind = RouteKind::sms;
  route.peer_number = number;
  route.peer_user = "@sms_" + number + ":example.org";
  return route;
}

inline RouteChange channel_route(const std::string& title) {
  RouteChange route;
  route.kind = RouteKind::channel;
  route.title = title;
  return route;
}

inline RouteChanges changes(const std::string& remote_id, std::vector<RemoteItem> items,
                            std::optional<RouteChange> route = std::nullopt) {
  RouteChanges out;
  out.remote_id = remote_id;
  out.items = std::move(items);
  out.route = std::move(route);
  return out;
}

inline RouteChanges limited(const std::string& remote_id, std::vector<RemoteItem> items,
                            const std::string& token) {
  RouteChanges out = changes(remote_id, std::move(items));
  out.limited = true;
  out.gap_token = token;
  return out;
}

inline HistoryPage page(const std::string& from, std::vector<RemoteItem> items,
                        const std::string& next) {
  HistoryPage out;
  out.from_token = from;
  out.items = std::move(items);
  out.next_token = next;
  return out;
}

inline RelationChange relation(RelationChange::Kind kind, const std::string& remote_id,
                               const std::string& target, const std::string& sender = "",
                               const std::string& text = "") {
  RelationChange out;
  out.kind = kind;
  out.remote_id = remote_id;
  out.target = target;
  out.sender = sender;
  out.text = text;
  return out;
}

inline RelationChange delivery(const std::string& remote_id, const std::string& target,
                               ItemState state) {
  RelationChange out = relation(RelationChange::Kind::delivery, remote_id, target);
  out.state = state;
  if (state == ItemState::failed) out.failure = failure_of(Error(ErrorCode::CARRIER_REFUSED));
  return out;
}

inline store::NewMessage text(const std::string& words) {
  store::NewMessage out;
  out.text = words;
  return out;
}

// A file that was picked and is ready to leave.
inline OutgoingFile picked(const std::string& name, RouteId route = {}) {
  OutgoingFile out;
  out.route = route;
  out.state = FileState::ready;
  out.place = "out/" + name;
  out.picked_bytes = 5;
  out.hint = name;
  out.file = {AttachmentKind::file, name, "text/plain", "", 5, 0, 0, 0};
  out.file.sha256 = std::string(64, 'a');
  return out;
}

}  // namespace ix::testing
