// SPDX-License-Identifier: Apache-2.0
#include "simulation/host_calls.h"

#include <algorithm>
#include <set>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// More than twice the time within which the library takes two reports for one call.
constexpr Millis kApart = 300'000;
constexpr CallPhase kPhases[] = {CallPhase::started, CallPhase::answered, CallPhase::ended};

bool& told(HostCall& call, CallPhase phase) {
  return call.reported[static_cast<size_t>(phase)];
}

Millis time_of(const HostCall& call, CallPhase phase) {
  if (phase == CallPhase::started) return call.started;
  return phase == CallPhase::answered ? call.answered : call.ended;
}

bool is_known_by_time(const HostCall& call) {
  return call.record_id != call.id;
}

// What a power loss or a damaged file took along is to be said again.
void note_epoch(Hand& hand, HostCall& call) {
  if (call.epoch == hand.device.epoch()) return;
  call.epoch = hand.device.epoch();
  call.item.clear();
  for (bool& one : call.reported) one = false;
}

void report(Life& life, Hand& hand, HostCall& call, CallPhase phase) {
  note_epoch(hand, call);
  engine::CallReportInput input;
  input.report.call_id = call.id;
  input.report.user = call.user;
  input.number = call.number;
  input.report.direction = call.direction;
  input.report.phase = phase;
  input.report.outcome = call.outcome;
  input.report.at_ms = time_of(call, phase) + life.world.clock.wrong_by();
  if (phase == CallPhase::ended && call.answered == 0 && call.outcome == CallOutcome::voicemail) {
    input.report.duration_ms = 3000;
  }
  if (life.options.defect == Defect::unheard_calls) {
    told(call, phase) = true;
    return;
  }
  const auto item = hand.engine().report_call(input);
  const std::string line =
      hand.letter + ": call " + call.id + " phase " + std::to_string(static_cast<int>(phase));
  if (!item.ok()) {
    life.note(line + " refused: " + error_name(item.error().code));
    // A clock that was set in between may put the answer before the start.
    if (item.error().code == ErrorCode::INVALID_ARGUMENT && !life.world.clock.was_wrong()) {
      life.violated("one call: a report of " + call.id + " is refused: " + item.error().message);
    }
    return;
  }
  life.note(line);
  if (!call.item.empty() && call.item != *item) {
    life.violated("one call: " + call.id + " was " + call.item + " and is now " + *item);
  }
  call.item = *item;
  told(call, phase) = true;
}

void end(Life& life, HostCall& call) {
  if (call.ended != 0) return;
  static constexpr CallOutcome kUnanswered[] = {CallOutcome::missed, CallOutcome::declined,
                                                CallOutcome::failed, CallOutcome::voicemail};
  call.ended = std::max(life.world.clock.true_wall_ms(), call.answered);
  call.outcome = call.answered != 0 ? CallOutcome::answered : life.one_of(kUnanswered);
}

// Where the backend puts its record of a call.
std::string room_of(Life& life, const HostCall& call) {
  auto& server = life.world.server;
  std::string room;
  if (!call.user.empty()) {
    room = server.direct_room(call.user, kMe);
  } else if (call.number != kNumbers[kReachable] && life.chance(50)) {
    room = server.sms_room(call.number, kMe);
  }
  // Somebody must be there to tell of it.
  const bool fits =
      !room.empty() && server.room(room)->is_joined(kMe) && !life.peer_in(room).empty();
  return fits ? room : life.channels[life.below(life.channels.size())];
}

void record(Life& life, HostCall& call) {
  end(life, call);  // a record is of a call that is over, though the host may not have said so yet
  Call facts;
  facts.id = call.record_id;
  facts.direction = call.direction;
  facts.outcome = call.outcome;
  facts.started_ms = call.started;
  facts.duration_ms = call.answered != 0 ? call.ended - call.answered : 0;
  facts.number = call.number;
  life.note("the record of " + call.id + " arrives");
  life.world.act([&](sandbox::Homeserver& server) {
    const std::string room = room_of(life, call);
    call.record = server.post_call(room, life.peer_in(room), facts);
  });
}

HostCall begin(Life& life, Hand& hand) {
  HostCall call;
  call.id = hand.letter + "call" + std::to_string(hand.calls.size());
  call.record_id = call.id;
  call.direction = life.chance(50) ? Direction::in : Direction::out;
  call.started = life.world.clock.true_wall_ms();
  call.epoch = hand.device.epoch();
  if (life.chance(25)) {
    call.user = life.one_of(kColleagues);
    return call;
  }
  call.number = life.one_of(kNumbers);
  // Known by its time alone: nothing may stand beside it, and the device must know the time.
  const bool certain =
      !life.world.clock.was_wrong() && life.call_times.was_quiet(call.number, call.started);
  if (certain && life.chance(50)) {
    call.record_id = life.chance(50) ? "backend-" + call.id : std::string();
    life.call_times.keep_free(call.number, call.started);
  }
  return call;
}

void call_begins(Life& life) {
  Hand& hand = life.either();
  HostCall call = begin(life, hand);
  if (!call.number.empty() && !is_known_by_time(call) &&
      !life.call_times.is_free(call.number, call.started)) {
    return;
  }
  if (!call.number.empty()) life.call_times.note(call.number, call.started);
  hand.calls.push_back(std::move(call));
  life.count("calls reported");
  // Now and then the backend is faster.
  if (life.chance(20)) record(life, hand.calls.back());
  report(life, hand, hand.calls.back(), CallPhase::started);
}

HostCall* any_call(Life& life, Hand& hand) {
  if (hand.calls.empty()) return nullptr;
  HostCall& call = hand.calls[life.below(hand.calls.size())];
  return call.erased ? nullptr : &call;
}

// A host says the start before the rest: a call that is known by its time is known by that one, and
// nobody can know it while the device may be wrong about the time.
void report_up_to(Life& life, Hand& hand, HostCall& call, CallPhase phase) {
  note_epoch(hand, call);
  if (!told(call, CallPhase::started)) {
    if (is_known_by_time(call) && life.world.clock.was_wrong()) return;
    report(life, hand, call, CallPhase::started);
  }
  if (told(call, CallPhase::started)) report(life, hand, call, phase);
}

// Answered or ended; or what was said is said again, perhaps late.
void call_goes_on(Life& life) {
  Hand& hand = life.either();
  HostCall* call = any_call(life, hand);
  if (call == nullptr) return;
  if (call->ended == 0 && call->answered == 0 && life.chance(50)) {
    call->answered = life.world.clock.true_wall_ms();
    return report_up_to(life, hand, *call, CallPhase::answered);
  }
  end(life, *call);
  const CallPhase phase = life.chance(70) ? CallPhase::ended : life.one_of(kPhases);
  if (time_of(*call, phase) != 0) report_up_to(life, hand, *call, phase);
}

void record_arrives(Life& life) {
  Hand& hand = life.either();
  HostCall* call = any_call(life, hand);
  if (call != nullptr && call->record.empty()) record(life, *call);
}

bool any_calls(Life& life) {
  return !life.phone.calls.empty() || (life.tablet && !life.tablet->calls.empty());
}

constexpr Action kActions[] = {
    {"call begins", 5, call_begins},
    {"call goes on", 6, call_goes_on, any_calls},
    {"its record arrives", 3, record_arrives, any_calls},
};

void check_call(Life& life, Hand& hand, const HostCall& call) {
  const auto wrong = [&](const std::string& what) {
    life.violated("one call: " + call.id + " " + what);
  };
  std::set<std::string> items;
  bool is_record = false;
  bool ongoing = false;
  const std::string mine = call.item.empty() ? std::string("0") : call.item.substr(1);  // "i12"
  (void)each_row(hand.engine(),
                 "SELECT id, ifnull(remote_id, ''), call_outcome FROM item WHERE id = " + mine +
                     " OR call_id = " + quoted(call.id) + " OR remote_id = " + quoted(call.record),
                 [&](cache::Statement& row) {
                   items.insert(ItemId{row.integer(0)}.text());
                   is_record |= row.text(1) == call.record;
                   ongoing |= row.integer(2) == static_cast<int64_t>(CallOutcome::ongoing);
                 });
  const bool accepted = std::count(std::begin(call.reported), std::end(call.reported), true) > 0;
  if (items.empty() && !accepted && call.record.empty()) return;
  if (items.empty()) return wrong("is lost");
  if (items.size() > 1) return wrong("is " + std::to_string(items.size()) + " items");
  if (!call.item.empty() && !items.contains(call.item)) {
    wrong("was " + call.item + " and is now " + *items.begin());
  }
  if (!call.record.empty() && !is_record) wrong("is not the backend's record of it");
  const bool over = call.reported[static_cast<size_t>(CallPhase::ended)] || !call.record.empty();
  if (over && ongoing) wrong("has ended and is shown as ongoing");
}

}  // namespace

bool CallTimes::is_free(const std::string& number, Millis now) const {
  const auto until = taken_until_.find(number);
  return until == taken_until_.end() || now > until->second;
}

bool CallTimes::was_quiet(const std::string& number, Millis now) const {
  const auto last = last_.find(number);
  return is_free(number, now) && (last == last_.end() || now - last->second > kApart);
}

void CallTimes::keep_free(const std::string& number, Millis now) {
  taken_until_[number] = now + kApart;
}

void finish_calls(Life& life, Hand& hand) {
  for (HostCall& call : hand.calls) {
    if (call.erased) continue;
    // What was accepted is there without being said again.
    note_epoch(hand, call);
    check_call(life, hand, call);
    end(life, call);
    for (const CallPhase phase : kPhases) {
      if (time_of(call, phase) != 0 && !told(call, phase)) report(life, hand, call, phase);
    }
    if (call.record.empty() && life.chance(50)) record(life, call);
  }
}

void check_calls(Life& life, Hand& hand) {
  for (const HostCall& call : hand.calls) {
    if (!call.erased) check_call(life, hand, call);
  }
}

std::span<const Action> host_calls() {
  return kActions;
}

}  // namespace ix::simulation
