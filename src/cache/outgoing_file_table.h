// SPDX-License-Identifier: Apache-2.0
// Files that were picked and that the backend does not have in a message yet, and where the bytes
// of earlier ones went.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/outgoing_file.h"

namespace ix::cache::outgoing_file_table {

Result<FileId> insert(Connection& connection, const OutgoingFile& file);
// Every column of the row file.id.
Status update(Connection& connection, const OutgoingFile& file);
Status remove(Connection& connection, FileId id);
Result<std::optional<OutgoingFile>> find(Connection& connection, FileId id);
// Lists are oldest first.
Result<std::vector<OutgoingFile>> all(Connection& connection);
// Not sent yet; of every draft without a conversation.
Result<std::vector<OutgoingFile>> drafts(Connection& connection, ConversationId conversation);
Result<std::vector<OutgoingFile>> of_item(Connection& connection, ItemId item);
Result<std::optional<OutgoingFile>> of_attachment(Connection& connection, AttachmentId attachment);
// Whether some of an item's files are not at the backend yet.
Result<bool> any_pending(Connection& connection, ItemId item);

// Where the backend has bytes of that hash, put there after `since`; empty: not known.
Result<std::string> uploaded_uri(Connection& connection, std::string_view sha256, Millis since);
Status note_uploaded(Connection& connection, std::string_view sha256, std::string_view uri,
                     Millis now);
// The backend does not have it any more.
Status forget_uploaded(Connection& connection, std::string_view uri);

}  // namespace ix::cache::outgoing_file_table
