// SPDX-License-Identifier: Apache-2.0
#include <interactions/message.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

void ix_outgoing_init(ix_outgoing* outgoing, size_t size) noexcept {
  struct_init(outgoing, size);
}

ix_status ix_message_send(ix_client* client, ix_str conversation, const ix_outgoing* outgoing,
                          ix_text** out_item, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const ix_outgoing input, struct_in(outgoing, "outgoing"));
    IX_TRY(const std::string id, required_text_in(conversation, "conversation"));
    engine::OutgoingInput message;
    IX_TRY(message.text, text_in(input.text, "text"));
    IX_TRY(message.via, text_in(input.via, "via"));
    IX_TRY(message.reply_to, text_in(input.reply_to, "reply_to"));
    message.send_at_ms = input.send_at_ms;
    IX_TRY(message.files, texts_in(input.files, input.file_count, "files"));
    return text_out(engine.send(id, message), out_item);
  });
}

ix_status ix_message_edit(ix_client* client, ix_str item, ix_str text,
                          ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(item, "item"));
    IX_TRY(const std::string words, text_in(text, "text"));
    return engine.edit(id, words);
  });
}

ix_status ix_message_delete(ix_client* client, ix_str item, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(item, "item"));
    return engine.remove(id);
  });
}

ix_status ix_message_react(ix_client* client, ix_str item, ix_str key, int32_t on,
                           ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(item, "item"));
    IX_TRY(const std::string reaction, text_in(key, "key"));
    return engine.react(id, reaction, on != 0);
  });
}

ix_status ix_outbox_page(ix_client* client, ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    return page_out(engine.reader().outbox(), out);
  });
}

ix_status ix_outbox_retry(ix_client* client, ix_str entry, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(entry, "entry"));
    return engine.retry(id);
  });
}

ix_status ix_outbox_reschedule(ix_client* client, ix_str entry, int64_t at_ms,
                               ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(entry, "entry"));
    return engine.reschedule(id, at_ms);
  });
}

ix_status ix_outbox_discard(ix_client* client, ix_str entry, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(entry, "entry"));
    return engine.discard(id);
  });
}
