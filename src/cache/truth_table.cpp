// SPDX-License-Identifier: Apache-2.0
#include "cache/truth_table.h"

namespace ix::cache::truth_table {

Result<bool> read(Connection& connection, StoredItem& item) {
  IX_TRY(auto row, connection.prepare("SELECT text, file_names, edited, edit_ord FROM item_truth"
                                      " WHERE id = ?1"));
  row->bind(1, item.id.value);
  IX_TRY(const bool found, row->step());
  if (!found) return false;
  item.text = row->string(0);
  item.file_names = row->string(1);
  item.edited = row->boolean(2);
  item.edit_ord = row->integer(3);
  item.deleted = false;
  return true;
}

Status put(Connection& connection, const StoredItem& truth) {
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO item_truth"
                                      " (id, text, file_names, edited, edit_ord)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5)"));
  row->bind_all(truth.id.value, std::string_view(truth.text), std::string_view(truth.file_names),
                truth.edited, truth.edit_ord);
  return row->run();
}

Result<bool> remove(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare("DELETE FROM item_truth WHERE id = ?1"));
  IX_CHECK(row->bind(1, item.value).run());
  return connection.changes() > 0;
}

Status move(Connection& connection, RouteId route, int64_t by) {
  IX_TRY(auto row, connection.prepare("UPDATE item_truth SET edit_ord = edit_ord + ?2"
                                      " WHERE edit_ord > ?3"
                                      " AND (SELECT route FROM item WHERE item.id = item_truth.id)"
                                      " = ?1"));
  row->bind_all(route.value, by, kBelowAll);
  return row->run();
}

Result<std::vector<ItemId>> all(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT id FROM item_truth ORDER BY id"));
  std::vector<ItemId> items;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return items;
    items.push_back(ItemId{row->integer(0)});
  }
}

}  // namespace ix::cache::truth_table
