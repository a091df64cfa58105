// SPDX-License-Identifier: Apache-2.0
// What is known of the server's SMS bridge: how its ghosts are named and who its bot is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"

namespace ix::provider::matrix {

// A value. Learned from GET /thirdparty/protocols and from lookups, kept in the account's memory.
struct SmsBridge {
  std::string protocol;  // its id at the server; empty: the server offers no number lookup
  // A ghost is prefix + digits + suffix: "@sms_" "15145550123" ":example.org".
  std::string prefix;
  std::string suffix;
  std::vector<std::string> bots;  // user ids that are nobody to talk with

  // E.164 of a ghost; empty: not one.
  std::string number_of(std::string_view user_id) const;
  bool is_bot(std::string_view user_id) const;
  std::string ghost_of(std::string_view e164) const;
  // A lookup showed how ghosts are named: the digits of the number stand in the user id.
  void learn(std::string_view e164, std::string_view user_id);

  std::string to_json() const;
  friend bool operator==(const SmsBridge&, const SmsBridge&) = default;
};

// Before anything is known.
SmsBridge default_bridge(std::string_view ghost_prefix, std::string_view server);
// `fallback` fills what the text does not say; wrong shapes leave it untouched.
SmsBridge bridge_from_json(std::string_view json, SmsBridge fallback);
// Whether it is such a reply at all: an object of objects.
bool is_protocols(json::Value root);
// The reply of GET /_matrix/client/v3/thirdparty/protocols: the first protocol in the order of
// names that takes a field `phone`.
SmsBridge bridge_from_protocols(json::Value protocols, SmsBridge fallback);

}  // namespace ix::provider::matrix
