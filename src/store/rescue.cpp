// SPDX-License-Identifier: Apache-2.0
#include "store/rescue.h"

#include <vector>

#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "cache/outgoing_file_table.h"
#include "store/doctor.h"
#include "store/impl.h"

namespace ix::store {
namespace {

// No upload begins before the user says so.
Status hold_files(Connection& connection, const OutboxEntry& entry) {
  IX_TRY(auto all, cache::outgoing_file_table::of_item(connection, entry.item));
  for (OutgoingFile& file : all) {
    if (file.all_uploaded()) continue;
    file.state = FileState::failed;
    file.failure = entry.failure;
    IX_CHECK(cache::outgoing_file_table::update(connection, file));
  }
  return {};
}

Status hold_back(Connection& connection) {
  IX_TRY(const auto entries, cache::outbox_table::all(connection));
  for (OutboxEntry entry : entries) {
    if (entry.op == OutboxOp::accept_invite) continue;
    entry.state = OutboxState::failed;
    entry.failure = failure_of(Error(ErrorCode::UNKNOWN_OUTCOME));
    entry.answered = true;
    IX_CHECK(cache::outbox_table::update(connection, entry));
    if (entry.op != OutboxOp::send) continue;
    IX_CHECK(hold_files(connection, entry));
    IX_TRY(auto item, cache::item_table::find(connection, entry.item));
    if (!item) continue;
    item->state = ItemState::failed;
    item->failure = entry.failure;
    IX_CHECK(cache::item_table::update(connection, *item));
  }
  return {};
}

}  // namespace

Status derive_rescued(Connection& connection, const cache::Salvaged& salvaged, Millis now) {
  if (!salvaged.account) IX_CHECK(hold_back(connection));
  // The same that the doctor does where nothing derived can be believed.
  const std::vector<Finding> everything = {{StoreCheck::outbox, 1, {}, false},
                                           {StoreCheck::unread, 1, {}, false},
                                           {StoreCheck::consent, 1, {}, false}};
  Touched unused;  // nobody follows anything yet
  return repair_store(connection, everything, now, unused);
}

}  // namespace ix::store
