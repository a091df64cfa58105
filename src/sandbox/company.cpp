// SPDX-License-Identifier: Apache-2.0
#include "sandbox/company.h"

#include <algorithm>

#include "sandbox/history.h"

namespace ix::sandbox {
namespace {

Error expected(std::string message) {
  return Error(ErrorCode::INVALID_ARGUMENT, std::move(message));
}

}  // namespace

std::unique_ptr<Company> Company::open(CompanyFile file, Millis start, int64_t history) {
  HomeserverOptions options;
  options.name = file.server;
  std::unique_ptr<Company> company(new Company(std::move(file), std::move(options)));
  company->load(start, history);
  return company;
}

Company::Company(CompanyFile file, HomeserverOptions options)
    : file_(std::move(file)), server_(std::move(options)) {}

// --- the past

void Company::load(Millis start, int64_t history) {
  Millis oldest = 0;
  const auto note = [&](const std::vector<CompanyFile::Item>& items) {
    for (const auto& item : items) oldest = std::max(oldest, item.before_start_ms);
  };
  for (const auto& channel : file_.channels) note(channel.items);
  for (const auto& direct : file_.directs) note(direct.items);
  // Everything begins before the oldest item, so that the stream is in the order of time.
  constexpr Millis kFounding = 600'000;
  load_people();
  add_history(server_, server_.user_id(file_.people.front().user), history, start);
  server_.run_due(start - oldest - kFounding);

  struct Planned {
    std::string room;
    const CompanyFile::Item* item;
  };
  std::vector<Planned> plan;
  for (const auto& channel : file_.channels) {
    std::vector<std::string> members;
    for (const std::string& user : channel.members) members.push_back(server_.user_id(user));
    const std::string room = server_.add_channel(channel.name, members);
    server_.add_alias(channel.id, room);
    if (!channel.topic.empty()) {
      json::Writer topic;
      topic.begin_object().field("topic", channel.topic).end_object();
      server_.post_event(room, members.front(), "m.room.topic", topic.take(), "");
    }
    channels_[channel.id] = room;
    for (const auto& item : channel.items) plan.push_back({room, &item});
  }
  for (const auto& direct : file_.directs) {
    const std::string room = load_direct(direct);
    if (room.empty()) continue;
    for (const auto& item : direct.items) plan.push_back({room, &item});
  }
  std::stable_sort(plan.begin(), plan.end(), [](const Planned& a, const Planned& b) {
    return a.item->before_start_ms > b.item->before_start_ms;
  });
  server_.set_observer([this](Room& room, const Event& event) { observe(room, event); });
  for (const Planned& next : plan) {
    server_.run_due(start - next.item->before_start_ms);
    post(next.room, *next.item);
  }
  server_.run_due(start);
}

void Company::load_people() {
  SmsBridge& bridge = server_.sms();
  bridge.set_own_number(file_.number);
  bridge.set_report_delay(file_.delays.report_ms);
  bridge.set_default_behaviour(file_.other_numbers.carrier);
  json::Writer numbers;
  numbers.begin_object().key("numbers").begin_array().begin_object();
  numbers.field("e164", file_.number).field("sms", true).field("mms", true);
  numbers.end_object().end_array().end_object();
  const std::string own_numbers = numbers.take();
  for (const auto& person : file_.people) {
    const std::string id = server_.add_user(person.user, person.password, person.name);
    server_.set_account_data(id, "org.interactions.numbers", own_numbers);
  }
  for (const auto& customer : file_.customers) {
    server_.name_ghost(customer.number, customer.name);
    bridge.set_behaviour(customer.number, customer.carrier);
    answers_[customer.number] = customer.answer;
    if (!customer.reachable) bridge.set_unreachable(customer.number);
  }
}

// The owner's client has noted the room in m.direct, as a client does.
std::string Company::load_direct(const CompanyFile::Direct& direct) {
  const std::string owner = server_.user_id(direct.owner);
  const bool is_number = direct.peer.starts_with('+');
  const std::string peer =
      is_number ? server_.sms().ghost_of(direct.peer) : server_.user_id(direct.peer);
  if (is_number && !server_.sms().provide_ghost(peer)) return {};
  const std::string room = server_.add_direct(owner, peer);
  server_.set_membership(*server_.room_to_write(room), peer, peer, "join");
  server_.note_direct(owner, peer, room);
  if (!is_number) server_.note_direct(peer, owner, room);
  return room;
}

void Company::post(const std::string& room, const CompanyFile::Item& item) {
  const std::string sender =
      item.from.starts_with('+') ? server_.sms().ghost_of(item.from) : server_.user_id(item.from);
  if (item.file) {
    server_.post_file(room, sender, *item.file, item.text);
    return;
  }
  if (!item.call) {
    server_.post_message(room, sender, item.text);
    return;
  }
  Call call = *item.call;
  call.started_ms = server_.now();
  post_call(room, sender, call, item.text);
}

std::string Company::post_call(const std::string& room, const std::string& sender, const Call& call,
                               std::string_view transcript) {
  json::Writer content;
  content.begin_object().field("call_id", "call-" + std::to_string(++calls_));
  content.field("direction", call.direction == Direction::in ? "in" : "out");
  content.field("outcome", call_outcome_name(call.outcome));
  content.field("duration_ms", call.outcome == CallOutcome::voicemail ? 0 : call.duration_ms);
  if (!call.number.empty()) content.field("number", call.number);
  content.field("started_ms", call.started_ms);
  if (call.outcome == CallOutcome::voicemail) {
    content.key("voicemail").begin_object().field("duration_ms", call.duration_ms);
    content.field("name", "voicemail.wav").field("mime", "audio/wav");
    content.field("size", recording_bytes(call.duration_ms));
    content.field("url", server_.store_recording(sender, call.duration_ms));
    content.field("transcript", transcript).end_object();
  }
  content.end_object();
  return server_.post_event(room, sender, "org.interactions.call", content.take());
}

// --- what developers make happen

Result<std::string> Company::known_user(const std::string& user) const {
  if (user.empty()) return server_.user_id(file_.people.front().user);
  if (file_.person(user) == nullptr) {
    return expected("expected a user of the company file, as " + file_.people.front().user);
  }
  return server_.user_id(user);
}

Result<std::string> Company::known_number(const std::string& number) const {
  if (!server_.sms().knows(number)) {
    return expected("expected a number in E.164 form, as +16135550142, that the carrier knows");
  }
  return server_.sms().ghost_of(number);
}

Result<std::string> Company::room_between(const std::string& from, const std::string& to) {
  if (const auto channel = channels_.find(to); channel != channels_.end()) {
    if (!server_.room(channel->second)->is_joined(from)) {
      return expected("this user is not in the channel");
    }
    return channel->second;
  }
  if (file_.person(to) == nullptr) return expected("expected a channel's id or a user as receiver");
  const std::string peer = server_.user_id(to);
  if (peer == from) return expected("expected somebody else as receiver");
  const std::string room = server_.direct_room(from, peer);
  return room.empty() ? server_.add_direct(from, peer) : room;
}

Result<std::string> Company::say(const std::string& from, const std::string& to,
                                 std::string_view text) {
  IX_TRY(const std::string sender, known_user(from));
  IX_TRY(const std::string room, room_between(sender, to));
  return server_.post_message(room, sender, text);
}

Result<std::string> Company::send_file(const std::string& from, const std::string& to,
                                       const SharedFile& file, std::string_view caption) {
  std::string sender;
  std::string room;
  if (from.starts_with('+')) {
    IX_TRY(const std::string receiver, known_user(to));
    IX_TRY(sender, known_number(from));
    room = server_.sms_room(from, receiver);
  } else {
    IX_TRY(sender, known_user(from));
    IX_TRY(room, room_between(sender, to));
  }
  std::string event = server_.post_file(room, sender, file, caption);
  if (event.empty()) return expected("the sandbox has no memory left for files");
  return event;
}

Status Company::typing(const std::string& from, const std::string& to, bool is_typing) {
  IX_TRY(const std::string sender, known_user(from));
  IX_TRY(const std::string room, room_between(sender, to));
  server_.set_typing(room, sender, is_typing);
  return {};
}

Result<std::string> Company::sms(const std::string& number, const std::string& to,
                                 std::string_view text) {
  IX_TRY(const std::string receiver, known_user(to));
  IX_CHECK(known_number(number));
  return server_.post_sms(number, receiver, text);
}

Result<std::string> Company::call(const std::string& to, Call call, std::string_view transcript) {
  IX_TRY(const std::string receiver, known_user(to));
  IX_TRY(const std::string ghost, known_number(call.number));
  if (call.started_ms == 0) call.started_ms = server_.now();
  const std::string room = server_.sms_room(call.number, receiver);
  return post_call(room, ghost, call, transcript);
}

Status Company::carrier(const std::string& number, std::string_view behaviour,
                        std::optional<std::string> answer) {
  const auto known = carrier_behaviour_from_name(behaviour);
  if (!known && behaviour != "unknown") {
    return expected(
        "expected delivers, refuses, fails_for_now, silent, honours_stop, opted_out or unknown");
  }
  if (known) {
    server_.sms().set_reachable(number);
    server_.sms().set_behaviour(number, *known);
  }
  IX_CHECK(known_number(number));
  if (!known) server_.sms().set_unreachable(number);
  if (answer) answers_[number] = std::move(*answer);
  return {};
}

Result<std::string> Company::consent(const std::string& number, const std::string& to,
                                     std::string_view state) {
  if (state != "opted_out" && state != "opted_in")
    return expected("expected opted_out or opted_in");
  IX_TRY(const std::string receiver, known_user(to));
  IX_CHECK(known_number(number));
  return server_.sms().report_consent(server_.sms_room(number, receiver), number,
                                      state == "opted_out");
}

Status Company::end_sessions(const std::string& user, bool soft) {
  IX_TRY(const std::string id, known_user(user));
  server_.end_sessions(id, soft);
  return {};
}

}  // namespace ix::sandbox
