// SPDX-License-Identifier: Apache-2.0
// A damaged database: set aside, never deleted, and what was unsent goes on in a new one.
#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "store_fixture.h"

using namespace ix;
using namespace ix::testing;
namespace fs = std::filesystem;

namespace {

constexpr const char* kNumber = "+16135550123";
constexpr size_t kPage = 4096;

// The file system of a process that dies at one of its operations.
class DyingFiles final : public FileSystem {
 public:
  explicit DyingFiles(int at) : left_(at) {}
  bool died() const { return left_ <= 0; }

  Status make_private_folder(const std::string& path) override {
    return died() ? dead() : real_.make_private_folder(path);
  }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override {
    if (died()) return dead();
    return real_.lock(path);
  }
  Status write_private(const std::string& path, const Secret& content) override {
    return lives() ? real_.write_private(path, content) : dead();
  }
  Result<std::unique_ptr<NewFile>> create_private(const std::string& path) override {
    if (died()) return dead();
    return real_.create_private(path);
  }
  Result<std::optional<Secret>> read_private(const std::string& path) override {
    if (died()) return dead();
    return real_.read_private(path);
  }
  Status remove(const std::string& path) override {
    if (!fs::exists(path)) return died() ? dead() : Status();
    return lives() ? real_.remove(path) : dead();
  }
  Status rename(const std::string& from, const std::string& to) override {
    return lives() ? real_.rename(from, to) : dead();
  }
  Result<std::optional<int64_t>> size(const std::string& path) override {
    if (died()) return dead();
    return real_.size(path);
  }
  Result<std::vector<std::string>> list(const std::string& folder) override {
    if (died()) return dead();
    return real_.list(folder);
  }

 private:
  static Error dead() { return Error(ErrorCode::STORE_IO, "the process has died"); }
  bool lives() { return --left_ > 0; }
  int left_;
  SystemFileSystem real_;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

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
    before_ = waiting();
    last_item_ = number("SELECT seq FROM sqlite_sequence WHERE name = 'item'");
  }

  std::string database() const { return folder() + "/cache.db"; }
  OutboxId entry_of(const std::string& words) {
    return OutboxId{
        number("SELECT outbox.id FROM outbox JOIN item ON item.id = outbox.item"
               " WHERE text = '" +
               words + "'")};
  }
  // What must be neither lost nor doubled. Attempts: that there was one is all that counts.
  std::vector<std::string> waiting() {
    std::vector<std::string> out = rows(
        "SELECT outbox.id, outbox.route, outbox.item, outbox.key, outbox.state,"
        " ifnull(outbox.failure_code, 0), item.text, item.state, item.key,"
        " ifnull(route.remote_id, '-'), ifnull(route.peer_number, '-'), route.kind"
        " FROM outbox JOIN item ON item.id = outbox.item JOIN route ON route.id = outbox.route"
        " ORDER BY outbox.id",
        12);
    const auto add = [&](const std::string& sql, int columns) {
      for (std::string& row : rows(sql, columns)) out.push_back(std::move(row));
    };
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

}  // namespace

TEST_CASE("a database without its header, or without its first page, is set aside") {
  for (const size_t bytes : {size_t{100}, kPage}) {
    CAPTURE(bytes);
    Unsent store;
    store.close();
    std::string content = read_file(store.database());
    content.replace(0, bytes, bytes, '\0');
    write_file(store.database(), content);
    store.open();
    store.is_rescued(4);
    CHECK(store.damaged() == "cache.db.damaged-20250615T150640Z");
    CHECK(read_file(store.folder() + "/" + store.damaged()) == content);
  }
}

TEST_CASE("a database that was cut off is set aside; so is its log") {
  Unsent store;
  store.close();
  const std::string content = read_file(store.database());
  write_file(store.database(), content.substr(0, content.size() / 2 / kPage * kPage));
  write_file(store.database() + "-wal", "no log at all");
  store.open();
  store.is_rescued(4);
  CHECK(store.damaged() ==
        "cache.db.damaged-20250615T150640Z cache.db.damaged-20250615T150640Z-shm"
        " cache.db.damaged-20250615T150640Z-wal");
}

TEST_CASE("a database of which only the log is left gives back what stands in the log") {
  Unsent store(0);
  const std::string log = read_file(store.database() + "-wal");
  REQUIRE(log.size() > 100 * kPage);
  REQUIRE(log.size() < 1000 * kPage);  // nothing of it has gone to the database yet
  const auto before = store.waiting();
  store.close();
  write_file(store.database(), "");
  write_file(store.database() + "-wal", log);
  store.open();
  CHECK(store.waiting() == before);
  store.is_rescued(4);
}

TEST_CASE("where the tables begin is lost in the file, and the log has an older word of it") {
  Unsent store;
  store.close();
  store.open();
  // The file grows, so the log has a first page, which leads to the pages of the schema.
  std::vector<RemoteItem> more;
  for (int i = 600; i < 640; ++i) {
    more.push_back(
        message("$h" + std::to_string(i), "@ann:example.org", kNow - 900, std::string(300, '.')));
  }
  store.ingest(changes("!c", std::move(more)));
  const std::string log = read_file(store.database() + "-wal");
  std::string content = read_file(store.database());
  store.close();
  const size_t schema = content.find("CREATE TABLE outbox") / kPage;
  REQUIRE(schema > 0);
  content.replace(schema * kPage, kPage, kPage, '\x5A');
  write_file(store.database(), content);
  write_file(store.database() + "-wal", log);
  store.open();
  store.is_rescued(4);
}

TEST_CASE("damage in the middle: a call says so, and the next opening sets the file aside") {
  Unsent store;
  store.spoil_page_with("history 300");
  store.open();
  REQUIRE_FALSE(store->set_aside());  // nobody has read that page yet
  const auto found = take(store->check());
  CHECK(has_finding(found, StoreCheck::file));
  store.open();
  store.is_rescued(4);
}

TEST_CASE("damage that only a look at the whole file finds: the next opening sets it aside, too") {
  Unsent store;
  store.close();
  // The second page says where the others hang: reading needs it nowhere.
  std::string content = read_file(store.database());
  content.replace(kPage, kPage, kPage, '\x5A');
  write_file(store.database(), content);
  store.open();
  REQUIRE_FALSE(store->set_aside());
  CHECK(has_finding(take(store->check()), StoreCheck::file));
  store.open();
  store.is_rescued(4);
}

TEST_CASE("a statement that meets the damage fails with what to do") {
  Unsent store;
  const ItemId item{store.number("SELECT id FROM item WHERE remote_id = '$h300'")};
  store.spoil_page_with("history 300");
  store.open();
  const auto read = store->item(item);
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().code == ErrorCode::STORE_CORRUPT);
  CHECK(read.error().message.find("open it again") != std::string::npos);
  store.open();
  store.is_rescued(4);
}

TEST_CASE("the outbox's own page is lost: the messages stand as failed, nothing leaves by itself") {
  Unsent store;
  const auto keys = store.column("SELECT key FROM outbox ORDER BY key");
  const size_t root =
      static_cast<size_t>(store.number("SELECT rootpage FROM sqlite_schema WHERE name = 'outbox'"));
  store.close();
  std::string bytes = read_file(store.database());
  bytes.replace((root - 1) * kPage, kPage, kPage, '\xA5');
  write_file(store.database(), bytes);
  store.open();
  CHECK(code_of(store->outbox_entries()) == ErrorCode::STORE_CORRUPT);
  store.open();
  REQUIRE(store->set_aside());
  CHECK(store->set_aside()->unsent == 4);
  CHECK(store.column("SELECT key FROM outbox ORDER BY key") == keys);
  CHECK(store.number("SELECT count(*) FROM outbox WHERE state = 3 AND failure_code = 103") == 4);
  CHECK(take(store->check()).empty());
}

TEST_CASE("a message whose text is lost is counted; the others go on") {
  Unsent store;
  store.spoil_page_with("never tried");  // and what stands on its page
  store.open();
  if (!store->set_aside()) {
    (void)take(store->check());
    store.open();
  }
  REQUIRE(store->set_aside());
  CHECK(store->set_aside()->lost > 0);
  CHECK(store->set_aside()->lost + store->set_aside()->unsent == 4);
  CHECK(take(store->check()).empty());
}

TEST_CASE("a file that is no database is kept under its new name, and another one gets another") {
  Unsent store;
  for (const char* name :
       {"cache.db.damaged-20250615T150640Z", "cache.db.damaged-20250615T150640Z-2"}) {
    store.close();
    const std::string content(5000, 'x');
    write_file(store.database(), content);
    store.open();
    REQUIRE(store->set_aside());
    CHECK(store->set_aside()->file == name);
    CHECK(store->set_aside()->unsent == 0);
    CHECK(read_file(store.folder() + "/" + name) == content);
    CHECK(take(store->account()).user_id.empty());
    CHECK(take(store->check()).empty());
  }
}

TEST_CASE("whose data it is cannot be told: nothing is sent by itself") {
  Unsent store;
  store.write("UPDATE account SET user_id = ''");
  store.close();
  std::string content = read_file(store.database());
  content.replace(0, kPage, kPage, '\0');
  write_file(store.database(), content);
  store.open();
  CHECK(store->set_aside()->unsent == 4);
  CHECK(store.number("SELECT count(*) FROM outbox WHERE state <> 3") == 0);
}

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
  store.close();
  std::string content = read_file(store.database());
  content.replace(0, kPage, kPage, '\0');
  write_file(store.database(), content);
  store.open();
  REQUIRE(store->set_aside());
  store.ingest(changes("!c", {with_file("$f2")}));
  CHECK(store.number("SELECT min(id) FROM attachment") > handed_out);
}

TEST_CASE("a host's cursor of what it notified stays good in the new database") {
  Unsent store;
  // A cursor is a number of this table: what comes later stands above it.
  const int64_t cursor = store.number("SELECT max(seq) FROM notification");
  REQUIRE(cursor > 100);
  store.close();
  std::string content = read_file(store.database());
  content.replace(0, kPage, kPage, '\0');
  write_file(store.database(), content);
  store.open();
  REQUIRE(store->set_aside());
  store.ingest(limited("!c", {message("$h599")}, "t"));
  CHECK(store.number("SELECT count(*) FROM notification") == 0);
  store.ingest(changes("!c", {message("$news")}));
  CHECK(store.number("SELECT min(seq) FROM notification") > cursor);
}

TEST_CASE("data of a newer version, and a folder in use, are no damage") {
  Unsent store;
  store.write("PRAGMA user_version = 99");
  SystemFileSystem files;
  const Status opened = store.try_open(files);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == ErrorCode::STORE_NEWER_SCHEMA);
  CHECK(store.damaged().empty());
}

TEST_CASE("death at every step on the way: nothing is lost, nothing is there twice") {
  int deaths = 0;
  for (int at = 1;; ++at) {
    CAPTURE(at);
    Unsent store;
    store.close();
    const std::string content = read_file(store.database());
    write_file(store.database(), std::string(kPage, '\0') + content.substr(kPage));
    write_file(store.database() + "-wal", "the log");
    DyingFiles files(at);
    if (store.try_open(files).ok()) {
      store.is_rescued(4);
      break;
    }
    ++deaths;
    store.close();
    // The next process may die as well, at the same place.
    DyingFiles again(at);
    if (!store.try_open(again).ok()) store.open();
    const std::string aside = "cache.db.damaged-20250615T150640Z";
    CHECK(store.damaged() == aside + " " + aside + "-shm " + aside + "-wal");
    CHECK(read_file(store.folder() + "/" + aside + "-wal") == "the log");
    store.is_rescued(4);
  }
  CHECK(deaths >= 5);  // plan, three renames, the plan's end
}
