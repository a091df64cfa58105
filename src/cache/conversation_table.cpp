// SPDX-License-Identifier: Apache-2.0
#include "cache/conversation_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::conversation_table {

Result<std::optional<Conversation>> find(Connection& connection, ConversationId id) {
  IX_TRY(auto row,
         connection.prepare("SELECT id, kind, contact, title, activity_ms, preview_item, unread,"
                            " unread_lower_bound, pinned, muted, archived, marked_unread, can_send,"
                            " draft, presets FROM conversation WHERE id = ?1"));
  row->bind(1, id.value);
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Conversation>();
  Conversation out;
  out.id.value = row->integer(0);
  out.kind = static_cast<ConversationKind>(row->integer32(1));
  out.contact.value = row->integer(2);
  out.title = row->string(3);
  out.activity_ms = row->integer(4);
  out.preview_item.value = row->integer(5);
  out.unread = row->integer32(6);
  out.unread_lower_bound = row->boolean(7);
  out.pinned = row->boolean(8);
  out.muted = row->boolean(9);
  out.archived = row->boolean(10);
  out.marked_unread = row->boolean(11);
  out.can_send = row->boolean(12);
  out.draft = row->string(13);
  out.presets = static_cast<uint32_t>(row->integer(14));
  return std::optional(std::move(out));
}

Status put(Connection& connection, const Conversation& conversation) {
  IX_TRY(auto row,
         connection.prepare(
             "INSERT INTO conversation (id, kind, contact, title, activity_ms, preview_item,"
             " unread, unread_lower_bound, pinned, muted, archived, marked_unread, can_send, draft,"
             " presets) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
             " ON CONFLICT (id) DO UPDATE SET kind = ?2, contact = ?3, title = ?4,"
             " activity_ms = ?5, preview_item = ?6, unread = ?7, unread_lower_bound = ?8,"
             " pinned = ?9, muted = ?10, archived = ?11, marked_unread = ?12, can_send = ?13,"
             " draft = ?14, presets = ?15"));
  const Conversation& c = conversation;
  row->bind_all(c.id.value, number(c.kind),
                c.contact ? std::optional(c.contact.value) : std::nullopt, c.title, c.activity_ms,
                c.preview_item.value, c.unread, c.unread_lower_bound, c.pinned, c.muted, c.archived,
                c.marked_unread, c.can_send, c.draft, int64_t{c.presets});
  return row->run();
}

Status remove(Connection& connection, ConversationId id) {
  IX_TRY(auto row, connection.prepare("DELETE FROM conversation WHERE id = ?1"));
  return row->bind(1, id.value).run();
}

}  // namespace ix::cache::conversation_table
