// SPDX-License-Identifier: Apache-2.0
// The way a text to somebody would take if it were written now: what ix_conversation_open and a
// send without a route would do, read without doing it.
#pragma once

#include <string>
#include <vector>

#include "cache/contact_reads.h"
#include "cache/recipient_reads.h"
#include "identity/number_rules.h"
#include "model/ids.h"
#include "model/route.h"

namespace ix::query {

struct RecipientWay {
  RouteKind kind = RouteKind::sms;
  int64_t route = 0;         // 0: yet to be made
  int64_t conversation = 0;  // 0: none yet
  std::string address;       // E.164, user id, or the backend's id of a channel or group
  std::string reason;        // why not; empty: it can
  bool opted_out = false;    // the peer seems to want no texts
};

// An address of a contact, with its text.
struct ContactAddress {
  int32_t kind = 0;  // of contact_address: 0 number, 1 user id, 2 extension
  std::string text;
};

// One snapshot. Outlived by connection and rules.
class RecipientWays {
 public:
  RecipientWays(cache::Connection& connection, const identity::NumberRules& rules)
      : connection_(connection), rules_(rules) {}

  Result<RecipientWay> to_number(const std::string& e164);
  Result<RecipientWay> to_user(const std::string& user);
  // By its default route.
  Result<RecipientWay> in_conversation(int64_t conversation);
  Result<RecipientWay> to_contact(int64_t contact, const std::vector<ContactAddress>& addresses);

 private:
  // By an own number that the account says takes no texts.
  Result<bool> cannot_text_from(std::string_view own);

  cache::Connection& connection_;
  const identity::NumberRules& rules_;
};

}  // namespace ix::query
