// SPDX-License-Identifier: Apache-2.0
// The SMS bridge inside the sandbox: an application service that owns the ghosts, and the carrier
// behind it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace ix::sandbox {

class Homeserver;
class Room;
struct Event;

// What the carrier does with a text to a number.
enum class CarrierBehaviour {
  delivers,       // reports success
  refuses,        // reports a permanent failure
  fails_for_now,  // reports a failure that a retry can cure
  silent,         // takes it and never reports
  honours_stop,   // delivers, until the number texts STOP, and again after START
  opted_out,      // honours_stop, of a number that has texted STOP
};

// Part of one Homeserver, which outlives it.
class SmsBridge {
 public:
  explicit SmsBridge(Homeserver& server) : server_(server) {}

  void set_behaviour(std::string_view e164, CarrierBehaviour behaviour);
  void set_default_behaviour(CarrierBehaviour behaviour) { default_ = behaviour; }
  // The bridge makes no ghost for it: an invitation is accepted by the server and never answered.
  void set_unreachable(std::string_view e164);
  void set_reachable(std::string_view e164);
  void set_own_number(std::string e164) { own_number_ = std::move(e164); }
  void set_report_delay(Millis delay) { report_delay_ms_ = delay; }

  bool knows(std::string_view e164) const;
  const std::string& own_number() const { return own_number_; }
  std::string bot() const;
  std::string ghost_of(std::string_view e164) const;
  std::optional<std::string> number_of(std::string_view user_id) const;

  // A ghost for an invited user id, if the bridge owns the id and knows the number.
  bool provide_ghost(const std::string& user_id);
  void ghost_joined(Room& room, const std::string& ghost);
  // Called for every event: texts of others in a ghost's room go to the carrier.
  void observe(Room& room, const Event& event);
  // The gateway's own word that the number has opted out, or in again; its event's id.
  std::string report_consent(const std::string& room, std::string_view e164, bool opted_out);
  int64_t texts_carried() const { return texts_carried_; }

 private:
  CarrierBehaviour behaviour_of(std::string_view e164) const;
  // The gateway reads what a number texts.
  void hear(std::string_view e164, const Event& text);
  void report(const std::string& room, const std::string& ghost, const std::string& event,
              CarrierBehaviour behaviour);

  Homeserver& server_;
  std::string own_number_ = "+16135550100";
  Millis report_delay_ms_ = 250;
  CarrierBehaviour default_ = CarrierBehaviour::delivers;
  std::map<std::string, CarrierBehaviour, std::less<>> behaviours_;
  std::map<std::string, bool, std::less<>> unreachable_;
  std::map<std::string, bool, std::less<>> opted_out_;  // what a number has texted: STOP, or START
  int64_t texts_carried_ = 0;
};

}  // namespace ix::sandbox
