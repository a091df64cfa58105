// SPDX-License-Identifier: Apache-2.0
#include <interactions/conversation.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_conversations_page(ix_client* client, const ix_filter* filter, ix_str cursor,
                                uint32_t limit, ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const std::string from, text_in(cursor, "cursor"));
    return page_out(engine.reader().conversations(filter ? filter->value : Filter{}, from, limit),
                    out);
  });
}

ix_status ix_conversations_count(ix_client* client, const ix_filter* filter, ix_counts* out,
                                 ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ListCounts counts, engine.reader().counts(filter ? filter->value : Filter{}));
    ix_counts filled{};
    filled.flags = counts.lower_bound ? IX_COUNTS_LOWER_BOUND : 0;
    filled.conversations = counts.conversations;
    filled.unread_conversations = counts.unread_conversations;
    filled.unread_items = counts.unread_items;
    return view_out(out, filled);
  });
}

ix_status ix_client_badge(ix_client* client, int64_t* out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(*out, engine.reader().badge());
    return {};
  });
}

ix_status ix_conversation_get(ix_client* client, ix_str conversation, ix_page** out,
                              ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ConversationId id, id_in<ConversationId>(conversation, "conversation"));
    return page_out(engine.reader().conversation(id), out);
  });
}

ix_status ix_conversation_explain(ix_client* client, ix_str conversation, ix_page** out,
                                  ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ConversationId id, id_in<ConversationId>(conversation, "conversation"));
    return page_out(engine.reader().explain(id), out);
  });
}

ix_status ix_thread_page(ix_client* client, ix_str conversation, ix_str cursor, uint32_t limit,
                         ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ConversationId id, id_in<ConversationId>(conversation, "conversation"));
    IX_TRY(const std::string from, text_in(cursor, "cursor"));
    return page_out(engine.reader().thread(id, from, limit), out);
  });
}

ix_status ix_thread_around(ix_client* client, ix_str conversation, ix_str item, uint32_t limit,
                           ix_page** out, uint32_t* out_row, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ConversationId id, id_in<ConversationId>(conversation, "conversation"));
    std::optional<ItemId> middle;
    if (item.data != nullptr) {
      IX_TRY(middle, id_in<ItemId>(item, "item"));
    }
    IX_TRY(query::Around around, engine.reader().thread_around(id, middle, limit));
    if (out_row != nullptr) *out_row = around.row;
    return page_out(std::move(around.page), out);
  });
}

ix_status ix_item_get(ix_client* client, ix_str item, ix_page** out,
                      ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ItemId id, id_in<ItemId>(item, "item"));
    return page_out(engine.reader().item(id), out);
  });
}

ix_status ix_history_fill(ix_client* client, ix_str gap, ix_operation* out,
                          ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(gap, "gap"));
    return id_out(engine.fill_history(id), out);
  });
}

ix_status ix_conversation_set_flag(ix_client* client, ix_str conversation,
                                   ix_conversation_flag flag, int32_t on,
                                   ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    IX_CHECK(
        require(flag >= 0 && flag < kRouteFlagCount, "flag is none of IX_CONVERSATION_FLAG_*"));
    return engine.set_flag(id, static_cast<RouteFlag>(flag), on != 0);
  });
}

ix_status ix_conversation_mark_read(ix_client* client, ix_str conversation, ix_str item,
                                    ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    IX_TRY(const std::string up_to, text_in(item, "item"));
    return engine.mark_read(id, up_to);
  });
}

void ix_draft_init(ix_draft* draft, size_t size) noexcept {
  struct_init(draft, size);
}

ix_status ix_conversation_set_draft(ix_client* client, ix_str conversation, const ix_draft* draft,
                                    ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    if (draft == nullptr) return engine.set_draft(id, {}, {});
    IX_TRY(const ix_draft input, struct_in(draft, "draft"));
    IX_TRY(const std::string text, text_in(input.text, "text"));
    IX_TRY(const std::string reply_to, text_in(input.reply_to, "reply_to"));
    return engine.set_draft(id, text, reply_to);
  });
}

ix_status ix_conversation_set_default_route(ix_client* client, ix_str conversation, ix_str route,
                                            ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    IX_TRY(const std::string chosen, text_in(route, "route"));
    return engine.set_default_route(id, chosen);
  });
}

void ix_recipient_init(ix_recipient* recipient, size_t size) noexcept {
  struct_init(recipient, size);
}

ix_status ix_conversation_open(ix_client* client, const ix_recipient* recipient,
                               ix_text** out_conversation, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out_conversation != nullptr, "out_conversation is NULL"));
    IX_TRY(const ix_recipient input, struct_in(recipient, "recipient"));
    engine::RecipientInput to;
    IX_TRY(to.number, text_in(input.number, "number"));
    IX_TRY(to.user, text_in(input.user, "user"));
    IX_TRY(to.contact, text_in(input.contact, "contact"));
    return text_out(engine.open_conversation(to), out_conversation);
  });
}
