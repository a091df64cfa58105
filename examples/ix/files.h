// SPDX-License-Identifier: Apache-2.0
// Files as the commands take and show them.
#pragma once

#include <interactions/interactions.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "app.h"

namespace cli {

struct Picked {
  int exit = 0;                    // what was reported, unless kDone
  std::vector<std::string> files;  // ids, in the order of the paths
};

struct PickOptions {
  bool keep_metadata = false;
  bool confirmed = false;  // also what cannot be cleaned
};

// Copies the files and waits until they are prepared, so that what is wrong with one is said at
// once and nothing is sent.
Picked pick_files(const App& app, const interactions::Client& client,
                  const std::vector<std::string>& paths, const PickOptions& options);

// "45 % of 12.0 MB, 3.1 MB/s" of what is on its way; empty: nothing.
std::string transfer_text(const interactions::Client& client);

// "[image IMG_1.jpg, 1.2 MB]"
std::string attachment_text(const interactions::Attachment& attachment);
std::string attachment_json(const interactions::Attachment& attachment, std::string_view item);
std::string attachment_line(const interactions::Attachment& attachment,
                            const interactions::Item& item);

}  // namespace cli
