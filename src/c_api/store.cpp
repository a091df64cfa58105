// SPDX-License-Identifier: Apache-2.0
#include <interactions/store.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_store_check(ix_client* client, uint32_t flags, ix_page** out,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(require((flags & ~uint32_t{IX_STORE_REPAIR}) == 0, "unknown flags of the check"));
    return page_out(engine.check_store((flags & IX_STORE_REPAIR) != 0), out);
  });
}

ix_status ix_store_export(ix_client* client, ix_str contact, ix_str path, int64_t* out_records,
                          ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string whose, text_in(contact, "contact"));
    IX_TRY(const std::string file, required_text_in(path, "path"));
    return id_out(engine.export_to(whose, file), out_records);
  });
}
