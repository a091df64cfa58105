// SPDX-License-Identifier: Apache-2.0
// Files of messages that are to leave, within a write transaction.
#pragma once

#include <string>
#include <vector>

#include "cache/item_table.h"
#include "cache/sqlite.h"
#include "model/outbox.h"
#include "model/outgoing_file.h"
#include "store/store.h"

namespace ix::store {

// How long the backend is believed to have what was sent before: well below what servers that
// remove old media keep it for.
constexpr Millis kSameFileFor = 3LL * 24 * 60 * 60 * 1000;

// What tells the bytes from others, see media_table.h.
std::string content_of(const OutgoingFile& file, bool thumbnail);
// Files that were picked and may be sent; NOT_FOUND, and why one cannot be.
Result<std::vector<OutgoingFile>> files_to_send(cache::Connection& connection,
                                                const std::vector<FileId>& ids);
// As what they are sent.
std::vector<Attachment> descriptions(const std::vector<OutgoingFile>& files);
// They are the item's from now on; the item is stored, and has them as attachments.
Status attach(cache::Connection& connection, cache::StoredItem& item,
              std::vector<OutgoingFile>& files);
// The descriptions of an item's files are other ones.
Status describe_again(cache::Connection& connection, ItemId item, Millis now, Touched& touched);
// The backend has the message: its files are like any others, and here already.
Status settle_files(cache::Connection& connection, ItemId item, Millis now);
// What failed of them is tried once more.
Status try_files_again(cache::Connection& connection, ItemId item);
// Where a message stands that waits for no time.
std::string lane_without_time(const OutboxEntry& entry);

}  // namespace ix::store
