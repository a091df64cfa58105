// SPDX-License-Identifier: Apache-2.0
// A company as a text: who works there, who calls, and what was said before the sandbox started.
// The format is described in examples/sandbox/README.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/item.h"
#include "sandbox/homeserver.h"

namespace ix::sandbox {

struct CompanyFile {
  struct Person {
    std::string user;  // local name
    std::string name;
    std::string password;
    std::string answer;  // empty: does not answer by themselves; {text} is what was written
  };
  struct Customer {
    std::string number;  // E.164
    std::string name;
    std::string answer;
    CarrierBehaviour carrier = CarrierBehaviour::delivers;
    bool reachable = true;
  };
  struct Item {
    Millis before_start_ms = 0;
    std::string from;  // a user, or a number
    std::string text;  // message: its text; voicemail: the transcript
    std::optional<Call> call;
    std::optional<SharedFile> file;  // with the message
  };
  struct Channel {
    std::string id;
    std::string name;
    std::string topic;
    std::vector<std::string> members;  // users; the first one opened it
    std::vector<Item> items;
  };
  struct Direct {
    std::string owner;  // a user
    std::string peer;   // a user, or a number
    std::vector<Item> items;
  };
  struct Delays {
    Millis report_ms = 250;
    Millis read_ms = 300;
    Millis typing_ms = 400;
    Millis answer_ms = 1200;
  };

  std::string server = "pbx.test";
  std::string number = "+16135550100";
  std::vector<Person> people;
  std::vector<Customer> customers;
  Customer other_numbers;  // its number is empty
  std::vector<Channel> channels;
  std::vector<Direct> directs;
  Delays delays;

  const Person* person(std::string_view user) const;

  // INVALID_ARGUMENT with the place, as "people[2].password: expected a text".
  static Result<CompanyFile> read(std::string_view text);
};

// An object of name, mime, base64, width and height; INVALID_ARGUMENT.
Result<SharedFile> shared_file(json::Value value);

// The company that is compiled in: the text of builtin_company.json.
std::string_view builtin_company();

// "delivers", "refuses", "fails_for_now", "silent", "honours_stop", "opted_out".
std::optional<CarrierBehaviour> carrier_behaviour_from_name(std::string_view name);

}  // namespace ix::sandbox
