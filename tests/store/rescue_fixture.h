// SPDX-License-Identifier: Apache-2.0
// An account with messages that wait, whose database is then damaged.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store_fixture.h"

namespace ix::testing {

constexpr const char* kNumber = "+16135550123";
constexpr size_t kPage = 4096;

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

constexpr int64_t kUnsent = 5;  // messages of Unsent

// Messages that wait in every way there is, and then a history over them.
class Unsent : public StoreFixture {
 public:
  explicit Unsent(int batches = 30) {
    ingest(changes("!s", {message("$s1", "@sms")}, sms_route(kNumber)));
    ingest(changes("!c", {message("$c1")}, channel_route("Cuisine")));
    ingest(changes("!d", {message("$d1")}, internal_route("@dan:example.org")));
    store::Touched touched;
    Contact contact;
    contact.source = "host";
    contact.source_id = "1";
    contact.name = "Zoé";
    contact.numbers = {kNumber};
    take(store().put_contact(contact, touched));
    take(store().send(route_of("!s"), text("never tried"), touched));
    take(store().send(route_of("!c"), text("may have left"), touched));
    take(store().begin_attempt(entry_of("may have left"), "an earlier process", 1));
    take(store().send(route_of("!d"), text("refused"), touched));
    take(store().begin_attempt(entry_of("refused"), "an earlier process", 1));
    take(store().attempt_failed(entry_of("refused"), Error(ErrorCode::REFUSED), OutboxState::failed,
                                0));
    store::Recipient stranger;
    stranger.number = "+16135550199";
    const auto opened = take(store().open_conversation(stranger, touched));
    take(store().send(opened, text("to somebody new"), touched));
    store::NewMessage with_files = text("see these");
    with_files.files = {take(store().stage(picked("plan.pdf"), touched)),
                        take(store().stage(picked("prix.pdf"), touched))};
    with_files.files_per_message = 2;
    take(store().file_uploaded(with_files.files[0], false, "mxc://example.org/plan"));
    take(store().send(route_of("!c"), with_files, touched));
    take(store().stage(picked("draft.pdf", route_of("!d")), touched));
    take(store().set_draft(route_of("!d"), "half a tho", 1000));
    take(store().set_flag(route_of("!c"), RouteFlag::muted, true));
    CallReport call;
    call.call_id = "c1";
    call.number = "+16135550177";
    call.phase = CallPhase::started;
    call.direction = Direction::in;
    call.at_ms = kNow - 5000;
    take(store().report_call(call, touched));
    for (int i = 0; i < batches; ++i) {
      std::vector<RemoteItem> items;
      for (int j = 0; j < 20; ++j) {
        const std::string id = std::to_string(i * 20 + j);
        items.push_back(message("$h" + id, "@ann:example.org", kNow - 900,
                                "history " + id + std::string(300, '.')));
      }
      ingest(changes("!c", std::move(items)));
    }
    change();
    before_ = waiting();
    last_item_ = number("SELECT seq FROM sqlite_sequence WHERE name = 'item'");
  }

  // What is done to messages: those of the backend come back, one that may have left does not.
  void change() {
    ingest(changes("!d", {message("$d2", kSelf, kNow - 100, "at noon")}));
    const auto item = [this](const std::string& condition) {
      return ItemId{number("SELECT id FROM item WHERE " + condition)};
    };
    const store::ChangeLimits limits;
    take(store().edit_item(item("remote_id = '$d2'"), "at one", limits));
    take(store().delete_item(item("remote_id = '$d1'"), limits));
    take(store().react_to_item(item("remote_id = '$c1'"), "+1", true, limits));
    take(store().edit_item(item("text = 'may have left'"), "edited since", limits));
  }

  std::string database() const { return folder() + "/cache.db"; }
  // The schema stands in it.
  void lose_the_first_page() {
    close();
    std::string content = read_file(database());
    content.replace(0, kPage, kPage, '\0');
    write_file(database(), content);
    open();
  }
  OutboxId entry_of(const std::string& words) {
    return OutboxId{
        number("SELECT outbox.id FROM outbox JOIN item ON item.id = outbox.item"
               " WHERE item.text = '" +
               words + "'")};
  }
  // What must be neither lost nor doubled. Attempts: that there was one is all that counts.
  std::vector<std::string> waiting() {
    std::vector<std::string> out = rows(
        "SELECT outbox.id, outbox.route, outbox.item, outbox.key, outbox.state,"
        " ifnull(outbox.failure_code, 0), item.text, item.state, item.key,"
        " ifnull(route.remote_id, '-'), ifnull(route.peer_number, '-'), route.kind"
        " FROM outbox JOIN item ON item.id = outbox.item JOIN route ON route.id = outbox.route"
        " WHERE op = 0 ORDER BY outbox.id",
        12);
    const auto add = [&](const std::string& sql, int columns) {
      for (std::string& row : rows(sql, columns)) out.push_back(std::move(row));
    };
    add("SELECT id, route, lane, op, target, text, wanted, key, state FROM outbox WHERE op > 1"
        " ORDER BY id",
        9);
    add("SELECT id, route, ifnull(item, 0), attachment, state, place, uri, uploaded, sha256"
        " FROM outgoing_file ORDER BY id",
        9);
    add("SELECT a.id, a.item, a.name, a.uri, o.files_pending FROM attachment AS a"
        " JOIN outbox AS o ON o.item = a.item AND o.op = 0 ORDER BY a.id",
        5);
    add("SELECT t.text FROM item_truth AS t JOIN item AS i ON i.id = t.id WHERE i.remote_id"
        " IS NULL",
        1);
    add("SELECT id, conversation, muted, draft, draft_ms, ifnull(create_key, ''), ifnull(peer_user,"
        " '') FROM route ORDER BY id",
        7);
    add("SELECT id, source, source_id, name FROM contact ORDER BY id", 4);
    add("SELECT contact, address FROM contact_address ORDER BY address", 2);
    add("SELECT route, kind, key FROM setting ORDER BY route, kind", 3);
    add("SELECT call_id, item, started_ms FROM host_call ORDER BY call_id", 3);
    add("SELECT server, user_id, device_id, session, session_serial FROM account", 5);
    return out;
  }
  std::vector<std::string> names() {
    auto found = take(SystemFileSystem().list(folder()));
    return found;
  }
  std::string damaged() {
    std::string out;
    for (const std::string& name : names()) {
      if (name.find(".damaged-") != std::string::npos) out += (out.empty() ? "" : " ") + name;
    }
    return out;
  }
  // Page by page: the first that holds the words.
  void spoil_page_with(const std::string& words) {
    close();
    std::string bytes = read_file(database());
    const size_t at = bytes.find(words);
    REQUIRE(at != std::string::npos);
    for (size_t i = at / kPage * kPage; i < (at / kPage + 1) * kPage; ++i) {
      bytes[i] = static_cast<char>(0x5A ^ (i * 37));
    }
    write_file(database(), bytes);
  }
  // Everything waits as before, under its own names, and all is derived.
  void is_rescued(int64_t unsent) {
    REQUIRE(store().set_aside());
    CHECK(store().set_aside()->unsent == unsent);
    CHECK(store().set_aside()->lost == 0);
    CHECK(damaged().find(store().set_aside()->file) == 0);
    const auto now = waiting();
    CHECK(now.size() == before().size());
    for (size_t i = 0; i < std::min(now.size(), before().size()); ++i) CHECK(now[i] == before()[i]);
    for (const Finding& finding : take(store().check()))
      FAIL_CHECK(store_check_name(finding.check));
    // Whatever the file said of it: looked for before it is sent.
    CHECK(number("SELECT count(*) FROM outbox WHERE attempts = 0 OR attempt_process <> ''") == 0);
    CHECK(number("SELECT count(*) FROM account WHERE sync_token <> ''") == 0);
    store::Touched touched;
    const ItemId next = take(store().send(route_of("!d"), text("afterwards"), touched));
    CHECK(next.value > last_item_);
    // What was done to messages of the backend's is shown again when they are.
    ingest(changes("!d", {message("$d1"), message("$d2", kSelf, kNow - 100, "at noon")}));
    CHECK(number("SELECT deleted FROM item WHERE remote_id = '$d1'") == 1);
    CHECK(column("SELECT text FROM item WHERE remote_id = '$d2'").front() == "at one");
    // Read from the beginning, the rooms are the same routes.
    const int64_t routes = number("SELECT count(*) FROM route");
    ingest(limited("!c", {message("$h598"), message("$h599")}, "t"));
    CHECK(number("SELECT count(*) FROM route") == routes);
    CHECK(take(store().check()).empty());
    for (const std::string& name : names()) {
      const bool leftover =
          name.find(".rescued") != std::string::npos || name.find(".plan") != std::string::npos ||
          name.find(".suspect") != std::string::npos || name.find(".copy") != std::string::npos;
      CHECK_FALSE(leftover);
    }
    open();
    CHECK_FALSE(store().set_aside());
  }
  const std::vector<std::string>& before() const { return before_; }

 private:
  std::vector<std::string> before_;
  int64_t last_item_ = 0;
};

}  // namespace ix::testing
