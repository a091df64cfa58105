// SPDX-License-Identifier: Apache-2.0
// A messaging service unlike Matrix, in memory: one POST address, always HTTP 200 with the error
// inside, lists by limit, no tokens, no keys of clients, a password with every request.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "conformance/local_http.h"
#include "model/item.h"

namespace ix::conformance {

// One thread. Its lists are stale: right after somebody wrote, their next list of that room still
// ends with what was the last message before. And some of what they hold is empty.
class ListServer {
 public:
  static constexpr size_t kMostText = 2'000;
  static constexpr size_t kMostFile = 8 << 20;
  static constexpr size_t kLimitedFile = 1024;

  struct User {
    std::string id;
    std::string key;
    std::string name;
    bool limited = false;  // two messages, then one a second; small files only
    Millis free_from = 0;  // limited: when the next may come
  };
  struct Message {
    std::string id;
    std::string from;
    std::string kind = "text";  // or "call", or what nobody knows
    std::string text;
    Millis at = 0;
    int edits = 0;
    bool deleted = false;
    Call call;
    std::string files;  // a JSON list, as its sender wrote it; empty: none
  };
  struct File {
    std::string mime;
    std::string bytes;
  };
  struct Room {
    std::string id;
    std::string kind;    // "direct", "channel", "sms"
    std::string title;   // channel
    std::string number;  // sms
    std::vector<std::string> people;
    bool only_first_writes = false;
    std::vector<Message> messages;
    std::map<std::string, std::string> read;  // user -> message
    std::set<std::string> stale;              // users
  };

  explicit ListServer(HandClock& clock) : clock_(clock) {}
  transport::HttpResponse answer(const transport::HttpRequest& request);

  // --- hands
  User& add_user(const std::string& id, const std::string& key, const std::string& name);
  Room& add_room(const std::string& kind, const std::vector<std::string>& people);
  Room* room(const std::string& id);
  Message* message(const std::string& room, const std::string& id);
  Room* sms_room(const std::string& number, const std::string& user);
  Message& add(Room& room, Message message);
  std::set<std::string> unknown_numbers;

 private:
  using Asked = json::Value;
  std::string reply_to(Asked asked);
  // Files have addresses of their own: posted to /files, and read there, always whole.
  transport::HttpResponse answer_file(const transport::HttpRequest& request);
  std::string rooms_of(const User& user);
  std::string list(const User& user, Asked asked);
  std::string post(User& user, Asked asked);
  std::string people(Asked asked);
  std::string open(const User& user, Asked asked);
  Room* room_of(const User& user, Asked asked);

  HandClock& clock_;
  std::map<std::string, User, std::less<>> users_;
  std::map<std::string, Room, std::less<>> rooms_;
  std::map<std::string, File, std::less<>> files_;  // by path
  int64_t last_id_ = 0;
};

}  // namespace ix::conformance
