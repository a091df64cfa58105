// SPDX-License-Identifier: Apache-2.0
#include "query/sources.h"

namespace ix::query {

Page sources_page(const std::vector<SourceEntry>& sources, const std::string& reason,
                  TextLanguage language) {
  PageBuilder page;
  for (const SourceEntry& one : sources) {
    const Source source = one.permission.source;
    const Permission& now = one.permission.now;
    const PermissionText text = permission_text(source, now.step, language);
    ix_row_source row{};
    row.name = page.add(source_name(source));
    row.label = page.add(source_label(source, language));
    row.reason = page.add_or_absent(reason);
    row.key = page.add_or_absent(text.key);
    row.title = page.add_or_absent(text.title);
    row.body = page.add_or_absent(text.body);
    row.confirm = page.add_or_absent(text.confirm);
    row.dismiss = page.add_or_absent(text.dismiss);
    row.since_ms = one.permission.since_ms;
    row.source = static_cast<int32_t>(source);
    row.flags = (one.available ? uint32_t{IX_SOURCE_AVAILABLE} : 0) |
                (one.needs_permission ? uint32_t{IX_SOURCE_NEEDS_PERMISSION} : 0);
    row.state = static_cast<int32_t>(now.state);
    row.step = static_cast<int32_t>(now.step);
    page.append(row);
  }
  return page.build();
}

}  // namespace ix::query
