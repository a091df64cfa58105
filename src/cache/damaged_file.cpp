// SPDX-License-Identifier: Apache-2.0
#include "cache/damaged_file.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "cache/set_aside.h"

namespace ix::cache {
namespace {

// https://sqlite.org/fileformat2.html, 1.3
constexpr size_t kPageSizeAt = 16;
constexpr size_t kWriteVersionAt = 18;
constexpr size_t kReadVersionAt = 19;
constexpr size_t kChangesAt = 24;
constexpr size_t kPagesAt = 28;
constexpr size_t kValidForAt = 92;
constexpr char kWithLog = 2;

using Stream = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Stream open_file(const std::string& path, const char* mode) {
  return {std::fopen(path.c_str(), mode), std::fclose};
}

Error unreadable() {
  return Error(ErrorCode::STORE_IO, "the damaged database could not be copied for reading");
}

Error no_room() {
  return Error(ErrorCode::STORE_FULL, "no room to copy the damaged database for reading");
}

// No more than that a length in a broken row does not ask for all the memory there is.
constexpr int kLongestValue = 64 * 1024 * 1024;

// Not the file's word on its own size, nor on its schema: both may be what is broken.
constexpr const char* kCarefully =
    "PRAGMA writable_schema = ON;"
    "PRAGMA query_only = ON;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA trusted_schema = OFF;";

Result<std::unique_ptr<Connection>> open_carefully(const std::string& path,
                                                   const std::string& vfs) {
  IX_TRY(auto connection, Connection::open(path, {.read_only = true, .vfs = vfs}));
  sqlite3_limit(connection->handle(), SQLITE_LIMIT_LENGTH, kLongestValue);
  sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  IX_CHECK(connection->execute(kCarefully));
  return connection;
}

bool has_tables(Connection& connection) {
  auto row = connection.prepare_once(
      "SELECT count(*) FROM sqlite_schema WHERE name IN ('outbox', 'item', 'route', 'account')");
  if (!row.ok()) return false;
  const auto found = (*row)->step();
  return found.ok() && *found && (*row)->integer(0) == 4;
}

// "CREATE TABLE name (a INTEGER, b TEXT, PRIMARY KEY (a))": no more than reading needs, so that all
// of them fit into the one page.
Result<std::string> short_form(Connection& fresh, const std::string& table, bool without_rowid) {
  std::string columns;
  std::vector<std::pair<int, std::string>> key;
  IX_TRY(auto row, fresh.prepare_once("PRAGMA table_info (" + table + ")"));
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) break;
    const bool id = row->text(1) == "id" && row->boolean(5);
    columns += (columns.empty() ? "" : ",") + row->string(1) + (id ? " INTEGER PRIMARY KEY" : "");
    if (row->boolean(5) && !id) key.emplace_back(row->integer32(5), row->string(1));
  }
  std::string names;
  for (size_t place = 1; place <= key.size(); ++place) {
    for (const auto& [number, name] : key) {
      if (number == static_cast<int>(place)) names += (names.empty() ? "" : ",") + name;
    }
  }
  if (!names.empty()) columns += ",PRIMARY KEY(" + names + ")";
  return "CREATE TABLE " + table + "(" + columns + ")" + (without_rowid ? "WITHOUT ROWID" : "");
}

// Makes a database at `path` whose first page speaks of the tables where they begin.
Status make_first_page(const std::string& path, Connection& fresh) {
  constexpr std::pair<const char*, bool> kTables[] = {
      {"account", false},    {"account_number", true},  {"contact", false},
      {"route", false},      {"contact_address", true}, {"route_alias", true},
      {"item", false},       {"outbox", false},         {"setting", true},
      {"host_call", true},   {"item_truth", false},     {"consent", false},
      {"attachment", false}, {"outgoing_file", false}};
  IX_CHECK(make_private_database(path));
  IX_TRY(auto made, Connection::open(path));
  IX_CHECK(made->execute("PRAGMA auto_vacuum = INCREMENTAL; BEGIN"));
  for (const auto& [table, without_rowid] : kTables) {
    IX_TRY(const std::string sql, short_form(fresh, table, without_rowid));
    IX_CHECK(made->execute(sql.c_str()));
  }
  // SQLite makes this one itself when a table asks for it.
  IX_CHECK(made->execute("CREATE TABLE s(id INTEGER PRIMARY KEY AUTOINCREMENT)"));
  IX_CHECK(made->execute("COMMIT; PRAGMA writable_schema = ON"));
  IX_TRY(auto root, fresh.prepare_once("SELECT name, rootpage FROM sqlite_schema"
                                       " WHERE type = 'table' AND rootpage > 0"));
  IX_TRY(auto move, made->prepare_once("UPDATE sqlite_schema SET rootpage = ?2 WHERE name = ?1"));
  for (;;) {
    IX_TRY(const bool found, root->step());
    if (!found) break;
    const std::string name = root->string(0);
    move->bind(1, std::string_view(name)).bind(2, root->integer(1));
    IX_CHECK(move->run());
  }
  return {};
}

void put_number(std::vector<char>& page, size_t at, uint32_t value) {
  for (size_t i = 0; i < 4; ++i) page[at + i] = static_cast<char>(value >> (24 - 8 * i));
}

// The size of a page, as both have it that write 65536 as 1.
size_t page_size_of(const std::vector<char>& page) {
  const auto byte = [&page](size_t i) { return static_cast<unsigned char>(page[kPageSizeAt + i]); };
  const size_t size = static_cast<size_t>(byte(0)) << 8 | byte(1);
  return size == 1 ? 65'536 : size;
}

Result<std::vector<char>> first_page_of(const std::string& path) {
  std::vector<char> page(100);
  const Stream file = open_file(path, "rb");
  if (!file || std::fread(page.data(), 1, page.size(), file.get()) != page.size()) {
    return unreadable();
  }
  page.resize(page_size_of(page));
  std::rewind(file.get());
  if (std::fread(page.data(), 1, page.size(), file.get()) != page.size()) return unreadable();
  return page;
}

// As the first of a database of that many bytes, which has a log or may have.
Status put_first_page(std::vector<char>& page, const std::string& path) {
  const Stream file = open_file(path, "r+b");
  if (!file || std::fseek(file.get(), 0, SEEK_END) != 0) return unreadable();
  const auto size = std::max(page.size(), static_cast<size_t>(std::ftell(file.get())));
  page[kWriteVersionAt] = page[kReadVersionAt] = kWithLog;
  put_number(page, kChangesAt, 1);
  put_number(page, kValidForAt, 1);
  put_number(page, kPagesAt, static_cast<uint32_t>(size / page.size()));
  std::rewind(file.get());
  if (std::fwrite(page.data(), 1, page.size(), file.get()) != page.size() ||
      std::fflush(file.get()) != 0) {
    return no_room();
  }
  return {};
}

// Over what stands in `to`; none: nothing is.
Status copy_file(const std::string& from, const std::string& to) {
  const Stream out = open_file(to, "wb");
  if (!out) return unreadable();
  const Stream in = open_file(from, "rb");
  std::array<char, 65'536> block;
  while (in) {
    const size_t n = std::fread(block.data(), 1, block.size(), in.get());
    if (n == 0) break;
    if (std::fwrite(block.data(), 1, n, out.get()) != n) return no_room();
  }
  if (std::fflush(out.get()) != 0) return no_room();
  return !in || std::ferror(in.get()) == 0 ? Status() : Status(unreadable());
}

// The pages of its log into the database, as far as it is one. No schema is needed for that.
void fold_log(const std::string& path, const std::string& vfs) {
  const auto opened = Connection::open(path, {.read_only = false, .vfs = vfs});
  if (!opened.ok()) return;
  // Fails at the schema, and has then found the log.
  (void)(*opened)->execute("SELECT 1 FROM sqlite_schema");
  (void)sqlite3_wal_checkpoint_v2((*opened)->handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                  nullptr);
}

}  // namespace

Result<std::unique_ptr<DamagedFile>> DamagedFile::open(const std::string& path,
                                                       const std::string& vfs, FileSystem& files,
                                                       Connection& fresh) {
  std::unique_ptr<DamagedFile> file(new DamagedFile(path + ".copy", files));
  // SQLite takes the log away from a database that has no bytes: that one is not shown to it.
  IX_TRY(const auto size, files.size(path));
  if (size.value_or(0) > 0) {
    auto as_it_is = open_carefully(path, vfs);
    if (as_it_is.ok() && has_tables(**as_it_is)) {
      file->connection_ = as_it_is.take();
      return file;
    }
  }
  IX_CHECK(file->make_copy(path, vfs, fresh));
  return file;
}

Status DamagedFile::make_copy(const std::string& path, const std::string& vfs, Connection& fresh) {
  remove_copy();
  IX_CHECK(make_first_page(copy_, fresh));
  IX_TRY(std::vector<char> page, first_page_of(copy_));
  IX_CHECK(copy_file(path, copy_));
  IX_CHECK(put_first_page(page, copy_));
  if (open_file(path + "-wal", "rb")) {
    IX_CHECK(make_private_database(copy_ + "-wal"));
    IX_CHECK(copy_file(path + "-wal", copy_ + "-wal"));
    const bool found = [&] {
      const auto with_log = open_carefully(copy_, vfs);
      return with_log.ok() && has_tables(**with_log);
    }();
    if (!found) {
      // The log has a first page of its own, which counts more and leads nowhere either.
      fold_log(copy_, vfs);
      IX_CHECK(put_first_page(page, copy_));
    }
  }
  IX_TRY(connection_, open_carefully(copy_, vfs));
  return {};
}

void DamagedFile::remove_copy() {
  for (const char* side : {"", "-wal", "-shm", "-journal"}) (void)files_.remove(copy_ + side);
}

DamagedFile::~DamagedFile() {
  connection_.reset();
  remove_copy();
}

}  // namespace ix::cache
