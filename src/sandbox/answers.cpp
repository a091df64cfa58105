// SPDX-License-Identifier: Apache-2.0
// How the company answers: colleagues read, write and reply; a phone gets a text, and its owner
// texts back.
#include <algorithm>

#include "base/json_reader.h"
#include "sandbox/company.h"

namespace ix::sandbox {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// Whether the first name stands in the text as a word.
bool names(const std::string& text, const std::string& full_name) {
  const std::string where = lower(text);
  const std::string name = lower(full_name.substr(0, full_name.find(' ')));
  const auto is_letter = [&](size_t i) {
    if (i >= where.size()) return false;
    const auto c = static_cast<unsigned char>(where[i]);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
  };
  for (size_t at = where.find(name); at != std::string::npos; at = where.find(name, at + 1)) {
    if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + name.size())) return true;
  }
  return false;
}

std::string filled(std::string answer, const std::string& text) {
  constexpr std::string_view kText = "{text}";
  if (const size_t at = answer.find(kText); at != std::string::npos) {
    answer.replace(at, kText.size(), text);
  }
  return answer;
}

struct Written {
  std::string text;
  bool is_edit = false;
};

Written written(const Event& event) {
  auto document = json::Document::parse(event.content);
  if (!document.ok()) return {};
  const json::Value content = document->root();
  return {std::string(content["body"].string()),
          content["m.relates_to"]["rel_type"].string() == "m.replace"};
}

std::string referenced(const Event& report) {
  auto document = json::Document::parse(report.content);
  if (!document.ok() || document->root()["status"].string() != "SUCCESS") return {};
  return std::string(document->root()["m.relates_to"]["event_id"].string());
}

}  // namespace

void Company::observe(Room& room, const Event& event) {
  // A transaction id: a client sent it.
  if (event.type == "m.room.message" && !event.transaction_id.empty()) answer_message(room, event);
  if (event.type == "com.beeper.message_send_status") answer_text(room, event);
}

void Company::answer_message(Room& room, const Event& event) {
  const Written message = written(event);
  if (message.is_edit) return;
  size_t present = 0;
  for (const auto& [user, member] : room.members()) {
    present += member.value == "join" || member.value == "invite" ? 1 : 0;
  }
  for (const auto& person : file_.people) {
    const std::string user = server_.user_id(person.user);
    const std::string_view membership = room.membership(user);
    if (person.answer.empty() || user == event.sender || server_.is_signed_in(user)) continue;
    if (membership != "join" && membership != "invite") continue;
    if (present > 2 && !names(message.text, person.name)) continue;
    const Millis now = server_.now();
    const auto& delays = file_.delays;
    server_.later(now + delays.read_ms, [this, id = room.id(), user, read = event.id] {
      server_.mark_read(id, user, read);
    });
    server_.later(now + delays.typing_ms,
                  [this, id = room.id(), user] { server_.set_typing(id, user, true); });
    server_.later(now + std::max(delays.answer_ms, delays.typing_ms),
                  [this, id = room.id(), user, answer = filled(person.answer, message.text)] {
                    server_.set_typing(id, user, false);
                    server_.post_message(id, user, answer);
                  });
  }
}

// The carrier has reported a text as delivered: its receiver reads it, and may answer.
void Company::answer_text(Room& room, const Event& report) {
  const std::string ghost = report.sender;
  const auto number = server_.sms().number_of(ghost);
  const Event* text = room.find(referenced(report));
  if (!number || text == nullptr) return;
  server_.mark_read(room.id(), ghost, text->id);
  if (text->transaction_id.empty()) return;
  const auto own = answers_.find(*number);
  const std::string answer =
      filled(own != answers_.end() ? own->second : file_.other_numbers.answer, written(*text).text);
  if (answer.empty()) return;
  server_.later(server_.now() + file_.delays.answer_ms,
                [this, id = room.id(), ghost, answer] { server_.post_message(id, ghost, answer); });
}

}  // namespace ix::sandbox
