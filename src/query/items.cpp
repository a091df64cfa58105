// SPDX-License-Identifier: Apache-2.0
// Items as rows, and the page of one item.
#include <algorithm>
#include <vector>

#include "cache/attachment_table.h"
#include "cache/outgoing_file_table.h"
#include "cache/thread_reads.h"
#include "model/item.h"
#include "query/attachments.h"
#include "query/lists.h"

namespace ix::query {
namespace {

ix_row_item row_of(const cache::ItemRow& from, PageBuilder& page) {
  ix_row_item row{};
  row.id = page.add(ItemId{from.id}.text());
  row.sender = page.add_or_absent(from.sender);
  row.sender_name = page.add_or_absent(from.sender_name);
  row.route = page.add(RouteId{from.route}.text());
  if (!from.deleted) row.text = page.add_or_absent(from.text);
  row.at_ms = from.at_ms;
  row.kind = from.kind;
  row.direction = from.direction;
  row.state = from.state;
  row.notice = from.notice;
  row.flags = flag_if(from.edited, IX_ITEM_EDITED) | flag_if(from.deleted, IX_ITEM_DELETED) |
              flag_if(from.counts, IX_ITEM_COUNTS_AS_UNREAD) |
              flag_if(from.unread, IX_ITEM_UNREAD) |
              flag_if(from.change_pending, IX_ITEM_CHANGE_PENDING) |
              flag_if(from.change_failed, IX_ITEM_CHANGE_FAILED);
  if (from.state == static_cast<int32_t>(ItemState::queued)) row.waiting_for = from.waiting_for;
  row.send_at_ms = from.send_at_ms;
  if (from.has_call) {
    row.flags |= IX_ITEM_HAS_CALL;
    row.call_direction = from.call_direction;
    row.call_outcome = from.call_outcome;
    row.call_duration_ms = from.call_duration_ms;
    row.call_started_ms = from.call_started_ms;
    row.call_number = page.add_or_absent(from.call_number);
    row.call_id = page.add_or_absent(from.call_id);
  }
  if (from.failure.code != 0) {
    row.flags |= IX_ITEM_HAS_FAILURE;
    row.failure_code = from.failure.code;
    row.failure_origin = from.failure.origin;
    row.failure_retry = from.failure.retry;
    row.failure_fixer = from.failure.fixer;
    row.failure_message = page.add_or_absent(from.failure.message);
  }
  return row;
}

struct ReactionKey {
  std::string text;
  int32_t count = 0;
  bool mine = false;
};

// What oneself did and the backend has not confirmed is so already.
Status lay_own_reactions(cache::Connection& connection, int64_t item,
                         std::vector<ReactionKey>& keys) {
  IX_TRY(auto rows, cache::own_reactions_pending(connection, item));
  cache::OwnReactionRow from;
  for (;;) {
    IX_TRY(const bool found, rows.next(from));
    if (!found) break;
    auto key = std::find_if(keys.begin(), keys.end(),
                            [&from](const ReactionKey& one) { return one.text == from.key; });
    if (key == keys.end()) key = keys.insert(keys.end(), {std::string(from.key)});
    if (key->mine == from.wanted) continue;
    key->mine = from.wanted;
    key->count += from.wanted ? 1 : -1;
  }
  std::erase_if(keys, [](const ReactionKey& one) { return one.count <= 0; });
  return {};
}

// One row a key, however often each person said it; the most used first, and then by key.
Status append_reactions(cache::Connection& connection, const cache::ItemRow& of, PageBuilder& page,
                        ix_row_item& row) {
  std::vector<ReactionKey> keys;
  std::string last_sender;
  IX_TRY(auto rows, cache::reactions_of(connection, of.route, of.remote_id));
  cache::ReactionRow from;
  for (;;) {
    IX_TRY(const bool found, rows.next(from));
    if (!found) break;
    if (keys.empty() || keys.back().text != from.key) {
      keys.push_back({std::string(from.key)});
    } else if (last_sender == from.sender) {
      continue;
    }
    last_sender = from.sender;
    ++keys.back().count;
    keys.back().mine = keys.back().mine || from.mine;
  }
  if (of.change_pending) IX_CHECK(lay_own_reactions(connection, of.id, keys));
  std::sort(keys.begin(), keys.end(), [](const ReactionKey& a, const ReactionKey& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  for (const ReactionKey& key : keys) {
    ix_row_reaction reaction{};
    reaction.key = page.add(key.text);
    reaction.count = key.count;
    reaction.mine = key.mine ? 1 : 0;
    const uint32_t at = page.append(reaction);
    if (row.reaction_count++ == 0) row.first_reaction = at;
  }
  return {};
}

// Of an own message that has not left: where its files stand.
Result<std::vector<OutgoingFile>> files_of(cache::Connection& connection,
                                           const cache::ItemRow& of) {
  const auto state = static_cast<ItemState>(of.state);
  const bool may_wait =
      of.direction == static_cast<int32_t>(Direction::out) &&
      (state == ItemState::queued || state == ItemState::sending || state == ItemState::failed);
  if (!may_wait) return std::vector<OutgoingFile>();
  return cache::outgoing_file_table::of_item(connection, ItemId{of.id});
}

Status append_attachments(cache::Connection& connection, const cache::ItemRow& of,
                          PageBuilder& page, ix_row_item& row) {
  IX_TRY(const auto leaving, files_of(connection, of));
  IX_TRY(auto rows, cache::attachment_table::of_item(connection, of.id));
  cache::AttachmentRow from;
  for (;;) {
    IX_TRY(const bool found, rows.next(from));
    if (!found) return {};
    ix_row_attachment attachment = row_of(from, page);
    add_places(connection, from, page, attachment);
    for (const OutgoingFile& file : leaving) {
      if (file.attachment.value == from.id) add_outgoing(connection, file, page, attachment);
    }
    const uint32_t at = page.append(attachment);
    if (row.attachment_count++ == 0) row.first_attachment = at;
  }
}

}  // namespace

Status append_item(cache::Connection& connection, int64_t id, PageBuilder& page) {
  IX_TRY(auto rows, cache::item_by_id(connection, id));
  cache::ItemRow from;
  IX_TRY(const bool found, rows.next(from));
  if (!found) return Error(ErrorCode::NOT_FOUND, "no such item");
  return append_item(connection, from, page);
}

Status append_item(cache::Connection& connection, const cache::ItemRow& from, PageBuilder& page) {
  ix_row_item row = row_of(from, page);
  if (!from.reply_to.empty()) {
    // The host knows local ids; what is answered may not be stored.
    IX_TRY(const int64_t target, cache::item_by_remote_id(connection, from.route, from.reply_to));
    if (target != 0) row.reply_to = page.add(ItemId{target}.text());
  }
  if (from.has_reactions && !from.deleted) {
    IX_CHECK(append_reactions(connection, from, page, row));
  }
  if (!from.file_names.empty()) IX_CHECK(append_attachments(connection, from, page, row));
  page.append(row);
  return {};
}

Result<Page> item_page(cache::Connection& connection, ItemId id) {
  PageBuilder page;
  IX_CHECK(append_item(connection, id.value, page));
  return page.build();
}

}  // namespace ix::query
