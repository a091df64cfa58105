// SPDX-License-Identifier: Apache-2.0
// One event of a room's timeline, in the model's terms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "model/change_set.h"
#include "provider/matrix/room_facts.h"
#include "provider/matrix/room_view.h"

namespace ix::provider::matrix {

// What an event is read against. Borrows everything for the length of one call.
struct Reading {
  const World& world;
  const Standing& standing;
  // As of just before the event: names and memberships then, and calls not over yet.
  RoomFacts& before;
  // As of the end of the batch, for names not known before.
  const RoomFacts& latest;
};

// At most one of each; neither for what the timeline does not show.
struct Outcome {
  std::optional<Item> item;
  std::optional<RelationChange> relation;
};

// In the content of a redaction: it takes back an edit of that event.
constexpr char kEditOf[] = "org.interactions.edit_of";

// Never fails: what has no id or sender gives nothing, what cannot be shown gives a notice.
Outcome read_event(json::Value event, Reading reading);

// event_reader's parts.
std::string message_text(json::Value content);
// Of the kinds of message that carry a file.
std::optional<AttachmentKind> attachment_kind(std::string_view msgtype);
// What is attached to a message of the kinds that carry a file; at most one.
std::vector<Attachment> message_attachments(json::Value content);
// Members of the content of a message that carries a file; `caption` may be empty. What is read of
// them is what was written.
void write_attachment(json::Writer& out, const Attachment& file, std::string_view caption);
// The recording of a voicemail, as a call record describes it.
std::vector<Attachment> voicemail_audio(json::Value voicemail, Millis duration_ms);
std::optional<Item> read_call_record(json::Value content, Item base, Millis event_ms);
// The spec's own call signalling folded into one item: an invitation makes it, an end changes it.
Outcome read_call_signal(json::Value event, Item base, Reading reading);
std::optional<RelationChange> read_delivery(json::Value event, const Reading& reading);
// What the gateway itself says of the pair's consent.
std::optional<RelationChange> read_consent(json::Value event, const Reading& reading);
// A membership notice, when there is something to tell.
std::optional<Item> read_membership(json::Value event, Item base, const Reading& reading);

}  // namespace ix::provider::matrix
