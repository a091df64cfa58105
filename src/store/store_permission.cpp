// SPDX-License-Identifier: Apache-2.0
#include "cache/account_table.h"
#include "cache/permission_table.h"
#include "store/impl.h"
#include "store/store.h"

namespace ix::store {

Result<std::vector<SourcePermission>> Store::permissions() {
  return impl_->read(
      [](Connection& connection) { return cache::permission_table::all(connection); });
}

Result<std::vector<Store::PermissionChange>> Store::change_permissions(
    const std::vector<PermissionSaid>& said) {
  std::vector<PermissionChange> changes;
  const auto work = [&](Connection& connection, Touched&) -> Status {
    for (const PermissionSaid& one : said) {
      IX_TRY(SourcePermission row, cache::permission_table::find(connection, one.source));
      const Permission before = row.now;
      row.now = after(before, one.input, one.needed);
      const bool asks = one.input == PermissionInput::want;
      // What another process left is told again; what ended with it is not.
      const bool news = one.input == PermissionInput::restarted
                            ? row.now.step != PermissionStep::none
                            : asks || row.now.step != before.step;
      if (asks) row.since_ms = impl_->now();
      if (row.now.step == PermissionStep::none) row.since_ms = 0;
      if (asks || row.now != before) IX_CHECK(cache::permission_table::put(connection, row));
      changes.push_back({row, news});
    }
    return {};
  };
  IX_TRY(const Touched touched, impl_->command(work));
  (void)touched;
  return changes;
}

Status Store::set_max_file_bytes(int64_t bytes) {
  IX_TRY(const Touched touched, impl_->command([bytes](Connection& connection, Touched& changes) {
    changes.account = true;
    return cache::account_table::set_max_file_bytes(connection, bytes);
  }));
  (void)touched;
  return {};
}

}  // namespace ix::store
