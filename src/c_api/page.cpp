// SPDX-License-Identifier: Apache-2.0
#include <interactions/channel.h>
#include <interactions/consent.h>
#include <interactions/contact.h>
#include <interactions/conversation.h>
#include <interactions/notification.h>
#include <interactions/page.h>
#include <interactions/permission.h>
#include <interactions/search.h>
#include <interactions/sms.h>
#include <interactions/store.h>
#include <interactions/subscription.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

// Fills a view from row `row` of `table` by `fill(row, text, view)`.
template <class Row, class View, class Fill>
ix_status row_out(const ix_page* page, uint32_t table, uint32_t index, View* view,
                  Fill&& fill) noexcept {
  return guard(nullptr, [&]() -> Status {
    if (page == nullptr) return Error(ErrorCode::INVALID_HANDLE);
    const Row* row = page->value.row<Row>(table, index);
    if (row == nullptr) return Error(ErrorCode::NOT_FOUND);
    const auto text = [page](ix_ref ref) {
      const auto found = page->value.text(ref);
      return found ? to_str(*found) : ix_str{nullptr, 0};
    };
    View filled{};
    fill(*row, text, filled);
    return view_out(view, filled);
  });
}

}  // namespace

ix_page* ix_page_retain(ix_page* page) noexcept {
  return retain(page);
}
void ix_page_release(ix_page* page) noexcept {
  release(page);
}

const void* ix_page_bytes(const ix_page* page, size_t* out_size) noexcept {
  if (out_size) *out_size = page ? page->value.size() : 0;
  return page ? page->value.data() : nullptr;
}

uint32_t ix_page_count(const ix_page* page, uint32_t table) noexcept {
  return page ? page->value.count(table) : 0;
}

ix_str ix_page_cursor(const ix_page* page) noexcept {
  if (page == nullptr) return {nullptr, 0};
  const auto cursor = page->value.text(page->value.header().cursor);
  return cursor ? to_str(*cursor) : ix_str{nullptr, 0};
}

int32_t ix_page_more(const ix_page* page) noexcept {
  return page ? page->value.header().more : IX_MORE_START;
}

ix_str ix_page_newer_cursor(const ix_page* page) noexcept {
  if (page == nullptr) return {nullptr, 0};
  const auto cursor = page->value.text(page->value.header().newer_cursor);
  return cursor ? to_str(*cursor) : ix_str{nullptr, 0};
}

ix_status ix_page_conversation(const ix_page* page, uint32_t row,
                               ix_conversation_view* view) noexcept {
  return row_out<ix_row_conversation>(
      page, IX_TABLE_CONVERSATION, row, view,
      [](const ix_row_conversation& from, auto text, ix_conversation_view& to) {
        to.kind = from.kind;
        to.id = text(from.id);
        to.title = text(from.title);
        to.contact = text(from.contact);
        to.last_activity_ms = from.last_activity_ms;
        to.flags = from.flags;
        to.unread = from.unread;
        to.preview_kind = from.preview_kind;
        to.preview_direction = from.preview_direction;
        to.preview_outcome = from.preview_outcome;
        to.first_route = from.first_route;
        to.route_count = from.route_count;
        to.preview_text = text(from.preview_text);
        to.draft = text(from.draft);
        to.draft_reply = text(from.draft_reply);
      });
}

ix_status ix_page_route(const ix_page* page, uint32_t row, ix_route_view* view) noexcept {
  return row_out<ix_row_route>(page, IX_TABLE_ROUTE, row, view,
                               [](const ix_row_route& from, auto text, ix_route_view& to) {
                                 to.kind = from.kind;
                                 to.id = text(from.id);
                                 to.address = text(from.address);
                                 to.from = text(from.from);
                                 to.reason = text(from.reason);
                                 to.state = from.state;
                                 to.flags = from.flags;
                               });
}

ix_status ix_page_item(const ix_page* page, uint32_t row, ix_item_view* view) noexcept {
  return row_out<ix_row_item>(page, IX_TABLE_ITEM, row, view,
                              [](const ix_row_item& from, auto text, ix_item_view& to) {
                                to.kind = from.kind;
                                to.id = text(from.id);
                                to.sender = text(from.sender);
                                to.sender_name = text(from.sender_name);
                                to.route = text(from.route);
                                to.text = text(from.text);
                                to.reply_to = text(from.reply_to);
                                to.at_ms = from.at_ms;
                                to.direction = from.direction;
                                to.state = from.state;
                                to.notice = from.notice;
                                to.flags = from.flags;
                                to.waiting_for = from.waiting_for;
                                to.send_at_ms = from.send_at_ms;
                                to.call_direction = from.call_direction;
                                to.call_outcome = from.call_outcome;
                                to.call_duration_ms = from.call_duration_ms;
                                to.call_started_ms = from.call_started_ms;
                                to.call_number = text(from.call_number);
                                to.call_id = text(from.call_id);
                                to.failure_code = from.failure_code;
                                to.failure_origin = from.failure_origin;
                                to.failure_retry = from.failure_retry;
                                to.failure_fixer = from.failure_fixer;
                                to.failure_message = text(from.failure_message);
                                to.first_reaction = from.first_reaction;
                                to.reaction_count = from.reaction_count;
                                to.first_attachment = from.first_attachment;
                                to.attachment_count = from.attachment_count;
                              });
}

ix_status ix_page_reaction(const ix_page* page, uint32_t row, ix_reaction_view* view) noexcept {
  return row_out<ix_row_reaction>(page, IX_TABLE_REACTION, row, view,
                                  [](const ix_row_reaction& from, auto text, ix_reaction_view& to) {
                                    to.key = text(from.key);
                                    to.count = from.count;
                                    to.mine = from.mine;
                                  });
}

ix_status ix_page_attachment(const ix_page* page, uint32_t row, ix_attachment_view* view) noexcept {
  return row_out<ix_row_attachment>(
      page, IX_TABLE_ATTACHMENT, row, view,
      [](const ix_row_attachment& from, auto text, ix_attachment_view& to) {
        to.kind = from.kind;
        to.id = text(from.id);
        to.name = text(from.name);
        to.mime_type = text(from.mime_type);
        to.size = from.size;
        to.duration_ms = from.duration_ms;
        to.width = from.width;
        to.height = from.height;
        to.path = text(from.path);
        to.thumbnail_path = text(from.thumbnail_path);
        to.thumbnail_width = from.thumbnail_width;
        to.thumbnail_height = from.thumbnail_height;
        to.state = from.state;
        to.failure_code = from.failure_code;
      });
}

ix_status ix_page_transfer(const ix_page* page, uint32_t row, ix_transfer_view* view) noexcept {
  return row_out<ix_row_transfer>(page, IX_TABLE_TRANSFER, row, view,
                                  [](const ix_row_transfer& from, auto text, ix_transfer_view& to) {
                                    to.part = from.part;
                                    to.attachment = text(from.attachment);
                                    to.done = from.done;
                                    to.total = from.total;
                                    to.bytes_per_second = from.bytes_per_second;
                                    to.upload = from.upload;
                                  });
}

ix_status ix_page_preset(const ix_page* page, uint32_t row, ix_preset_view* view) noexcept {
  return row_out<ix_row_preset>(page, IX_TABLE_PRESET, row, view,
                                [](const ix_row_preset& from, auto text, ix_preset_view& to) {
                                  to.preset = from.preset;
                                  to.id = text(from.id);
                                  to.flags = from.flags;
                                  to.conversations = from.conversations;
                                  to.unread_conversations = from.unread_conversations;
                                  to.unread_items = from.unread_items;
                                });
}

ix_status ix_page_typist(const ix_page* page, uint32_t row, ix_typist_view* view) noexcept {
  return row_out<ix_row_typist>(page, IX_TABLE_TYPIST, row, view,
                                [](const ix_row_typist& from, auto text, ix_typist_view& to) {
                                  to.id = text(from.id);
                                  to.conversation = text(from.conversation);
                                  to.route = text(from.route);
                                  to.user = text(from.user);
                                  to.name = text(from.name);
                                });
}

ix_status ix_page_contact(const ix_page* page, uint32_t row, ix_contact_view* view) noexcept {
  return row_out<ix_row_contact>(page, IX_TABLE_CONTACT, row, view,
                                 [](const ix_row_contact& from, auto text, ix_contact_view& to) {
                                   to.kind = from.kind;
                                   to.id = text(from.id);
                                   to.name = text(from.name);
                                   to.conversation = text(from.conversation);
                                   to.source_id = text(from.source_id);
                                   to.first_address = from.first_address;
                                   to.address_count = from.address_count;
                                 });
}

ix_status ix_page_address(const ix_page* page, uint32_t row, ix_address_view* view) noexcept {
  return row_out<ix_row_address>(page, IX_TABLE_ADDRESS, row, view,
                                 [](const ix_row_address& from, auto text, ix_address_view& to) {
                                   to.kind = from.kind;
                                   to.address = text(from.address);
                                   to.reason = text(from.reason);
                                   to.sendable = from.sendable;
                                 });
}

ix_status ix_page_outbox(const ix_page* page, uint32_t row, ix_outbox_view* view) noexcept {
  return row_out<ix_row_outbox>(page, IX_TABLE_OUTBOX, row, view,
                                [](const ix_row_outbox& from, auto text, ix_outbox_view& to) {
                                  to.op = from.op;
                                  to.id = text(from.id);
                                  to.conversation = text(from.conversation);
                                  to.item = text(from.item);
                                  to.next_try_ms = from.next_try_ms;
                                  to.created_ms = from.created_ms;
                                  to.state = from.state;
                                  to.attempts = from.attempts;
                                  to.waiting_for = from.waiting_for;
                                  to.send_at_ms = from.send_at_ms;
                                  to.has_failure = from.has_failure;
                                  to.failure_code = from.failure_code;
                                  to.failure_origin = from.failure_origin;
                                  to.failure_retry = from.failure_retry;
                                  to.failure_fixer = from.failure_fixer;
                                  to.failure_message = text(from.failure_message);
                                  to.subject = text(from.subject);
                                });
}

ix_status ix_page_account(const ix_page* page, uint32_t row, ix_account_view* view) noexcept {
  return row_out<ix_row_account>(page, IX_TABLE_ACCOUNT, row, view,
                                 [](const ix_row_account& from, auto text, ix_account_view& to) {
                                   to.session = from.session;
                                   to.server = text(from.server);
                                   to.user_id = text(from.user_id);
                                   to.display_name = text(from.display_name);
                                   to.device_id = text(from.device_id);
                                   to.last_sync_ms = from.last_sync_ms;
                                   to.first_number = from.first_number;
                                   to.number_count = from.number_count;
                                   to.conversations = from.conversations;
                                   to.items = from.items;
                                   to.outbox = from.outbox;
                                   to.store_bytes = from.store_bytes;
                                 });
}

ix_status ix_page_match(const ix_page* page, uint32_t row, ix_match_view* view) noexcept {
  return row_out<ix_row_match>(page, IX_TABLE_MATCH, row, view,
                               [](const ix_row_match& from, auto text, ix_match_view& to) {
                                 to.field = from.field;
                                 to.conversation = text(from.conversation);
                                 to.title = text(from.title);
                                 to.snippet = text(from.snippet);
                                 to.row = from.row;
                                 to.first_range = from.first_range;
                                 to.range_count = from.range_count;
                               });
}

ix_status ix_page_range(const ix_page* page, uint32_t row, ix_range_view* view) noexcept {
  return row_out<ix_row_range>(page, IX_TABLE_RANGE, row, view,
                               [](const ix_row_range& from, auto, ix_range_view& to) {
                                 to.start = from.start;
                                 to.size = from.size;
                               });
}

ix_status ix_page_finding(const ix_page* page, uint32_t row, ix_finding_view* view) noexcept {
  return row_out<ix_row_finding>(page, IX_TABLE_FINDING, row, view,
                                 [](const ix_row_finding& from, auto text, ix_finding_view& to) {
                                   to.check = from.check;
                                   to.name = text(from.name);
                                   to.first = text(from.first);
                                   to.count = from.count;
                                   to.repaired = from.repaired;
                                 });
}

ix_status ix_page_route_size(const ix_page* page, uint32_t row, ix_route_size_view* view) noexcept {
  return row_out<ix_row_route_size>(
      page, IX_TABLE_ROUTE_SIZE, row, view,
      [](const ix_row_route_size& from, auto text, ix_route_size_view& to) {
        to.route = text(from.route);
        to.conversation = text(from.conversation);
        to.items = from.items;
        to.text_bytes = from.text_bytes;
        to.metadata_bytes = from.metadata_bytes;
      });
}

ix_status ix_page_grouping(const ix_page* page, uint32_t row, ix_grouping_view* view) noexcept {
  return row_out<ix_row_grouping>(page, IX_TABLE_GROUPING, row, view,
                                  [](const ix_row_grouping& from, auto text, ix_grouping_view& to) {
                                    to.reason = from.reason;
                                    to.route = text(from.route);
                                    to.first_claim = from.first_claim;
                                    to.claim_count = from.claim_count;
                                  });
}

ix_status ix_page_claim(const ix_page* page, uint32_t row, ix_claim_view* view) noexcept {
  return row_out<ix_row_claim>(page, IX_TABLE_CLAIM, row, view,
                               [](const ix_row_claim& from, auto text, ix_claim_view& to) {
                                 to.verdict = from.verdict;
                                 to.contact = text(from.contact);
                                 to.name = text(from.name);
                                 to.source = text(from.source);
                                 to.source_id = text(from.source_id);
                                 to.address = text(from.address);
                                 to.address_kind = from.address_kind;
                                 to.contact_kind = from.contact_kind;
                               });
}

ix_status ix_page_notification(const ix_page* page, uint32_t row,
                               ix_notification_view* view) noexcept {
  return row_out<ix_row_notification>(
      page, IX_TABLE_NOTIFICATION, row, view,
      [](const ix_row_notification& from, auto text, ix_notification_view& to) {
        to.item = from.item;
        to.conversation = text(from.conversation);
        to.title = text(from.title);
      });
}

ix_status ix_page_change(const ix_page* page, uint32_t row, ix_change_view* view) noexcept {
  return row_out<ix_row_change>(page, IX_TABLE_CHANGE, row, view,
                                [](const ix_row_change& from, auto text, ix_change_view& to) {
                                  to.op = from.op;
                                  to.id = text(from.id);
                                  to.from = from.from;
                                  to.to = from.to;
                                  to.row = from.row;
                                  to.fields = from.fields;
                                });
}

ix_status ix_page_sms(const ix_page* page, uint32_t row, ix_sms_view* view) noexcept {
  return row_out<ix_row_sms>(page, IX_TABLE_SMS, row, view,
                             [](const ix_row_sms& from, auto text, ix_sms_view& to) {
                               to.encoding = from.encoding;
                               to.units = from.units;
                               to.parts = from.parts;
                               to.remaining = from.remaining;
                               to.first_flip = from.first_flip;
                               to.flip_count = from.flip_count;
                               to.by_sms = from.by_sms;
                               to.route = text(from.route);
                               to.from = text(from.from);
                               to.reason = text(from.reason);
                               to.mms = from.mms;
                               to.consent = from.consent;
                               to.media_bytes = from.media_bytes;
                               to.files = from.files;
                             });
}

ix_status ix_page_file_plan(const ix_page* page, uint32_t row, ix_file_plan_view* view) noexcept {
  return row_out<ix_row_file_plan>(page, IX_TABLE_FILE_PLAN, row, view,
                                   [](const ix_row_file_plan& from, auto, ix_file_plan_view& to) {
                                     to.verdict = from.verdict;
                                     to.sent_bytes = from.sent_bytes;
                                   });
}

ix_status ix_page_recipient(const ix_page* page, uint32_t row, ix_recipient_view* view) noexcept {
  return row_out<ix_row_recipient>(
      page, IX_TABLE_RECIPIENT, row, view,
      [](const ix_row_recipient& from, auto text, ix_recipient_view& to) {
        to.kind = from.kind;
        to.title = text(from.title);
        to.contact = text(from.contact);
        to.conversation = text(from.conversation);
        to.route = text(from.route);
        to.address = text(from.address);
        to.reason = text(from.reason);
        to.used_ms = from.used_ms;
        to.route_kind = from.route_kind;
        to.sendable = from.sendable;
        to.number_class = from.number_class;
        to.flags = from.flags;
        to.first_address = from.first_address;
        to.address_count = from.address_count;
      });
}

ix_status ix_page_consent(const ix_page* page, uint32_t row, ix_consent_view* view) noexcept {
  return row_out<ix_row_consent>(page, IX_TABLE_CONSENT, row, view,
                                 [](const ix_row_consent& from, auto text, ix_consent_view& to) {
                                   to.state = from.state;
                                   to.own = text(from.own);
                                   to.peer = text(from.peer);
                                   to.keyword = text(from.keyword);
                                   to.conversation = text(from.conversation);
                                   to.at_ms = from.at_ms;
                                   to.source = from.source;
                                 });
}

ix_status ix_page_member(const ix_page* page, uint32_t row, ix_member_view* view) noexcept {
  return row_out<ix_row_member>(page, IX_TABLE_MEMBER, row, view,
                                [](const ix_row_member& from, auto text, ix_member_view& to) {
                                  to.state = from.state;
                                  to.user = text(from.user);
                                  to.name = text(from.name);
                                  to.role = from.role;
                                });
}

ix_status ix_page_source(const ix_page* page, uint32_t row, ix_source_view* view) noexcept {
  return row_out<ix_row_source>(page, IX_TABLE_SOURCE, row, view,
                                [](const ix_row_source& from, auto text, ix_source_view& to) {
                                  to.source = from.source;
                                  to.flags = from.flags;
                                  to.state = from.state;
                                  to.step = from.step;
                                  to.name = text(from.name);
                                  to.label = text(from.label);
                                  to.reason = text(from.reason);
                                  to.key = text(from.key);
                                  to.title = text(from.title);
                                  to.body = text(from.body);
                                  to.confirm = text(from.confirm);
                                  to.dismiss = text(from.dismiss);
                                  to.since_ms = from.since_ms;
                                });
}

ix_status ix_page_sms_flip(const ix_page* page, uint32_t row, ix_sms_flip_view* view) noexcept {
  return row_out<ix_row_sms_flip>(page, IX_TABLE_SMS_FLIP, row, view,
                                  [](const ix_row_sms_flip& from, auto text, ix_sms_flip_view& to) {
                                    to.count = from.count;
                                    to.character = text(from.character);
                                    to.replacement = text(from.replacement);
                                    to.replaceable = from.replaceable;
                                  });
}
