// SPDX-License-Identifier: Apache-2.0
// Files as rows: of items, and those that were picked.
#pragma once

#include "cache/attachment_table.h"
#include "cache/sqlite.h"
#include "model/outgoing_file.h"
#include "query/page.h"

namespace ix::query {

// But for where the bytes are.
ix_row_attachment row_of(const cache::AttachmentRow& from, PageBuilder& page);
// Where they are on this device, and so the state.
void add_places(const cache::Connection& connection, const cache::AttachmentRow& from,
                PageBuilder& page, ix_row_attachment& row);
// The same of a file that is to leave.
void add_outgoing(const cache::Connection& connection, const OutgoingFile& file, PageBuilder& page,
                  ix_row_attachment& row);
// Files that were picked and not sent yet; none: of every conversation and of none. NOT_FOUND.
Result<Page> staged_page(cache::Connection& connection, ConversationId conversation);

}  // namespace ix::query
