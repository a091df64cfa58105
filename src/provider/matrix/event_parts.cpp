// SPDX-License-Identifier: Apache-2.0
// The events with rules of their own: calls, delivery reports, memberships.
#include <algorithm>

#include "provider/matrix/events.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

constexpr Millis kLongestCall = 7LL * 24 * 3600 * 1000;
constexpr size_t kMaxOpenCalls = 8;

Millis duration_in(json::Value value) {
  return std::clamp<Millis>(value.integer_or(0), 0, kLongestCall);
}

std::string call_id_in(json::Value content) {
  const std::string_view id = content["call_id"].string();
  return id.size() <= kMaxId ? std::string(id) : std::string();
}

// What gateways call it when the recipient has opted out: Twilio 21610, Bandwidth 4775,
// RingCentral SMS-RC-413, SMS-UP-413 and SMS-CAR-413.
bool is_opt_out_code(std::string_view code) {
  return code == "21610" || code == "4775" || (code.starts_with("SMS-") && code.ends_with("-413"));
}

ErrorCode failure_code(std::string_view status, std::string_view reason, std::string_view code) {
  const auto says = [reason](std::string_view part) {
    return reason.find(part) != std::string_view::npos;
  };
  if (says("opted_out") || says("opt_out") || is_opt_out_code(code)) return ErrorCode::OPTED_OUT;
  if (says("unavailable") || says("network_error") || says("unreachable")) {
    return ErrorCode::CARRIER_UNREACHABLE;
  }
  return status == "FAIL_RETRIABLE" ? ErrorCode::CARRIER_UNREACHABLE : ErrorCode::CARRIER_REFUSED;
}

// In a channel anybody could say that a message failed; only the bridge is believed.
bool is_believed(std::string_view sender, const Reading& reading) {
  return reading.standing.kind == RouteKind::sms || reading.world.is_bot(reading.latest, sender) ||
         !reading.world.bridge.number_of(sender).empty();
}

}  // namespace

std::optional<Item> read_call_record(json::Value content, Item item, Millis event_ms) {
  const std::string_view direction = content["direction"].string();
  const auto outcome = call_outcome_from_name(content["outcome"].string());
  const json::Value voicemail = content["voicemail"];
  if ((direction != "in" && direction != "out") || (!outcome && !voicemail.is_object())) {
    return std::nullopt;
  }
  Call call;
  call.id = call_id_in(content);
  call.direction = direction == "in" ? Direction::in : Direction::out;
  call.outcome = outcome.value_or(CallOutcome::voicemail);
  call.duration_ms = duration_in(content["duration_ms"]);
  call.started_ms = std::max<Millis>(content["started_ms"].integer_or(event_ms), 0);
  if (is_e164(content["number"].string())) call.number = std::string(content["number"].string());
  item.kind = ItemKind::call;
  if (call.outcome == CallOutcome::voicemail || voicemail.is_object()) {
    item.kind = ItemKind::voicemail;
    call.outcome = CallOutcome::voicemail;
    item.text = bounded(voicemail["transcript"].string(), kMaxText);
    if (voicemail["duration_ms"].integer()) {
      call.duration_ms = duration_in(voicemail["duration_ms"]);
    }
    item.attachments = voicemail_audio(voicemail, call.duration_ms);
  }
  // The record says who called; the bridge or either side may have posted it.
  item.direction = call.direction;
  item.state = call.direction == Direction::out ? ItemState::accepted : ItemState::received;
  item.call = std::move(call);
  return item;
}

Outcome read_call_signal(json::Value event, Item item, Reading reading) {
  const std::string_view type = event["type"].string();
  const std::string id = call_id_in(event["content"]);
  if (id.empty()) return {};
  auto& calls = reading.before.calls;
  if (type == "m.call.invite") {
    if (calls.size() >= kMaxOpenCalls) calls.erase(calls.begin());
    calls[id] = {item.remote_id, item.sender, item.at_ms, 0};
    Call call;
    call.id = id;
    call.direction = item.direction;
    call.outcome = CallOutcome::ongoing;
    call.started_ms = item.at_ms;
    item.kind = ItemKind::call;
    item.key.clear();
    item.call = std::move(call);
    return {std::move(item), std::nullopt};
  }
  const auto open = calls.find(id);
  if (open == calls.end()) return {};
  if (type == "m.call.answer") {
    open->second.answered_ms = item.at_ms;
    return {};
  }
  if (type != "m.call.hangup" && type != "m.call.reject") return {};
  const OpenCall known = open->second;
  calls.erase(open);
  Call call;
  call.id = id;
  call.direction = known.sender == reading.world.self ? Direction::out : Direction::in;
  call.started_ms = known.started_ms;
  call.outcome = type == "m.call.reject" ? CallOutcome::declined : CallOutcome::missed;
  if (known.answered_ms > 0) {
    call.outcome = CallOutcome::answered;
    call.duration_ms = std::clamp<Millis>(item.at_ms - known.answered_ms, 0, kLongestCall);
  }
  RelationChange end;
  end.kind = RelationChange::Kind::edit;
  end.remote_id = item.remote_id;
  end.target = known.event;
  // Either side ends a call; for the store it is the caller's item that changes.
  end.sender = known.sender;
  end.call = std::move(call);
  return {std::nullopt, std::move(end)};
}

std::optional<RelationChange> read_delivery(json::Value event, const Reading& reading) {
  const json::Value content = event["content"];
  const std::string_view sender = event["sender"].string();
  const std::string_view target = content["m.relates_to"]["event_id"].string();
  const std::string_view status = content["status"].string();
  if (target.empty() || target.size() > kMaxId || sender == reading.world.self) return std::nullopt;
  if (!is_believed(sender, reading)) return std::nullopt;
  RelationChange report;
  report.kind = RelationChange::Kind::delivery;
  report.remote_id = std::string(event["event_id"].string());
  report.sender = std::string(sender);
  report.target = std::string(target);
  const json::Value delivered = content["delivered_to_users"];
  if (status == "SUCCESS") {
    // A list that is there and empty: handed to the carrier, and a later report will tell more.
    const bool handed_over = delivered.is_array() && delivered.size() == 0;
    report.state = handed_over ? ItemState::accepted : ItemState::delivered;
    return report;
  }
  if (status == "PENDING") {
    report.state = delivered.size() > 0 ? ItemState::delivered : ItemState::accepted;
    return report;
  }
  if (status != "FAIL_RETRIABLE" && status != "FAIL_PERMANENT") return std::nullopt;
  report.state = ItemState::failed;
  // Bridges hand the gateway's own code on as `error`.
  report.failure = failure_of(
      Error(failure_code(status, content["reason"].string(), content["error"].string())));
  return report;
}

std::optional<RelationChange> read_consent(json::Value event, const Reading& reading) {
  const std::string_view sender = event["sender"].string();
  const std::string_view state = event["content"]["state"].string();
  const bool says = state == "opted_in" || state == "opted_out";
  if (!says || sender == reading.world.self || !is_believed(sender, reading)) return std::nullopt;
  RelationChange report;
  report.kind = RelationChange::Kind::consent;
  report.remote_id = std::string(event["event_id"].string());
  report.sender = std::string(sender);
  report.consent = state == "opted_in" ? ConsentState::opted_in : ConsentState::opted_out;
  report.at_ms = std::max<Millis>(event["origin_server_ts"].integer_or(0), 0);
  return report;
}

std::optional<Item> read_membership(json::Value event, Item item, const Reading& reading) {
  const std::string_view user = event["state_key"].string();
  const json::Value content = event["content"];
  const std::string_view now = content["membership"].string();
  if (!is_user_id(user)) return std::nullopt;
  const std::string_view told = event["unsigned"]["prev_content"]["membership"].string();
  const std::string before(told.empty() ? reading.before.membership_of(user) : told);
  item.kind = ItemKind::notice;
  item.key.clear();
  if (now == "join") {
    if (before == "join") return std::nullopt;  // a new name or picture
    item.notice = NoticeKind::joined;
  } else if (now == "invite") {
    item.notice = NoticeKind::invited;
  } else if (now == "ban") {
    item.notice = NoticeKind::banned;
  } else if (now == "leave") {
    if (before == "ban") return std::nullopt;
    item.notice = user == item.sender ? NoticeKind::left : NoticeKind::removed;
  } else {
    return std::nullopt;
  }
  const bool arrival = item.notice == NoticeKind::joined || item.notice == NoticeKind::invited;
  const bool usual = user == reading.world.self || user == reading.standing.peer ||
                     reading.world.is_bot(reading.latest, user);
  // How a direct room came to be is nobody's news.
  if (arrival && usual && reading.standing.direct()) return std::nullopt;
  item.text = bounded(content["displayname"].string(), kMaxName);
  if (item.text.empty()) {
    const bool named = !reading.before.name_of(user).empty();
    item.text = shown_name(named ? reading.before : reading.latest, reading.world, user);
  }
  if (user == item.sender) item.sender_name = item.text;
  return item;
}

}  // namespace ix::provider::matrix
