// SPDX-License-Identifier: Apache-2.0
#include "query/preflight.h"

#include <utility>
#include <vector>

#include "cache/account_reads.h"
#include "cache/consent_reads.h"
#include "cache/consent_table.h"
#include "cache/conversation_reads.h"
#include "identity/phone_number.h"
#include "model/default_route.h"
#include "query/consent.h"
#include "query/conversation_rows.h"
#include "query/lists.h"
#include "query/sms.h"

namespace ix::query {
namespace {

// The way the message would take.
struct Way {
  RouteId route;  // none: yet to be made
  bool by_sms = false;
  std::string own;
  std::string peer;
  std::string reason;  // why not; empty: it can
};

Way way_of(const cache::RouteRow& row, const Sending& sending) {
  Way way;
  way.route = RouteId{row.id};
  way.by_sms = row.kind == static_cast<int32_t>(RouteKind::sms);
  way.own = row.own_number;
  way.peer = row.peer_number;
  if (!sending.can) way.reason = sending.why;
  // Calls alone: a text to their number makes a way of its own.
  if (sending.beside && !row.peer_number.empty()) {
    way.route = {};
    way.by_sms = true;
    way.own.clear();
    way.reason.clear();
  }
  return way;
}

Result<Way> way_in(cache::Connection& connection, const identity::NumberRules& rules,
                   ConversationId id, RouteId via) {
  IX_TRY(const ConversationId current, current_conversation(connection, id));
  IX_TRY(auto rows, cache::routes_of_conversation(connection, current));
  std::vector<Way> ways;
  std::vector<RouteUse> uses;
  cache::RouteRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    if (via && row.id != via.value) continue;
    const Sending sending = sending_by(row, rules);
    ways.push_back(way_of(row, sending));
    uses.push_back({static_cast<RouteKind>(row.kind), sending.can, row.last_inbound_ms,
                    row.last_used_ms, row.chosen_ms});
  }
  if (ways.empty()) {
    return Error(ErrorCode::NOT_FOUND,
                 via ? "no such route in this conversation" : "no such conversation");
  }
  return std::move(ways[default_route(uses)]);
}

// To a number as such: the way there is, else a new one.
Result<Way> way_to(cache::Connection& connection, const identity::NumberRules& rules,
                   const MessageDraft& draft) {
  Way way;
  way.by_sms = true;
  way.peer = draft.number;
  IX_TRY(const int64_t conversation, cache::conversation_of_number(connection, draft.number));
  if (conversation != 0) {
    IX_TRY(auto rows, cache::routes_of_conversation(connection, ConversationId{conversation}));
    cache::RouteRow row;
    for (bool best = false; !best;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) break;
      const bool fits = row.kind == static_cast<int32_t>(RouteKind::sms) &&
                        row.state != static_cast<int32_t>(RouteState::left) &&
                        row.peer_number == draft.number;
      if (!fits || (way.route && !row.can_send)) continue;
      way = way_of(row, sending_by(row, rules));
      best = row.can_send;
    }
  }
  if (way.reason.empty()) way.reason = draft.unsent;
  return way;
}

// What the account says of an own number.
struct OwnNumber {
  bool known = false;
  bool sms = true;
  bool mms = true;
  int32_t mms_parts = 0;
};

// Where the way names none, the account's only one is filled in.
Result<OwnNumber> own_number(cache::Connection& connection, std::string& own) {
  OwnNumber out;
  std::string only;
  int count = 0;
  IX_TRY(auto rows, cache::own_numbers(connection));
  cache::OwnNumberRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    ++count;
    if (!own.empty() && row.e164 != own) continue;
    only = row.e164;
    out = {true, row.sms, row.mms, row.mms_parts};
  }
  if (!own.empty()) return out;
  if (count != 1) return OwnNumber();
  own = std::move(only);
  return out;
}

MediaWay media_way(const Way& way, const identity::NumberRules& rules) {
  if (!way.by_sms) return MediaWay::internal;
  if (way.own.empty()) return MediaWay::mms_local;
  switch (identity::parse_phone_number(way.own, rules).number_class) {
    case identity::NumberClass::toll_free:
      return MediaWay::mms_toll_free;
    case identity::NumberClass::short_code:
      return MediaWay::mms_short_code;
    default:
      return MediaWay::mms_local;
  }
}

const char* reason_of(MediaVerdict verdict) {
  switch (verdict) {
    case MediaVerdict::too_many:
      return "too_many_files";
    case MediaVerdict::type:
      return "file_type";
    case MediaVerdict::too_large_message:
      return "files_too_large";
    case MediaVerdict::too_large_server:
      return "files_too_large_for_server";
    default:
      return "";
  }
}

// What becomes of the files: a row each, and the sums in that of the message.
Status plan_files(cache::Connection& connection, const identity::NumberRules& rules,
                  const MessageDraft& draft, Way& way, ix_row_sms& row, PageBuilder& page) {
  if (draft.media.empty()) return {};
  int64_t server = 0;
  {
    IX_TRY(auto rows, cache::account_row(connection));
    cache::AccountRow account;
    IX_TRY(const bool found, rows.next(account));
    if (found) server = account.max_file_bytes;
  }
  const MediaPlan plan = plan_media(rules.media->of(media_way(way, rules)), server,
                                    static_cast<int64_t>(draft.text.size()), draft.media);
  for (const MediaPlan::File& file : plan.files) {
    ix_row_file_plan out{};
    out.sent_bytes = file.bytes;
    out.verdict = static_cast<int32_t>(file.verdict);
    page.append(out);
  }
  row.files = static_cast<int32_t>(plan.verdict);
  row.media_bytes = plan.bytes;
  if (way.reason.empty()) way.reason = reason_of(plan.verdict);
  return {};
}

uint32_t mms_reasons(const MessageDraft& draft, const OwnNumber& own, int32_t parts) {
  return flag_if(draft.files > 0, IX_MMS_ATTACHMENT) | flag_if(draft.recipients > 1, IX_MMS_GROUP) |
         flag_if(own.mms_parts > 0 && parts >= own.mms_parts, IX_MMS_LONG_TEXT);
}

}  // namespace

Result<Page> preflight_page(cache::Connection& connection, const identity::NumberRules& rules,
                            const MessageDraft& draft) {
  Way way;
  if (draft.conversation) {
    IX_TRY(way, way_in(connection, rules, *draft.conversation, draft.via));
  } else {
    IX_TRY(way, way_to(connection, rules, draft));
  }
  OwnNumber own;
  std::vector<ConsentWord> words;
  Consent consent;
  if (way.by_sms) {
    IX_TRY(own, own_number(connection, way.own));
    IX_TRY(words, cache::consent_table::of_peer(connection, way.peer));
    consent = consent_of(words, way.own);
    if (way.reason.empty() && consent.state == ConsentState::refused) way.reason = "opted_out";
    if (way.reason.empty() && !own.sms) way.reason = "no_sms";
  }
  PageBuilder page;
  ix_row_sms row = sms_row(draft.text, way.own, page);
  row.by_sms = way.by_sms ? 1 : 0;
  if (way.by_sms) row.mms = mms_reasons(draft, own, row.parts);
  const bool must_be_mms = (row.mms & (IX_MMS_ATTACHMENT | IX_MMS_GROUP)) != 0;
  if (way.reason.empty() && must_be_mms && !own.mms) way.reason = "no_mms";
  IX_CHECK(plan_files(connection, rules, draft, way, row, page));
  if (way.route) row.route = page.add(way.route.text());
  row.from = page.add_or_absent(way.own);
  row.reason = page.add_or_absent(way.reason);
  row.consent = static_cast<int32_t>(consent.state);
  page.append(row);
  if (consent.by != nullptr) {
    IX_CHECK(append_consent(connection, *consent.by, consent.state, page));
  }
  return page.build();
}

}  // namespace ix::query
