// SPDX-License-Identifier: Apache-2.0
// The long poll: what happened after a token, room by room.
#include <algorithm>
#include <charconv>

#include "sandbox/homeserver.h"
#include "sandbox/sync_filter.h"

namespace ix::sandbox {

// One reader's question.
struct Homeserver::RoomSync {
  const User& user;
  Reader reader;
  const SyncFilter& filter;
  StreamPosition since = 0;  // 0: from the beginning
  // Nothing after this is shown: an ended membership sees no further.
  StreamPosition until = 0;
  bool newly_joined = false;
};

namespace {

// The newest events after `since` that the filter lets through, oldest first.
struct Slice {
  std::vector<const Event*> events;
  bool limited = false;
  StreamPosition starts_after = 0;
};

Slice timeline_slice(const Room& room, const SyncFilter& filter, StreamPosition since,
                     StreamPosition until) {
  Slice slice;
  slice.starts_after = since;
  const auto& events = room.events();
  for (size_t i = events.count_up_to(until); i > 0 && events.position_at(i - 1) > since; --i) {
    const Event& event = events[i - 1];
    if (!filter.timeline.allows(event.type)) continue;
    if (slice.events.size() == filter.timeline_limit) {
      slice.limited = true;
      break;
    }
    slice.events.push_back(&event);
  }
  std::reverse(slice.events.begin(), slice.events.end());
  if (slice.limited) slice.starts_after = slice.events.front()->position - 1;
  return slice;
}

// State as it was before the slice: all of it, or what a limited slice jumped over. As Synapse: a
// slice without a jump carries its state changes itself, and those that the filter hides are lost.
std::vector<const Event*> state_before(const Room& room, const SyncFilter& filter,
                                       const Slice& slice, StreamPosition since,
                                       StreamPosition until, std::string_view own_user) {
  std::map<std::pair<std::string_view, std::string_view>, const Event*> state;
  const StreamPosition end = slice.events.empty() ? until + 1 : slice.events.front()->position;
  const bool jumped = since == 0 || slice.limited;
  std::map<std::string_view, bool> senders;
  for (const Event* event : slice.events) senders[event->sender] = true;
  for (const size_t index : room.state_indices()) {
    const Event& event = room.events()[index];
    if (event.position >= end) break;
    if (!filter.state.allows(event.type)) continue;
    const bool is_member = event.type == "m.room.member";
    if (is_member && filter.lazy_load_members) {
      // Members of the senders come even when they are old: the reader may not know them.
      const bool wanted = senders.count(*event.state_key) != 0 ||
                          (jumped && *event.state_key == own_user && event.position > since);
      if (!wanted) continue;
    } else if (!jumped || event.position <= since) {
      continue;
    }
    state[{event.type, *event.state_key}] = &event;
  }
  std::vector<const Event*> result;
  for (const auto& [key, event] : state) result.push_back(event);
  std::sort(result.begin(), result.end(),
            [](const Event* a, const Event* b) { return a->position < b->position; });
  return result;
}

void write_summary(json::Writer& writer, const Room& room, std::string_view own_user) {
  int64_t joined = 0;
  int64_t invited = 0;
  std::vector<std::pair<StreamPosition, std::string_view>> heroes;
  for (const auto& [user, member] : room.members()) {
    joined += member.value == "join" ? 1 : 0;
    invited += member.value == "invite" ? 1 : 0;
    const bool present = member.value == "join" || member.value == "invite";
    if (present && user != own_user) heroes.emplace_back(member.changed_at, user);
  }
  std::sort(heroes.begin(), heroes.end());
  if (heroes.size() > 5) heroes.resize(5);
  writer.key("summary").begin_object();
  writer.key("m.heroes").begin_array();
  for (const auto& [position, user] : heroes) writer.string(user);
  writer.end_array();
  writer.field("m.joined_member_count", joined).field("m.invited_member_count", invited);
  writer.end_object();
}

// Public receipts of all, private ones of the reader.
bool write_receipts(json::Writer& writer, const Room& room, std::string_view own_user,
                    StreamPosition since) {
  bool any = false;
  for (const auto& [user, receipt] : room.receipts) {
    if (receipt.position <= since || (receipt.is_private && user != own_user)) continue;
    if (!any) writer.begin_object().field("type", "m.receipt").key("content").begin_object();
    any = true;
    // A key may come again with another reader: the last of duplicates would win, so each event
    // is written with all its readers the first time.
    bool written = false;
    for (const auto& [earlier, other] : room.receipts) {
      if (earlier == user) break;
      written |= other.event_id == receipt.event_id && other.position > since &&
                 (!other.is_private || earlier == own_user);
    }
    if (written) continue;
    writer.key(receipt.event_id).begin_object();
    for (const bool is_private : {false, true}) {
      bool open = false;
      for (const auto& [reader, other] : room.receipts) {
        if (other.event_id != receipt.event_id || other.position <= since ||
            other.is_private != is_private || (is_private && reader != own_user)) {
          continue;
        }
        if (!open) writer.key(is_private ? "m.read.private" : "m.read").begin_object();
        open = true;
        writer.key(reader).begin_object().field("ts", other.at_ms).end_object();
      }
      if (open) writer.end_object();
    }
    writer.end_object();
  }
  if (any) writer.end_object().end_object();
  return any;
}

bool has_typing(const Room& room, const SyncFilter& filter, StreamPosition since) {
  return room.typing_changed > since && (since != 0 || !room.typing.empty()) &&
         filter.ephemeral.allows("m.typing");
}

void write_typing(json::Writer& writer, const Room& room) {
  writer.begin_object().field("type", "m.typing").key("content").begin_object();
  writer.key("user_ids").begin_array();
  for (const std::string& user : room.typing) writer.string(user);
  writer.end_array().end_object().end_object();
}

int64_t notification_count(const Room& room, std::string_view own_user) {
  const auto receipt = room.receipts.find(std::string(own_user));
  const Event* read =
      receipt == room.receipts.end() ? nullptr : room.find(receipt->second.event_id);
  int64_t count = 0;
  for (auto event = room.events().rbegin(); event != room.events().rend(); ++event) {
    if (read != nullptr && event->position <= read->position) break;
    if (event->type == "m.room.message" && event->sender != own_user &&
        event->content.find("\"m.notice\"") == std::string::npos &&
        event->content.find("\"m.replace\"") == std::string::npos && event->content != "{}") {
      ++count;
    }
  }
  return count;
}

}  // namespace

bool Homeserver::has_account_data(const User& user, std::string_view room,
                                  StreamPosition since) const {
  const auto first = user.account_data.lower_bound({std::string(room), std::string()});
  for (auto entry = first; entry != user.account_data.end(); ++entry) {
    if (entry->first.first != room) break;
    if (entry->second.position > since) return true;
  }
  return false;
}

void Homeserver::write_room_account_data(json::Writer& writer, const User& user,
                                         std::string_view room, StreamPosition since,
                                         const SyncFilter& filter) const {
  const TypeFilter& types = room.empty() ? filter.account_data : filter.room_account_data;
  writer.key("account_data").begin_object().key("events").begin_array();
  const auto first = user.account_data.lower_bound({std::string(room), std::string()});
  for (auto entry = first; entry != user.account_data.end(); ++entry) {
    const auto& [key, datum] = *entry;
    if (key.first != room) break;
    if (datum.position <= since || !types.allows(key.second)) continue;
    writer.begin_object().field("type", key.second).key("content").raw(datum.content);
    writer.end_object();
  }
  writer.end_array().end_object();
}

bool Homeserver::write_joined_room(json::Writer& writer, const Room& room, const RoomSync& sync) {
  const Slice slice = timeline_slice(room, sync.filter, sync.since, sync.until);
  const auto state = state_before(room, sync.filter, slice, sync.since, sync.until, sync.user.id);
  const bool news = sync.since == 0 || !slice.events.empty() || !state.empty() ||
                    has_account_data(sync.user, room.id(), sync.since) ||
                    has_typing(room, sync.filter, sync.since) ||
                    std::any_of(room.receipts.begin(), room.receipts.end(), [&](const auto& entry) {
                      return entry.second.position > sync.since &&
                             (!entry.second.is_private || entry.first == sync.user.id);
                    });
  if (!news) return false;
  writer.key(room.id()).begin_object();
  write_summary(writer, room, sync.user.id);
  writer.key("state").begin_object().key("events").begin_array();
  for (const Event* event : state) write_event(writer, room, *event, sync.reader, false);
  writer.end_array().end_object();
  writer.key("timeline").begin_object().key("events").begin_array();
  for (const Event* event : slice.events) write_event(writer, room, *event, sync.reader, false);
  writer.end_array();
  // As Synapse: a room that is new in a later sync is always called limited.
  writer.field("limited", slice.limited || sync.newly_joined);
  writer.field("prev_batch",
               "t" + std::to_string(slice.events.empty() ? slice.starts_after
                                                         : slice.events.front()->position - 1));
  writer.end_object();
  writer.key("ephemeral").begin_object().key("events").begin_array();
  if (has_typing(room, sync.filter, sync.since)) write_typing(writer, room);
  if (sync.filter.ephemeral.allows("m.receipt")) {
    write_receipts(writer, room, sync.user.id, sync.since);
  }
  writer.end_array().end_object();
  write_room_account_data(writer, sync.user, room.id(), sync.since, sync.filter);
  writer.key("unread_notifications").begin_object();
  writer.field("notification_count", notification_count(room, sync.user.id));
  writer.field("highlight_count", 0).end_object();
  writer.end_object();
  return true;
}

Reply Homeserver::sync(Exchange& call) {
  User& user = *call.user;
  StreamPosition since = 0;
  if (const std::string_view token = call.request.parameter("since"); !token.empty()) {
    const char* end = token.data() + token.size();
    const auto [stop, code] = std::from_chars(token.data() + 1, end, since);
    if (token[0] != 's' || code != std::errc() || stop != end || since < 0) {
      return error_reply(400, "M_UNKNOWN", "Invalid stream token");
    }
    // As Synapse: from a future that a restored backup has lost, it is now.
    since = std::min(since, position_);
  }
  std::string filter_text(call.request.parameter("filter"));
  if (!filter_text.empty() && filter_text[0] != '{') {
    const size_t index = static_cast<size_t>(std::atoi(filter_text.c_str()));
    if (index >= user.filters.size()) return error_reply(404, "M_NOT_FOUND", "No such filter");
    filter_text = user.filters[index];
  }
  const SyncFilter filter = SyncFilter::parse(filter_text);
  const Reader reader{user.id, call.device->id, now_};

  json::Writer joined, invited, left;
  for (json::Writer* writer : {&joined, &invited, &left}) writer->begin_object();
  bool news = since == 0 || call.request.parameter("full_state") == "true" ||
              has_account_data(user, {}, since);
  for (const auto& [id, room] : rooms_) {
    const auto found = room->members().find(user.id);
    if (found == room->members().end()) continue;
    const Membership& member = found->second;
    const bool changed = member.changed_at > since;
    if (member.value == "join") {
      // Newly joined: everything is new to the reader.
      const RoomSync sync{
          user, reader, filter, changed ? 0 : since, position_, changed && since != 0};
      news |= write_joined_room(joined, *room, sync);
    } else if (member.value == "invite" && changed) {
      news = true;
      invited.key(id).begin_object().key("invite_state").begin_object().key("events");
      invited.begin_array();
      for (const char* type : {"m.room.create", "m.room.join_rules", "m.room.name", "m.room.avatar",
                               "m.room.canonical_alias", "m.room.encryption"}) {
        if (const Event* state = room->state(type)) write_stripped(invited, *state);
      }
      if (const Event* inviter = room->state("m.room.member", member.inviter)) {
        write_stripped(invited, *inviter);
      }
      write_stripped(invited, *room->state("m.room.member", user.id));
      invited.end_array().end_object().end_object();
    } else if (member.value != "invite" && changed && (since != 0 || filter.include_leave) &&
               user.forgotten.count(id) == 0) {
      news |=
          write_joined_room(left, *room, {user, reader, filter, since, member.changed_at, false});
    }
  }
  if (!news) {
    const std::string timeout(call.request.parameter("timeout", "0"));
    if (call.waited_ms < std::atoll(timeout.c_str())) return std::nullopt;
  }
  for (json::Writer* writer : {&joined, &invited, &left}) writer->end_object();
  json::Writer writer;
  writer.begin_object().field("next_batch", "s" + std::to_string(position_));
  if (news) {
    write_room_account_data(writer, user, {}, since, filter);
    writer.key("rooms").begin_object();
    writer.key("join").raw(joined.take());
    writer.key("invite").raw(invited.take());
    writer.key("leave").raw(left.take());
    writer.end_object();
  }
  writer.end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::put_filter(Exchange& call) {
  if (call.arguments[0] != call.user->id) {
    return error_reply(403, "M_FORBIDDEN", "Cannot create filters for other users");
  }
  call.user->filters.push_back(call.request.body);
  json::Writer writer;
  writer.begin_object().field("filter_id", std::to_string(call.user->filters.size() - 1));
  writer.end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::get_filter(Exchange& call) {
  const size_t index = static_cast<size_t>(std::atoi(std::string(call.arguments[1]).c_str()));
  if (call.arguments[0] != call.user->id || index >= call.user->filters.size()) {
    return error_reply(404, "M_NOT_FOUND", "No such filter");
  }
  return json_reply(200, call.user->filters[index]);
}

}  // namespace ix::sandbox
