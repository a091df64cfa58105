// SPDX-License-Identifier: Apache-2.0
#include <interactions/search.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_search_messages(ix_client* client, ix_str text, const ix_filter* filter,
                             ix_str conversation, ix_str cursor, uint32_t limit, ix_page** out,
                             ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const std::string what, text_in(text, "text"));
    IX_TRY(const std::string from, text_in(cursor, "cursor"));
    std::optional<ConversationId> in;
    if (conversation.data != nullptr) {
      IX_TRY(in, id_in<ConversationId>(conversation, "conversation"));
    }
    return page_out(
        engine.reader().search_messages(what, filter ? filter->value : Filter{}, in, from, limit),
        out);
  });
}

ix_status ix_search_conversations(ix_client* client, ix_str text, const ix_filter* filter,
                                  uint32_t limit, ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const std::string what, text_in(text, "text"));
    return page_out(
        engine.reader().search_conversations(what, filter ? filter->value : Filter{}, limit), out);
  });
}
