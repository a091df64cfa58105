// SPDX-License-Identifier: Apache-2.0
#include "model/permission.h"

#include <array>

namespace ix {
namespace {

using Input = PermissionInput;
using Past = PermissionPast;
using State = PermissionState;
using Step = PermissionStep;

constexpr std::array<std::string_view, kSourceCount> kNames = {"camera", "microphone", "gallery",
                                                               "files",  "clipboard",  "drop"};

// Before the user sees anything: the system may be asked again after a refusal.
State unasked(Past past) {
  return past == Past::refused ? State::denied : State::not_asked;
}

// What a request leads to in a state in which it does not end by itself.
Step step_in(State state) {
  switch (state) {
    case State::explained:
      return Step::explain;
    case State::asked:
      return Step::ask;
    case State::granted:
    case State::limited:
      return Step::open;
    case State::blocked:
      return Step::settings;
    case State::restricted:
      return Step::refuse;
    case State::not_asked:
    case State::denied:
      break;
  }
  return Step::none;
}

Permission wanted(Permission now) {
  // Who agreed once and is asked again by the system only ("only this time") needs no explanation.
  if (now.state == State::not_asked && now.past == Past::agreed) now.state = State::asked;
  if (now.state == State::not_asked || now.state == State::denied) now.state = State::explained;
  now.step = step_in(now.state);
  return now;
}

Permission ended(Permission now) {
  if (now.state == State::explained || now.state == State::asked) now.state = unasked(now.past);
  now.step = Step::none;
  return now;
}

Permission done(Permission now) {
  if (now.step == Step::ask) {
    now.step = Step::wait;
  } else if (now.step != Step::explain && now.step != Step::wait) {
    now.step = Step::none;
  }
  return now;
}

// The dialog may still be up, and the explanation is asked for again; nothing else is worth to
// surprise the user of a new process with.
Permission restarted(Permission now) {
  if (now.state == State::asked) {
    now.step = Step::wait;
  } else if (now.state != State::explained) {
    now.step = Step::none;
  }
  return now;
}

Permission allowed(const Permission& before, State state) {
  return {state, before.step == Step::none ? Step::none : Step::open, Past::agreed};
}

Permission denied(Permission now) {
  now.past = Past::refused;
  // A late answer: the explanation is up, and the user decides there.
  if (now.state == State::explained) return now;
  return {State::denied, Step::none, Past::refused};
}

Permission blocked(const Permission& before) {
  // Who said no to the first dialog knows. Later the system may not have shown any.
  const bool seen = before.state == State::asked && before.past == Past::nothing;
  const bool tell = before.step != Step::none && !seen;
  return {State::blocked, tell ? Step::settings : Step::none, Past::refused};
}

// Looked up: the system was never asked, or forgot it. A request goes on.
Permission fresh(Permission now) {
  now.past = Past::nothing;
  if (now.state == State::explained || now.state == State::asked) return now;
  return {State::not_asked, Step::none, Past::nothing};
}

// Looked up, where the system tells no more than that.
Permission not_granted(Permission now) {
  switch (now.state) {
    case State::blocked:
      // Back from the settings, where "never" may have become "ask".
      if (now.step == Step::settings) return {State::denied, Step::none, now.past};
      return now;
    case State::granted:
    case State::limited:
    case State::restricted:
      return {unasked(now.past), Step::none, now.past};
    default:
      return now;
  }
}

Permission with_permission(const Permission& before, Input input) {
  switch (input) {
    case Input::nothing:
      return before;
    case Input::go_on:
      if (before.state != State::explained) return before;
      return {State::asked, Step::ask, before.past};
    case Input::not_now:
      return ended(before);
    case Input::done:
      return done(before);
    case Input::not_asked:
      return fresh(before);
    case Input::not_granted:
      return not_granted(before);
    case Input::granted:
      return allowed(before, State::granted);
    case Input::limited:
      return allowed(before, State::limited);
    case Input::denied:
      return denied(before);
    case Input::blocked:
      return blocked(before);
    case Input::restricted:
      return {State::restricted, before.step == Step::none ? Step::none : Step::refuse,
              before.past};
    case Input::want:
      return wanted(before);
    case Input::restarted:
      return restarted(before);
  }
  return before;
}

}  // namespace

Permission after(const Permission& before, Input input, bool needed) {
  if (needed) return with_permission(before, input);
  // What the system says is remembered, should a permission be needed one day.
  const Permission free = ended(before);
  Permission now = input == Input::want ? free : with_permission(free, input);
  const bool ends = input == Input::done || input == Input::not_now || input == Input::restarted;
  const bool open = input == Input::want || (before.step == Step::open && !ends);
  now.step = open ? Step::open : Step::none;
  return now;
}

std::string_view source_name(Source source) {
  const auto number = static_cast<size_t>(source);
  return number < kNames.size() ? kNames[number] : "unknown";
}

std::optional<Source> source_of(int32_t number) {
  if (number < 0 || number >= kSourceCount) return std::nullopt;
  return static_cast<Source>(number);
}

}  // namespace ix
