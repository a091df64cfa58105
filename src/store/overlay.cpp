// SPDX-License-Identifier: Apache-2.0
#include "store/overlay.h"

#include <algorithm>
#include <set>
#include <utility>

#include "cache/attachment_table.h"
#include "cache/forgetting.h"
#include "cache/outbox_table.h"
#include "cache/reaction_table.h"
#include "cache/truth_table.h"

namespace ix::store {
namespace {

using cache::StoredItem;
namespace entries = cache::outbox_table;
namespace items = cache::item_table;
namespace truths = cache::truth_table;

enum class Shows { nothing, text, deletion };

// What an entry about an item makes its row show.
Shows effect_of(const OutboxEntry& entry) {
  switch (entry.op) {
    case OutboxOp::send:
      // It only stays until it is known whether it left.
      return entry.wanted ? Shows::nothing : Shows::deletion;
    case OutboxOp::edit:
      return entry.wanted && entry.state != OutboxState::failed ? Shows::text : Shows::nothing;
    case OutboxOp::remove:
      return entry.state != OutboxState::failed ? Shows::deletion : Shows::nothing;
    case OutboxOp::accept_invite:
    case OutboxOp::react:
    case OutboxOp::create:
    case OutboxOp::join:
    case OutboxOp::leave:
    case OutboxOp::invite:
      break;
  }
  return Shows::nothing;
}

bool any_shows(const std::vector<OutboxEntry>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](const OutboxEntry& entry) { return effect_of(entry) != Shows::nothing; });
}

Status lose_entries(cache::Connection& connection, const std::vector<OutboxEntry>& of_item) {
  for (const OutboxEntry& entry : of_item) IX_CHECK(entries::remove(connection, entry.id));
  return {};
}

// The backend's word is that it was deleted.
Result<bool> put_deleted(cache::Connection& connection, const StoredItem& truth,
                         const std::vector<OutboxEntry>& of_item) {
  IX_CHECK(lose_entries(connection, of_item));
  IX_TRY(const bool overlaid, truths::remove(connection, truth.id));
  if (overlaid) {
    // The row said so already: no trigger of the schema sees it happen.
    IX_CHECK(cache::attachment_table::replace(connection, truth.id, {}));
  }
  // An edit that waited had a text of its own.
  if (overlaid || !of_item.empty()) IX_CHECK(cache::forgetting::ask(connection));
  IX_CHECK(items::update(connection, truth));
  return !of_item.empty();
}

bool same_content(const StoredItem& a, const StoredItem& b) {
  return a.text == b.text && a.file_names == b.file_names && a.edited == b.edited &&
         a.deleted == b.deleted;
}

}  // namespace

Status lift(cache::Connection& connection, StoredItem& item) {
  IX_TRY(const bool overlaid, truths::read(connection, item));
  (void)overlaid;
  return {};
}

Result<std::optional<StoredItem>> find_lifted(cache::Connection& connection, ItemId id) {
  IX_TRY(auto item, items::find(connection, id));
  if (item) IX_CHECK(lift(connection, *item));
  return item;
}

Result<std::optional<StoredItem>> find_lifted(cache::Connection& connection, RouteId route,
                                              std::string_view remote_id) {
  IX_TRY(auto item, items::by_remote(connection, route, remote_id));
  if (item) IX_CHECK(lift(connection, *item));
  return item;
}

StoredItem shown(StoredItem truth, const std::vector<OutboxEntry>& entries) {
  for (const OutboxEntry& entry : entries) {
    switch (effect_of(entry)) {
      case Shows::nothing:
        break;
      case Shows::text:
        truth.text = entry.text;
        truth.edited = true;
        break;
      case Shows::deletion:
        truth.deleted = true;
        break;
    }
  }
  if (truth.deleted) {
    truth.text.clear();
    truth.file_names.clear();
    truth.attachments.clear();
  }
  return truth;
}

Result<bool> put(cache::Connection& connection, const StoredItem& truth) {
  IX_TRY(std::vector<OutboxEntry> of_item, entries::of_item(connection, truth.id));
  if (truth.deleted) {
    std::erase_if(of_item, [](const OutboxEntry& one) { return one.op == OutboxOp::send; });
    return put_deleted(connection, truth, of_item);
  }
  if (!any_shows(of_item)) {
    IX_TRY(const bool overlaid, truths::remove(connection, truth.id));
    (void)overlaid;
    IX_CHECK(items::update(connection, truth));
    return false;
  }
  StoredItem kept = truth;
  if (!kept.attachments.empty()) {
    IX_CHECK(cache::attachment_table::replace(connection, kept.id, kept.attachments));
    kept.file_names = names_of(kept.attachments);
    kept.attachments.clear();
  }
  // First: while it is there, an item shown as deleted keeps its files.
  IX_CHECK(truths::put(connection, kept));
  IX_CHECK(items::update(connection, shown(std::move(kept), of_item)));
  return false;
}

Result<std::vector<ItemId>> wrongly_shown(cache::Connection& connection) {
  std::set<ItemId> candidates;
  IX_TRY(const auto overlaid, truths::all(connection));
  candidates.insert(overlaid.begin(), overlaid.end());
  IX_TRY(const auto all, entries::all(connection));
  for (const OutboxEntry& entry : all) {
    if (effect_of(entry) != Shows::nothing) candidates.insert(entry.item);
  }
  std::vector<ItemId> wrong;
  for (const ItemId id : candidates) {
    IX_TRY(const auto row, items::find(connection, id));
    if (!row) continue;
    StoredItem truth = *row;
    IX_TRY(const bool has_truth, truths::read(connection, truth));
    IX_TRY(const auto of_item, entries::of_item(connection, id));
    const bool right =
        has_truth == any_shows(of_item) && same_content(*row, shown(std::move(truth), of_item));
    if (!right) wrong.push_back(id);
  }
  return wrong;
}

Result<bool> settle_reactions(cache::Connection& connection, RouteId route, std::string_view target,
                              std::string_view key) {
  IX_TRY(const auto about, entries::of_target(connection, route, target));
  if (about.empty()) return false;
  IX_TRY(const auto own, cache::reaction_table::mine(connection, route, target, key));
  const bool there = !own.empty();
  bool settled = false;
  for (const OutboxEntry& entry : about) {
    if (entry.op != OutboxOp::react || entry.text != key) continue;
    if (entry.state == OutboxState::failed) continue;
    // What comes after it was done to what is so now.
    if (entry.wanted != there) break;
    IX_CHECK(entries::remove(connection, entry.id));
    settled = true;
  }
  return settled;
}

}  // namespace ix::store
