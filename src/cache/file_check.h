// SPDX-License-Identifier: Apache-2.0
// What the rows of files say, against one another. Whether the bytes are there is not asked here.
#pragma once

#include "cache/check_reads.h"
#include "cache/sqlite.h"

namespace ix::cache {

// Attachments that name a file which is not known, files on their way out in a state that cannot
// be, and messages that wait and have other files than they say.
Result<Wrong> wrong_file_rows(Connection& connection);
// An attachment that names a file which is not known has none.
Status unlink_unknown_media(Connection& connection);
// Of files on their way out, what one row can tell of itself.
Status mend_outgoing_states(Connection& connection);

}  // namespace ix::cache
