// SPDX-License-Identifier: Apache-2.0
// A company at work: a homeserver, the people of a company file in it, and how they answer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/company_file.h"
#include "sandbox/homeserver.h"

namespace ix::sandbox {

constexpr int64_t kMaxHistory = 10'000'000;
// Ten years: the most that a clock goes ahead at once.
constexpr Millis kMaxAdvance = 10LL * 365 * 24 * 3'600'000;

// Owns its homeserver. One thread. Pure as the homeserver is: the same file, start and calls give
// the same bytes. People answer what a client sent, never what the script says, so two of them
// never answer each other; someone who is signed in answers for themselves.
class Company {
 public:
  // What was said before stands `start` minus its minutes ago in the stream. `history`: as many
  // items of older conversations for the first person.
  static std::unique_ptr<Company> open(CompanyFile file, Millis start, int64_t history = 0);

  Homeserver& server() { return server_; }
  const CompanyFile& file() const { return file_; }

  // --- what developers make happen; the results are event ids, or INVALID_ARGUMENT that says what
  // was expected. `from` is a user; `to` a channel's id or a user.
  Result<std::string> say(const std::string& from, const std::string& to, std::string_view text);
  // A file with a caption, which may be empty. `from` is a user, or the number of a phone; then an
  // empty `to` is the first person of the file.
  Result<std::string> send_file(const std::string& from, const std::string& to,
                                const SharedFile& file, std::string_view caption);
  Status typing(const std::string& from, const std::string& to, bool is_typing);
  // An empty `to` is the first person of the file, everywhere below.
  Result<std::string> sms(const std::string& number, const std::string& to, std::string_view text);
  // call.number says who called, or was called; a voicemail's transcript may be given.
  Result<std::string> call(const std::string& to, Call call, std::string_view transcript);
  // `behaviour` "unknown": the bridge knows no way to the number from now on. No `answer`: the one
  // of the file stays; an empty one: no more answers.
  Status carrier(const std::string& number, std::string_view behaviour,
                 std::optional<std::string> answer);
  // The gateway's own word: "opted_out" or "opted_in".
  Result<std::string> consent(const std::string& number, const std::string& to,
                              std::string_view state);
  Status end_sessions(const std::string& user, bool soft);

 private:
  Company(CompanyFile file, HomeserverOptions options);
  void load(Millis start, int64_t history);
  void load_people();
  std::string load_direct(const CompanyFile::Direct& direct);
  void post(const std::string& room, const CompanyFile::Item& item);
  std::string post_call(const std::string& room, const std::string& sender, const Call& call,
                        std::string_view transcript);

  void observe(Room& room, const Event& event);
  void answer_message(Room& room, const Event& event);
  void answer_text(Room& room, const Event& report);

  Result<std::string> known_user(const std::string& user) const;
  Result<std::string> known_number(const std::string& number) const;
  Result<std::string> room_between(const std::string& from, const std::string& to);

  CompanyFile file_;
  Homeserver server_;
  std::map<std::string, std::string> channels_;  // id in the file -> room
  std::map<std::string, std::string> answers_;   // number -> answer; another's is other_numbers'
  int64_t calls_ = 0;
};

}  // namespace ix::sandbox
