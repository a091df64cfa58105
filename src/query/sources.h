// SPDX-License-Identifier: Apache-2.0
// Where a message's files may come from, as a page.
#pragma once

#include <string>
#include <vector>

#include "model/permission.h"
#include "model/permission_text.h"
#include "query/page.h"

namespace ix::query {

struct SourceEntry {
  SourcePermission permission;
  bool available = false;  // this platform has it
  bool needs_permission = false;
};

// A row each, in the order given. `reason`: why the conversation takes no files; empty: it does.
Page sources_page(const std::vector<SourceEntry>& sources, const std::string& reason,
                  TextLanguage language);

}  // namespace ix::query
