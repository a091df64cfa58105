// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/events.h"

#include "base/utf8.h"
#include "model/item_change.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

bool usable_id(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId;
}

std::string event_id_in(json::Value value) {
  return usable_id(value.string()) ? std::string(value.string()) : std::string();
}

Item base_item(json::Value event, const Reading& reading) {
  Item item;
  item.remote_id = std::string(event["event_id"].string());
  item.sender = std::string(event["sender"].string());
  const bool named = !reading.before.name_of(item.sender).empty();
  item.sender_name =
      shown_name(named ? reading.before : reading.latest, reading.world, item.sender);
  item.at_ms = std::max<Millis>(event["origin_server_ts"].integer_or(0), 0);
  if (item.sender == reading.world.self) {
    item.direction = Direction::out;
    item.state = ItemState::accepted;
    item.key = event_id_in(event["content"]["org.interactions.key"]);
    if (item.key.empty()) item.key = event_id_in(event["unsigned"]["transaction_id"]);
  }
  return item;
}

Item notice(Item item, NoticeKind kind, std::string text) {
  item.kind = ItemKind::notice;
  item.notice = kind;
  item.text = std::move(text);
  item.key.clear();
  return item;
}

RelationChange relation(const Item& item, RelationChange::Kind kind, std::string target) {
  RelationChange change;
  change.kind = kind;
  change.remote_id = item.remote_id;
  change.sender = item.sender;
  change.target = std::move(target);
  return change;
}

// The quoted lines that older clients put before an answer.
std::string_view without_quote(std::string_view text) {
  if (!text.starts_with("> <")) return text;
  while (text.starts_with("> ") || text.starts_with(">\n")) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return text;
    text.remove_prefix(end + 1);
  }
  if (text.starts_with('\n')) text.remove_prefix(1);
  return text;
}

std::string reply_target(json::Value relates) {
  // In a thread the reply is only for clients that know no threads.
  if (relates["is_falling_back"].boolean()) return {};
  return event_id_in(relates["m.in_reply_to"]["event_id"]);
}

Outcome read_message(json::Value event, Item item) {
  const json::Value content = event["content"];
  const json::Value relates = content["m.relates_to"];
  if (relates["rel_type"].string() == "m.replace") {
    const std::string target = event_id_in(relates["event_id"]);
    const std::string text = message_text(content["m.new_content"]);
    if (target.empty() || text.empty()) return {};
    RelationChange edit = relation(item, RelationChange::Kind::edit, target);
    edit.text = text;
    edit.key = item.key;
    return {std::nullopt, std::move(edit)};
  }
  item.reply_to = reply_target(relates);
  item.text = message_text(content);
  item.attachments = message_attachments(content);
  if (item.text.empty() && item.attachments.empty()) {
    return {notice(std::move(item), NoticeKind::unsupported, "m.room.message"), std::nullopt};
  }
  if (!item.reply_to.empty()) item.text = std::string(without_quote(item.text));
  return {std::move(item), std::nullopt};
}

Outcome read_call(json::Value event, Item item) {
  const json::Value content = event["content"];
  const json::Value relates = content["m.relates_to"];
  const Millis at = item.at_ms;
  if (relates["rel_type"].string() == "m.replace") {
    const std::string target = event_id_in(relates["event_id"]);
    auto update = read_call_record(content["m.new_content"], item, at);
    if (target.empty() || !update) return {};
    RelationChange edit = relation(item, RelationChange::Kind::edit, target);
    edit.text = std::move(update->text);
    edit.call = std::move(update->call);
    edit.attachments = std::move(update->attachments);
    return {std::nullopt, std::move(edit)};
  }
  if (auto call = read_call_record(content, item, at)) return {std::move(call), std::nullopt};
  return {notice(std::move(item), NoticeKind::unsupported, "org.interactions.call"), std::nullopt};
}

Outcome read_reaction(json::Value event, const Item& item, const World& world) {
  const json::Value relates = event["content"]["m.relates_to"];
  const std::string_view key = relates["key"].string();
  std::string target = event_id_in(relates["event_id"]);
  // One that was taken back has nothing left; one that is no emoji but a text is nobody's.
  const bool usable = !key.empty() && key.size() <= kMaxReactionBytes && !target.empty() &&
                      relates["rel_type"].string() == "m.annotation";
  if (!usable) return {};
  RelationChange reaction = relation(item, RelationChange::Kind::reaction, std::move(target));
  reaction.text = std::string(key);
  reaction.own = item.sender == world.self;
  return {std::nullopt, std::move(reaction)};
}

Outcome read_redaction(json::Value event, const Item& item) {
  // Room version 11 moved it into the content.
  std::string target = event_id_in(event["content"]["redacts"]);
  if (target.empty()) target = event_id_in(event["redacts"]);
  if (target.empty()) return {};
  return {std::nullopt, relation(item, RelationChange::Kind::redaction, std::move(target))};
}

Outcome read_state(json::Value event, std::string_view type, Item item, const Reading& reading) {
  const json::Value content = event["content"];
  if (type == "m.room.member") {
    return {read_membership(event, std::move(item), reading), std::nullopt};
  }
  if (!event["state_key"].string("-").empty()) return {};
  if (type == "m.room.name") {
    return {
        notice(std::move(item), NoticeKind::renamed, bounded(content["name"].string(), kMaxName)),
        std::nullopt};
  }
  if (type == "m.room.topic") {
    return {
        notice(std::move(item), NoticeKind::topic, bounded(content["topic"].string(), kMaxTopic)),
        std::nullopt};
  }
  if (type == "m.room.tombstone") {
    return {
        notice(std::move(item), NoticeKind::upgraded, bounded(content["body"].string(), kMaxName)),
        std::nullopt};
  }
  return {};
}

// What is about other events or sets up a connection, and shows nothing by itself.
bool is_silent(std::string_view type) {
  return type == "m.receipt" || type == "m.typing" || type.starts_with("m.key.verification.");
}

}  // namespace

std::string message_text(json::Value content) {
  const std::string_view kind = content["msgtype"].string();
  if (kind.empty() || kind.size() > kMaxId) return {};
  const std::string_view body = content["body"].string();
  if (!attachment_kind(kind)) return bounded(body, kMaxText);
  // Specification 1.10, "Media captions": without a file name of its own the body is the name.
  const std::string_view name = content["filename"].string();
  return name.empty() || name == body ? std::string() : bounded(body, kMaxText);
}

Outcome read_event(json::Value event, Reading reading) {
  const std::string_view type = event["type"].string();
  if (type.empty() || type.size() > kMaxId || !usable_id(event["event_id"].string()) ||
      !is_user_id(event["sender"].string())) {
    return {};
  }
  Item item = base_item(event, reading);
  if (event["state_key"].exists()) return read_state(event, type, std::move(item), reading);
  if (type == "m.room.redaction") return read_redaction(event, item);
  if (type == "m.reaction") return read_reaction(event, item, reading.world);
  if (type == "com.beeper.message_send_status") {
    return {std::nullopt, read_delivery(event, reading)};
  }
  if (type == "org.interactions.consent") return {std::nullopt, read_consent(event, reading)};
  if (is_silent(type)) return {};
  const json::Value content = event["content"];
  const bool is_call = type == "org.interactions.call";
  if (event["unsigned"]["redacted_because"].is_object() && content.size() == 0) {
    if (type.starts_with("m.call.")) return {};
    if (event["unsigned"]["redacted_because"]["content"][kEditOf].is_string()) return {};
    if (is_call) item.kind = ItemKind::call;
    if (is_call) item.call.emplace();
    item.deleted = true;
    return {std::move(item), std::nullopt};
  }
  if (type == "m.room.message") return read_message(event, std::move(item));
  if (is_call) return read_call(event, std::move(item));
  if (type.starts_with("m.call.")) return read_call_signal(event, std::move(item), reading);
  if (type == "m.room.encrypted") {
    // Relations stay readable: an encrypted edit is no entry of its own.
    const std::string_view about = content["m.relates_to"]["rel_type"].string();
    if (about == "m.replace" || about == "m.annotation") return {};
    return {notice(std::move(item), NoticeKind::encrypted, {}), std::nullopt};
  }
  return {notice(std::move(item), NoticeKind::unsupported, std::string(type)), std::nullopt};
}

}  // namespace ix::provider::matrix
