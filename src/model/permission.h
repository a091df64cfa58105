// SPDX-License-Identifier: Apache-2.0
// Where files come from, and the way to the permission that a source needs: one machine for all
// platforms, without any I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace ix {

// The numbers here are stored and cross the C ABI: never renumber.
enum class Source : int32_t {
  camera = 0,
  microphone = 1,
  gallery = 2,
  files = 3,
  clipboard = 4,
  drop = 5,
};
inline constexpr int32_t kSourceCount = 6;

enum class PermissionState : int32_t {
  not_asked = 0,
  explained = 1,  // the app's own screen is up
  asked = 2,      // the system's dialog is up
  granted = 3,
  limited = 4,     // to what the user chose: as good as granted
  denied = 5,      // may be asked again, after an explanation
  blocked = 6,     // the system asks no more: only its settings help
  restricted = 7,  // by policy: nothing helps
};
inline constexpr int32_t kPermissionStateCount = 8;

// What the host is to do now.
enum class PermissionStep : int32_t {
  none = 0,
  explain = 1,
  ask = 2,       // the system
  wait = 3,      // for the system's answer
  open = 4,      // the source
  settings = 5,  // offer the system's settings
  refuse = 6,    // say that nothing helps
};

enum class PermissionInput : int32_t {
  nothing = 0,  // the host did not look
  // By the user, on the app's own screens.
  go_on = 1,  // "Continue"
  not_now = 2,
  // By the host: the step is done. The dialog is up; the source, the settings were opened.
  done = 3,
  // By the system, as an answer or looked up. The first two are only looked up.
  not_asked = 4,    // nobody asked yet
  not_granted = 5,  // and the system does not say why (Android)
  granted = 6,
  limited = 7,
  denied = 8,
  blocked = 9,
  restricted = 10,
  // Not of the C ABI's enumeration.
  want = 11,       // the user wants the source
  restarted = 12,  // the process is another one
};
inline constexpr int32_t kPermissionInputCount = 13;

// What was before, which decides whether the user is asked to continue and whether a refusal was
// seen by anybody.
enum class PermissionPast : int32_t {
  nothing = 0,
  agreed = 1,   // it was granted once
  refused = 2,  // the system's last answer was no
};

// Of one source. A request is what the user began and nobody ended: it is kept, so that its answer
// may come to another process.
struct Permission {
  PermissionState state = PermissionState::not_asked;
  PermissionStep step = PermissionStep::none;  // none: there is no request
  PermissionPast past = PermissionPast::nothing;

  friend bool operator==(const Permission&, const Permission&) = default;
};

struct SourcePermission {
  Source source = Source::camera;
  Permission now;
  Millis since_ms = 0;  // when the user began the request; 0: there is none
};

// The state and step after the input. `needed`: the source needs a permission on this platform;
// without it a request is open at once, and what the system says is still remembered. Total: every
// input is legal in every state, unasked, late and repeated answers too.
Permission after(const Permission& before, PermissionInput input, bool needed);

// "camera". "unknown" and nullopt for others.
std::string_view source_name(Source source);
std::optional<Source> source_of(int32_t number);

}  // namespace ix
