// SPDX-License-Identifier: Apache-2.0
// The account: one signed-in user on one backend, and what the engine counts about it.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"

namespace ix {

// The numbers are stored and cross the C ABI: never renumber.
enum class SessionState : int32_t {
  signed_out = 0,  // never signed in, or signed out
  signed_in = 1,
  expired = 2,  // the server wants a new sign-in; nothing local is lost
};
const char* session_state_name(SessionState state);

struct AccountNumber {
  std::string e164;
  bool sms = false;
  bool mms = false;
  int32_t mms_parts = 0;  // a text of as many parts or more leaves as one MMS; 0: none does

  bool operator==(const AccountNumber&) const = default;
};

struct Account {
  std::string server;  // base URL, without a trailing slash
  std::string user_id;
  std::string device_id;  // kept across sign-ins
  std::string display_name;
  SessionState session = SessionState::signed_out;
  int64_t session_serial = 0;  // counts the sign-ins
  std::string sync_token;
  Millis last_sync_ms = 0;
  int64_t max_file_bytes = 0;  // the largest file that the backend takes; 0: not said
  std::vector<AccountNumber> numbers;
};

// What proves who we are. Never in the database, never in a log.
struct Credentials {
  Secret access_token;
  Secret refresh_token;      // empty: none
  Millis expires_at_ms = 0;  // wall time; 0: does not expire
};

}  // namespace ix
