// SPDX-License-Identifier: Apache-2.0
#include "sandbox/company_file.h"

#include <algorithm>
#include <initializer_list>

#include "base/json_reader.h"

namespace ix::sandbox {
namespace {

// An E.164 number (ITU-T E.164): +, then 7 to 15 digits.
bool is_number(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A Matrix local name that nobody takes for a ghost.
bool is_user_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), fits) &&
         !text.starts_with("sms_") && text != "smsbot";
}

// Walks the file; keeps the first problem and goes on with empty values.
class CompanyReader {
 public:
  Result<CompanyFile> read(json::Value root) {
    if (expect_object(root, "the file",
                      {"server", "number", "people", "customers", "other_numbers", "channels",
                       "direct", "delays"})) {
      read_all(root);
    }
    if (problem_) return std::move(*problem_);
    return std::move(file_);
  }

 private:
  void fail(const std::string& place, const std::string& why) {
    if (!problem_)
      problem_ = Error(ErrorCode::INVALID_ARGUMENT, "company file: " + place + ": " + why);
  }

  bool expect_object(json::Value value, const std::string& place,
                     std::initializer_list<std::string_view> known) {
    if (!value.is_object()) {
      fail(place, "expected an object");
      return false;
    }
    for (auto [key, member] : value.members()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      std::string names;
      for (const std::string_view name : known) names += " " + std::string(name);
      fail(place, "unknown member \"" + std::string(key) + "\"; known are" + names);
    }
    return true;
  }

  std::string text(json::Value object, const std::string& place, const char* key) {
    const json::Value value = object[key];
    if (!value.is_string()) fail(place + "." + key, "expected a text");
    return std::string(value.string());
  }
  std::string text_or(json::Value object, const std::string& place, const char* key,
                      std::string_view fallback) {
    return object[key].exists() ? text(object, place, key) : std::string(fallback);
  }
  std::string number(json::Value object, const std::string& place, const char* key) {
    std::string value = text(object, place, key);
    if (!is_number(value)) {
      fail(place + "." + key, "expected a number in E.164 form, as +16135550142");
    }
    return value;
  }
  Millis duration(json::Value object, const std::string& place, const char* key, Millis fallback) {
    const json::Value value = object[key];
    if (!value.exists()) return fallback;
    const auto given = value.integer();
    if (!given || *given < 0 || *given > 1'000'000'000) {
      fail(place + "." + key, "expected a whole number from 0 to 1000000000");
    }
    return given.value_or(fallback);
  }

  // each(array, "people", f): f(element, "people[3]") for each; a missing array is empty.
  template <class F>
  void each(json::Value array, const std::string& place, F&& f) {
    if (array.exists() && !array.is_array()) return fail(place, "expected a list");
    size_t index = 0;
    for (const json::Value element : array.elements()) {
      f(element, place + "[" + std::to_string(index++) + "]");
    }
  }

  void read_all(json::Value root) {
    file_.server = text_or(root, "the file", "server", file_.server);
    if (root["number"].exists()) file_.number = number(root, "the file", "number");
    each(root["people"], "people", [&](json::Value v, const std::string& at) { person(v, at); });
    if (file_.people.empty()) fail("people", "expected at least one person: nobody can sign in");
    each(root["customers"], "customers", [&](json::Value v, const std::string& at) {
      if (!expect_object(v, at, {"number", "name", "carrier", "answer"})) return;
      CompanyFile::Customer customer = carrier(v, at);
      customer.number = number(v, at, "number");
      customer.name = text_or(v, at, "name", customer.number);
      file_.customers.push_back(std::move(customer));
    });
    if (const json::Value others = root["other_numbers"]; others.exists()) {
      if (expect_object(others, "other_numbers", {"carrier", "answer"})) {
        file_.other_numbers = carrier(others, "other_numbers");
        if (!file_.other_numbers.reachable) {
          fail("other_numbers.carrier", "\"unknown\" is for customers only");
        }
      }
    }
    each(root["channels"], "channels",
         [&](json::Value v, const std::string& at) { channel(v, at); });
    each(root["direct"], "direct", [&](json::Value v, const std::string& at) { direct(v, at); });
    if (const json::Value delays = root["delays"]; delays.exists()) {
      if (expect_object(delays, "delays", {"report_ms", "read_ms", "typing_ms", "answer_ms"})) {
        CompanyFile::Delays& into = file_.delays;
        into.report_ms = duration(delays, "delays", "report_ms", into.report_ms);
        into.read_ms = duration(delays, "delays", "read_ms", into.read_ms);
        into.typing_ms = duration(delays, "delays", "typing_ms", into.typing_ms);
        into.answer_ms = duration(delays, "delays", "answer_ms", into.answer_ms);
      }
    }
  }

  void person(json::Value value, const std::string& at) {
    if (!expect_object(value, at, {"user", "name", "password", "answer"})) return;
    CompanyFile::Person person;
    person.user = text(value, at, "user");
    if (!is_user_name(person.user)) {
      fail(at + ".user", "expected 1 to 64 of a-z 0-9 . _ - (and not sms_...)");
    }
    if (file_.person(person.user) != nullptr) fail(at + ".user", "is there twice");
    person.name = text_or(value, at, "name", person.user);
    person.password = text(value, at, "password");
    person.answer = text_or(value, at, "answer", {});
    file_.people.push_back(std::move(person));
  }

  CompanyFile::Customer carrier(json::Value value, const std::string& at) {
    CompanyFile::Customer customer;
    const std::string word = text_or(value, at, "carrier", "delivers");
    const auto behaviour = carrier_behaviour_from_name(word);
    if (!behaviour && word != "unknown") {
      fail(at + ".carrier",
           "expected delivers, refuses, fails_for_now, silent, honours_stop, opted_out or unknown");
    }
    customer.carrier = behaviour.value_or(CarrierBehaviour::delivers);
    customer.reachable = word != "unknown";
    customer.answer = text_or(value, at, "answer", {});
    return customer;
  }

  void known_user(const std::string& user, const std::string& at) {
    if (file_.person(user) == nullptr) fail(at, "expected a user of \"people\"");
  }

  void channel(json::Value value, const std::string& at) {
    if (!expect_object(value, at, {"id", "name", "topic", "members", "items"})) return;
    CompanyFile::Channel channel;
    channel.id = text(value, at, "id");
    channel.name = text_or(value, at, "name", channel.id);
    channel.topic = text_or(value, at, "topic", {});
    each(value["members"], at + ".members", [&](json::Value v, const std::string& place) {
      channel.members.emplace_back(v.string());
      known_user(channel.members.back(), place);
    });
    if (channel.members.empty()) fail(at + ".members", "expected at least one user");
    for (const auto& other : file_.channels) {
      if (other.id == channel.id) fail(at + ".id", "is there twice");
    }
    each(value["items"], at + ".items", [&](json::Value v, const std::string& place) {
      channel.items.push_back(item(v, place, channel.members, false));
    });
    file_.channels.push_back(std::move(channel));
  }

  void direct(json::Value value, const std::string& at) {
    if (!expect_object(value, at, {"between", "items"})) return;
    std::vector<std::string> both;
    each(value["between"], at + ".between",
         [&](json::Value v, const std::string&) { both.emplace_back(v.string()); });
    if (both.size() != 2 || both[0] == both[1]) {
      return fail(at + ".between", "expected [USER, USER] or [USER, NUMBER]");
    }
    known_user(both[0], at + ".between[0]");
    if (!is_number(both[1])) known_user(both[1], at + ".between[1]");
    CompanyFile::Direct direct{both[0], both[1], {}};
    each(value["items"], at + ".items", [&](json::Value v, const std::string& place) {
      direct.items.push_back(item(v, place, both, true));
    });
    file_.directs.push_back(std::move(direct));
  }

  CompanyFile::Item item(json::Value value, const std::string& at,
                         const std::vector<std::string>& members, bool calls_allowed) {
    CompanyFile::Item item;
    if (!expect_object(value, at,
                       {"minutes_ago", "from", "text", "call", "direction", "seconds", "file"})) {
      return item;
    }
    if (!value["minutes_ago"].exists()) fail(at + ".minutes_ago", "expected a whole number");
    item.before_start_ms = duration(value, at, "minutes_ago", 0) * 60'000;
    if (value["call"].exists()) {
      if (!calls_allowed) fail(at + ".call", "calls are in direct conversations only");
      read_call(value, at, members, item);
    } else {
      if (value["file"].exists()) {
        auto file = shared_file(value["file"]);
        if (file.ok()) {
          item.file = file.take();
        } else {
          fail(at + ".file", file.error().message);
        }
      }
      item.text = item.file ? text_or(value, at, "text", {}) : text(value, at, "text");
      item.from = text(value, at, "from");
      if (std::find(members.begin(), members.end(), item.from) == members.end()) {
        fail(at + ".from", "expected one of those who are in the conversation");
      }
    }
    return item;
  }

  // As the first of `between` saw it.
  void read_call(json::Value value, const std::string& at, const std::vector<std::string>& members,
                 CompanyFile::Item& item) {
    Call call;
    const auto outcome = call_outcome_from_name(text(value, at, "call"));
    if (!outcome || *outcome == CallOutcome::ongoing) {
      fail(at + ".call", "expected answered, missed, declined, voicemail or failed");
    }
    call.outcome = outcome.value_or(CallOutcome::missed);
    const std::string direction = text_or(value, at, "direction", "in");
    if (direction != "in" && direction != "out") fail(at + ".direction", "expected in or out");
    call.direction = direction == "out" ? Direction::out : Direction::in;
    call.duration_ms = duration(value, at, "seconds", 0) * 1000;
    item.text = text_or(value, at, "text", {});
    if (!item.text.empty() && call.outcome != CallOutcome::voicemail) {
      fail(at + ".text", "only a voicemail has a text: its transcript");
    }
    item.from = members.size() > 1 ? members[1] : std::string();
    if (is_number(item.from)) call.number = item.from;
    item.call = std::move(call);
  }

  CompanyFile file_;
  std::optional<Error> problem_;
};

// "at byte 120" says little in an editor.
std::string with_line(std::string message, std::string_view text) {
  constexpr std::string_view kAt = "at byte ";
  const size_t at = message.find(kAt);
  if (at == std::string::npos) return message;
  size_t end = at + kAt.size();
  size_t offset = 0;
  while (end < message.size() && message[end] >= '0' && message[end] <= '9') {
    offset = offset * 10 + static_cast<size_t>(message[end++] - '0');
  }
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  return message.replace(at, end - at, "at line " + std::to_string(line));
}

}  // namespace

const CompanyFile::Person* CompanyFile::person(std::string_view user) const {
  const auto found = std::find_if(people.begin(), people.end(),
                                  [&](const Person& person) { return person.user == user; });
  return found == people.end() ? nullptr : &*found;
}

Result<CompanyFile> CompanyFile::read(std::string_view text) {
  auto document = json::Document::parse(std::string(text));
  if (!document.ok()) {
    return Error(ErrorCode::INVALID_ARGUMENT,
                 "company file: " + with_line(document.error().message, text));
  }
  return CompanyReader().read(document->root());
}

Result<SharedFile> shared_file(json::Value value) {
  SharedFile file;
  file.name = value["name"].string();
  file.mime = value["mime"].string();
  file.width = value["width"].integer_or(0);
  file.height = value["height"].integer_or(0);
  const bool whole = !file.name.empty() && file.mime.find('/') != std::string::npos;
  if (!whole || !decode_base64(value["base64"].string(), file.bytes) || file.bytes.empty()) {
    return Error(
        ErrorCode::INVALID_ARGUMENT,
        "expected name, mime as image/png, and the bytes as base64; also width and height");
  }
  return file;
}

std::optional<CarrierBehaviour> carrier_behaviour_from_name(std::string_view name) {
  if (name == "delivers") return CarrierBehaviour::delivers;
  if (name == "refuses") return CarrierBehaviour::refuses;
  if (name == "fails_for_now") return CarrierBehaviour::fails_for_now;
  if (name == "honours_stop") return CarrierBehaviour::honours_stop;
  if (name == "opted_out") return CarrierBehaviour::opted_out;
  if (name == "silent") return CarrierBehaviour::silent;
  return std::nullopt;
}

}  // namespace ix::sandbox
