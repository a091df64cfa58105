// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_conversations.hpp
 * Conversations, threads, search (conversation.h, search.h): bodies of what client.hpp declares.
 * Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_CONVERSATIONS_HPP
#define INTERACTIONS_CPP_CLIENT_CONVERSATIONS_HPP

#include <interactions/cpp/client.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace interactions {

inline Result<Page> Client::conversations(const Filter& filter, std::string_view cursor,
                                          uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_conversations_page(get(), filter.get(), str(cursor), limit, out, error);
  });
}

inline Result<ix_counts> Client::counts(const Filter& filter) const {
  auto out = detail::sized<ix_counts>();
  Status done = status(
      [&](ix_error** error) { return ix_conversations_count(get(), filter.get(), &out, error); });
  if (!done) return done.error();
  return out;
}

inline Result<int64_t> Client::badge() const {
  return result<int64_t, int64_t>(
      [&](int64_t* out, ix_error** error) { return ix_client_badge(get(), out, error); });
}

inline Result<Page> Client::conversation(std::string_view id) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_conversation_get(get(), str(id), out, error);
  });
}

inline Result<Page> Client::explain(std::string_view conversation) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_conversation_explain(get(), str(conversation), out, error);
  });
}

inline Result<Page> Client::thread(std::string_view conversation, std::string_view cursor,
                                   uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_thread_page(get(), str(conversation), str(cursor), limit, out, error);
  });
}

inline Result<Page> Client::thread_around(std::string_view conversation, std::string_view item,
                                          uint32_t limit, uint32_t* row) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_thread_around(get(), str(conversation), item.empty() ? ix_str{nullptr, 0} : str(item),
                            limit, out, row, error);
  });
}

inline Result<Page> Client::search_messages(std::string_view text, const Filter& filter,
                                            std::string_view conversation, std::string_view cursor,
                                            uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_search_messages(get(), str(text), filter.get(),
                              conversation.empty() ? ix_str{nullptr, 0} : str(conversation),
                              str(cursor), limit, out, error);
  });
}

inline Result<Page> Client::search_conversations(std::string_view text, const Filter& filter,
                                                 uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_search_conversations(get(), str(text), filter.get(), limit, out, error);
  });
}

inline Result<Page> Client::item(std::string_view id) const {
  return page(
      [&](ix_page** out, ix_error** error) { return ix_item_get(get(), str(id), out, error); });
}

inline Result<Operation> Client::fill(std::string_view gap) const {
  return operation([&](ix_operation* out, ix_error** error) {
    return ix_history_fill(get(), str(gap), out, error);
  });
}

inline Status Client::set_flag(std::string_view conversation, ix_conversation_flag flag,
                               bool on) const {
  return status([&](ix_error** error) {
    return ix_conversation_set_flag(get(), str(conversation), flag, on ? 1 : 0, error);
  });
}

inline Status Client::mark_read(std::string_view conversation, std::string_view item) const {
  return status([&](ix_error** error) {
    return ix_conversation_mark_read(get(), str(conversation), str(item), error);
  });
}

inline Status Client::set_draft(std::string_view conversation, std::string_view text,
                                std::string_view reply_to) const {
  ix_draft raw;
  ix_draft_init(&raw, sizeof raw);
  raw.text = str(text);
  raw.reply_to = str(reply_to);
  return status([&](ix_error** error) {
    return ix_conversation_set_draft(get(), str(conversation), &raw, error);
  });
}

inline Status Client::set_default_route(std::string_view conversation,
                                        std::string_view route) const {
  return status([&](ix_error** error) {
    return ix_conversation_set_default_route(
        get(), str(conversation), route.empty() ? ix_str{nullptr, 0} : str(route), error);
  });
}

inline Result<std::string> Client::open_conversation(const Recipient& recipient) const {
  ix_recipient raw;
  ix_recipient_init(&raw, sizeof raw);
  raw.number = str(recipient.number);
  raw.user = str(recipient.user);
  raw.contact = str(recipient.contact);
  return detail::text_of([&](ix_text** out, ix_error** error) {
    return ix_conversation_open(get(), &raw, out, error);
  });
}

inline Result<Page> Client::notifications(std::string_view cursor, uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_notifications_page(get(), cursor.empty() ? ix_str{nullptr, 0} : str(cursor), limit,
                                 out, error);
  });
}

inline Status Client::notifications_done(std::string_view cursor) const {
  return status([&](ix_error** error) { return ix_notifications_done(get(), str(cursor), error); });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_CONVERSATIONS_HPP
