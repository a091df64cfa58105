// SPDX-License-Identifier: Apache-2.0
// A damaged database: set aside, never deleted, and what was unsent goes on in a new one.
#include <string>

#include "rescue_fixture.h"

using namespace ix;
using namespace ix::testing;
namespace fs = std::filesystem;

namespace {

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
  Result<std::unique_ptr<FileReader>> open_to_read(const std::string& path) override {
    if (died()) return dead();
    return real_.open_to_read(path);
  }
  Result<std::unique_ptr<GrowingFile>> open_growing(const std::string& path) override {
    if (died()) return dead();
    return real_.open_growing(path);
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
    store.is_rescued(kUnsent);
    CHECK(store.damaged() == "cache.db.damaged-20250615T150640Z");
    CHECK(read_file(store.folder() + "/" + store.damaged()) == content);
  }
}

TEST_CASE("a database that was cut off is set aside; so is its log") {
  Unsent store(45);
  store.close();
  const std::string content = read_file(store.database());
  write_file(store.database(), content.substr(0, content.size() / 2 / kPage * kPage));
  write_file(store.database() + "-wal", "no log at all");
  store.open();
  store.is_rescued(kUnsent);
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
  store.is_rescued(kUnsent);
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
  store.is_rescued(kUnsent);
}

TEST_CASE("damage in the middle: a call says so, and the next opening sets the file aside") {
  Unsent store;
  store.spoil_page_with("history 300");
  store.open();
  REQUIRE_FALSE(store->set_aside());  // nobody has read that page yet
  const auto found = take(store->check());
  CHECK(has_finding(found, StoreCheck::file));
  store.open();
  store.is_rescued(kUnsent);
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
  store.is_rescued(kUnsent);
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
  store.is_rescued(kUnsent);
}

TEST_CASE("the outbox's own page is lost: the messages stand as failed, nothing leaves by itself") {
  Unsent store;
  const auto keys = store.column("SELECT key FROM outbox WHERE op = 0 ORDER BY key");
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
  CHECK(store->set_aside()->unsent == kUnsent);
  CHECK(store.column("SELECT key FROM outbox ORDER BY key") == keys);
  CHECK(store.number("SELECT count(*) FROM outbox WHERE state = 3 AND failure_code = 103") ==
        kUnsent);
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
  CHECK(store->set_aside()->lost + store->set_aside()->unsent == kUnsent);
  CHECK(take(store->check()).empty());
}

TEST_CASE("what was picked for a message that is lost stands in the draft of nobody, not nowhere") {
  Unsent store;
  const int64_t item = store.number("SELECT id FROM item WHERE text = 'see these'");
  store.write("UPDATE item SET text = x'00ff' WHERE id = " + std::to_string(item));
  store.lose_the_first_page();
  REQUIRE(store->set_aside());
  CHECK(store->set_aside()->lost == 1);
  CHECK(store->set_aside()->unsent == kUnsent - 1);
  CHECK(store.column("SELECT hint FROM outgoing_file WHERE item IS NULL ORDER BY id") ==
        std::vector<std::string>{"plan.pdf", "prix.pdf", "draft.pdf"});
  CHECK(take(store->check()).empty());
}

TEST_CASE("a file of which nothing but its name is left holds its message, which says so") {
  Unsent store;
  store.write("UPDATE outgoing_file SET state = 99 WHERE hint = 'prix.pdf'");
  store.lose_the_first_page();
  CHECK(store->set_aside()->lost == 0);
  const auto entry = take(store->outbox_entry(store.entry_of("see these")));
  CHECK(entry.state == OutboxState::blocked);
  CHECK(entry.files_pending);
  REQUIRE(entry.failure);
  CHECK(entry.failure->code == ErrorCode::FILE_UNREADABLE);
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
  store.lose_the_first_page();
  CHECK(store->set_aside()->unsent == kUnsent);
  CHECK(store.number("SELECT count(*) FROM outbox WHERE state <> 3") == 0);
  // Nor uploaded; what was uploaded before is known still, and a draft is the user's.
  CHECK(store.column("SELECT hint || state FROM outgoing_file ORDER BY id") ==
        std::vector<std::string>{"plan.pdf4", "prix.pdf7", "draft.pdf4"});
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
      store.is_rescued(kUnsent);
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
    store.is_rescued(kUnsent);
  }
  CHECK(deaths >= 5);  // plan, three renames, the plan's end
}
