// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "model/finding.h"
#include "query/page.h"

namespace ix::query {

// What the doctor found, as rows.
Page findings_page(const std::vector<Finding>& findings);

}  // namespace ix::query
