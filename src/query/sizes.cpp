// SPDX-License-Identifier: Apache-2.0
#include "query/sizes.h"

namespace ix::query {

Page sizes_page(const std::vector<ItemSizes>& sizes) {
  PageBuilder page;
  ix_row_route_size all{};
  all.route = page.add_or_absent("");
  all.conversation = page.add_or_absent("");
  for (const ItemSizes& one : sizes) {
    all.items += one.items;
    all.text_bytes += one.text_bytes;
    all.metadata_bytes += one.metadata_bytes;
  }
  page.append(all);
  for (const ItemSizes& one : sizes) {
    ix_row_route_size row{};
    row.route = page.add(one.route.text());
    row.conversation = page.add(one.conversation.text());
    row.items = one.items;
    row.text_bytes = one.text_bytes;
    row.metadata_bytes = one.metadata_bytes;
    page.append(row);
  }
  return page.build();
}

}  // namespace ix::query
