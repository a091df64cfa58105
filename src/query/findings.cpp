// SPDX-License-Identifier: Apache-2.0
#include "query/findings.h"

namespace ix::query {

Page findings_page(const std::vector<Finding>& findings) {
  PageBuilder page;
  for (const Finding& finding : findings) {
    ix_row_finding row{};
    row.name = page.add(store_check_name(finding.check));
    row.first = page.add_or_absent(finding.first);
    row.count = finding.count;
    row.check = static_cast<int32_t>(finding.check);
    row.repaired = finding.repaired ? 1 : 0;
    page.append(row);
  }
  return page.build();
}

}  // namespace ix::query
