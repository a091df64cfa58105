// SPDX-License-Identifier: Apache-2.0
#include "rows.h"

#include "files.h"

#include "console.h"
#include "json.h"
#include "names.h"

namespace cli {

namespace ixn = interactions;

namespace {

std::string failure_json(const ixn::Failure& failure) {
  return Json()
      .text("code", ix_status_name(failure.code))
      .text("origin", ix_origin_name(failure.origin))
      .text("retry", ix_retry_name(failure.retry))
      .text("fixer", ix_fixer_name(failure.fixer))
      .text("message", failure.message)
      .done();
}

std::string failure_text(const ixn::Failure& failure) {
  return plain(failure.message) + " (" + ix_status_name(failure.code) +
         ", retry: " + ix_retry_name(failure.retry) + ", can fix: " + ix_fixer_name(failure.fixer) +
         ")";
}

std::string call_json(const ixn::Call& call) {
  Json json;
  if (!call.id.empty()) json.text("id", call.id);
  json.text("direction", direction_name(call.direction));
  json.text("outcome", call_outcome_name(call.outcome));
  json.number("duration_ms", call.duration_ms);
  json.text("number", call.number);
  return json.done();
}

std::string call_text(const ixn::Item& item) {
  const ixn::Call& call = *item.call;
  std::string text = item.kind == IX_ITEM_VOICEMAIL ? "[voicemail" : "[call";
  text += call.direction == IX_DIRECTION_OUT ? " to " : " from ";
  text += ixn::present(call.number) ? plain(call.number) : std::string("a withheld number");
  if (item.kind != IX_ITEM_VOICEMAIL) text += std::string(", ") + call_outcome_name(call.outcome);
  if (call.duration_ms > 0) text += ", " + duration_text(call.duration_ms);
  return text + "]";
}

std::string notice_text(const ixn::Item& item) {
  std::string text = std::string("[") + notice_name(item.notice);
  if (!item.text.empty()) text += ": " + plain(item.text);
  return text + "]";
}

}  // namespace

std::string conversation_json(const ixn::Page& page, const ixn::Conversation& conversation) {
  JsonArray routes;
  for (const ixn::Route route : page.routes(conversation)) {
    routes.add(Json()
                   .text("id", route.id)
                   .text("kind", route_kind_name(route.kind))
                   .text("address", route.address)
                   .text("from", route.from)
                   .boolean("default", route.is_default)
                   .boolean("chosen", route.is_chosen)
                   .boolean("opted_out", route.opted_out)
                   .boolean("can_send", route.can_send)
                   .text("reason", route.reason)
                   .done());
  }
  Json json;
  json.text("id", conversation.id).text("kind", conversation_kind_name(conversation.kind));
  json.text("title", conversation.title).text("contact", conversation.contact);
  json.raw("routes", routes.done());
  if (conversation.last_activity_ms > 0) {
    json.number("last_activity_ms", conversation.last_activity_ms);
  }
  if (conversation.preview_kind >= 0) {
    Json preview;
    preview.text("kind", item_kind_name(conversation.preview_kind));
    preview.text("text", conversation.preview_text);
    preview.text("direction", direction_name(conversation.preview_direction));
    if (conversation.preview_outcome >= 0) {
      preview.text("outcome", call_outcome_name(conversation.preview_outcome));
    }
    json.raw("preview", preview.done());
  }
  json.number("unread", conversation.unread);
  json.boolean("unread_lower_bound", conversation.unread_lower_bound);
  json.boolean("muted", conversation.muted).boolean("pinned", conversation.pinned);
  json.boolean("archived", conversation.archived);
  json.boolean("marked_unread", conversation.marked_unread);
  json.boolean("can_send", conversation.can_send).text("draft", conversation.draft);
  json.text("draft_reply_to", conversation.draft_reply);
  if (conversation.draft_reply_gone) json.boolean("draft_reply_gone", true);
  return json.done();
}

std::string conversation_text(const ixn::Conversation& conversation) {
  std::string marks;
  if (conversation.pinned) marks += 'p';
  if (conversation.muted) marks += 'm';
  if (conversation.archived) marks += 'a';
  std::string unread;
  if (conversation.unread > 0 || conversation.marked_unread) {
    unread = std::to_string(conversation.unread) + (conversation.unread_lower_bound ? "+" : "");
  }
  std::string preview;
  if (conversation.preview_kind >= 0) {
    preview = conversation.preview_direction == IX_DIRECTION_OUT ? "you: " : "";
    if (conversation.preview_kind != IX_ITEM_MESSAGE) {
      preview += std::string("[") + item_kind_name(conversation.preview_kind);
      if (conversation.preview_outcome >= 0) {
        preview += std::string(", ") + call_outcome_name(conversation.preview_outcome);
      }
      preview += "] ";
    }
    preview += conversation.preview_text;
  }
  return column(time_text(conversation.last_activity_ms), 16) + "  " + column(marks, 3) + " " +
         column(unread, 4) + " " + column(conversation_kind_name(conversation.kind), 7) + "  " +
         column(conversation.title, 26) + "  " + column(preview, 44) + "  " +
         plain(conversation.id);
}

std::string reactions_json(const ixn::Page& page, const ixn::Item& item) {
  JsonArray out;
  for (const ixn::Reaction one : page.reactions(item)) {
    out.add(
        Json().text("key", one.key).number("count", one.count).boolean("mine", one.mine).done());
  }
  return out.done();
}

std::string attachments_json(const ixn::Page& page, const ixn::Item& item) {
  JsonArray out;
  for (const ixn::Attachment one : page.attachments(item)) out.add(attachment_json(one, {}));
  return out.done();
}

std::string item_json(const ixn::Page& page, const ixn::Item& item, std::string_view conversation) {
  Json json;
  json.text("id", item.id).text("kind", item_kind_name(item.kind));
  json.text("conversation", conversation);
  json.text("direction", direction_name(item.direction));
  if (ixn::present(item.sender) || ixn::present(item.sender_name)) {
    json.raw("sender", Json().text("id", item.sender).text("name", item.sender_name).done());
  }
  json.text("route", item.route);
  if (item.at_ms > 0) json.number("at_ms", item.at_ms);
  json.text("state", item_state_name(item.state));
  if (item.kind == IX_ITEM_NOTICE) json.text("notice", notice_name(item.notice));
  json.text("text", item.text);
  json.boolean("edited", item.edited).boolean("deleted", item.deleted);
  json.boolean("unread", item.unread);
  if (item.change_pending) json.boolean("change_pending", true);
  if (item.change_failed) json.boolean("change_failed", true);
  json.text("reply_to", item.reply_to);
  if (item.kind != IX_ITEM_GAP) {
    json.raw("reactions", reactions_json(page, item));
    json.raw("attachments", attachments_json(page, item));
  }
  if (item.call) json.raw("call", call_json(*item.call));
  if (item.failure) json.raw("failure", failure_json(*item.failure));
  if (const char* waiting = waiting_for_name(item.waiting_for)) json.text("waiting_for", waiting);
  if (item.send_at_ms > 0) json.number("send_at_ms", item.send_at_ms);
  return json.done();
}

std::string item_text(const ixn::Page& page, const ixn::Item& item) {
  if (item.kind == IX_ITEM_GAP) {
    return column("", 16) + "  ... older messages are at the server (ix thread --fill)  " +
           plain(item.id);
  }
  std::string who = item.direction == IX_DIRECTION_OUT ? "you" : std::string(item.sender_name);
  if (who.empty()) who = item.sender;
  std::string text;
  if (item.kind == IX_ITEM_NOTICE) {
    text = notice_text(item);
  } else if (item.deleted) {
    text = "[deleted]";
  } else {
    if (item.call) text = call_text(item);
    for (const ixn::Attachment one : page.attachments(item)) {
      text += (text.empty() ? "" : " ") + attachment_text(one);
    }
    if (!text.empty() && !item.text.empty()) text += " ";
    text += plain(item.text);
    if (item.edited) text += " (edited)";
  }
  std::string line = column(time_text(item.at_ms), 16) + "  " + column(who, 20) + "  " + text;
  if (item.direction == IX_DIRECTION_OUT && item.kind == IX_ITEM_MESSAGE) {
    line += std::string("  [") + item_state_name(item.state);
    if (const char* waiting = waiting_for_name(item.waiting_for)) {
      line += std::string(", waiting for ") + waiting;
    }
    if (item.send_at_ms > 0) line += " at " + time_text(item.send_at_ms);
    line += "]";
  }
  if (item.change_pending) line += "  [change on its way]";
  if (item.change_failed) line += "  [change failed: ix outbox list]";
  if (item.failure)
    line += "\n" + std::string(40, ' ') + "not sent: " + failure_text(*item.failure);
  return line;
}

std::string reactions_text(const ixn::Page& page, const ixn::Item& item) {
  std::string out;
  for (const ixn::Reaction one : page.reactions(item)) {
    out += "  " + plain(one.key) + " " + std::to_string(one.count) + (one.mine ? "*" : "");
  }
  return out;
}

std::string match_json(const ixn::Page& page, const ixn::Match& match) {
  JsonArray ranges;
  for (const ixn::Range range : page.ranges(match)) {
    ranges.add("[" + std::to_string(range.start) + "," + std::to_string(range.size) + "]");
  }
  Json shown;
  shown.text("field", match_field_name(match.field)).text("snippet", match.snippet);
  shown.raw("ranges", ranges.done());
  Json json;
  if (page.items().empty()) {
    json.raw("conversation", conversation_json(page, page.conversations()[match.row]));
  } else {
    json.raw("item", item_json(page, page.items()[match.row], match.conversation));
  }
  return json.raw("match", shown.done()).done();
}

std::string match_text(const ixn::Page& page, const ixn::Match& match) {
  std::string snippet;
  size_t at = 0;
  for (const ixn::Range range : page.ranges(match)) {
    snippet += match.snippet.substr(at, range.start - at);
    snippet += "*" + std::string(match.snippet.substr(range.start, range.size)) + "*";
    at = range.start + range.size;
  }
  snippet += match.snippet.substr(at);
  const int64_t at_ms = page.items().empty() ? page.conversations()[match.row].last_activity_ms
                                             : page.items()[match.row].at_ms;
  return column(time_text(at_ms), 16) + "  " + column(match.title, 26) + "  " + plain(snippet) +
         "  " + plain(match.conversation);
}

std::string consent_json(const ixn::Consent& consent) {
  Json json;
  json.text("own", consent.own)
      .text("peer", consent.peer)
      .text("state", consent_state_name(consent.state));
  if (consent.at_ms != 0) json.number("at_ms", consent.at_ms);
  return json.text("source", consent_source_name(consent.source))
      .text("keyword", consent.keyword)
      .text("conversation", consent.conversation)
      .done();
}

std::string consent_text(const ixn::Consent& consent) {
  std::string out = column(consent.peer, 16) + "  " + column(consent.own, 16) + "  " +
                    column(consent_state_name(consent.state), 9) + "  " +
                    column(time_text(consent.at_ms), 16) + "  " +
                    consent_source_name(consent.source);
  if (!consent.keyword.empty()) out += " " + plain(consent.keyword);
  return out;
}

std::string member_json(const ixn::Member& member) {
  return Json()
      .text("user", member.user)
      .text("name", member.name)
      .text("state", member_state_name(member.state))
      .text("role", member_role_name(member.role))
      .done();
}

std::string member_text(const ixn::Member& member) {
  return column(member.name, 28) + "  " + column(member_state_name(member.state), 8) + "  " +
         column(member_role_name(member.role), 9) + "  " + plain(member.user);
}

std::string outbox_json(const ixn::OutboxEntry& entry) {
  Json json;
  json.text("id", entry.id).text("op", outbox_op_name(entry.op));
  json.text("conversation", entry.conversation).text("item", entry.item);
  json.text("subject", entry.subject);
  json.text("state", outbox_state_name(entry.state)).number("attempts", entry.attempts);
  if (entry.next_try_ms > 0) json.number("next_try_ms", entry.next_try_ms);
  if (entry.send_at_ms > 0) json.number("send_at_ms", entry.send_at_ms);
  if (const char* waiting = waiting_for_name(entry.waiting_for)) json.text("waiting_for", waiting);
  if (entry.failure) json.raw("failure", failure_json(*entry.failure));
  return json.done();
}

std::string outbox_text(const ixn::OutboxEntry& entry) {
  std::string line = column(entry.id, 12) + "  " + column(outbox_op_name(entry.op), 13) + "  " +
                     column(outbox_state_name(entry.state), 7) + "  attempts " +
                     std::to_string(entry.attempts) + "  in " + plain(entry.conversation);
  if (!entry.subject.empty()) line += "  " + plain(entry.subject);
  if (const char* waiting = waiting_for_name(entry.waiting_for)) {
    line += std::string("  waiting for ") + waiting;
  }
  if (entry.send_at_ms > 0) line += "  at " + time_text(entry.send_at_ms);
  if (entry.next_try_ms > 0) line += "  next try " + time_text(entry.next_try_ms);
  if (entry.failure) line += "  " + failure_text(*entry.failure);
  return line;
}

std::string thread_end_json(const ixn::Page& page, uint32_t row) {
  Json end;
  end.text("next", page.cursor()).text("newer", page.newer_cursor());
  if (page.cursor().empty()) end.null("next");
  if (page.newer_cursor().empty()) end.null("newer");
  end.text("more", more_name(page.more()));
  if (row != UINT32_MAX) end.number("row", row);
  return Json().raw("page", end.done()).done();
}

std::string page_end_json(std::string_view next, int32_t more) {
  Json page;
  if (next.empty()) {
    page.null("next");
  } else {
    page.text("next", next);
  }
  page.text("more", more_name(more));
  return Json().raw("page", page.done()).done();
}

}  // namespace cli
