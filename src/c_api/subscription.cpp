// SPDX-License-Identifier: Apache-2.0
#include <interactions/subscription.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_conversations_subscribe(ix_client* client, const ix_filter* filter, uint32_t window,
                                     ix_subscription* out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    return id_out(engine.subscribe(filter ? filter->value : Filter{}, window), out);
  });
}

ix_status ix_subscription_take(ix_client* client, ix_subscription subscription,
                               ix_page** out_changes, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out_changes != nullptr, "out_changes is NULL"));
    return page_out(engine.take(subscription), out_changes);
  });
}

void ix_subscription_cancel(ix_client* client, ix_subscription subscription) noexcept {
  with_engine(client, nullptr, [&](engine::Engine& engine) -> Status {
    engine.unsubscribe(subscription);
    return {};
  });
}
