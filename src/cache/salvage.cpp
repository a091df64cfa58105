// SPDX-License-Identifier: Apache-2.0
#include "cache/salvage.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "cache/search_check.h"

namespace ix::cache {
namespace {

// Ids that are tried one by one where a range cannot be scanned.
constexpr int64_t kMostProbes = 200'000;
// Where the last id handed out is not known, the next ones begin this far above.
constexpr int64_t kSafeDistance = 1'000'000;
constexpr int64_t kHighestId = int64_t{1} << 40;

struct Column {
  std::string name;
  bool is_text = false;
  bool not_null = false;
  int key = 0;  // its place in the primary key, from 1; 0: none
};

struct Table {
  const char* name;
  bool has_id;  // an integer primary key `id`
};

// Values that mean something to this version.
struct Range {
  std::string_view table;
  std::string_view column;
  int64_t highest;
};
constexpr Range kRanges[] = {
    {"account", "session", 2},      {"contact", "kind", 1},
    {"contact_address", "kind", 2}, {"route", "kind", 4},
    {"route", "state", 3},          {"outbox", "op", 8},
    {"outbox", "state", 3},         {"outbox", "attempts", INT32_MAX},
    {"outbox", "waiting_for", 11},  {"item", "kind", 4},
    {"item", "direction", 1},       {"item", "state", 6},
    {"outbox", "wanted", 1},        {"outbox", "unsettled", INT32_MAX},
    {"setting", "kind", 4},         {"host_call", "source", 2},
    {"host_call", "direction", 1},  {"host_call", "phase", 2},
    {"host_call", "outcome", 5},    {"route", "consent", 3},
    {"consent", "state", 4},        {"consent", "source", 2},
    {"outbox", "answered", 1},      {"attachment", "kind", 3},
    {"outgoing_file", "kind", 3},   {"outgoing_file", "state", 7},
    {"outbox", "files_pending", 1},
};

bool in_range(std::string_view table, std::string_view column, int64_t value) {
  if (column == "id") return value > 0 && value < kHighestId;
  return std::all_of(std::begin(kRanges), std::end(kRanges), [&](const Range& range) {
    return range.table != table || range.column != column || (value >= 0 && value <= range.highest);
  });
}

// A row that cannot be read is passed over; a disk that cannot be read ends it all.
bool only_damaged(const Error& error) {
  return error.code == ErrorCode::STORE_CORRUPT || error.code == ErrorCode::INTERNAL ||
         error.code == ErrorCode::OUT_OF_MEMORY;
}

std::string joined(const std::vector<Column>& columns, const char* end) {
  std::string out;
  for (const Column& one : columns) out += (out.empty() ? "" : ", ") + one.name + end;
  return out;
}

class Salvage {
 public:
  Salvage(Connection& from, Connection& to) : from_(from), to_(to) {}

  Result<Salvaged> run() {
    IX_CHECK(to_.execute("DELETE FROM account"));
    constexpr Table kWhole[] = {
        {"account", true},          {"account_number", false}, {"contact", true},
        {"contact_address", false}, {"route", true},           {"route_alias", false},
        {"setting", false},         {"outbox", true},          {"host_call", false},
        {"retention", false},       {"consent", true},         {"outgoing_file", true}};
    for (const Table& table : kWhole) IX_CHECK(copy_table(table));
    Salvaged out;
    IX_TRY(const int64_t accounts, count("SELECT count(*) FROM account WHERE user_id <> ''"));
    out.account = accounts > 0;
    IX_CHECK(copy_items());
    // From here on the schema's triggers keep it to what goes.
    IX_CHECK(index_messages(to_));
    IX_CHECK(make_consistent());
    IX_TRY(out.lost, count("SELECT count(*) FROM outbox WHERE op = 0 AND (item NOT IN"
                           " (SELECT id FROM item) OR route NOT IN (SELECT id FROM route))"));
    IX_CHECK(settle_outbox());
    for (const char* table :
         {"contact", "route", "item", "outbox", "attachment", "notification", "outgoing_file"}) {
      IX_CHECK(keep_ids(table));
    }
    return out;
  }

 private:
  Result<int64_t> count(const char* sql) {
    IX_TRY(auto row, to_.prepare_once(sql));
    IX_TRY(const bool found, row->step());
    return found ? row->integer(0) : 0;
  }

  Result<std::vector<Column>> columns_of(Connection& connection, const std::string& table) {
    std::vector<Column> columns;
    IX_TRY(auto row, connection.prepare_once("PRAGMA table_info (" + table + ")"));
    for (;;) {
      IX_TRY(const bool found, row->step());
      if (!found) return columns;
      columns.push_back(
          {row->string(1), row->text(2) == "TEXT", row->boolean(3), row->integer32(5)});
    }
  }

  // Those that both have.
  Result<std::vector<Column>> shared_columns(const std::string& table) {
    IX_TRY(const auto wanted, columns_of(to_, table));
    auto there = columns_of(from_, table);
    std::vector<Column> shared;
    if (!there.ok()) {
      if (!only_damaged(there.error())) return std::move(there.error());
      return shared;
    }
    for (const Column& one : wanted) {
      const bool known = std::any_of(there->begin(), there->end(), [&one](const Column& other) {
        return one.name == other.name;
      });
      if (known) shared.push_back(one);
    }
    return shared;
  }

  bool fits(const std::string& table, const std::vector<Column>& columns, const Statement& row) {
    for (size_t i = 0; i < columns.size(); ++i) {
      const Column& column = columns[i];
      const int at = static_cast<int>(i);
      switch (row.type(at)) {
        case ValueType::null:
          if (column.not_null) return false;
          break;
        case ValueType::integer:
          if (column.is_text || !in_range(table, column.name, row.integer(at))) return false;
          break;
        case ValueType::text:
          if (!column.is_text || !utf8::valid(row.text(at))) return false;
          break;
        case ValueType::other:
          return false;
      }
    }
    return true;
  }

  // What one SELECT gives, and where it goes.
  struct Copying {
    const std::string& table;
    const std::vector<Column>& columns;
    std::unique_ptr<Statement> select;  // null: the tables cannot be read for it
    std::unique_ptr<Statement> insert;
  };

  Result<Copying> prepare_copying(const std::string& table, const std::vector<Column>& columns,
                                  const std::string& sql) {
    Copying copying{table, columns, nullptr, nullptr};
    auto select = from_.prepare_once(sql);
    if (!select.ok()) {
      if (!only_damaged(select.error())) return std::move(select.error());
      return copying;
    }
    copying.select = std::move(*select);
    std::string marks;
    for (size_t i = 0; i < columns.size(); ++i) marks += i == 0 ? "?" : ", ?";
    IX_TRY(copying.insert, to_.prepare_once("INSERT OR IGNORE INTO " + table + " (" +
                                            joined(columns, "") + ") VALUES (" + marks + ")"));
    return copying;
  }

  // How far a scan came.
  struct Reach {
    bool complete = false;
    int64_t last_id = 0;
  };

  // Copies the rows that there are, as far as they can be read; `id` is the statement's parameter.
  Result<Reach> copy_rows(Copying& copying, std::optional<int64_t> id = std::nullopt) {
    Reach reach;
    if (!copying.select) return reach;
    Statement& row = *copying.select;
    row.reset();
    if (id) row.bind(1, *id);
    for (;;) {
      auto found = row.step();
      if (!found.ok()) {
        if (!only_damaged(found.error())) return std::move(found.error());
        return reach;
      }
      if (!*found) break;
      if (copying.columns.front().name == "id") reach.last_id = row.integer(0);
      if (!fits(copying.table, copying.columns, row)) continue;
      for (size_t i = 0; i < copying.columns.size(); ++i) {
        copying.insert->bind_column(static_cast<int>(i) + 1, row, static_cast<int>(i));
      }
      IX_CHECK(copying.insert->run());
    }
    reach.complete = true;
    return reach;
  }

  Result<Reach> copy_rows(const std::string& table, const std::vector<Column>& columns,
                          const std::string& sql) {
    IX_TRY(Copying copying, prepare_copying(table, columns, sql));
    return copy_rows(copying);
  }

  // From the one end, and if that does not come through, from the other; then what lies between.
  Status copy_table(const Table& table) {
    const std::string name = table.name;
    IX_TRY(const std::vector<Column> columns, shared_columns(name));
    if (columns.empty()) return {};
    std::vector<Column> key;
    for (const Column& one : columns) {
      if (one.key > 0) key.push_back(one);
    }
    std::sort(key.begin(), key.end(),
              [](const Column& a, const Column& b) { return a.key < b.key; });
    const std::string select = "SELECT " + joined(columns, "") + " FROM " + name;
    IX_TRY(const Reach up, copy_rows(name, columns, select + " ORDER BY " + joined(key, "")));
    if (up.complete) return {};
    IX_TRY(const Reach down,
           copy_rows(name, columns, select + " ORDER BY " + joined(key, " DESC")));
    if (down.complete || !table.has_id) return {};
    const int64_t first = std::clamp<int64_t>(up.last_id, 0, kHighestId) + 1;
    const int64_t end = down.last_id > 0 ? down.last_id : last_id_of(name).value_or(first + 10'000);
    IX_TRY(Copying probing, prepare_copying(name, columns, select + " WHERE id = ?1"));
    for (int64_t id = first; id <= end && id - first < kMostProbes; ++id) {
      IX_TRY(const Reach one, copy_rows(probing, id));
      (void)one;
    }
    return {};
  }

  std::optional<int64_t> last_id_of(const std::string& table) {
    auto row = from_.prepare_once("SELECT seq FROM sqlite_sequence WHERE name = '" + table + "'");
    if (!row.ok()) return std::nullopt;
    const auto found = (*row)->step();
    if (!found.ok() || !*found || (*row)->type(0) != ValueType::integer) return std::nullopt;
    const int64_t last = (*row)->integer(0);
    if (last < 0 || last > kHighestId) return std::nullopt;
    return last;
  }

  // Adds the ids that `sql` gives, as far as it gives them; false: not all.
  Result<bool> add_ids(Connection& connection, const std::string& sql, std::set<int64_t>& ids) {
    auto row = connection.prepare_once(sql);
    for (bool ok = row.ok(); ok;) {
      auto found = (*row)->step();
      if (found.ok() && !*found) return true;
      if (found.ok()) {
        ids.insert((*row)->integer(0));
      } else if (only_damaged(found.error())) {
        ok = false;
      } else {
        return std::move(found.error());
      }
    }
    if (!row.ok() && !only_damaged(row.error())) return std::move(row.error());
    return false;
  }

  Status copy_items() {
    std::set<int64_t> ids;
    IX_TRY(bool all, add_ids(to_,
                             "SELECT item FROM outbox WHERE op = 0 UNION"
                             " SELECT item FROM outgoing_file WHERE item IS NOT NULL UNION"
                             " SELECT item FROM host_call WHERE source = 0",
                             ids));
    // Messages whose entry cannot be read wait without a place, too.
    const std::string unplaced = "SELECT id FROM item INDEXED BY item_unplaced WHERE ord IS NULL";
    IX_TRY(all, add_ids(from_, unplaced + " ORDER BY route, id", ids));
    if (!all) {
      const std::string scan = "SELECT id FROM item WHERE ord IS NULL AND direction = 1 ORDER BY ";
      IX_TRY(all, add_ids(from_, scan + "id", ids));
      if (!all) {
        IX_TRY(all, add_ids(from_, scan + "id DESC", ids));
      }
    }
    struct Part {
      const char* table;
      const char* where;
    };
    constexpr Part kParts[] = {
        {"item", " WHERE id = ?1"},
        {"attachment", " WHERE item = ?1 ORDER BY position"},
        // What such a message says as long as nobody has taken what was done to it.
        {"item_truth", " WHERE id = ?1"}};
    for (const Part& part : kParts) {
      const std::string table = part.table;
      IX_TRY(const std::vector<Column> columns, shared_columns(table));
      if (columns.empty()) continue;
      IX_TRY(Copying copying,
             prepare_copying(table, columns,
                             "SELECT " + joined(columns, "") + " FROM " + table + part.where));
      for (const int64_t id : ids) {
        IX_TRY(const Reach some, copy_rows(copying, id));
        (void)some;
      }
    }
    return {};
  }

  // Only rows that refer to rows which are there. An item with a place or a remote id is the
  // backend's already, whatever an entry says that an older page has kept.
  Status make_consistent() {
    for (int64_t gone = 1; gone > 0;) {
      IX_CHECK(
          to_.execute("DELETE FROM route WHERE merged_into IS NOT NULL"
                      " AND merged_into NOT IN (SELECT id FROM route)"));
      gone = to_.changes();
    }
    return to_.execute(
        "INSERT OR IGNORE INTO account (id) VALUES (1);"
        "UPDATE account SET sync_token = '', last_sync_ms = 0;"
        "DELETE FROM contact_address WHERE contact NOT IN (SELECT id FROM contact);"
        "DELETE FROM route_alias WHERE route NOT IN (SELECT id FROM route);"
        // Of an older schema they have no numbers; no item that is placed came over.
        "UPDATE route_alias SET room = (SELECT count(*) FROM route_alias AS other WHERE"
        " other.route = route_alias.route AND other.remote_id < route_alias.remote_id);"
        "DELETE FROM setting WHERE route NOT IN (SELECT id FROM route);"
        // Places are counted anew; 4: the read marker, which the backend gets by its item.
        "UPDATE setting SET value = -4611686018427387904 WHERE kind = 4;"
        "UPDATE route SET contact = NULL, conversation = 0, unread = 0, unread_lower_bound = 0,"
        " last_item = 0, has_call = 0;"
        "UPDATE route SET head_ord = 0, begins = 0, read_ord = -4611686018427387904,"
        " read_parked = '', peer_read_ord = -4611686018427387904, relation_id = '',"
        " peer_read_parked = '',"
        " relation_ord = 0 WHERE remote_id IS NOT NULL;"
        // The files of such an item came with it.
        "DELETE FROM outgoing_file WHERE item IN (SELECT id FROM item WHERE ord IS NOT NULL OR"
        "  remote_id IS NOT NULL OR (deleted AND id NOT IN (SELECT id FROM item_truth)));"
        "DELETE FROM outbox WHERE op = 0 AND item IN (SELECT id FROM item"
        "  WHERE ord IS NOT NULL OR remote_id IS NOT NULL OR direction <> 1);"
        "DELETE FROM host_call WHERE source <> 0 OR item NOT IN (SELECT id FROM item WHERE ord IS"
        "  NOT NULL AND route IN (SELECT id FROM route WHERE remote_id IS NULL));"
        "DELETE FROM item WHERE id NOT IN (SELECT item FROM host_call) AND"
        "  (ord IS NOT NULL OR remote_id IS NOT NULL OR direction <> 1 OR key IS NULL);"
        // Of a message that was deleted before it left nothing is to be sent.
        "DELETE FROM item WHERE deleted AND id NOT IN (SELECT id FROM item_truth);"
        "DELETE FROM item_truth WHERE id NOT IN (SELECT id FROM item);"
        // What was done to messages of the backend's goes on by their remote ids.
        "UPDATE outbox SET item = 0 WHERE op BETWEEN 2 AND 4"
        " AND item NOT IN (SELECT id FROM item);"
        "DELETE FROM outbox WHERE op BETWEEN 2 AND 4 AND item = 0 AND target = '';");
  }

  // An entry without its message or its recipient sends nothing.
  Status settle_outbox() {
    return to_.execute(
        "DELETE FROM item WHERE route NOT IN (SELECT id FROM route);"
        "DELETE FROM outbox WHERE route NOT IN (SELECT id FROM route)"
        " OR (op = 0 AND item NOT IN (SELECT id FROM item));"
        "UPDATE outbox SET attempts = max(attempts, 1), unsettled = max(unsettled, 1),"
        " attempt_process = '', next_try_ms = 0,"
        " first_attempt_ms = iif(first_attempt_ms = 0, created_ms, first_attempt_ms),"
        " attempt_head_ord = -4611686018427387904 WHERE op <> 1;"
        // What was picked for a message that is lost is the user's still, as a draft.
        "UPDATE outgoing_file SET item = NULL, attachment = 0"
        " WHERE item NOT IN (SELECT id FROM item);"
        "UPDATE outgoing_file SET route = 0 WHERE route NOT IN (SELECT id FROM route);"
        "DELETE FROM attachment WHERE item NOT IN (SELECT id FROM item);"
        // What came is fetched again.
        "UPDATE attachment SET media = 0, thumb_media = 0;");
  }

  // An id that was handed out is never another's; a cursor of notifications holds one.
  Status keep_ids(const std::string& table) {
    IX_TRY(const int64_t highest, count(("SELECT ifnull(max(rowid), 0) FROM " + table).c_str()));
    const int64_t last = std::max(highest, last_id_of(table).value_or(highest + kSafeDistance));
    IX_CHECK(to_.execute(("DELETE FROM sqlite_sequence WHERE name = '" + table + "'").c_str()));
    IX_TRY(auto row, to_.prepare_once("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)"));
    row->bind(1, std::string_view(table)).bind(2, last);
    return row->run();
  }

  Connection& from_;
  Connection& to_;
};

}  // namespace

Result<Salvaged> salvage(Connection& from, Connection& to) {
  return Salvage(from, to).run();
}

}  // namespace ix::cache
