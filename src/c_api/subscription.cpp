// SPDX-License-Identifier: Apache-2.0
#include <interactions/subscription.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_conversations_subscribe(ix_client* client, const ix_filter* filter, uint32_t window,
                                     ix_subscription* out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    engine::LiveQuery query;
    if (filter) query.filter = filter->value;
    query.window = window;
    return id_out(engine.subscribe(query), out);
  });
}

ix_status ix_subscribe(ix_client* client, ix_live_kind kind, ix_str conversation, uint32_t window,
                       ix_subscription* out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    // A list of conversations has a filter: ix_conversations_subscribe.
    IX_CHECK(require(kind >= IX_LIVE_THREAD && kind <= IX_LIVE_TYPING, "unknown ix_live_kind"));
    engine::LiveQuery query;
    query.kind = static_cast<engine::LiveKind>(kind);
    query.window = window;
    if (conversation.data != nullptr) {
      IX_TRY(query.conversation, id_in<ConversationId>(conversation, "conversation"));
    }
    return id_out(engine.subscribe(query), out);
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
