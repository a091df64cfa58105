// SPDX-License-Identifier: Apache-2.0
#include "bench/floor.h"

#include "bench/data.h"
#include "cache/search_tokenizer.h"

namespace ix::bench {
namespace {

volatile int64_t sink = 0;  // what was read goes here, so that reading it is not optimised away

const char* const kItemColumns =
    "SELECT i.id, i.route, i.kind, i.direction, i.sender, i.sender_name, i.at_ms, i.state, i.text,"
    " i.edited, i.deleted, i.reply_to, i.notice, i.counts, i.call_outcome, i.call_id,"
    " i.call_direction, i.call_duration_ms, i.call_started_ms, i.call_number, i.failure_code,"
    " i.failure_origin, i.failure_retry, i.failure_fixer, i.failure_message, o.waiting_for";

}  // namespace

FloorStatement::FloorStatement(sqlite3* handle, const std::string& sql) {
  if (sqlite3_prepare_v3(handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) !=
      SQLITE_OK) {
    give_up(std::string("floor: ") + sqlite3_errmsg(handle) + ": " + sql);
  }
}
FloorStatement::~FloorStatement() {
  sqlite3_finalize(handle_);
}
FloorStatement& FloorStatement::bind(int index, int64_t value) {
  sqlite3_bind_int64(handle_, index, value);
  return *this;
}
FloorStatement& FloorStatement::bind(int index, std::string_view text) {
  sqlite3_bind_text(handle_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  return *this;
}
bool FloorStatement::step() {
  const int code = sqlite3_step(handle_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    give_up(std::string("floor: ") + sqlite3_errmsg(sqlite3_db_handle(handle_)));
  }
  return code == SQLITE_ROW;
}
void FloorStatement::touch() {
  int64_t sum = 0;
  for (int i = 0; i < sqlite3_column_count(handle_); ++i) {
    switch (sqlite3_column_type(handle_, i)) {
      case SQLITE_TEXT:
        sum += sqlite3_column_text(handle_, i)[0] + sqlite3_column_bytes(handle_, i);
        break;
      case SQLITE_INTEGER:
        sum += sqlite3_column_int64(handle_, i);
        break;
      default:
        break;
    }
  }
  sink = sink + sum;
}
int64_t FloorStatement::read_all() {
  int64_t rows = 0;
  for (; step(); ++rows) touch();
  reset();
  return rows;
}
void FloorStatement::run() {
  while (step()) {
  }
  reset();
}
void FloorStatement::reset() {
  sqlite3_reset(handle_);
}
std::string FloorStatement::text(int column) {
  const auto* bytes = sqlite3_column_text(handle_, column);
  return bytes == nullptr ? std::string() : reinterpret_cast<const char*>(bytes);
}

Floor::Floor(const std::string& path, bool read_only) {
  const int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) {
    give_up("floor: cannot open " + path);
  }
  must(cache::register_search_tokenizer(handle_));
  execute("PRAGMA cache_size = -8192");
}
Floor::~Floor() {
  sqlite3_close_v2(handle_);
}
std::unique_ptr<FloorStatement> Floor::prepare(const std::string& sql) {
  return std::make_unique<FloorStatement>(handle_, sql);
}
void Floor::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    give_up(std::string("floor: ") + sqlite3_errmsg(handle_) + ": " + sql);
  }
}
int64_t Floor::number(const std::string& sql) {
  const auto statement = prepare(sql);
  return statement->step() ? statement->integer(0) : 0;
}
std::string Floor::text(const std::string& sql) {
  const auto statement = prepare(sql);
  return statement->step() ? statement->text(0) : std::string();
}

FloorWriter::FloorWriter(const std::string& path, Synchronous synchronous) : floor_(path, false) {
  const char* const how = synchronous == Synchronous::full ? "FULL" : "NORMAL";
  floor_.execute(std::string("PRAGMA journal_mode = WAL; PRAGMA synchronous = ") + how);
  begin_ = floor_.prepare("BEGIN IMMEDIATE");
  commit_ = floor_.prepare("COMMIT");
  floor_.execute("INSERT INTO item_search (item_search, rank) VALUES ('automerge', 4)");
  words_ = floor_.prepare(
      "INSERT INTO item_search (rowid, body, route)"
      " VALUES ((?1 / 1000 << 30) | ?2, ?3 || char(10), 'r' || ?4)");
}

int64_t FloorWriter::add_words(int64_t route, int64_t at_ms, std::string_view text) {
  const int64_t id = floor_.last_insert_id();
  words_->bind(1, at_ms).bind(2, id).bind(3, text).bind(4, route).run();
  return id;
}

FloorReads::FloorReads(Floor& floor) {
  begin_ = floor.prepare("BEGIN");
  commit_ = floor.prepare("COMMIT");
  for (int preset = 0; preset < 8; ++preset) {
    lists_.push_back(floor.prepare(
        "SELECT c.id, c.kind, c.contact, c.title, c.activity_ms, c.unread, c.unread_lower_bound,"
        " c.pinned, c.muted, c.archived, c.marked_unread, c.can_send, c.draft, p.kind, p.direction,"
        " p.call_outcome, p.text FROM conversation AS c LEFT JOIN item AS p ON p.id ="
        " c.preview_item WHERE c.presets & " +
        std::to_string(1 << preset) +
        " ORDER BY c.pinned DESC, c.activity_ms DESC, c.id DESC LIMIT 50"));
  }
  routes_ = floor.prepare(
      "SELECT id, kind, state, remote_id, peer_user, peer_number, own_number, can_send,"
      " cannot_send_reason, last_inbound_ms, last_used_ms FROM route WHERE conversation = ?1"
      " ORDER BY id");
  thread_ = floor.prepare(std::string(kItemColumns) +
                          " FROM item AS i LEFT JOIN outbox AS o ON o.item = i.id AND o.item <> 0"
                          " WHERE i.route = ?1 AND i.ord IS NOT NULL"
                          " AND (i.sort_key, i.ord) < (?2, ?3)"
                          " ORDER BY i.sort_key DESC, i.ord DESC LIMIT 50");
  before_ = floor.prepare(std::string(kItemColumns) +
                          " FROM item AS i LEFT JOIN outbox AS o ON o.item = i.id AND o.item <> 0"
                          " WHERE i.route = ?1 AND i.ord IS NOT NULL"
                          " AND (i.sort_key, i.ord) <= (?2, ?3)"
                          " ORDER BY i.sort_key DESC, i.ord DESC LIMIT 25");
  after_ = floor.prepare(std::string(kItemColumns) +
                         " FROM item AS i LEFT JOIN outbox AS o ON o.item = i.id AND o.item <> 0"
                         " WHERE i.route = ?1 AND i.ord IS NOT NULL"
                         " AND (i.sort_key, i.ord) > (?2, ?3)"
                         " ORDER BY i.sort_key, i.ord LIMIT 25");
  search_ = floor.prepare(
      std::string(kItemColumns) +
      ", c.title, r.conversation FROM item_search AS s CROSS JOIN item AS i ON i.id = s.rowid &"
      " 1073741823 CROSS JOIN route AS r ON r.id = i.route CROSS JOIN conversation AS c ON c.id ="
      " r.conversation LEFT JOIN outbox AS o ON o.item = i.id AND o.item <> 0"
      " WHERE item_search MATCH ?1 ORDER BY s.rowid DESC LIMIT 50");
}

int64_t FloorReads::list(int preset) {
  begin_->run();
  FloorStatement& list = *lists_[static_cast<size_t>(preset)];
  int64_t rows = 0;
  for (; list.step(); ++rows) {
    list.touch();
    routes_->bind(1, list.integer(0)).read_all();
  }
  list.reset();
  commit_->run();
  return rows;
}

int64_t FloorReads::thread(const std::vector<int64_t>& routes, int64_t sort_key, int64_t ord) {
  begin_->run();
  int64_t rows = 0;
  for (const int64_t route : routes) {
    rows += thread_->bind(1, route).bind(2, sort_key).bind(3, ord).read_all();
  }
  commit_->run();
  return rows;
}

int64_t FloorReads::around(int64_t route, int64_t sort_key, int64_t ord) {
  begin_->run();
  int64_t rows = before_->bind(1, route).bind(2, sort_key).bind(3, ord).read_all();
  rows += after_->bind(1, route).bind(2, sort_key).bind(3, ord).read_all();
  commit_->run();
  return rows;
}

int64_t FloorReads::search(const std::string& match) {
  begin_->run();
  const int64_t rows = search_->bind(1, std::string_view(match)).read_all();
  commit_->run();
  return rows;
}

}  // namespace ix::bench
