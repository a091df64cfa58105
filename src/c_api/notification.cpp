// SPDX-License-Identifier: Apache-2.0
#include <interactions/notification.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_notifications_page(ix_client* client, ix_str cursor, uint32_t limit, ix_page** out,
                                ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const std::string after, text_in(cursor, "cursor"));
    return page_out(engine.reader().notifications(after, limit), out);
  });
}

ix_status ix_notifications_done(ix_client* client, ix_str cursor, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string shown, required_text_in(cursor, "cursor"));
    return engine.notifications_done(shown);
  });
}
